"""Lines of totals under the pupils: what each figure says that the marks above it add up to.

A figure is kept only where its line's label says what it counts: so many present, say, under a column of marks, or the sum of a
column of totals. A share of something unsaid, an average, or a figure under a text is passed over.
"""

from collections import Counter
from collections.abc import Sequence

from liverecord.intake.exports.columns import Vocabulary, written
from liverecord.intake.exports.gathered import Gathered
from liverecord.intake.exports.headers import TOTALS, Header
from liverecord.intake.sightings import FooterSeen
from liverecord.problem import Place


class Footers:
    """The lines of totals of one table. `columns` has the place of each of a row's marks, in order, where that is fixed."""

    def __init__(self, header: Header, columns: Sequence[int], words: Vocabulary, gathered: Gathered) -> None:
        self._header = header
        self._columns = columns
        self._words = words
        self._gathered = gathered
        self._rows: list[Sequence[str]] = []
        self._first = 0
        self._is_below = False

    def row(self, marks: Sequence[str]) -> None:
        """Take a pupil's marks. After a line of totals another part of the table begins with them."""
        if self._is_below:
            self._first, self._is_below = len(self._rows), False
        self._rows.append(marks)

    def line(self, number: int, cells: Sequence[object]) -> None:
        """Keep what a row that names no pupil adds up, where it is a line of totals and all above it was read."""
        if not self._header.is_totals(cells) or self._gathered.has_problems:
            return
        self._is_below = True
        texts = [text for cell in cells if (text := written(cell))]
        counts = next((counts for text in texts if (counts := self._words.footer(text))), None)
        if counts == _COLUMN:
            for means in TOTALS:
                if means != _PERCENT and means in self._header.columns:
                    self._keep(means, number, self._header.columns[means], cells, None)
        elif counts is not None:
            for at in sorted({*self._columns}):
                self._keep(counts, number, at, cells, at)

    def _keep(self, counts: str, number: int, at: int, cells: Sequence[object], column: int | None) -> None:
        stated = written(cells[at])
        if not stated.isdecimal():
            return
        above, since = (self._added(self._rows[first:], column) for first in (0, self._first))
        place = Place(self._gathered.shown, number, at + 1)
        self._gathered.footers.append(FooterSeen(counts, int(stated), above, since, place))

    def _added(self, rows: Sequence[Sequence[str]], column: int | None) -> Counter[str]:
        if column is None:
            return Counter(mark for row in rows for mark in row)
        places = [index for index, at in enumerate(self._columns) if at == column]
        return Counter(row[index] for row in rows for index in places if index < len(row))


_COLUMN, _PERCENT = "column", "percent"
