r"""The shapes in which tables hold marks, and the reading of each.

    long     one row a mark: pupil, date, half, mark; or one row a day with a column for each half
    wide     one row a pupil, a column for each half day (or for each day, both marks in a cell)
    weekdays one row a pupil and week: the Monday, and a column for each half day (MonAM to FriPM), or for each day
    weekly   one row a pupil and week: the Monday and the week's marks in one text ('/\ /\ L\ NI'); or a first day and
             one text as long as it likes

Which it is follows from the names of the columns alone. Where they leave a doubt, nothing is read.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from liverecord.intake.exports.columns import MARK, Vocabulary, written
from liverecord.intake.exports.footers import Footers
from liverecord.intake.exports.gathered import AM, PM, Gathered, told_code
from liverecord.intake.exports.headers import DayColumn, Header, WeekdayColumn, tell_bad_day, whole_rows
from liverecord.intake.exports.keys import Key, Keys
from liverecord.intake.exports.strings import MONDAY_HINT, marks_from
from liverecord.intake.sightings import TotalSeen
from liverecord.problem import Place

LONG, WIDE, WEEKDAYS, WEEKLY = "long", "wide", "weekdays", "weekly"


def shape(header: Header) -> str | None:
    """Return the shape that the columns have, or None where they have none, or more than one."""
    fits = [form for form, needs in _LACKS.items() if not needs(header)]
    return fits[0] if len(fits) == 1 else None


def lacking(header: Header, form: str) -> list[str]:
    """Return what a shape needs and the columns do not give, in words."""
    return _LACKS[form](header)


def read_table(form: str, header: Header, words: Vocabulary, gathered: Gathered) -> None:
    """Read the rows below a header in one of the shapes; what is wrong with a row is told, and the row left out."""
    _READ[form](header, words, gathered)


# ── What each needs ─────────────────────────────────────────────────────────────────────────────────────


def _long_lacks(header: Header) -> list[str]:
    has = header.columns.keys()
    if {"am", "pm"} & has:
        return _missing(has, ("date",), ("am",), ("pm",))
    return _missing(has, ("date",), ("session",), MARK)


def _wide_lacks(header: Header) -> list[str]:
    return [] if header.days else ["a column for each half day, with its date"]


def _weekly_lacks(header: Header) -> list[str]:
    return _missing(header.columns.keys(), ("week", "start", "date"), ("pattern",))


def _weekdays_lacks(header: Header) -> list[str]:
    lacks = _missing(header.columns.keys(), ("week", "start", "date"))
    return lacks if header.weekdays else [*lacks, "columns such as Mon AM and Mon PM"]


def _missing(has: object, *needs: tuple[str, ...]) -> list[str]:
    return [_WORDS[need[0]] for need in needs if not any(name in has for name in need)]  # type: ignore[operator]


_LACKS: dict[str, Callable[[Header], list[str]]] = {
    LONG: _long_lacks,
    WIDE: _wide_lacks,
    WEEKDAYS: _weekdays_lacks,
    WEEKLY: _weekly_lacks,
}
_WORDS = {
    "date": "a date",
    "session": "a session (AM or PM)",
    "statutory": "a mark",
    "am": "a morning mark",
    "pm": "an afternoon mark",
    "week": "a week (its Monday) or a first day",
    "pattern": "a text of marks",
}


# ── Long ────────────────────────────────────────────────────────────────────────────────────────────────


def _long(header: Header, words: Vocabulary, gathered: Gathered) -> None:
    columns, shown, school_of = header.columns, gathered.shown, header.school_of
    date_at, time_at = columns["date"], columns.get("time")
    two = "am" in columns
    session_at = columns.get("session", -1)
    marks_at = (
        [(columns["am"], AM), (columns["pm"], PM)]
        if two
        else [(columns[name], "") for name in MARK if name in columns]
    )
    keys = Keys(header, gathered)
    day_of, half_of, mark_of, take = words.day, words.half, words.mark, gathered.mark
    halves: dict[object, str | None] = {}
    codes: dict[object, str | None] = {}
    for number, cells in whole_rows(header, gathered):
        key = keys.of(number, cells)
        if key is None:
            continue
        if not two:
            # The statutory code goes first; where a row has none, the school's own.
            mark_at = next((at for at, _ in marks_at if written(cells[at])), marks_at[-1][0])
            typed = cells[session_at]
            half = halves[typed] if typed in halves else halves.setdefault(typed, half_of(typed))
            given = [(mark_at, half)]
        else:
            given = list(marks_at)
        if all(not written(cells[at]) for at, _ in given) and not written(cells[date_at]):
            continue
        at_time = cells[time_at] if time_at is not None else None
        day = day_of(cells[date_at], at_time)
        if day is None:
            _bad_day(gathered, number, date_at, header, words, cells[date_at], at_time)
            continue
        school = school_of(cells)
        for at, half in given:
            if not half:
                message = "The session is neither morning nor afternoon."
                gathered.problem(
                    Place(shown, number, session_at + 1), "import-session-unclear", message, _SESSION_HINT
                )
                continue
            cell = cells[at]
            mark = codes[cell] if cell in codes else codes.setdefault(cell, mark_of(cell))
            if mark is None:
                unknown_mark(gathered, Place(shown, number, at + 1), written(cell))
            else:
                take(key[0], key[1], day, half, mark, Place(shown, number, at + 1), school)


# ── Wide ────────────────────────────────────────────────────────────────────────────────────────────────


def _wide(header: Header, words: Vocabulary, gathered: Gathered) -> None:
    shown, take, mark_of = gathered.shown, gathered.mark, words.mark
    keys = Keys(header, gathered)
    footers = Footers(header, _places(header.days), words, gathered)
    codes: dict[object, str | None] = {}
    for number, cells in whole_rows(header, gathered):
        key = keys.of(number, cells)
        if key is None:
            footers.line(number, cells)
            continue
        school, marks = header.school_of(cells), list[str]()
        for at, day, half in header.days:
            cell = cells[at]
            place = Place(shown, number, at + 1)
            if half is None:
                marks += _day_cell(key, day, cell, place, school, words, gathered)
                continue
            mark = codes[cell] if cell in codes else codes.setdefault(cell, mark_of(cell))
            if mark is None:
                unknown_mark(gathered, place, written(cell))
            else:
                marks.append(mark)
                take(key[0], key[1], day, half, mark, place, school)
        footers.row(marks)
        _total(key, number, cells, marks, header, gathered)


def _places(columns: Sequence[DayColumn | WeekdayColumn]) -> list[int]:
    """Return the place of each mark that a row has, in order: a column without a half has two."""
    return [at for at, _, half in columns for _ in ((AM, PM) if half is None else (half,))]


def _day_cell(
    key: Key, day: date, cell: object, place: Place, school: str, words: Vocabulary, gathered: Gathered
) -> list[str]:
    """Read a cell that holds both marks of a day, and return them."""
    text = written(cell)
    marks, wrong = words.tokens(text)
    if wrong:
        unknown_mark(gathered, place, wrong)
    elif text and len(marks) != len((AM, PM)):
        message = f"A day has two marks, and this cell has {len(marks)}."
        gathered.problem(
            place,
            "marks-out-of-step",
            message,
            _DAY_HINT,
        )
    for half, mark in zip((AM, PM), marks or ("-", "-"), strict=False):
        if not wrong and len(marks) in (0, 2):
            gathered.mark(*key, day, half, mark, place, school)
    return marks


# ── Weekdays ────────────────────────────────────────────────────────────────────────────────────────────


def _weekdays(header: Header, words: Vocabulary, gathered: Gathered) -> None:
    week_at = next(header.columns[name] for name in ("week", "start", "date") if name in header.columns)
    keys, footers = Keys(header, gathered), Footers(header, _places(header.weekdays), words, gathered)
    for number, cells in whole_rows(header, gathered):
        key = keys.of(number, cells)
        if key is None:
            footers.line(number, cells)
            continue
        monday = words.day(cells[week_at])
        if monday is None:
            _bad_day(gathered, number, week_at, header, words, cells[week_at])
            continue
        if monday.weekday() != 0:
            gathered.problem(
                Place(gathered.shown, number, week_at + 1),
                "marks-out-of-step",
                f"{monday} is not a Monday.",
                MONDAY_HINT,
            )
            continue
        school, marks = header.school_of(cells), list[str]()
        for at, weekday, half in header.weekdays:
            day, place = monday + timedelta(days=weekday), Place(gathered.shown, number, at + 1)
            if half is None:
                marks += _day_cell(key, day, cells[at], place, school, words, gathered)
            elif (mark := words.mark(cells[at])) is None:
                unknown_mark(gathered, place, written(cells[at]))
            else:
                marks.append(mark)
                gathered.mark(*key, day, half, mark, place, school)
        footers.row(marks)
        _total(key, number, cells, marks, header, gathered)


# ── Weekly ──────────────────────────────────────────────────────────────────────────────────────────────


def _weekly(header: Header, words: Vocabulary, gathered: Gathered) -> None:
    columns = header.columns
    is_week = "week" in columns
    start_at = columns["week"] if is_week else columns["start"] if "start" in columns else columns["date"]
    marks_at = columns["pattern"]
    keys, footers = Keys(header, gathered), Footers(header, (), words, gathered)
    for number, cells in whole_rows(header, gathered):
        key = keys.of(number, cells)
        text = written(cells[marks_at])
        if key is None:
            footers.line(number, cells)
            continue
        if not (text or written(cells[start_at])):
            continue
        start = words.day(cells[start_at])
        if start is None:
            _bad_day(gathered, number, start_at, header, words, cells[start_at])
            continue
        place, school = Place(gathered.shown, number, marks_at + 1), header.school_of(cells)
        marked = marks_from(start, text, place, words, gathered, is_week=is_week)
        for day, half, mark in marked:
            gathered.mark(*key, day, half, mark, place, school)
        marks = [mark for _, _, mark in marked]
        footers.row(marks)
        _total(key, number, cells, marks, header, gathered)


# ── Rows and what is wrong with them ────────────────────────────────────────────────────────────────────


def unknown_mark(gathered: Gathered, place: Place, code: str) -> None:
    """Tell of a code that is neither the register's nor known from a table."""
    message = f"{told_code(code)} is no mark of the register, and no table says which it stands for."
    gathered.unknown_mark(place, code, message)


def _total(
    key: Key, number: int, cells: Sequence[object], marks: Sequence[str], header: Header, gathered: Gathered
) -> None:
    """Keep what a row says that its marks add up to."""
    stated = header.totals_of(cells)
    if stated and marks:
        place = Place(gathered.shown, number, header.columns[next(iter(stated))] + 1)
        gathered.totals.append(TotalSeen(*key, stated, tuple(marks), place))


def _bad_day(
    gathered: Gathered,
    number: int,
    at: int,
    header: Header,
    words: Vocabulary,
    cell: object,
    beside: object = None,
) -> None:
    place = Place(gathered.shown, number, at + 1)
    tell_bad_day(gathered, place, header.names[at], words, cell, beside, _MOVED_HINT)


_READ: dict[str, Callable[[Header, Vocabulary, Gathered], None]] = {
    LONG: _long,
    WIDE: _wide,
    WEEKDAYS: _weekdays,
    WEEKLY: _weekly,
}
_DAY_HINT = "Give each half day a column of its own, or both marks in one cell."
_MOVED_HINT = "Give the zone in which the file's times are written, for instance --time-zone UTC."
_SESSION_HINT = "Half days are AM and PM. Other words go into a mapping file (--map): `sessions: {'Reg 1': AM, 'Reg 2': PM}`."
