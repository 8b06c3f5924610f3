"""plan.yml: the one file that a pupil must have."""

from typing import Annotated

import msgspec

from liverecord.model import field
from liverecord.model.records.circumstances import Circumstance
from liverecord.model.records.expectations import AttendancePlan
from liverecord.model.records.identity import Identity
from liverecord.model.records.item import Day, Item, Record
from liverecord.model.records.support import Condition, Need, Outcome, Provision


class Safeguarding(Record, frozen=True, kw_only=True):
    """A pointer to where a safeguarding record is held; never its content."""

    see: Annotated[
        str,
        field.line(
            "Where a safeguarding record is held",
            "Where the record is, or whom to ask. Nothing of what it says.",
            "Designated safeguarding lead",
        ),
    ]
    held_by: Annotated[
        str | None,
        field.staff("Who holds the safeguarding record", "Who holds it: the id from staff.yml.", "h-novak"),
    ] = None


class EhcPlan(Record, frozen=True, kw_only=True):
    """The education, health and care plan's own dates."""

    issued_on: Annotated[
        Day | None,
        field.past(
            "Day on which the plan was issued",
            "When the plan was first issued. The first annual review is due within twelve months of it.",
            "2024-02-05",
        ),
    ] = None
    last_review_decided_on: Annotated[
        Day | None,
        field.past(
            "Day of the last review's decision",
            "The date of the local authority's decision after the last annual review. It starts the twelve "
            "months again.",
            "2026-01-19",
        ),
    ] = None
    authority: Annotated[
        str | None,
        field.line(
            "Local authority", "The local authority that maintains the plan.", "Fenmoor County Council"
        ),
    ] = None
    maintained_since: Annotated[
        Day | None,
        field.past(
            "Day since which that authority maintains the plan",
            "The day of issue or, where the plan came from another local authority, the day of the transfer between the two. "
            "The new authority's time limits count from a transfer.",
            "2026-11-16",
        ),
    ] = None
    maintained_told_on: Annotated[
        Day | None,
        field.past(
            "Family told of that transfer",
            "When the new authority told the family that it has the plan, and when it will be reviewed.",
            "2026-12-04",
        ),
    ] = None
    transfer: Annotated[
        str | None,
        field.code(
            "transfer",
            "Move to come",
            "The move to another phase that is coming, for which the plan is reviewed beforehand; or that the pupil "
            "stays in this school. Without its day, what is written of an earlier year hides no move that is certain now.",
            "primary_to_secondary",
        ),
    ] = None
    transfer_on: Annotated[
        Day | None,
        field.ahead(
            "Day of the move to come",
            "The day of that move. Where the pupil stays: the day on which there might have been one.",
            "2027-09-01",
        ),
    ] = None
    ceased_on: Annotated[
        Day | None,
        field.day(
            "Day on which the plan ended",
            "When the authority ceased to maintain it: not before the family's time for an appeal has passed, and not while an "
            "appeal runs.",
            "2027-01-11",
        ),
    ] = None


class Passport(Record, frozen=True, kw_only=True):
    """What every adult who teaches the pupil needs, and nothing more."""

    need: Annotated[
        str | None,
        field.text(
            "What to understand",
            "What the adults should understand about the pupil, in words agreed with the pupil and the family. Every adult who "
            "teaches the pupil sees it; the need's type and any condition stand elsewhere and are not copied here.",
            "It takes Maya longer to find words. She knows more than she says.",
        ),
    ] = None
    strengths: Annotated[
        tuple[str, ...], field.texts("Does well", "What the pupil does well.", ["Draws to explain ideas"])
    ] = ()
    helps: Annotated[
        tuple[str, ...], field.texts("Helps", "What helps in a lesson.", ["One instruction at a time"])
    ] = ()
    avoid: Annotated[
        tuple[str, ...], field.texts("Avoid", "What to avoid.", ["Cold questions in front of the class"])
    ] = ()
    communication: Annotated[
        str | None,
        field.text(
            "Communication",
            "How the pupil communicates, where an adult has to know.",
            "Signs yes and no; uses a book of pictures",
        ),
    ] = None
    physical_care: Annotated[
        str | None,
        field.text(
            "Physical care", "Physical care that an adult in the room has to know of.", "Stretches every hour"
        ),
    ] = None
    emergency: Annotated[
        str | None,
        field.text(
            "In an emergency",
            "What to do in an emergency, in one line.",
            "Seizure: follow the health care plan on the wall, then call the office",
        ),
    ] = None
    safe_to_attend: Annotated[
        str | None,
        field.text(
            "Safe to attend when",
            "The condition without which attending is not safe.",
            "A trained adult is within reach at all times",
        ),
    ] = None
    first: Annotated[
        tuple[str, ...],
        field.texts(
            "Comes first on a class sheet",
            "Which lines of the passport come first where there is no room for all of them: a line by where it stands, "
            "helps.1 for the first line of helps; communication or physical_care for the whole.",
            ["helps.1", "avoid.1"],
        ),
    ] = ()


class Mentor(Record, frozen=True, kw_only=True):
    """An attendance mentor, from a day."""

    who: Annotated[str, field.staff("who", "Who: the id from staff.yml.", "m-lindqvist")]
    from_: Annotated[Day | None, field.day("start", "Since when.", "2026-10-05")] = msgspec.field(
        name="from", default=None
    )
    until: Annotated[Day | None, field.ahead("end", "Until when; empty while it goes on.", "2027-02-12")] = (
        None
    )


class Voice(Item, frozen=True, kw_only=True):
    """What the pupil or the family said, dated, in their own words."""

    id: Annotated[str, field.item_id("view", "v1")]
    from_: Annotated[str, field.code("voice", "who said it", "Who said it.", "pupil")] = msgspec.field(
        name="from"
    )
    date: Annotated[Day, field.past("day", "When.", "2026-09-16")]
    text: Annotated[
        str,
        field.text(
            "wording",
            "What was said, in their words.",
            "Mornings are loud and I do not know what comes first.",
        ),
    ]


class Plan(Record, frozen=True, kw_only=True):
    """A pupil's plan: who the pupil is, what helps, needs, outcomes and the support for them. The one file that a pupil must have."""

    pupil: Annotated[Identity, field.part("Who the pupil is", "Who the pupil is.")]
    support: Annotated[
        str,
        field.code(
            "sen_provision", "Support", "The special educational provision, as the census has it.", "K"
        ),
    ]
    support_since: Annotated[
        Day | None,
        field.past(
            "Support since",
            "Since when the pupil has had this support or the other (K or E), without a break. Left out: git's first "
            "commit of it.",
            "2025-09-03",
        ),
    ] = None
    parents_told_on: Annotated[
        Day | None,
        field.past(
            "Parents told of the support",
            "When the parents were told that special educational provision is being made for their child.",
            "2025-09-08",
        ),
    ] = None
    kind: Annotated[
        str | None,
        field.code(
            "plan_kind",
            "Kind of plan",
            "What kind of plan this is. It agrees with support: sen_support with K, ehcp with E.",
            "sen_support",
        ),
    ] = None
    layer: Annotated[
        str | None,
        field.code(
            "layer",
            "Layer of support",
            "The layer of support, for individual support plans to come. Leave it out until the law asks for it.",
            "targeted",
        ),
    ] = None
    version: Annotated[
        int,
        field.number(
            "Plan version",
            "The number of this version of the plan. Each new agreement counts one up.",
            3,
            lowest=1,
            highest=9999,
        ),
    ]
    agreed_on: Annotated[
        Day | None, field.past("Plan's day of agreement", "When this version was agreed.", "2026-09-18")
    ] = None
    keyworker: Annotated[
        str | None, field.staff("Key worker", "The pupil's key worker: the id from staff.yml.", "j-okafor")
    ] = None
    safeguarding: Annotated[
        Safeguarding | None,
        field.part(
            "Pointer to a safeguarding record",
            "A pointer to a safeguarding record that is kept elsewhere. Never its content.",
        ),
    ] = None
    ehcp: Annotated[
        EhcPlan | None,
        field.part("Education, health and care plan", "The education, health and care plan's own dates."),
    ] = None
    passport: Annotated[
        Passport,
        field.part(
            "What every adult should know", "What every adult who teaches the pupil needs, and nothing more."
        ),
    ] = Passport()
    needs: Annotated[
        tuple[Need, ...],
        field.part("Needs", "The types of need, each with a rank. A code alone is thin: say more in detail."),
    ] = ()
    conditions: Annotated[
        tuple[Condition, ...],
        field.part(
            "Diagnoses and health conditions",
            "Diagnoses and health conditions, each with its own review. On the SENCO's site alone.",
        ),
    ] = ()
    outcomes: Annotated[
        tuple[Outcome, ...],
        field.part(
            "Outcomes, and the support for them",
            "What the pupil is working towards, and the support for it. One that has ended keeps its id and gets "
            "a status.",
        ),
    ] = ()
    support_without_plan: Annotated[
        tuple[Provision, ...],
        field.part(
            "Support without a plan",
            "Support that the plan does not secure: temporary, informal, or for a need that the plan does not meet.",
        ),
    ] = ()
    attendance: Annotated[
        AttendancePlan,
        field.part(
            "What was agreed about attendance", "What is agreed about attendance: expectations, never marks."
        ),
    ] = AttendancePlan()
    mentors: Annotated[
        tuple[Mentor, ...],
        field.part("Mentors", "Attendance mentors, who work with the pupil and the family."),
    ] = ()
    views: Annotated[
        tuple[Voice, ...],
        field.part(
            "In the pupil's and the family's own words",
            "What the pupil and the family said, dated, in their own words.",
        ),
    ] = ()
    circumstances: Annotated[
        tuple[Circumstance, ...],
        field.part(
            "Circumstances to know first",
            "What the school has accepted, and whoever works with the pupil should know first, so that nobody has to explain again: "
            "an appeal, a referral, a medical event, a change in the family.",
        ),
    ] = ()
