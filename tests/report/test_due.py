"""Duties as rows: ids and dates alone, whatever the format, and inert in a spreadsheet and a CI log."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liverecord import report
from liverecord.model.case import Assignee, CaseFile, Duty, EditLink
from liverecord.model.records import Identity, Plan
from liverecord.problem import LiverecordError
from strategies import hostile_text, structs

SCHEMA = Path(__file__).parents[2] / "schema" / "output" / "duties.schema.json"
DAY = date(2026, 11, 22)


def row(days: int, **fields: Any) -> report.DutyRow:
    state = "overdue" if days < 0 else "due" if days == 0 else "soon"
    whole = {
        "pupil": "p-7k3m",
        "kind": "action_due",
        "group": "action",
        "label": "Action",
        "owner": "j-okafor",
        "path": "records/pupils/p-7k3m/actions.yml",
        "line": 2,
    }
    return report.DutyRow(due=DAY + timedelta(days=days), state=state, days=days, **whole | fields)


hostile_rows = st.lists(
    st.builds(
        report.DutyRow,
        pupil=hostile_text(),
        kind=hostile_text(),
        group=hostile_text(),
        label=hostile_text(),
        due=st.dates(),
        state=st.sampled_from(("overdue", "due", "soon", "later")),
        days=st.integers(-999, 999),
        owner=st.none() | hostile_text(),
        cover=st.none() | hostile_text(),
        source=st.none() | hostile_text(),
        path=st.none() | hostile_text(),
        line=st.none() | st.integers(1, 999),
        moved=st.booleans(),
    ),
    max_size=4,
)


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
        state="overdue" if days < 0 else "soon", days=days, warn_days=3, source="records", **whole | fields,
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


def test_rows_are_narrowed_by_day_and_by_person() -> None:
    """`within` keeps what is late and near; `owner` keeps what somebody owns or covers."""
    whole = [case(duty(-2), duty(14), duty(15), duty(1, owner=None))]
    assert [each.days for each in report.rows(whole, within=14)] == [-2, 1, 14]
    assert [each.days for each in report.rows(whole, owner="r-adeyemi")] == [-2, 14, 15]
    assert report.rows(whole, owner="j-okafor") == []


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
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
            )
            for each in made.duties
        ),
    )
    for form in ("text", "json", "github", "csv"):
        text = report.duties(report.rows([marked]), form)
        assert "TYPED" not in text
        assert "NAMED" not in text


def test_text_groups_what_is_late_and_what_is_coming() -> None:
    """Most pressing first, columns under each other, a total at the end."""
    rows = [
        row(-37, owner="t-barros", cover="r-adeyemi"),
        row(0, pupil="p-2xqd", label="EHC plan annual review"),
        row(5, owner=None, moved=True),
    ]
    assert (
        report.duties(rows)
        == """\
Overdue: 1
  2026-10-16  37 days late  p-7k3m  Action                  t-barros (cover r-adeyemi)  records/pupils/p-7k3m/actions.yml:2

Due today: 1
  2026-11-22  today         p-2xqd  EHC plan annual review  j-okafor                    records/pupils/p-7k3m/actions.yml:2

Due soon: 1
  2026-11-27  in 5 days     p-7k3m  Action                  nobody                      records/pupils/p-7k3m/actions.yml:2 (moved)

3 duties of 2 pupils, 1 overdue.
"""
    )


def test_nothing_due_is_said() -> None:
    """An empty list is a sentence, not silence; for programs it is an empty list."""
    assert report.duties([]) == "Nothing is overdue and nothing is coming up.\n"
    assert json.loads(report.duties([], "json"))["duties"] == []
    assert report.duties([], "github") == ""


@given(hostile_rows)
def test_text_does_not_act_on_a_terminal(rows: list[report.DutyRow]) -> None:
    """One line a duty, without control characters."""
    text = report.duties(rows)
    assert not any(ord(character) < 32 and character != "\n" for character in text)
    assert len([line for line in text.split("\n") if line.startswith("  ")]) == len(rows)


@given(hostile_rows)
def test_json_has_its_documented_shape(rows: list[report.DutyRow]) -> None:
    """The JSON agrees with schema/output/duties.schema.json and gives every row back."""
    value = json.loads(report.duties(rows, "json"))
    jsonschema.validate(value, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert msgspec.convert(value["duties"], list[report.DutyRow]) == rows
    assert sum(value["states"].values()) == value["count"] == len(rows)


def test_the_schema_names_every_column() -> None:
    """A column added to a row is documented."""
    shape = json.loads(SCHEMA.read_text(encoding="utf-8"))["properties"]["duties"]["items"]
    assert tuple(shape["required"]) == tuple(shape["properties"]) == report.DutyRow.__struct_fields__


@given(hostile_rows)
def test_csv_is_read_back_and_runs_no_formula(rows: list[report.DutyRow]) -> None:
    """RFC 4180: a header, CRLF, quotes doubled; a text that a spreadsheet would run begins with an apostrophe."""
    text = report.duties(rows, "csv")
    header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(header) == report.DutyRow.__struct_fields__
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


def test_csv_ends_lines_as_the_standard_says() -> None:
    """Every line ends with CR LF, the last too."""
    assert report.duties([row(1)], "csv").count("\r\n") == 2
    assert report.duties([row(1)], "csv").endswith("\r\n")


def test_github_gets_an_annotation_for_each() -> None:
    """Late is an error, due today a warning, the rest a notice; a place that is not known is left out."""
    rows = [row(-2), row(0, owner=None, path=None, line=None), row(3)]
    place = "file=records/pupils/p-7k3m/actions.yml,line=2,title=action_due"
    assert report.duties(rows, "github").splitlines() == [
        f"::error {place}::p-7k3m: Action, due 20 November 2026, 2 days late, j-okafor",
        "::warning title=action_due::p-7k3m: Action, due 22 November 2026, today, nobody",
        f"::notice {place}::p-7k3m: Action, due 25 November 2026, in 3 days, j-okafor",
    ]


@given(hostile_rows)
def test_github_gets_no_command_that_nobody_gave(rows: list[report.DutyRow]) -> None:
    """One command a duty, whatever an id or a label holds."""
    lines = report.duties(rows, "github").split("\n")[:-1]
    assert len(lines) == len(rows)
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    assert not any("\r" in line for line in lines)


def test_an_unknown_format_and_person_are_met_with_the_right_ones() -> None:
    """Errors name what there is."""
    with pytest.raises(LiverecordError) as error:
        report.duties([], "gitlab")
    assert error.value.hint == "one of: text, json, github, csv"
    assert report.unknown_person("r-adeymi", ["r-adeyemi", "h-novak"]).endswith("did you mean r-adeyemi?")
    assert report.unknown_person("x", []) == "nobody in staff.yml has the id 'x'"
