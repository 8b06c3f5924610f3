"""Shapes of real exports: columns of weekdays, day numbers, times in other zones, lines of totals, signs."""

from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from liverecord.intake.exports import moments
from liverecord.intake.exports.reading import read
from liverecord.intake.sightings import Seen
from record_documents import RULEBOOK

UPN = "C999432126001"
MONDAY = date(2026, 11, 16)
WEEK = ["/", "\\", "/", "\\", "I", "I", "/", "\\", "L", "\\"]
SPELLINGS = (
    ("{}AM", "{}PM", 3),
    ("{} AM", "{} PM", 3),
    ("{}_am", "{}_pm", 3),
    ("{} AM", "{} PM", 9),
    ("AM {}", "PM {}", 9),
    ("{} morning", "{} afternoon", 9),
    ("{} 1", "{} 2", 3),
    ("{}-a", "{}-p", 3),
)
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def seen(folder: Path, text: str, **given: object) -> Seen:
    path = folder / "marks.csv"
    path.write_text(text, encoding="utf-8")
    return read(path, "marks.csv", rulebook=RULEBOOK, **given)  # type: ignore[arg-type]


def marks(found: Seen) -> list[str]:
    assert found.problems == []
    return [each.mark for each in sorted(found.sightings, key=lambda each: (each.day, each.half))]


@pytest.mark.parametrize(("morning", "afternoon", "letters"), SPELLINGS)
@pytest.mark.parametrize("week", ["Week Beginning", "startDate", "Date"])
def test_columns_of_weekdays_are_a_week(
    tmp_path: Path, morning: str, afternoon: str, letters: int, week: str
) -> None:
    """However the ten columns are written, each mark stands on its half day."""
    heads = [form.format(name[:letters]) for name in NAMES for form in (morning, afternoon)]
    found = seen(tmp_path, f"UPN,{week},{','.join(heads)}\n{UPN},16/11/2026,{','.join(WEEK)}\n")
    assert (found.form, marks(found)) == ("weekdays", WEEK)
    assert {each.day for each in found.sightings} == {MONDAY + timedelta(days=day) for day in range(5)}


def test_weekdays_may_stand_over_their_halves_or_hold_both(tmp_path: Path) -> None:
    """Two rows of names, and five columns with two marks in each, are the same week."""
    upper = ",".join(f"{name}," for name in NAMES)
    lower = ",".join(["AM", "PM"] * 5)
    two = seen(tmp_path, f"UPN,Week beginning,{upper}\n,,{lower}\n{UPN},16/11/2026,{','.join(WEEK)}\n")
    assert (two.form, marks(two)) == ("weekdays", WEEK)
    days = ",".join(WEEK[at] + WEEK[at + 1] for at in range(0, 10, 2))
    five = seen(tmp_path, f"UPN,Week beginning,{','.join(NAMES)}\n{UPN},16/11/2026,{days}\n")
    assert (five.form, marks(five)) == ("weekdays", WEEK)


def test_a_week_that_begins_on_another_day_is_told(tmp_path: Path) -> None:
    """The date of a week is its Monday; any other would shift every mark."""
    found = seen(tmp_path, f"UPN,Week beginning,Mon AM,Tue AM\n{UPN},17/11/2026,/,/\n")
    assert [problem.code for problem in found.problems] == ["marks-out-of-step"]
    assert found.sightings == []


@given(st.dates(date(1991, 1, 1), date(2098, 12, 31)), st.sampled_from([1900, 1904]))
def test_a_day_s_number_is_the_day(day: date, system: int) -> None:
    """In both of a spreadsheet's ways to count, as openpyxl has them."""
    since = moments.SINCE_1904 if system == 1904 else moments.SINCE_1900
    moment = moments.from_number((day - since).days, since)
    assert moment == datetime.combine(day, moments.MIDNIGHT)


@pytest.mark.parametrize("is_1904", [False, True])
def test_a_workbook_s_numbers_count_from_its_own_day(tmp_path: Path, is_1904: bool) -> None:
    """A cell without a date's format holds a number, whose beginning the workbook knows."""
    book = openpyxl.Workbook()
    if is_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append(["UPN", "Date", "AM", "PM"])
    sheet.append([UPN, 44880 if is_1904 else 46342, "/", "\\"])
    path = tmp_path / "marks.xlsx"
    book.save(path)
    found = read(path, "marks.xlsx", rulebook=RULEBOOK)
    assert marks(found) == ["/", "\\"]
    assert {each.day for each in found.sightings} == {MONDAY}


def test_a_formula_without_a_value_is_told_with_its_cell(tmp_path: Path) -> None:
    """An empty-looking cell is never dropped without a word."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["UPN", "Date", "AM", "PM"])
    sheet.append([UPN, "16/11/2026", "/", '=IF(TRUE,"I","")'])
    path = tmp_path / "marks.xlsx"
    book.save(path)
    (problem,) = read(path, "marks.xlsx", rulebook=RULEBOOK).problems
    assert (problem.code, problem.place.line, problem.place.column) == ("formula-without-value", 2, 4)
    assert "D2" in problem.message


@pytest.mark.parametrize(
    ("written", "zone", "day"),
    [
        ("2026-06-14T23:00:00Z", "UTC", date(2026, 6, 15)),
        ("2026-06-14 23:00:00", "UTC", date(2026, 6, 15)),
        ("2026-06-14", "UTC", date(2026, 6, 15)),
        ("2026-11-16", "UTC", date(2026, 11, 16)),
        ("2026-11-16 08:45", "UTC", date(2026, 11, 16)),
        ("2026-11-16T00:00:00+00:00", None, date(2026, 11, 16)),
        ("2026-06-15T00:00:00Z", None, date(2026, 6, 15)),
    ],
)
def test_a_time_in_another_zone_is_the_day_in_england(
    tmp_path: Path, written: str, zone: str | None, day: date
) -> None:
    """Universal time is an hour behind in summer, and midnight there is a day's own."""
    found = seen(tmp_path, f"UPN,Date,Session,Mark\n{UPN},{written},AM,/\n", zone=zone)
    assert (marks(found), [each.day for each in found.sightings]) == (["/"], [day])


def test_a_zone_that_moves_the_day_names_the_way_out(tmp_path: Path) -> None:
    """Without a zone such a date is not relied on, and the hint works when followed."""
    text = f"UPN,Date,Session,Mark\n{UPN},2026-06-14T23:00:00Z,AM,/\n"
    (problem,) = seen(tmp_path, text).problems
    assert "--time-zone UTC" in problem.hint
    assert marks(seen(tmp_path, text, zone="UTC")) == ["/"]


def test_lines_of_totals_are_passed_over_and_counted(tmp_path: Path) -> None:
    """Beside one label a line of totals holds numbers alone; a pupil without a UPN has marks, and is told of."""
    head = "UPN,Name,16/11/2026 AM,16/11/2026 PM\n"
    found = seen(tmp_path, f"{head}{UPN},A,/,\\\nTotal present,,1,1\n% present,,100.0,50 %\n")
    assert (found.passed_over, marks(found)) == ([3, 4], ["/", "\\"])
    found = seen(tmp_path, f"{head},A,/,\\\n,B,-,-\n")
    assert [problem.code for problem in found.problems] == ["row-without-pupil"] * 2


def test_unknown_signs_come_with_the_line_that_reads_them(tmp_path: Path) -> None:
    """The sign is shown, and the mapping line in the hint takes the problem away."""
    text = f"UPN,Date,AM,PM\n{UPN},16/11/2026,!,*\n{UPN},17/11/2026,?,L5\n"
    found = seen(tmp_path, text)
    assert [problem.code for problem in found.problems] == ["unknown-import-mark"] * 4
    assert all(f"'{sign}'" in found.problems[at].message for at, sign in enumerate(["!", "*", "?", "L5"]))
    (line,) = {problem.hint.split("`")[1] for problem in found.problems}
    mapping = tmp_path / "map.yml"
    mapping.write_text(line + "\n", encoding="utf-8")
    assert marks(seen(tmp_path, text, mapping=mapping)) == ["-"] * 4
