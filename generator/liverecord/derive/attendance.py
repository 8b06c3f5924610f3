"""Everything that marks say: figures here, and patterns, movement, runs and the trend from the modules beside.

Everything is counted in whole numbers; a percentage is text, made at the end, and never lands on the other side of
a threshold by rounding. A gap is never counted as present: it is left out and named beside the figure.
"""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from liverecord.derive.calendar import calendar_of
from liverecord.derive.marks import SESSIONS_A_WEEK, Week
from liverecord.derive.marks_end import marks_end
from liverecord.derive.movement import movements
from liverecord.derive.numbers import number
from liverecord.derive.patterns import Patterns, patterns
from liverecord.derive.populations import cover, is_told
from liverecord.derive.register import Register, as_weeks, day_of, register_of
from liverecord.derive.runs import runs
from liverecord.derive.trend import trend
from liverecord.model.attendance import Attendance, Figures, MarksEnd, Pattern, WeekCount
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
    register, calendar = register_of(pupil, school, rulebook, today), calendar_of(school)
    ends = marks_end(register, calendar, rulebook, today)
    is_old = ends is not None and ends.old
    looked, attendance_patterns = (
        Patterns(None, ()) if is_old else patterns(pupil, register, school, rulebook, today)
    )
    last_week, week_before = (None, None) if is_old else _last_two_weeks(register, school)
    attendance = Attendance(
        register=as_weeks(register),
        ends=ends,
        figures=_figures(pupil, register, ends, school, rulebook, today),
        last_week=last_week,
        week_before=week_before,
        looked=looked,
        patterns=attendance_patterns,
        movements=() if is_old else movements(register, rulebook),
        runs=runs(register, calendar, rulebook),
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


def _figures(
    pupil: Pupil, register: Register, ends: MarksEnd | None, school: School, rulebook: Rulebook, today: date
) -> Figures | None:
    weeks = {monday: week for monday, week in register.weeks.items() if week is not None}
    if not weeks or ends is None:
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
    edges = (0, _WHOLE - severe, _WHOLE - persistent, _WHOLE, *_own_aims(pupil))
    unmarked = _unmarked(register, ends, school)
    has_percent = not _is_mostly_unmarked(register, weeks, school, rulebook)
    covers = cover("persistent_absence", pupil.plan.pupil, school.kind, rulebook, today)
    # Of old marks or mostly unmarked weeks, and of somebody whom the figures do not cover, nothing is claimed.
    claims = has_percent and not ends.old and is_told(covers, ends.on)
    return Figures(
        first=_first_marked_day(weeks),
        last=ends.on,
        possible=possible,
        attended=attended,
        authorised=authorised,
        unauthorised=unauthorised,
        late=sum(week.late for week in counted),
        not_counted=sum(week.not_counted for week in counted),
        percent=percent(attended, possible, edges) if has_percent else None,
        agreed_possible=possible - excused,
        agreed_percent=percent(attended, possible - excused, edges) if has_percent else None,
        persistent=_claim(absent, possible, unmarked, persistent) if claims else None,
        severe=_claim(absent, possible, unmarked, severe) if claims else None,
        by_year=covers is not None and covers.by_year,
        unmarked=unmarked,
        gaps=tuple(monday for monday in register.gaps if monday in register.weeks),
    )


def _own_aims(pupil: Pupil) -> tuple[int, ...]:
    target = pupil.plan.attendance.target
    return () if target is None else (target.aim, *(step.aim for step in target.steps))


def _first_marked_day(weeks: Mapping[date, Week]) -> date:
    monday, week = next(iter(weeks.items()))
    return next(day_of(monday, index) for index in range(SESSIONS_A_WEEK) if week.marks[index].is_recorded)


def _unmarked(register: Register, ends: MarksEnd, school: School) -> int:
    """Count the sessions without a mark, up to the day on which the marks end: all of them, where they end this week."""
    calendar = calendar_of(school)
    last = date.max if ends.this_week else ends.on
    if not register.gaps or register.gaps[0] > last:
        return 0
    until = register._replace(until=min(register.until, last))
    return sum(until.unmarked(monday, calendar) for monday in register.gaps if monday in register.weeks)


def _is_mostly_unmarked(
    register: Register, weeks: Mapping[date, Week], school: School, rulebook: Rulebook
) -> bool:
    """Tell whether the weeks that have marks are for the most part without: by weeks, or by sessions."""
    if not register.thin:
        return False
    calendar, mostly = calendar_of(school), number(rulebook, "mostly_unmarked", "percent")
    thin = sum(monday in register.thin for monday in weeks)
    lacking = sum(register.unmarked(monday, calendar) for monday in register.gaps if monday in weeks)
    marked = sum(week.recorded for week in weeks.values())
    return _WHOLE * thin > mostly * len(weeks) or _WHOLE * lacking > mostly * (lacking + marked)


def _claim(absent: int, possible: int, unmarked: int, threshold: int) -> bool | None:
    """Tell whether absence reaches a threshold whichever way the unmarked sessions fall; None where they decide it."""
    if is_at_least(absent, possible + unmarked, threshold):
        return True
    return None if is_at_least(absent + unmarked, possible + unmarked, threshold) else False


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
