"""What repeats in a register, in words: each pattern with the counts on both sides, runs, and what was looked at.

The wording follows the register's codes. U is an arrival after the register closed and never a missed lesson; late is
an arrival before it closed. Small numbers say that they are small.
"""

from collections.abc import Sequence

from liverecord.render import sentences, words
from liverecord.render.pieces import Setting, sees
from liverecord.view import View

_OF_HALF_DAYS = frozenset(("sessions", "half"))
SMALL = "Small numbers: it may be chance."


def of_half_days(patterns: Sequence[View]) -> View | None:
    """Return the first pattern of sessions missed in half days of the week: comparisons and the weekday table speak of it."""
    return next((found for found in patterns if found.kind in _OF_HALF_DAYS and sees(found, "cells")), None)


def sentence(found: View) -> str:
    """Return a pattern with the counts on both sides."""
    said = _late_to_absent(found) if found.kind == "late_to_absent" else _both_sides(found)
    return f"{said} {SMALL}" if sees(found, "small") else said


def _both_sides(found: View) -> str:
    mine, other = f"{found.missed} of {found.possible}", f"{found.other_missed} of {found.other_possible}"
    sessions, others = named(found)
    at = "from" if found.kind in _LESSONS else "on"
    closed = found.after_closing
    some = f" ({closed} of the {found.missed} after the register closed)" if closed else ""
    if found.kind == "late":
        return f"Arrived late on {mine} {sessions}{some}; on {other} {others}. Absences are left out."
    if not closed:
        return f"Absent {at} {mine} {sessions}; {at} {other} {others}."
    if closed >= found.missed:
        return f"In after the register closed {_CLOSED_AT[at]} {mine} {sessions}; {_CLOSED_AT[at]} {other} {others}."
    lead = (
        "Absent from, or in after the register closed for,"
        if at == "from"
        else "Absent, or in after the register closed, on"
    )
    return f"{lead} {mine} {sessions}{some}; {_CLOSED_AT[at]} {other} {others}."


_LESSONS = frozenset(("lesson", "first_lesson", "subject"))
_CLOSED_AT = {"from": "for", "on": "on"}


def _late_to_absent(found: View) -> str:
    sessions, _ = named(found)
    return (
        f"Lateness that became absence: came late to {found.late_before} {sessions} in the earlier half of the weeks; "
        f"absent on {found.missed} of {found.possible} in the later half, on {found.other_missed} of {found.other_possible} before."
    )


def named(found: View) -> tuple[str, str]:
    """Return what both sides of a pattern are counts of: "Tuesday mornings" and "other mornings"."""
    kind, half = found.kind, sees(found, "half")
    if kind == "first_lesson":
        which = f" of the {words.HALVES.get(half, half)}" if half else ""
        period = f" ({found.period})" if sees(found, "period") else ""
        return f"first lessons{which}{period}", "other lessons"
    if kind in _LESSONS:
        which = f" of {found.subject}" if sees(found, "subject") else f" in {found.period}"
        return f"lessons{which}", "other lessons"
    if kind == "beside_closure":
        return "sessions next to a holiday or closure", "other sessions"
    if kind == "transition":
        return (
            f"sessions after “{found.name}”" if sees(found, "name") else "sessions after a transition"
        ), "others"
    if half:
        rest = [f"{word}s" for code, word in words.HALVES.items() if code != half]
        return f"{words.HALVES.get(half, half)}s", words.joined(rest)
    return sessions_of(found) or "sessions", others_of(found)


def sessions_of(found: View) -> str:
    """Return which sessions a pattern is of: "Tuesday and Thursday mornings"."""
    named: list[str] = []
    for half, word in words.HALVES.items():
        days = [words.WEEKDAYS[cell.weekday] for cell in found.cells if cell.half == half]
        if days:
            named.append(f"{words.joined(days)} {word}s")
    return words.joined(named)


def others_of(found: View) -> str:
    """Return what a pattern is compared with: "other mornings"; the other half where it holds every one; else "other sessions"."""
    halves = {cell.half for cell in found.cells}
    if len(halves) != 1:
        return "other sessions"
    half = halves.pop()
    if len(found.cells) == 5:
        return " and ".join(f"{word}s" for code, word in words.HALVES.items() if code != half)
    return f"other {words.HALVES.get(half, 'session')}s"


def such(found: View | None) -> str:
    """Return a pattern's sessions as a comparison names them: "such mornings"."""
    if found is None:
        return ""
    halves = {cell.half for cell in found.cells}
    return f"such {words.HALVES.get(halves.pop(), 'session')}s" if len(halves) == 1 else "such sessions"


def evidence(found: View, weeks: Sequence[View], setting: Setting, most: int | None = None) -> str:
    """Return the days behind a pattern (where there are no more than `most`), and the weeks in its window without marks."""
    few = most is None or len(set(found.dates)) <= most
    days = words.days(found.dates, setting.as_of) if few else ""
    return f"{f'On {days}.' if days else ''}{sentences.missing(found.gaps, weeks, setting.as_of)}".strip()


def looked(found: View | None, patterns: Sequence[View], weeks: Sequence[View], setting: Setting) -> str:
    """Return in how many marks patterns were looked for, and that none stands out where none does."""
    if found is None:
        return ""
    marks = f"{words.count(found.possible, 'session')}, {found.missed} missed"
    gaps = sentences.missing(found.gaps, weeks, setting.as_of)
    if not found.enough:
        return f"Too few marks to look for a pattern ({marks}).{gaps}"
    where = f"in the last {words.count(found.weeks, 'school week')} ({marks})"
    if patterns:
        return f"Looked for {where}."
    return f"No pattern stands out {where}.{gaps}"


def run(found: View, setting: Setting) -> str:
    """Return sessions missed one after another, and what is not known at either end."""
    at_least = "at least " if found.at_least else ""
    when = (
        f"since {setting.day(found.first)}"
        if found.ongoing
        else sentences.span(found.first, found.last, setting)
    )
    unauthorised = (
        f", {'all' if found.unauthorised == found.sessions else found.unauthorised} of them unauthorised"
        if found.unauthorised
        else ""
    )
    ends = " Marks are missing beside it." if found.at_least else ""
    return (
        f"Missed {at_least}{words.count(found.sessions, 'session')} in a row, {when}"
        f"{', up to the newest mark' if found.ongoing else ''}{unauthorised}.{ends}"
    )
