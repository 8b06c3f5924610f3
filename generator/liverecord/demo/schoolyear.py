"""The school's calendar: terms of any academic year, the weeks in which school meets, and how written dates move.

The example record is written for 22 November 2026. A demo school for another day gets the same stories on dates of
its own calendar: a date is moved by whole *school* weeks, so that a Tuesday in term stays a Tuesday in term, the
order of dates never changes, and what was past stays past.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

DAY = date(2026, 11, 22)
"""The day for which the example record and the worked cases are written."""

FIRST_YEAR = 2024
"""The earliest academic year with registers: the marks in use came into force with it (SI 2024/208)."""

_WEEK = timedelta(days=7)
_HALF_TERM = 6
_DAYS = 5
_FRIDAY, _SUNDAY = 4, 6
_SEPTEMBER = 9


@dataclass(frozen=True)
class Term:
    """A half term; both days are school days."""

    name: str
    start: date
    end: date


@dataclass(frozen=True)
class Closure:
    """A weekday in term on which school does not meet."""

    date: date
    reason: str


def academic_year(day: date) -> int:
    """Return the year in which the day's academic year began: they begin on 1 September."""
    return day.year if day.month >= 9 else day.year - 1


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def terms(year: int) -> tuple[Term, ...]:
    """Return the six half terms of an academic year; of 2026 they are the example record's."""
    start = _first(date(year, 9, 1), 2)
    autumn_end = monday(start) + 7 * _WEEK + timedelta(days=4)
    second = monday(autumn_end) + 2 * _WEEK
    christmas = date(year, 12, 20)
    spring = _first(date(year + 1, 1, 2), 0)
    spring_end = spring + 5 * _WEEK + timedelta(days=4)
    spring_second = spring + 7 * _WEEK
    maundy_thursday = _easter(year + 1) - timedelta(days=3)
    easter_break = min(maundy_thursday, _first(date(year + 1, 4, 2), 4))
    summer = monday(easter_break) + 3 * _WEEK
    if summer == _easter(year + 1) + timedelta(days=1):
        summer += timedelta(days=1)
    spring_bank_holiday = _first(date(year + 1, 5, 25), 0)
    summer_end = date(year + 1, 7, 20)
    return (
        Term("Autumn 1", start, autumn_end),
        Term("Autumn 2", second, christmas - timedelta(days=(christmas.weekday() - 4) % 7)),
        Term("Spring 1", spring, spring_end),
        Term("Spring 2", spring_second, easter_break),
        Term("Summer 1", summer, spring_bank_holiday - timedelta(days=3)),
        Term(
            "Summer 2",
            spring_bank_holiday + _WEEK,
            summer_end - timedelta(days=max(0, summer_end.weekday() - 4)),
        ),
    )


def closures(year: int) -> tuple[Closure, ...]:
    """Return the days of an academic year's terms without sessions; of 2026 they are the example record's."""
    autumn, autumn_second, *_ = terms(year)
    return (
        Closure(autumn.start, "INSET"),
        Closure(autumn_second.start, "INSET"),
        Closure(_first(date(year + 1, 5, 1), 0), "Bank holiday"),
    )


@dataclass(frozen=True)
class Calendar:
    """The demo school's calendar as of `today`, with registers for about `weeks` school weeks.

    An earlier academic year is listed only where at least half a term of it is asked for: a few stray weeks of
    last July would help nobody.
    """

    today: date
    weeks: int

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The academic years that the school lists, oldest first."""
        listed = [academic_year(self.today)]
        while listed[0] > FIRST_YEAR and len(self._marked(listed)) + _HALF_TERM <= self.weeks:
            listed.insert(0, listed[0] - 1)
        return tuple(listed)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The terms of the listed years."""
        return tuple(term for year in self.years for term in terms(year))

    @cached_property
    def closures(self) -> tuple[Closure, ...]:
        """The closures of the listed years."""
        return tuple(closure for year in self.years for closure in closures(year))

    @cached_property
    def transition(self) -> date:
        """The Monday of the first whole week of the current academic year: the move to the new building."""
        return monday(terms(self.years[-1])[0].start) + _WEEK

    @cached_property
    def first_day(self) -> date:
        """The day on which the records began: the first day of the listed terms, or today if that is earlier."""
        return min(self.terms[0].start, self.today)

    @cached_property
    def opening_days(self) -> tuple[date, ...]:
        """The first school days, on which the records of those who are here already are begun."""
        days = (self.first_day + timedelta(days=n) for n in range(9))
        return tuple(day for day in days if _meets(day) and day <= self.today) or (self.first_day,)

    @cached_property
    def register(self) -> tuple[date, ...]:
        """The Mondays of the weeks with marks, oldest first: school met on a day before today."""
        marked = self._marked(list(self.years))
        return tuple(marked[-self.weeks :]) if self.weeks else ()

    @cached_property
    def open_days(self) -> tuple[tuple[date, tuple[bool, ...]], ...]:
        """The register's Mondays, each with whether school meets on its five days."""
        return tuple(
            (week, tuple(self.lists(week + timedelta(days=n)) for n in range(_DAYS)))
            for week in self.register
        )

    def back(self, days: int) -> date:
        """Return the school day that lies so many calendar days before today, or the last one before it."""
        day = self.today - timedelta(days=days)
        while not _meets(day):
            day -= timedelta(days=1)
        return day

    def ahead(self, days: int) -> date:
        """Return the school day that lies so many calendar days after today: the last before a holiday, or else the next."""
        day = self.today + timedelta(days=days)
        while not _meets(day) and day > self.today:
            day -= timedelta(days=1)
        while not _meets(day):
            day += timedelta(days=1)
        return day

    def after(self, day: date, days: int, latest: date) -> date:
        """Return the school day so many days on, or the last before it: never after `latest`, never before `day`."""
        school_day = min(day + timedelta(days=days), latest)
        while school_day > day and not _meets(school_day):
            school_day -= timedelta(days=1)
        return school_day

    @cached_property
    def shift_years(self) -> int:
        """By how many academic years this calendar lies after the reference."""
        return academic_year(self.today) - academic_year(DAY)

    def meets(self, day: date) -> bool:
        """Tell whether school meets on a day, in whatever academic year."""
        return _meets(day)

    def lists(self, day: date) -> bool:
        """Tell whether school meets on a day of the academic years that the school lists."""
        return academic_year(day) in self.years and _meets(day)

    def moved(self, day: date) -> date:
        """Return the day of this calendar that stands where `day` stands in the reference calendar.

        A day in a holiday becomes the Sunday before that holiday, so that the order of dates is kept.
        """
        if self.today == DAY:
            return day
        week, weekday = monday(day), day.weekday()
        while not _school_week(week):
            week, weekday = week - _WEEK, 6
        there = _nth_week(self._anchor, _weeks_between(monday(DAY), week)) + timedelta(days=weekday)
        return min(there, self.today) if day <= DAY else there

    def moved_meeting(self, day: date) -> date:
        """Return the day that `moved` does, or the last school day before it."""
        there = self.moved(day)
        if self.today == DAY:
            return there
        # No holiday here is longer than two months.
        return self.after(there - 9 * _WEEK, 9 * _WEEK.days, there)

    def moved_birthday(self, day: date) -> date:
        """Return a date of birth moved by whole academic years, so that the year group stays right."""
        year = day.year + self.shift_years
        return date(year, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)

    @cached_property
    def _anchor(self) -> date:
        # The reference day ends a school week. Before a Friday, it stands for the end of the week before: else
        # what was done on that week's Thursday would be done on a day still to come.
        anchor = monday(self.today) if self.today.weekday() >= 4 else monday(self.today) - _WEEK
        while not _school_week(anchor):
            anchor -= _WEEK
        return anchor

    def _marked(self, years: list[int]) -> list[date]:
        first = terms(years[0])[0].start
        weeks = []
        week = monday(first)
        while week < self.today:
            if any(
                _meets(week + timedelta(days=n)) for n in range(5) if week + timedelta(days=n) < self.today
            ):
                weeks.append(week)
            week += _WEEK
        return weeks


_MEMORY: dict[int, frozenset[date]] = {}


def _meets(day: date) -> bool:
    """Tell whether the school meets, in any academic year."""
    year = academic_year(day)
    if year not in _MEMORY:
        closed = {closure.date for closure in closures(year)}
        _MEMORY[year] = frozenset(
            term.start + timedelta(days=n)
            for term in terms(year)
            for n in range((term.end - term.start).days + 1)
            if (term.start + timedelta(days=n)).weekday() < 5 and term.start + timedelta(days=n) not in closed
        )
    return day in _MEMORY[year]


def _school_week(week: date) -> bool:
    return any(_meets(week + timedelta(days=n)) for n in range(5))


def _weeks_between(start: date, end: date) -> int:
    """Count school weeks from one Monday of a school week to another, backwards as a negative number."""
    step, sign = (_WEEK, 1) if end >= start else (-_WEEK, -1)
    count, week = 0, start
    while week != end:
        week += step
        count += sign * _school_week(week)
    return count


def _nth_week(start: date, weeks: int) -> date:
    """Return the Monday that lies so many school weeks from another: the inverse of the count."""
    step = _WEEK if weeks >= 0 else -_WEEK
    week, count = start, 0
    while count < abs(weeks):
        week += step
        count += _school_week(week)
    return week


def _first(day: date, weekday: int) -> date:
    """Return the first such weekday on or after a day."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _easter(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * i) // 451
    month, day = divmod(h + i - 7 * m + 114, 31)
    return date(year, month, day + 1)
