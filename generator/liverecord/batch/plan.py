"""Who takes over what, as a table to fill in: what is in somebody's hands, a row each, and the table read back as answers.

The table is the person's own: it calls pupils by name and things by their own words, so that it can be filled in.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from liverecord.forms.job import Scene
from liverecord.forms.question import Wrong
from liverecord.forms.taking_over import Row
from liverecord.forms.wording import noun_of
from liverecord.intake.colleagues import Colleagues
from liverecord.intake.exports import files
from liverecord.intake.exports.columns import Vocabulary
from liverecord.intake.exports.gathered import Gathered
from liverecord.intake.exports.mapping import Mapping as MappingFile
from liverecord.intake.exports.tables import is_empty
from liverecord.problem import LiverecordError
from liverecord.read import regular
from liverecord.read.text import LARGEST
from liverecord.render.words import capped
from liverecord.splice.steps import declared

COLUMNS = ("thing", "to", "pupil", "what")
"""The table's columns: what is read of them are the first two."""


class Listed(NamedTuple):
    """A thing in somebody's hands, without a word that anybody typed: how the table names it, the pupil's id ("" for the school's
    own), what kind of thing it is, with its id, and the file.
    """

    key: str
    pupil: str
    thing: str
    file: str


def listed(rows: Sequence[Row]) -> list[Listed]:
    """Return what is in somebody's hands, in the order of the rows."""
    return [Listed(key_of(row), row.pupil or "", _kind_of_thing(row), row.file) for row in rows]


def written(rows: Sequence[Row]) -> bytes:
    """Return the table to fill in, as a spreadsheet program opens it: a row a thing, nobody in it yet."""
    made = io.StringIO(newline="")
    table = csv.writer(made)
    table.writerow(COLUMNS)
    for row in rows:
        table.writerow([key_of(row), "", _inert(row.heading), _inert(row.called)])
    return made.getvalue().encode("utf-8-sig")


def key_of(row: Row) -> str:
    """Return how the table names a thing: whose it is, its file and its place there ("p-7k3m/actions/a1/owner")."""
    return "/".join((*((row.pupil,) if row.pupil else ()), row.kind, *row.path))


def answers(
    path: Path, scene: Scene, rows: Sequence[Row], *, nobody: str
) -> dict[str, Sequence[str]] | list[Wrong]:
    """Return whom the table gives each thing, by id or by a name that is one person's, by the question's name; or everything that is wrong in it, row by row.

    A row without anybody answers nothing. `nobody` may stand for nobody. Raises LiverecordError where the file cannot be opened.
    """
    gathered = Gathered(path.name)
    words = Vocabulary(scene.rulebook, MappingFile())
    found = files.tables(
        _bytes(path), words, gathered, _AGAIN, lambda cell: str(cell).strip().casefold() in COLUMNS[:2]
    )
    # Of a workbook the first sheet that has the columns: others are the person's own.
    sheets = [
        [(number, cells) for number, cells in table.rows if not all(map(is_empty, cells))] for table in found
    ]
    rows_read = next(
        (rows for rows in sheets if rows and _has_columns(rows[0][1])), sheets[0] if sheets else []
    )
    unread = [Wrong("", f"{each.message} {each.hint}", str(each.place)) for each in gathered.problems()]
    if unread:
        return unread
    header, *filled_in = rows_read or [(1, ())]
    columns = _columns(header[1])
    if not _has_columns(header[1]):
        return [Wrong("", _NO_COLUMNS, f"{path.name}:{header[0]}")]
    names = {key_of(row): row.name for row in rows}
    colleagues = Colleagues(scene.staff, scene.today, scene.rulebook, {})
    people = {nobody, *(person.id for person in scene.staff.staff)}
    given: dict[str, Sequence[str]] = {}
    wrong: list[Wrong] = []
    for number, cells in filled_in:
        thing, to = (_cell(cells, columns.index(name)) for name in COLUMNS[:2])
        if not to:
            continue
        if to not in people and len(meant := colleagues.meant(to)) == 1:
            to = meant[0]
        name = names.get(thing, "")
        said = (
            _NOT_HELD
            if not name
            else _NO_PERSON
            if to not in people
            else _TWICE
            if given.get(name, [to]) != [to]
            else ""
        )
        if said:
            wrong.append(Wrong("", said, f"{path.name}:{number}"))
        else:
            given[name] = [to]
    return wrong or given


def _columns(cells: Sequence[object]) -> list[str]:
    return [str(cell).strip().casefold() for cell in cells]


def _has_columns(cells: Sequence[object]) -> bool:
    return set(COLUMNS[:2]) <= set(_columns(cells))


def _cell(cells: Sequence[object], column: int) -> str:
    cell = cells[column] if column < len(cells) else None
    return "" if is_empty(cell) else str(cell).strip()


def _bytes(path: Path) -> bytes:
    try:
        return regular.contents(path, LARGEST)
    except OSError as error:
        why = error.strerror or "it is no plain file"
        raise LiverecordError(f"{path.name} cannot be opened ({why}).", _OPEN) from None


def _kind_of_thing(row: Row) -> str:
    if row.pupil is None:
        return f"Cover for {row.path[1]}"
    called, depth = "", 1
    while depth < len(row.path):
        field = declared(row.kind, row.path[:depth])
        if field is not None and field.is_list and field.struct is not None:
            words, thing = capped(noun_of(field.struct).words), row.path[depth]
            called = words if thing.isdecimal() else f"{words} {thing}"
            depth += 1  # past the thing, whose path leads to its list's field too
        depth += 1
    field = declared(row.kind, row.path)
    return called or (capped(field.title) if field is not None else row.kind)


def _inert(text: str) -> str:
    """Return text of which no spreadsheet program makes a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


_NO_COLUMNS = (
    "The table has no columns thing and to. `liverecord reassign PERSON --write-plan FILE` writes one to fill in: keep its "
    "first row."
)
_NOT_HELD = "The row's thing is not in that person's hands, or not any more. Take the row out, or write the table anew."
_NO_PERSON = "Nobody in staff.yml is surely meant by the column to. Write an id from there, leave the cell empty, or write - where it stays."
_TWICE = "The same thing stands in another row, with somebody else. Keep one of the two."
_AGAIN = "Save it as CSV or Excel workbook (.xlsx)."
_OPEN = "Check its name, and close other programs that use it."
