"""What a school's calendar and the law say of one mark on one half day, whoever's it is."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from liverecord.derive.calendar import DAYS_OF_SCHOOL, HALVES, WEEKDAYS, calendar_of, monday_of
from liverecord.derive.marks import NO_MARK
from liverecord.intake.sightings import Sighting
from liverecord.model.days import in_words
from liverecord.model.records import School, Staff
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Problem
from liverecord.validate.ground import Ground, ground, in_force

ON_CLOSED_DAY = "mark-on-closed-day"
"""The one refusal that all pupils share: a day that school.yml has closed is one thing to mend, however many marks are on it."""

_NOT_COLLECTED = "not_collected"
_SHOWN = 3
_NOT_IN_FORCE_HINT = "Have the export give the code that was in force that day."
_WEEKEND_HINT = (
    "The register has sessions from Monday to Friday: correct the date (day and month may have changed places), or take the mark "
    "out of the file. --partial imports the rest."
)
_AHEAD_HINT = "Export up to today. If the day is right, check --today, or the clock of this computer."
CLOSED_HINT = (
    "If school was open then, correct the terms and closures in school.yml. If it was not, correct those marks in the "
    "information system, and export again; --partial imports the rest."
)


def some_days(days: Iterable[date]) -> str:
    """Return the first few of some days in words, and how many more there are."""
    each = sorted(set(days))
    rest = len(each) - _SHOWN
    more = f" and {rest} more {'day' if rest == 1 else 'days'}" if rest > 0 else ""
    return ", ".join(in_words(day) for day in each[:_SHOWN]) + more


class Refusal(NamedTuple):
    """Why a mark may not stand on a half day: the code word of a Problem, its message without a subject, its hint."""

    code: str
    message: str
    hint: str


class Days:
    """The half days of one school as of one day; what is worked out of one is kept, because all pupils share them."""

    def __init__(self, school: School, staff: Staff, rulebook: Rulebook, today: date) -> None:
        self.ground: Ground = ground(school, staff, rulebook, today)
        self.counted = self.ground.counted
        self.not_collected = frozenset(
            code for code, row in self.ground.marks.items() if row.statistical_class == _NOT_COLLECTED
        )
        self._calendar = calendar_of(school)
        self._this_week = monday_of(today)
        year = rulebook.thresholds["school_year"].numbers
        self._year_begins = (year["month"], year["day"])
        self._years = {self._school_year(term.start) for term in school.terms}
        self._refusals: dict[tuple[str, date, str], Refusal | None] = {}
        self._places: dict[tuple[date, str], tuple[date, int]] = {}

    def place(self, day: date, half: str) -> tuple[date, int]:
        """Return the Monday of a half day and its place among the week's ten sessions (10 to 13 on a weekend)."""
        key = (day, half)
        known = self._places.get(key)
        if known is None:
            known = self._places[key] = (monday_of(day), 2 * day.weekday() + HALVES.index(half))
        return known

    def says_nothing(self, mark: str, day: date) -> bool:
        """Tell whether to pass over a mark: no mark, or closed on a weekend, in a holiday or in weeks to come.

        Exports cover every day of a span. Whole weeks are judged, so a register may come in any parts.
        """
        if mark == NO_MARK:
            return True
        if mark not in self.not_collected:
            return False
        monday = monday_of(day)
        if monday > self._this_week or day.weekday() >= DAYS_OF_SCHOOL:
            return True
        return not self._calendar.is_school_week(monday)

    def is_open(self, day: date, half: str) -> bool:
        """Tell whether school.yml has a session then; never in a school year of which it lists no term."""
        return self._school_year(day) in self._years and self._calendar.meets(day, half)

    def refusal(self, mark: str, day: date, half: str) -> Refusal | None:
        """Return why a mark cannot be right on a half day, or None."""
        key = (mark, day, half)
        if key not in self._refusals:
            self._refusals[key] = self._refused(mark, day, half)
        return self._refusals[key]

    def closed(self, sightings: Sequence[Sighting]) -> Iterator[Problem]:
        """Yield one problem a file for marks that count on days that school.yml has closed, whoever's they are."""
        by_file: dict[str, list[Sighting]] = {}
        for sighting in sightings:
            by_file.setdefault(sighting.place.path, []).append(sighting)
        for those in by_file.values():
            rows = len({sighting.place.line for sighting in those})
            marks = "1 mark counts" if len(those) == 1 else f"{len(those)} marks count"
            message = (
                f"{marks} on days that school.yml has closed, in {rows} {'row' if rows == 1 else 'rows'}: "
                f"{some_days(sighting.day for sighting in those)}."
            )
            yield Problem(min(sighting.place for sighting in those), ON_CLOSED_DAY, message, CLOSED_HINT)

    def _refused(self, mark: str, day: date, half: str) -> Refusal | None:
        row = self.ground.marks[mark]
        if not in_force(row, day):
            span = f"since {row.valid_from}" if row.valid_until is None else f"until {row.valid_until}"
            return Refusal(
                "mark-not-in-force",
                f"the mark {mark} was not in use: it is in force {span}",
                _NOT_IN_FORCE_HINT,
            )
        if day.weekday() >= DAYS_OF_SCHOOL:
            return Refusal(
                "mark-on-weekend",
                f"{mark} on a {WEEKDAYS[day.weekday()]}",
                _WEEKEND_HINT,
            )
        if day > self.ground.today and mark not in self.not_collected:
            return Refusal(
                "mark-ahead",
                f"{mark} on a day still to come (today is {in_words(self.ground.today)})",
                _AHEAD_HINT,
            )
        if mark in self.counted and self._is_closed(day, half):
            return Refusal(
                ON_CLOSED_DAY, f"{mark} counts, but school.yml says that school is closed", CLOSED_HINT
            )
        return None

    def _is_closed(self, day: date, half: str) -> bool:
        """Tell whether school.yml has no session then. A school year without a listed term may have one on any day."""
        if self._school_year(day) in self._years:
            return not self._calendar.meets(day, half)
        return self.ground.is_closed(day, half)

    def _school_year(self, day: date) -> int:
        return day.year if (day.month, day.day) >= self._year_begins else day.year - 1
