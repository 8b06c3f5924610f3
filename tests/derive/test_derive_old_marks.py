"""Old marks are never told as now: every window ends with the day that is looked at, and past two school weeks none speaks."""

from datetime import date, timedelta
from typing import Any

import pytest
from derive_builders import EXAMPLE, MONDAY, WHOLE, case, concern, example, in_order, pupil, school
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.case import CaseFile
from liverecord.model.records import School

TERMS = [
    {"name": "Autumn 1", "start": "2026-09-02", "end": "2026-10-23"},
    {"name": "Autumn 2", "start": "2026-11-02", "end": "2026-12-18"},
    {"name": "Spring 1", "start": "2027-01-04", "end": "2027-02-12"},
    {"name": "Spring 2", "start": "2027-02-22", "end": "2027-03-25"},
    {"name": "Summer 1", "start": "2027-04-12", "end": "2027-05-28"},
    {"name": "Summer 2", "start": "2027-06-07", "end": "2027-07-20"},
]
YEAR = school(terms=TERMS)
NEXT = school(terms=[*TERMS, {"name": "Autumn 1", "start": "2027-09-02", "end": "2027-10-22"}])
SCHOOLS = {"a year": YEAR, "the next one too": NEXT, "no terms": school(terms=[]), "one term": school()}
BORN = date(2014, 2, 11)
MARKS = "//////OOINULC-"
PUPILS = sorted(path.name for path in (EXAMPLE / "records/pupils").iterdir() if path.is_dir())


def stands(found: CaseFile) -> set[str]:
    """Return the lines at or near which somebody stands."""
    first, figures = found.support_first, found.attendance.figures
    named = {
        "near": first is not None and first.nearness is not None,
        "reached": first is not None and first.nearness is not None and first.nearness.reached,
        "ill": first is not None and first.sickness is not None,
        "due": first is not None and first.sickness is not None and first.sickness.state == "due",
        "away": first is not None and first.away_in_a_row is not None,
        "persistent": figures is not None and figures.persistent is True,
        "severe": figures is not None and figures.severe is True,
    }
    return {name for name, holds in named.items() if holds}


def of_now(found: CaseFile) -> list[Any]:
    """Return everything that speaks of how attendance is now."""
    attendance, first = found.attendance, found.support_first
    figures = attendance.figures
    return [
        *attendance.movements,
        *attendance.patterns,
        *filter(None, (attendance.last_week, attendance.week_before, attendance.looked)),
        *filter(None, (line.before_after for line in found.tried)),
        *filter(None, (first and first.nearness, first and (first.persistent or first.severe))),
        *filter(None, (figures and figures.persistent, figures and figures.severe)),
        *([first.sickness] if first and first.sickness and first.sickness.state != "due" else []),
    ]


def made(weeks: list[str], **identity: Any) -> Any:
    """Return a pupil with these weeks and something that was tried."""
    who = {"given_name": "Maya", "family_name": "Ellison", "year_group": "8", "date_of_birth": BORN}
    tried = {"id": "a1", "concern": "c1", "kind": "mentor", "what": "Meet", "started_on": "2026-09-21"}
    return pupil({"pupil": who | identity}, weeks=in_order(weeks), actions=[tried], concerns=[concern()])


@given(
    st.lists(
        st.lists(st.sampled_from(MARKS), min_size=10, max_size=10).map("".join), min_size=1, max_size=14
    ),
    st.integers(4, 6),
    st.integers(1, 60),
    st.sampled_from(sorted(SCHOOLS)),
)
def test_time_alone_brings_nobody_to_a_line(weeks: list[str], weekday: int, later: int, at: str) -> None:
    """With no new marks, whatever day it becomes: nobody newly stands at a threshold, and past two school weeks nothing speaks of now."""
    of, the_school = made(weeks), SCHOOLS[at]
    today = MONDAY + timedelta(weeks=len(weeks) - 1, days=weekday)
    before, after = (case(of, the_school, today=day) for day in (today, today + timedelta(weeks=later)))
    assert stands(after) <= stands(before)
    ends = after.attendance.ends
    if ends is None:
        return
    assert ends.on <= today
    if ends.old:
        assert of_now(after) == []
    # The longest holiday in these terms is the summer's; weeks that a calendar does not name are no holiday.
    assert ends.old or later <= 2 + 6


@pytest.mark.parametrize("day", ["2026-12-16", "2027-02-01", "2027-09-13"])
def test_pages_long_after_the_marks_say_nothing_of_now(day: str) -> None:
    """With marks that end on 20 November no later page has a window, a movement, a pattern or a threshold."""
    for name in PUPILS:
        found = example(name, date.fromisoformat(day))
        if found.attendance.ends is not None:
            assert (found.attendance.ends.old, of_now(found)) == (True, [])


def test_marks_are_new_for_two_school_weeks() -> None:
    """The two school weeks after the marks' own are borne with, holidays between them too; the third is too many."""
    weeks = [WHOLE] * 7  # to 23 October; half term follows
    for day, is_old in (("2026-10-30", False), ("2026-11-15", False), ("2026-11-16", True)):
        ends = case(made(weeks), YEAR, today=date.fromisoformat(day)).attendance.ends
        assert ends is not None
        assert (ends.on, ends.this_week, ends.old) == (date(2026, 10, 23), False, is_old)


@pytest.mark.parametrize(
    ("at", "day"), [(school(), "2027-01-11"), (YEAR, "2027-08-09"), (school(terms=[]), "2026-11-16")]
)
def test_a_calendar_that_has_ended_makes_nothing_new(at: School, day: str) -> None:
    """Weeks of which school.yml says nothing may be school weeks: a window is not held open by a calendar that has ended."""
    last = in_order([WHOLE] * 7)
    weeks = [WHOLE] * ((at.terms[-1].end - MONDAY).days // 7 + 1) if at.terms else list(last.values())
    ends = case(made(weeks), at, today=date.fromisoformat(day)).attendance.ends
    assert ends is not None
    assert ends.old


def test_a_gap_at_the_end_is_named_like_one_inside() -> None:
    """School weeks after the newest marks are gaps of the register and of the figures, up to the day before today."""
    found = case(made([WHOLE] * 4), YEAR, today=date(2026, 10, 14)).attendance
    assert found.figures is not None
    assert found.figures.gaps == (date(2026, 10, 5), date(2026, 10, 12))
    assert [week.monday for week in found.register if week.gap] == [date(2026, 10, 5), date(2026, 10, 12)]
    assert case(made([WHOLE] * 4), YEAR, today=date(2026, 10, 5)).attendance.figures.gaps == ()


def test_what_marks_have_triggered_stays_owed() -> None:
    """A return that the marks call for does not go away because no newer ones came; one that was only near does."""
    ill = "II II II II II"
    later = date(2027, 9, 13)
    owed = case(made([ill, ill, ill]), NEXT, today=later).support_first
    assert owed is not None
    assert (owed.sickness.state, owed.nearness, owed.persistent) == ("due", None, False)
    assert case(made([ill, ill]), NEXT, today=later).support_first is None
    away = "OO OO OO OO OO"
    run = case(made([WHOLE, away, away]), NEXT, today=later).support_first
    assert run is not None
    assert (run.away_in_a_row.last, run.away_in_a_row.at_least) == (date(2026, 9, 25), True)


def test_the_rolling_weeks_end_today() -> None:
    """Ten school weeks are the last ten up to today: what lies before them has left the window, marks or none."""
    weeks = ["OO OO /\\ /\\ /\\", *[WHOLE] * 5, "OO OO /\\ /\\ /\\", WHOLE]
    new = case(made(weeks), YEAR, today=date(2026, 10, 31)).support_first
    assert new is not None
    assert (new.nearness.sessions, new.nearness.first) == (8, date(2026, 8, 31))
    # Two weeks on the first of them is the eleventh school week back.
    assert case(made(weeks), YEAR, today=date(2026, 11, 15)).support_first.nearness is not None
    later = case(made([WHOLE, *weeks[:-1]]), YEAR, today=date(2026, 11, 22)).support_first
    assert later is None or later.nearness is None or later.nearness.first >= date(2026, 9, 7)
