"""The events of a calendar, from an iCalendar file (.ics) or a table (CSV): what each is called, its first day and its last."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from liverecord.intake.calendar.wording import meaning
from liverecord.intake.exports import files
from liverecord.intake.exports.columns import Vocabulary
from liverecord.intake.exports.columns import written as cell_text
from liverecord.intake.exports.gathered import Gathered
from liverecord.intake.exports.headers import TOP
from liverecord.intake.exports.mapping import Mapping as MappingFile
from liverecord.intake.exports.names import plain
from liverecord.model.days import written
from liverecord.model.rulebook import Rulebook
from liverecord.problem import LiverecordError, Place
from liverecord.read import regular

LARGEST = 1_000_000
"""Bytes of a file: a calendar of ten years has a tenth of them."""

MOST = 5_000
"""Events of a file."""


class Happening(NamedTuple):
    """An event: where it stands, its name as it is typed, its first and its last day. `is_odd` tells that it repeats or was
    called off, so that its days are not all that there is to know.
    """

    place: Place
    name: str
    first: date
    last: date
    is_odd: bool = False


def read_events(path: Path, shown: str, rulebook: Rulebook, gathered: Gathered) -> list[Happening]:
    """Return the events of a file, called `shown` in messages; what cannot be read is told.

    Raises LiverecordError only where the file cannot be opened.
    """
    try:
        raw = regular.contents(path, LARGEST)
    except regular.TooLarge:
        gathered.problem(
            Place(shown), "import-too-large", f"The file holds more than {LARGEST:,} bytes.", _SMALLER_HINT
        )
        return []
    except (regular.Link, regular.NotAFile, regular.Changed, OSError):
        raise LiverecordError(f"{shown} cannot be read.", _OPEN_HINT) from None
    is_calendar = raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:16].upper().startswith(b"BEGIN:VCALENDAR")
    events = _of_calendar(raw, shown, gathered) if is_calendar else _of_table(raw, shown, rulebook, gathered)
    found: list[Happening] = []
    for event in events:
        if len(found) == MOST:
            gathered.problem(
                Place(shown), "import-too-large", f"The file holds more than {MOST:,} events.", _SMALLER_HINT
            )
            break
        found.append(event)
    return found


# ── iCalendar ───────────────────────────────────────────────────────────────────────────────────────────


def _of_calendar(raw: bytes, shown: str, gathered: Gathered) -> Iterator[Happening]:
    lines = [
        number
        for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), start=1)
        if line.strip().upper() == "BEGIN:VEVENT"
    ]
    try:
        found = [event for event in Calendar.from_ical(raw).walk("VEVENT") if isinstance(event, Event)]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        gathered.problem(Place(shown), "import-unreadable", "This is no whole calendar.", _AGAIN_HINT)
        return
    for event, line in zip(found, [*lines, *[1] * len(found)], strict=False):
        place = Place(shown, line)
        days = _days(event)
        if days is None:
            gathered.problem(
                place, "import-date-unclear", "The event has no day that can be read.", _AGAIN_HINT
            )
            continue
        is_odd = (
            any(key in event for key in ("RRULE", "RDATE"))
            or str(event.get("STATUS", "")).upper() in _UNSETTLED
        )
        yield Happening(place, str(event.get("SUMMARY", ""))[:_LONGEST], *days, is_odd=is_odd)


def _days(event: Event) -> tuple[date, date] | None:
    """Return an event's first and last day. Of one that takes all day the end is the day after; None where a day is missing."""
    try:
        start, end = (getattr(event.get(key), "dt", None) for key in ("DTSTART", "DTEND"))
        length = getattr(event.get("DURATION"), "dt", None)
    except (ValueError, AttributeError):
        return None
    if not isinstance(start, date):
        return None
    try:
        first = _in_england(start).date() if isinstance(start, datetime) else start
        if end is None and isinstance(length, timedelta):
            end = start + length
        if not isinstance(end, date):
            return first, first
        if not isinstance(end, datetime):
            # Some calendars write the same day for both.
            return first, max(first, end - timedelta(days=1))
        last = _in_england(end).date()
    except OverflowError:
        return None
    # Midnight by the clock that is written or by England's: some calendars write all of a day so.
    at_midnight = last > first and time() in (end.time(), _in_england(end).time())
    return (first, last - timedelta(days=1) if at_midnight else last) if last >= first else None


def _in_england(moment: datetime) -> datetime:
    """Return a moment by England's clocks: some calendars write midnight there as an hour of the day before."""
    return moment.astimezone(_ENGLAND) if moment.tzinfo is not None else moment


_ENGLAND = ZoneInfo("Europe/London")
_UNSETTLED = frozenset({"CANCELLED", "TENTATIVE"})


# ── A table ─────────────────────────────────────────────────────────────────────────────────────────────


def _of_table(raw: bytes, shown: str, rulebook: Rulebook, gathered: Gathered) -> Iterator[Happening]:
    means = {plain(name): row.means for row in rulebook.calendars.columns for name in row.names}
    words = Vocabulary(rulebook, MappingFile())
    is_any = False
    for table in files.tables(raw, words, gathered, _AGAIN_HINT, lambda cell: plain(cell) in means):
        columns: dict[str, int] = {}
        for number, cells in table.rows:
            if not {"name", "first"} <= columns.keys():
                columns = {}
                for at, cell in enumerate(cells if number <= TOP else ()):
                    columns.setdefault(means.get(plain(cell), ""), at)
                is_any |= {"name", "first"} <= columns.keys()
                continue
            name, first, last = (_cell(cells, columns.get(key)) for key in ("name", "first", "last"))
            if not first and not last and not (name and meaning(name, rulebook.calendars).kind):
                # A note below the table.
                continue
            place = Place(shown, number)
            days = _typed_days(first, last)
            if days is None:
                gathered.problem(
                    place, "import-date-unclear", "The row has no day that can be read.", _DAY_HINT
                )
                continue
            yield Happening(place, name, *days)
    if not is_any and not gathered.has_problems:
        gathered.problem(
            Place(shown),
            "import-column-missing",
            "No row names a column of events and one of their first days.",
            _COLUMNS_HINT,
        )


def _typed_days(first: str, last: str) -> tuple[date, date] | None:
    """Return the days of a row; its first day may hold both, with a word or a dash between them."""
    if not last and (match := _RANGE.fullmatch(first)):
        first, last = match["first"], match["last"]
    start = _day(first)
    end = _day(last) if last else start
    return (start, end) if start and end and start <= end else None


def _day(typed: str) -> date | None:
    """Return a day that is typed with its year; a time behind it does not matter."""
    said = written(_TIME.sub("", typed))
    if said is None or said.month is None or said.year is None:
        return None
    try:
        return date(said.year, said.month, said.day)
    except ValueError:
        return None


def _cell(cells: Sequence[object], at: int | None) -> str:
    return " ".join(cell_text(cells[at])[:_LONGEST].split()) if at is not None and at < len(cells) else ""


_RANGE = re.compile(
    r"(?P<first>.{6,}?)\s*(?:\u2013|\u2014|\bto\b|\buntil\b|\s-\s)\s*(?P<last>.{6,})", re.IGNORECASE
)
_TIME = re.compile(
    r"(?:[ T]|\bat\b)\s*[0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?\s*(?:am|pm|Z)?$", re.IGNORECASE
)
_LONGEST = 200
"""Characters of a cell that are read: a name or a day is shorter."""

_OPEN_HINT = "Name a file that is there, and no link."
_SMALLER_HINT = "Save the events of one school year alone."
_AGAIN_HINT = "Download the calendar again, as an iCalendar file (.ics), or type the terms."
_DAY_HINT = "Write the day with its month and its year: 2 September 2027."
_COLUMNS_HINT = "Name the columns in the first row: Event, Start, End."
