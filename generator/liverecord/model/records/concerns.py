"""concerns.yml: one live record of each worry."""

from typing import Annotated

from liverecord.model import field
from liverecord.model.records.item import Day, Item, Record


class Driver(Item, frozen=True, kw_only=True):
    """What is thought to lie behind a concern, how sure that is, and what tests it."""

    id: Annotated[str, field.item_id("driver", "d1")]
    driver: Annotated[str, field.code("driver", "what it is", "What it is.", "transition")]
    certainty: Annotated[str, field.code("certainty", "certainty", "How sure that is.", "suspected")]
    test: Annotated[
        str | None,
        field.points(
            "action",
            "what tests it",
            "What is being tried to find out: an id from actions.yml. Needed where the driver is not known.",
            "a1",
        ),
    ] = None
    recheck_on: Annotated[
        Day | None, field.ahead("day to look again", "When the question is asked again.", "2026-11-27")
    ] = None
    detail: Annotated[str | None, field.text("detail", "More about it.", "The corridor by the hall")] = None


class Update(Item, frozen=True, kw_only=True):
    """A week's line on a concern. That nothing changed is a line too."""

    id: Annotated[str, field.item_id("line", "u1")]
    date: Annotated[Day, field.past("day", "The day of the line.", "2026-11-13")]
    by: Annotated[
        str | None, field.staff("whose line it is", "Who wrote it: the id from staff.yml.", "j-okafor")
    ] = None
    text: Annotated[
        str | None, field.text("wording", "What changed.", "Calmer arrival agreed with mother; starts Monday")
    ] = None
    no_change: Annotated[bool | None, field.yes("whether nothing changed", "true where nothing changed.")] = (
        None
    )


class Concern(Item, frozen=True, kw_only=True):
    """One live record of one worry."""

    id: Annotated[str, field.item_id("concern", "c1")]
    theme: Annotated[str, field.code("theme", "theme", "What it is about.", "attendance")]
    opened_on: Annotated[Day, field.past("day it was opened", "When it was opened.", "2026-09-28")]
    closed_on: Annotated[Day | None, field.past("day it was closed", "When it was closed.", "2026-12-18")] = (
        None
    )
    status: Annotated[
        str, field.code("concern_status", "state", "open or closed; left out, it is open.", "open")
    ] = "open"
    what: Annotated[
        str,
        field.text(
            "wording",
            "What is happening: the pattern, in plain words.",
            "Misses the first lesson on Tuesdays and Thursdays",
        ),
    ]
    context: Annotated[
        str | None,
        field.text(
            "context",
            "What belongs to it: when, where, what comes before.",
            "Both mornings start with a lesson in the new building",
        ),
    ] = None
    drivers: Annotated[
        tuple[Driver, ...],
        field.part(
            "What may drive it",
            'What is thought to lie behind it. "Not known yet" is a good answer together with what is being '
            "tried to find out.",
        ),
    ] = ()
    plan_version: Annotated[
        int | None,
        field.number(
            "plan version it was agreed under",
            "The version of the plan under which it was agreed. An older one than the present is shown as out of "
            "date.",
            3,
            lowest=1,
            highest=9999,
        ),
    ] = None
    outcomes: Annotated[
        tuple[str, ...],
        field.points_to_several(
            "outcome",
            "outcomes it belongs to",
            "The outcomes it bears on: ids from outcomes in plan.yml.",
            ["o1"],
        ),
    ] = ()
    owner: Annotated[
        str | None,
        field.staff(
            "owner",
            "The one person who holds it: the id from staff.yml. An open concern always has one.",
            "j-okafor",
        ),
    ] = None
    review_on: Annotated[
        Day | None,
        field.ahead("review", "When it is looked at again. An open concern always has a date.", "2026-11-27"),
    ] = None
    updates: Annotated[
        tuple[Update, ...],
        field.part(
            "Weekly lines", "A line for each week. Where nothing changed, say that: silence is not a record."
        ),
    ] = ()


class Concerns(Record, frozen=True, kw_only=True):
    """What the school is concerned about for a pupil: one live record for each worry."""

    concerns: Annotated[
        tuple[Concern, ...],
        field.part("Concerns", "One entry for each worry, and one open entry for each theme at most."),
    ] = ()
