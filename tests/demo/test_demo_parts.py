"""The demo's parts: the calendar, the emitter, the timelines."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from liverecord.demo import emitter
from liverecord.demo.people import check_letter, upn
from liverecord.demo.schoolyear import DAY, Calendar, closures, terms
from liverecord.demo.timeline import timeline
from liverecord.read.strict import parse

WORDS = (
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn")), min_size=1)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@given(st.lists(WORDS, min_size=1))
def test_text_is_read_back_as_it_was(values):
    """Whatever is written, the strict loader and PyYAML's own read the same words."""
    content = emitter.document({"given_name": values[0], "helps": values})
    assert [str(value) for value in yaml.load(content, yaml.BaseLoader)["helps"]] == values
    document, problems = parse("plan.yml", "plan", content.encode())
    assert document is not None, problems
    assert document.data == {"given_name": values[0], "helps": values}


@pytest.mark.parametrize(
    "word",
    [
        "7E1",
        "012",
        "10",
        "no",
        "Null",
        "on",
        "9:15",
        "# x",
        "Mum said: x",
        "- a",
        "2026-11-22",
        "a #b",
    ],
)
def test_what_a_loader_could_take_for_something_else_is_quoted(word):
    """Numbers, dates, yes and no, comments and mappings in disguise stand in quotes."""
    assert emitter.text(word).startswith("'")


@pytest.mark.parametrize("year", range(2024, 2040))
def test_a_school_year_has_its_190_days_or_nearly(year):
    """Six half terms in order, on weekdays, with about as many days as a school year has."""
    found = terms(year)
    assert len(found) == 6
    assert all(
        term.start < term.end and term.start.weekday() < 5 and term.end.weekday() < 5 for term in found
    )
    assert all(before.end < after.start for before, after in pairwise(found))
    days = sum(
        (term.start + timedelta(days=n)).weekday() < 5
        for term in found
        for n in range((term.end - term.start).days + 1)
    )
    assert 184 <= days - len(closures(year)) <= 200


@given(
    st.dates(date(2024, 9, 1), date(2030, 8, 31)),
    st.dates(date(2019, 1, 1), date(2029, 1, 1)),
    st.integers(0, 400),
)
def test_moved_dates_keep_their_order_and_stay_past(today, day, days):
    """Moving dates to another calendar never turns two of them round, nor what is past into what is to come."""
    calendar = Calendar(today, 12)
    assert calendar.moved(day) <= calendar.moved(day + timedelta(days=days))
    if day <= DAY:
        assert calendar.moved(day) <= today


def test_the_register_stays_in_the_year_unless_half_a_term_more_is_asked_for():
    """Twelve weeks in November are the eleven that there were; thirty reach into the year before."""
    assert len(Calendar(DAY, 12).register) == 11
    assert Calendar(DAY, 30).years == (2025, 2026)
    assert len(Calendar(DAY, 30).register) == 30
    assert len(Calendar(DAY, 4).register) == 4
    assert Calendar(DAY, 0).register == ()


def test_upn_check_letters_are_right():
    """The letter is the one that public examples and the example record have; each pupil's number is its own."""
    assert [check_letter(digits) for digits in ("801200005001", "823432123001", "999432126001")] == [
        "B",
        "U",
        "C",
    ]
    assert len({upn(2022, number) for number in range(3000)}) == 3000


def test_an_action_was_open_until_it_ended():
    """An action's end, result, the words for it and status come on the day it ended."""
    text = "actions:\n  - id: a1\n    owner: x\n    agreed_on: 2026-10-02\n    ended_on: 2026-10-14\n    status: done\n    result: helped\n    result_note: Calmer\n"
    line = timeline("actions", text, date(2026, 9, 2), DAY)
    assert line.at(date(2026, 10, 1)) is None
    before = line.at(date(2026, 10, 2))
    assert before == "actions:\n  - id: a1\n    owner: x\n    agreed_on: 2026-10-02\n    status: open\n"
    assert line.at(DAY) == text


def test_marks_come_on_fridays_or_day_by_day():
    """A week's marks come at its end, or as the register is taken."""
    text = "weeks:\n  2026-09-07: '/\\ II /\\ /\\ /\\'\n"
    weekly = timeline("absences", text, date(2026, 9, 2), DAY)
    assert weekly.at(date(2026, 9, 10)) is None
    assert weekly.at(date(2026, 9, 11)) == text
    daily = timeline("absences", text, date(2026, 9, 2), DAY, daily=True)
    assert daily.at(date(2026, 9, 8)) == "weeks:\n  2026-09-07: '/\\ II -- -- --'\n"
