"""The register of a pupil up to today: its weeks, its gaps, and the part of it that the figures are about."""

from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from liverecord.derive.calendar import HALVES, Calendar, calendar_of
from liverecord.derive.marks import SESSIONS_A_WEEK, Week, marks_of
from liverecord.derive.numbers import number
from liverecord.model.attendance import RegisterWeek, Session
from liverecord.model.records import Pupil, School
from liverecord.model.rulebook import Rulebook

_DAYS = tuple(timedelta(days=session // 2) for session in range(10))


class Register(NamedTuple):
    """Weeks of marks by their Monday, in order.

    `weeks` are those of the newest marks' school year, `all_weeks` every week known: both with None for a school week
    without a mark, up to the day before today. `gaps` are the Mondays of `all_weeks` in which school met and a mark is
    missing, `thin` those of weeks that have marks and yet are mostly unmarked: no share is made of them. Marks are
    waited for from `since` to `until`, both included: before the pupil joined, after the pupil left and today none is
    missing. `last` is the day of the newest mark.
    """

    weeks: dict[date, Week | None]
    all_weeks: dict[date, Week | None]
    gaps: tuple[date, ...]
    empty: Week
    since: date = date.max
    until: date = date.min
    thin: frozenset[date] = frozenset()
    last: date = date.min

    def school_weeks(self) -> dict[date, Week | None]:
        """Return the school year's weeks that were held for this pupil, and those about which too little is known."""
        return {
            monday: None if monday in self.thin else week
            for monday, week in self.weeks.items()
            if week is None or week.was_held
        }

    def recent_weeks(self) -> dict[date, Week | None]:
        """Return the same, and the weeks after the school year that have no marks: what a window up to today is cut from."""
        year_ends = next(reversed(self.weeks), date.max)
        return self.school_weeks() | {monday: None for monday in self.all_weeks if monday > year_ends}

    def unmarked(self, monday: date, calendar: Calendar) -> int:
        """Count the sessions of a week that ought to have a mark and have none."""
        week = self.all_weeks.get(monday) or self.empty
        return sum(
            not mark.is_recorded and self.is_waited_for(monday + _DAYS[index], HALVES[index % 2], calendar)
            for index, mark in enumerate(week.marks)
        )

    def is_waited_for(self, day: date, half: str, calendar: Calendar) -> bool:
        """Tell whether a half day ought to have a mark: school met, and the pupil was on roll, before today."""
        return self.since <= day <= self.until and calendar.meets(day, half)


def register_of(pupil: Pupil, school: School, rulebook: Rulebook, today: date) -> Register:
    """Return what the register says up to and including today; marks for later days are ignored.

    A school week without marks, from the first week with marks on, is a gap. So is a week in which a session that was
    held has no mark. Today's own sessions may still be waiting for theirs, and days before the pupil joined or after the
    pupil left are no gaps.
    """
    marks, calendar, typed = marks_of(rulebook), calendar_of(school), pupil.absences.weeks
    known: dict[date, Week] = {}
    for monday in sorted(typed):
        sessions = 2 * ((today - monday).days + 1)
        if sessions > 0:
            week = marks.week(typed[monday], min(sessions, SESSIONS_A_WEEK))
            if week.is_recorded:
                known[monday] = week
    if not known:
        return Register({}, {}, (), marks.empty)
    first, last = next(iter(known)), next(reversed(known))
    joined = pupil.plan.pupil.on_roll_from or first
    left = min(pupil.plan.pupil.on_roll_until or today, today - timedelta(days=1))
    every: dict[date, Week | None] = dict(known)
    between = calendar.weeks_between(first, max(last, left))
    if every.keys() != set(between):
        every = {
            monday: known.get(monday)
            for monday in sorted({*between, *known})
            if monday in known or _has_gap(monday, marks.empty, calendar, joined, left)
        }
    gaps = tuple(
        monday
        for monday, week in every.items()
        if week is None or _has_gap(monday, week, calendar, joined, left)
    )
    start = _school_year_start(last, rulebook)
    end = start.replace(year=start.year + 1)
    weeks = {
        monday: week
        for monday, week in every.items()
        if monday + _DAYS[-1] >= start and (monday < end or monday <= last)
    }
    newest = next(index for index in reversed(range(SESSIONS_A_WEEK)) if known[last].marks[index].is_recorded)
    register = Register(weeks, every, gaps, marks.empty, joined, left, last=last + _DAYS[newest])
    mostly = number(rulebook, "mostly_unmarked", "percent")
    thin = frozenset(
        monday
        for monday in gaps
        if (held := every[monday]) is not None
        and 100 * (lacking := register.unmarked(monday, calendar)) > mostly * (lacking + held.recorded)
    )
    return register._replace(thin=thin) if thin else register


def as_weeks(register: Register) -> tuple[RegisterWeek, ...]:
    """Return the school year's register as pages print it, oldest first, gap weeks among the rest."""
    return tuple(
        _as_week(monday, week if week is not None else register.empty, week is None)
        for monday, week in register.weeks.items()
    )


@lru_cache(maxsize=4096)
def _as_week(monday: date, week: Week, gap: bool) -> RegisterWeek:
    # Kept because most pupils of a school have the same week: a week is told apart by identity, and the rulebook's.
    sessions = tuple(
        Session(
            day=monday + _DAYS[index],
            half=HALVES[index % 2],
            mark=mark.code,
            group=mark.group,
            label=mark.label,
        )
        for index, mark in enumerate(week.marks)
    )
    return RegisterWeek(monday=monday, gap=gap, sessions=sessions)


def day_of(monday: date, session: int) -> date:
    """Return the day of one of a week's ten sessions (0 to 9)."""
    return monday + _DAYS[session]


def _has_gap(monday: date, week: Week, calendar: Calendar, joined: date, left: date) -> bool:
    if week.is_complete:
        return False
    return any(
        not mark.is_recorded
        and joined <= (day := monday + _DAYS[index]) <= left
        and calendar.meets(day, HALVES[index % 2])
        for index, mark in enumerate(week.marks)
    )


def _school_year_start(monday: date, rulebook: Rulebook) -> date:
    """Return the first day of the school year that a week belongs to."""
    start = date(
        monday.year, number(rulebook, "school_year", "month"), number(rulebook, "school_year", "day")
    )
    return start if start <= monday + _DAYS[-1] else start.replace(year=monday.year - 1)
