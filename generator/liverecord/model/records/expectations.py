"""What the plan says about attendance: what was agreed, never marks."""

from typing import Annotated

import msgspec

from liverecord.model import field
from liverecord.model.records.item import Day, Item, Record


class TargetStep(Record, frozen=True, kw_only=True):
    """A step towards an attendance aim, in per cent."""

    date: Annotated[Day, field.ahead("day", "By when.", "2026-12-18")]
    aim: Annotated[int, field.percent("aim", "The aim for that day, in per cent.", 87)]


class Target(Record, frozen=True, kw_only=True):
    """The pupil's own attendance aim, from its own baseline, in per cent."""

    baseline: Annotated[
        int | None, field.percent("baseline", "Where the pupil starts from, in per cent.", 84)
    ] = None
    aim: Annotated[int, field.percent("aim", "The aim, in per cent.", 92)]
    by: Annotated[Day, field.ahead("day to reach it by", "By when.", "2027-03-25")]
    agreed_on: Annotated[Day | None, field.past("day of agreement", "When it was agreed.", "2026-09-18")] = (
        None
    )
    agreed_with: Annotated[
        tuple[str, ...], field.codes("agreed_with", "agreed with", "Who agreed to it.", ["pupil", "family"])
    ] = ()
    outcome: Annotated[
        str | None,
        field.points(
            "outcome", "the outcome it belongs to", "The outcome it serves: an id from outcomes.", "o1"
        ),
    ] = None
    ehcp_section: Annotated[
        str | None,
        field.code(
            "ehcp_section",
            "section",
            "The section of the education, health and care plan that holds it.",
            "E",
        ),
    ] = None
    steps: Annotated[
        tuple[TargetStep, ...],
        field.part("Steps on the way", "Smaller steps on the way, at a pace the pupil can manage."),
    ] = ()


class TimetableStep(Record, frozen=True, kw_only=True):
    """From this day, the sessions to attend: 'yn yn yn yn yn'."""

    date: Annotated[Day, field.ahead("day", "From which day.", "2026-11-09")]
    expected: Annotated[
        str,
        field.week(
            "sessions expected",
            "The sessions to attend, Monday to Friday, morning and afternoon: y for each to attend and n for "
            "each not, a space between days.",
            "yn yy yn yy yn",
        ),
    ]


class PartTimeTimetable(Record, frozen=True, kw_only=True):
    """An agreed, temporary part-time timetable."""

    reason: Annotated[
        str,
        field.text("reason", "The exceptional circumstance.", "Return after an operation, on medical advice"),
    ]
    agreed_on: Annotated[Day | None, field.past("day of agreement", "When it was agreed.", "2026-10-09")] = (
        None
    )
    agreed_with_parent: Annotated[
        str | None,
        field.line(
            "agreed with the parent",
            "The parent who agreed, one with whom the pupil normally lives.",
            "Mother",
        ),
    ] = None
    agreed_by: Annotated[
        str | None,
        field.staff("who agreed it", "Who agreed for the school: the id from staff.yml.", "h-novak"),
    ] = None
    from_: Annotated[Day, field.day("start", "The first day.", "2026-10-12")] = msgspec.field(name="from")
    until: Annotated[
        Day | None, field.ahead("end", "The last day. A part-time timetable always has an end.", "2026-11-20")
    ] = None
    review_on: Annotated[
        Day | None,
        field.ahead(
            "review",
            "When it is reviewed next, with the pupil and the parents.",
            "2026-11-11",
            is_at_school=True,
        ),
    ] = None
    longer_because: Annotated[
        str | None,
        field.text(
            "reason for its length",
            "Why it is to last longer than six weeks, or is first reviewed later than that, where it is or does.",
            "The hospital asked for ten weeks of mornings after the second operation",
        ),
    ] = None
    expected: Annotated[
        str,
        field.week(
            "sessions expected",
            "The sessions to attend, Monday to Friday, morning and afternoon: y for each to attend and n for "
            "each not, a space between days.",
            "yn yn yn yn yn",
        ),
    ]
    steps: Annotated[
        tuple[TimetableStep, ...], field.part("Steps back to full time", "The steps back to full time.")
    ] = ()
    authority_told_on: Annotated[
        Day | None,
        field.past("day the authority was told", "When the local authority was told.", "2026-10-12"),
    ] = None
    sen_team_consulted_on: Annotated[
        Day | None,
        field.past(
            "day the SEN team was consulted",
            "When the authority's SEN team was asked, for a pupil with an education, health and care plan.",
            "2026-10-08",
        ),
    ] = None
    owner: Annotated[
        str | None, field.staff("owner", "Who sees to its reviews: the id from staff.yml.", "m-lindqvist")
    ] = None


class ReintegrationStep(Record, frozen=True, kw_only=True):
    """A step of a return, and the day it was reached."""

    date: Annotated[Day, field.ahead("day", "When it is meant to begin.", "2026-10-12", is_at_school=True)]
    text: Annotated[str, field.text("wording", "What the step is.", "Mornings only")]
    reached_on: Annotated[
        Day | None, field.past("day it was reached", "When it was reached; empty until then.", "2026-10-14")
    ] = None


class Reintegration(Record, frozen=True, kw_only=True):
    """The plan for a return to school."""

    steps: Annotated[
        tuple[ReintegrationStep, ...], field.part("Steps of the return", "The steps of the return, in order.")
    ] = ()


class Access(Record, frozen=True, kw_only=True):
    """Whether being present is being able to learn: full, partial or none, since a day."""

    since: Annotated[Day, field.past("day", "Since when.", "2026-09-28")]
    level: Annotated[
        str, field.code("access_level", "level", "How far the pupil could learn when present.", "partial")
    ]
    why: Annotated[
        str | None, field.text("why", "Why.", "In class, but not yet able to start the first task alone")
    ] = None


class Enforcement(Item, frozen=True, kw_only=True):
    """One time that an enforcement step was considered, and why it was or was not taken further."""

    id: Annotated[str, field.item_id("entry", "e1")]
    considered_on: Annotated[Day, field.past("day", "When.", "2026-09-30")]
    decided_by: Annotated[
        str | None, field.staff("who decided", "Who decided: the id from staff.yml.", "h-novak")
    ] = None
    support: Annotated[
        tuple[str, ...],
        field.points_to_several(
            "provision action",
            "support named",
            "The support that had been given: ids of provision in this plan.",
            ["pr1"],
        ),
    ] = ()
    decision: Annotated[str, field.code("enforcement_decision", "decision", "What was decided.", "none")]
    rationale: Annotated[
        str | None,
        field.text(
            "reasons given",
            "Why, with what spoke for the family and the pupil.",
            "Illness; support had only just begun",
        ),
    ] = None


class SicknessReturn(Record, frozen=True, kw_only=True):
    """The return to the authority for fifteen days of sickness."""

    sent_on: Annotated[Day, field.past("day it was sent", "When it was sent.", "2026-09-28")]
    by: Annotated[
        str | None, field.staff("who sent it", "Who sent it: the id from staff.yml.", "m-lindqvist")
    ] = None


class AttendancePlan(Record, frozen=True, kw_only=True):
    """What was agreed about attendance: expectations, never marks."""

    target: Annotated[
        Target | None,
        field.part(
            "The pupil's own attendance target",
            "The pupil's own attendance aim, from the pupil's own baseline.",
        ),
    ] = None
    part_time_timetable: Annotated[
        PartTimeTimetable | None,
        field.part(
            "Part-time timetable",
            "A part-time timetable: temporary, for exceptional circumstances, agreed with a parent, and never "
            "for behaviour.",
        ),
    ] = None
    reintegration: Annotated[
        Reintegration | None, field.part("Return to school", "The plan for a return to school.")
    ] = None
    access: Annotated[
        tuple[Access, ...],
        field.part(
            "Whether being present is being able to learn",
            "Whether being present was also being able to learn. Shown beside every figure. Each line holds "
            "until the next.",
        ),
    ] = ()
    enforcement: Annotated[
        tuple[Enforcement, ...],
        field.part(
            "Enforcement considered",
            "Each time that a formal step was considered, and why it was or was not taken. Support comes first.",
        ),
    ] = ()
    sickness_return: Annotated[
        SicknessReturn | None,
        field.part(
            "Sickness return to the local authority",
            "The return to the local authority for a pupil expected to miss fifteen days through sickness in the "
            "school year.",
        ),
    ] = None
