"""What a file of the information system may hold at most, counted piece by piece before any library makes objects of it.

A workbook of a megabyte can unpack to hundreds, and a row of it can have fifty million cells: each takes a hundred bytes
in memory. Every bound is many times what a year of marks needs, and a message that tells of one names it.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import IO, NamedTuple, NoReturn
from xml.parsers import expat

LARGEST = 64_000_000
"""Bytes of one file: a year of marks, a row each, of a school of 2,500 pupils."""

MOST_ROWS = 2_000_000
"""Rows of one table: twice that year, and twice what Excel can hold."""

MOST_COLUMNS = 16_384
"""Cells of one row: Excel's own bound. A year of marks has 400 half days."""

LONGEST_ROW = 1_000_000
"""Characters of one row. A year of marks in one text has 1,200."""

MOST_CELLS = 20_000_000
"""Cells of one table, the empty ones between two that are filled included."""

LARGEST_UNPACKED = 400_000_000
"""Bytes of all parts of a workbook together: twice that year's."""

MOST_PARTS = 2_000
"""Parts of a workbook. One of a hundred sheets has two hundred."""

MOST_ELEMENTS = 20_000_000
"""Elements of one part of a workbook."""

MOST_IN_TRANSFER = 2_000_000
"""Elements of a transfer file. One of 2,500 pupils has a tenth."""

DEEPEST = 1_000
"""Elements inside each other. Both kinds of file need twelve."""

MOST_TOGETHER = 200_000
"""Elements that a reader holds at once: of one row (three a cell), and of each part that is read whole (styles, names)."""

SPLIT_HINT = "Export one term or one year group at a time, and delete what is no part of the marks."

_PIECE = 1 << 16
_FORMULA = "f"
_TRUE = ("1", "true")
_LONGEST_NUMBER = 10
_REPEATED = {"worksheet": "row", "sst": "si"}
"""What a reader takes one after the other, by the part's first element: rows of a sheet, and the workbook's texts."""


class TooMuch(Exception):
    """A file that holds more than a bound; the text says which, and is fit for a message."""


def lines_of(text: IO[str]) -> Iterator[str]:
    """Yield the lines of a table's text, and raise TooMuch at one that is longer than any row."""
    while line := text.readline(LONGEST_ROW + 1):
        if len(line) > LONGEST_ROW:
            too_much(LONGEST_ROW, "characters in a row")
        yield line


class Measured(NamedTuple):
    """What was seen of a workbook in passing: whether a sheet has a formula, and the rows that are hidden, by part."""

    has_formulas: bool
    hidden: Mapping[str, frozenset[int]]


def measured(raw: bytes) -> Measured:
    """Hold every part of a workbook against the bounds; return what was seen in passing.

    Raises TooMuch, and BadZipFile and others where it is no whole archive. What is no XML is passed over: no reader reads it either.
    """
    found = False
    hidden: dict[str, frozenset[int]] = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            too_much(MOST_PARTS, "parts")
        if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            too_much(LARGEST_UNPACKED, "bytes when it is unpacked")
        for part in parts:
            with archive.open(part) as file:
                measure = Measure(MOST_TOGETHER, {} if _is_whole(part.filename) else _REPEATED)
                measure.read(file)
                found |= measure.has_formulas
                if measure.hidden:
                    hidden[part.filename] = frozenset(measure.hidden)
    return Measured(found, hidden)


def measure_transfer(raw: bytes) -> None:
    """Hold a transfer file against the bounds; raises TooMuch past one. What is no XML counts up to where it breaks off."""
    Measure(MOST_IN_TRANSFER, {}).read(io.BytesIO(raw))


def _is_whole(name: str) -> bool:
    """Tell whether a part of this name is read whole, whatever its first element says that it is."""
    return not name.lower().startswith("xl/") or name.lower().endswith(
        (".rels", "styles.xml", "workbook.xml")
    )


def too_much(bound: int, what: str) -> NoReturn:
    """Raise TooMuch with a bound and what it counts."""
    raise TooMuch(f"more than {bound:,} {what}")


class Measure:
    """Counts elements as they come: all of them, those since the last row began, and how deep they lie."""

    def __init__(self, most_together: int, repeated: Mapping[str, str]) -> None:
        self.has_formulas = False
        self.hidden: set[int] = set()
        self._repeated = repeated
        self._row: str | None = None
        self._most_together = most_together
        self._elements = self._since_row = self._rows = self._depth = self._at = self._number = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._began
        self._parser.EndElementHandler = self._ended

    def read(self, file: IO[bytes]) -> None:
        """Read a file to its end, or to where it is no XML any more."""
        fed = 0
        while piece := file.read(_PIECE):
            fed += len(piece)
            try:
                self._parser.Parse(piece, False)
            except (expat.ExpatError, ValueError):
                return  # whoever reads it in earnest breaks off here too
            # A text, or a tag with all of its attributes, is held whole until it ends.
            if fed - self._at > LONGEST_ROW + _PIECE:
                too_much(LONGEST_ROW, "bytes in one element")

    def _began(self, name: str, attributes: dict[str, str]) -> None:
        self._at = self._parser.CurrentByteIndex
        self._elements += 1
        self._since_row += 1
        self._depth += 1
        local = name.rpartition(":")[2]
        if self._elements == 1:
            self._row = self._repeated.get(local)
        elif local == self._row:
            self._since_row = 0
            self._rows += 1
            number = attributes.get("r", "")
            is_number = number.isdecimal() and len(number) < _LONGEST_NUMBER
            self._number = int(number) if is_number else self._number + 1
            if attributes.get("hidden") in _TRUE:
                self.hidden.add(self._number)
        elif local == _FORMULA:
            self.has_formulas = True
        if self._since_row > self._most_together:
            too_much(self._most_together, "elements in one place")
        if self._elements > MOST_ELEMENTS:
            too_much(MOST_ELEMENTS, "elements")
        if self._rows > MOST_ROWS:
            too_much(MOST_ROWS, "rows")
        if self._depth > DEEPEST:
            too_much(DEEPEST, "elements inside each other")

    def _ended(self, _: str) -> None:
        self._depth -= 1
