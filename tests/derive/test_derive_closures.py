"""Patterns of the school's calendar: days next to a closure, and days after a transition."""

from datetime import date, timedelta

import pytest
from derive_builders import MONDAY
from pattern_builders import DAYS, attendance_of, found, one_term, week

CLOSED = [date(2026, 9, 23), date(2026, 10, 9), date(2026, 10, 26), date(2026, 11, 12)]
BESIDE = [
    date(2026, 9, 22),
    date(2026, 9, 24),
    date(2026, 10, 8),
    date(2026, 10, 12),
    date(2026, 10, 23),
    date(2026, 10, 27),
    date(2026, 11, 11),
    date(2026, 11, 13),
]


def away_on(days: list[date], halves: str = "AM", weeks: int = 12, closed: list[date] = CLOSED) -> list[str]:
    """Return weeks in which mornings (or afternoons, or both) of some days are missed, and closed days have their mark."""
    typed = []
    for number in range(weeks):
        marks = {}
        for place, name in enumerate(DAYS):
            day = MONDAY + timedelta(weeks=number, days=place)
            for half in ("AM", "PM"):
                if day in closed:
                    marks[f"{name} {half}"] = "#"
                elif day in days and half in halves:
                    marks[f"{name} {half}"] = "O"
        typed.append(week(marks))
    return typed


def test_days_beside_closures_are_found() -> None:
    """The last day before and the first after each closed day, weekends between them or not; the term begins beside a holiday too."""
    school = one_term(closures=[{"date": day} for day in CLOSED])
    kinds = found(away_on(BESIDE), school)
    assert list(kinds) == ["beside_closure"]
    beside = kinds["beside_closure"]
    # Eight days and the first of term, two sessions each; all the others of twelve weeks less four closed days.
    assert (beside.missed, beside.possible) == (8, 18)
    assert (beside.other_missed, beside.other_possible) == (0, 120 - 8 - 18)
    assert beside.dates == tuple(BESIDE)


def test_days_beside_closures_need_no_terms() -> None:
    """Where the school names no terms its closed days are still known; the weekend and what may be holiday are no break."""
    school = one_term(terms=[], closures=[{"date": day} for day in CLOSED])
    beside = found(away_on(BESIDE), school)["beside_closure"]
    assert (beside.missed, beside.possible) == (8, 16)
    assert found(away_on(BESIDE), one_term(terms=[])).keys() <= {"sessions"}


@pytest.mark.parametrize(
    ("days", "halves"),
    [(BESIDE[:2], "AM"), (BESIDE[:3], "AM PM"), ([day + timedelta(days=7) for day in BESIDE], "AM")],
    ids=["twice", "three days", "a week later"],
)
def test_few_days_beside_closures_are_no_pattern(days: list[date], halves: str) -> None:
    """Too few of them, or as many on days like them, are no pattern."""
    school = one_term(closures=[{"date": day} for day in CLOSED])
    assert "beside_closure" not in found(away_on(days, halves), school)


def test_an_absence_around_a_closure_is_one() -> None:
    """Somebody ill from before a closed day until after it was ill once; the days between were not possible."""
    school = one_term(closures=[{"date": day} for day in CLOSED])
    assert found(away_on(BESIDE[2:4], "AM PM"), school) == {}


def test_days_after_a_transition_are_found() -> None:
    """The first school days after a day that the school names, closed days left out, under the transition's name."""
    school = one_term(
        closures=[{"date": "2026-10-14"}],
        transitions=[
            {"date": "2026-10-12", "name": "The new building"},
            {"date": "2026-09-14", "name": "New groups"},
            {"date": "2025-09-14", "name": "Long ago"},
        ],
    )
    days = [date(2026, 10, day) for day in (12, 13, 15, 16, 19)]
    kinds = found(away_on(days, closed=[date(2026, 10, 14)]), school)
    assert list(kinds) == ["transition"]
    after = kinds["transition"]
    assert (after.name, after.missed, after.possible) == ("The new building", 5, 10)
    assert (after.other_missed, after.other_possible) == (0, 108)
    assert after.dates == tuple(days)


def test_a_week_away_after_a_transition_is_one_absence() -> None:
    """Ten sessions in a row are one absence: a run says so, a pattern does not."""
    school = one_term(transitions=[{"date": "2026-10-12", "name": "The new building"}])
    attendance = attendance_of(away_on([date(2026, 10, day) for day in range(12, 17)], "AM PM"), school)
    assert attendance.patterns == ()
    assert [run.sessions for run in attendance.runs] == [10]
