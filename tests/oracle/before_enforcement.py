"""What stands before any enforcement step, once more: the rolling count, sickness, school days in a row.

As `recount`: from the national framework and the registration regulations, with plain loops.
"""

from datetime import date, timedelta
from typing import Any

from oracle.recount import (
    ATTENDED,
    AUTHORISED,
    HALVES,
    UNAUTHORISED,
    WEEK,
    Register,
    gaps,
    is_held,
    is_of_compulsory_age,
    is_old,
    is_on_roll,
    marks,
    meets,
    missing,
    monday_of,
    school_year,
    this_year,
)

FRAMEWORK_SINCE = date(2024, 8, 19)
LIMIT, NEAR, WINDOW = 10, 8, 10
SICK, SICK_NEAR = 15 * 2, 10 * 2


def concerned(register: Register) -> bool:
    """Tell whether the law is about the pupil today: on roll, of compulsory school age, with marks."""
    return (
        is_on_roll(register, register.today)
        and bool(marks(register))
        and is_covered(register, register.today)
    )


def is_covered(register: Register, day: date) -> bool:
    """Tell whether a day is certainly one of compulsory school age; the school is an academy."""
    return is_of_compulsory_age(register, day) is True


def nearness(register: Register) -> dict[str, Any] | None:
    """Return the unauthorised sessions of the newest ten school weeks; None where they are fewer than eight."""
    every = marks(register)
    if not concerned(register) or is_old(register) or register.today < FRAMEWORK_SINCE:
        return None
    window: list[date] = []
    newest, monday = monday_of(every[-1].day), monday_of(register.today)
    # A week before the register begins is one of the ten where the calendar knows it.
    begins = min([every[0].day, *(start for start, _ in register.setting.terms)])
    while len(window) < WINDOW and monday >= monday_of(begins):
        inside = [mark for mark in every if monday_of(mark.day) == monday]
        # Without terms a week after the newest marks may be a school week; an older one without marks was none.
        may_be = register.setting.terms or monday > newest
        if is_held(inside) or (may_be and was_open(register, monday)):
            window.append(monday)
        monday -= WEEK
    counted = [
        mark.code
        for mark in every
        if monday_of(mark.day) in window and mark.code in UNAUTHORISED and is_covered(register, mark.day)
    ]
    if len(counted) < NEAR:
        return None
    short = tuple(
        monday
        for monday in sorted(window)
        if missing(register, monday) or (monday > newest and is_waited_for(register, monday))
    )
    return {
        "sessions": len(counted),
        "provisional": counted.count("N"),
        "weeks": sum(any(monday_of(mark.day) == monday for mark in every) for monday in window),
        "limit": LIMIT,
        "window_weeks": WINDOW,
        "reached": len(counted) >= LIMIT,
        "first": min(window),
        "by_mark": {code: counted.count(code) for code in UNAUTHORISED if code in counted},
        "at_least": bool(short),
        "gaps": short,
    }


def is_waited_for(register: Register, monday: date) -> bool:
    """Tell whether a session of a week that is counted as one after the newest marks was before today, the pupil on roll."""
    joined = register.joined or monday_of(marks(register)[0].day)
    days = [monday + timedelta(days=number) for number in range(5)]
    return any(
        meets(register.setting, day, half) and joined <= day < register.today and is_on_roll(register, day)
        for day in days
        for half in HALVES
    )


def was_open(register: Register, monday: date) -> bool:
    """Tell whether the calendar has a session in a week that the register does not call closed."""
    closed = {(mark.day, mark.half) for mark in marks(register) if mark.code == "#"}
    days = [(monday + timedelta(days=day), half) for day in range(5) for half in HALVES]
    return any(meets(register.setting, *place) and place not in closed for place in days)


def sickness(register: Register, sent_on: date | None = None) -> dict[str, Any] | None:
    """Return the sessions of illness in the school year; None where they are fewer than ten days' worth."""
    if not concerned(register):
        return None
    year = school_year(marks(register)[-1].day)
    ill = sum(mark.code == "I" and is_covered(register, mark.day) for mark in this_year(register))
    if ill < SICK_NEAR:
        return None
    sent = sent_on is not None and date(year, 8, 1) <= sent_on <= register.today
    state = "sent" if sent else "due" if ill >= SICK else "near"
    # Of another school year than today's only a return that is owed is told.
    if state != "due" and (is_old(register) or year != school_year(register.today)):
        return None
    return {
        "sessions": ill,
        "limit_sessions": SICK,
        "state": state,
        "sent_on": sent_on if sent else None,
        "at_least": bool(gaps(register)),
        "gaps": tuple(gaps(register)),
    }


def day_of_run(register: Register, written: dict[tuple[date, str], str], day: date) -> str | int | None:
    """Return the day's unauthorised sessions where it was missed whole; "ended" or "unknown"; None where it says nothing."""
    codes = {half: written.get((day, half)) for half in HALVES}
    if any(code in ATTENDED or code in AUTHORISED for code in codes.values()):
        return "ended"
    if any(code is None and meets(register.setting, day, half) for half, code in codes.items()):
        waited_for = day < register.today and is_on_roll(register, day)
        return "unknown" if waited_for else None
    return sum(code in UNAUTHORISED for code in codes.values()) or None


def away_in_a_row(register: Register) -> dict[str, Any] | None:
    """Return the newest run of ten school days or more missed whole without authorisation that reaches into this year."""
    every = marks(register)
    if not concerned(register):
        return None
    written = {(mark.day, mark.half): mark.code for mark in every}
    run: list[tuple[date, int]] = []
    before = found = None
    day = every[0].day
    # Past the newest week only terms tell that a mark is waited for.
    end = max(monday_of(every[-1].day) + WEEK, register.today if register.setting.terms else day)
    while day < end:
        said = day_of_run(register, written, day) if is_covered(register, day) else None
        if said in ("ended", "unknown"):
            found = described(run, before, str(said)) or found
            run, before = [], str(said)
        elif said is not None:
            run.append((day, int(said)))
        if found and said in ("ended", *range(3)):
            found["ongoing"] = False
        day += timedelta(days=1)
    found = described(run, before, None) or found
    if found and school_year(found["last"]) != school_year(every[-1].day):
        return None
    return found


def described(run: list[tuple[date, int]], before: str | None, after: str | None) -> dict[str, Any] | None:
    """Return a run of days with what stands at its ends; None where it is shorter than ten school days."""
    if len(run) < 10:
        return None
    sessions = sum(count for _, count in run)
    return {
        "first": run[0][0],
        "last": run[-1][0],
        "sessions": sessions,
        "unauthorised": sessions,
        "at_least": "unknown" in (before, after),
        "ongoing": after != "ended",
    }
