"""`liverecord new-year`, as somebody types it: said by ids alone, written only where it is understood, decided by a plan or a roster."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from liverecord.cli import commands
from liverecord.demo import demo
from liverecord.demo.schoolyear import terms
from liverecord.intake.rosters import PLAN, plan_written
from strategies import hostile_text

JULY = date(2027, 7, 1)
TERMS = tuple(f"--term={term.name}={term.start}..{term.end}" for term in terms(2027))


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "school"
    demo(folder, phase="secondary", pupils=12, weeks=2, commits=1, today=JULY)
    monkeypatch.chdir(folder)
    return folder


def new_year(*arguments: str, day: date = JULY) -> Result:
    return CliRunner().invoke(
        commands, ["new-year", "--today", str(day), *arguments], standalone_mode=False, catch_exceptions=False
    )


def contents(school: Path) -> dict[str, bytes]:
    return {
        path.relative_to(school).as_posix(): path.read_bytes() for path in (school / "records").rglob("*.yml")
    }


def names(school: Path) -> set[str]:
    """Return the family names of all pupils."""
    plans = (path.read_text(encoding="utf-8") for path in (school / "records/pupils").rglob("plan.yml"))
    return {plan.partition("family_name: ")[2].partition("\n")[0].strip() for plan in plans}


def next_year(school: Path, pupil: str) -> str:
    plan = (school / f"records/pupils/{pupil}/plan.yml").read_text(encoding="utf-8")
    return plan.partition("next_year:")[2].partition("support:")[0]


def test_a_dry_run_says_all_and_writes_nothing(school: Path) -> None:
    """Ids stand for pupils, what is open is listed, and the exit says so."""
    before = contents(school)
    said = new_year(*TERMS, "--dry-run")
    assert said.return_value == 1
    assert contents(school) == before
    assert "Move up: " in said.output
    assert "Open:" in said.output
    assert not any(name in said.output for name in names(school))


def test_whoever_is_undecided_keeps_every_byte(school: Path) -> None:
    before = contents(school)
    said = new_year(*TERMS)
    assert said.return_value == 1
    (said_once,) = re.findall(
        r"^  (\d+) pupils  Year 11\. .*sixth form.*\n    (p-.*)$", said.output, re.MULTILINE
    )
    still = set(said_once[1].split(", "))
    assert len(still) == int(said_once[0]) > 1, "what is open of many alike is said once, of each of them"
    assert "Staff: does anybody else leave?" in said.output
    after = contents(school)
    for pupil in still:
        assert {path for path in after if f"/{pupil}/" in path and after[path] != before[path]} == set()
    again = new_year(*TERMS)
    assert "nothing to write" in again.output
    assert contents(school) == after


def test_a_roster_says_year_form_and_key_worker(school: Path) -> None:
    """By id or by the unique pupil number; a year is an answer for whoever is asked; other pupils' rows are passed over."""
    rows = [
        "id,UPN,Year,Form,Key worker",
        "p-3zht,,Year 12,12T,",
        "p-8dct,,11,,",
        "p-7k3m,,09,9Q,L. Castell",
        ",A999432199001,8,8A,",
    ]
    Path("../roster.csv").write_text("\n".join(rows), encoding="utf-8")
    said = new_year(*TERMS, "--roster", "../roster.csv", "--leavers")
    assert said.return_value == 0, said.output
    assert "year_group: 12" in next_year(school, "p-3zht")
    assert "form: 12T" in next_year(school, "p-3zht")
    assert "year_group: 11" in next_year(school, "p-8dct")
    assert "form: 9Q" in next_year(school, "p-7k3m")
    assert "keyworker: l-castell" in next_year(school, "p-7k3m")
    assert "1 row of pupils without a record" in said.output


def test_a_roster_is_an_excel_workbook_as_well(school: Path) -> None:
    """With a title above its columns, which are called what the information system calls them."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Groups of 2027/28"],
        ["id", "NC Year", "Reg Group"],
        ["p-7k3m", 9, "9Q"],
        ["p-3zht", "Year 12", "12T"],
    ):
        sheet.append(row)
    book.save("../roster.xlsx")
    assert new_year(*TERMS, "--roster", "../roster.xlsx").return_value == 1
    assert "form: 9Q" in next_year(school, "p-7k3m")
    assert "form: 12T" in next_year(school, "p-3zht")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("p-zzzz,up,,,", "No record of this school"),
        ("p-3zht,perhaps,,,", "'decide' is none of"),
        ("p-3zht,up,99,,", "'year' is no year group"),
        ("p-3zht,up,,,A. Nobody", "'key worker' is nobody"),
        ("p-3zht,up,,,\np-3zht,stay,,,", "a second time"),
        ("p-3zht,stay,12,,", "keeps the year group"),
        ("p-3zht,up,11,,", "the year group of now"),
    ],
)
def test_a_row_that_does_not_fit_is_told_and_nothing_is_written(school: Path, row: str, told: str) -> None:
    before = contents(school)
    Path("../plan.csv").write_text(f"id,decide,year,form,key worker\n{row}\n", encoding="utf-8")
    said = new_year(*TERMS, "--plan", "../plan.csv")
    assert said.return_value == 1
    assert told in said.output
    # What a table says wrongly has its place; what the year cannot be has its pupil.
    assert ("roster-unclear" in said.output) != ("p-3zht, 'year':" in said.output)
    assert "Nobody" not in said.output
    assert contents(school) == before


def test_a_calendar_that_is_not_clear_stops_all_of_it(school: Path) -> None:
    before = contents(school)
    Path("../terms.csv").write_text(
        "Event,Start,End\nAutumn term starts,2 September 2027,\n", encoding="utf-8"
    )
    said = new_year("--terms", "../terms.csv")
    assert said.return_value == 1
    assert "calendar-unclear" in said.output
    assert contents(school) == before


def test_the_plan_that_is_written_out_is_read_back_as_it_was(school: Path) -> None:
    """The table is its owner's alone and is never written over; read back untouched it decides what the rule decides."""
    plan = Path("../plan.csv")
    before = contents(school)
    assert new_year(*TERMS, "--write-plan", str(plan)).return_value == 0
    assert contents(school) == before
    assert plan.stat().st_mode & 0o077 == 0
    with plan.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == PLAN
    assert new_year(*TERMS).return_value == 1
    by_rule = contents(school)
    for path, raw in before.items():
        Path(path).write_bytes(raw)
    assert new_year(*TERMS, "--plan", str(plan)).return_value == 1
    assert contents(school) == by_rule
    with pytest.raises(Exception, match="not written over"):
        new_year(*TERMS, "--write-plan", str(plan))


def test_what_is_said_as_json_has_its_shape(school: Path) -> None:
    """Programs read the same: done, dry, nothing to do and refused, each by ids alone."""
    schema = json.loads(
        (Path(__file__).parents[2] / "schema/output/new-year.schema.json").read_text(encoding="utf-8")
    )
    runs = [(*TERMS, "--dry-run"), TERMS, TERMS, ("--begins", "2020-01-01")]
    said = [json.loads(new_year(*arguments, "--json").stdout) for arguments in runs]
    for value in said:
        assert not list(Draft202012Validator(schema).iter_errors(value))
        assert not any(name in json.dumps(value) for name in names(school))
    assert [value["written"] for value in said] == [False, True, False, False]
    assert [bool(value["wrong"]) for value in said] == [False, False, False, True]
    assert {row["state"] for row in said[1]["pupils"]} >= {"answered", "open"}
    assert {row["state"] for row in said[2]["pupils"]} >= {"ready", "open"}


@pytest.mark.parametrize("arguments", [(), ("--begins", "2027-09-01"), ("--begins", "2027-10-12")])
def test_in_october_the_year_that_has_begun_is_refused(school: Path, arguments: tuple[str, ...]) -> None:
    """Nobody goes up twice: the year to come has no terms yet, and the one that goes on has begun."""
    assert new_year(*TERMS).return_value == 1
    before = contents(school)
    said = new_year(*arguments, day=date(2027, 10, 10))
    assert said.return_value == 1
    assert "Nothing is written" in said.output
    assert contents(school) == before


@given(st.lists(st.tuples(*(hostile_text() for _ in PLAN)), max_size=4))
def test_no_cell_of_the_plan_is_a_formula(rows: list[tuple[str, ...]]) -> None:
    """Whatever a name is, a spreadsheet reads it as words."""
    text = plan_written([[cell.replace("\0", "") for cell in row] for row in rows])
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
