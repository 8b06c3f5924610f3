"""What a school looks at before any enforcement step: counts beside the law's numbers, never a verdict, and who decides."""

from collections.abc import Mapping
from datetime import date, timedelta

from liverecord.derive.attendance import Reading
from liverecord.derive.away_in_a_row import away_in_a_row
from liverecord.derive.calendar import HALVES, Calendar, calendar_of, monday_of
from liverecord.derive.marks import NOT_ESTABLISHED, SESSIONS_A_WEEK, Week
from liverecord.derive.numbers import in_force, number
from liverecord.derive.people import People
from liverecord.derive.populations import Cover, cover, is_told
from liverecord.derive.register import Register, day_of
from liverecord.derive.school_year import school_year_start
from liverecord.model.attendance import Nearness, Sickness, SupportFirst
from liverecord.model.records import Pupil, School
from liverecord.model.rulebook import Rulebook

ILLNESS = "I"
"""The mark of illness, physical or mental: the sickness return counts it alone, and not appointments (M)."""

_CLOSED = "#"
_DUE = "due"
_FRIDAY = timedelta(days=4)
_A_WEEK = timedelta(weeks=1)


def support_first(
    pupil: Pupil, reading: Reading, school: School, people: People, rulebook: Rulebook, today: date
) -> SupportFirst | None:
    """Return what calls for support first; None where nothing does, or the pupil is not of compulsory school age.

    No enforcement step can follow there, and no return is made.

    Each number speaks of those whom it covers alone (thresholds.yml's populations). Where the marks are old, nothing is
    said of now: what they triggered, a return that is not known to be sent, stays owed as of the day on which they end.
    """
    register, attendance, calendar = reading.register, reading.attendance, calendar_of(school)
    figures, ends = attendance.figures, attendance.ends
    if ends is None or figures is None:
        return None
    identity, kind = pupil.plan.pupil, school.kind
    notice, ill_return, away_return = (
        cover(threshold, identity, kind, rulebook, today)
        for threshold in ("enforcement", "sickness_return", "attendance_return")
    )
    if not is_told(ill_return, today):
        return None
    near = ill = run = None
    if not ends.old and is_told(notice, today):
        near = nearness(register, calendar, rulebook, today, notice)
    ill = sickness(pupil, register, rulebook, today, ill_return)
    is_now = not ends.old and register.last >= school_year_start(today, rulebook)
    ill = ill if is_now or (ill is not None and ill.state == _DUE) else None
    run = away_in_a_row(register, calendar, rulebook, today, away_return)
    persistent, severe = bool(figures.persistent), bool(figures.severe)
    if near is None and ill is None and run is None and not persistent:
        return None
    role = rulebook.thresholds["enforcement"].decided_by
    return SupportFirst(
        nearness=near,
        sickness=ill,
        away_in_a_row=run,
        persistent=persistent,
        severe=severe,
        by_year=identity.date_of_birth is None,
        decides=people.holder(role) if role else None,
    )


def nearness(
    register: Register, calendar: Calendar, rulebook: Rulebook, today: date, covers: Cover | None
) -> Nearness | None:
    """Count unauthorised sessions in the rolling school weeks up to today; None where far from the limit.

    G, N, O and U count, consecutive or not, across terms and school years (national framework, August 2024); illness
    and agreed absence never do, nor do days on which the law did not cover the pupil. A school week is one with at least
    one session of the school's, so that a week without marks is one of them, and named as a gap.
    """
    if not in_force(rulebook, "enforcement", today):
        return None
    limit = number(rulebook, "enforcement", "sessions")
    least = min(limit, number(rulebook, "enforcement_near", "sessions"))
    if sum(week.unauthorised for week in register.all_weeks.values() if week is not None) < least:
        return None
    window = number(rulebook, "enforcement", "school_weeks")
    mondays = _last_school_weeks(register, calendar, today, window)
    marked = {monday: week for monday in mondays if (week := register.all_weeks.get(monday)) is not None}
    by_mark = _by_mark(marked, rulebook, covers)
    sessions = sum(by_mark.values())
    if sessions < least:
        return None
    # A register that begins within the window says nothing of the school weeks before.
    unknown = [
        monday
        for monday in mondays
        if monday not in register.all_weeks and _is_waited_for(monday, register, calendar)
    ]
    gaps = (*unknown, *(monday for monday in register.gaps if monday >= mondays[0]))
    return Nearness(
        sessions=sessions,
        by_mark=by_mark,
        provisional=by_mark.get(NOT_ESTABLISHED, 0),
        weeks=len(marked),
        limit=limit,
        window_weeks=window,
        reached=sessions >= limit,
        first=mondays[0],
        at_least=bool(gaps),
        gaps=gaps,
    )


def sickness(
    pupil: Pupil, register: Register, rulebook: Rulebook, today: date, covers: Cover | None
) -> Sickness | None:
    """Count the sessions of illness in the newest marks' school year; None below the number from which a return may be due.

    Fifteen days, in a row or together (SI 2024/208, regulation 13), are thirty sessions. A return that was sent in that
    school year answers for it; whether more days will follow is a person's judgement.
    """
    if not in_force(rulebook, "sickness_return", today):
        return None
    a_day = number(rulebook, "sickness_return", "sessions_a_day")
    limit = number(rulebook, "sickness_return", "days") * a_day
    near = min(limit, number(rulebook, "sickness_return_near", "days") * a_day)
    start = school_year_start(register.last, rulebook)
    weeks = {monday: week for monday, week in register.weeks.items() if monday + _FRIDAY >= start}
    if sum(week.authorised for week in weeks.values() if week is not None) < near:
        return None
    sessions = sum(
        mark.code == ILLNESS and (day := day_of(monday, index)) >= start and is_told(covers, day)
        for monday, week in weeks.items()
        if week is not None
        for index, mark in enumerate(week.marks)
    )
    if sessions < near:
        return None
    sent = pupil.plan.attendance.sickness_return
    sent_on = sent.sent_on if sent is not None and start <= sent.sent_on <= today else None
    gaps = tuple(monday for monday in register.gaps if monday in weeks)
    return Sickness(
        sessions=sessions,
        limit_sessions=limit,
        state="sent" if sent_on is not None else _DUE if sessions >= limit else "near",
        sent_on=sent_on,
        at_least=bool(gaps),
        gaps=gaps,
    )


def _last_school_weeks(register: Register, calendar: Calendar, today: date, count: int) -> list[date]:
    """Return the Mondays of the last school weeks up to today's, in order."""
    held = {
        monday
        for monday, week in register.all_weeks.items()
        if week is None or week.was_held or _met(monday, week, calendar)
    }
    # Weeks before the first with marks, and before the pupil joined, are school weeks too, and so are those after the last.
    newest, this_week = max(held, default=date.min), monday_of(today)
    others = {monday for monday in calendar.weeks if monday <= this_week and monday not in register.all_weeks}
    if not calendar.is_known:
        after = (newest + offset * _A_WEEK for offset in range(1, (this_week - newest).days // 7 + 1))
        others |= {monday for monday in after if calendar.is_school_week(monday)}
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


def _by_mark(weeks: Mapping[date, Week], rulebook: Rulebook, covers: Cover | None) -> dict[str, int]:
    """Return unauthorised sessions by their mark, in the order of codes.yml; marks that do not occur are left out.

    A session counts on a day on which the law covered the pupil.
    """
    codes = [
        mark.code
        for monday, week in weeks.items()
        if week.unauthorised
        for index, mark in enumerate(week.marks)
        if mark.group == "unauthorised" and is_told(covers, day_of(monday, index))
    ]
    return {code: codes.count(code) for code in rulebook.codes.lists["mark"] if code in codes}
