"""A lesson's day and period are read however they are written, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.intake.exports.mapping import Mapping
from liverecord.intake.timetable.slots import NO_LESSON, Slots
from liverecord.model.records import Period, School
from record_documents import RULEBOOK

SCHOOL = School(
    name="Ashgrove",
    phase="secondary",
    periods=tuple(Period(id=f"P{number}", session="AM") for number in (1, 2, 3, 10)),
)
SLOTS = Slots(SCHOOL, RULEBOOK, Mapping(periods={"Twilight": "P10", "Clubs": None}))

DAYS = {
    "mon": ["Mon", "Monday", "MON", "mo"],
    "tue": ["Tue", "Tuesday", "Tues"],
    "wed": ["Wed", "Wednesday", "Weds"],
    "thu": ["Thu", "Thursday", "Thur"],
    "fri": ["Fri", "Friday", "fri"],
}
PERIODS = {
    "P1": ["1", "P1", "p 1", "Period 1", "Lesson 1", "01", "Per1"],
    "P3": ["3", "P3", "Period 3"],
    "P10": ["10", "P10", "Twilight"],
}
WEEKS = {"": [""], "1": ["1", "Week 1 ", "Wk1 "], "a": ["A ", "WeekA "]}


@given(
    st.sampled_from([(code, word) for code, words in DAYS.items() for word in words]),
    st.sampled_from([(code, word) for code, words in PERIODS.items() for word in words]),
    st.sampled_from(["", " ", ":", "-", "_", " : "]),
    st.sampled_from([(code, word) for code, words in WEEKS.items() for word in words]),
)
def test_a_day_and_a_period_are_read_however_they_are_written(
    day: tuple[str, str], period: tuple[str, str], between: str, week: tuple[str, str]
) -> None:
    """The week of two, the day and the period are those that were written, with anything or nothing between them."""
    slot = SLOTS.slot(f"{week[1]}{day[1]}{between}{period[1]}")
    assert slot is not None
    assert (slot.day, slot.period) == (day[0], period[0])
    assert bool(slot.week) == bool(week[0])


@pytest.mark.parametrize("typed", ["MonA:1", "Mon A 1", "MonB P1", "1Mon:1", "Week B Mon 1"])
def test_a_week_is_seen_on_either_side_of_the_day(typed: str) -> None:
    """SIMS writes it before, others behind the day; and it is never a part of the period."""
    slot = SLOTS.slot(typed)
    assert slot is not None
    assert (slot.day, slot.period, bool(slot.week)) == ("mon", "P1", True)


@pytest.mark.parametrize(
    "typed",
    ["Month", "Money 1", "Friends", "UPN", "Tutor 2", "Sat 1", "Wednesday", "Mon", "1", "", "Thursdays 2026"],
)
def test_what_is_no_day_and_period_is_none(typed: str) -> None:
    """A column that only begins like a day is not read as one."""
    assert SLOTS.slot(typed) is None


@pytest.mark.parametrize("typed", ["Mon:am", "Tue PM", "Wed Reg", "Thu Clubs"])
def test_registration_is_no_lesson(typed: str) -> None:
    """Nor is what a mapping says is none."""
    slot = SLOTS.slot(typed)
    assert slot is not None
    assert slot.period == NO_LESSON


@pytest.mark.parametrize("typed", ["Mon 6", "Mon P6"])
def test_a_period_that_the_school_has_not_is_seen_and_not_guessed(typed: str) -> None:
    """It is told of, and never taken for the nearest."""
    slot = SLOTS.slot(typed)
    assert slot is not None
    assert slot.period is None


@given(st.text(max_size=60))
def test_any_text_at_all_is_read_without_a_fault(typed: str) -> None:
    """Names of columns are somebody's text."""
    SLOTS.slot(typed)
    SLOTS.day(typed)
    SLOTS.period(typed)
