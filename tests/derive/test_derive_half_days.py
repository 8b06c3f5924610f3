"""A pupil's part in the school's own patterns: the ten half days of the week, added up."""

from datetime import date, timedelta

from derive.derive_builders import MONDAY, WHOLE, after, case, pupil, school

WEEK = timedelta(days=7)


def test_half_days_are_added_up_over_the_year() -> None:
    """Monday morning to Friday afternoon, sessions missed and possible, U and I alike; late before closing is present."""
    weeks = {MONDAY: r"U\ /\ /\ /\ /I", MONDAY + WEEK: r"I\ L\ /\ /\ /\ ".strip()}
    found = case(pupil(weeks=weeks), today=after(weeks)).half_days
    assert found is not None
    assert found.missed == (2, 0, 0, 0, 0, 0, 0, 0, 0, 1)
    assert found.possible == (2,) * 10
    assert (found.weeks, found.gap_weeks) == (2, 0)


def test_agreed_absence_is_neither_missed_nor_possible() -> None:
    """What an agreed timetable excuses (C2), what was not possible (Y1) and what has no mark leave the sum."""
    found = case(pupil(weeks={MONDAY: r"/C2 /Y1 /- /\ /\ ".strip()})).half_days
    assert found is not None
    assert found.possible == (1, 0, 1, 0, 1, 0, 1, 1, 1, 1)
    assert sum(found.missed) == 0


def test_weeks_without_marks_are_left_out_and_counted() -> None:
    """A school week without a mark is no week of presence: it adds nothing and is counted as one left out."""
    weeks = {MONDAY: WHOLE, MONDAY + 3 * WEEK: WHOLE}
    found = case(pupil(weeks=weeks), school(), today=after(weeks)).half_days
    assert found is not None
    assert found.possible == (2,) * 10
    assert (found.weeks, found.gap_weeks) == (2, 2)


def test_only_this_school_year_counts() -> None:
    """Marks of last summer are no part of this year's patterns."""
    found = case(pupil(weeks={date(2026, 6, 15): WHOLE, MONDAY: WHOLE})).half_days
    assert found is not None
    assert found.possible == (1,) * 10


def test_without_marks_there_is_nothing_to_add() -> None:
    """Not known is not nought: a pupil without marks has no part in the patterns."""
    assert case(pupil()).half_days is None
