r"""The shapes in which tables hold marks, and the reading of each.

    long     one row a mark: pupil, date, half, mark; or one row a day with a column for each half
    wide     one row a pupil, a column for each half day (or for each day, both marks in a cell)
    weekly   one row a pupil and week: the Monday and the week's marks in one text ('/\ /\ L\ NI'); or a first day and
             one text as long as it likes

Which it is follows from the names of the columns alone. Where they leave a doubt, nothing is read.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from liverecord.intake.exports.columns import MARK, Vocabulary, written
from liverecord.intake.exports.gathered import AM, PM, Gathered, told_code, told_name
from liverecord.intake.exports.headers import DATE_HINT, Header
from liverecord.intake.exports.keys import Keys
from liverecord.intake.exports.strings import marks_from
from liverecord.problem import Place

LONG, WIDE, WEEKLY = "long", "wide", "weekly"


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


def _missing(has: object, *needs: tuple[str, ...]) -> list[str]:
    return [_WORDS[need[0]] for need in needs if not any(name in has for name in need)]  # type: ignore[operator]


_LACKS: dict[str, Callable[[Header], list[str]]] = {
    LONG: _long_lacks,
    WIDE: _wide_lacks,
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
    columns, shown = header.columns, gathered.shown
    date_at = columns["date"]
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
    for number, cells in _whole_rows(header, gathered):
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
        day = day_of(cells[date_at])
        if day is None:
            _bad_day(gathered, number, date_at, header)
            continue
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
                take(key[0], key[1], day, half, mark, Place(shown, number, at + 1))


# ── Wide ────────────────────────────────────────────────────────────────────────────────────────────────


def _wide(header: Header, words: Vocabulary, gathered: Gathered) -> None:
    shown, take, mark_of = gathered.shown, gathered.mark, words.mark
    keys = Keys(header, gathered)
    codes: dict[object, str | None] = {}
    for number, cells in _whole_rows(header, gathered):
        key = keys.of(number, cells)
        if key is None:
            continue
        for at, day, half in header.days:
            cell = cells[at]
            place = Place(shown, number, at + 1)
            if half is None:
                _day_cell(key, day, cell, place, words, gathered)
                continue
            mark = codes[cell] if cell in codes else codes.setdefault(cell, mark_of(cell))
            if mark is None:
                unknown_mark(gathered, place, written(cell))
            else:
                take(key[0], key[1], day, half, mark, place)


def _day_cell(
    key: tuple[str, bool], day: date, cell: object, place: Place, words: Vocabulary, gathered: Gathered
) -> None:
    """Read a cell that holds both marks of a day."""
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
            "Give each half day a column of its own, or both marks in one cell.",
        )
    for half, mark in zip((AM, PM), marks or ("-", "-"), strict=False):
        if not wrong and len(marks) in (0, 2):
            gathered.mark(*key, day, half, mark, place)


# ── Weekly ──────────────────────────────────────────────────────────────────────────────────────────────


def _weekly(header: Header, words: Vocabulary, gathered: Gathered) -> None:
    columns = header.columns
    is_week = "week" in columns
    start_at = columns["week"] if is_week else columns["start"] if "start" in columns else columns["date"]
    marks_at = columns["pattern"]
    keys = Keys(header, gathered)
    for number, cells in _whole_rows(header, gathered):
        key = keys.of(number, cells)
        text = written(cells[marks_at])
        if key is None or not (text or written(cells[start_at])):
            continue
        start = words.day(cells[start_at])
        if start is None:
            _bad_day(gathered, number, start_at, header)
            continue
        place = Place(gathered.shown, number, marks_at + 1)
        for day, half, mark in marks_from(start, text, place, words, gathered, is_week=is_week):
            gathered.mark(*key, day, half, mark, place)


# ── Rows and what is wrong with them ────────────────────────────────────────────────────────────────────


def unknown_mark(gathered: Gathered, place: Place, code: str) -> None:
    """Tell of a code that is neither the register's nor known from a table."""
    gathered.problem(
        place,
        "unknown-import-mark",
        f"{told_code(code)} is no mark of the register, and no table says which it stands for.",
        "If the system has a statutory code beside it, export that. Else say what it means in a mapping file (--map): "
        "`marks: {'Z9': 'O'}`.",
        told_code(code),
    )


def _whole_rows(header: Header, gathered: Gathered) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the rows below a header; one with more in it than the header names has slipped, and is told of."""
    width = len(header.names)
    for number, cells in header.below():
        if header.may_slip and len(cells) > width and any(written(cell) for cell in cells[width:]):
            gathered.problem(
                Place(gathered.shown, number, width + 1),
                "row-out-of-line",
                f"The row has more cells than the {width} columns that are named.",
                "A comma in a name or a note has split a cell: export with quotes around texts, or as .xlsx.",
            )
        else:
            yield number, cells


def _bad_day(gathered: Gathered, number: int, at: int, header: Header) -> None:
    message = f"The cell under {told_name(header.names[at])} is no date that can be relied on."
    gathered.problem(Place(gathered.shown, number, at + 1), "import-date-unclear", message, DATE_HINT)


_READ: dict[str, Callable[[Header, Vocabulary, Gathered], None]] = {LONG: _long, WIDE: _wide, WEEKLY: _weekly}
_SESSION_HINT = "Half days are AM and PM. Other words go into a mapping file (--map): `sessions: {'Reg 1': AM, 'Reg 2': PM}`."
