"""What a school looks at before any enforcement step: counts beside the law's numbers, never a verdict, and who decides."""

from datetime import date, timedelta

from liverecord.derive.attendance import Reading
from liverecord.derive.away_in_a_row import away_in_a_row
from liverecord.derive.calendar import HALVES, Calendar
from liverecord.derive.marks import NOT_ESTABLISHED, SESSIONS_A_WEEK, Week
from liverecord.derive.numbers import in_force, number
from liverecord.derive.people import People
from liverecord.derive.register import Register
from liverecord.derive.school_year import school_year_start
from liverecord.model.attendance import Nearness, Sickness, SupportFirst
from liverecord.model.records import Pupil
from liverecord.model.rulebook import Rulebook

ILLNESS = "I"
"""The mark of illness, physical or mental: the sickness return counts it alone, and not appointments (M)."""

_CLOSED = "#"
_NURSERY = "N"
_FRIDAY = timedelta(days=4)


def support_first(
    pupil: Pupil, reading: Reading, calendar: Calendar, people: People, rulebook: Rulebook, today: date
) -> SupportFirst | None:
    """Return what calls for support first; None where nothing does, or the pupil is not of compulsory school age.

    No enforcement step can follow, and no return is made, for a pupil of a nursery or sixth-form year.
    """
    if not _is_of_school_age(pupil, rulebook):
        return None
    register, figures = reading.register, reading.attendance.figures
    near = nearness(register, calendar, rulebook, today)
    ill = sickness(pupil, register, rulebook, today)
    run = away_in_a_row(register, calendar, rulebook, today)
    persistent = figures is not None and figures.persistent
    if near is None and ill is None and run is None and not persistent:
        return None
    role = rulebook.thresholds["enforcement"].decided_by
    return SupportFirst(
        nearness=near,
        sickness=ill,
        away_in_a_row=run,
        persistent=persistent,
        severe=figures is not None and figures.severe,
        decides=people.holder(role) if role else None,
    )


def nearness(register: Register, calendar: Calendar, rulebook: Rulebook, today: date) -> Nearness | None:
    """Count unauthorised sessions in the rolling school weeks up to the newest with marks; None where far from the limit.

    G, N, O and U count, consecutive or not, across terms and school years (national framework, August 2024); illness
    and agreed absence never do. A school week is one with at least one session of the school's, so that a week without
    marks is one of them, and named as a gap.
    """
    if not in_force(rulebook, "enforcement", today):
        return None
    limit = number(rulebook, "enforcement", "sessions")
    least = min(limit, number(rulebook, "enforcement_near", "sessions"))
    if sum(week.unauthorised for week in register.all_weeks.values() if week is not None) < least:
        return None
    window = number(rulebook, "enforcement", "school_weeks")
    mondays = _last_school_weeks(register, calendar, window)
    marked = [week for monday in mondays if (week := register.all_weeks.get(monday)) is not None]
    by_mark = _by_mark(marked, rulebook)
    sessions = sum(by_mark.values())
    if sessions < least:
        return None
    # A register that begins within the window says nothing of the school weeks before.
    unknown = [
        monday
        for monday in mondays
        if monday not in register.all_weeks and _is_waited_for(monday, register, calendar)
    ]
    return Nearness(
        sessions=sessions,
        by_mark=by_mark,
        provisional=by_mark.get(NOT_ESTABLISHED, 0),
        weeks=len(marked),
        limit=limit,
        window_weeks=window,
        reached=sessions >= limit,
        first=mondays[0],
        gaps=(*unknown, *(monday for monday in register.gaps if monday >= mondays[0])),
    )


def sickness(pupil: Pupil, register: Register, rulebook: Rulebook, today: date) -> Sickness | None:
    """Count the sessions of illness in this school year; None below the number from which a return may be due.

    Fifteen days, in a row or together (SI 2024/208, regulation 13), are thirty sessions. A return that was sent this
    school year answers for it; whether more days will follow is a person's judgement.
    """
    if not in_force(rulebook, "sickness_return", today):
        return None
    a_day = number(rulebook, "sickness_return", "sessions_a_day")
    limit = number(rulebook, "sickness_return", "days") * a_day
    near = min(limit, number(rulebook, "sickness_return_near", "days") * a_day)
    start = school_year_start(today, rulebook)
    weeks = {monday: week for monday, week in register.weeks.items() if monday + _FRIDAY >= start}
    if sum(week.authorised for week in weeks.values() if week is not None) < near:
        return None
    sessions = sum(
        mark.code == ILLNESS and monday + timedelta(days=index // 2) >= start
        for monday, week in weeks.items()
        if week is not None
        for index, mark in enumerate(week.marks)
    )
    if sessions < near:
        return None
    sent = pupil.plan.attendance.sickness_return
    sent_on = sent.sent_on if sent is not None and start <= sent.sent_on <= today else None
    return Sickness(
        sessions=sessions,
        limit_sessions=limit,
        state="sent" if sent_on is not None else "due" if sessions >= limit else "near",
        sent_on=sent_on,
        gaps=tuple(monday for monday in register.gaps if monday in weeks),
    )


def _last_school_weeks(register: Register, calendar: Calendar, count: int) -> list[date]:
    """Return the Mondays of the last school weeks, up to the newest in the register, in order."""
    held = {
        monday
        for monday, week in register.all_weeks.items()
        if week is None or week.was_held or _met(monday, week, calendar)
    }
    # Weeks before the first with marks, and before the pupil joined, are school weeks too.
    newest = max(held, default=date.min)
    others = {monday for monday in calendar.weeks if monday < newest and monday not in register.all_weeks}
    return sorted(held | others)[-count:]


def _is_waited_for(monday: date, register: Register, calendar: Calendar) -> bool:
    """Tell whether any session of a week ought to have a mark."""
    return any(
        register.is_waited_for(monday + timedelta(days=index // 2), HALVES[index % 2], calendar)
        for index in range(SESSIONS_A_WEEK)
    )


def _met(monday: date, week: Week, calendar: Calendar) -> bool:
    """Tell whether the calendar knows a session of a week in which the pupil could attend none; one marked # was not held."""
    return calendar.is_known and any(
        mark.code != _CLOSED and calendar.meets(monday + timedelta(days=index // 2), HALVES[index % 2])
        for index, mark in enumerate(week.marks)
    )


def _by_mark(weeks: list[Week], rulebook: Rulebook) -> dict[str, int]:
    """Return unauthorised sessions by their mark, in the order of codes.yml; marks that do not occur are left out."""
    codes = [
        mark.code
        for week in weeks
        if week.unauthorised
        for mark in week.marks
        if mark.group == "unauthorised"
    ]
    return {code: codes.count(code) for code in rulebook.codes.lists["mark"] if code in codes}


def _is_of_school_age(pupil: Pupil, rulebook: Rulebook) -> bool:
    """Tell whether the framework can apply: not in a nursery year, nor past the last year of compulsory age."""
    year = pupil.plan.pupil.year_group
    if year.startswith(_NURSERY):
        return False
    return not year.isdecimal() or int(year) <= number(rulebook, "compulsory_school_age", "last_year_group")
