"""Days of the school's calendar: next to a holiday or closure, and after a transition that school.yml names."""

from collections.abc import Set as AbstractSet
from datetime import date
from fractions import Fraction

from liverecord.derive.calendar import Calendar, monday_of
from liverecord.derive.kept import kept
from liverecord.derive.patterns.chance import Trial, count
from liverecord.derive.patterns.window import Candidate, Rule, Window
from liverecord.model.records import School


def beside_closure(window: Window, calendar: Calendar) -> list[Candidate] | None:
    """Return the last and first school days beside a break, where they are missed more than all others.

    A break is a holiday, a half term, or weekdays closed between two school days. None where the window has no such day.
    """
    chance = _chance(window, days := _beside(calendar, window.rule))
    if chance is None:
        return None
    return [Candidate(window.pattern("beside_closure", *_sides(window, days)), chance)] if chance < 1 else []


def transitions(window: Window, calendar: Calendar, school: School) -> list[Candidate] | None:
    """Return each transition after which the first school days are missed more than all others; None where none is in the window."""
    tried = [
        (name, days, chance)
        for name, days in _after_transitions(school, calendar, window.rule)
        if (chance := _chance(window, days)) is not None
    ]
    return [
        Candidate(window.pattern("transition", *_sides(window, days), name=name), chance * len(tried))
        for name, days, chance in tried
        if chance < 1
    ] or ([] if tried else None)


@kept
def _beside(calendar: Calendar, rule: Rule) -> frozenset[date]:
    return calendar.beside_breaks(rule.closure_days, rule.days_closed)


@kept
def _after_transitions(
    school: School, calendar: Calendar, rule: Rule
) -> tuple[tuple[str, frozenset[date]], ...]:
    return tuple(
        (transition.name, calendar.school_days_from(transition.date, rule.transition_days))
        for transition in school.transitions
    )


def _chance(window: Window, days: AbstractSet[date]) -> Fraction | None:
    """Return the chance of what was missed on some days; 1 where it is no pattern, None where there is nothing to compare."""
    missed = possible = 0
    for day in days:
        week = window.weeks.get(monday_of(day))
        if week is not None:
            morning = 2 * day.weekday()
            missed += sum(week.missed[morning : morning + 2])
            possible += sum(week.counted[morning : morning + 2])
    if not 0 < possible < sum(window.possible):
        return None
    # Most are told from the counts alone: the sessions in order are needed only where enough was missed.
    if not window.may_stand_out(missed, possible):
        return Fraction(1)
    inside, others = _sides(window, days)
    return window.judged(count(inside), count(others)) or Fraction(1)


def _sides(window: Window, days: AbstractSet[date]) -> tuple[list[Trial], list[Trial]]:
    inside: list[Trial] = []
    others: list[Trial] = []
    for trial in window.trials:
        (inside if trial.day in days else others).append(trial)
    return inside, others
