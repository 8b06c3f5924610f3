"""A school goes through three Septembers: made ready each July by one command, in force on the day, taken back by one revert."""

import csv
import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from git_repository import commit, git
from liverecord.cli import commands
from liverecord.demo import demo
from liverecord.demo.schoolyear import terms
from liverecord.intake.rosters import PLAN
from liverecord.read.settings import settings
from liverecord.read.strict import parse
from liverecord.splice.steps import Set
from liverecord.splice.writing import Spliced, spliced

FIRST = 2027
SCHOOLS: dict[str, tuple[str, dict[str, str]]] = {
    "primary": ("primary", {}),
    "middle": ("primary", {"highest: 6": "highest: 7"}),
    "secondary to 11": ("secondary", {"highest: 13": "highest: 11"}),
    "secondary to 13": ("secondary", {}),
    "all-through": ("all_through", {}),
    "special": ("special", {}),
}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, standalone_mode=False, catch_exceptions=False)


def new_year(day: date, *arguments: str) -> Result:
    """Run the command in July, with the terms of the year to come typed."""
    typed = [f"--term={term.name}={term.start}..{term.end}" for term in terms(day.year)]
    return run(
        "new-year", *typed, f"--closure={terms(day.year)[0].start}=INSET", "--today", str(day), *arguments
    )


def contents(school: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(school)): path.read_bytes()
        for path in sorted((school / "records").rglob("*.yml"))
    }


def facts(day: date) -> dict[str, Any]:
    said = run("facts", "--today", str(day))
    assert said.return_value == 0, said.output
    return {pupil["id"]: pupil for pupil in json.loads(said.stdout)["pupils"]}


def shown(known: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    """Return what goes round, as pages have it: whether on the roll, the year, the key worker, and the register's marks."""
    return {
        pupil: (
            each["on_roll"],
            each["year_label"],
            each["keyworker"],
            [
                (session["day"], session["half"], session["mark"])
                for week in each["attendance"]["register"]
                for session in week["sessions"]
            ],
        )
        for pupil, each in known.items()
    }


def filled_in(path: Path) -> dict[str, dict[str, str]]:
    """Decide what the plan leaves open, as somebody would: who is asked moves up where a year follows, else stays."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        if not row["decide"]:
            row["decide"] = "up" if row["proposed"].startswith("Ask: Whoever goes on") else "stay"
            if "beyond the school's highest" in row["proposed"]:
                row["decide"], row["destination"] = "leave", "Fenmoor College"
        if row["decide"] == "up" and not row["form"]:
            row["form"] = "Willow"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, PLAN)
        table.writeheader()
        table.writerows(rows)
    return {row["id"]: row for row in rows}


def marked(school: Path, pupil: str, monday: date, marks: str) -> None:
    """Write a week of marks into a pupil's register."""
    path = f"records/pupils/{pupil}/absences.yml"
    made = spliced(path, "absences", (school / path).read_bytes(), [Set(("weeks", str(monday)), marks)])
    assert isinstance(made, Spliced)
    (school / path).write_bytes(made.raw)


@pytest.mark.parametrize("name", list(SCHOOLS))
def test_three_septembers(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each July is ready in one batch; until September nothing shows, from then on all of it; and the check is clean throughout."""
    phase, changes = SCHOOLS[name]
    school = tmp_path / "school"
    demo(school, phase=phase, pupils=12, weeks=3, commits=1, today=date(FIRST, 7, 1))
    text = (school / "records/school.yml").read_text(encoding="utf-8")
    for before, after in changes.items():
        assert before in text
        text = text.replace(before, after)
    (school / "records/school.yml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(school)
    commit(school, f"{FIRST}-06-30")
    assert settings(school).records == "records"
    for year in range(FIRST, FIRST + 3):
        _goes_round(school, tmp_path / f"plan-{year}.csv", date(year, 7, 1))


def _goes_round(school: Path, plan: Path, july: date) -> None:
    begins = terms(july.year)[0].start
    eve, september = begins - timedelta(days=1), begins + timedelta(days=12)
    old, shown_before = contents(school), {day: shown(facts(day)) for day in (july, eve)}
    table = new_year(july, "--leavers", "--write-plan", str(plan))
    assert table.return_value == 0, table.output
    assert contents(school) == old
    rows = filled_in(plan)

    dry = new_year(july, "--leavers", "--plan", str(plan), "--dry-run")
    assert contents(school) == old
    done = new_year(july, "--leavers", "--plan", str(plan))
    assert (dry.return_value, done.return_value) == (0, 0), done.output
    new = contents(school)
    assert new != old
    for day in (july, eve):
        stayed = {pupil for pupil, row in rows.items() if day == july or row["decide"] != "leave"}
        now = shown(facts(day))
        assert {each: now[each] for each in stayed} == {each: shown_before[day][each] for each in stayed}
    _shows_nothing_but_the_calendar(
        school, old, new, eve, {pupil for pupil, row in rows.items() if row["decide"] == "leave"}
    )
    again = new_year(july, "--leavers", "--plan", str(plan))
    assert again.return_value == 0, again.output
    assert contents(school) == new

    made = commit(school, str(july))
    git(school, "revert", "--no-edit", made, day=str(july))
    assert contents(school) == old
    git(school, "revert", "--no-edit", "HEAD", day=str(july))
    assert contents(school) == new

    for day in (july, eve, begins, september):
        clean = run("check", "--today", str(day))
        assert clean.return_value == 0, clean.output
    _is_in_force(school, rows, begins)
    _remembers_no_other_day({each: shown_before[eve][each] for each in stayed}, begins)
    _sees_last_year(school, rows, july, begins, september)
    commit(school, str(september))


def _shows_nothing_but_the_calendar(
    school: Path, old: Mapping[str, bytes], new: Mapping[str, bytes], eve: date, leavers: set[str]
) -> None:
    """On the day before, every fact is what the new terms alone would make it: nothing follows from what is decided of pupils."""
    whole = facts(eve)
    for path in old:
        if path != "records/school.yml":
            (school / path).write_bytes(old[path])
    by_terms = facts(eve)
    for path, raw in new.items():
        (school / path).write_bytes(raw)
    for pupil in whole.keys() - leavers:
        # A way to a line of the file leads to where it now stands; lessons, and so groups, end with the old year's last term.
        now, then = (
            {key: value for key, value in each[pupil].items() if key not in {"in_name_only", "groups"}}
            for each in (whole, by_terms)
        )
        assert now == then


def _is_in_force(school: Path, rows: Mapping[str, Mapping[str, str]], begins: date) -> None:
    """Each pupil is where the plan put them: leavers on no list, the others in the year and the form of the new year."""
    now = facts(begins)
    for pupil, row in rows.items():
        path = f"records/pupils/{pupil}/plan.yml"
        document, _ = parse(path, "plan", (school / path).read_bytes())
        assert document is not None
        identity: Any = document.data["pupil"]
        assert now[pupil]["on_roll"] == (row["decide"] != "leave")
        if row["decide"] == "leave":
            assert "next_year" not in identity
            continue
        coming = identity["next_year"]
        assert str(coming["from"]) == str(begins)
        assert (
            str(coming["year_group"]) in now[pupil]["year_label"] or not str(coming["year_group"]).isdecimal()
        )
        assert (not row["year"]) or str(coming["year_group"]) == row["year"]
        assert (not row["form"]) or str(coming["form"]) == row["form"]


def _remembers_no_other_day(before: Mapping[str, tuple[Any, ...]], begins: date) -> None:
    """What is remembered of files that are first read in the new year says nothing of the day before."""
    for path in Path("records/pupils").glob("*/plan.yml"):
        path.write_bytes(path.read_bytes() + b"# seen in September\n")
    facts(begins)
    now = shown(facts(begins - timedelta(days=1)))
    assert {each: now[each] for each in before} == before


def _sees_last_year(
    school: Path, rows: Mapping[str, Mapping[str, str]], july: date, begins: date, september: date
) -> None:
    """The rolling school weeks go on across the years: last year's unauthorised sessions count in September."""
    registers = facts(july)
    pupils = [
        pupil
        for pupil, row in rows.items()
        if row["decide"] in {"up", "stay"} and registers[pupil]["attendance"]["register"]
    ]
    monday = july - timedelta(days=july.weekday() + 7)
    for pupil in pupils:
        marked(school, pupil, monday, "OO OO OO OO OO")
        marked(school, pupil, begins + timedelta(days=(7 - begins.weekday()) % 7), "OO OO /\\ /\\ /\\")
    clean = run("check", "--today", str(september))
    assert clean.return_value == 0, clean.output
    known = facts(september)
    # Whom the law does not cover, by age or year group, has no such count.
    near = [known[pupil]["support_first"] and known[pupil]["support_first"]["nearness"] for pupil in pupils]
    assert any(near) or not pupils, known
    for each in near:
        if each:
            assert date.fromisoformat(each["first"]) <= monday
            assert each["sessions"] >= 14
