"""A school's own names: the mapping file goes first, and what it leaves out is found as ever."""

from datetime import date, time
from pathlib import Path

import openpyxl
import pytest

from liverecord.intake.exports.mapping import COLUMNS, Mapping, read_mapping
from liverecord.intake.exports.reading import read
from liverecord.intake.sightings import Seen
from liverecord.problem import LiverecordError
from record_documents import RULEBOOK


def seen(folder: Path, text: str, mapping: object = None, form: str = "auto") -> Seen:
    path = folder / "marks.csv"
    path.write_text(text, encoding="utf-8")
    return read(path, "marks.csv", form, mapping, rulebook=RULEBOOK)  # type: ignore[arg-type]


def told(found: Seen) -> list[tuple[str, bool, date, str, str]]:
    assert found.problems == []
    return [(each.key, each.is_upn, each.day, each.half, each.mark) for each in found.sightings]


ODD = "Lernende,Am,Wann,Was\n0042,2026-11-16,Tutor,Q9\n0042,2026-11-16,Club,??\n"
ODD_MAP = "pupil: Lernende\ndate: Am\nsession: Wann\nmark: Was\nsessions: {Tutor: AM, Club: PM}\nmarks: {Q9: O, '??': }\n"


def test_a_mapping_names_columns_words_and_codes(tmp_path: Path) -> None:
    """A column that means something else by its name here means what the mapping says; a code mapped to nothing is no mark."""
    assert [problem.code for problem in seen(tmp_path, ODD).problems] == ["import-shape-unclear"]
    path = tmp_path / "map.yml"
    path.write_text(ODD_MAP, encoding="utf-8")
    expected = [
        ("0042", False, date(2026, 11, 16), "AM", "O"),
        ("0042", False, date(2026, 11, 16), "PM", "-"),
    ]
    assert told(seen(tmp_path, ODD, path)) == expected


def test_with_a_pupil_s_column_named_no_upn_is_looked_for(tmp_path: Path) -> None:
    """The school says by what its pupils go; a statutory code beside the named one is not looked for either."""
    text = "UPN,Adm No,Date,Session,Mark,ExportMark\nC999432126001,77,2026-11-16,AM,L,U\n"
    assert told(seen(tmp_path, text))[0][0] == "C999432126001"
    assert told(seen(tmp_path, text, {"pupil": "Adm No"}))[0][:2] == ("77", False)
    assert told(seen(tmp_path, text))[0][4] == "U"
    assert told(seen(tmp_path, text, {"mark": "Mark"}))[0][4] == "L"


@pytest.mark.parametrize("name", ["Admission", "Dte"])
def test_a_column_that_is_not_there_is_a_problem(tmp_path: Path, name: str) -> None:
    """import-column-missing: the mapping is not passed over in favour of a column that happens to be known."""
    text = "UPN,Date,Session,Mark\nC999432126001,2026-11-16,AM,L\n"
    for key in ("pupil", "date", "mark"):
        found = seen(tmp_path, text, {key: name})
        assert [problem.code for problem in found.problems] == ["import-column-missing"]
        assert found.sightings == []
    assert [problem.code for problem in seen(tmp_path, text, {"am": "Vormittag"}).problems] == [
        "import-column-missing"
    ]


@pytest.mark.parametrize(
    ("forms", "day"),
    [("%m/%d/%Y", date(2026, 4, 3)), (["%Y", "%d/%m/%Y"], None), ("%d/%m/%Y", date(2026, 3, 4))],
)
def test_a_mapping_may_say_how_dates_are_written(tmp_path: Path, forms: object, day: date | None) -> None:
    """Month first is read where somebody has said so; a form that does not give a day is refused."""
    found = seen(tmp_path, "UPN,Date,Session,Mark\nC999432126001,04/03/2026,AM,L\n", {"dates": forms})
    if day is None:
        assert [problem.code for problem in found.problems] == ["mapping-wrong"]
    else:
        assert told(found)[0][2] == day


@pytest.mark.parametrize(
    ("title", "mapping", "year"),
    [
        ("", {"year": 2026}, 2026),
        ("", {"year": 2020}, 2020),
        ("Academic year 2026/27", None, 2026),
        ("Register 2026-2027", None, 2026),
        ("From 16/11/2026 to 20/11/2026", None, 2026),
        ("Autumn 2026/27 and 2025/26", None, None),
        ("Room 2026", None, None),
        ("Academic year 2025/26", None, None),
    ],
)
def test_dates_without_a_year_need_one_said(
    tmp_path: Path, title: str, mapping: object, year: int | None
) -> None:
    """The mapping or a line above the columns says it; the weekday must agree, and two years are none."""
    found = seen(tmp_path, f"{title}\nUPN,Mon 16 Nov AM,Tue 17 Nov AM\nC999432126001,L,/\n", mapping)
    if year is None:
        assert {problem.code for problem in found.problems} == {"import-date-unclear"}
    else:
        assert [each[2] for each in told(found)] == [date(year, 11, 16), date(year, 11, 17)]


def test_a_school_year_runs_over_the_new_year(tmp_path: Path) -> None:
    """January of a school year is in the calendar year after it began."""
    found = seen(tmp_path, "UPN,7 Sep AM,11 Jan AM\nC999432126001,L,/\n", {"year": 2026})
    assert [each[2] for each in told(found)] == [date(2026, 9, 7), date(2027, 1, 11)]


def test_what_stands_above_and_below_the_table_is_passed_over(tmp_path: Path) -> None:
    """Titles, a repeated header and a line of text alone are no rows; an American date in a title spoils nothing."""
    text = (
        "Printed 11/16/2026,,,\n,,,\nUPN,Date,Session,Mark\nC999432126001,2026-11-16,AM,L\nUPN,Date,Session,Mark\n"
        "C999432126001,2026-11-16,PM,I\n,,,\nEnd of report,,,\n"
    )
    assert len(told(seen(tmp_path, text))) == 2


def test_an_id_of_these_records_goes_before_a_upn(tmp_path: Path) -> None:
    """Where a row has both, the record's own id is what it means; an empty one leaves the UPN."""
    text = "pupil_id,UPN,Date,Session,Mark\np-7k3m,C999432126001,2026-11-16,AM,L\n,c999432126001,2026-11-16,PM,L\n"
    assert [each[:2] for each in told(seen(tmp_path, text))] == [("p-7k3m", False), ("C999432126001", True)]


def test_a_row_without_date_and_mark_says_nothing(tmp_path: Path) -> None:
    """Pupils without marks stand in some exports all the same."""
    assert told(seen(tmp_path, "UPN,Date,Session,Mark\nC999432126001,,,\n")) == []
    assert told(seen(tmp_path, "UPN,Week,Marks\nC999432126001,,\n")) == []


def test_one_sign_for_present_is_the_register_s_two(tmp_path: Path) -> None:
    r"""A system that writes / all day means \ in the afternoon; the same mark twice is one."""
    found = told(seen(tmp_path, "UPN,Date,Session,Mark\n" + "C999432126001,2026-11-16,PM,/\n" * 2))
    assert [each[4] for each in found] == ["\\"]
    found = told(seen(tmp_path, "UPN,Week,Marks\nC999432126001,2026-11-16,// // L/\n"))
    assert [each[4] for each in found] == ["/", "\\", "/", "\\", "L", "\\"]


def test_a_day_s_cell_holds_two_marks(tmp_path: Path) -> None:
    """A column of a day without a half: one mark too few cannot be placed, an unknown one is told, nothing is no mark."""
    text = "UPN,16/11/2026,17/11/2026,18/11/2026,19/11/2026\nC999432126001,L\\,,L,/Z9\n"
    found = seen(tmp_path, text)
    assert [problem.code for problem in found.problems] == ["marks-out-of-step", "unknown-import-mark"]
    assert [(each.day.day, each.mark) for each in found.sightings] == [
        (16, "L"),
        (16, "\\"),
        (17, "-"),
        (17, "-"),
    ]


def test_a_half_without_its_day_is_told(tmp_path: Path) -> None:
    """In a header of two rows no column is passed over because the date above it cannot be read."""
    text = ",16/11/2026,,31/11/2026,\nUPN,AM,PM,AM,PM\nC999432126001,/,\\,/,\\\n"
    problems = seen(tmp_path, text).problems
    assert [(problem.code, problem.place.column) for problem in problems] == [
        ("import-date-unclear", 4),
        ("import-date-unclear", 5),
    ]


# ── The file itself ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("pupil: [A, B]\n", "mapping-wrong"),
        ("columns: {pupil: A}\n", "mapping-wrong"),
        ("sessions: {Tutor: Morning}\n", "mapping-wrong"),
        ("days: 6\n", "mapping-wrong"),
        ("dates: '%Y'\n", "mapping-wrong"),
        ("pupil: A\npupil: B\n", "duplicate-key"),
        ("- pupil\n", "not-a-mapping"),
        ("\ufffe", "control-character"),
    ],
)
def test_a_mapping_that_does_not_hold_together_is_told_of(tmp_path: Path, text: str, code: str) -> None:
    """It is read as strictly as a record, and nothing is imported with half of it."""
    path = tmp_path / "map.yml"
    path.write_text(text, encoding="utf-8")
    mapping, problems = read_mapping(path, "map.yml")
    assert [problem.code for problem in problems] == [code]
    assert {problem.place.path for problem in problems} == {"map.yml"}
    assert mapping == Mapping()
    found = seen(tmp_path, ODD, path)
    assert (found.problems, found.sightings) == (problems, [])


def test_a_mapping_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """As for the file itself, only what cannot be opened raises."""
    with pytest.raises(LiverecordError, match=r"map\.yml cannot be opened"):
        read_mapping(tmp_path / "map.yml", "map.yml")


def test_a_mapping_gives_marks_that_the_register_has(tmp_path: Path) -> None:
    """mapping-wrong: a code mapped to another unknown code explains nothing."""
    assert [problem.code for problem in seen(tmp_path, ODD, {"marks": {"Q9": "Q9"}}).problems] == [
        "mapping-wrong"
    ]


def test_every_column_may_be_named() -> None:
    """The list of columns that the hint prints is the one that the mapping has."""
    assert set(COLUMNS) < set(Mapping.__struct_fields__)
    named = {name: name.title() for name in COLUMNS}
    assert Mapping(**named).columns == named


@pytest.mark.parametrize("at", [time(23), 23 / 24, "23:00"])
def test_a_workbook_s_time_beside_its_date_is_seen(tmp_path: Path, at: object) -> None:
    """A cell that is a time, a fraction of a day or a text: each is the hour of the row's date."""
    book = openpyxl.Workbook()
    book.active.append(["pupil_id", "Date", "Hour", "Session", "Mark"])
    book.active.append(["p-7k3m", date(2026, 11, 9), at, "AM", "/"])
    book.save(tmp_path / "marks.xlsx")
    found = read(tmp_path / "marks.xlsx", "marks.xlsx", mapping={"time": "Hour"}, rulebook=RULEBOOK)
    assert found.problems == []
    assert found.odd_times == {date(2026, 11, 9): time(23)}
