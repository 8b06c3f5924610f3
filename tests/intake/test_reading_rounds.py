"""Written and read back: any register, in any shape, comes back as it was."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.intake.exports.columns import Vocabulary, sessions
from liverecord.intake.exports.mapping import Mapping
from liverecord.intake.exports.reading import read
from record_documents import RULEBOOK

MARKS = tuple(RULEBOOK.codes.lists["mark"])
OTHER = tuple(mark for mark in MARKS if mark not in "/\\")
MONDAY = date(2026, 9, 7)
DATES = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d/%m/%y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%d %B %Y",
    "%a %d %b %Y",
    "%A, %d %B %Y",
    "%Y%m%d",
    "%d/%m/%Y 08:45",
    "%Y-%m-%dT00:00:00Z",
)

Register = dict[str, list[str]]


@st.composite
def registers(draw: st.DrawFn, *, is_whole: bool = False) -> Register:
    """Draw up to three pupils' marks from MONDAY on, in whole weeks where that is asked for."""
    keys = draw(
        st.lists(
            st.sampled_from(["p-7k3m", "p-9wtr", "C999432126001", "1234"]),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    length = 10 * draw(st.integers(1, 3)) if is_whole else draw(st.integers(1, 24))
    mark = st.one_of(st.just("here"), st.sampled_from(OTHER))
    drawn = {key: draw(st.lists(mark, min_size=length, max_size=length)) for key in keys}
    return {
        key: [("/", "\\")[index % 2] if mark == "here" else mark for index, mark in enumerate(marks)]
        for key, marks in drawn.items()
    }


def told(register: Register) -> dict[tuple[str, date, str], str]:
    return {
        (key, *half_day): mark
        for key, marks in register.items()
        for half_day, mark in zip(sessions(MONDAY, 5, len(marks)), marks, strict=True)
    }


def back(
    folder: Path, rows: list[list[str]], delimiter: str = ",", **given: object
) -> dict[tuple[str, date, str], str]:
    """Write rows and return what is read of them, which must be without a problem."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    path = folder / "marks.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    seen = read(path, "marks.csv", rulebook=RULEBOOK, **given)  # type: ignore[arg-type]
    assert seen.problems == []
    return {(each.key, each.day, each.half): each.mark for each in seen.sightings}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rounds")


@given(
    register=registers(),
    form=st.sampled_from(DATES),
    delimiter=st.sampled_from(",;\t"),
    words=st.sampled_from([("AM", "PM"), ("am", "pm"), ("Morning", "Afternoon"), ("1", "2")]),
)
def test_a_long_table_comes_back(
    folder: Path, register: Register, form: str, delimiter: str, words: tuple[str, str]
) -> None:
    """Every way to write a date and a half, every delimiter, every mark, withdrawn ones included."""
    rows = [["Student ID", "Date", "Session", "Mark"]]
    rows += [
        [key, day.strftime(form), words[half == "PM"], mark]
        for (key, day, half), mark in told(register).items()
    ]
    assert back(folder, rows, delimiter) == told(register)


@given(
    register=registers(),
    form=st.sampled_from(
        [
            "%Y-%m-%d {}",
            "%d/%m/%Y {}",
            "%a %d %b %Y {}",
            "{} %d/%m/%y",
            "%d/%m/%Y ({})",
            "%Y-%m-%d{}",
            "%d/%m/%Y-{}",
        ]
    ),
)
def test_a_wide_table_comes_back(folder: Path, register: Register, form: str) -> None:
    """One row a pupil, a column a half day, however it is headed."""
    length = len(next(iter(register.values())))
    heads = [day.strftime(form).format(half) for day, half in sessions(MONDAY, 5, length)]
    rows = [["Name", "pupil_id", *heads], *(["Somebody", key, *marks] for key, marks in register.items())]
    assert back(folder, rows) == told(register)


@given(register=registers(is_whole=True), is_spaced=st.booleans())
def test_weeks_come_back(folder: Path, register: Register, is_spaced: bool) -> None:
    """One row a pupil and week, with or without spaces between the days."""
    rows = [["pupil_id", "Week commencing", "Marks"]]
    for key, marks in register.items():
        for first in range(0, len(marks), 10):
            monday = MONDAY + timedelta(weeks=first // 10)
            days = ["".join(marks[index : index + 2]) for index in range(first, first + 10, 2)]
            rows.append([key, monday.isoformat(), (" " if is_spaced else "").join(days)])
    assert back(folder, rows) == told(register)


@given(register=registers(), comma=st.booleans(), offset=st.integers(0, 4))
def test_one_long_text_comes_back(folder: Path, register: Register, comma: bool, offset: int) -> None:
    """From any weekday on, weekends left out; with commas, as transfer files since version 24, or run together, as before."""
    start = MONDAY + timedelta(days=offset)
    rows = [["pupil_id", "Start date", "Marks"]]
    rows += [[key, start.isoformat(), ("," if comma else "").join(marks)] for key, marks in register.items()]
    expected = {
        (key, *half_day): mark
        for key, marks in register.items()
        for half_day, mark in zip(sessions(start, 5, len(marks)), marks, strict=True)
    }
    assert back(folder, rows) == expected


@given(marks=st.lists(st.sampled_from(MARKS), max_size=60))
def test_marks_run_together_have_one_reading(marks: list[str]) -> None:
    """A digit is always a suffix: no spaces are needed to tell C2 from C."""
    words = Vocabulary(RULEBOOK, Mapping())
    assert words.tokens("".join(marks)) == (marks, None)


# ── What the vocabulary holds ───────────────────────────────────────────────────────────────────────────


def test_a_name_means_one_thing_however_it_is_written() -> None:
    """Without capitals and punctuation no two names of imports.yml fall together with two meanings."""
    from liverecord.intake.exports.columns import plain

    meanings: dict[str, set[str]] = {}
    for row in RULEBOOK.imports.columns:
        for name in row.names:
            meanings.setdefault(plain(name), set()).add(row.means)
    assert {name: means for name, means in meanings.items() if len(means) > 1} == {}


def test_what_is_not_established_says_so() -> None:
    """Columns that were guessed name a source that is not verified; those that were read name one that is."""
    imports = RULEBOOK.imports
    unsure = {name for name, source in imports.sources.items() if not source.verified}
    assert {"arbor_reports", "bromcom_reports", "sims_reports"} <= unsure
    assert {"go4schools", "wonde", "sims_sync", "bromcom"}.isdisjoint(unsure)
    lists = [name for name in imports.__struct_fields__ if name != "sources"]
    used = {row.source for name in lists for row in getattr(imports, name)}
    assert used == set(imports.sources)


@pytest.mark.parametrize("seen", ["I99", "X", "A", "*", "P1", "i", "l"])
def test_a_code_goes_by_the_table_never_by_its_first_letter(seen: str) -> None:
    """A sub-code that no table has is unknown; a small letter is its capital."""
    words = Vocabulary(RULEBOOK, Mapping())
    known = {"X": "X", "i": "I", "l": "L"}
    assert words.mark(seen) == known.get(seen)
    assert words.mark("X01") == "X"
    assert words.mark("I02") == "I"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("03/04/2026", date(2026, 4, 3)),
        ("1st September 2026", date(2026, 9, 1)),
        ("Tues 3 Nov 2026", date(2026, 11, 3)),
        ("16 Sept 2026", date(2026, 9, 16)),
        ("2026-11-16 00:00:00.000000", date(2026, 11, 16)),
        ("2026-06-15T00:00:00+01:00", date(2026, 6, 15)),
        ("2026-06-14T23:00:00Z", None),
        ("Tue 16/11/2026", None),
        ("31/11/2026", None),
        ("29/02/2026", None),
        ("11/16/2026", None),
        ("2026/11/16", None),
        ("2026111", None),
        ("31/12/9999", None),
        ("01/01/0026", None),
        ("x" * 100_000, None),
        ("46342", date(2026, 11, 16)),
        ("46342.375", date(2026, 11, 16)),
        ("463421", None),
        ("16 Nov", None),
        ("", None),
        ("soon", None),
    ],
)
def test_a_date_is_read_as_in_england_or_not_at_all(text: str, day: date | None) -> None:
    """The day stands first; a weekday that disagrees, a day that is none, a time that moves the day: no date."""
    assert Vocabulary(RULEBOOK, Mapping()).day(text) == day


def test_a_spreadsheet_s_own_date_is_a_date_and_so_is_its_number() -> None:
    """A cell formatted as a date comes as one; a bare number counts days from the end of 1899, or from 1904 where that is said."""
    words = Vocabulary(RULEBOOK, Mapping())
    assert words.day(MONDAY) == MONDAY
    assert words.day(46342) == MONDAY + timedelta(weeks=10)
    assert Vocabulary(RULEBOOK, Mapping(day_numbers=1904)).day(44880) == MONDAY + timedelta(weeks=10)
    assert words.day(4711) is None
    assert words.day(None) is None
    assert words.half(1.0) == "AM"
