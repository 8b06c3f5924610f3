"""Whatever a list holds: nothing is raised, run, fetched or quoted."""

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liverecord.intake.exports import files
from liverecord.intake.register import heading
from liverecord.intake.register.kept import is_writing
from liverecord.intake.register.reading import read
from liverecord.intake.register.rows import LINE, SHORT
from liverecord.intake.register.seen import RegisterSeen
from record_documents import RULEBOOK
from strategies import HOSTILE, hostile_text

COLUMNS = (
    "Surname", "Forename", "Known as", "UPN", "Former UPN", "Adno", "DOB", "Year", "Form", "Enrolment status", "SEN status", "EHCP",
    "Primary need", "Secondary need", "Need rank", "Key worker", "Last review", "EHCP issued", "Medical flag", "Live record",
)  # fmt: skip
ROW = (
    "Quill",
    "Ada",
    "",
    "F999432126003",
    "",
    "1234",
    "11/02/2014",
    "8",
    "8B",
    "C",
    "K",
    "",
    "SLCN",
    "ASD",
    "1",
    "",
    "",
    "",
    "no",
    "yes",
)
SECRET = "Kestrel-Ashworth"
"""Stands in for what people typed; no message may hold it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def seen(folder: Path, content: str | bytes) -> RegisterSeen:
    path = folder / "list"
    path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
    return read(path, "list", rulebook=RULEBOOK)


def line(cells: list[str] | tuple[str, ...]) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)


def sane(found: RegisterSeen) -> None:
    """Check what holds of every reading: codes that are explained, places in the file, one line a message, and codes of the lists."""
    lists = RULEBOOK.codes.lists
    for problem in found.problems:
        assert problem.code in RULEBOOK.problems
        assert problem.place.path == "list"
        assert problem.place.line >= 1
        assert (problem.message + problem.hint).isprintable(), problem
    for name in found.columns_left:
        assert name.isprintable()
    for pupil in found.pupils:
        assert pupil.given_name
        assert pupil.family_name
        assert pupil.support in ("", *lists["sen_provision"])
        assert pupil.year in ("", *lists["year_group"])
        assert pupil.enrolment in ("", "main", "subsidiary", "guest")
        assert set(pupil.needs) <= set(lists["need"])
        for text in (pupil.given_name, pupil.family_name, pupil.known_as, pupil.keyworker):
            assert is_writing(text)
            assert len(text) <= LINE
            assert text == " ".join(text.split())
        assert len(pupil.form) <= SHORT


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=300),
    start=st.sampled_from(
        [b"", b"PK\x03\x04", b"<CTfile>", b"<CTfile><Pupil><UPN>", b"Surname,Forename,UPN,Year\n"]
    ),
)
def test_any_bytes_are_a_list_or_told_of(folder: Path, content: bytes, start: bytes) -> None:
    """No bytes bring the program down."""
    sane(seen(folder, start + content))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(hostile_text(60), min_size=1, max_size=len(COLUMNS)), max_size=6))
def test_hostile_cells_of_a_list_are_harmless(folder: Path, rows: list[list[str]]) -> None:
    """Cells with anything in them are data: never run, never raised over, and no message breaks its line."""
    sane(seen(folder, "\n".join([line(COLUMNS), *map(line, rows)])))


@pytest.mark.parametrize("text", [*HOSTILE, SECRET])
@pytest.mark.parametrize("at", range(len(COLUMNS)))
def test_no_message_quotes_a_cell_of_a_list(folder: Path, text: str, at: int) -> None:
    """What stands in a cell, a name in the wrong column above all, stays out of logs."""
    cells = list(ROW)
    cells[at] = text
    found = seen(folder, f"{line(COLUMNS)}\n{line(cells)}")
    sane(found)
    if len(text.strip()) > 3:
        assert all(text.strip() not in problem.message + problem.hint for problem in found.problems)


def test_a_name_in_a_short_column_is_not_quoted_either(folder: Path) -> None:
    """A name of two letters looks like a code: no word of a cell is repeated, short or long."""
    for at in range(len(COLUMNS)):
        cells = list(ROW)
        cells[at] = "Xu"
        assert not any(
            "Xu" in problem.message + problem.hint
            for problem in seen(folder, f"{line(COLUMNS)}\n{line(cells)}").problems
        )


def test_a_formula_is_what_was_saved_with_it_or_told_of(folder: Path) -> None:
    """None is run; one without a saved value is a cell that looks empty, and its row is not wholly understood."""
    book = openpyxl.Workbook()
    book.active.append(["Surname", "Forename", "DOB"])
    book.active.append(["Quill", "Ada", "=DATE(2014,2,11)"])
    file = io.BytesIO()
    book.save(file)
    found = seen(folder, file.getvalue())
    assert {"formula-without-value"} == {problem.code for problem in found.problems}
    assert (found.pupils, [pupil.given_name for pupil in found.unclear]) == ([], ["Ada"])


def test_many_wrong_rows_are_told_of_once(folder: Path) -> None:
    """Ten rows of a kind are told, the others counted, and all of them are known to be there."""
    rows = "".join(f"Quill,Ada{chr(97 + at % 26)},K?\n" for at in range(300))
    found = seen(folder, f"Surname,Forename,SEN status\n{rows}")
    assert [problem.code for problem in found.problems] == ["unknown-list-word"] * 10 + ["too-many-problems"]
    assert (len(found.pupils), len(found.unclear)) == (0, 300)


@pytest.mark.parametrize("filler", [" ", "- ", "(1) ", "a,", "1.", "K - ", "\u00a0x"])
def test_a_long_cell_is_one_cell_among_others(folder: Path, filler: str) -> None:
    """Taking a cell apart takes no longer than reading it, whatever it is made of."""
    for at in range(len(COLUMNS)):
        cells = list(ROW)
        cells[at] = f"x{filler * 20_000}y"
        sane(seen(folder, f"{line(COLUMNS)}\n{line(cells)}"))


def test_a_list_is_held_whole_and_no_more_than_a_schools(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past the bound the row is told at which the reading ended; what stands before it is read."""
    monkeypatch.setattr(heading, "MOST_HELD", 30)
    found = seen(folder, "Surname,Forename,Year\n" + "Quill,Ada,8\n" * 20)
    assert [(problem.code, problem.place.line) for problem in found.problems] == [("import-too-large", 12)]
    assert len(found.pupils) == 10


def test_a_list_that_is_too_large_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is that of every file of the information system."""
    monkeypatch.setattr(files, "LARGEST", 100)
    found = seen(folder, "Surname,Forename,Year\n" + "Quill,Ada,8\n" * 20)
    assert [problem.code for problem in found.problems] == ["import-too-large"]
