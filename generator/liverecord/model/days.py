"""Days as people write them in English, what is meant by them, and how a record and a page write them."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Written(NamedTuple):
    """A day as it was written: there may be no such day. `month` is None for a name that no month has, `year` where none is said."""

    day: int
    month: int | None
    year: int | None
    begins_with_year: bool = False


def in_words(day: date) -> str:
    """Return a day as people write it: 20 November 2026 (never by the machine's language)."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def written(typed: str) -> Written | None:
    """Return the parts of a day that somebody wrote; None for what is no day.

    English days come day first: 3/11/26 is 3 November 2026. Two digits of a year are of this century.
    """
    words = _ORDINAL.sub("", typed.strip().lower()).replace(",", " ").split()
    if len(words) > 1 and among(words[0].removesuffix("."), WEEKDAYS) is not None:
        words = words[1:]
    text = " ".join(words)
    match = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
    if match is None:
        return None
    parts = match.groupdict()
    month = _month(parts["month"])
    year = int(parts["year"]) if parts["year"] else None
    if year is not None and len(parts["year"]) == 2:
        year += _CENTURY
    return Written(int(parts["day"]), month, year, match.start("year") == 0)


def among(word: str, names: tuple[str, ...]) -> int | None:
    """Return which name a word is, whole or shortened to three letters and more; None where it is none or several."""
    matches = [number for number, name in enumerate(names) if name.lower().startswith(word.lower())]
    return matches[0] if len(word) >= _LEAST and len(matches) == 1 else None


def day_meant(typed: str) -> str:
    """Return how a day that somebody wrote is written in a record, or why there is no such day; "" for what is no day.

    Where only the other order of day and month makes a day, that is meant.
    """
    said = written(typed)
    if said is None or said.year is None or said.month is None:
        return ""
    day, month, year = said.day, said.month, said.year
    if not 1 <= month <= len(MONTHS):
        if not (1 <= day <= len(MONTHS) and 1 <= month <= monthrange(year, day)[1]):
            return ""
        swapped = f"{year:04}-{day:02}-{month:02}"
        # A record's own order with the two exchanged deserves the reason.
        return (
            f"There is no month {month}: write {swapped}." if said.begins_with_year else f"Write {swapped}."
        )
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        return f"{MONTHS[month - 1]} {year} has {days} days." if 1 <= day <= 31 else ""
    return f"Write {year:04}-{month:02}-{day:02}."


_LEAST = 3
_CENTURY = 2000
_ORDINAL = re.compile(r"(?<=[0-9])(?:st|nd|rd|th)\b(?:\s+of\b)?|(?<=[0-9])\s+of\b", re.IGNORECASE)
_BETWEEN = r"(?: ?[-/.] ?| )"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_FORMS = (
    re.compile(rf"(?P<year>[0-9]{{4}}){_BETWEEN}(?P<month>[0-9]{{1,2}}){_BETWEEN}(?P<day>[0-9]{{1,2}})"),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"),
    re.compile(
        rf"(?P<day>[0-9]{{1,2}}){_BETWEEN}?(?P<month>[a-z]+|(?<=[-/. ])[0-9]{{1,2}})(?:\.?{_BETWEEN}{_YEAR})?\.?"
    ),
    re.compile(rf"(?P<month>[a-z]+)\.? (?P<day>[0-9]{{1,2}})(?: {_YEAR})?"),
)


def _month(typed: str) -> int | None:
    if typed.isdecimal():
        return int(typed)
    number = among("sep" if typed == "sept" else typed, MONTHS)
    return None if number is None else number + 1
