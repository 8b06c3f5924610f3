"""Sessions of the week that are missed again and again, and what they were before and since something began.

A pattern is a set of half days of the week (Tuesday and Thursday mornings) in which the pupil missed at least so many
sessions, at least such a share of them, and all together so much more than the rest; thresholds.yml has the numbers. A single absence is
never a pattern, nor is an absence that an agreed timetable excuses. No cause is claimed.
"""

from datetime import date

from liverecord.derive.calendar import HALVES
from liverecord.derive.numbers import number
from liverecord.derive.register import Register, day_of
from liverecord.model.case import BeforeAfter, Cell, Pattern
from liverecord.model.rulebook import Rulebook

_SESSIONS = range(10)


def pattern_of(register: Register, rulebook: Rulebook) -> Pattern | None:
    """Return the pattern in the last school weeks of the register; None where nothing stands out."""
    mondays = list(register.weeks)[-number(rulebook, "pattern", "school_weeks") :]
    weeks = {monday: week for monday in mondays if (week := register.weeks[monday]) is not None}
    if not weeks:
        return None
    missed = [sum(column) for column in zip(*(week.missed for week in weeks.values()), strict=True)]
    possible = [sum(column) for column in zip(*(week.counted for week in weeks.values()), strict=True)]
    repeats = number(rulebook, "pattern", "minimum_repeats")
    share = number(rulebook, "pattern", "minimum_share_percent")
    # Whatever the number says, once is not again.
    cells = [
        index
        for index in _SESSIONS
        if missed[index] >= max(repeats, 2) and 100 * missed[index] >= share * possible[index]
    ]
    others = _others(cells)
    if not cells or not others:
        return None
    inside, inside_possible = sum(missed[i] for i in cells), sum(possible[i] for i in cells)
    outside, outside_possible = sum(missed[i] for i in others), sum(possible[i] for i in others)
    contrast = number(rulebook, "pattern", "contrast_percent")
    # Shares compared without dividing: inside / inside_possible against contrast times outside / outside_possible.
    if not outside_possible or 100 * inside * outside_possible < contrast * outside * inside_possible:
        return None
    return Pattern(
        cells=tuple(
            Cell(weekday=i // 2, half=HALVES[i % 2], missed=missed[i], possible=possible[i]) for i in cells
        ),
        missed=inside,
        possible=inside_possible,
        other_missed=outside,
        other_possible=outside_possible,
        dates=tuple(
            day_of(monday, index) for monday, week in weeks.items() for index in cells if week.missed[index]
        ),
        gaps=tuple(monday for monday in register.gaps if monday >= mondays[0]),
    )


def before_after(
    register: Register, pattern: Pattern | None, since: date, rulebook: Rulebook
) -> BeforeAfter | None:
    """Return the sessions of the pattern (of every half day, where there is none) before `since` and from it on.

    None where too few are known on either side to set them against each other.
    """
    cells = [2 * cell.weekday + (cell.half == HALVES[1]) for cell in pattern.cells] if pattern else _SESSIONS
    missed = possible = before_missed = before_possible = 0
    day = since.toordinal()
    for monday, week in register.weeks.items():
        if week is None:
            continue
        first_since = 2 * (day - monday.toordinal())
        week_counted, week_missed = week.counted, week.missed
        for index in cells:
            if not week_counted[index]:
                continue
            if index < first_since:
                before_possible += 1
                before_missed += week_missed[index]
            else:
                possible += 1
                missed += week_missed[index]
    if before_possible < number(rulebook, "before_after", "minimum_before_sessions") or possible < number(
        rulebook, "before_after", "minimum_since_sessions"
    ):
        return None
    return BeforeAfter(
        since=since,
        missed=missed,
        possible=possible,
        before_missed=before_missed,
        before_possible=before_possible,
        of_pattern=pattern is not None,
    )


def _others(cells: list[int]) -> list[int]:
    """Return what the cells are compared with: the rest of the same halves of the day, or the other half of all days."""
    halves = {index % 2 for index in cells}
    others = [index for index in _SESSIONS if index % 2 in halves and index not in cells]
    return others or [index for index in _SESSIONS if index not in cells]
