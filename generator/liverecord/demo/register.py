"""A pupil's register, a week a line: mostly full, now and then unwell, and where there is a pattern, the pattern."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from liverecord.demo.schoolyear import Calendar

_DAYS = range(5)
_WEEK_WITHOUT_EVENT = 0.72
_RECENT = timedelta(days=12)
"""A reason not yet established (N) has to be found out within days: older weeks have none."""


@dataclass(frozen=True)
class Habit:
    """What a register shows beside chance.

    `marks` are what stands on the pattern's `days` (0 is Monday) with a likelihood of `strength`, in the morning
    unless `session` is PM (in both where it is None); `eased_from` is the day from which that happens half as often.
    `usual` is what a day without event shows; `part_time` from when its afternoons are agreed off (C2).
    `runs` is the likelihood of two or three days away in a week.
    """

    usual: str = "/\\"
    days: tuple[int, ...] = ()
    session: str | None = None
    marks: tuple[str, ...] = ()
    strength: float = 0.7
    eased_from: date | None = None
    part_time_from: date | None = None
    part_time_until: date | None = None
    runs: float = 0.02


def weeks(generator: random.Random, habit: Habit, calendar: Calendar, on_roll_from: date) -> Iterator[tuple[date, str]]:
    """Yield each Monday of the calendar's register with its week of ten marks, from the week the pupil joined."""
    plain = not habit.days and habit.part_time_from is None
    for monday, is_open in calendar.open_days:
        if monday + timedelta(days=4) < on_roll_from:
            continue
        if plain and monday >= on_roll_from and generator.random() < _WEEK_WITHOUT_EVENT:
            yield monday, " ".join([_unmarked(monday, n, is_open, calendar) or habit.usual for n in _DAYS])
        else:
            yield monday, " ".join(_eventful(generator, habit, calendar, monday, is_open, on_roll_from))


def _unmarked(monday: date, day: int, is_open: tuple[bool, ...], calendar: Calendar) -> str | None:
    if not is_open[day]:
        return "##"
    return "--" if monday + timedelta(days=day) >= calendar.today else None


def _eventful(
    generator: random.Random, habit: Habit, calendar: Calendar, monday: date, is_open: tuple[bool, ...], on_roll_from: date
) -> list[str]:
    """Return a week's five pairs of marks in which things happen."""
    pairs = [_day(habit, monday + timedelta(days=day)) for day in _DAYS]
    _chance(generator, habit, calendar, monday, pairs)
    for day in habit.days:
        eased = habit.eased_from is not None and monday >= habit.eased_from
        if generator.random() < (habit.strength / 2 if eased else habit.strength):
            mark = generator.choice(habit.marks)
            if mark == "N" and monday + _RECENT < calendar.today:
                mark = "O"
            morning, afternoon = _halves(pairs[day])
            away = mark if mark in "IO" and habit.session is None else None
            pairs[day] = f"{morning}{mark}" if habit.session == "PM" else f"{mark}{away or afternoon}"
    for day in _DAYS:
        unmarked = _unmarked(monday, day, is_open, calendar)
        if unmarked:
            pairs[day] = unmarked
        elif monday + timedelta(days=day) < on_roll_from:
            pairs[day] = "--"
    return pairs


def _day(habit: Habit, day: date) -> str:
    is_part_time = (
        habit.part_time_from is not None
        and habit.part_time_until is not None
        and habit.part_time_from <= day <= habit.part_time_until
    )
    return "/C2" if is_part_time else habit.usual


def _halves(pair: str) -> tuple[str, str]:
    return pair[0], pair[1:]


def _chance(generator: random.Random, habit: Habit, calendar: Calendar, monday: date, pairs: list[str]) -> None:
    """Let one thing happen in a week: an illness, an appointment, a late morning, a trip, an absence not explained."""
    if generator.random() < habit.runs:
        start = generator.randrange(3)
        for day in range(start, start + generator.randint(2, 3)):
            pairs[day] = "II"
        return
    event, day = generator.random(), generator.randrange(5)
    morning, afternoon = _halves(pairs[day])
    if event < 0.22:
        for ill in range(day, min(5, day + generator.choice((1, 1, 1, 2)))):
            pairs[ill] = "II" if pairs[ill] == habit.usual else f"I{_halves(pairs[ill])[1]}"
    elif event < 0.34:
        pairs[day] = f"M{afternoon}" if generator.random() < 0.6 or afternoon != "\\" else f"{morning}M"
    elif event < 0.48:
        pairs[day] = f"L{afternoon}"
    elif event < 0.54:
        pairs[day] = "VV" if pairs[day] == "/\\" else pairs[day]
    elif event < 0.58:
        recent = monday + _RECENT >= calendar.today
        pairs[day] = f"N{afternoon}" if recent else f"O{afternoon}"
    elif event < 0.60:
        pairs[day] = f"Y1{afternoon}"
