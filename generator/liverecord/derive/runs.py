"""Sessions missed one after another. What was not possible is passed over; what is not known ends a run and is said."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from liverecord.derive.calendar import HALVES, Calendar
from liverecord.derive.numbers import number
from liverecord.derive.register import Register, day_of
from liverecord.model.attendance import Run
from liverecord.model.rulebook import Rulebook

_SESSIONS = range(10)
_A_WEEK = 7
_MISSED, _ATTENDED, _UNKNOWN = "missed", "attended", "unknown"


class _Step(NamedTuple):
    """One session that says something: missed (and unauthorised or not), attended, or not known."""

    day: date
    what: str
    unauthorised: int = 0


def runs(register: Register, calendar: Calendar, rulebook: Rulebook) -> tuple[Run, ...]:
    """Return the runs of the current school year that are long enough to speak of: the longest first, then the newest.

    Agreed absence (C2) and sessions that were not possible are passed over, so that a run goes on across a weekend, a
    holiday or a closed day. U counts as missed, as it does in the law's own runs.
    """
    least = number(rulebook, "run", "sessions")
    if sum(week.missed_sessions for week in register.weeks.values() if week is not None) < least:
        return ()
    long_runs = [run for run in _runs(tuple(_steps(register, calendar))) if run.sessions >= least]
    long_runs.sort(key=lambda run: (run.sessions, run.last), reverse=True)
    return tuple(long_runs[: number(rulebook, "run", "shown")])


def _runs(steps: tuple[_Step, ...]) -> Iterator[Run]:
    newest = next((place for place in reversed(range(len(steps))) if steps[place].what != _UNKNOWN), -1)
    place = 0
    while place < len(steps):
        start = place
        while place < len(steps) and steps[place].what == _MISSED:
            place += 1
        if place > start:
            edges = steps[max(start - 1, 0) : start], steps[place : place + 1]
            yield Run(
                first=steps[start].day,
                last=steps[place - 1].day,
                sessions=place - start,
                unauthorised=sum(step.unauthorised for step in steps[start:place]),
                at_least=any(step.what == _UNKNOWN for edge in edges for step in edge),
                ongoing=place - 1 == newest,
            )
        place += 1


def _steps(register: Register, calendar: Calendar) -> Iterator[_Step]:
    """Yield the sessions of the school year in order, those that were not possible left out."""
    last: date | None = None
    for monday, week in register.weeks.items():
        # Without terms, a week that is missing may have been holiday or may not.
        if week is None or (last is not None and not calendar.is_known and (monday - last).days > _A_WEEK):
            yield _Step(monday, _UNKNOWN)
        last = monday
        if week is None:
            continue
        if week.is_complete and not week.missed_sessions:
            # Most weeks were attended from end to end, or not held at all: one step says as much as ten.
            if week.counted_sessions:
                yield _Step(monday, _ATTENDED)
            continue
        for session in _SESSIONS:
            day = day_of(monday, session)
            if week.counted[session]:
                unauthorised = int(week.marks[session].group == "unauthorised")
                yield _Step(day, _MISSED if week.missed[session] else _ATTENDED, unauthorised)
            elif not week.marks[session].is_recorded and register.is_waited_for(
                day, HALVES[session % 2], calendar
            ):
                yield _Step(day, _UNKNOWN)
