"""Every derived fact as JSON: the shape that ships is the shape that is printed, and it names no pupil."""

import json
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import canary
from derive.derive_builders import example, example_school, rulebook
from git_repository import commit, repository
from liverecord import derive, report
from liverecord.examine.owed import due
from liverecord.model.case import CaseFile
from liverecord.model.history import History
from liverecord.read.settings import settings as read_settings
from liverecord.redact import gate
from liverecord.report.facts import Facts, PupilFacts
from render import single
from schools import run, settle
from strategies import structs

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schema/output/facts.schema.json").read_text(encoding="utf-8"))
DAY = date(2026, 11, 22)
TYPED = {"name", "as_of", "plan", "concerns", "actions", "contacts", "reviews", "notes", "log", "lessons",
         "timetable", "revisions", "news", "stood", "edit"}  # fmt: skip
"""Fields of a case that are the record itself or its past, the pupil's name, or where the record is edited."""

NEVER = ("plan.pupil.", "plan.passport.", "plan.safeguarding.", "plan.views.", "contacts.", "reviews.summary",
         "reviews.outcomes.note", "notes.text", "log.text", "plan.attendance.", "edit.", "revisions.")  # fmt: skip
"""Where a record's words are the record's alone: no fact is about them. The roots of names first."""


def told(folder: Path, today: date = DAY) -> Any:
    """Return the facts of a school's folder, as printed and read back."""
    cases, _ = due(read_settings(folder), today, lambda *_: None)
    return json.loads(report.every_fact(cases, today))


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Yield every part of a schema that describes an object."""
    yield schema
    yield from schema["$defs"].values()


# ── The schema ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_schema_is_a_schema() -> None:
    """It is JSON Schema 2020-12, and its references lead somewhere in itself."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema_rs.meta.validate(SCHEMA)
    assert jsonschema_rs.is_valid(SCHEMA, {"as_of": "2026-11-22", "schema": 3, "pupils": []})


def test_everything_in_the_schema_is_described_and_closed() -> None:
    """Every struct and every field says what it is; every key is always there and no other is let in."""
    for part in parts(SCHEMA):
        assert part["description"]
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])
        for name, value in part["properties"].items():
            assert value["description"].endswith("."), (part["title"], name)


def test_no_description_is_left_over() -> None:
    """A field that is gone takes its line in schema/output/facts.yml with it."""
    names = {f"{part['title']}.{name}" for part in parts(SCHEMA) for name in part["properties"]}
    names |= {name.partition(".")[2] for name in names}
    told_of = yaml.safe_load((ROOT / "schema/output/facts.yml").read_text(encoding="utf-8"))
    assert {key for table in told_of.values() for key in table} <= names


def test_a_case_has_no_fact_that_is_left_out() -> None:
    """Each field of a case is either the record itself or printed; a new one must be decided."""
    fields = set(CaseFile.__struct_fields__)
    assert fields - TYPED == set(PupilFacts.__struct_fields__)
    assert fields >= TYPED


# ── The output ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_example_and_the_demo_school_have_the_documented_shape(school: Path) -> None:
    """What is printed for real records agrees with the schema: judged by two validators, formats included."""
    formats = jsonschema.Draft202012Validator.FORMAT_CHECKER
    value = told(school)
    jsonschema.Draft202012Validator(SCHEMA, format_checker=formats).validate(value)
    assert [each["id"] for each in value["pupils"]] == ["p-2xqd", "p-7k3m", "p-9wtr"]
    validator = jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True)
    for folder in (school, ROOT):
        found = told(folder)
        validator.validate(found)
        assert found["pupils"]


def test_a_school_with_every_field_filled_has_the_documented_shape(tmp_path: Path) -> None:
    """The canary school fills every field: its facts agree with the schema, and hold no word that is not a fact."""
    tokens = canary.write_school(tmp_path)
    settle(tmp_path)
    value = told(tmp_path)
    jsonschema_rs.Draft202012Validator(SCHEMA, validate_formats=True).validate(value)
    withheld = {
        token for token, home in tokens.items() if all(route.path.startswith(NEVER) for route in home)
    }
    assert len(withheld) > 50
    assert canary.found(withheld, json.dumps(value)) == set()
    assert canary.found(set(tokens) - withheld, json.dumps(value)), "facts without any word prove nothing"


def test_facts_tell_what_only_git_knows(school: Path) -> None:
    """A review's day that was moved on is no fact of the newest version: it takes those before it."""

    def moved() -> list[dict[str, Any]]:
        signs = (sign for pupil in told(school)["pupils"] for sign in pupil["in_name_only"])
        return [sign for sign in signs if sign["kind"] in ("moved_on", "postponed")]

    assert not moved()
    plan = repository(school) / "records/pupils/p-7k3m/plan.yml"
    commit(school, "2026-10-01")
    text = plan.read_text(encoding="utf-8")
    for day in ("2026-12-12", "2026-12-13"):
        plan.write_text(text.replace("review_on: 2026-12-11", f"review_on: {day}"), encoding="utf-8")
        commit(school, "2026-11-02")
    (sign,) = moved()
    assert (sign["kind"], sign["item"], sign["number"]) == ("postponed", "pr1", 2)
    assert sign["days"] == ["2026-12-11", "2026-12-12", "2026-12-13"]


@given(st.lists(structs(CaseFile), max_size=3))
def test_any_case_is_printed_and_read_back(cases: list[CaseFile]) -> None:
    """One pupil a line, whatever the words; the facts read back are those of the cases, and no name is among them."""
    named = [msgspec.structs.replace(each, name="NAMED") for each in cases]
    raw = report.every_fact(named, DAY)
    assert b"NAMED" not in raw
    assert raw.count(b"\n") == (len(cases) + 2 if cases else 1)
    found = msgspec.json.decode(raw, type=Facts)
    assert (found.as_of, found.schema) == (DAY, 3)
    for each, case in zip(found.pupils, cases, strict=True):
        for name in PupilFacts.__struct_fields__:
            assert getattr(each, name) == getattr(case, name)


def test_facts_and_the_page_tell_the_same_of_maya() -> None:
    """The figures of the facts stand on the pupil's page: two readers of one case, one truth."""
    case = example("p-7k3m")
    (maya,) = json.loads(report.every_fact([case], DAY))["pupils"]
    figures, (pattern,) = maya["attendance"]["figures"], maya["attendance"]["patterns"]
    assert (figures["attended"], figures["possible"], figures["percent"]) == (73, 87, "83.9")
    at, people = example_school()
    whole = derive.school_case(at, people, rulebook(), History(), DAY)
    team = gate(rulebook().policy, "team")
    page = " ".join(single.of_pupil(team.case(case), team.school(whole)).content.split())
    assert f"{figures['attended']} of {figures['possible']}" in page
    assert figures["percent"] in page
    assert f"{pattern['missed']} of {pattern['possible']}" in page
    assert f"{pattern['other_missed']} of {pattern['other_possible']}" in page
    for duty in maya["duties"]:
        if duty["state"] == "overdue":
            assert f'datetime="{duty["due"]}"' in page


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────


def printed(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `liverecord facts`."""
    return run(folder, "facts", *arguments)


def test_the_command_prints_every_pupil_or_those_named(school: Path) -> None:
    """Without an id the whole school, else those pupils alone; --today is the day as of which all is worked out."""
    whole = printed(school)
    assert (whole.returncode, whole.stderr) == (0, "")
    assert json.loads(whole.stdout) == told(school)
    two = printed(school, "p-9wtr", "p-2xqd", "p-9wtr", "--today", "2026-12-01")
    value = json.loads(two.stdout)
    assert value["as_of"] == "2026-12-01"
    assert [each["id"] for each in value["pupils"]] == ["p-2xqd", "p-9wtr"]


def test_an_unknown_pupil_is_a_usage_error_that_tells_nothing(school: Path) -> None:
    """An id that nobody has ends with exit 2, without a fact and without an id or a name of anybody else."""
    result = printed(school, "p-7k3m", "p-nobody")
    assert (result.returncode, result.stdout) == (2, "")
    assert "p-nobody" in result.stderr
    assert not any(word in result.stderr for word in ("p-7k3m", "p-2xqd", "p-9wtr", "Maya"))


def test_wrong_records_are_shown_and_no_fact_is_told(school: Path) -> None:
    """What is wrong is mended first, as for `due`: the problems on the error stream, exit 1."""
    plan = school / "records/pupils/p-7k3m/plan.yml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("keyworker: j-okafor", "keyworker: j-okfor"),
        encoding="utf-8",
    )
    result = printed(school, "p-2xqd")
    assert (result.returncode, result.stdout) == (1, "")
    assert "unknown-person" in result.stderr


@pytest.mark.parametrize("words", ["Ids stand for pupils", "as secret as the records", "facts.schema.json"])
def test_help_says_how_secret_the_facts_are(tmp_path: Path, words: str) -> None:
    """The help says what stands for a pupil, that words people typed are in it, and where the shape is described."""
    assert words in " ".join(printed(tmp_path, "--help").stdout.split())
