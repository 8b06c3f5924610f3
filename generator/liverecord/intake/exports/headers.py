"""Which row of a table names its columns, and what they hold.

Reports have a line or two above their columns. The header is the first row, or the first pair of rows (dates over
halves), that names both a pupil and something to read about them.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from liverecord.intake.exports.columns import PUPIL, Vocabulary, written
from liverecord.intake.exports.gathered import NO_MARK, Gathered, told_name
from liverecord.intake.exports.names import Names
from liverecord.intake.exports.tables import Table, is_empty
from liverecord.problem import Place

TOP = 12
"""Rows near the top among which the header is looked for."""


class DayColumn(NamedTuple):
    """A column of one day: its place from 0, the day, and its half (None where its cells hold both marks)."""

    at: int
    day: date
    half: str | None


class WeekdayColumn(NamedTuple):
    """A column of one day of any week: its place from 0, the day (Monday's is 0), and its half (None: both marks)."""

    at: int
    weekday: int
    half: str | None


class Header(NamedTuple):
    """The columns of a table: by what they hold, those of days, how many there are, and the names as they are written.

    `first` are the rows below it that were read on the way; `rows` those that follow.
    """

    number: int
    columns: dict[str, int]
    days: list[DayColumn]
    names: list[str]
    first: list[tuple[int, Sequence[object]]]
    rows: Iterator[tuple[int, Sequence[object]]]
    may_slip: bool
    weekdays: list[WeekdayColumn]

    def school_of(self, cells: Sequence[object]) -> str:
        """Return the establishment that a row names, seven digits, or nothing."""
        if "school_number" in self.columns:
            return seven_digits(written(cells[self.columns["school_number"]]))
        if "authority" in self.columns and "establishment" in self.columns:
            authority, establishment = (
                written(cells[self.columns[name]]) for name in ("authority", "establishment")
            )
            return seven_digits(f"{authority:>3}", f"{establishment:0>4}")
        return ""

    def totals_of(self, cells: Sequence[object]) -> dict[str, str]:
        """Return the figures that a row says its marks add up to, by what they count."""
        return {
            name: text
            for name in TOTALS
            if name in self.columns and (text := written(cells[self.columns[name]]))
        }

    def is_totals(self, cells: Sequence[object]) -> bool:
        """Tell whether a row adds up others: beside one label it holds nothing but numbers."""
        texts = [text for cell in cells if (text := written(cell))]
        figures = [text for text in texts if _FIGURE.fullmatch(text)]
        return len(texts) - len(figures) <= 1 < len(texts) and any(text != NO_MARK for text in figures)

    def is_about_nobody(self, cells: Sequence[object]) -> bool:
        """Tell whether a row is plainly no pupil's: the header again (a report's next page), or a line of text alone."""
        texts = [written(cell) for cell in cells]
        return texts[: len(self.names)] == self.names or not any(texts[1:])

    def below(self) -> Iterator[tuple[int, Sequence[object]]]:
        """Yield the rows below the header, none shorter than it."""
        width = len(self.names)
        for part in (self.first, self.rows):
            for number, cells in part:
                yield number, cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))]


def header(table: Table, words: Vocabulary, gathered: Gathered) -> Header | None:
    """Return a table's header, or None where no row near the top names a pupil and something to read beside it."""
    top = list(islice(table.rows, TOP))
    for place, (number, cells) in enumerate(top):
        words.learn_year([cell for _, row in top[:place] for cell in row])
        after = top[place + 1 : place + 2]
        pair = _pair(cells, after[0][1], words) if after else None
        if pair is not None:
            columns, days, names = pair
            skipped = 2
        else:
            columns, days, names = _single(cells, words)
            skipped = 1
        if columns.keys().isdisjoint(PUPIL):
            continue
        weekdays = _weekday_pair(cells, after[0][1], words) if after and pair is None else []
        if weekdays:
            skipped = 2
        elif pair is None:
            weekdays = _weekdays(names, words)
        taken = {column.at for column in weekdays}
        columns = {means: at for means, at in columns.items() if at not in taken}
        table_header = Header(
            number, columns, days, names, top[place + skipped :], table.rows, table.may_slip, weekdays
        )
        is_sure = bool(days or weekdays) or not columns.keys().isdisjoint(_TO_READ)
        if is_sure or not columns.keys().isdisjoint(TOTALS) or any(map(words.looks_like_a_day, cells)):
            words.is_month_first = False  # what stands in a title above says nothing of the columns
            tell_twice(table_header, gathered)
            if pair is None and (days or not is_sure):
                _tell_unread_days(table_header, cells, words, gathered)
            elif pair is not None:
                _tell_halves_without_a_day(table_header, words, gathered)
            return table_header if is_sure or not columns.keys().isdisjoint(TOTALS) else None
    return None


def prefer(columns: dict[str, int], means: str, index: int, cells: Sequence[object], names: Names) -> None:
    """Keep one of two columns with the same meaning: the one higher in imports.yml, else the first."""
    held = columns.get(means)
    if held is None or names.rank(cells[index]) < names.rank(cells[held]):
        columns[means] = index


def tell_twice(table_header: Header, gathered: Gathered) -> None:
    """Report a column that is read although two columns have its name: which is meant?"""
    for index, name in enumerate(table_header.names):
        if any(at < index and table_header.names[at] == name for at in table_header.columns.values()):
            gathered.problem(
                Place(gathered.shown, table_header.number, index + 1),
                "import-shape-unclear",
                f"Two columns are called {told_name(name)}.",
                TWICE_HINT,
            )


def seven_digits(*parts: str) -> str:
    """Return a school's number as its seven digits, however it is written; nothing where it has not seven."""
    digits = "".join(filter(str.isdigit, "".join(parts)))
    return digits if len(digits) == _NUMBER_LENGTH else ""


def whole_rows(header: Header, gathered: Gathered) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the rows below a header; one with more in it than the header names has slipped, and is told of."""
    width = len(header.names)
    for number, cells in header.below():
        if header.may_slip and len(cells) > width and any(written(cell) for cell in cells[width:]):
            gathered.problem(
                Place(gathered.shown, number, width + 1),
                "row-out-of-line",
                f"The row has more cells than the {width} columns that are named.",
                _SLIPPED_HINT,
            )
        else:
            yield number, cells


def tell_bad_day(
    gathered: Gathered,
    place: Place,
    name: str,
    words: Vocabulary,
    cell: object,
    beside: object = None,
    moved_hint: str = "",
) -> None:
    """Report a cell under the column `name` that is no day; `moved_hint` says where to give the zone of a time that is another day's."""
    message, hint = f"The cell under {told_name(name)} is no date that can be relied on.", DATE_HINT
    if words.is_moved(cell, beside):
        message = f"The time under {told_name(name)} is written in a zone in which it is another day than in England."
        hint = moved_hint
    gathered.problem(place, "import-date-unclear", message, hint)


def _single(cells: Sequence[object], words: Vocabulary) -> tuple[dict[str, int], list[DayColumn], list[str]]:
    """Return what one row names."""
    columns: dict[str, int] = {}
    days: list[DayColumn] = []
    for index, cell in enumerate(cells):
        means = words.means(cell)
        if means is not None:
            prefer(columns, means, index, cells, words.names)
        elif (heading := words.heading(cell)) is not None:
            days.append(DayColumn(index, *heading))
    return columns, days, [written(cell) for cell in cells]


def _pair(
    upper: Sequence[object], lower: Sequence[object], words: Vocabulary
) -> tuple[dict[str, int], list[DayColumn], list[str]] | None:
    """Return what two rows name together, dates above their halves, or None where they are no such pair.

    A date stands over its first half only where cells were merged: it holds until the next date.
    """
    width = max(len(upper), len(lower))
    above = [*upper, *[None] * (width - len(upper))]
    below = [*lower, *[None] * (width - len(lower))]
    first = next((index for index, cell in enumerate(above) if words.day(cell) is not None), width)
    halves = {words.half(cell) for cell in below[first:] if not is_empty(cell)}
    if len(halves) < _BOTH or None in halves:
        return None
    columns: dict[str, int] = {}
    days: list[DayColumn] = []
    day = None
    for index in range(width):
        if not is_empty(above[index]):
            day = words.day(above[index])
        half = words.half(below[index])
        if day is not None and half is not None:
            days.append(DayColumn(index, day, half))
            continue
        for cells in (below, above):
            means = words.means(cells[index])
            if means in PUPIL:
                prefer(columns, means, index, cells, words.names)
                break
    return columns, days, [written(low) or written(up) for up, low in zip(above, below, strict=True)]


def _weekdays(names: Sequence[object], words: Vocabulary) -> list[WeekdayColumn]:
    """Return the columns of days of the week, none where there are not two days: one alone may mean the week's first."""
    found = [
        WeekdayColumn(at, *named)
        for at, cell in enumerate(names)
        if (named := words.weekday(cell)) is not None
    ]
    return found if len({column.weekday for column in found}) > 1 else []


def _weekday_pair(upper: Sequence[object], lower: Sequence[object], words: Vocabulary) -> list[WeekdayColumn]:
    """Return the columns of days of the week that stand above their halves, none where the rows are no such pair."""
    found: list[WeekdayColumn] = []
    weekday = None
    for at, cell in enumerate(lower):
        above = upper[at] if at < len(upper) else None
        if not is_empty(above):
            named = words.weekday(above)
            weekday = named[0] if named else None
        if weekday is not None and (half := words.half(cell)) is not None:
            found.append(WeekdayColumn(at, weekday, half))
    return found if len({column.weekday for column in found}) > 1 else []


def _tell_unread_days(
    table_header: Header, cells: Sequence[object], words: Vocabulary, gathered: Gathered
) -> None:
    """Report each column whose name means a day but cannot be read as one: none is passed over."""
    for index, cell in enumerate(cells):
        if words.means(cell) is None and words.heading(cell) is None and words.looks_like_a_day(cell):
            message = f"The column {told_name(written(cell))} cannot be read as a day."
            gathered.problem(
                Place(gathered.shown, table_header.number, index + 1),
                "import-date-unclear",
                message,
                DATE_HINT,
            )


def _tell_halves_without_a_day(table_header: Header, words: Vocabulary, gathered: Gathered) -> None:
    """Report each half that has no readable day above it."""
    dated = {column.at for column in table_header.days}
    for index, name in enumerate(table_header.names):
        if index not in dated and words.half(name) is not None:
            message = f"Above {told_name(name)} stands no day that can be read."
            gathered.problem(
                Place(gathered.shown, table_header.number, index + 1),
                "import-date-unclear",
                message,
                DATE_HINT,
            )


DATE_HINT = (
    "Dates have the day before the month and a year, as 16/11/2026 or 2026-11-16. A mapping file (--map) can say "
    "otherwise with `dates: '%d %b %Y'`, and `year: 2026` where they have none."
)
MAP_HINT = "Copy the names of the columns into the mapping file as the export has them."
TWICE_HINT = "Give one of the two another name, so that it is clear which is meant."
_TO_READ = frozenset(
    {"date", "session", "statutory", "mark", "am", "pm", "week", "start", "pattern", "code_number", "lesson"}
)
TOTALS = ("possible", "attended", "authorised", "unauthorised", "percent")
"""What totals may count."""

_FIGURE = re.compile(r"-?[0-9][0-9.,]* ?%?|-")
_NUMBER_LENGTH = 7
_BOTH = 2
_SLIPPED_HINT = "A comma in a name or a note has split a cell: export with quotes around texts, or as .xlsx."
