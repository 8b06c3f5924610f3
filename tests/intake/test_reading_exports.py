"""Exports as the systems make them: whatever the columns, dates and shape, the same register is read."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from liverecord.intake.exports.reading import read
from liverecord.intake.sightings import NeedSeen, Seen
from liverecord.problem import LiverecordError
from record_documents import RULEBOOK

EXPORTS = Path(__file__).parent / "exports"
MONDAY = date(2026, 11, 16)
REGISTER = {
    "C999432126001": ["/", "\\", "/", "\\", "L", "\\", "C2", "C2", "I", "I"],
    "X999432122040": ["/", "\\", "Y1", "\\", "/", "\\", "N", "-", "/", "\\"],
}
"""The week from MONDAY that every export tells."""

SHAPES = {
    "plain.csv": "long",
    "sims.csv": "long",
    "sims_codes.csv": "long",
    "go4schools.csv": "long",
    "wonde.csv": "long",
    "bromcom.csv": "long",
    "arbor.csv": "long",
    "wide.csv": "wide",
    "wide_two_rows.csv": "wide",
    "wide_days.csv": "wide",
    "weekly.csv": "weekly",
    "start.csv": "weekly",
    "ctf25.xml": "ctf",
    "ctf23.xml": "ctf",
}


def half_day(index: int) -> tuple[date, str]:
    return MONDAY + timedelta(days=index // 2), ("AM", "PM")[index % 2]


def noon(day: date) -> datetime:
    """Return a day as Excel has it: with a time, and no zone."""
    return datetime.combine(day, time(12))


def told(seen: Seen) -> dict[str, dict[tuple[date, str], str]]:
    """Return the marks of a reading by pupil and half day."""
    marks: dict[str, dict[tuple[date, str], str]] = {}
    for sighting in seen.sightings:
        marks.setdefault(sighting.key, {})[sighting.day, sighting.half] = sighting.mark
    return marks


EXPECTED = {
    key: {half_day(index): mark for index, mark in enumerate(marks)} for key, marks in REGISTER.items()
}


def test_every_export_is_read_here() -> None:
    """No fixture lies about untried."""
    assert {path.name for path in EXPORTS.iterdir()} == set(SHAPES)


@pytest.mark.parametrize(("name", "shape"), SHAPES.items())
def test_an_export_tells_the_register(name: str, shape: str) -> None:
    """Each system's columns, dates, encoding, delimiter and shape are found, and the marks are the same in all."""
    seen = read(EXPORTS / name, name, rulebook=RULEBOOK)
    assert seen.problems == []
    assert seen.form == shape
    assert told(seen) == EXPECTED
    assert all(sighting.is_upn for sighting in seen.sightings)
    assert {sighting.place.path for sighting in seen.sightings} == {name}


@pytest.mark.parametrize(("name", "shape"), SHAPES.items())
def test_a_named_form_reads_the_same(name: str, shape: str) -> None:
    """Naming the form changes nothing where it would have been found."""
    assert read(EXPORTS / name, name, shape, rulebook=RULEBOOK) == read(
        EXPORTS / name, name, rulebook=RULEBOOK
    )


def test_a_place_is_the_row_that_a_spreadsheet_shows() -> None:
    """Row 1 is the file's first, titles and blank lines included; the column is the mark's."""
    seen = read(EXPORTS / "sims.csv", "sims.csv", rulebook=RULEBOOK)
    assert str(seen.sightings[0].place) == "sims.csv:5:6"
    wide = read(EXPORTS / "wide.csv", "wide.csv", rulebook=RULEBOOK)
    assert [str(sighting.place) for sighting in wide.sightings[:2]] == ["wide.csv:4:4", "wide.csv:4:5"]


@pytest.mark.parametrize("name", ["ctf25.xml", "ctf23.xml"])
def test_a_transfer_file_tells_of_support_and_needs(name: str) -> None:
    """The provision that holds is the latest begun and not ended; needs come with their rank. Who has none has no line."""
    (support,) = read(EXPORTS / name, name, rulebook=RULEBOOK).support
    assert (support.key, support.is_upn) == ("C999432126001", True)
    assert (support.provision, support.since) == ("E", date(2024, 9, 1))
    assert support.needs == (NeedSeen("SLCN", 1), NeedSeen("ASD", 2))
    assert support.place.line == 11


# ── Excel ───────────────────────────────────────────────────────────────────────────────────────────────


def workbook(folder: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    for number, (title, rows) in enumerate(sheets):
        sheet = book.active if number == 0 else book.create_sheet()
        assert sheet is not None
        sheet.title = title
        for row in rows:
            sheet.append(row)
    path = folder / "marks.xlsx"
    book.save(path)
    return path


def long_rows(pupils: list[str]) -> list[list[object]]:
    rows: list[list[object]] = [["UPN", "Date", "Session", "Mark"]]
    for key in pupils:
        for index, mark in enumerate(REGISTER[key]):
            day, half = half_day(index)
            rows.append([key, noon(day), half, mark])
    return rows


def test_a_workbook_is_read_with_its_dates_and_sheets(tmp_path: Path) -> None:
    """Dates may be dates; every visible sheet with known columns counts, one without is passed over."""
    one, two = REGISTER
    path = workbook(
        tmp_path,
        ("8A", long_rows([one])),
        ("Notes", [["Printed on Friday"]]),
        ("8B", [["Marks"], *long_rows([two])]),
    )
    seen = read(path, "marks.xlsx", rulebook=RULEBOOK)
    assert seen.problems == []
    assert told(seen) == EXPECTED


def test_a_hidden_sheet_is_left_out(tmp_path: Path) -> None:
    """What nobody can see was not meant to be imported."""
    one, two = REGISTER
    path = workbook(tmp_path, ("8A", long_rows([one])), ("old", long_rows([two])))
    book = openpyxl.load_workbook(path)
    book["old"].sheet_state = "hidden"
    book.save(path)
    assert set(told(read(path, "marks.xlsx", rulebook=RULEBOOK))) == {one}


def test_a_wide_workbook_may_have_dates_over_halves(tmp_path: Path) -> None:
    """Merged cells leave the date over its first half alone."""
    days: list[object] = []
    for index in range(0, 10, 2):
        day = half_day(index)[0]
        days += [noon(day), None]
    rows = [["Register"], [None, None, *days], ["UPN", "Name", *["AM", "PM"] * 5]]
    rows += [[key, "Somebody", *marks] for key, marks in REGISTER.items()]
    seen = read(workbook(tmp_path, ("Week", rows)), "marks.xlsx", rulebook=RULEBOOK)
    assert seen.problems == []
    assert (seen.form, told(seen)) == ("wide", EXPECTED)


def test_a_formula_is_never_worked_out(tmp_path: Path) -> None:
    """A cell with a formula holds what was saved with it: here nothing, so that it is no mark; nothing is run."""
    path = workbook(
        tmp_path,
        (
            "Marks",
            [
                ["UPN", "Date", "Session", "Mark"],
                ["C999432126001", noon(MONDAY), "AM", '=HYPERLINK("x")'],
            ],
        ),
    )
    (sighting,) = read(path, "marks.xlsx", rulebook=RULEBOOK).sightings
    assert sighting.mark == "-"


def test_numbers_in_cells_are_text_without_a_point(tmp_path: Path) -> None:
    """A pupil's number stays the number that the school knows."""
    path = workbook(tmp_path, ("Marks", [["Adno", "Date", "Session", "Mark"], [4711, "16/11/2026", 1, "L"]]))
    (sighting,) = read(path, "marks.xlsx", rulebook=RULEBOOK).sightings
    assert (sighting.key, sighting.is_upn, sighting.half, sighting.mark) == ("4711", False, "AM", "L")


# ── The file itself ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"UPN,Date,Session,Mark\r\n", b"\xef\xbb\xbfUPN,Date,Session,Mark"]
)
def test_no_rows_are_no_marks(tmp_path: Path, content: bytes) -> None:
    """A header without rows is a week without marks; a file without a header says so."""
    path = tmp_path / "marks.csv"
    path.write_bytes(content)
    seen = read(path, "marks.csv", rulebook=RULEBOOK)
    assert seen.sightings == []
    assert [problem.code for problem in seen.problems] == (
        [] if b"UPN" in content else ["import-shape-unclear"]
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_spreadsheet_s_encodings_are_found(tmp_path: Path, encoding: str) -> None:
    """An accent in a name decides nothing about the marks beside it."""
    path = tmp_path / "marks.csv"
    path.write_text(
        "UPN\tName\tDate\tAM\tPM\nC999432126001\tZoë\t16/11/2026\tL\t\\\n", encoding=encoding, newline="\r\n"
    )
    seen = read(path, "marks.csv", rulebook=RULEBOOK)
    assert [sighting.mark for sighting in seen.sightings] == ["L", "\\"]


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """Only what cannot be opened raises, and the message has the name that was typed, not the machine's path."""
    with pytest.raises(LiverecordError) as caught:
        read(tmp_path / "marks.csv", "marks.csv", rulebook=RULEBOOK)
    assert "marks.csv cannot be opened" in caught.value.message
    assert str(tmp_path) not in caught.value.message
    assert caught.value.hint
    with pytest.raises(LiverecordError):
        read(tmp_path, "folder", rulebook=RULEBOOK)


@pytest.mark.parametrize(
    ("sign", "word"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xlsx"), (b"PK\x03\x04broken", "again"), (b"%PDF-1.7", "CSV")],
)
def test_another_kind_of_file_is_named_and_the_way_out_told(tmp_path: Path, sign: bytes, word: str) -> None:
    """An old or locked workbook, a broken one, a printout: each hint says what to do."""
    path = tmp_path / "marks.xlsx"
    path.write_bytes(sign + bytes(100))
    (problem,) = read(path, "marks.xlsx", rulebook=RULEBOOK).problems
    assert problem.code == "import-unreadable"
    assert word in problem.hint
