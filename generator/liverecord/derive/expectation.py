"""The pupil's own expectation: the target and its steps, and the part-time timetable that was agreed.

Everything is counted against what was agreed: absence under an agreed timetable (C2) is never a session missed.
"""

from datetime import date, timedelta

from liverecord.derive.attendance import Reading, percent
from liverecord.derive.marks import AGREED_PART_TIME, SESSIONS_A_WEEK
from liverecord.derive.numbers import number
from liverecord.derive.register import Register
from liverecord.derive.school_year import school_year_start
from liverecord.model.attendance import PartTime, Progress
from liverecord.model.records import PartTimeTimetable, Pupil, TimetableStep
from liverecord.model.rulebook import Rulebook

_FRIDAY = timedelta(days=4)
_WHOLE = 100
_EXPECTED = "y"


# ── The target ──────────────────────────────────────────────────────────────────────────────────────────


def progress(pupil: Pupil, reading: Reading, rulebook: Rulebook, today: date) -> Progress | None:
    """Return how attendance stands since the target was agreed, whatever the school year; None without a target.

    Where no day of agreement is known, it is counted from the school year's first mark.
    """
    target, figures = pupil.plan.attendance.target, reading.attendance.figures
    if target is None:
        return None
    since = target.agreed_on or (figures.first if figures else school_year_start(today, rulebook))
    attended, possible = _attended(reading.register, since)
    steps = sorted(target.steps, key=lambda step: step.date)
    coming = next((step for step in steps if step.date >= today), None)
    severe, persistent = (number(rulebook, f"{name}_absence", "percent") for name in ("severe", "persistent"))
    edges = (0, _WHOLE - severe, _WHOLE - persistent, _WHOLE, target.aim, *(step.aim for step in steps))
    is_unmarked = figures is not None and figures.possible > 0 and figures.percent is None
    return Progress(
        baseline=target.baseline,
        aim=target.aim,
        by=target.by,
        now_aim=coming.aim if coming else target.aim,
        now_by=coming.date if coming else target.by,
        since=since,
        attended=attended,
        possible=possible,
        percent=None if is_unmarked else percent(attended, possible, edges),
        gaps=_gaps(reading.register, since, today),
    )


def _attended(register: Register, since: date) -> tuple[int, int]:
    """Return the sessions attended and possible from a day on, against the agreed timetable."""
    missed = possible = 0
    for monday, week in register.all_weeks.items():
        first = 2 * (since - monday).days
        if week is None or first >= SESSIONS_A_WEEK:
            continue
        first = max(first, 0)
        possible += sum(week.counted[first:])
        missed += sum(week.missed[first:])
    return possible - missed, possible


# ── The part-time timetable ─────────────────────────────────────────────────────────────────────────────


def part_time(pupil: Pupil, reading: Reading, today: date) -> PartTime | None:
    """Return the agreed part-time timetable as of today; None where none was agreed.

    A session counts where the grid of its day expects it and it could have been held. One marked C2 all the same was
    not agreed, and is missed. What is free on the grid is never missed, whatever its mark.
    """
    timetable = pupil.plan.attendance.part_time_timetable
    if timetable is None:
        return None
    last = today if timetable.until is None else min(today, timetable.until)
    grid, grid_from = grid_on(timetable, max(last, timetable.from_))
    later = min(
        (step for step in timetable.steps if step.date > max(today, grid_from)),
        key=lambda step: step.date,
        default=None,
    )
    attended, possible, agreed = _expected_sessions(timetable, reading.register, last)
    return PartTime(
        state=_state(timetable, today),
        expected=grid,
        expected_from=grid_from,
        next_from=later.date if later else None,
        next_expected=later.expected if later else None,
        attended=attended,
        possible=possible,
        agreed_absences=agreed,
        other_absences=possible - attended,
        gaps=_gaps(reading.register, timetable.from_, last),
    )


def grid_on(timetable: PartTimeTimetable, day: date) -> tuple[str, date]:
    """Return the grid in force on a day of the timetable ("yn yn yn yn yn"), and the day from which it is."""
    # Of two steps on one day the later line counts; a step before the beginning is in force from the beginning.
    step: TimetableStep | None = None
    for each in timetable.steps:
        if each.date <= day and (step is None or each.date >= step.date):
            step = each
    if step is None:
        return timetable.expected, timetable.from_
    return step.expected, max(step.date, timetable.from_)


def is_expected(grid: str, session: int) -> bool:
    """Tell whether a grid expects one of the week's ten sessions (0 to 9)."""
    return grid.replace(" ", "")[session : session + 1] == _EXPECTED


def covers(timetable: PartTimeTimetable | None, day: date, session: int) -> bool:
    """Tell whether an agreed timetable leaves a session free: within its days, and not expected by its grid."""
    return (
        timetable is not None
        and timetable.from_ <= day
        and (timetable.until is None or day <= timetable.until)
        and not is_expected(grid_on(timetable, day)[0], session)
    )


def _state(timetable: PartTimeTimetable, today: date) -> str:
    if today < timetable.from_:
        return "ahead"
    return "over" if timetable.until is not None and timetable.until < today else "running"


def _expected_sessions(timetable: PartTimeTimetable, register: Register, last: date) -> tuple[int, int, int]:
    """Return expected sessions attended and possible, and sessions of agreed absence, up to the last day."""
    attended = possible = agreed = 0
    for monday, week in register.all_weeks.items():
        if week is None or monday > last or monday + _FRIDAY < timetable.from_:
            continue
        for index, mark in enumerate(week.marks):
            day = monday + timedelta(days=index // 2)
            if not mark.is_possible or not timetable.from_ <= day <= last:
                continue
            if is_expected(grid_on(timetable, day)[0], index):
                possible += 1
                attended += mark.is_attended
            elif mark.code == AGREED_PART_TIME:
                agreed += 1
    return attended, possible, agreed


def _gaps(register: Register, since: date, until: date) -> tuple[date, ...]:
    """Return the Mondays of the weeks that reach into a span of days and are short of marks."""
    return tuple(monday for monday in register.gaps if monday <= until and monday + _FRIDAY >= since)
