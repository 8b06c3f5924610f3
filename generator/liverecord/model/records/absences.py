"""absences.yml: the register's marks, and what is known behind them."""

from typing import Annotated

import msgspec

from liverecord.model import field
from liverecord.model.records.item import Day, Item, Record


class Absence(Item, frozen=True, kw_only=True):
    """A single absence typed by hand: counted, never turned into a percentage."""

    id: Annotated[str, field.item_id("absence", "l1")]
    date: Annotated[Day, field.past("day", "The day.", "2026-10-06")]
    session: Annotated[str, field.code("session", "half of the day", "Morning or afternoon.", "AM")]
    code: Annotated[
        str, field.code("mark", "mark", "The register's code, in single quotes where it is a sign.", "I")
    ]
    reason: Annotated[
        str | None,
        field.code(
            "reason",
            "reason",
            "What lay behind it, where a code cannot say. It never becomes a register mark.",
            "mental_health",
        ),
    ] = None
    certainty: Annotated[
        str | None, field.code("certainty", "certainty", "How sure that is.", "confirmed")
    ] = None
    action: Annotated[
        str | None,
        field.points(
            "action", "the action it belongs to", "What is being done about it: an id from actions.yml.", "a1"
        ),
    ] = None
    concern: Annotated[
        str | None,
        field.points(
            "concern",
            "the concern it belongs to",
            "The concern it belongs to: an id from concerns.yml.",
            "c1",
            belongs=True,
        ),
    ] = None
    condition: Annotated[
        str | None,
        field.points(
            "condition",
            "the condition it belongs to",
            "The condition behind it: an id from conditions in plan.yml.",
            "h1",
        ),
    ] = None
    text: Annotated[
        str | None, field.text("note", "Anything else that helps to understand it.", "Did not sleep")
    ] = None


class Lesson(Record, frozen=True, kw_only=True):
    """A mark for one lesson, where it is known."""

    date: Annotated[Day, field.past("day", "The day.", "2026-11-10")]
    period: Annotated[str, field.lesson("period", "The lesson: an id from periods in school.yml.", "P1")]
    mark: Annotated[
        str, field.code("mark", "mark", "The register's code, in single quotes where it is a sign.", "U")
    ]
    subject: Annotated[str | None, field.line("subject", "The subject.", "Mathematics")] = None


class TimetabledLesson(Record, frozen=True, kw_only=True):
    """A lesson of the pupil's week, between two days: with it, marks for sessions tell of lessons and subjects."""

    from_: Annotated[
        Day, field.day("start", "The first day on which this lesson is on the timetable.", "2026-09-07")
    ] = msgspec.field(name="from")
    until: Annotated[
        Day | None, field.ahead("end", "The last day; empty while it goes on.", "2026-12-18")
    ] = None
    day: Annotated[str, field.code("weekday", "day", "The weekday.", "tue")]
    period: Annotated[
        str,
        field.lesson(
            "period", "The lesson: an id from periods in school.yml, which says in which session it is.", "P1"
        ),
    ]
    subject: Annotated[str, field.line("subject", "The subject.", "Mathematics")]
    group: Annotated[
        str | None,
        field.short(
            "teaching group",
            "The group that is taught together, as the school's timetable calls it.",
            "8B/Ma1",
        ),
    ] = None
    teacher: Annotated[
        str | None, field.staff("teacher", "Who teaches it: the id from staff.yml.", "t-barros")
    ] = None


class AbsenceNote(Item, frozen=True, kw_only=True):
    """What a code cannot say: a reason for a span of sessions, joined to what the record knows."""

    id: Annotated[str, field.item_id("note", "ab1")]
    from_: Annotated[Day, field.day("start", "The first day.", "2026-09-15")] = msgspec.field(name="from")
    until: Annotated[Day | None, field.day("end", "The last day; empty while it goes on.", "2026-11-19")] = (
        None
    )
    days: Annotated[
        tuple[str, ...],
        field.codes("weekday", "days", "The weekdays, where it is only some.", ["tue", "thu"]),
    ] = ()
    session: Annotated[
        str | None,
        field.code("session", "half of the day", "Morning or afternoon, where it is only one.", "AM"),
    ] = None
    reason: Annotated[
        str,
        field.code(
            "reason", "reason", "What lies behind them. It never becomes a register mark.", "transition"
        ),
    ]
    certainty: Annotated[
        str | None, field.code("certainty", "certainty", "How sure that is.", "suspected")
    ] = None
    concern: Annotated[
        str | None,
        field.points(
            "concern",
            "the concern it belongs to",
            "The concern it belongs to: an id from concerns.yml.",
            "c1",
            belongs=True,
        ),
    ] = None
    action: Annotated[
        str | None,
        field.points(
            "action", "the action it belongs to", "What is being done about it: an id from actions.yml.", "a1"
        ),
    ] = None
    provision: Annotated[
        str | None,
        field.points(
            "provision",
            "the provision it belongs to",
            "The support that was missing or is meant to help: an id of provision in plan.yml.",
            "pr1",
        ),
    ] = None
    condition: Annotated[
        str | None,
        field.points(
            "condition",
            "the condition it belongs to",
            "The condition behind it: an id from conditions in plan.yml.",
            "h1",
        ),
    ] = None
    text: Annotated[
        str | None,
        field.text(
            "note",
            "Anything else that helps to understand it.",
            "Both mornings follow a rushed start at home",
        ),
    ] = None


class Absences(Record, frozen=True, kw_only=True):
    r"""A pupil's register marks and what is known behind them.

    `weeks` maps a Monday to ten marks, as typed (/ and \ are present, morning and afternoon).
    """

    weeks: Annotated[
        dict[Day, str],
        field.mapping(
            "Attendance register",
            "One line for each week, as the register has it: the date of its Monday, then ten marks, a morning "
            "and an afternoon for each day, a space between days. Put the marks in single quotes. - is no mark, "
            "# is closed.",
            {"2026-11-09": "/\\ U\\ /\\ /\\ II"},
            schema={
                "propertyNames": {"$ref": "codes.schema.json#/$defs/day"},
                "additionalProperties": {
                    "description": "Ten marks, Monday to Friday, in single quotes.",
                    "type": "string",
                    "maxLength": 100,
                },
            },
        ),
    ] = msgspec.field(default_factory=dict)
    log: Annotated[
        tuple[Absence, ...],
        field.part(
            "Absences written down one by one",
            "Single absences, noted one by one where no weeks are imported. They are counted and never turned into "
            "a percentage.",
        ),
    ] = ()
    lessons: Annotated[
        tuple[Lesson, ...],
        field.part(
            "Marks for lessons",
            "Marks for single lessons, where the lesson is known and not only the session.",
        ),
    ] = ()
    timetable: Annotated[
        tuple[TimetabledLesson, ...],
        field.part(
            "Timetable",
            "The pupil's lessons in a week, where patterns by subject are wanted and only sessions are marked. "
            "Optional.",
        ),
    ] = ()
    notes: Annotated[
        tuple[AbsenceNote, ...], field.part("Reasons for absence", "What lies behind a run of absences.")
    ] = ()
