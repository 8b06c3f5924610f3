r"""Rows of a file, whatever it is written with: CSV in its dialects, or an Excel workbook.

Delimiter and encoding are found, not asked for: comma, semicolon or tab; UTF-8 (with or without a byte-order mark),
UTF-16 with one, else Windows' cp1252. Rows come one at a time, because a year of a large school is a million of them.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import NamedTuple, TextIO

from liverecord.intake.exports import bounds
from liverecord.intake.exports.gathered import Gathered
from liverecord.problem import Place


class Table(NamedTuple):
    """One table: its sheet's name ("" where the file is one table) and its rows that hold anything, with their numbers from 1.

    `may_slip` where a delimiter too many can push a row's cells to the right. `hidden` are the numbers of rows that nobody sees who
    opens the file: a filter hides them, or a person did. `unsaved` are those with a formula whose value was not saved.
    """

    name: str
    rows: Iterator[tuple[int, Sequence[object]]]
    may_slip: bool
    hidden: frozenset[int] = frozenset()
    unsaved: frozenset[int] = frozenset()


def csv_table(raw: bytes, is_known: Callable[[object], bool], gathered: Gathered) -> Table | None:
    """Return the table of a CSV file, or None with a problem. `is_known` tells the name of a column."""
    encoding = _encoding(raw)
    if encoding is None:
        gathered.problem(
            Place(gathered.shown),
            "import-unreadable",
            "This is neither a table nor a transfer file.",
            _KINDS_HINT,
        )
        return None
    delimiter = _delimiter(_text(raw, encoding), is_known)
    return Table("", _rows(_text(raw, encoding), delimiter, gathered), may_slip=True)


def bounded(rows: Iterable[Sequence[object]], gathered: Gathered) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the rows that hold anything, with their numbers, as far as a table may go; past that is a problem."""
    cells = 0
    for number, row in enumerate(rows, start=1):
        cells += len(row) + 1
        over = (
            (len(row) > bounds.MOST_COLUMNS, bounds.MOST_COLUMNS, "cells in a row"),
            (cells > bounds.MOST_CELLS, bounds.MOST_CELLS, "cells"),
            (number > bounds.MOST_ROWS, bounds.MOST_ROWS, "rows"),
        )
        for is_over, bound, what in over:
            if is_over:
                _tell(f"more than {bound:,} {what}", number, gathered)
                return
        if not all(map(is_empty, row)):
            yield number, row


def is_empty(cell: object) -> bool:
    """Tell whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _encoding(raw: bytes) -> str | None:
    """Return in which encoding a file is text, looked through piece by piece; None where it is none, or holds a NUL."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            pieces = iter(partial(_text(raw, encoding).read, _PIECE), "")
            return None if any("\0" in piece for piece in pieces) else encoding
        except UnicodeDecodeError:
            continue
    return None


def _text(raw: bytes, encoding: str) -> TextIO:
    return io.TextIOWrapper(io.BytesIO(raw), encoding, newline="")


def _delimiter(text: TextIO, is_known: Callable[[object], bool]) -> str:
    """Return the delimiter that shows the most columns with a known name near the top, then the most columns."""
    try:
        top = "".join(islice(bounds.lines_of(text), _FIRST_LINES))
    except bounds.TooMuch:
        return ","  # the reading in earnest tells of it

    def sense(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(io.StringIO(top, newline=""), delimiter=delimiter))
        except csv.Error:
            return 0, 0
        return max((sum(map(is_known, row)) for row in rows), default=0), sum(map(len, rows))

    return max(",;\t", key=sense)


def _rows(text: TextIO, delimiter: str, gathered: Gathered) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the rows. An unclosed quote ends the table with a problem, so that it swallows no rows."""
    rows = _Rows(text, delimiter)
    try:
        yield from bounded(rows, gathered)
    except bounds.TooMuch as bound:
        _tell(str(bound), rows.number + 1, gathered)
    except csv.Error:
        gathered.problem(
            Place(gathered.shown, rows.number + 1),
            "import-unreadable",
            "From this row on the quotes do not come in pairs.",
            _QUOTES_HINT,
        )


class _Rows:
    """The rows of a CSV file, counted; one that goes on over many lines is a row all the same, and no longer than any other."""

    def __init__(self, text: TextIO, delimiter: str) -> None:
        self.number = 0
        self._text = text
        self._length = 0
        self._reader = csv.reader(self._lines(), delimiter=delimiter, strict=True)

    def __iter__(self) -> Iterator[Sequence[object]]:
        for row in self._reader:
            self.number += 1
            self._length = 0
            yield row

    def _lines(self) -> Iterator[str]:
        for line in bounds.lines_of(self._text):
            self._length += len(line)
            if self._length > bounds.LONGEST_ROW:
                bounds.too_much(bounds.LONGEST_ROW, "characters in a row")
            yield line


def _tell(bound: str, number: int, gathered: Gathered) -> None:
    message = f"The table holds {bound}: from here on it was not read."
    gathered.problem(Place(gathered.shown, number), "import-too-large", message, bounds.SPLIT_HINT)


_FIRST_LINES = 30
_PIECE = 1 << 20
_QUOTES_HINT = "Open the file in a spreadsheet program, look at this row, and save it as CSV or .xlsx."
_KINDS_HINT = (
    "Export as CSV (comma separated), as an Excel workbook (.xlsx), or as a Common Transfer File (.xml)."
)
