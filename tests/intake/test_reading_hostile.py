"""Whatever a file holds: nothing is raised, run, fetched or quoted, and reading ends in good time."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liverecord.intake.exports import bounds, files
from liverecord.intake.exports.reading import FORMS, read
from liverecord.intake.sightings import Seen
from record_documents import RULEBOOK
from strategies import HOSTILE, hostile_text

HEADER = "UPN,Date,Session,Mark,Comment"
UPN = "C999432126001"
SECRET = "Kestrel-Ashworth"
"""Stands in for what people typed; no message may hold it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def written(folder: Path, content: str | bytes, name: str = "marks.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    return path


def seen(folder: Path, content: str | bytes, form: str = "auto", name: str = "marks.csv") -> Seen:
    return read(written(folder, content, name), name, form, rulebook=RULEBOOK)


def sane(found: Seen, name: str = "marks.csv") -> None:
    """Check what holds of every reading: codes that are explained, places in the file, one line a message, marks of the register."""
    for problem in found.problems:
        assert problem.code in RULEBOOK.problems
        assert problem.place.path == name
        assert problem.place.line >= 1
        assert problem.place.column >= 1
        assert (problem.message + problem.hint).isprintable(), problem
    for sighting in found.sightings:
        assert sighting.mark in RULEBOOK.codes.lists["mark"]
        assert sighting.half in ("AM", "PM")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=300),
    form=st.sampled_from(FORMS),
    start=st.sampled_from([b"", b"PK\x03\x04", b"<CTfile>", b"UPN,Date,AM,PM\n"]),
)
def test_any_bytes_are_read_or_told_of(folder: Path, content: bytes, form: str, start: bytes) -> None:
    """No bytes bring the program down."""
    sane(seen(folder, start + content, form))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(hostile_text(60), min_size=1, max_size=6), max_size=6), form=st.sampled_from(FORMS)
)
def test_hostile_cells_are_harmless(folder: Path, rows: list[list[str]], form: str) -> None:
    """Cells with anything in them are data: never run, never raised over, and no message breaks its line."""
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    sane(seen(folder, "\n".join([HEADER, *lines]), form))


@pytest.mark.parametrize("text", [*HOSTILE, SECRET])
@pytest.mark.parametrize("at", range(4))
def test_no_message_quotes_a_cell(folder: Path, text: str, at: int) -> None:
    """A name in the wrong column stays out of logs: what is no code and no column's name is not repeated."""
    cells = [UPN, "2026-11-16", "AM", "L"]
    cells[at] = text
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    found = seen(folder, f"{HEADER}\n{','.join(quoted)}")
    sane(found)
    if len(text.strip()) > 3:
        assert all(text.strip() not in problem.message + problem.hint for problem in found.problems)


@pytest.mark.parametrize("name", [SECRET, "Sam Smith", "O'Neill", "Ellison, Maya", ""])
def test_a_name_never_becomes_a_key(folder: Path, name: str) -> None:
    """A column called Pupil may hold names: they match nobody, and no report of unknown pupils will print them."""
    found = seen(folder, f'Pupil,Date,Session,Mark\n"{name}",2026-11-16,AM,L\n')
    assert found.sightings == []
    assert [problem.code for problem in found.problems] == ["row-without-pupil"]
    assert not name or name not in found.problems[0].message


def test_many_problems_of_a_kind_are_told_once(folder: Path) -> None:
    """A column of one unknown code is one thing to mend: ten rows are told, the others counted."""
    rows = "\n".join(
        f"{UPN},{day:02}/{month:02}/2026,AM,Z9" for month in range(1, 13) for day in range(1, 29)
    )
    problems = seen(folder, f"UPN,Date,Session,Mark\n{rows}\n").problems
    assert [problem.code for problem in problems] == ["unknown-import-mark"] * 10 + ["too-many-problems"]
    assert "326 more" in problems[-1].message


def test_many_kinds_of_problem_end_too(folder: Path) -> None:
    """A file that is wrong all over is cut off after a hundred, and says so."""
    codes = [f"{letter}{digit}" for letter in "ABDEFGHKLM" for digit in range(20, 60, 2)]
    rows = "\n".join(f"{UPN},2026-11-16,AM,{code}" for code in codes)
    problems = seen(folder, f"UPN,Date,Session,Mark\n{rows}\n").problems
    assert len(problems) == 101
    assert problems[-1].code == "too-many-problems"


def test_a_week_s_row_may_be_wrong_in_each_cell(folder: Path) -> None:
    """A row that cannot be placed takes nothing from the next."""
    found = seen(folder, f"UPN,Week,Marks\n,2026-11-16,L\n{UPN},soon,L\n{UPN},2026-11-16,L\n")
    assert [problem.code for problem in found.problems] == ["row-without-pupil", "import-date-unclear"]
    assert [sighting.mark for sighting in found.sightings] == ["L"]
    found = seen(folder, f"UPN,2026-11-16 AM,2026-11-16 PM\n,L,L\n{UPN},Z9,L\n")
    assert [problem.code for problem in found.problems] == ["row-without-pupil", "unknown-import-mark"]
    assert [sighting.half for sighting in found.sightings] == ["PM"]


# ── Files made to hurt ──────────────────────────────────────────────────────────────────────────────────


def test_a_file_past_the_limit_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """import-too-large: what no year of marks can be is refused before it fills the memory."""
    monkeypatch.setattr(files, "LARGEST", 1_000)
    found = seen(folder, HEADER + "\n" * 2_000)
    assert [problem.code for problem in found.problems] == ["import-too-large"]


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """import-too-large: the parts' sizes are added up before any is opened."""
    monkeypatch.setattr(bounds, "LARGEST_UNPACKED", 10_000)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b" " * 20_000)
    assert [problem.code for problem in seen(folder, packed.getvalue()).problems] == ["import-too-large"]


def test_a_workbook_with_too_many_cells_ends(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """import-too-large: rows are counted as they come, whatever the file says of its size."""
    monkeypatch.setattr(bounds, "MOST_CELLS", 50)
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["UPN", "Date", "Session", "Mark"])
    for _ in range(30):
        book.active.append([UPN, "2026-11-16", "AM", "L"])
    book.save(folder / "many.xlsx")
    found = read(folder / "many.xlsx", "marks.csv", rulebook=RULEBOOK)
    assert [problem.code for problem in found.problems] == ["import-too-large"]


BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in ("ab", "bc", "cd", "de", "ef"))
    + "]>\n<x>&f;</x>"
)


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><CTfile><Pupil><UPN>&e;</UPN></Pupil></CTfile>',
        '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://example.invalid/x.dtd"> %p;]><CTfile/>',
        '<!DOCTYPE CTfile PUBLIC "-//X//EN" "http://example.invalid/ctf.dtd"><CTfile/>',
        "<!DOCTYPE CTfile><CTfile/>",
    ],
    ids=["bomb", "a file", "a parameter", "a public one", "an empty one"],
)
def test_xml_with_a_document_type_is_refused(folder: Path, content: str) -> None:
    """No entity is opened out, no file and no address is fetched: the reading ends there."""
    found = seen(folder, content)
    assert [problem.code for problem in found.problems] == ["import-xml-unsafe"]
    assert (found.sightings, found.support) == ([], [])


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_bomb_inside_a_workbook_is_refused(folder: Path, part: str) -> None:
    """A workbook is XML too, and its parts are read as carefully."""
    assert openpyxl.DEFUSEDXML
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["UPN", "Date", "Session", "Mark"])
    plain, packed = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as parts, zipfile.ZipFile(packed, "w") as bad:
        for name in parts.namelist():
            bad.writestr(name, BOMB if name == part else parts.read(name))
    found = seen(folder, packed.getvalue())
    assert [problem.code for problem in found.problems] == ["import-unreadable"]


def test_deep_xml_ends(folder: Path) -> None:
    """Nesting exhausts nothing."""
    found = seen(folder, "<a>" * 100_000)
    assert [problem.code for problem in found.problems] == ["import-too-large"]


def test_a_lost_quote_swallows_no_rows(folder: Path) -> None:
    """What stands behind it would be taken for one long cell: it is told of, not lost."""
    rows = "\n".join(f"{UPN},2026-11-{day:02},AM,L" for day in range(2, 28))
    found = seen(folder, f'UPN,Date,Session,Mark,Comment\n{UPN},2026-11-01,AM,L,"late\n{rows}\n')
    assert [problem.code for problem in found.problems] == ["import-unreadable"]


def test_the_limit_of_a_csv_cell_is_a_problem(folder: Path) -> None:
    """A cell longer than the library reads ends the table with its row."""
    found = seen(folder, f"{HEADER}\n{UPN},2026-11-16,AM,L,{'x' * 200_000}\n")
    assert [problem.code for problem in found.problems] == ["import-unreadable"]
    assert bounds.LONGEST_ROW > 200_000
