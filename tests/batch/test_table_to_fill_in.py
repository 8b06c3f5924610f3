"""Who takes over what, as a table: what is written out is read back, however a spreadsheet program saves it."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_scenes import at
from liverecord.batch import plan
from liverecord.forms import handing_over
from liverecord.forms.question import Wrong
from liverecord.forms.taking_over import NOBODY, rows_of
from liverecord.problem import LiverecordError
from strategies import hostile_text

PERSON = "j-okafor"
SCENE = at(handing_over.JOB, None, PERSON)
ROWS = list(rows_of(SCENE, next(each for each in SCENE.staff.staff if each.id == PERSON)))
TABLE = list(csv.reader(io.StringIO(plan.written(ROWS).decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables")


def read(folder: Path, raw: bytes):
    file = folder / "over.csv"
    file.write_bytes(raw)
    return plan.answers(file, SCENE, ROWS, nobody=NOBODY)


def test_a_table_that_nobody_filled_in_answers_nothing(folder: Path) -> None:
    assert len(TABLE) == len(ROWS) + 1
    assert read(folder, plan.written(ROWS)) == {}


@given(st.data(), st.sampled_from(",;\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.randoms())
def test_what_is_filled_in_is_read_back(
    folder: Path, data: st.DataObject, delimiter: str, encoding: str, order: object
) -> None:
    """Whoever was written beside a thing takes it over; rows in any order, in any dialect, with words that nobody reads."""
    to = st.sampled_from(["", " ", NOBODY, "h-novak", "a-farrow"])
    chosen = [data.draw(to) for _ in ROWS]
    words = data.draw(hostile_text().filter(lambda text: not set(text) & set('\0\r\n"')))
    rows = [
        [thing, taker, words, called] for (thing, _, _, called), taker in zip(TABLE[1:], chosen, strict=True)
    ]
    order.shuffle(rows)  # type: ignore[attr-defined]
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter).writerows([TABLE[0], *rows])
    expected = {row.name: [taker.strip()] for row, taker in zip(ROWS, chosen, strict=True) if taker.strip()}
    assert read(folder, made.getvalue().encode(encoding, errors="replace")) == expected


def test_a_name_that_is_one_person_is_taken_and_a_workbook_is_read(folder: Path) -> None:
    """The table may be saved as Excel workbook, with notes on a sheet of their own; a name is meant as in lists of pupils."""
    book = openpyxl.Workbook()
    notes, sheet = book.active, book.create_sheet("Over")
    notes.append(["My notes"])
    for thing, taker in ((TABLE[0][0], "to"), (TABLE[1][0], "Mrs H Novak"), (TABLE[2][0], "Farrow A")):
        sheet.append([thing, taker])
    made = io.BytesIO()
    book.save(made)
    told = read(folder, made.getvalue())
    assert told == {ROWS[0].name: ["h-novak"], ROWS[1].name: ["a-farrow"]}


@pytest.mark.parametrize(
    ("lines", "place", "word"),
    [
        ("pupil,what\nx,y\n", "over.csv:1", "no columns"),
        ("", "over.csv:1", "no columns"),
        ("thing,to\np-none/plan/keyworker,h-novak\n", "over.csv:2", "not in that person's hands"),
        (f"thing,to\n{TABLE[1][0]},Harriet Nobody\n", "over.csv:2", "Nobody in staff.yml"),
        (f"thing,to\n{TABLE[1][0]},h-novak\n\n{TABLE[1][0]},a-farrow\n", "over.csv:4", "another row"),
    ],
)
def test_what_is_wrong_is_told_at_its_row(folder: Path, lines: str, place: str, word: str) -> None:
    """The row is named, and nothing that stands in it."""
    told = read(folder, lines.encode())
    assert isinstance(told, list)
    assert [wrong.place for wrong in told] == [place]
    assert word in told[0].message
    assert "Harriet" not in told[0].message


@given(st.binary(max_size=200))
def test_no_file_is_a_fault(folder: Path, raw: bytes) -> None:
    """Whatever the bytes: nothing is answered, or it is said what is wrong."""
    told = read(folder, raw)
    assert told == {} or all(isinstance(each, Wrong) and each.message for each in told)


def test_a_file_that_cannot_be_opened_is_said(folder: Path) -> None:
    with pytest.raises(LiverecordError, match="cannot be opened"):
        plan.answers(folder, SCENE, ROWS, nobody=NOBODY)


def test_no_cell_is_a_formula() -> None:
    """Whatever people typed into a record: a spreadsheet program shows it, and does nothing with it."""
    row = ROWS[0]._replace(called="=HYPERLINK(1)", heading="+44")
    cells = next(iter(csv.reader(io.StringIO(plan.written([row]).decode("utf-8-sig").splitlines()[1]))))
    assert cells[2:] == ["'+44", "'=HYPERLINK(1)"]


def test_the_list_names_nobody() -> None:
    """What is listed for a log has ids, kinds of thing and files, and not a word that anybody typed."""
    listed = plan.listed(ROWS)
    assert len(listed) == len(ROWS)
    for each, row in zip(listed, ROWS, strict=True):
        assert each.pupil == (row.pupil or "")
        assert each.file == row.file
        assert "“" not in each.thing
        ids = [name for name in row.path[1::2] if name[-1:].isdecimal() and not name.isdecimal()]
        assert not ids or each.thing.endswith(f" {ids[-1]}")
