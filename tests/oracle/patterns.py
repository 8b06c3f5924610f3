"""Patterns once more, by scipy's own tests of chance and every set tried by hand.

A pattern is repeated, is a good share of its sessions, and stands out from what it is compared with by Fisher's exact
test, one-sided, over sessions missed and over absences begun, whichever is the less surprising; corrected for every set
that could have been read off, and for every kind that there is anything to say of. What thresholds.yml and the docstrings leave
open (which kinds count, what is said only once) is written down here as the program was seen to do it.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise
from math import comb
from typing import Any, NamedTuple

from scipy.stats import binomtest, hypergeom

from oracle.recount import (
    ATTENDED,
    AUTHORISED,
    HALVES,
    UNAUTHORISED,
    WEEK,
    Register,
    Setting,
    marks,
    meets,
    monday_of,
    remembered,
    thin_weeks,
)
from oracle.repeats import looked, pattern_weeks

REPEATS, SHARE, MOST = 3, 40, 4
FALSE_ALARMS = 50 / 1000
SMALL = 10


class Trial(NamedTuple):
    """One session that counts: missed or not, and whether an absence could begin with it."""

    day: date
    half: str
    code: str
    missed: bool
    could_begin: bool

    @property
    def cell(self) -> tuple[int, str]:
        """Return the half day of the week."""
        return self.day.weekday(), self.half


@remembered
def trials(register: Register) -> list[Trial]:
    """Return the window's sessions against the agreed timetable, in order."""
    window = pattern_weeks(register)
    thin = thin_weeks(register)
    written = {
        (mark.day, mark.half): mark.code for mark in marks(register) if monday_of(mark.day) not in thin
    }
    found: list[Trial] = []
    away = False
    before = None
    for monday in window:
        if before is not None and monday - before > WEEK and not register.setting.terms:
            away = False
        before = monday
        for day in (monday + timedelta(days=number) for number in range(5)):
            for half in HALVES:
                code = written.get((day, half))
                if code is None:
                    if meets(register.setting, day, half):
                        away = False
                    continue
                absent = code in UNAUTHORISED or (code in AUTHORISED and code != "C2")
                if not absent and code not in ATTENDED:
                    continue
                found.append(Trial(day, half, code, absent, not away))
                away = absent and code != "U"
    return found


def arrivals(register: Register) -> list[Trial]:
    """Return the sessions that the pupil came to, late or in time; each is an event of its own."""
    came = [trial for trial in trials(register) if trial.code in ATTENDED or trial.code == "U"]
    return [trial._replace(missed=trial.code in ("L", "U"), could_begin=True) for trial in came]


# ── Chance ──────────────────────────────────────────────────────────────────────────────────────────────


@cache
def chance(missed: int, possible: int, other_missed: int, other_possible: int) -> float:
    """Return the chance of as many or more on the one side: the upper tail of the hypergeometric distribution."""
    return float(hypergeom.sf(missed - 1, possible + other_possible, missed + other_missed, possible))


def counts(some: Iterable[Trial]) -> tuple[int, int, int, int]:
    """Return sessions missed and possible, and absences begun of those that could."""
    some = list(some)
    begun = [trial for trial in some if trial.could_begin]
    return (
        sum(trial.missed for trial in some),
        len(some),
        sum(trial.missed for trial in begun),
        len(begun),
    )


def surprise(inside: list[Trial], others: list[Trial]) -> float | None:
    """Return the chance of what was missed inside beside the others; None where it is no pattern whatever the chance."""
    missed, possible, begun, could_begin = counts(inside)
    other_missed, other_possible, other_begun, other_could = counts(others)
    if missed < REPEATS or begun < REPEATS or 100 * missed < SHARE * possible or not others:
        return None
    return max(
        chance(missed, possible, other_missed, other_possible),
        chance(begun, could_begin, other_begun, other_could),
    )


# ── The kinds ───────────────────────────────────────────────────────────────────────────────────────────


class Said(NamedTuple):
    """A candidate: its chance, corrected for all that was tried within its kind, and what the pattern would say."""

    chance: float
    inside: list[Trial]
    others: list[Trial]
    about: dict[str, Any]


MORNINGS = tuple(((day, "AM"),) for day in range(5))
AFTERNOONS = tuple(((day, "PM"),) for day in range(5))
DAYS = tuple(((day, "AM"), (day, "PM")) for day in range(5))
ANY = tuple(((day, half),) for day in range(5) for half in HALVES)
FAMILIES = ((MORNINGS, 2), (AFTERNOONS, 2), (DAYS, 1), (ANY, 1))
"""Sets that are read off together: of five mornings or of five afternoons, of five whole days, of any ten half days."""


def of_sets(some: list[Trial]) -> list[Said]:
    """Return every set of half days of the week that stands out, the most surprising first."""
    found = []
    for units, alike in FAMILIES:
        repeated = [
            unit
            for unit in units
            if all(stands_out([trial for trial in some if trial.cell == cell]) for cell in unit)
        ]
        for size in range(1, min(MOST, len(units) - 1) + 1):
            for chosen in combinations(repeated, size):
                if not is_read_off(some, chosen, repeated):
                    continue
                cells = {cell for unit in chosen for cell in unit}
                halves = {half for _, half in cells}
                inside = [trial for trial in some if trial.cell in cells]
                others = [trial for trial in some if trial.half in halves and trial.cell not in cells]
                single = surprise(inside, others)
                if single is not None:
                    said = {"cells": tuple(sorted(cells))}
                    found.append(Said(single * comb(len(units), size) * alike, inside, others, said))
    return sorted(found, key=lambda each: each.chance)


def stands_out(some: list[Trial]) -> bool:
    """Tell whether a half day of the week was missed often enough by itself."""
    missed = sum(trial.missed for trial in some)
    return missed >= REPEATS and 100 * missed >= SHARE * len(some)


def is_read_off(some: list[Trial], chosen: tuple[Any, ...], repeated: list[Any]) -> bool:
    """Tell whether the chosen units are those missed most often: no other is missed as often as the least of them."""
    shares = {unit: share(some, unit) for unit in repeated}
    least = min(shares[unit] for unit in chosen)
    return all(shares[unit] < least for unit in repeated if unit not in chosen)


def share(some: list[Trial], unit: tuple[Any, ...]) -> Fraction:
    """Return the share of a unit's sessions that was missed."""
    inside = [trial for trial in some if trial.cell in unit]
    return Fraction(sum(trial.missed for trial in inside), len(inside))


def of_halves(some: list[Trial], *, by_day: bool = True) -> list[Said]:
    """Return the half of the day that stands out from the other, the more surprising first.

    An absence of the morning leaves none to begin in the afternoon, so days are compared, not absences begun: of those
    on which only one of the two halves was missed, on how many it was this one (the exact sign test).
    """
    found = []
    for half in HALVES:
        inside = [trial for trial in some if trial.half == half]
        others = [trial for trial in some if trial.half != half]
        missed, possible, *_ = counts(inside)
        other_missed, other_possible, *_ = counts(others)
        if not others or not stands_out(inside):
            continue
        both = {trial.day for trial in inside} & {trial.day for trial in others}
        here = {trial.day for trial in inside if trial.missed} & both
        there = {trial.day for trial in others if trial.missed} & both
        only_here, only_there = len(here - there), len(there - here)
        single = chance(missed, possible, other_missed, other_possible)
        if by_day:
            if only_here < REPEATS:
                continue
            sign = binomtest(only_here, only_here + only_there, alternative="greater").pvalue
            single = max(single, float(sign))
        found.append(Said(2 * single, inside, others, {"half": half}))
    return sorted(found, key=lambda each: each.chance)


def school_days(setting: Setting, first: date, last: date) -> list[date]:
    """Return the days with a session at least."""
    found = []
    while first <= last:
        if any(meets(setting, first, half) for half in HALVES):
            found.append(first)
        first += timedelta(days=1)
    return found


def days_beside_closures(setting: Setting, first: date, last: date) -> set[date]:
    """Return the last school day before, and the first after, weekdays without school."""
    found = set()
    days = school_days(setting, first - timedelta(days=100), last + timedelta(days=100))
    for before, after in pairwise(days):
        between = [before + timedelta(days=number) for number in range(1, (after - before).days)]
        if any(day.weekday() < 5 for day in between):
            found |= {before, after}
    return found


def of_days(some: list[Trial], days: set[date], **about: Any) -> Said | None:
    """Return what some days have beside all others; chance 1 where it is no pattern, None where none was in the window."""
    inside = [trial for trial in some if trial.day in days]
    others = [trial for trial in some if trial.day not in days]
    if not inside or not others:
        return None
    single = surprise(inside, others)
    return Said(1.0 if single is None else single, inside, others, about)


def every_kind(register: Register, transitions: dict[str, date] | None = None) -> dict[str, list[Said]]:
    """Return the candidates of each kind for which there is anything to compare, the most surprising of a kind first."""
    some = trials(register)
    kinds = {}
    if sum(trial.missed for trial in some) >= REPEATS:
        kinds |= {"sessions": of_sets(some)[:1], "half": of_halves(some)[:1]}
        beside = of_days(some, days_beside_closures(register.setting, some[0].day, some[-1].day))
        if beside:
            kinds["beside_closure"] = [beside]
        named = [
            of_days(some, days_after(register.setting, day), name=name)
            for name, day in (transitions or {}).items()
        ]
        if any(named):
            tried = [each for each in named if each]
            kinds["transition"] = sorted(
                (each._replace(chance=each.chance * len(tried)) for each in tried),
                key=lambda each: each.chance,
            )
    came = arrivals(register)
    if sum(trial.missed for trial in came) >= REPEATS:
        kinds["late"] = sorted(of_sets(came)[:1] + of_halves(came)[:1], key=lambda each: each.chance)[:1]
        before = of_lateness_before(register)
        if before is not None:
            kinds["late_to_absent"] = before[:1]
    return kinds


def days_after(setting: Setting, day: date) -> set[date]:
    """Return the first five school days from a day on."""
    return set(school_days(setting, day, day + timedelta(days=100))[:5])


def of_lateness_before(register: Register) -> list[Said] | None:
    """Return half days, or halves of all days, to which the pupil came late in the earlier weeks and not at all later on.

    None where the earlier weeks hold no repeated lateness. An absence is one to which the pupil did not come: U is none.
    """
    weeks = pattern_weeks(register)
    middle = weeks[len(weeks) // 2]
    some = [trial._replace(missed=trial.missed and trial.code != "U") for trial in trials(register)]
    came = arrivals(register)
    places = [((day, half),) for day in range(5) for half in HALVES]
    places += [tuple((day, half) for day in range(5)) for half in HALVES]
    tried = []
    for cells in places:
        earlier = [trial for trial in came if trial.cell in cells and trial.day < middle]
        if sum(trial.missed for trial in earlier) >= REPEATS:
            tried.append((cells, sum(trial.missed for trial in earlier)))
    if not tried:
        return None
    found = []
    for cells, late in tried:
        inside = [trial for trial in some if trial.cell in cells and trial.day >= middle]
        others = [trial for trial in some if trial.cell in cells and trial.day < middle]
        single = surprise(inside, others)
        # Where the earlier weeks hold repeated absence already, lateness did not become it.
        if single is not None and sum(trial.missed for trial in others) < REPEATS:
            found.append(Said(single * len(tried), inside, others, {"cells": cells, "late_before": late}))
    return sorted(found, key=lambda each: each.chance)


# ── What is said in the end ─────────────────────────────────────────────────────────────────────────────

KINDS = ("sessions", "half", "late", "beside_closure", "transition", "late_to_absent")


def patterns(register: Register, transitions: dict[str, date] | None = None) -> list[dict[str, Any]]:
    """Return what is told: each kind's share of the false alarms kept to, and no two sentences for one thing."""
    window = looked(register)
    if window is None or not window["enough"]:
        return []
    kinds = every_kind(register, transitions)
    told = {
        kind: [each for each in candidates if each.chance <= FALSE_ALARMS / len(kinds)]
        for kind, candidates in kinds.items()
    }
    sessions, half = told.get("sessions"), told.get("half")
    if sessions and half and {each for _, each in sessions[0].about["cells"]} == {half[0].about["half"]}:
        told.pop("half" if sessions[0].chance < half[0].chance else "sessions")
    for absence in told.get("sessions", []) + told.get("half", []):
        after_closing = sum(trial.code == "U" for trial in absence.inside if trial.missed)
        late = told.get("late")
        # Arrivals before closing are no absence, so that no sentence about absence tells of them.
        if late and sum(trial.code == "L" for trial in late[0].inside if trial.missed) >= 3:
            continue
        if late and cells_of(late[0]) <= cells_of(absence) and 2 * after_closing > counts(absence.inside)[0]:
            told.pop("late")
    return [said(kind, each, window["gaps"]) for kind in KINDS for each in told.get(kind, [])]


def cells_of(one: Said) -> set[tuple[int, str]]:
    """Return the half days of the week that a candidate is about."""
    half = one.about.get("half")
    return {(day, half) for day in range(5)} if half else set(one.about["cells"])


def said(kind: str, one: Said, gaps: tuple[date, ...]) -> dict[str, Any]:
    """Return what the pattern says, field by field."""
    missed, possible, *_ = counts(one.inside)
    other_missed, other_possible, *_ = counts(one.others)
    halves = {half for _, half in cells_of(one)} if kind not in ("beside_closure", "transition") else set()
    whole = kind in ("half", "late", "late_to_absent") and len(cells_of(one)) == 5 and len(halves) == 1
    cells = sorted(cells_of(one)) if halves else []
    return {
        "kind": kind,
        "cells": [
            (*cell, *counts(trial for trial in one.inside if trial.cell == cell)[:2]) for cell in cells
        ],
        "half": halves.pop() if whole else None,
        "name": one.about.get("name"),
        "missed": missed,
        "possible": possible,
        "other_missed": other_missed,
        "other_possible": other_possible,
        "after_closing": sum(trial.code == "U" for trial in one.inside if trial.missed),
        "late_before": one.about.get("late_before", 0),
        "small": min(possible, other_possible) < SMALL,
        "dates": tuple(trial.day for trial in one.inside if trial.missed),
        "gaps": gaps,
    }
