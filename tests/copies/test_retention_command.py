"""`liverecord retention`: what is kept for how long, listed by id and day alone; nothing is deleted."""

import json
import re
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from liverecord import report
from liverecord.cli import commands
from liverecord.derive.retention import LATER, PAST, SOON, UNDECIDED, UNKNOWN, Keeping, Leaver, OldEntries
from liverecord.read.rulebook import rulebook
from schemas import printed
from schools import tree

TODAY = date(2026, 11, 22)
GONE = Keeping(
    "p-gone",
    LATER,
    date(2045, 2, 11),
    "sen_file",
    leaver=Leaver(date(2026, 10, 23), date(2026, 11, 20), is_late=True),
)
FOUND = [
    Keeping("p-past", PAST, date(2025, 1, 1), "pupil_file"),
    Keeping("p-soon", SOON, date(2027, 1, 1), "pupil_file"),
    Keeping("p-asks", UNDECIDED, date(2021, 1, 1), "sen_file", decide=("child_protection_pointer",)),
    Keeping(
        "p-none",
        UNKNOWN,
        lacks=("date_of_birth",),
        old_entries=OldEntries(2, date(2019, 9, 2), date(2019, 9, 9)),
    ),
    GONE,
    GONE._replace(pupil="p-old", leaver=Leaver(date(2020, 7, 17), None, is_late=True)),
    GONE._replace(pupil="p-new", until=None, leaver=Leaver(date(2026, 11, 20), None, is_late=False)),
]


def told(form: str, *found: Keeping) -> str:
    """Return records in a format, as of the day."""
    return report.retention(found, rulebook(), form, TODAY)


def test_the_list_says_each_kind_under_its_heading() -> None:
    """By id, with the last day, the rule and why; what the rules rest on stands below; nothing was deleted."""
    text = told("text", *FOUND)
    for wanted in (
        "Past their keeping date: 1",
        "p-past  until 1 January 2025",
        "Reaching it within a year: 1",
        "For a person to decide: 1",
        "the designated safeguarding lead decides",
        "no date of birth in plan.yml",
        "p-gone  left 23 October 2026   should have gone on by 20 November 2026",
        "kept until 11 February 2045 if it stays",
        "the terms in school.yml do not reach so far",
        "2 weeks  2 September 2019 to 9 September 2019",
        "not read at its source",
        "Nothing was deleted.",
    ):
        assert wanted in text, wanted
    assert text.count("p-past") == 1


def test_an_empty_list_is_said_too() -> None:
    """Where nothing runs out, the list says how many records it looked at."""
    assert told("text", Keeping("p-1", LATER, date(2045, 2, 11), "sen_file")) == (
        "1 record on 22 November 2026: 0 past the keeping date, 1 kept for longer than a year. Nothing was deleted.\n"
    )


def test_the_json_has_the_shape_that_is_described() -> None:
    """Programs are told a shape, and get it, whatever is known of a record."""
    value = json.loads(told("json", *FOUND))
    printed("retention").validate(value)
    assert sum(value["states"].values()) == value["count"] == len(FOUND)
    assert value["records"][4]["pass_on_late"] is True
    assert value["records"][0]["left_on"] is None
    for spoiled in ({**value, "extra": 1}, {**value, "version": 2}):
        with pytest.raises(jsonschema.ValidationError):
            printed("retention").validate(spoiled)


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(commands, ["retention", *arguments], standalone_mode=False)
    assert done.exception is None, done.exception
    return int(done.return_value or 0), done.output


def test_the_command_lists_and_changes_nothing(school: Path) -> None:
    """It says what there is to say of the example school, by id alone, and leaves every record as it was."""
    before = tree(school / "records")
    code, text = run()
    assert code == 0
    assert re.search(r"^\d+ records on 22 November 2026: 0 past", text, re.MULTILINE)
    assert not {"Maya", "Ellison", "Draws"} & set(re.findall(r"\w+", text))
    assert tree(school / "records") == before
    printed("retention").validate(json.loads(run("--format", "json")[1]))


def test_a_scheduled_run_can_fail_on_what_is_past(school: Path) -> None:
    """Exit 1 only where it was asked for and a record is past; what is merely for a person to decide is not."""
    assert run("--fail-on", "past")[0] == 0
    assert run("--today", "2060-01-01")[0] == 0
    assert run("--fail-on", "past", "--today", "2060-01-01")[0] == 1


def test_a_wrong_record_is_mended_first(school: Path) -> None:
    """A date that cannot be right would keep a record too long or not long enough."""
    plan = school / "records/pupils/p-7k3m/plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("2014-02-11", "2014-02-31"), encoding="utf-8")
    done = CliRunner().invoke(commands, ["retention"], standalone_mode=False)
    assert isinstance(done.exception, SystemExit)
    assert done.exception.code == 1
