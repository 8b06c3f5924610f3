"""What repeats in a register, in words: each pattern with the counts on both sides, runs, and what was looked at.

The wording follows the register's codes. U is an arrival after the register closed and never a missed lesson; late is
an arrival before it closed. Small numbers say that they are small.
"""

from collections.abc import Sequence

from liverecord.render import ends, sentences, words
from liverecord.render.pieces import Setting, sees
from liverecord.view import View

_OF_HALF_DAYS = frozenset(("sessions", "half"))
SMALL = "Small numbers: it may be chance."


def of_half_days(patterns: Sequence[View]) -> View | None:
    """Return the first pattern of sessions missed in half days of the week.

    Comparisons and the weekday table speak of it.
    """
    return next(
        (pattern for pattern in patterns if pattern.kind in _OF_HALF_DAYS and sees(pattern, "cells")), None
    )


def sentence(pattern: View, until: str = "") -> str:
    """Return a pattern with the counts on both sides; `until` is the day on which the marks end, where it is named."""
    said = _late_to_absent(pattern) if pattern.kind == "late_to_absent" else _both_sides(pattern)
    if until:
        said = f"{words.capped(until)}: {words.uncapped(said)}"
    return f"{said} {SMALL}" if sees(pattern, "small") else said


def _both_sides(pattern: View) -> str:
    mine, other = (
        f"{pattern.missed} of {pattern.possible}",
        f"{pattern.other_missed} of {pattern.other_possible}",
    )
    sessions, others = named(pattern)
    at = "from" if pattern.kind in _LESSONS else "on"
    closed = pattern.after_closing
    some = f" ({closed} of the {pattern.missed} after the register closed)" if closed else ""
    if pattern.kind == "late":
        return f"Arrived late on {mine} {sessions}{some}; on {other} {others}. Absences are left out."
    if not closed:
        return f"Absent {at} {mine} {sessions}; {at} {other} {others}."
    if closed >= pattern.missed:
        return f"In after the register closed {_CLOSED_AT[at]} {mine} {sessions}; {_CLOSED_AT[at]} {other} {others}."
    lead = (
        "Absent from, or in after the register closed for,"
        if at == "from"
        else "Absent, or in after the register closed, on"
    )
    return f"{lead} {mine} {sessions}{some}; {_CLOSED_AT[at]} {other} {others}."


_LESSONS = frozenset(("lesson", "first_lesson", "subject"))
_CLOSED_AT = {"from": "for", "on": "on"}


def _late_to_absent(pattern: View) -> str:
    sessions, _ = named(pattern)
    return (
        f"Lateness that became absence: came late to {pattern.late_before} {sessions} "
        f"in the earlier half of the weeks; absent on {pattern.missed} of {pattern.possible} in the later half, "
        f"on {pattern.other_missed} of {pattern.other_possible} before."
    )


def named(pattern: View) -> tuple[str, str]:
    """Return what each side of a pattern counts: "Tuesday mornings" and "other mornings"."""
    kind, half = pattern.kind, sees(pattern, "half")
    if kind == "first_lesson":
        which = f" of the {words.HALVES.get(half, half)}" if half else ""
        period = f" ({pattern.period})" if sees(pattern, "period") else ""
        return f"first lessons{which}{period}", "other lessons"
    if kind in _LESSONS:
        which = f" of {pattern.subject}" if sees(pattern, "subject") else f" in {pattern.period}"
        return f"lessons{which}", "other lessons"
    if kind == "beside_closure":
        return "sessions next to a holiday or closure", "other sessions"
    if kind == "transition":
        return (
            f"sessions after “{pattern.name}”" if sees(pattern, "name") else "sessions after a transition"
        ), "others"
    if half:
        rest = [f"{word}s" for code, word in words.HALVES.items() if code != half]
        return f"{words.HALVES.get(half, half)}s", words.joined(rest)
    return sessions_of(pattern) or "sessions", others_of(pattern)


def sessions_of(pattern: View) -> str:
    """Return which sessions a pattern is of: "Tuesday and Thursday mornings"."""
    named: list[str] = []
    for half, word in words.HALVES.items():
        days = [words.WEEKDAYS[cell.weekday] for cell in pattern.cells if cell.half == half]
        if days:
            named.append(f"{words.joined(days)} {word}s")
    return words.joined(named)


def others_of(pattern: View) -> str:
    """Return what a pattern is compared with: "other mornings", or "other sessions" where it is of both halves.

    A pattern of all five mornings is compared with the other half, "afternoons".
    """
    halves = {cell.half for cell in pattern.cells}
    if len(halves) != 1:
        return "other sessions"
    half = halves.pop()
    if len(pattern.cells) == 5:
        return " and ".join(f"{word}s" for code, word in words.HALVES.items() if code != half)
    return f"other {words.HALVES.get(half, 'session')}s"


def such(pattern: View | None) -> str:
    """Return a pattern's sessions as a comparison names them: "such mornings"."""
    if pattern is None:
        return ""
    halves = {cell.half for cell in pattern.cells}
    return f"such {words.HALVES.get(halves.pop(), 'session')}s" if len(halves) == 1 else "such sessions"


def evidence(pattern: View, weeks: Sequence[View], setting: Setting, most: int | None = None) -> str:
    """Return the days behind a pattern, where there are at most `most`, and the weeks in its window without marks."""
    few = most is None or len(set(pattern.dates)) <= most
    days = words.days(pattern.dates, setting.as_of) if few else ""
    return f"{f'On {days}.' if days else ''}{sentences.missing(pattern.gaps, weeks, setting.as_of)}".strip()


def looked(
    search: View | None,
    patterns: Sequence[View],
    weeks: Sequence[View],
    last: View | None,
    setting: Setting,
) -> str:
    """Return how many marks were searched for patterns, and that no pattern stands out where none does.

    `last` is the day on which the marks end. In old ones nothing is looked for.
    """
    if search is None:
        return (
            "" if last is None else f"The marks end on {setting.day(last.on)}, so no pattern is looked for."
        )
    marks = f"{words.count(search.possible, 'session')}, {search.missed} missed"
    gaps = sentences.missing(search.gaps, weeks, setting.as_of)
    if not search.enough:
        return f"Too few marks to look for a pattern ({marks}).{gaps}"
    until = ends.until(last, setting.as_of)
    school_weeks = words.count(search.weeks, "school week")
    where = (
        f"in {school_weeks} with marks {until} ({marks})"
        if until
        else f"in the last {school_weeks} ({marks})"
    )
    if patterns:
        return f"Looked for {where}."
    return f"No pattern stands out {where}.{gaps}"


def run(absence: View, last: View | None, setting: Setting) -> str:
    """Return sessions missed one after another, and what is not known at either end; `last` is where the marks end."""
    at_least = "at least " if absence.at_least else ""
    when = (
        f"since {setting.day(absence.first)}"
        if absence.ongoing and not ends.until(last, setting.as_of)
        else sentences.span(absence.first, absence.last, setting)
    )
    unauthorised = (
        f", {'all' if absence.unauthorised == absence.sessions else absence.unauthorised} of them unauthorised"
        if absence.unauthorised
        else ""
    )
    missing = " Marks are missing beside it." if absence.at_least else ""
    return (
        f"Missed {at_least}{words.count(absence.sessions, 'session')} in a row, {when}"
        f"{', up to the newest mark' if absence.ongoing else ''}{unauthorised}.{missing}"
    )
