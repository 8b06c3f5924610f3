r"""Rows of a file, whatever it is written with: CSV in its dialects, or an Excel workbook.

Delimiter and encoding are found, not asked for: comma, semicolon or tab; UTF-8 (with or without a byte-order mark),
UTF-16 with one, else Windows' cp1252. Rows come one at a time, because a year of a large school is a million of them.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from liverecord.intake.exports.gathered import Gathered
from liverecord.problem import Place

LARGEST = 64_000_000
"""Bytes of one file: a year of marks, a row each, of a school of 2,500 pupils."""

MOST_CELLS = 40_000_000
"""Cells of one workbook: a small file can say that it has billions."""


class Table(NamedTuple):
    """One table: its sheet's name ("" where the file is one table) and its rows that hold anything, with their numbers from 1.

    `may_slip` where a delimiter too many can push a row's cells to the right.
    """

    name: str
    rows: Iterator[tuple[int, Sequence[object]]]
    may_slip: bool


def csv_table(raw: bytes, is_known: Callable[[object], bool], gathered: Gathered) -> Table | None:
    """Return the table of a CSV file, or None with a problem. `is_known` tells the name of a column."""
    text = _decoded(raw)
    if text is None or "\0" in text:
        gathered.problem(
            Place(gathered.shown),
            "import-unreadable",
            "This is neither a table nor a transfer file.",
            _KINDS_HINT,
        )
        return None
    return Table("", _rows(text, _delimiter(text, is_known), gathered), may_slip=True)


def is_empty(cell: object) -> bool:
    """Tell whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _decoded(raw: bytes) -> str | None:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _delimiter(text: str, is_known: Callable[[object], bool]) -> str:
    """Return the delimiter that shows the most columns with a known name near the top, then the most columns."""
    top = "".join(islice(io.StringIO(text, newline=""), _FIRST_LINES))

    def sense(delimiter: str) -> tuple[int, int]:
        try:
            rows = list(csv.reader(io.StringIO(top, newline=""), delimiter=delimiter))
        except csv.Error:
            return 0, 0
        return max((sum(map(is_known, row)) for row in rows), default=0), sum(map(len, rows))

    return max(",;\t", key=sense)


def _rows(text: str, delimiter: str, gathered: Gathered) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the rows. An unclosed quote ends the table with a problem, so that it swallows no rows."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            if any(row) and not all(map(is_empty, row)):
                yield number, row
    except csv.Error:
        gathered.problem(
            Place(gathered.shown, number + 1),
            "import-unreadable",
            "From this row on the quotes do not come in pairs.",
            _QUOTES_HINT,
        )


_FIRST_LINES = 30
_QUOTES_HINT = "Open the file in a spreadsheet program, look at this row, and save it as CSV or .xlsx."
_KINDS_HINT = (
    "Export as CSV (comma separated), as an Excel workbook (.xlsx), or as a Common Transfer File (.xml)."
)
