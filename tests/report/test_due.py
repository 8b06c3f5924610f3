"""Duties as rows: ids and dates alone, whatever the format, and inert in a spreadsheet, a CI log and on a forge."""

import csv
import hashlib
import io
import json
import re
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord import report
from liverecord.model.case import Assignee, CaseFile, Duty, EditLink, NextStep
from liverecord.model.records import Identity, Plan
from liverecord.problem import LiverecordError, Place
from schemas import printed
from strategies import hostile_text, structs

DAY = date(2026, 11, 22)


def row(days: int, **fields: Any) -> report.DutyRow:
    state = "behind" if days < 0 else "due" if days == 0 else "soon"
    whole = {
        "state": state,
        "key": hashlib.sha256(repr((days, sorted(fields.items()))).encode()).hexdigest()[:32],
        "pupil": "p-7k3m",
        "kind": "action_due",
        "group": "action",
        "label": "Action",
        "owner": "j-okafor",
        "path": "records/pupils/p-7k3m/actions.yml",
        "line": 2,
    }
    return report.DutyRow(due=DAY + timedelta(days=days), days=days, **whole | fields)


def annual(days: int, aim: int = 0, **fields: Any) -> report.DutyRow:
    """Return a duty that is so many days from its limit, with an aim before that."""
    limit = DAY + timedelta(days=days)
    whole = {"pupil": "p-2xqd", "label": "EHC plan annual review", "state": "overdue"}
    return msgspec.structs.replace(row(days, **whole | fields), due=limit - timedelta(days=aim), limit=limit)


hostile_rows = st.lists(
    st.builds(
        report.DutyRow,
        key=st.text("0123456789abcdef", min_size=32, max_size=32),
        pupil=hostile_text(),
        kind=hostile_text(),
        group=hostile_text(),
        label=hostile_text(),
        due=st.dates(),
        limit=st.none() | st.dates(),
        beside=st.lists(hostile_text(), max_size=2).map(tuple),
        state=st.sampled_from(("overdue", "behind", "due", "soon", "later")),
        days=st.integers(-999, 999),
        owner=st.none() | hostile_text(),
        cover=st.none() | hostile_text(),
        left=st.none() | hostile_text(),
        owed_by=st.sampled_from(("school", "authority")),
        source=st.none() | hostile_text(),
        path=st.none() | hostile_text(),
        line=st.none() | st.integers(1, 999),
        moved=st.booleans(),
        away=st.booleans(),
        held_since=st.none() | st.dates(),
        late_school_days=st.integers(0, 999),
        escalated_to=st.none() | hostile_text(),
    ),
    max_size=4,
)


def told(rows: list[report.DutyRow], form: str = "text", listed: int = 50) -> str:
    """Return the rows in a format, as of the day."""
    return report.duties(rows, form, today=DAY, listed=listed)


def case(*duties: Duty) -> CaseFile:
    identity = Identity(given_name="Maya", family_name="Ellison", year_group="8")
    return CaseFile(
        id="p-7k3m",
        name="Maya Ellison",
        as_of=DAY,
        support_label="SEN support",
        year_label="Year 8",
        plan=Plan(pupil=identity, support="K", version=1),
        duties=duties,
        edit=(EditLink(section="actions", path="records/pupils/p-7k3m/actions.yml", line=2),),
    )


def duty(days: int, **fields: Any) -> Duty:
    barros = Assignee(id="t-barros", name="T. Barros", cover_id="r-adeyemi", cover_name="R. Adeyemi")
    whole = {"owner": barros, "anchor": "actions"}
    return Duty(
        id=f"action_due.{days}", kind="action_due", group="action", label="Action", what="Ask about the bus",
        about="Misses mornings", item="a2", due=DAY + timedelta(days=days),
        state="behind" if days < 0 else "soon", days=days, source="records", **whole | fields,
    )  # fmt: skip


def test_rows_are_ids_and_dates() -> None:
    """A row names pupil, owner and cover by id and says where the record is edited; nobody who left holds anything."""
    left = Assignee(id="s-quill", name="S. Quill", left_on=DAY)
    found = report.rows([case(duty(5), duty(-37), duty(-1, owner=left, anchor="reviews"))])
    assert [(each.days, each.owner, each.cover, each.path, each.line) for each in found] == [
        (-37, "t-barros", "r-adeyemi", "records/pupils/p-7k3m/actions.yml", 2),
        (-1, None, None, None, None),
        (5, "t-barros", "r-adeyemi", "records/pupils/p-7k3m/actions.yml", 2),
    ]


def test_who_has_left_is_named_and_holds_nothing() -> None:
    """A row in nobody's hands says in whose it was."""
    left = Assignee(id="s-quill", name="S. Quill", left_on=DAY)
    (found,) = report.rows([case(duty(-1, owner=left))])
    assert (found.owner, found.cover, found.left) == (None, None, "s-quill")
    assert "nobody (s-quill has left)" in told([found])


def test_a_row_says_since_when_and_to_whom_it_went() -> None:
    """Of what is late: the day from which the holder or the cover has held it, the school days, and who is told as well."""
    novak = Assignee(id="h-novak", name="H. Novak", by_role="deputy_head")
    since = DAY - timedelta(days=6)
    (late,) = report.rows([case(duty(-37, held_since=since, late_school_days=19, escalated_to=novak))])
    assert (late.held_since, late.late_school_days, late.escalated_to) == (since, 19, "h-novak")
    said = "(with r-adeyemi since 16 November 2026; 19 school days late, escalated to h-novak)"
    assert said in told([late])
    assert said.replace("(", "\\(").replace(")", "\\)") in told([late], "markdown")
    tail = "; with r-adeyemi since 16 November 2026; 19 school days late, escalated to h-novak"
    assert told([late], "github").rstrip("\n").endswith(f"t-barros (cover r-adeyemi){tail}")
    assert json.loads(told([late], "json"))["duties"][0]["escalated_to"] == "h-novak"
    # Whoever had it before it was due took nothing over late; and what is to come has no such day.
    assert "since" not in told(report.rows([case(duty(-37, held_since=DAY - timedelta(days=60)))]))
    assert report.rows([case(duty(5, held_since=since))])[0].held_since is None


AWAY = Assignee(id="n-hale", name="N. Hale", is_away=True)
LEFT = Assignee(id="s-quill", name="S. Quill", left_on=DAY)


def test_what_is_in_nobodys_hands() -> None:
    """No owner, one who has left, one away without cover; a cover holds it, and what others owe is not the school's."""
    for holder, unowned in ((None, True), (LEFT, True), (AWAY, True), (duty(0).owner, False)):
        (found,) = report.rows([case(duty(-1, owner=holder))])
        assert report.is_unowned(found) is unowned
        (others,) = report.rows([case(duty(-1, owner=holder, owed_by="authority"))])
        assert not report.is_unowned(others)
    assert "n-hale (away without cover)" in told(report.rows([case(duty(-1, owner=AWAY))]))


def test_what_is_in_nobodys_hands_is_listed_however_far_off() -> None:
    """Asked for, it is in the list past the days that the list looks ahead; nothing else is."""
    whole = [case(duty(300, owner=None), duty(301), duty(-1))]
    assert [each.days for each in report.rows(whole, 14)] == [-1]
    assert [each.days for each in report.rows(whole, 14, unowned=True)] == [-1, 300]


def test_whom_it_was_escalated_to_is_told_of_it() -> None:
    """Who narrows the list to themselves finds what has gone to them beside what they own or cover."""
    novak = Assignee(id="h-novak", name="H. Novak")
    whole = [case(duty(-37, escalated_to=novak), duty(-1))]
    assert [each.days for each in report.rows(whole, owner="h-novak")] == [-37]


def test_open_actions_without_a_day_may_be_in_nobodys_hands() -> None:
    """They are no duty, so that they are named by themselves: by the ids of the pupil and the action."""
    steps = tuple(
        NextStep(id=f"a{number}", what="Typed", owner=holder, due=due)
        for number, (holder, due) in enumerate(
            [(None, None), (LEFT, None), (AWAY, None), (duty(0).owner, None), (None, DAY)]
        )
    )
    found = [msgspec.structs.replace(case(), next_steps=steps)]
    assert report.unheld_steps(found) == [("p-7k3m", "a0"), ("p-7k3m", "a1"), ("p-7k3m", "a2")]
    assert report.unheld_steps(found, "n-hale") == [("p-7k3m", "a2")]


def test_a_key_outlives_the_day_and_the_owner() -> None:
    """A duty keeps its key when its day, its owner or its place changes; another duty, or another pupil's, has its own."""
    (first,) = report.rows([case(duty(5))])
    moved = msgspec.structs.replace(duty(5), due=DAY + timedelta(days=60), owner=None, anchor="reviews")
    assert report.rows([case(moved)])[0].key == first.key
    assert report.rows([case(duty(6))])[0].key != first.key
    other = msgspec.structs.replace(case(duty(5)), id="p-2xqd")
    assert report.rows([other])[0].key != first.key
    assert "action_due" not in first.key


def test_a_place_is_the_items_own_where_it_is_known() -> None:
    """The line of the item itself goes before the section's."""
    places = {("p-7k3m", "action_due.5"): Place("records/pupils/p-7k3m/actions.yml", 31)}
    assert [each.line for each in report.rows([case(duty(5), duty(6))], places=places)] == [31, 2]


def test_rows_are_narrowed_by_day_and_by_person() -> None:
    """`within` keeps what is late and near; `owner` keeps what somebody owns or covers."""
    whole = [case(duty(-2), duty(14), duty(15), duty(1, owner=None))]
    assert [each.days for each in report.rows(whole, within=14)] == [-2, 1, 14]
    assert [each.days for each in report.rows(whole, owner="r-adeyemi")] == [-2, 14, 15]
    assert report.rows(whole, owner="j-okafor") == []


@given(structs(CaseFile))
def test_no_format_holds_a_word_that_somebody_typed(made: CaseFile) -> None:
    """Console and CI logs carry ids, never names, and no record's own words in any format."""
    marked = msgspec.structs.replace(
        made,
        name="NAMED",
        duties=tuple(
            msgspec.structs.replace(
                each,
                what="TYPED",
                about="TYPED",
                state="soon",
                owner=each.owner and msgspec.structs.replace(each.owner, name="NAMED", cover_name="NAMED"),
                escalated_to=each.escalated_to and msgspec.structs.replace(each.escalated_to, name="NAMED"),
            )
            for each in made.duties
        ),
    )
    for form in report.FORMS:
        text = told(report.rows([marked]), form)
        assert "TYPED" not in text
        assert "NAMED" not in text


def test_text_groups_what_is_late_and_what_is_coming() -> None:
    """Most pressing first, columns under each other, a total at the end."""
    rows = [
        row(-37, owner="t-barros", cover="r-adeyemi"),
        annual(-2, aim=4, beside=("beside it",)),
        row(0, pupil="p-2xqd", label="EHC plan annual review"),
        row(5, owner=None, moved=True),
    ]
    assert (
        told(rows)
        == """\
Overdue: 1
  2026-11-16  2 days overdue  p-2xqd  EHC plan annual review  j-okafor                    records/pupils/p-7k3m/actions.yml:2 (the school's own day (aim), the limit is 20 November 2026)

Behind: 1
  2026-10-16  37 days behind  p-7k3m  Action                  t-barros (cover r-adeyemi)  records/pupils/p-7k3m/actions.yml:2

Due today: 1
  2026-11-22  today           p-2xqd  EHC plan annual review  j-okafor                    records/pupils/p-7k3m/actions.yml:2

Due soon: 1
  2026-11-27  in 5 days       p-7k3m  Action                  nobody                      records/pupils/p-7k3m/actions.yml:2 (moved)

4 duties of 2 pupils, 1 overdue, 1 behind.
"""
    )


def test_nothing_due_is_said() -> None:
    """An empty list is a sentence, not silence; for programs it is an empty list."""
    assert told([]) == "Nothing is overdue or behind, and nothing is coming up.\n"
    assert json.loads(told([], "json"))["duties"] == []
    assert told([], "github") == ""


@given(hostile_rows)
def test_text_does_not_act_on_a_terminal(rows: list[report.DutyRow]) -> None:
    """One line a duty, without control characters."""
    text = told(rows)
    assert not any(ord(character) < 32 and character != "\n" for character in text)
    assert len([line for line in text.split("\n") if line.startswith("  ")]) == len(rows)


@given(hostile_rows)
def test_json_has_its_documented_shape(rows: list[report.DutyRow]) -> None:
    """The JSON agrees with schema/output/duties.schema.json and gives every row back."""
    value = json.loads(told(rows, "json"))
    printed("duties").validate(value)
    assert msgspec.convert(value["duties"], list[report.DutyRow]) == rows
    assert sum(value["states"].values()) == value["count"] == len(rows)


def test_the_schema_names_every_column() -> None:
    """A column added to a row is documented."""
    shape = printed("duties").schema["properties"]["duties"]["items"]
    assert tuple(shape["required"]) == tuple(shape["properties"]) == report.DutyRow.__struct_fields__


@given(hostile_rows)
def test_csv_is_read_back_and_runs_no_formula(rows: list[report.DutyRow]) -> None:
    """RFC 4180: a header, CRLF, quotes doubled; a text that a spreadsheet would run begins with an apostrophe."""
    text = told(rows, "csv")
    header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(header)[: len(report.DutyRow.__struct_fields__)] == report.DutyRow.__struct_fields__
    assert len(lines) == len(rows)
    for cells, each in zip(lines, rows, strict=True):
        found = dict(zip(header, cells, strict=True))
        assert found["days"] == str(each.days)
        assert found["due"] == each.due.isoformat()
        assert found["label"].removeprefix("'") == each.label.removeprefix("'")
        assert not any(
            cell.startswith(("=", "+", "-", "@", "\t", "\r"))
            for name, cell in found.items()
            if name != "days"
        )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_runs_no_formula_of_any_kind(start: str) -> None:
    """Each sign with which a spreadsheet's formula may begin is disarmed, and the text is otherwise as it was."""
    line = told([msgspec.structs.replace(row(1), label=f"{start}SUM(A1)")], "csv")
    (_, cells) = csv.reader(io.StringIO(line, newline=""), strict=True)
    assert f"'{start}SUM(A1)" in cells


def test_csv_ends_lines_as_the_standard_says() -> None:
    """Every line ends with CR LF, the last too."""
    assert told([row(1)], "csv").count("\r\n") == 2
    assert told([row(1)], "csv").endswith("\r\n")


def test_github_gets_an_annotation_for_each() -> None:
    """Late is an error, due today a warning, the rest a notice; a place that is not known is left out."""
    rows = [annual(-1), row(-2), row(0, owner=None, path=None, line=None), row(3)]
    place = "file=records/pupils/p-7k3m/actions.yml,line=2,title=action_due"
    assert told(rows, "github").splitlines() == [
        f"::error {place}::p-2xqd: EHC plan annual review, due 21 November 2026, 1 day overdue, j-okafor",
        f"::error {place}::p-7k3m: Action, due 20 November 2026, 2 days behind, j-okafor",
        "::warning title=action_due::p-7k3m: Action, due 22 November 2026, today, nobody",
        f"::notice {place}::p-7k3m: Action, due 25 November 2026, in 3 days, j-okafor",
    ]


@given(hostile_rows)
def test_github_gets_no_command_that_nobody_gave(rows: list[report.DutyRow]) -> None:
    """One command a duty, whatever an id or a label holds."""
    lines = told(rows, "github").split("\n")[:-1]
    assert len(lines) == len(rows)
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert not any("\r" in line for line in lines)


def test_what_the_authority_owes_is_to_be_chased() -> None:
    """A day that the authority let pass is said to be its own, and is a warning, never the school's failure."""
    late = annual(-2, owed_by="authority")
    assert "(owed by the authority)" in told([late])
    assert told([late], "github").startswith("::warning ")
    assert json.loads(told([late], "gitlab"))[0]["severity"] == "minor"
    assert ET.fromstring(told([late], "junit")).find(".//failure") is None
    assert not report.is_late(late)


def test_what_a_rule_says_beside_a_day_is_in_no_log() -> None:
    """It may be a fact of a family, such as the exception that the authority claims: JSON and CSV for programs have it alone."""
    told_of = {
        form
        for form in report.FORMS
        if "the family away" in told([annual(-2, beside=("the family away",))], form)
    }
    assert told_of == {"json", "csv"}


def test_overdue_is_past_a_limit_of_the_law_and_late_is_either() -> None:
    """What gates ask: past a limit of the school's; or past a limit or a day of its own. What is to come is neither."""
    assert (report.is_overdue(annual(-2)), report.is_late(annual(-2))) == (True, True)
    assert (report.is_overdue(row(-2)), report.is_late(row(-2))) == (False, True)
    assert (report.is_overdue(row(0)), report.is_late(row(0))) == (False, False)


def test_an_aim_is_the_schools_own_and_the_authority_has_none() -> None:
    """A day before the limit is the school's aim, and is said with the limit; where both are one day, nothing is said."""
    said = "the limit is 25 November 2026"
    own, others = annual(3, aim=5, state="behind"), annual(3, aim=5, state="behind", owed_by="authority")
    assert f"the school's own day (aim), {said}" in told([own])
    assert said in told([others])
    assert "own day" not in told([others])
    assert "limit" not in told([annual(-2)])


# ── GitLab ──────────────────────────────────────────────────────────────────────────────────────────────


def test_gitlab_gets_a_code_quality_report() -> None:
    """Late is major, due today minor, the rest for information; without a line it is the file's first."""
    entries = json.loads(told([row(-2), row(0, line=None), row(3, path=None, line=None)], "gitlab"))
    assert [entry["severity"] for entry in entries] == ["major", "minor", "info"]
    assert [entry["location"] for entry in entries] == [
        {"path": "records/pupils/p-7k3m/actions.yml", "lines": {"begin": 2}},
        {"path": "records/pupils/p-7k3m/actions.yml", "lines": {"begin": 1}},
        {"path": "p-7k3m", "lines": {"begin": 1}},
    ]


def test_a_fingerprint_does_not_move_with_the_day() -> None:
    """GitLab tells an old entry from a new one by it: the same duty, a day later, is the same entry."""

    def fingerprint(days: int) -> str:
        moved = msgspec.structs.replace(duty(5), days=days, due=DAY + timedelta(days=days))
        return json.loads(told(report.rows([case(moved)]), "gitlab"))[0]["fingerprint"]

    assert fingerprint(5) == fingerprint(-3)


@given(hostile_rows)
def test_gitlab_entries_have_every_key(rows: list[report.DutyRow]) -> None:
    """What GitLab's documentation requires is there for every duty, each on one line of its list."""
    entries = json.loads(told(rows, "gitlab"))
    assert len(entries) == len(rows)
    for entry in entries:
        assert entry.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        assert entry["location"]["lines"]["begin"] >= 1
        assert not any(ord(character) < 32 for character in entry["description"])


# ── JUnit ───────────────────────────────────────────────────────────────────────────────────────────────

TOKEN = r"(\S+( \S+)*)?"
SHAPES = {
    "testsuites": ({}, ["testsuite*"]),
    "testsuite": (
        {
            "package": TOKEN,
            "id": r"\d+",
            "name": r"\S.*",
            "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
            "hostname": r"\S+",
            "tests": r"\d+",
            "failures": r"\d+",
            "errors": r"\d+",
            "time": r"\d+(\.\d+)?",
        },
        ["properties", "testcase*", "system-out", "system-err"],
    ),
    "properties": ({}, []),
    "testcase": ({"name": ".*", "classname": ".*", "time": r"\d+(\.\d+)?"}, ["failure*"]),
    "failure": ({"message": ".*", "type": "overdue|behind"}, []),
    "system-out": ({}, []),
    "system-err": ({}, []),
}
"""What Windy Road's schema of Ant's JUnit reports asks of each element: its attributes, all needed, and its children in order."""


def assert_junit(element: ET.Element) -> None:
    """Judge an element and all in it by SHAPES."""
    attributes, children = SHAPES[element.tag]
    assert element.attrib.keys() == attributes.keys()
    for name, pattern in attributes.items():
        assert re.fullmatch(pattern, element.get(name)), (element.tag, name)
    order = "".join(f"({child[:-1]} )*" if child.endswith("*") else f"({child} )" for child in children)
    assert re.fullmatch(order, "".join(f"{child.tag} " for child in element))
    for child in element:
        assert_junit(child)


def test_junit_has_one_test_for_each_duty() -> None:
    """What is late has failed, says how and where; everything else has passed."""
    root = ET.fromstring(told([row(-2), row(0), row(3)], "junit"))
    (suite,) = root
    assert (suite.get("tests"), suite.get("failures"), suite.get("timestamp")) == (
        "3",
        "1",
        "2026-11-22T00:00:00",
    )
    cases = suite.findall("testcase")
    assert [len(each) for each in cases] == [1, 0, 0]
    assert cases[0].get("classname") == "due.action_due"
    assert cases[0].get("name").startswith("p-7k3m: Action [")
    failure = cases[0].find("failure")
    assert failure.get("message") == "p-7k3m: Action, due 20 November 2026, 2 days behind, j-okafor"
    assert failure.get("type") == "behind"
    assert failure.text == "records/pupils/p-7k3m/actions.yml:2"


@given(hostile_rows)
def test_junit_is_valid_whatever_it_holds(rows: list[report.DutyRow]) -> None:
    """Well-formed XML 1.0 in ASCII that the common schema accepts, with one test a duty; no text makes an element."""
    text = told(rows, "junit")
    assert text.isascii()
    root = ET.fromstring(text)
    assert_junit(root)
    assert len(root.findall(".//testcase")) == len(rows)
    assert root[0].get("failures") == str(len(root.findall(".//failure")))


def test_junit_of_nothing_is_a_suite_without_tests() -> None:
    """A CI server that reads no file at all would call it a failure."""
    root = ET.fromstring(told([], "junit"))
    assert_junit(root)
    assert root[0].get("tests") == "0"


# ── Markdown ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_summary_groups_by_owner_with_the_oldest_first() -> None:
    """Whoever holds the oldest stands first, somebody away before the cover; what nobody holds is a group of its own."""
    rows = [
        row(-37, owner="t-barros", cover="r-adeyemi"),
        row(-2),
        row(-1, owner=None, left="s-quill"),
        row(5, pupil="p-2xqd", label="EHC plan annual review", moved=True),
    ]
    assert (
        told(rows, "markdown")
        == """\
## 0 overdue, 3 behind, 1 coming up

As of 22 November 2026, oldest first.

### t-barros \\(cover r-adeyemi\\): 1

- 16 October 2026, **37 days behind**: p-7k3m, Action *records/pupils/p-7k3m/actions.yml:2*

### j-okafor: 2

- 20 November 2026, **2 days behind**: p-7k3m, Action *records/pupils/p-7k3m/actions.yml:2*
- 27 November 2026, in 5 days: p-2xqd, EHC plan annual review *records/pupils/p-7k3m/actions.yml:2 \\(moved\\)*

### nobody \\(s-quill has left\\): 1

- 21 November 2026, **1 day behind**: p-7k3m, Action *records/pupils/p-7k3m/actions.yml:2*
"""
    )


def test_a_summary_is_capped_and_counts_the_rest() -> None:
    """The oldest are listed, each owner's whole number stands beside theirs, and the rest is counted."""
    rows = [row(-9), row(-8, owner="r-adeyemi"), row(-7), row(-6, owner="h-novak")]
    text = told(rows, "markdown", listed=2)
    assert [line for line in text.splitlines() if line.startswith("### ")] == [
        "### j-okafor: 2, of which 1 shown",
        "### r-adeyemi: 1",
    ]
    assert "And 2 more: `liverecord due` lists them all." in text


@given(hostile_rows)
def test_a_summary_has_no_markup_but_its_own(rows: list[report.DutyRow]) -> None:
    """No id or label makes a heading, an item, a link, an image, HTML or a mention."""
    text = told(rows, "markdown")
    assert sum(line.startswith("- ") for line in text.split("\n")) == len(rows)
    bare = re.sub(r"\\.", "", text)
    assert not set("<>[]|!~&") & set(bare.replace("liverecord due", ""))
    assert not re.search(r"@[^\N{ZERO WIDTH SPACE}]|#[^# \N{ZERO WIDTH SPACE}]", bare)
    assert "://" not in text
    assert not any(ord(character) < 32 and character != "\n" for character in text)


def test_an_unknown_format_and_person_are_met_with_the_right_ones() -> None:
    """Errors name what there is."""
    with pytest.raises(LiverecordError) as error:
        told([], "pdf")
    assert error.value.hint == "one of: text, json, csv, markdown, junit, github, gitlab"
    assert report.unknown_person("r-adeymi", ["r-adeyemi", "h-novak"]).endswith("did you mean r-adeyemi?")
    assert report.unknown_person("x", []) == "nobody in staff.yml has the id 'x'"
