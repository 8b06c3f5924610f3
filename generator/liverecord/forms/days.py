"""A day as people in England type it: 20 November 2026, 20/11/26, 20 Nov, Friday, yesterday."""

import calendar
import re
from datetime import date, timedelta
from typing import Literal

Toward = Literal["past", "ahead", "near"]
"""Which day is meant where no year is typed: the last one, the next one, or the nearest."""

EXAMPLE = "For example 20 November 2026, or 20/11/2026"


class NoDay(Exception):
    """What was typed names no day; the words say why, and what would."""


def day_typed(typed: str, today: date, toward: Toward = "near") -> date:
    """Return the day that was typed; the day comes before the month, as in England. Raises NoDay."""
    words = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", typed.strip().lower()).replace(",", " ").split()
    text = " ".join(words)
    if text in _NAMED:
        return today + timedelta(days=_NAMED[text])
    if words and (number := _among(words[-1], _WEEKDAYS)) is not None and len(words) <= _LONGEST:
        return _weekday(number, words[:-1], today, toward)
    if words and _among(words[0], _WEEKDAYS) is not None:
        text = " ".join(words[1:])
    iso = _ISO(text)
    if iso:
        return _day(int(iso[3]), int(iso[2]), int(iso[1]))
    parts = _PARTS(text)
    if not parts:
        raise NoDay(f"This is not a day that can be read. {EXAMPLE}.")
    number, month, year = int(parts[1]), _month(parts[2]), parts[3]
    if year is not None:
        return _day(number, month, int(year) + (_CENTURY if len(year) == _SHORT else 0))
    return _without_year(number, month, today, toward)


def in_words(day: date) -> str:
    """Return a day as a form shows it: 20 November 2026."""
    return f"{day.day} {_MONTHS[day.month - 1].capitalize()} {day.year}"


_MONTHS = ("january", "february", "march", "april", "may", "june",
           "july", "august", "september", "october", "november", "december")  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NAMED = {"today": 0, "yesterday": -1, "tomorrow": 1}
_LONGEST = 2
_SHORT = 2
_CENTURY = 2000
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})").fullmatch
_PARTS = re.compile(r"(\d{1,2})(?: |[-/.] ?)([a-z]+|\d{1,2})(?:(?: |[-/.] ?)(\d{4}|\d{2}))?").fullmatch
_LEAST = 3


def _among(word: str, names: tuple[str, ...]) -> int | None:
    """Return which name a word is, whole or shortened to three letters and more; None where it is none or several."""
    matches = [number for number, name in enumerate(names) if len(word) >= _LEAST and name.startswith(word)]
    return matches[0] if len(matches) == 1 else None


def _month(typed: str) -> int:
    if typed.isdecimal():
        return int(typed)
    number = _among(typed, _MONTHS)
    if number is None:
        if typed == "sept":
            return _MONTHS.index("september") + 1
        raise NoDay(f"There is no month of that name. {EXAMPLE}.")
    return number + 1


def _day(number: int, month: int, year: int) -> date:
    if not 1 <= month <= len(_MONTHS):
        raise NoDay(f"There is no month {month}: the day comes first, then the month. {EXAMPLE}.")
    if not date.min.year <= year <= date.max.year:
        raise NoDay(f"There is no such year. {EXAMPLE}.")
    longest = calendar.monthrange(year, month)[1]
    name = _MONTHS[month - 1].capitalize()
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
