"""A day as people in England type it: 20 November 2026, 20/11/26, 20 Nov, Friday, yesterday."""

import calendar
from datetime import date, timedelta
from typing import Literal

from liverecord.model.days import MONTHS, WEEKDAYS, among, written

Toward = Literal["past", "ahead", "near"]
"""Which day is meant where no year is typed: the last one, the next one, or the nearest."""

EXAMPLE = "For example 20 November 2026, or 20/11/2026"


class NoDay(Exception):
    """What was typed names no day; the words say why, and what would."""


def day_typed(typed: str, today: date, toward: Toward = "near") -> date:
    """Return the day that was typed; the day comes before the month, as in England. Raises NoDay.

    Every way to write a day that the check knows (model/days.py) is understood, and one without its year or by its weekday.
    """
    words = typed.strip().lower().replace(",", " ").split()
    text = " ".join(words)
    if text in _NAMED:
        return today + timedelta(days=_NAMED[text])
    if words and (number := among(words[-1], WEEKDAYS)) is not None and len(words) <= _LONGEST:
        return _weekday(number, words[:-1], today, toward)
    said = written(typed)
    if said is None:
        raise NoDay(f"This is not a day that can be read. {EXAMPLE}.")
    if said.month is None:
        raise NoDay(f"There is no month of that name. {EXAMPLE}.")
    if said.year is not None:
        return _day(said.day, said.month, said.year)
    return _without_year(said.day, said.month, today, toward)


_NAMED = {"today": 0, "yesterday": -1, "tomorrow": 1}
_LONGEST = 2


def _day(number: int, month: int, year: int) -> date:
    if not 1 <= month <= len(MONTHS):
        raise NoDay(f"There is no month {month}: the day comes first, then the month. {EXAMPLE}.")
    if not date.min.year <= year <= date.max.year:
        raise NoDay(f"There is no such year. {EXAMPLE}.")
    longest = calendar.monthrange(year, month)[1]
    name = MONTHS[month - 1]
    if number < 1:
        raise NoDay(f"There is no day {number}. {EXAMPLE}.")
    if number > longest:
        in_year = f" in {year}" if name == "February" else ""
        raise NoDay(f"{number} {name} does not exist. {name} has {longest} days{in_year}.")
    return date(year, month, number)


def _without_year(number: int, month: int, today: date, toward: Toward) -> date:
    candidates = []
    failed = None
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            candidates.append(_day(number, month, year))
        except NoDay as none:
            failed = none
    chosen = _nearest(candidates, today, toward)
    if chosen is None:
        raise failed or NoDay(f"Type the year as well. {EXAMPLE}.")
    return chosen


def _weekday(number: int, before: list[str], today: date, toward: Toward) -> date:
    """Return the nearest such weekday; "last" and "next" say which way, else the question does."""
    if before and before[0] not in {"last", "next", "on", "this"}:
        raise NoDay(f"This is not a day that can be read. {EXAMPLE}.")
    ahead = today + timedelta(days=(number - today.weekday()) % 7)
    behind = today - timedelta(days=(today.weekday() - number) % 7)
    if before and before[0] == "next":
        return ahead if ahead > today else ahead + timedelta(days=7)
    if before and before[0] == "last":
        return behind if behind < today else behind - timedelta(days=7)
    return _nearest([behind, ahead], today, toward) or ahead


def _nearest(days: list[date], today: date, toward: Toward) -> date | None:
    if toward != "near":
        days = [day for day in days if (day <= today if toward == "past" else day >= today)]
    return min(days, key=lambda day: abs(day - today), default=None)
