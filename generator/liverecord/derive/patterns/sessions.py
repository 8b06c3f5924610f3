"""Half days of the week: the same sessions missed, or all mornings or afternoons.

Which half days stand out is read off the register itself, so the chance is corrected for all the sets of that size
that could have been read off: of five mornings or five afternoons, of five whole days, or of any of the ten half days.
"""

from collections.abc import Callable
from fractions import Fraction
from math import comb
from typing import NamedTuple

from liverecord.derive.calendar import HALVES
from liverecord.derive.patterns.chance import Trial, chance, count
from liverecord.derive.patterns.window import SESSIONS, Candidate, Window, cells_of

HALF_DAYS = {half: tuple(range(number, 10, 2)) for number, half in enumerate(HALVES)}


class _Family(NamedTuple):
    """Sets of half days that are read off together, and how many families of the kind there are."""

    units: tuple[tuple[int, ...], ...]
    alike: int


_FAMILIES = (
    *(_Family(tuple((cell,) for cell in cells), len(HALVES)) for cells in HALF_DAYS.values()),
    _Family(tuple((cell, cell + 1) for cell in HALF_DAYS[HALVES[0]]), 1),
    _Family(tuple((cell,) for cell in SESSIONS), 1),
)


class HalfDays(NamedTuple):
    """Something counted by half day of the week, and the single sessions behind it (made only when they are needed)."""

    missed: list[int]
    possible: list[int]
    trials: Callable[[], tuple[Trial, ...]]


def absences(window: Window) -> HalfDays:
    """Return the window's absences by half day of the week."""
    return HalfDays(window.missed, window.possible, lambda: window.trials)


def same_sessions(window: Window) -> list[Candidate]:
    """Return the half days of the week that are missed again and again, if any are."""
    return best_set("sessions", window, absences(window))


def same_half(window: Window) -> list[Candidate]:
    """Return all mornings or all afternoons, where they are missed more than the other half."""
    return whole_half("half", window, absences(window))


def same_thing(sessions: Candidate, half: Candidate) -> bool:
    """Tell whether the half days of the week all lie in the half: then one sentence says it."""
    return {cell.half for cell in sessions.pattern.cells} == {half.pattern.half}


def best_set(kind: str, window: Window, counted: HalfDays) -> list[Candidate]:
    """Return the set of half days that stands out most; none where no set does."""
    if not any(map(window.may_stand_out, counted.missed, counted.possible)):
        return []
    sets = [
        (cells, tried)
        for family in _FAMILIES
        for cells, tried in _sets(window, family, counted)
        # Most are told from the counts alone: the sessions in order are needed only where those are surprising.
        if _of_counts(cells, counted) * tried <= window.rule.false_alarms
    ]
    if not sets:
        return []
    trials = counted.trials()
    best: tuple[Fraction, tuple[int, ...]] | None = None
    for cells, tried in sets:
        inside, others = _sides(cells, trials)
        set_chance = window.judged(count(inside), count(others))
        if set_chance is not None and (best is None or set_chance * tried < best[0]):
            best = set_chance * tried, cells
    if best is None:
        return []
    inside, others = _sides(best[1], trials)
    return [Candidate(window.pattern(kind, inside, others, cells=cells_of(best[1], inside)), best[0])]


def whole_half(kind: str, window: Window, counted: HalfDays) -> list[Candidate]:
    """Return the half of the day that stands out against the other, on all days together; none where neither does."""
    for number, (half, cells) in enumerate(HALF_DAYS.items()):
        missed, possible = (sum(column[cell] for cell in cells) for column in counted[:2])
        if window.may_stand_out(missed, possible):
            trials = counted.trials()
            inside = [trial for trial in trials if trial.cell % 2 == number]
            others = [trial for trial in trials if trial.cell % 2 != number]
            half_chance = window.judged_by_day(inside, others)
            if half_chance is not None:
                pattern = window.pattern(kind, inside, others, cells=cells_of(cells, inside), half=half)
                return [Candidate(pattern, half_chance * len(HALVES))]
    return []


def _sets(window: Window, family: _Family, counted: HalfDays) -> list[tuple[tuple[int, ...], int]]:
    """Return the sets to try, those with the highest share missed first, each with how many sets of its size there are.

    Where two units are missed equally often, both are in a set or neither is: the order of the week decides nothing.
    """
    missed, possible = counted.missed, counted.possible
    eligible = [
        unit
        for unit in family.units
        if all(window.may_stand_out(missed[cell], possible[cell]) for cell in unit)
    ]
    if not eligible:
        return []
    units = sum(any(possible[cell] for cell in unit) for unit in family.units)
    shares = {
        unit: Fraction(sum(missed[cell] for cell in unit), sum(possible[cell] for cell in unit))
        for unit in eligible
    }
    eligible.sort(key=lambda unit: -shares[unit])
    sets = []
    for size in range(1, min(window.rule.most, units - 1, len(eligible)) + 1):
        if size == len(eligible) or shares[eligible[size - 1]] != shares[eligible[size]]:
            cells = tuple(sorted(cell for unit in eligible[:size] for cell in unit))
            sets.append((cells, family.alike * comb(units, size)))
    return sets


def _of_counts(cells: tuple[int, ...], counted: HalfDays) -> Fraction:
    """Return the chance of the cells' counts, before absences of several sessions are taken for one."""
    others = _compared_with(cells)
    return chance(*(sum(column[cell] for cell in side) for side in (cells, others) for column in counted[:2]))


def _compared_with(cells: tuple[int, ...]) -> tuple[int, ...]:
    """Return the rest of the same halves of the day: mornings and afternoons are not alike."""
    halves = {cell % 2 for cell in cells}
    return tuple(cell for cell in SESSIONS if cell not in cells and cell % 2 in halves)


def _sides(cells: tuple[int, ...], trials: tuple[Trial, ...]) -> tuple[list[Trial], list[Trial]]:
    """Return the trials of the cells, and those they are compared with."""
    with_cells = _compared_with(cells)
    inside = [trial for trial in trials if trial.cell in cells]
    others = [trial for trial in trials if trial.cell in with_cells]
    return inside, others
