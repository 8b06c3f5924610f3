"""Sentences on a pupil's page that are made of figures: neutral, with their evidence, and never a percentage alone."""

from collections.abc import Sequence
from datetime import date

from liverecord.render import register, words
from liverecord.render.pieces import Setting, sees
from liverecord.view import View


def pattern(found: View) -> str:
    """Return a pattern with the counts on both sides."""
    return (
        f"Absent, or in after the register closed, on {found.missed} of {found.possible} {register.sessions_of(found)}; "
        f"on {found.other_missed} of {found.other_possible} {register.others_of(found)}."
    )


def figures(attendance: View, target: View | None, as_of: date) -> list[str]:
    """Return the official figure with its sessions, the own aim, the change, and the weeks without marks."""
    said: list[str] = []
    found = sees(attendance, "figures")
    if found is not None:
        if found.percent is None:
            said.append("No possible sessions are recorded, so there is no percentage.")
        else:
            aim = (
                f"; own aim {target.aim} % by {words.short_day(target.by, as_of)}"
                if target is not None
                else ""
            )
            said.append(
                f"Attended {found.attended} of {found.possible} possible sessions, {found.percent} %{aim}."
            )
        if found.agreed_possible != found.possible and found.agreed_percent is not None:
            said.append(
                f"Against the agreed timetable: {found.attended} of {found.agreed_possible}, {found.agreed_percent} % (the school's own figure)."
            )
    if change(attendance):
        said.append(change(attendance))
    if found is not None and found.gaps:
        said.append(register.gaps(found.gaps, sees(attendance, "register") or (), as_of))
    return said


def change(attendance: View) -> str:
    """Return last week beside the week before, in sessions missed."""
    last, before = sees(attendance, "last_week"), sees(attendance, "week_before")
    said = []
    if last is not None:
        said.append(f"last week {_missed(last)}")
    if before is not None:
        said.append(f"the week before {_number(before)}")
    return f"{words.capped(', '.join(said))}." if said else ""


def _missed(week: View) -> str:
    return "no marks" if week.possible == 0 else f"{week.missed} missed"


def _number(week: View) -> str:
    return "no marks" if week.possible == 0 else str(week.missed)


def access(entry: View, setting: Setting) -> str:
    """Return whether being present is being able to learn: "Access partial since 28 September: …"."""
    why = sees(entry, "why")
    return f"Access {setting.word('access_level', entry.level)} since {setting.day(entry.since)}" + (
        f": {why}" if why else ""
    )


def before_after(found: View, shown: View | None, setting: Setting) -> str:
    """Return sessions missed since something began, beside the time before. No cause is claimed.

    `shown` is the pupil's pattern, if there is one: then the sessions are those of the pattern.
    """
    which = (
        register.others_of(shown).replace("other", "such", 1) if found.of_pattern and shown else "sessions"
    )
    return (
        f"since {setting.day(found.since)}: missed {found.missed} of {found.possible} {which}; "
        f"before: {found.before_missed} of {found.before_possible}"
    )


def span(first: date | None, last: date | None, setting: Setting) -> str:
    """Return "since 9 November", "5 to 14 October" or "" where no day is known."""
    if first is None:
        return f"to {setting.day(last)}" if last is not None else ""
    if last is None:
        return f"{'since' if first <= setting.as_of else 'from'} {setting.day(first)}"
    if first == last:
        return f"on {setting.day(first)}"
    same = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if same else setting.day(first)} to {setting.day(last)}"


def nearness(found: View, weeks: Sequence[View], as_of: date) -> str:
    """Return how near the record stands to the national framework's number: a count, never a verdict."""
    provisional = f" ({found.provisional} with a reason not yet established)" if found.provisional else ""
    gaps = f" {register.gaps(found.gaps, weeks, as_of)}" if found.gaps else ""
    return (
        f"{words.count(found.sessions, 'unauthorised session')}{provisional} in the last "
        f"{words.count(found.weeks, 'school week')}: at {found.limit} in {found.window_weeks} the national framework asks "
        f"the school to consider a notice.{gaps}"
    )


EXPECTED = {"yy": "whole day", "yn": "morning", "ny": "afternoon", "nn": "not expected"}


def expected(typed: str) -> list[str]:
    """Return a week of expected sessions ('yn yn yn yn yn') as words for Monday to Friday; anything else as typed."""
    return [EXPECTED.get(pair, pair) for pair in typed.split()]
