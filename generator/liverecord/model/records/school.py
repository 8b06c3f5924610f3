"""school.yml: terms, closures, lessons, and where the records are edited."""

from typing import Annotated

import msgspec

from liverecord.model import field
from liverecord.model.records.item import Day, Record


class Forge(Record, frozen=True, kw_only=True):
    """Where the records are edited: addresses with {path} {line} {commit} {branch} to fill in."""

    edit: Annotated[
        str | None,
        field.address(
            "address that opens a file",
            "The address that opens a file for editing.",
            "https://git.school.example/send/records/_edit/{branch}/{path}",
        ),
    ] = None
    commit: Annotated[
        str | None,
        field.address(
            "address that shows a change",
            "The address that shows one change.",
            "https://git.school.example/send/records/commit/{commit}",
        ),
    ] = None
    branch: Annotated[str, field.branch("branch", "The branch that holds the agreed records.", "main")] = (
        "main"
    )


class Term(Record, frozen=True, kw_only=True):
    """A half term or term. Its first and last day are school days unless they are closures."""

    name: Annotated[str, field.line("name", "What the term is called.", "Autumn 1")]
    start: Annotated[Day, field.day("first day", "The first day.", "2026-09-02")]
    end: Annotated[Day, field.day("last day", "The last day.", "2026-10-23")]


class Closure(Record, frozen=True, kw_only=True):
    """A day without school, or a half of one."""

    date: Annotated[Day, field.day("day", "The day.", "2026-11-02")]
    reason: Annotated[
        str | None, field.line("reason", "Why, in a word or two. It is shown on pages.", "INSET")
    ] = None
    session: Annotated[
        str | None,
        field.code(
            "session", "half of the day", "AM or PM where only that half is closed; left out, both are.", "PM"
        ),
    ] = None


class Transition(Record, frozen=True, kw_only=True):
    """A change that may show in attendance."""

    date: Annotated[Day, field.day("day", "The day of the change.", "2026-09-07")]
    name: Annotated[str, field.line("what changed", "What changed.", "Move to the new building")]


class Period(Record, frozen=True, kw_only=True):
    """One lesson of the school day."""

    id: Annotated[str, field.short("name", "What the timetable calls it.", "P1")]
    session: Annotated[
        str, field.code("session", "half of the day", "In the morning or the afternoon.", "AM")
    ]
    starts: Annotated[
        str | None, field.time("start", "When it starts, in four digits and quotes.", "08:50")
    ] = None
    ends: Annotated[str | None, field.time("end", "When it ends, in four digits and quotes.", "09:50")] = None


class Group(Record, frozen=True, kw_only=True):
    """Pupils who are taught together, where no timetable says so: a set, a nurture class, a lunch club."""

    id: Annotated[
        str,
        field.own_id("id", "A short name for this group that no other has. It never changes.", "g1"),
    ]
    name: Annotated[
        str,
        field.short(
            "name",
            "What staff call the group: by subject, year or set, never by a need. Everyone who teaches sees it, with its pupils.",
            "9 Mathematics 3",
        ),
    ]
    teachers: Annotated[
        tuple[str, ...],
        field.staff("teachers", "Who teaches the group: ids from staff.yml.", ["k-mensah"]),
    ] = ()
    pupils: Annotated[
        tuple[str, ...],
        field.pupils(
            "pupils",
            "Who is in it: the pupils' folders. Pupils without a record cannot be named.",
            ["p-7k3m"],
        ),
    ] = ()


class Interval(Record, frozen=True, kw_only=True):
    """A length of time: calendar days, weeks or months."""

    days: Annotated[int | None, field.number("days", "Calendar days.", lowest=1, highest=1000)] = None
    weeks: Annotated[int | None, field.number("weeks", "Calendar weeks.", lowest=1, highest=200)] = None
    months: Annotated[int | None, field.number("months", "Calendar months.", lowest=1, highest=60)] = None


class SchoolYears(Record, frozen=True, kw_only=True):
    """The year groups that a school teaches, from the lowest to the highest."""

    lowest: Annotated[
        str,
        field.code(
            "year_group",
            "lowest year",
            "The year group with which the school begins: N1, N2, R, 1 to 14.",
            "R",
        ),
    ]
    highest: Annotated[
        str,
        field.code(
            "year_group",
            "highest year",
            "The year group at whose end every pupil moves on. A school with a sixth form of its own ends with 13.",
            6,
        ),
    ]


class Escalation(Record, frozen=True, kw_only=True):
    """To whom a duty goes after it has been late for a number of school days."""

    after_school_days: Annotated[
        int, field.number("school days late", "After how many school days.", 10, lowest=1, highest=200)
    ]
    to_role: Annotated[str, field.code("role", "role that is told", "The role that is told.", "deputy_head")]


class School(Record, frozen=True, kw_only=True):
    """The school: its terms, closures and lessons, and where its records are edited."""

    name: Annotated[str, field.line("Name", "The school's name, as pages print it.", "Ashgrove School")]
    phase: Annotated[str, field.code("phase", "Phase", "Whom the school teaches.", "secondary")]
    kind: Annotated[
        str | None,
        field.code(
            "school_kind",
            "Kind of school",
            "What kind of school it is: some laws and national figures are about some kinds only.",
            "academy",
        ),
    ] = None
    years: Annotated[
        SchoolYears | None,
        field.part(
            "Years that the school teaches",
            "The lowest and the highest year group. At the end of the highest the move to the next school is certain, and an "
            "EHC plan is reviewed before it. Left out: by the phase alone, where that is enough; else it is asked.",
        ),
    ] = None
    dfe_number: Annotated[
        str | None,
        field.dfe_number(
            "Number with the Department for Education",
            "The school's number: the authority's three digits and the school's four. An import compares it with the "
            "file's own.",
            "999/4321",
        ),
    ] = None
    records_since: Annotated[
        Day | None,
        field.past(
            "First day of live records",
            "The day from which the school keeps live records. What practice would have had before it is not called "
            "late.",
            "2026-09-01",
        ),
    ] = None
    forge: Annotated[
        Forge,
        field.part(
            "Where the records are edited",
            "Where the records are edited, so that pages can link there. {path}, {line}, {commit} and {branch} "
            "are filled in.",
        ),
    ] = Forge()
    terms: Annotated[
        tuple[Term, ...],
        field.part(
            "Terms",
            "The half terms or terms of the school years that the records cover, oldest first. Days between them "
            "are holiday.",
        ),
    ] = ()
    closures: Annotated[
        tuple[Closure, ...],
        field.part(
            "Days without school",
            "Days in term without school: training days, bank holidays, unexpected closures.",
        ),
    ] = ()
    transitions: Annotated[
        tuple[Transition, ...],
        field.part(
            "Days around which patterns are looked for",
            "Days around which patterns are looked for, beside the starts and ends of terms.",
        ),
    ] = ()
    periods: Annotated[
        tuple[Period, ...],
        field.part(
            "Lessons of the day",
            "The lessons of a school day. Needed only where lessons are marked in absences.yml.",
        ),
    ] = ()
    groups: Annotated[
        tuple[Group, ...],
        field.part(
            "Teaching groups",
            "Groups that are taught together, for schools whose timetable is not in the records. A form needs no line here.",
        ),
    ] = ()
    review_intervals: Annotated[
        dict[str, Interval],
        field.mapping(
            "The school's own review intervals",
            "The school's own review intervals, where they are stricter than the rule; never looser. The key is "
            "the duty, as in reviews.yml.",
            {"part_time_timetable": {"weeks": 2}},
            schema={"$ref": "codes.schema.json#/$defs/review_intervals"},
        ),
    ] = msgspec.field(default_factory=dict)
    escalation: Annotated[
        Escalation | None,
        field.part("To whom something late goes", "To whom something goes that has been late for a while."),
    ] = None
    audiences: Annotated[
        dict[str, str],
        field.mapping(
            "Narrower audiences",
            "Narrower audiences for parts of the record: a path of audiences.yml, and who sees it first. A "
            "school may narrow a path, never widen it.",
            {"plan.views.text": "senco"},
            schema={
                "additionalProperties": {
                    "description": "The first audience that sees it: team, senco or nobody.",
                    "type": "string",
                    "minLength": 1,
                    "maxLength": 40,
                    "examples": ["team", "senco", "nobody"],
                }
            },
        ),
    ] = msgspec.field(default_factory=dict)
