"""Whom a law or a national figure covers: thresholds.yml's worked examples, and the law's own words."""

from datetime import date, timedelta

import pytest
from derive_builders import case, pupil, rulebook, school
from hypothesis import given
from hypothesis import strategies as st

from liverecord.derive.populations import birthday, leaving_date, of_population, school_age
from liverecord.model.populations import Covered, Population
from liverecord.model.records import Identity

EXAMPLES = [(row, example) for row in rulebook().populations.values() for example in row.examples]
ROW = rulebook().populations["compulsory_school_age"].school_age
assert ROW is not None

BORN = st.dates(date(2000, 1, 1), date(2030, 12, 31))


def identity(born: date | None, year_group: str = "X") -> Identity:
    """Return a pupil of whom only the age is known."""
    return Identity(given_name="Maya", family_name="Ellison", year_group=year_group, date_of_birth=born)


@pytest.mark.parametrize(("row", "example"), EXAMPLES)
def test_worked_examples(row: Population, example: Covered) -> None:
    """Each example of thresholds.yml is what the program says."""
    told = of_population(
        row.id, identity(example.born, example.year_group), example.school_kind, rulebook(), example.on
    )
    assert told.on(example.on) is example.covered
    assert told.by_year is (example.born is None)


def test_every_number_that_names_a_law_says_whom_it_covers() -> None:
    """A threshold whose source is a law or a national figure has a population, or is about days and no pupil."""
    without = {row.id for row in rulebook().thresholds.values() if row.population is None}
    laws = {"dfe_absence", "national_framework", "registration_regulations"}
    assert not {row.id for row in rulebook().thresholds.values() if row.source in laws} & without


@given(BORN)
def test_compulsory_school_age_is_the_acts(born: date) -> None:
    """It begins on a prescribed day in the term after the fifth birthday, and ends on a Friday in June (section 8)."""
    first, last = school_age(born, ROW)
    assert (first.month, first.day) in {(3, 31), (8, 31), (12, 31)}
    assert timedelta() <= first - birthday(born, 5) < timedelta(days=155)
    assert (last.weekday(), last.month) == (4, 6)
    assert (last + timedelta(days=7)).month == 7
    turns = birthday(born, 16)
    # Whoever turns 16 by the end of August leaves in the June before; whoever turns 16 from September on, in the next.
    assert date(last.year - 1, 9, 1) <= turns <= date(last.year, 8, 31)


@given(BORN, st.integers(0, 20))
def test_a_covered_pupil_is_covered_in_one_piece(born: date, years: int) -> None:
    """Nobody falls out of compulsory school age and back in."""
    told = of_population("compulsory_school_age", identity(born), None, rulebook(), date(2026, 11, 22))
    first, last = school_age(born, ROW)
    day = birthday(born, years)
    assert told.on(day) is (first <= day <= last)
    assert told.on(first - timedelta(days=1)) is False
    assert told.on(last + timedelta(days=1)) is False


@given(st.integers(2000, 2060))
def test_the_leaving_date_is_the_last_friday_in_june(year: int) -> None:
    """(The Education (School Leaving Date) Order 1997.)"""
    assert leaving_date(year, ROW) == max(
        day for number in range(1, 31) if (day := date(year, 6, number)).weekday() == 4
    )


@pytest.mark.parametrize("name", ["penalty_notices", "national_absence"])
def test_without_the_kind_of_school_nothing_is_known(name: str) -> None:
    """A school that does not say what it is: the law is told of none of its pupils, and denied of none."""
    told = of_population(name, identity(date(2014, 2, 11)), None, rulebook(), date(2026, 11, 22))
    assert told.on(date(2026, 11, 22)) is None


@pytest.mark.parametrize(
    ("year_group", "day", "covered"),
    [
        ("11", "2026-07-10", True),
        ("12", "2026-06-26", True),
        ("12", "2026-07-10", False),
        ("1", "2026-07-10", None),
        ("R", "2026-07-10", False),
        ("X", "2026-07-10", None),
        ("8", "2025-11-03", True),
    ],
)
def test_a_day_of_last_school_year_was_spent_a_year_lower(
    year_group: str, day: str, covered: bool | None
) -> None:
    """In September the year group has moved up: July's sessions count by the one before."""
    told = of_population(
        "penalty_notices", identity(None, year_group), "academy", rulebook(), date(2026, 9, 13)
    )
    assert told.on(date.fromisoformat(day)) is covered


@pytest.mark.parametrize("name", sorted(rulebook().populations))
def test_out_of_year_only_a_date_of_birth_tells(name: str) -> None:
    """Of a pupil taught out of year nothing is known by the year group; a date of birth decides as ever."""
    day = date(2026, 11, 22)
    for born, covered in ((None, None), (date(2014, 2, 11), True)):
        who = Identity(given_name="M", family_name="E", year_group="9", date_of_birth=born, out_of_year=True)
        assert of_population(name, who, "academy", rulebook(), day).on(day) is covered


@pytest.mark.parametrize(
    ("year_group", "born"),
    [("R", "2022-06-10"), ("12", "2010-02-01"), ("N2", "2023-01-10"), ("11", "2011-02-10")],
)
def test_nobody_outside_is_told_of_a_notice_a_return_or_a_national_figure(year_group: str, born: str) -> None:
    """Two weeks of absence after the last Friday in June: not of a leaver, nor of a child too young or a pupil past the age."""
    identity = {"given_name": "M", "family_name": "E", "year_group": year_group, "date_of_birth": born}
    weeks = {date(2027, 6, 28): "OO OO OO OO OO", date(2027, 7, 5): "OO OO OO OO OO"}
    summer = school(terms=[{"name": "Summer 2", "start": "2027-06-07", "end": "2027-07-20"}])
    found = case(pupil({"pupil": identity}, weeks=weeks), summer, today=date(2027, 7, 11))
    assert found.support_first is None
    figures = found.attendance.figures
    assert figures is not None
    assert figures.persistent is (True if year_group == "11" else None)


def test_sessions_count_from_the_day_that_the_law_covers_the_pupil() -> None:
    """Of a child who became of compulsory school age on 31 December, autumn's sessions are no part of the ten."""
    identity = {"given_name": "M", "family_name": "E", "year_group": "R", "date_of_birth": "2021-10-04"}
    terms = [
        {"name": "Autumn 2", "start": "2026-11-02", "end": "2026-12-18"},
        {"name": "Spring 1", "start": "2027-01-04", "end": "2027-02-12"},
    ]
    away, later = "OO OO OO OO OO", "OO OO OO OO /\\"
    weeks = {date(2026, 12, 7): away, date(2026, 12, 14): away, date(2027, 1, 4): later}
    found = case(pupil({"pupil": identity}, weeks=weeks), school(terms=terms), today=date(2027, 1, 9))
    assert found.support_first is not None
    assert found.support_first.nearness is not None
    assert (found.support_first.nearness.sessions, found.support_first.nearness.reached) == (8, False)
    assert found.support_first.away_in_a_row is None
