"""What the plan says of needs, of what the pupil is working towards, and of the support for it."""

from typing import Annotated

import msgspec

from liverecord.model import field
from liverecord.model.records.item import Day, Item, Record


class Attempt(Record, frozen=True, kw_only=True):
    """What was done to have an unmet need met."""

    date: Annotated[Day, field.past("day", "When.", "2025-11-20")]
    text: Annotated[
        str,
        field.text("wording", "What was done, and what came of it.", "Asked at the annual review; not added"),
    ]


class Need(Item, frozen=True, kw_only=True):
    """A type of need, by its census code; rank 1 is the primary need."""

    id: Annotated[str, field.item_id("need", "n1")]
    type: Annotated[str, field.code("need", "type", "The type, by its census code.", "SLCN")]
    rank: Annotated[
        int | None,
        field.number("rank", "1 for the primary need, 2 for the next, and so on.", 1, lowest=1, highest=99),
    ] = None
    detail: Annotated[
        str | None,
        field.text(
            "detail", "What the need is for this pupil.", "Expressive language about two years behind age"
        ),
    ] = None
    attempts: Annotated[
        tuple[Attempt, ...], field.part("Attempts to meet it", "What was done to have an unmet need met.")
    ] = ()


class Condition(Item, frozen=True, kw_only=True):
    """A diagnosis or health condition, with its own care plan and review."""

    id: Annotated[str, field.item_id("condition", "h1")]
    name: Annotated[str, field.line("name", "What it is called.", "Epilepsy")]
    fluctuating: Annotated[
        bool | None, field.yes("whether it comes and goes", "true where it comes and goes.")
    ] = None
    health_care_plan: Annotated[
        bool | None,
        field.yes(
            "whether it has a health care plan",
            "true where the school keeps an individual healthcare plan for it. The plan is then reviewed every "
            "year at least.",
        ),
    ] = None
    agreed_on: Annotated[
        Day | None, field.past("day of agreement", "When the healthcare plan was last agreed.", "2025-12-12")
    ] = None
    review_on: Annotated[
        Day | None,
        field.ahead("review", "When the condition or its healthcare plan is looked at again.", "2026-12-11"),
    ] = None
    owner: Annotated[
        str | None, field.staff("owner", "Who sees to that: the id from staff.yml.", "r-adeyemi")
    ] = None
    open_to_staff: Annotated[
        bool | None,
        field.yes(
            "whether all staff may read its name",
            "true where pupil and family agreed that what every adult reads may say what it is called.",
        ),
    ] = None
    detail: Annotated[
        str | None,
        field.text(
            "detail", "What staff with access to it need to know.", "Tired on the day after a seizure"
        ),
    ] = None


class Provision(Item, frozen=True, kw_only=True):
    """Support that somebody delivers: under an outcome, or in support_without_plan with the need it meets."""

    id: Annotated[str, field.item_id("support", "pr1")]
    what: Annotated[
        str, field.text("wording", "What the support is.", "Shorter first task, set out in three pictures")
    ]
    who: Annotated[
        str | None,
        field.staff("who answers for it", "Who answers for it: the id from staff.yml.", "j-okafor"),
    ] = None
    delivered_by: Annotated[
        str | None,
        field.line(
            "who delivers it", "Who delivers it, in words, where that is somebody else.", "Class teachers"
        ),
    ] = None
    frequency: Annotated[
        str | None, field.line("how often", "How often, in words.", "every first lesson", "twice a week")
    ] = None
    theme: Annotated[
        str | None,
        field.code(
            "theme",
            "theme",
            "What it is about, where the outcome that it is for does not say, or it is about something else. Sessions missed are "
            "shown beside it only where that is attendance.",
            "communication",
        ),
    ] = None
    status: Annotated[str, field.code("provision_status", "state", "Whether it is happening.", "in_place")]
    from_: Annotated[Day | None, field.day("start", "Since when it is delivered.", "2026-09-21")] = (
        msgspec.field(name="from", default=None)
    )
    until: Annotated[Day | None, field.ahead("end", "Until when; empty while it goes on.", "2026-12-18")] = (
        None
    )
    agreed_on: Annotated[Day | None, field.past("day of agreement", "When it was agreed.", "2026-09-18")] = (
        None
    )
    agreed_with: Annotated[
        tuple[str, ...], field.codes("agreed_with", "agreed with", "Who agreed to it.", ["pupil", "family"])
    ] = ()
    review_on: Annotated[Day | None, field.ahead("review", "When it is looked at again.", "2026-12-11")] = (
        None
    )
    result: Annotated[
        str | None, field.code("result", "result", "Whether it helps; empty while nobody has said.", "helped")
    ] = None
    result_note: Annotated[
        str | None,
        field.text(
            "result in words",
            "In words how it helps or does not.",
            "Begins on her own with the pictures; long texts still stop her",
        ),
    ] = None
    result_said_by: Annotated[
        tuple[str, ...],
        field.codes("agreed_with", "who says so", "Whose words the result is in.", ["pupil", "family"]),
    ] = ()
    confirm_by: Annotated[
        Day | None,
        field.ahead(
            "day to confirm it by",
            "For support that is temporary or informal: the day by which it must be confirmed.",
            "2026-12-18",
        ),
    ] = None
    contingency: Annotated[
        str | None,
        field.text(
            "what happens if it goes",
            "What happens if it is not confirmed or falls away.",
            "Part-time attendance until cover is found",
        ),
    ] = None
    attendance_depends_on: Annotated[
        bool | None,
        field.yes(
            "whether attendance depends on it",
            "true: without this support the pupil cannot attend safely. Absence after its withdrawal is shown as "
            "following from that.",
        ),
    ] = None
    need: Annotated[
        str | None,
        field.points(
            "need",
            "the need it meets",
            "The need it meets: an id from needs. Used in support_without_plan.",
            "n3",
        ),
    ] = None


class Outcome(Item, frozen=True, kw_only=True):
    """What the pupil is working towards, and by when."""

    id: Annotated[str, field.item_id("outcome", "o1")]
    text: Annotated[
        str,
        field.text(
            "wording",
            "The outcome, so that everybody can tell whether it is reached.",
            "Starts a first task within five minutes in four lessons out of five",
        ),
    ]
    need: Annotated[
        str | None, field.points("need", "the need it is for", "The need it answers: an id from needs.", "n1")
    ] = None
    theme: Annotated[
        str | None,
        field.code(
            "theme",
            "theme",
            "What it is about. Whether the support for it helps is counted in sessions missed only where that is attendance.",
            "learning",
        ),
    ] = None
    by: Annotated[Day | None, field.ahead("day to reach it by", "By when.", "2027-07-16")] = None
    baseline: Annotated[
        str | None,
        field.text(
            "where the pupil started",
            "Where the pupil stood when the outcome was agreed, so that everybody can tell what changed.",
            "Starts within five minutes in one lesson out of five",
        ),
    ] = None
    baseline_on: Annotated[
        Day | None, field.past("day of the start", "On which day that was so.", "2026-09-18")
    ] = None
    now: Annotated[
        str | None,
        field.text(
            "where the pupil is now",
            "Where the pupil stands now, between two reviews. What a later review found stands in its place.",
            "Three lessons out of five, most often in art",
        ),
    ] = None
    now_on: Annotated[
        Day | None, field.past("day of what is so now", "On which day that was said.", "2026-11-13")
    ] = None
    now_said_by: Annotated[
        tuple[str, ...],
        field.codes("agreed_with", "who says what is so now", "Whose words these are.", ["pupil", "school"]),
    ] = ()
    status: Annotated[
        str, field.code("outcome_status", "state", "Where it stands; left out, it is being worked on.", "met")
    ] = "open"
    ended_on: Annotated[Day | None, field.past("end", "When it was met or replaced.", "2027-07-16")] = None
    provision: Annotated[
        tuple[Provision, ...], field.part("Support for it", "The support for this outcome.")
    ] = ()
