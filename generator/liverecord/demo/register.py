"""A pupil's register, a week a line: mostly full, now and then unwell, and where there is a pattern, the pattern."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from liverecord.demo.schoolyear import Calendar

_DAYS = range(5)
_WEEK_WITHOUT_EVENT = 0.72
_OFTEN = 0.2
_EVENTS = {"I": 22, "M": 12, "L": 14, "V": 5, "N": 4, "Y1": 2, "": 41}
"""What happens in a week that is not wholly full, by its mark, and how often."""

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


def weeks(
    generator: random.Random, habit: Habit, calendar: Calendar, on_roll_from: date
) -> Iterator[tuple[date, str]]:
    """Yield each Monday of the calendar's register with its week of ten marks, from the week the pupil joined."""
    plain = not habit.days and habit.part_time_from is None and habit.runs < _OFTEN
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
    generator: random.Random,
    habit: Habit,
    calendar: Calendar,
    monday: date,
    is_open: tuple[bool, ...],
    on_roll_from: date,
) -> list[str]:
    """Return a week's five pairs of marks in which things happen."""
    pairs = [_usual(habit, monday + timedelta(days=day)) for day in _DAYS]
    _chance(generator, habit, calendar, monday, pairs)
    eased = habit.eased_from is not None and monday >= habit.eased_from
    for day in habit.days:
        if generator.random() < (habit.strength / 2 if eased else habit.strength):
            mark = generator.choice(habit.marks)
            if mark == "N" and monday + _RECENT < calendar.today:
                mark = "O"
            if habit.session != "PM":
                pairs[day][0] = mark
            if habit.session == "PM" or (habit.session is None and mark in "IO"):
                pairs[day][1] = mark
    written = []
    for day in _DAYS:
        is_ahead = monday + timedelta(days=day) < on_roll_from
        written.append(
            _unmarked(monday, day, is_open, calendar) or ("--" if is_ahead else "".join(pairs[day]))
        )
    return written


def _usual(habit: Habit, day: date) -> list[str]:
    """Return a day's two marks when nothing happens."""
    is_part_time = (
        habit.part_time_from is not None
        and habit.part_time_until is not None
        and habit.part_time_from <= day <= habit.part_time_until
    )
    return ["/", "C2"] if is_part_time else list(habit.usual)


def _chance(
    generator: random.Random, habit: Habit, calendar: Calendar, monday: date, pairs: list[list[str]]
) -> None:
    """Let one thing happen in a week: an illness, an appointment, a late morning, a trip, an absence not explained.

    An afternoon on which the pupil is not due (X, C2) stays as it is.
    """
    if generator.random() < habit.runs:
        start = generator.randrange(3)
        for day in range(start, start + generator.randint(2, 3)):
            _away(pairs[day], "I")
        return
    day = generator.randrange(5)
    event = generator.choices(tuple(_EVENTS), weights=tuple(_EVENTS.values()))[0]
    if event == "I":
        for ill in range(day, min(5, day + generator.choice((1, 1, 1, 2)))):
            _away(pairs[ill], event)
    elif event == "V":
        _away(pairs[day], event)
    elif event == "M" and pairs[day][1] == "\\" and generator.random() < 0.4:
        pairs[day][1] = event
    elif event == "N":
        pairs[day][0] = "N" if monday + _RECENT >= calendar.today else "O"
    elif event:
        pairs[day][0] = event


def _away(pair: list[str], mark: str) -> None:
    """Set a mark for a whole day, so far as the pupil is due."""
    pair[0] = mark
    if pair[1] == "\\":
        pair[1] = mark
