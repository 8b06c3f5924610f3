"""A cell's time of day, its zone, and the number by which a spreadsheet counts days: what they say of the day in England.

A time says nothing of a register, but it may move the day: 23:00 of a June evening in universal time is midnight in
England. Spreadsheets count days from the end of 1899, or, by a choice of the workbook's, from the start of 1904.
"""

import re
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

SINCE_1900, SINCE_1904 = date(1899, 12, 30), date(1904, 1, 1)
"""The days numbered 0. The first is two days early, because the spreadsheet counts from 1 and believes in 29 February 1900."""

MIDNIGHT = time()


def from_number(cell: object, since: date) -> datetime | None:
    """Return the moment that a spreadsheet's number means, or None for a cell that is no such number."""
    if isinstance(cell, str):
        cell = float(cell) if _NUMBER.fullmatch(cell) else None
    if not isinstance(cell, int | float) or isinstance(cell, bool) or not _FIRST <= cell < _LAST:
        return None
    return datetime.combine(since, MIDNIGHT) + timedelta(seconds=round(cell * _SECONDS))


def without_time(text: str) -> tuple[str, time, timezone | None]:
    """Return a date's text without its time of day, that time (midnight where there is none), and the zone if it is said."""
    match = _TIME.search(text)
    if match is None:
        return text, MIDNIGHT, None
    hour, minute = int(match["hour"]), int(match["minute"])
    if match["half"]:
        hour = hour % 12 + 12 * (match["half"][0] in "pP")
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        return text, MIDNIGHT, None
    offset = None
    if match["zone"]:
        offset = timedelta(0)
        if match["zone"] not in "Zz":
            hours, minutes = int(match["zone"][1:3]), int(match["zone"][-2:])
            if hours > _LAST_HOUR or minutes > _LAST_MINUTE:
                return text, MIDNIGHT, None
            offset = timedelta(hours=hours, minutes=minutes) * (-1 if match["zone"][0] == "-" else 1)
    return text[: match.start()], time(hour, minute), None if offset is None else timezone(offset)


def time_of(cell: object) -> tuple[time, timezone | None]:
    """Return the time of day that a cell of a column of times holds, and its zone if it is said; midnight where it holds none."""
    if isinstance(cell, time):
        return cell, None
    if isinstance(cell, float) and 0 < cell < 1:
        return (
            datetime.combine(SINCE_1904, MIDNIGHT) + timedelta(seconds=round(cell * _SECONDS))
        ).time(), None
    if isinstance(cell, str):
        rest, at, zone = without_time(f"0 {cell.strip()}")
        if rest == "0":
            return at, zone
    return MIDNIGHT, None


def in_england(day: date, at: time, zone: timezone | ZoneInfo) -> datetime:
    """Return the moment, in England's time, that is written in another zone."""
    return datetime.combine(day, at, zone).astimezone(_ENGLAND)


def day_of_midnight(day: date, zone: ZoneInfo) -> date:
    """Return the day in England whose midnight falls on `day` in a zone: the next one, in summer and in universal time."""
    for near in (day, day + _DAY, day - _DAY):
        if datetime.combine(near, MIDNIGHT, _ENGLAND).astimezone(zone).date() == day:
            return near
    return day


_ENGLAND = ZoneInfo("Europe/London")
_DAY = timedelta(days=1)
_SECONDS = 24 * 60 * 60
_FIRST, _LAST = 31_000, 74_000
"""Numbers of days between 1984 and 2106: others are no dates of a register's."""

_LAST_HOUR, _LAST_MINUTE = 23, 59
_NUMBER = re.compile(r"[0-9]{5}(?:\.[0-9]{1,15})?")
_TIME = re.compile(
    r"(?<=[0-9])[T ](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"(?: ?(?P<half>[AaPp][Mm]))? ?(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2})?$"
)
