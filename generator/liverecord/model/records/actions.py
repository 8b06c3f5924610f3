"""actions.yml: next steps, each held by one person."""

from typing import Annotated

from liverecord.model import field
from liverecord.model.records.item import Day, Item, Record


class Action(Item, frozen=True, kw_only=True):
    """A next step that one person holds."""

    id: Annotated[str, field.item_id("action", "a1")]
    concern: Annotated[
        str | None,
        field.points(
            "concern",
            "the concern it is for",
            "The concern it answers: an id from concerns.yml.",
            "c1",
            belongs=True,
        ),
    ] = None
    kind: Annotated[str, field.code("action_kind", "kind", "What kind of step it is.", "check_in")]
    what: Annotated[
        str, field.text("wording", "What is done.", "Met at the gate; three-picture card for the first task")
    ]
    owner: Annotated[
        str | None,
        field.staff(
            "owner",
            "The one person who does it or sees that it is done: the id from staff.yml. An open action always "
            "has one.",
            "j-okafor",
        ),
    ] = None
    agreed_on: Annotated[Day | None, field.past("day of agreement", "When it was agreed.", "2026-11-05")] = (
        None
    )
    agreed_with: Annotated[
        tuple[str, ...], field.codes("agreed_with", "agreed with", "Who agreed to it.", ["family", "pupil"])
    ] = ()
    started_on: Annotated[
        Day | None,
        field.past(
            "start",
            "When it began. Where it is for a concern about attendance, sessions missed before and since are counted from here.",
            "2026-11-09",
        ),
    ] = None
    ended_on: Annotated[Day | None, field.past("end", "When it ended.", "2026-11-27")] = None
    due: Annotated[Day | None, field.ahead("due date", "By when it is to be done.", "2026-11-27")] = None
    review_on: Annotated[Day | None, field.ahead("review", "When to ask whether it helps.", "2026-11-27")] = (
        None
    )
    status: Annotated[
        str, field.code("action_status", "state", "open, done or stopped; left out, it is open.", "open")
    ] = "open"
    result: Annotated[
        str | None,
        field.code("result", "result", "Whether it helped; empty while nobody has said.", "helped"),
    ] = None
    result_note: Annotated[
        str | None,
        field.text(
            "result in words",
            "In words how it helped or did not.",
            "Starts within a minute since the card; the corridor is as hard as it was",
        ),
    ] = None
    result_said_by: Annotated[
        tuple[str, ...],
        field.codes("agreed_with", "who says so", "Whose words the result is in.", ["pupil", "family"]),
    ] = ()


class Actions(Record, frozen=True, kw_only=True):
    """What is being done for a pupil, by whom, and whether it helped."""

    actions: Annotated[
        tuple[Action, ...],
        field.part(
            "Actions",
            "One entry for each step. One that is over keeps its id and gets a status and a result.",
        ),
    ] = ()
