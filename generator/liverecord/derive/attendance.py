"""Everything that marks say: figures here, and patterns, movement, runs and the trend from the modules beside.

Everything is counted in whole numbers; a percentage is text, made at the end, and never lands on the other side of
a threshold by rounding. A gap is never counted as present: it is left out and named beside the figure.
"""

from datetime import date
from typing import NamedTuple

from liverecord.derive.calendar import calendar_of
from liverecord.derive.marks import Week
from liverecord.derive.movement import movements
from liverecord.derive.numbers import number
from liverecord.derive.patterns import patterns
from liverecord.derive.register import Register, as_weeks, day_of, register_of
from liverecord.derive.runs import runs
from liverecord.derive.trend import trend
from liverecord.model.attendance import Attendance, Figures, Pattern, WeekCount
from liverecord.model.records import Pupil, School
from liverecord.model.rulebook import Rulebook

_WHOLE = 100
_OF_HALF_DAYS = ("sessions", "half")


class Reading(NamedTuple):
    """What was worked out from marks, and the register that it stands on."""

    attendance: Attendance
    register: Register

    @property
    def pattern(self) -> Pattern | None:
        """Return the first pattern of sessions missed in half days of the week, if there is one."""
        return next((pattern for pattern in self.attendance.patterns if pattern.kind in _OF_HALF_DAYS), None)


def reading(pupil: Pupil, school: School, rulebook: Rulebook, today: date) -> Reading:
    """Return everything that the pupil's marks up to today say."""
    register = register_of(pupil, school, rulebook, today)
    looked, attendance_patterns = patterns(pupil, register, school, rulebook, today)
    last_week, week_before = _last_two_weeks(register, school)
    attendance = Attendance(
        register=as_weeks(register),
        figures=_figures(register, rulebook, _own_aims(pupil)),
        last_week=last_week,
        week_before=week_before,
        looked=looked,
        patterns=attendance_patterns,
        movements=movements(register, rulebook),
        runs=runs(register, calendar_of(school), rulebook),
        trend=trend(register, pupil.plan.attendance.target, rulebook),
        logged=_logged(pupil, register, today),
    )
    return Reading(attendance, register)


def percent(part: int, whole: int, edges: tuple[int, ...] = ()) -> str | None:
    """Return `part` of `whole` in per cent, to one decimal; None where there is no whole.

    `edges` are whole percentages (thresholds): a figure that is not exactly on one is never printed as if it were,
    nor beyond it. Halves are rounded up.
    """
    if whole <= 0:
        return None
    tenths = part * _WHOLE * 10
    rounded = (2 * tenths + whole) // (2 * whole)
    for edge in edges:
        line = edge * 10
        if tenths < line * whole:
            rounded = min(rounded, line - 1)
        elif tenths > line * whole:
            rounded = max(rounded, line + 1)
    return f"{rounded // 10}.{rounded % 10}"


def is_at_least(part: int, whole: int, threshold: int) -> bool:
    """Tell whether `part` is `threshold` per cent of `whole` or more, in whole numbers; nothing is a share of nothing."""
    return whole > 0 and _WHOLE * part >= threshold * whole


def _figures(register: Register, rulebook: Rulebook, aims: tuple[int, ...]) -> Figures | None:
    weeks = {monday: week for monday, week in register.weeks.items() if week is not None}
    if not weeks:
        return None
    counted = weeks.values()
    attended = sum(week.attended for week in counted)
    authorised = sum(week.authorised for week in counted)
    unauthorised = sum(week.unauthorised for week in counted)
    excused = sum(week.excused for week in counted)
    possible = attended + authorised + unauthorised
    absent = authorised + unauthorised
    persistent = number(rulebook, "persistent_absence", "percent")
    severe = number(rulebook, "severe_absence", "percent")
    edges = (0, _WHOLE - severe, _WHOLE - persistent, _WHOLE, *aims)
    first, last = next(iter(weeks)), next(reversed(weeks))
    return Figures(
        first=_marked_day(first, weeks[first], last=False),
        last=_marked_day(last, weeks[last], last=True),
        possible=possible,
        attended=attended,
        authorised=authorised,
        unauthorised=unauthorised,
        late=sum(week.late for week in counted),
        not_counted=sum(week.not_counted for week in counted),
        percent=percent(attended, possible, edges),
        agreed_possible=possible - excused,
        agreed_percent=percent(attended, possible - excused, edges),
        persistent=is_at_least(absent, possible, persistent),
        severe=is_at_least(absent, possible, severe),
        gaps=tuple(monday for monday in register.gaps if monday in register.weeks),
    )


def _own_aims(pupil: Pupil) -> tuple[int, ...]:
    target = pupil.plan.attendance.target
    return () if target is None else (target.aim, *(step.aim for step in target.steps))


def _marked_day(monday: date, week: Week, *, last: bool) -> date:
    order = range(9, -1, -1) if last else range(10)
    return next(day_of(monday, index) for index in order if week.marks[index].is_recorded)


def _last_two_weeks(register: Register, school: School) -> tuple[WeekCount | None, WeekCount | None]:
    """Return the newest school week with marks, and the school week before it (None where that one is a gap)."""
    held = [monday for monday, week in register.weeks.items() if week is None or week.was_held]
    while held and register.weeks[held[-1]] is None:
        held.pop()
    if not held:
        return None, None
    newest = _count(register, held[-1])
    if len(held) < 2:
        return newest, None
    before = held[-2]
    # Without terms, nothing says that the week before is missing: only the calendar week before will do.
    if not calendar_of(school).is_known and (held[-1] - before).days > 7:
        return newest, None
    return newest, _count(register, before)


def _count(register: Register, monday: date) -> WeekCount | None:
    """Count a week against the agreed timetable: an absence that was agreed is not a session missed."""
    week = register.weeks[monday]
    if week is None:
        return None
    return WeekCount(
        monday=monday,
        possible=week.counted_sessions,
        missed=week.missed_sessions,
    )


def _logged(pupil: Pupil, register: Register, today: date) -> int:
    """Count single absences typed by hand up to today; where a week has a mark for the session, the week speaks."""
    return sum(
        1
        for entry in pupil.absences.log
        if entry.date <= today and not _is_marked(entry.date, entry.session, register)
    )


def _is_marked(day: date, session: str, register: Register) -> bool:
    week = register.all_weeks.get(date.fromordinal(day.toordinal() - day.weekday()))
    index = 2 * day.weekday() + (session == "PM")
    return week is not None and index < len(week.marks) and week.marks[index].is_recorded
