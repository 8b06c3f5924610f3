"""The school's calendar: on which half days school meets, which weeks are school weeks, and what a week is called."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta

from liverecord.derive.kept import kept
from liverecord.derive.working_days import is_working_day
from liverecord.model.case import HalfTerm
from liverecord.model.days import in_words
from liverecord.model.records import School

HALVES = ("AM", "PM")
DAYS_OF_SCHOOL = 5
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_A_WEEK = timedelta(weeks=1)


class Calendar:
    """When school meets. `is_known` is false where the school names no terms: then a week without marks may be holiday."""

    def __init__(self, school: School) -> None:
        closed: dict[date, set[str]] = {}
        for closure in school.closures:
            closed.setdefault(closure.date, set()).update(
                HALVES if closure.session is None else (closure.session,)
            )
        self.terms = tuple(sorted(school.terms, key=lambda term: (term.start, term.end)))
        """The rows of school.yml, the oldest first."""
        self.is_known = bool(self.terms)
        self._closed = closed
        self._open: dict[date, tuple[str, ...]] = {}
        for term in self.terms:
            for offset in range((term.end - term.start).days + 1):
                day = term.start + timedelta(days=offset)
                if day.weekday() < DAYS_OF_SCHOOL:
                    halves = tuple(half for half in HALVES if half not in closed.get(day, ()))
                    if halves:
                        self._open[day] = halves
        self._days = sorted(self._open)
        self.weeks = tuple(sorted({monday_of(day) for day in self._open}))
        """The Mondays of the weeks with at least one session, in order."""

    def meets(self, day: date, half: str) -> bool:
        """Tell whether school meets on a half day; every weekday that is not closed, where no terms are named."""
        if self.is_known:
            return half in self._open.get(day, ())
        return day.weekday() < DAYS_OF_SCHOOL and half not in self._closed.get(day, ())

    def is_school_week(self, monday: date) -> bool:
        """Tell whether the week has at least one session."""
        return any(self.meets(monday + timedelta(days=day), half) for day in range(5) for half in HALVES)

    def weeks_between(self, first: date, last: date) -> tuple[date, ...]:
        """Return the Mondays of the school weeks from `first` to `last`, both Mondays included."""
        start = bisect_right(self.weeks, first - timedelta(days=1))
        return self.weeks[start : bisect_right(self.weeks, last)]

    def school_weeks_since(self, day: date, until: date) -> int:
        """Count the school weeks after a day's own, up to and with that of `until`.

        Weeks of which school.yml says nothing, before its first term and after its last, may be school weeks: they count.
        """
        first, last = monday_of(day) + _A_WEEK, monday_of(until)
        if not self.weeks:
            weeks = (first + offset * _A_WEEK for offset in range(max((last - first).days // 7 + 1, 0)))
            return sum(self.is_known or self.is_school_week(week) for week in weeks)
        before = (min(last + _A_WEEK, self.weeks[0]) - first).days // 7
        after = (last - max(first - _A_WEEK, self.weeks[-1])).days // 7
        return len(self.weeks_between(first, last)) + max(before, 0) + max(after, 0)

    def beside_breaks(self, school_days: int, minimum_closed: int) -> frozenset[date]:
        """Return the last school days before each break and the first after it: so many on either side.

        A break is at least so many weekdays between two school days. The terms begin after one and end before one.
        Where the school names no terms, only days that it closed are known to be breaks.
        """
        days = self._days if self.is_known else self._around_closures()
        ends = [
            number
            for number in range(1, len(days))
            if _weekdays_between(days[number - 1], days[number]) >= minimum_closed
        ]
        if self.is_known:
            ends = [0, *ends, len(days)]
        return frozenset(day for end in ends for day in days[max(end - school_days, 0) : end + school_days])

    def school_days_from(self, first: date, count: int) -> frozenset[date]:
        """Return so many school days from a day on, or as many as the terms have; weekdays where none are named."""
        if self.is_known:
            start = bisect_left(self._days, first)
            return frozenset(self._days[start : start + count])
        days: set[date] = set()
        day = first
        while len(days) < count:
            if any(self.meets(day, half) for half in HALVES):
                days.add(day)
            day += timedelta(days=1)
        return frozenset(days)

    def school_days_after(self, day: date, until: date) -> int:
        """Count the school days after a day, up to and including another; 0 where that is not later.

        Days outside the terms that the school names are not known to be school days, and do not count.
        """
        if self.is_known:
            return max(bisect_right(self._days, until) - bisect_right(self._days, day), 0)
        days = (date.fromordinal(number) for number in range(day.toordinal() + 1, until.toordinal() + 1))
        return sum(any(self.meets(each, half) for half in HALVES) for each in days)

    def weeks_ahead(self, day: date, school_weeks: int) -> tuple[date, ...]:
        """Return the Mondays from a day's own week on, holidays between them too, until there are so many school weeks.

        There are fewer where the terms end before; a week without school is the last only where nothing follows.
        """
        first = monday_of(day)
        if self.is_known:
            ahead = self.weeks[bisect_left(self.weeks, first) :][:school_weeks]
            number = (ahead[-1] - first).days // 7 + 1 if ahead else 1
        else:
            number = school_weeks
        return tuple(first + timedelta(weeks=each) for each in range(number))

    def half_term(self, day: date) -> HalfTerm | None:
        """Return the half term that a day lies in, or the next one where it lies in none; None where none follows."""
        for term in self.terms:
            if day <= term.end:
                return HalfTerm(name=term.name, end=term.end)
        return None

    def last_school_day(self, day: date) -> date:
        """Return the last day up to and including `day` on which school meets.

        Outside the terms that the school names, every working day that it has not closed is taken to be one.
        """
        if self._days and self._days[0] <= day <= self.terms[-1].end:
            return self._days[bisect_right(self._days, day) - 1]
        while not is_working_day(day) or all(half in self._closed.get(day, ()) for half in HALVES):
            day -= timedelta(days=1)
        return day

    def next_school_day(self, day: date) -> date:
        """Return the first day from `day` on, that day included, on which school meets; outside the named terms as `last_school_day` does."""
        if self._days and self.terms[0].start <= day <= self._days[-1]:
            return self._days[bisect_left(self._days, day)]
        while not is_working_day(day) or all(half in self._closed.get(day, ()) for half in HALVES):
            day += timedelta(days=1)
        return day

    def _around_closures(self) -> list[date]:
        """Return weekdays on which school may meet, from a week before the first closed day to a week after the last."""
        if not self._closed:
            return []
        first, last = min(self._closed) - timedelta(days=7), max(self._closed) + timedelta(days=7)
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in days if any(self.meets(day, half) for half in HALVES)]

    def week_label(self, monday: date) -> str | None:
        """Return "week 3 of Autumn 2", counted from the week in which the term starts; None in a week without school.

        Where the school names no terms it is "the week of 16 November 2026".
        """
        if not self.is_known:
            return f"the week of {in_words(monday)}" if self.is_school_week(monday) else None
        for offset in range(DAYS_OF_SCHOOL):
            day = monday + timedelta(days=offset)
            if day not in self._open:
                continue
            for term in self.terms:
                if term.start <= day <= term.end:
                    number = (monday - monday_of(term.start)).days // 7 + 1
                    return f"week {number} of {term.name}"
        return None


@kept
def calendar_of(school: School) -> Calendar:
    """Return a school's calendar; it is worked out once for a school."""
    return Calendar(school)


def _weekdays_between(earlier: date, later: date) -> int:
    """Count the weekdays after one day and before another."""
    return sum(
        date.fromordinal(day).weekday() < DAYS_OF_SCHOOL
        for day in range(earlier.toordinal() + 1, later.toordinal())
    )


def monday_of(day: date) -> date:
    """Return the Monday of a day's week; a Sunday belongs to the week before it."""
    return day - timedelta(days=day.weekday())
