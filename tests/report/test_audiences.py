"""Who sees what, as it is signed: nothing a site could hold is missing from the table, and the table says what the gate does."""

import csv
import io
import itertools
import json
from collections import Counter
from datetime import date

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord import redact, report
from liverecord.problem import InvalidRulebook
from liverecord.redact.decided import Seen, decided
from liverecord.redact.shape import every_path
from record_documents import RULEBOOK
from schemas import SCHEMA

POLICY = RULEBOOK.policy
NAMES = [each.id for each in POLICY.audiences]
DAY = date(2026, 11, 22)
ROWS = decided(RULEBOOK, {})


def whole_items(row: Seen) -> bool:
    return row.heading.startswith("Whole items")


def test_all_that_a_site_could_hold_has_one_row() -> None:
    """No field and no value that is worked out is missing, or is told of twice; and each kind of item has a row."""
    told = Counter(path for row in ROWS if not whole_items(row) for path in row.paths)
    assert set(told) == every_path()
    assert set(told.values()) == {1}
    kinds = {f"{path}.{value}" for path, closing in POLICY.kinds.items() for value in closing.values}
    assert {path for row in ROWS if whole_items(row) for path in row.paths} == kinds


def test_each_line_in_words_speaks_of_what_one_audience_sees_first() -> None:
    """Words that would be true of a part alone are two lines; a line of which nothing is left is none."""
    worked_out = [row for row in ROWS if row.what in POLICY.told.values()]
    again = [what for what, number in Counter(row.what for row in worked_out).items() if number > 1]
    assert not again
    assert {row.what for row in worked_out} == set(POLICY.told.values())


def test_what_is_closed_to_staff_is_not_called_everybodys() -> None:
    """Whoever writes under "everybody should know" believes that everybody reads it: only what all staff see is called so."""
    closed = {row.heading for row in ROWS} - {row.heading for row in ROWS if row.first == "staff"}
    everybody = {"every", "everybody", "everyone"}
    assert [heading for heading in closed if everybody & set(heading.casefold().split())] == []


def test_no_row_is_called_by_its_key() -> None:
    assert not [row for row in ROWS if "_" in row.what or "_" in row.heading]


TIGHTENED = st.dictionaries(
    st.sampled_from(sorted(POLICY.paths)), st.sampled_from([*NAMES, redact.NOBODY]), max_size=3
)


@given(TIGHTENED)
def test_the_table_says_what_the_gate_does(tightened: dict[str, str]) -> None:
    """Whatever a school narrows, each row is what the gates let through, marked where it was narrowed, and never wider."""
    try:
        rows = decided(RULEBOOK, tightened)
    except InvalidRulebook:
        return  # A line that would widen something.
    order = [*NAMES, redact.NOBODY]
    seen = {name: redact.gate(POLICY, name, tightened) for name in NAMES}
    for row in rows:
        assert order.index(row.first) >= order.index(row.shipped)
        assert row.is_tightened == (row.first != row.shipped)
        for name in NAMES if not whole_items(row) else ():
            through = {path for path in row.paths if seen[name].sees(path)}
            assert through == (set(row.paths) if order.index(name) >= order.index(row.first) else set())


@pytest.mark.parametrize("form", report.AUDIENCE_FORMS)
def test_every_form_holds_every_row(form: str) -> None:
    """Whoever signs reads the same, whichever form is printed: all rows, what was narrowed, and what nobody sees."""
    rows = decided(RULEBOOK, {"plan.views.text": "nobody"})
    text = report.audiences(rows, POLICY, "Ashgrove School", DAY, form)
    if form == "json":
        told = json.loads(text)
        jsonschema.validate(told, json.loads((SCHEMA / "output/audiences.schema.json").read_text("utf-8")))
        assert [each["what"] for each in told["rows"]] == [row.what for row in rows]
        assert [each["narrowed"] for each in told["rows"]] == [row.is_tightened for row in rows]
    elif form == "csv":
        head, *lines = csv.reader(io.StringIO(text))
        assert head[3:6] == NAMES
        assert [line[1] for line in lines] == [row.what for row in rows]
        assert [line[-1] == "yes" for line in lines] == [row.is_tightened for row in rows]
    else:
        assert text.count("narrowed by the school") == sum(row.is_tightened for row in rows) + 1
        assert "Data protection officer" in text
        assert "What nobody sees, as the school or the program decided" in text
        assert all(each.split(",")[0] in text for each in POLICY.never)
        if form == "text":
            assert not [row for row in rows if row.what not in text]


@given(st.lists(st.sampled_from([*NAMES, redact.NOBODY]), min_size=1, max_size=9))
def test_at_a_glance_each_heading_is_told_once_and_truly(first: list[str]) -> None:
    """Before the rows stands one line for each heading: all of it, a part, or nothing, as the rows below say."""
    rows = [row._replace(first=each) for row, each in zip(ROWS, itertools.cycle(first), strict=False)]
    text = report.audiences(rows, POLICY, "Ashgrove School", DAY, "markdown")
    glance = text.partition("## At a glance")[2].partition("##")[0]
    told = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in glance.splitlines()
        if line.startswith("| ")
    ]
    order = [*NAMES, redact.NOBODY]
    wanted = []
    for heading in dict.fromkeys(row.heading for row in rows):
        least = [order.index(row.first) for row in rows if row.heading == heading]
        seen = [[each <= rank for each in least] for rank in range(len(NAMES))]
        wanted.append([heading, *("all" if all(each) else "part" if any(each) else "-" for each in seen)])
    assert told[2:] == wanted


def test_staff_rows_are_what_design_says() -> None:
    """Staff read what to understand, and no row tells them a type of need or a condition."""
    first = {path: row.first for row in ROWS for path in row.paths}
    assert first["plan.passport.need"] == "staff"
    assert {first[f"plan.passport.{name}"] for name in ("helps", "avoid", "emergency", "safe_to_attend")} == {
        "staff"
    }
    assert {first["plan.needs.type"], first["unmet.type"], first["plan.pupil.given_name"]} == {"team"}
    assert {each for path, each in first.items() if path.startswith("plan.conditions.")} == {"senco"}
