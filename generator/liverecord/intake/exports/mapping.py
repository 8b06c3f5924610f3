"""A school's own names for columns, words and codes: the mapping file of `--map`.

    pupil: 'Adm No'            columns, by what they hold: pupil, upn, date, time, session, mark, am, pm, week, start, pattern
    date: 'Mark Date'
    session: 'Period'
    mark: 'Code'
    dates: '%d/%m/%Y'          how dates are written, as Python's strptime has it
    sessions: {'Reg 1': AM, 'Reg 2': PM}
    marks: {'X9': 'X', '?': }  the system's own codes; nothing after the colon is no mark
    year: 2026                 the year in which the school year began, where dates have none
    time_zone: UTC             the zone in which its times are written, where that is not England's
    shift_days: 1              days by which its dates fall off
    day_numbers: 1904          the year from which a spreadsheet counted days, where they stand as numbers: 1900 or 1904
    days: 5                    school days of a week in one long text of marks: 5, or 7 where weekends have marks too

Of a list of pupils it has other columns (PUPIL_COLUMNS), and what their words stand for:

    family_name: 'Legal surname'
    sen_status: 'Our SEN code'
    support: {'School support': K, 'S': E}     N, K or E; nothing after the colon says nothing
    needs: {'Dyspraxia': SPLD}                 types of need of the census
    years: {'Lower sixth': '12'}               year groups
    enrolment: {'Dual': main}                  main, subsidiary, guest or left

Of a timetable and of a provision map it has others again (TIMETABLE_COLUMNS, OUTCOME_COLUMNS), and

    periods: {'1': P1, 'Tut': }                what lessons are called in school.yml; nothing after the colon is no lesson
    subjects: {'Ma': Mathematics}              what subjects are called
    staff: {'RAD': r-adeyemi}                  who is meant, by the id in staff.yml
    cell: '{subject} {group} {teacher}'        in which order a cell of a timetable holds what a lesson is
    states: {'Running': in_place}              what is meant by a state of support, and by a word for whether it helps
    results: {'Green': helped, 'Grey': }

One file may hold what marks and lists need, where a column that both have (`upn`) is called the same in both.
What it names goes before what imports.yml names; what it leaves out is found as ever. A column that holds pupils by
either name is enough: with `pupil` no UPN is looked for, with `upn` no other number.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from liverecord.problem import LiverecordError, Place, Problem
from liverecord.read import regular
from liverecord.read.strict import parse
from liverecord.read.text import LARGEST

COLUMNS = ("pupil", "upn", "date", "time", "session", "mark", "am", "pm", "week", "start", "pattern")
"""What a column of marks may hold that a mapping names."""

PUPIL_COLUMNS = (
    "upn",
    "former_upn",
    "mis_id",
    "family_name",
    "given_name",
    "known_as",
    "name",
    "born",
    "year_group",
    "form",
    "enrolment_status",
    "sen_status",
    "primary_need",
    "further_need",
    "sen_needs",
    "keyworker",
    "last_review",
    "issued",
    "ehcp_authority",
    "decided",
    "parents_told",
    "support_since",
    "joined",
    "left",
    "medical",
    "chosen",
)
"""What a column of a list of pupils may hold that a mapping names."""

TIMETABLE_COLUMNS = ("upn", "pupil", "born", "weekday", "period", "week", "subject", "group", "teacher")
"""What a column of a timetable may hold that a mapping names."""

OUTCOME_COLUMNS = (
    *("upn", "pupil", "born", "outcome", "by", "provision", "who", "frequency", "state", "start", "end"),
    *("review", "result", "note", "baseline", "now"),
)
"""What a column of a provision map may hold that a mapping names."""


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping file, typed: names of columns, ways to write dates, words for half days, codes. All may be left out."""

    pupil: str | None = None
    upn: str | None = None
    date: str | None = None
    time: str | None = None
    session: str | None = None
    mark: str | None = None
    am: str | None = None
    pm: str | None = None
    week: str | None = None
    start: str | None = None
    pattern: str | None = None
    former_upn: str | None = None
    mis_id: str | None = None
    family_name: str | None = None
    given_name: str | None = None
    known_as: str | None = None
    name: str | None = None
    born: str | None = None
    year_group: str | None = None
    form: str | None = None
    enrolment_status: str | None = None
    sen_status: str | None = None
    primary_need: str | None = None
    further_need: str | None = None
    sen_needs: str | None = None
    keyworker: str | None = None
    last_review: str | None = None
    issued: str | None = None
    ehcp_authority: str | None = None
    decided: str | None = None
    parents_told: str | None = None
    support_since: str | None = None
    joined: str | None = None
    left: str | None = None
    medical: str | None = None
    chosen: str | None = None
    support: dict[str, str | None] = {}
    enrolment: dict[str, str | None] = {}
    years: dict[str, str | None] = {}
    needs: dict[str, str | None] = {}
    weekday: str | None = None
    period: str | None = None
    subject: str | None = None
    group: str | None = None
    teacher: str | None = None
    periods: dict[str, str | None] = {}
    subjects: dict[str, str] = {}
    staff: dict[str, str] = {}
    cell: str | None = None
    outcome: str | None = None
    by: str | None = None
    provision: str | None = None
    who: str | None = None
    frequency: str | None = None
    state: str | None = None
    end: str | None = None
    review: str | None = None
    result: str | None = None
    note: str | None = None
    baseline: str | None = None
    now: str | None = None
    states: dict[str, str] = {}
    results: dict[str, str | None] = {}
    dates: str | tuple[str, ...] = ()
    sessions: dict[str, Literal["AM", "PM"]] = {}
    marks: dict[str, str | None] = {}
    year: int | None = None
    days: Literal[5, 7] | None = None
    time_zone: str | None = None
    shift_days: Literal[-1, 1] | None = None
    day_numbers: Literal[1900, 1904] | None = None

    @property
    def columns(self) -> dict[str, str]:
        """Return the names of columns of marks by what they hold, those that are named."""
        return self._named(COLUMNS)

    @property
    def pupil_columns(self) -> dict[str, str]:
        """Return the names of columns of a list of pupils by what they hold, those that are named."""
        return self._named(PUPIL_COLUMNS)

    @property
    def timetable_columns(self) -> dict[str, str]:
        """Return the names of columns of a timetable by what they hold, those that are named."""
        return self._named(TIMETABLE_COLUMNS)

    @property
    def outcome_columns(self) -> dict[str, str]:
        """Return the names of columns of a provision map by what they hold, those that are named."""
        return self._named(OUTCOME_COLUMNS)

    @property
    def forms(self) -> tuple[str, ...]:
        """Return the ways in which dates are written."""
        return (self.dates,) if isinstance(self.dates, str) else self.dates

    def _named(self, columns: Iterable[str]) -> dict[str, str]:
        return {means: name for means in columns if (name := getattr(self, means))}


def read_mapping(path: Path, shown: str) -> tuple[Mapping, list[Problem]]:
    """Read a mapping file, called `shown` in messages; where it has problems, the mapping is empty.

    Raises LiverecordError where it cannot be opened.
    """
    try:
        raw = regular.contents(path, LARGEST)
    except OSError as error:
        raise LiverecordError(f"{shown} cannot be opened ({error.strerror}).", _NAME_HINT) from None
    document, problems = parse(shown, "mapping", raw)
    return typed(document.data, shown) if document else (Mapping(), problems)


def typed(data: object, shown: str) -> tuple[Mapping, list[Problem]]:
    """Return a typed mapping; where it does not hold together, an empty one with the problem."""
    try:
        mapping = msgspec.convert(data, Mapping)
    except msgspec.ValidationError as error:
        # msgspec names the key and the type wanted, and quotes what was typed only where that is an unknown key.
        message = f"The mapping is not one: {_printable(str(error))}."
        return Mapping(), [Problem(Place(shown), "mapping-wrong", message, _KEYS_HINT)]
    if mapping.time_zone and not is_zone(mapping.time_zone):
        message = "The mapping's time zone is none."
        return Mapping(), [Problem(Place(shown), "mapping-wrong", message, ZONE_HINT)]
    wrong = [form for form in mapping.forms if not _is_day_form(form)]
    if wrong:
        message = "A way to write dates needs %d for the day and %m, %b or %B for the month, and nothing but %y or %Y beside them."
        return Mapping(), [Problem(Place(shown), "mapping-wrong", message, _DATES_HINT)]
    return mapping, []


def is_zone(name: str) -> bool:
    """Tell whether a time zone has this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _is_day_form(form: str) -> bool:
    """Tell whether a form gives one day: anything less would silently become the first of a month."""
    signs = _SIGN.findall(form)
    return (
        "d" in signs
        and not {"m", "b", "B"}.isdisjoint(signs)
        and {"d", "m", "b", "B", "y", "Y"}.issuperset(signs)
    )


def _printable(text: str) -> str:
    return "".join(
        character if character.isascii() and character.isprintable() else "?" for character in text
    )[:120]


_SIGN = re.compile(r"%(.)")
_KEYS_HINT = (
    f"Its keys are {', '.join(COLUMNS)}, dates, sessions, marks, year, days, time_zone, shift_days and day_numbers; of a list of pupils "
    f"also {', '.join(PUPIL_COLUMNS[1:])}, support, enrolment, years and needs; of a timetable "
    f"{', '.join(TIMETABLE_COLUMNS[3:])}, periods, subjects, staff and cell; of a provision map "
    f"{', '.join(OUTCOME_COLUMNS[3:])}, states and results."
)
_DATES_HINT = "Write for instance `dates: '%d/%m/%Y'`."
_NAME_HINT = "Check the name after --map."
ZONE_HINT = "Write `time_zone: UTC`, or a place such as Europe/Dublin."
