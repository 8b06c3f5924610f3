"""The school's calendar: on which half days school meets, which weeks are school weeks, and how a week is called."""

from bisect import bisect_right
from datetime import date, timedelta

from liverecord.derive.kept import kept
from liverecord.model.records import School

HALVES = ("AM", "PM")
DAYS_OF_SCHOOL = 5
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class Calendar:
    """When school meets. `is_known` is false where the school names no terms: then a week without marks may be holiday."""

    def __init__(self, school: School) -> None:
        closed: dict[date, set[str]] = {}
        for closure in school.closures:
            closed.setdefault(closure.date, set()).update(
                HALVES if closure.session is None else (closure.session,)
            )
        self._terms = tuple(sorted(school.terms, key=lambda term: (term.start, term.end)))
        self.is_known = bool(self._terms)
        self._closed = closed
        self._open: dict[date, tuple[str, ...]] = {}
        for term in self._terms:
            for offset in range((term.end - term.start).days + 1):
                day = term.start + timedelta(days=offset)
                if day.weekday() < DAYS_OF_SCHOOL:
                    halves = tuple(half for half in HALVES if half not in closed.get(day, ()))
                    if halves:
                        self._open[day] = halves
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

    def week_label(self, monday: date) -> str | None:
        """Return "week 3 of Autumn 2", counted from the week in which the term starts; None in a week without school."""
        for offset in range(DAYS_OF_SCHOOL):
            day = monday + timedelta(days=offset)
            if day not in self._open:
                continue
            for term in self._terms:
                if term.start <= day <= term.end:
                    number = (monday - monday_of(term.start)).days // 7 + 1
                    return f"week {number} of {term.name}"
        return None


@kept
def calendar_of(school: School) -> Calendar:
    """Return a school's calendar; it is worked out once for a school."""
    return Calendar(school)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week; a Sunday belongs to the week before it."""
    return day - timedelta(days=day.weekday())


def in_words(day: date) -> str:
    """Return a day as people write it: 20 November 2026 (never by the machine's language)."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
