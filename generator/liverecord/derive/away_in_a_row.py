"""The attendance return's run: school days in a row whose possible sessions were all missed without authorisation."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from liverecord.derive.calendar import DAYS_OF_SCHOOL, HALVES, Calendar
from liverecord.derive.marks import Mark
from liverecord.derive.numbers import in_force, number
from liverecord.derive.populations import Cover, is_told
from liverecord.derive.register import Register
from liverecord.derive.school_year import school_year_start
from liverecord.model.attendance import Run
from liverecord.model.rulebook import Rulebook

_WEEK = timedelta(weeks=1)
_MISSED, _ENDS, _UNKNOWN = "missed", "ends", "unknown"


class _Day(NamedTuple):
    """A school day: wholly missed without authorisation, ending a run, or not known; and its sessions so missed."""

    day: date
    kind: str
    sessions: int = 0


def away_in_a_row(
    register: Register, calendar: Calendar, rulebook: Rulebook, today: date, covers: Cover | None
) -> Run | None:
    """Return the newest run of the return's length that reaches into the newest marks' school year; None where there is none.

    Ten continuous school days of G, N, O or U (SI 2024/208, regulation 13). Days without a possible session are passed
    over. A session that was attended or authorised ends the run; so do agreed absence (C2) and a missing mark.
    """
    if not in_force(rulebook, "attendance_return", today):
        return None
    needed = number(rulebook, "attendance_return", "days")
    if sum(week.unauthorised for week in register.all_weeks.values() if week is not None) < needed:
        return None
    spans = [
        (kind, tuple(days))
        for kind, days in groupby(_days(register, calendar, covers), key=lambda each: each.kind)
    ]
    for index in range(len(spans) - 1, -1, -1):
        kind, days = spans[index]
        if kind != _MISSED or len(days) < needed:
            continue
        if days[-1].day < school_year_start(register.last, rulebook):
            return None
        around = (*spans[max(0, index - 1) : index], *spans[index + 1 : index + 2])
        sessions = sum(day.sessions for day in days)
        return Run(
            first=days[0].day,
            last=days[-1].day,
            sessions=sessions,
            unauthorised=sessions,
            at_least=any(beside == _UNKNOWN for beside, _ in around),
            ongoing=all(later == _UNKNOWN for later, _ in spans[index + 1 :]),
        )
    return None


def _days(register: Register, calendar: Calendar, covers: Cover | None) -> Iterator[_Day]:
    """Yield the days that say something about a run, in order: those on which the law covered the pupil."""
    before: date | None = None
    for monday, week in register.all_weeks.items():
        if week is None or (before is not None and _may_lack_weeks(before, monday, calendar)):
            yield _Day(monday, _UNKNOWN)
        if week is not None:
            for number_of_day in range(DAYS_OF_SCHOOL):
                day = monday + timedelta(days=number_of_day)
                marks = week.marks[2 * number_of_day : 2 * number_of_day + 2]
                school_day = _day(day, marks, calendar)
                # Today's sessions may still be waiting for their marks: they neither end a run nor make it longer. Nor
                # do days before the pupil joined.
                waited_for = register.since <= day <= register.until
                if school_day is None or not (waited_for or school_day.kind != _UNKNOWN):
                    continue
                if is_told(covers, day):
                    yield school_day
        before = monday


def _day(day: date, marks: tuple[Mark, ...], calendar: Calendar) -> _Day | None:
    """Return what a day's two marks say; None where no session was possible."""
    missed = sum(mark.group == "unauthorised" for mark in marks)
    if missed < sum(mark.is_possible for mark in marks):
        return _Day(day, _ENDS)
    if any(
        not mark.is_recorded and calendar.meets(day, half) for mark, half in zip(marks, HALVES, strict=True)
    ):
        return _Day(day, _UNKNOWN)
    return _Day(day, _MISSED, missed) if missed else None


def _may_lack_weeks(before: date, monday: date, calendar: Calendar) -> bool:
    """Tell whether the register may lack school weeks between two of its weeks, because the calendar ends there."""
    return monday - before > _WEEK and (not calendar.is_known or before < calendar.weeks[0])
