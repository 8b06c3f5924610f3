"""Which row of a list names its columns, and which column is read for what.

The header is the row near the top that names most columns that are known. Of several columns with one meaning that one is read
whose name stands higher in imports.yml, unless it is empty from top to bottom.
"""

from collections.abc import Collection, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from liverecord.intake.exports.bounds import SPLIT_HINT
from liverecord.intake.exports.columns import written
from liverecord.intake.exports.gathered import Gathered, told_name
from liverecord.intake.exports.headers import TOP, TWICE_HINT, Header, whole_rows
from liverecord.intake.exports.names import Names, plain
from liverecord.intake.exports.tables import Table
from liverecord.problem import Place

NAMES = ("name", "family_name", "used_family_name", "legal_family_name")
"""Columns of which a list has one: without a name nobody can tell whose record it would be."""

NEEDS = ("primary_need", "further_need", "sen_needs")
"""Columns of needs, in the order in which a pupil's needs are taken where one is for the primary: all of the last two are read."""

MOST_HELD = 2_000_000
"""Cells of one list, which is held whole: ten times what 2,500 pupils have."""

Row = tuple[int, Sequence[object]]
"""A row's number from 1, and its cells."""


class Heading(NamedTuple):
    """What a list's columns hold: `columns` by what is read of one, `needs` those of needs in order, and all rows below.

    `others` are columns of the same meaning as one that is read, with anything in them. `meanings` has what each column's name means, by its place; `hidden` are the numbers of rows that nobody sees,
    `unsaved` those that lack a value.
    """

    header: Header
    columns: Mapping[str, int]
    needs: Sequence[int]
    others: Mapping[str, Sequence[int]]
    meanings: Sequence[str | None]
    hidden: Collection[int]
    unsaved: Collection[int]
    rows: Sequence[Row]

    def cell(self, means: str, cells: Sequence[object]) -> object:
        """Return a row's cell under the column with a meaning, None where there is no such column."""
        return cells[self.columns[means]] if means in self.columns else None

    def has(self, means: str) -> bool:
        """Tell whether a column with a meaning is read."""
        return means in self.columns or any(self.meanings[at] == means for at in self.needs)

    def name(self, means: str) -> str:
        """Return the name of the column with a meaning, as the list writes it."""
        return self.header.names[self.columns[means]]

    def left(self) -> list[str]:
        """Return the names of the columns that are not read, fit to be shown; of those without a name, what their place is."""
        read = {*self.columns.values(), *self.needs}
        return [
            told_name(name) if name else f"column {at + 1}"
            for at, name in enumerate(self.header.names)
            if at not in read and (name or any(written(cells[at]) for _, cells in self.rows))
        ]


def heading(table: Table, names: Names, gathered: Gathered) -> Heading | None:
    """Return what a table's columns hold, or None where no row near the top names two that are known."""
    top = list(islice(table.rows, TOP))
    known = [sum(names.means(cell) is not None for cell in cells) for _, cells in top]
    most = max(known, default=0)
    if most < _FEWEST:
        return None
    place = known.index(most)
    number, cells = top[place]
    header = Header(
        number, {}, [], [written(cell) for cell in cells], top[place + 1 :], table.rows, table.may_slip, []
    )
    rows = _held(header, gathered)
    columns: dict[str, int] = {}
    others: dict[str, Sequence[int]] = {}
    needs: list[int] = []
    for means, places in _places(cells, names).items():
        filled = [at for at in places if any(written(row[at]) for _, row in rows)] or places
        if means in NEEDS[1:]:
            needs += filled
            continue
        columns[means], others[means] = filled[0], filled[1:]
        _tell_twice(header, filled, rows, gathered)
    if "primary_need" in columns:
        needs.insert(0, columns.pop("primary_need"))
    meanings = [*map(names.means, cells)]
    return Heading(header, columns, needs, others, meanings, table.hidden, table.unsaved, rows)


def _held(header: Header, gathered: Gathered) -> list[Row]:
    """Return the rows below a header, as many as a school's list may have; past that is a problem."""
    rows: list[Row] = []
    held = 0
    for number, cells in whole_rows(header, gathered):
        held += len(cells)
        if held > MOST_HELD:
            message = f"The list has more than {MOST_HELD:,} cells: from here on it was not read."
            gathered.problem(Place(gathered.shown, number), "import-too-large", message, SPLIT_HINT)
            break
        rows.append((number, cells))
    return rows


def _places(cells: Sequence[object], names: Names) -> dict[str, list[int]]:
    """Return where the columns with each meaning stand, the preferred first; needs in their own order, and last."""
    places: dict[str, list[int]] = {}
    for at, cell in enumerate(cells):
        means = names.means(cell)
        if means is not None:
            places.setdefault(means, []).append(at)
    for means in places.keys() - NEEDS[1:]:
        places[means].sort(key=lambda at: (names.rank(cells[at]), at))
    # Beside a column for further needs, one that says only "need" has the primary one, where no other does.
    needs = NEEDS if "primary_need" in places else (NEEDS[2], NEEDS[1])
    order = [*(means for means in places if means not in needs), *needs]
    return {means: places[means] for means in order if means in places}


def _tell_twice(header: Header, places: Sequence[int], rows: Sequence[Row], gathered: Gathered) -> None:
    """Report another column of the same name as the one that is read, where it says something else of somebody."""
    read = places[0]
    for at in places[1:]:
        if plain(header.names[at]) == plain(header.names[read]) and any(
            written(cells[at]) and written(cells[at]) != written(cells[read]) for _, cells in rows
        ):
            gathered.problem(
                Place(gathered.shown, header.number, at + 1),
                "import-shape-unclear",
                f"Two columns are called {told_name(header.names[at])}.",
                TWICE_HINT,
            )


_FEWEST = 2
