"""Tables of which a row names the columns and each row below it one pupil: timetables and provision maps.

The names of the columns are looked for near the top, below titles. Nothing here knows the records.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from liverecord.intake.exports import files, headers
from liverecord.intake.exports.columns import Vocabulary, written
from liverecord.intake.exports.gathered import Gathered, told_name
from liverecord.intake.exports.headers import MAP_HINT, TOP, Header
from liverecord.intake.exports.keys import NOBODY_HINT
from liverecord.intake.exports.names import Names, plain
from liverecord.intake.exports.reading import MONTH_FIRST, MONTH_FIRST_HINT
from liverecord.intake.whose import Key, key_of
from liverecord.problem import Place


class Kind(NamedTuple):
    """What is read of one kind of file.

    `named` are the columns that a mapping names, by what they hold. `is_enough` tells of the columns of a row, and of its cells, that they name such a table; `header_hint` is said where none do,
    `json_hint` where the file is JSON. `unsaid` are the words of a cell that say nothing, as they are compared.
    """

    names: Names
    named: Mapping[str, str]
    is_enough: Callable[[Mapping[str, int], Sequence[object]], bool]
    header_hint: str
    json_hint: str
    unsaid: frozenset[str]


class Named(NamedTuple):
    """A table with its columns by what they hold, and the rows below them; `gathered` takes what is wrong.

    `torn` are the pupils of whom a row was not yielded.
    """

    header: Header
    kind: Kind
    words: Vocabulary
    gathered: Gathered
    torn: set[Key]

    def rows(self) -> Iterator["NamedRow"]:
        """Yield the rows that say anything and name a pupil; any other is a problem, unless it is plainly about nobody."""
        for number, cells in headers.whole_rows(self.header, self.gathered):
            if not any(map(self.said, cells)) or self.header.is_about_nobody(cells):
                continue
            row = NamedRow(self, number, cells, self._key(cells))
            if row.key is None:
                at = next((self.header.columns[each] for each in _PUPIL if each in self.header.columns), 0)
                place = Place(self.gathered.shown, number, at + 1)
                message = "The row names no pupil by id, UPN or number."
                self.gathered.problem(place, "row-without-pupil", message, NOBODY_HINT)
                continue
            signs = [means for means in self.header.columns if not row.is_plain(means)]
            if signs:
                message = "The cell holds a sign that cannot be seen."
                self.gathered.problem(row.place(signs[0]), "list-value", message, _SIGN_HINT)
                self.torn.add(row.key)
                continue
            yield row

    def said(self, cell: object) -> str:
        """Return what a cell says, on one line; nothing for a word that says nothing."""
        text = " ".join(written(cell).translate(_UNSEEN).split())
        return "" if len(text) <= _LONGEST_UNSAID and plain(text) in self.kind.unsaid else text

    def _key(self, cells: Sequence[object]) -> Key | None:
        columns = self.header.columns
        born = self.words.day(cells[columns["born"]]) if "born" in columns else None
        return key_of([cells[columns[means]] for means in _PUPIL if means in columns], born)

    def left(self, read: Sequence[int] = ()) -> list[str]:
        """Return the names of the columns that are not read, fit to be shown; `read` are others that are."""
        held = {*self.header.columns.values(), *read}
        return [told_name(name) for at, name in enumerate(self.header.names) if at not in held and name]


class NamedRow(NamedTuple):
    """One row of such a table: its number from 1, its cells, and what it names its pupil by."""

    table: Named
    number: int
    cells: Sequence[object]
    key: Key | None

    def cell(self, means: str) -> object:
        """Return the cell under the column with a meaning, None where there is no such column."""
        columns = self.table.header.columns
        return self.cells[columns[means]] if means in columns else None

    def text(self, means: str) -> str:
        """Return what that cell says, on one line."""
        return self.table.said(self.cell(means))

    def is_plain(self, means: str) -> bool:
        """Tell whether what a cell says can be seen, and so may stand in a record."""
        return is_plain(self.text(means))

    def day(self, means: str) -> date | None:
        """Return the day in that cell, None where it says none; what is said and is no day is a problem."""
        cell = self.cell(means)
        if not self.table.said(cell):
            return None
        day = self.table.words.day(cell)
        if day is None:
            name = self.table.header.names[self.table.header.columns[means]]
            headers.tell_bad_day(self.table.gathered, self.place(means), name, self.table.words, cell)
        return day

    def place(self, means: str = "") -> Place:
        """Return where the cell under a column stands, or the row."""
        at = self.table.header.columns.get(means)
        return Place(self.table.gathered.shown, self.number, 1 if at is None else at + 1)


def tables(path: Path, kind: Kind, words: Vocabulary, gathered: Gathered) -> Iterator[Named]:
    """Yield the tables of a file whose columns are named; a file without one is a problem.

    Raises LiverecordError where the file cannot be opened.
    """
    raw = files.contents(path, gathered)
    if raw is None:
        return
    is_any = False
    for table in files.tables(raw, words, gathered, kind.json_hint, lambda cell: _is_known(cell, kind)):
        top = list(islice(table.rows, TOP))
        for place, (number, cells) in enumerate(top):
            columns: dict[str, int] = {}
            for index, cell in enumerate(cells):
                means = kind.names.means(cell)
                if means is not None:
                    headers.prefer(columns, means, index, cells, kind.names)
            if columns.keys().isdisjoint(_PUPIL) or not kind.is_enough(columns, cells):
                continue
            words.learn_year([cell for _, row in top[:place] for cell in row])
            names = [written(cell) for cell in cells]
            header = Header(number, columns, [], names, top[place + 1 :], table.rows, table.may_slip, [])
            headers.tell_twice(header, gathered)
            is_any = True
            lost = [name for means, name in kind.named.items() if means not in columns]
            for name in lost:
                message = f"The mapping names a column {told_name(name)}, and the file has none of that name."
                gathered.problem(Place(gathered.shown, number), "import-column-missing", message, MAP_HINT)
            if not lost:
                yield Named(header, kind, words, gathered, set())
            break
    if not is_any and not gathered.has_problems:
        message = "No row near the top names a column for pupils and the others that are wanted."
        gathered.problem(Place(gathered.shown), "import-shape-unclear", message, kind.header_hint)


def shown(path: Path, root: Path) -> str:
    """Return a file's path as messages have it: below the school's folder, else as it was named."""
    resolved = path.resolve()
    return (resolved.relative_to(root) if resolved.is_relative_to(root) else path).as_posix()


def is_month_first(words: Vocabulary, gathered: Gathered) -> bool:
    """Tell whether a date of a file can only be read month first: then no other is relied on, and it is a problem of the whole file."""
    if words.is_month_first:
        place = Place(gathered.shown)
        gathered.problem(place, "import-date-unclear", MONTH_FIRST, MONTH_FIRST_HINT, "month first")
    return words.is_month_first


def is_plain(text: str) -> bool:
    """Tell whether all of a text can be seen; what only joins letters counts as seen."""
    return text.isprintable() or all(
        each in _JOINERS or unicodedata.category(each)[0] != "C" for each in text
    )


def _is_known(cell: object, kind: Kind) -> bool:
    return kind.names.means(cell) is not None or kind.is_enough({}, [cell])


_PUPIL = ("pupil", "upn")
_SIGN_HINT = "Type the cell anew: such signs come with text that was pasted from a document or a web page."
_LONGEST_UNSAID = 20
_UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))
"""Signs that only say where a line may break: they are taken out."""
_JOINERS = "\u200c\u200d"
