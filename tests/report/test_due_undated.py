"""`liverecord due`, of what has no date yet: in every format, for CI, and on the first day of a school that takes records over."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from git_repository import commit, repository
from schools import change, run, settle

ROOT = Path(__file__).parents[2]
SCHOOL = """\
name: Fictional School
phase: all_through
records_since: {since}
terms:
- {{name: 'Autumn 2', start: 2026-11-02, end: 2026-12-18}}
- {{name: 'Spring 1', start: 2027-01-04, end: 2027-02-12}}
"""
STAFF = "staff:\n- {id: r-adeyemi, name: 'R. Adeyemi', roles: [senco]}\n"
PLAN = """\
pupil: {{given_name: Wren, family_name: Fictional, year_group: '5', on_roll_from: 2023-09-04}}
support: {support}
version: 1
"""


def taken_over(folder: Path, pupils: dict[str, str], since: str = "2026-11-30") -> Path:
    """Lay out a school that begins to keep live records, with the pupils' plans by their ids, and no reviews."""
    for name, text in {"school.yml": SCHOOL.format(since=since), "staff.yml": STAFF}.items():
        path = folder / "records" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name, text in pupils.items():
        path = folder / "records/pupils" / name / "plan.yml"
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    settle(folder, "2026-11-30")
    return folder


def spreadsheet(folder: Path) -> Path:
    """Return a school of 120 pupils from a spreadsheet: no plan was agreed, some were, one has an EHC plan of 2024."""
    pupils = {f"p-k{number:03d}": PLAN.format(support="K") for number in range(60)}
    pupils |= {
        f"p-g{number:03d}": PLAN.format(support="K") + "agreed_on: 2024-09-12\n" for number in range(59)
    }
    pupils["p-ehcp"] = PLAN.format(support="E") + "kind: ehcp\nehcp: {issued_on: 2024-03-03}\n"
    return taken_over(folder, pupils)


def test_the_first_nightly_run_is_green(tmp_path: Path) -> None:
    """120 pupils taken over make nothing late: what practice would have had asks for a date, and the law's day stands first."""
    folder = spreadsheet(tmp_path)
    done = run(folder, "due", "--fail-on", "behind")
    assert done.returncode == 0, done.stdout
    first = done.stdout.splitlines()[1]
    assert "p-ehcp" in first
    assert "last lawful day was 2 March 2025, unless a later review is written" in first
    assert "0 overdue" in done.stdout
    assert all(f"p-{name}" in done.stdout for name in ("k000", "k059", "g000", "g058"))
    assert run(folder, "due", "--fail-on", "undated").returncode == 1


def test_the_law_fails_the_run_after_six_school_weeks(tmp_path: Path) -> None:
    """It fails from the Monday after six school weeks, holidays left out, until a later review is written."""
    plan = PLAN.format(support="E") + "kind: ehcp\nagreed_on: 2026-11-20\nehcp: {issued_on: 2024-03-03}\n"
    folder = taken_over(tmp_path, {"p-ehcp": plan})
    assert run(folder, "due", "--fail-on", "behind", "--today", "2027-01-22").returncode == 0
    late = run(folder, "due", "--fail-on", "behind", "--today", "2027-01-25")
    assert late.returncode == 1
    assert "last lawful day was 2 March 2025" in late.stdout
    reviews = "reviews:\n  - id: ehcp-annual\n    kind: ehcp_annual\n    held_on: 2026-03-02\n    chain: {report_sent_on: 2026-03-09, decision_on: 2026-03-20, decision: maintain}\n"
    (folder / "records/pupils/p-ehcp/reviews.yml").write_text(reviews, encoding="utf-8")
    mended = run(folder, "due", "--fail-on", "behind", "--today", "2027-01-25")
    assert mended.returncode == 0, mended.stdout + mended.stderr


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "junit", "github", "gitlab"])
def test_every_format_tells_it(tmp_path: Path, form: str) -> None:
    """Support E without a word of the plan is in every format with the pupil and the field to write, and no name."""
    folder = taken_over(tmp_path, {"p-ehcp": PLAN.format(support="E")})
    done = run(folder, "due", "--format", form)
    assert done.returncode == 0
    assert "p-ehcp" in done.stdout
    assert "plan.ehcp.issued_on" in done.stdout
    assert "Wren" not in done.stdout
    if form == "json":
        schema = json.loads((ROOT / "schema/output/duties.schema.json").read_text(encoding="utf-8"))
        value = json.loads(done.stdout)
        jsonschema.validate(value, schema)
        assert value["undated"][0]["add"]
    if form == "junit":
        suite = ET.fromstring(done.stdout)[0]
        assert suite.get("failures") == "0"
    if form == "gitlab":
        assert all(each["severity"] in {"info", "minor"} for each in json.loads(done.stdout))


def test_a_row_goes_when_its_line_is_added_to_the_file(tmp_path: Path) -> None:
    """The line as `due` prints it, with a day in its open place, is clean to the check, and takes its row away."""
    folder = taken_over(tmp_path, {"p-ehcp": PLAN.format(support="E")})
    rows = json.loads(run(folder, "due", "--format", "json").stdout)["undated"]
    row = next(row for row in rows if row["kind"] == "ehcp_annual_review")
    plan = folder / row["path"]
    plan.write_text(plan.read_text(encoding="utf-8") + row["add"] + " 2026-09-10\n", encoding="utf-8")
    assert run(folder, "check").returncode == 0
    left = json.loads(run(folder, "due", "--format", "json").stdout)["undated"]
    assert row["key"] not in {each["key"] for each in left}


def test_an_owner_sees_their_own(tmp_path: Path) -> None:
    """`--owner` keeps what that member of staff owns, as it does with duties."""
    folder = taken_over(tmp_path, {"p-ehcp": PLAN.format(support="E")})
    assert "p-ehcp" in run(folder, "due", "--owner", "r-adeyemi").stdout
    change(folder, "records/staff.yml", STAFF, STAFF + "- {id: a-b, name: 'A. B', roles: [form_tutor]}\n")
    assert "p-ehcp" not in run(folder, "due", "--owner", "a-b").stdout


def test_a_change_that_makes_a_duty_vanish_is_named(tmp_path: Path) -> None:
    """Taking the plan's dates out names the review that is no longer owed, though it was far off, and the row that comes."""
    plan = PLAN.format(support="E") + "kind: ehcp\nagreed_on: 2026-11-20\nehcp: {issued_on: 2026-10-05}\n"
    folder = taken_over(repository(tmp_path), {"p-ehcp": plan})
    commit(folder, "2026-11-30", "Begin")
    change(folder, "records/pupils/p-ehcp/plan.yml", "ehcp: {issued_on: 2026-10-05}\n", "")
    for form in ("text", "markdown"):
        told = run(folder, "diff", "HEAD", "--format", form).stdout.replace("*", "").replace("\\", "")
        assert "No longer to come: EHC plan annual review" in told
        assert "No date yet: EHC plan annual review: write plan.ehcp.issued_on" in told
    value = json.loads(run(folder, "diff", "HEAD", "--format", "json").stdout)
    schema = json.loads((ROOT / "schema/output/diff.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(value, schema)
    assert [each["kind"] for each in value["pupils"][0]["undated"]] == ["ehcp_annual_review"]


def test_a_change_that_answers_a_question_says_so(tmp_path: Path) -> None:
    """What had no date and has one is told, in every format: whoever writes the days in sees the list grow shorter."""
    plan = PLAN.format(support="E") + "kind: ehcp\nagreed_on: 2026-11-20\n"
    folder = taken_over(repository(tmp_path), {"p-ehcp": plan})
    commit(folder, "2026-11-30", "Begin")
    change(
        folder,
        "records/pupils/p-ehcp/plan.yml",
        "kind: ehcp\n",
        "kind: ehcp\nehcp: {issued_on: 2026-10-05}\n",
    )
    for form in ("text", "markdown"):
        told = run(folder, "diff", "HEAD", "--format", form).stdout.replace("*", "").replace("\\", "")
        assert "No longer asked: EHC plan annual review" in told
    value = json.loads(run(folder, "diff", "HEAD", "--format", "json").stdout)
    schema = json.loads((ROOT / "schema/output/diff.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(value, schema)
    assert "ehcp_annual_review" in [each["kind"] for each in value["pupils"][0]["answered"]]


def test_git_starts_the_clock_in_due(tmp_path: Path) -> None:
    """Without a typed day, `due` counts six weeks from the first commit of the support, through a rename of the folder."""
    folder = taken_over(repository(tmp_path), {"p-aaaa": PLAN.format(support="K")})
    commit(folder, "2026-11-09", "Begin")
    (folder / "records/pupils/p-aaaa").rename(folder / "records/pupils/p-bbbb")
    commit(folder, "2026-11-16", "Rename")
    change(folder, "records/pupils/p-bbbb/plan.yml", "version: 1", "version:   1  # the first")
    commit(folder, "2026-11-23", "Reformat")
    value = json.loads(run(folder, "due", "--within", "60", "--format", "json").stdout)
    assert ("plan_agreement", "2027-01-04") in {(each["kind"], each["due"]) for each in value["duties"]}
