"""Whom a law or a national figure covers: thresholds.yml's populations, asked about one pupil and one day.

A date of birth decides; without one the year group does, and whatever is said says so. Where neither tells, or
school.yml does not say what kind of school it is, nothing is known, and nothing is said.
"""

from datetime import date, timedelta
from typing import NamedTuple

from liverecord.derive.school_year import school_year_start
from liverecord.model.populations import Population, SchoolAge
from liverecord.model.records import Identity
from liverecord.model.rulebook import Rulebook
from liverecord.problem import InvalidRulebook

_DAYS_A_WEEK = 7
_NOT_FOLLOWED = "X"


class Cover(NamedTuple):
    """Whether a population covers one pupil, on any day; `by_year` where that is known by the year group alone.

    The year group is that of `as_of`: a day of an earlier school year was spent in an earlier one.
    """

    population: Population
    within: Population | None
    kind: str | None
    born: date | None
    year_group: str
    as_of: date
    rulebook: Rulebook

    @property
    def by_year(self) -> bool:
        """Tell whether only the year group is known."""
        return self.born is None

    def on(self, day: date) -> bool | None:
        """Tell whether the pupil is covered on a day; None where that cannot be told."""
        kinds = self.population.school_kinds
        year_group = self.year_group if self.born is not None else self._year_group_on(day)
        answers = [_is_of(population, self.born, year_group, day) for population in self._every()]
        if kinds:
            answers.append(None if self.kind is None else self.kind in kinds)
        return False if False in answers else None if None in answers else True

    def _year_group_on(self, day: date) -> str:
        """Return the year group on a day of another school year; "" before the first there is."""
        later = school_year_start(day, self.rulebook).year - school_year_start(self.as_of, self.rulebook).year
        followed = [code for code in self.rulebook.codes.lists["year_group"] if code != _NOT_FOLLOWED]
        if not later or self.year_group not in followed:
            return self.year_group
        place = followed.index(self.year_group) + later
        return followed[place] if 0 <= place < len(followed) else ""

    def _every(self) -> list[Population]:
        told = [self.population] if self.population.school_age or self.population.aged else []
        return told if self.within is None else [*told, self.within]


def cover(
    threshold: str, identity: Identity, kind: str | None, rulebook: Rulebook, as_of: date
) -> Cover | None:
    """Return whether the population of a threshold covers a pupil at a school of a kind; None where it covers everybody.

    The pupil is in the year group of `identity` on the day `as_of`. Raises InvalidRulebook where thresholds.yml does not have the threshold.
    """
    row = rulebook.thresholds.get(threshold)
    if row is None:
        raise InvalidRulebook(f"thresholds.yml has no threshold '{threshold}'")
    if row.population is None:
        return None
    return of_population(row.population, identity, kind, rulebook, as_of)


def of_population(name: str, identity: Identity, kind: str | None, rulebook: Rulebook, as_of: date) -> Cover:
    """Return whether a population of thresholds.yml, by its id, covers a pupil at a school of a kind."""
    population = rulebook.populations[name]
    within = rulebook.populations[population.within] if population.within else None
    # Taught out of year, a pupil is of any age: without a date of birth that is as good as a year that is not followed.
    year_group = _NOT_FOLLOWED if identity.out_of_year else identity.year_group
    return Cover(population, within, kind, identity.date_of_birth, year_group, as_of, rulebook)


def is_told(covers: Cover | None, day: date) -> bool:
    """Tell whether what a population is about is said of a pupil on a day: it is known to cover the pupil, or covers everybody."""
    return covers is None or covers.on(day) is True


def school_age(born: date, row: SchoolAge) -> tuple[date, date]:
    """Return the first and the last day of an age by law (Education Act 1996, section 8, as data)."""
    fifth, last_birthday = birthday(born, row.begins_at), birthday(born, row.ends_at)
    first = min(
        day
        for year in (fifth.year, fifth.year + 1)
        for each in row.begins_on
        if (day := _day(year, each)) >= fifth
    )
    year = last_birthday.year + (last_birthday >= _day(last_birthday.year, row.year_begins))
    return first, leaving_date(year, row)


def leaving_date(year: int, row: SchoolAge) -> date:
    """Return the school leaving date of a calendar year."""
    after = date(year + row.ends_in // 12, row.ends_in % 12 + 1, 1)
    return after - timedelta(days=(after.isoweekday() - row.ends_on_last - 1) % _DAYS_A_WEEK + 1)


def birthday(born: date, age: int) -> date:
    """Return the day on which somebody becomes so many years old; who was born on 29 February on 1 March in other years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def _is_of(population: Population, born: date | None, year_group: str, day: date) -> bool | None:
    if born is not None:
        return _is_of_age(population, born, day)
    if year_group in population.unsure_year_groups:
        return None
    leaves = population.school_age is not None and year_group == population.year_groups[-1]
    return year_group in population.year_groups and not (leaves and _is_after_leaving(population, day))


def _is_of_age(population: Population, born: date, day: date) -> bool:
    if population.school_age is not None:
        first, last = school_age(born, population.school_age)
        return first <= day <= last
    aged = population.aged
    assert aged is not None, population.id
    counted = _day(day.year, aged.on)
    if counted > day:
        counted = _day(day.year - 1, aged.on)
    return birthday(born, aged.from_) <= counted < birthday(born, aged.until + 1)


def _is_after_leaving(population: Population, day: date) -> bool:
    """Tell whether a day lies between the leaving date and the beginning of the next school year."""
    rule = population.school_age
    return rule is not None and leaving_date(day.year, rule) < day < _day(day.year, rule.year_begins)


def _day(year: int, month_and_day: str) -> date:
    month, day = map(int, month_and_day.split("-"))
    return date(year, month, day)
