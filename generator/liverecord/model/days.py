"""Days as people write them in English, and how a record takes them."""

import re
from calendar import monthrange

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip

_MONTH = "|".join(f"{name}|{name[:3]}" for name in MONTHS) + "|Sept"
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)[a-z]*\.?,?\s+)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>[0-9]{4})[-/. ](?P<month>[0-9]{1,2})[-/. ](?P<day>[0-9]{1,2})",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<day>[0-9]{1,2})[-/. ](?P<month>[0-9]{1,2})[-/. ](?P<year>[0-9]{4}|[0-9]{2})",
        rf"{_WEEKDAY}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<name>{_MONTH})\.?,?[\s-]+(?P<year>[0-9]{{4}}|[0-9]{{2}})",
        rf"{_WEEKDAY}(?P<name>{_MONTH})\.?\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>[0-9]{{4}}|[0-9]{{2}})",
    )
)
_CENTURY = 2000


def day_meant(typed: str) -> str:
    """Return how a day that somebody wrote is written in a record, or why there is no such day; "" for what is no day.

    English days come day first: 3/11/26 is 3 November 2026. Where only the other order makes a day, that is meant. Two
    digits of a year are of this century.
    """
    match = next((match for form in _FORMS if (match := form.fullmatch(typed.strip()))), None)
    if match is None:
        return ""
    parts = match.groupdict()
    day, year = int(parts["day"]), int(parts["year"])
    if len(parts["year"]) == 2:
        year += _CENTURY
    if "name" in parts:
        month = next(number for number, name in enumerate(MONTHS, 1) if name[:3] == parts["name"][:3].title())
    else:
        month = int(parts["month"])
    if not 1 <= month <= len(MONTHS):
        if not (1 <= day <= len(MONTHS) and 1 <= month <= monthrange(year, day)[1]):
            return ""
        swapped = f"{year:04}-{day:02}-{month:02}"
        # A record's own order with the two exchanged deserves the reason.
        return f"There is no month {month}: write {swapped}." if typed[:4].isdigit() else f"Write {swapped}."
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        return f"{MONTHS[month - 1]} {year} has {days} days." if 1 <= day <= 31 else ""
    return f"Write {year:04}-{month:02}-{day:02}."
