"""Arriving late in the same sessions, and lateness that became absence.

An arrival is late before the register closes (L) or after it (U). The law counts U among absences, but the pupil came:
so both are arrivals here, and lateness became absence only where the pupil no longer came.
"""

from liverecord.derive.patterns.chance import Trial, count
from liverecord.derive.patterns.sessions import HALF_DAYS, HalfDays, best_set, whole_half
from liverecord.derive.patterns.window import SESSIONS, Candidate, Window, cells_of, columns
from liverecord.derive.register import day_of


def late(window: Window) -> list[Candidate] | None:
    """Return the half days of the week in which the pupil arrives late, of all the sessions to which the pupil came.

    All mornings, or all afternoons, are tried too. None where there is too little lateness for any pattern.
    """
    weeks = window.weeks.values()
    late_in = columns(week.came_late for week in weeks)
    if sum(late_in) < window.rule.repeats:
        return None
    counted = HalfDays(late_in, columns(week.came for week in weeks), lambda: _arrivals(window))
    candidates = [*best_set("late", window, counted), *whole_half("late", window, counted)]
    return sorted(candidates, key=lambda each: each.chance)[:1]


def late_to_absent(window: Window) -> list[Candidate] | None:
    """Return sessions to which the pupil came late in the earlier half of the weeks, and did not come in the later half.

    They are one half day of the week, or one half of all days. Only those with repeated lateness in the earlier half
    are compared, and only these comparisons are corrected for: that lateness by itself says nothing of absence later.
    """
    halfway = len(window.mondays) // 2
    since = window.mondays[halfway]
    late_before = columns(week.came_late for monday, week in window.weeks.items() if monday < since)
    sets = [(None, (cell,)) for cell in SESSIONS] + list(HALF_DAYS.items())
    tried = [
        (half, cells)
        for half, cells in sets
        if sum(late_before[cell] for cell in cells) >= window.rule.repeats
    ]
    if not tried:
        return None
    candidates = []
    for half, cells in tried:
        trials = [
            trial._replace(missed=int(trial.missed and not trial.after_closing), after_closing=0)
            for trial in window.trials
            if trial.cell in cells
        ]
        before = [trial for trial in trials if trial.day < since]
        after = [trial for trial in trials if trial.day >= since]
        if sum(trial.missed for trial in before) >= window.rule.repeats:
            continue
        chance = window.judged(count(after), count(before))
        if chance is not None:
            pattern = window.pattern(
                "late_to_absent",
                after,
                before,
                cells=cells_of(cells, after),
                half=half,
                late_before=sum(late_before[cell] for cell in cells),
            )
            candidates.append(Candidate(pattern, chance * len(tried)))
    return sorted(candidates, key=lambda each: each.chance)[:1]


def is_said_already(lateness: Candidate, absence: Candidate, repeats: int) -> bool:
    """Tell whether absences in the same sessions, most of them arrivals after closing, say what the lateness says.

    They do not where the pupil also came late before closing as often as a pattern needs: no absence counts those.
    """
    if lateness.pattern.missed - lateness.pattern.after_closing >= repeats:
        return False
    late_in = {(cell.weekday, cell.half) for cell in lateness.pattern.cells}
    away_in = {(cell.weekday, cell.half) for cell in absence.pattern.cells}
    return late_in <= away_in and 2 * absence.pattern.after_closing > absence.pattern.missed


def _arrivals(window: Window) -> tuple[Trial, ...]:
    """Return the sessions that the pupil came to, `missed` where late; each arrival is an event of its own."""
    return tuple(
        Trial(day_of(monday, cell), cell, week.came_late[cell], 1, week.after_closing[cell])
        for monday, week in window.weeks.items()
        for cell in SESSIONS
        if week.came[cell]
    )
