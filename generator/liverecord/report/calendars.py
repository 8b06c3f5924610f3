"""Duties as an iCalendar feed (RFC 5545) that a member of staff subscribes to: ids, the rule's label, and whole days.

A calendar program knows an event by its UID, and a newer version of it by a higher SEQUENCE. So a feed is made from
the one before it. A duty keeps its UID while its day moves. A duty that is gone is CANCELLED for a while, because a
program that only stops seeing it may keep it for ever.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vText

from liverecord.problem import LiverecordError
from liverecord.report.duties.rows import DutyRow, called, limit_said
from liverecord.report.plain import long_date, plain

_PRODUCT = "-//liverecord//due//EN"
_CONFIRMED, _CANCELLED = "CONFIRMED", "CANCELLED"
_ONE_DAY = timedelta(days=1)


class ShownEvent(NamedTuple):
    """What a calendar program shows of an event; a change of it is a new version."""

    day: date
    summary: str
    description: str
    url: str
    status: str


class Version(NamedTuple):
    """A version of an event: its number, from 0, and the day on which it was made."""

    shown: ShownEvent
    sequence: int
    revised_on: date


def feed(
    owner: str,
    rows: Sequence[DutyRow],
    before: bytes | None,
    *,
    today: date,
    cancelled_days: int,
    refresh_hours: int,
    site: str | None = None,
) -> bytes:
    """Return the feed of a member of staff, who owns or covers the rows, after the feed that was there before.

    A cancelled event stays for `cancelled_days`; `refresh_hours` is how often a program should look again. `site` is
    the address of the records' site, to which each event links. The same arguments give the same bytes. A feed made
    from itself on the same day does not change. Raises LiverecordError where `before` is no feed.
    """
    known = _versions(before) if before is not None else {}
    versions = {_uid(owner, row): _shown(owner, row, site) for row in rows}
    made = {uid: _version(shown, known.get(uid), today) for uid, shown in versions.items()}
    for uid in known.keys() - versions.keys():
        gone = _version(known[uid].shown._replace(status=_CANCELLED), known[uid], today)
        if (today - gone.revised_on).days <= cancelled_days:
            made[uid] = gone
    calendar = _calendar(owner, refresh_hours)
    for uid, version in sorted(made.items(), key=lambda each: (each[1].shown.day, each[0])):
        calendar.add_component(_event(uid, version))
    return bytes(calendar.to_ical(sorted=False))


def _uid(owner: str, row: DutyRow) -> str:
    # The owner is part of the UID: a cover who subscribes to two feeds sees two events, not one that jumps.
    return f"{hashlib.sha256(f'{owner} {row.key}'.encode()).hexdigest()[:32]}@liverecord"


def _shown(owner: str, row: DutyRow, site: str | None) -> ShownEvent:
    told = [f"Rule: {row.source}"] if row.source else []
    if limit := limit_said(row) or (f"the limit is {long_date(row.limit)}" if row.limit is not None else ""):
        told.append(limit[0].upper() + limit[1:])
    if row.cover and row.owner == owner:
        told.append(f"Away: {row.cover} covers")
    elif row.owner and row.cover == owner:
        told.append(f"Covering for {row.owner}")
    elif row.escalated_to == owner:
        told.append(f"Escalated: with {row.cover or row.owner or 'nobody'}")
    if row.moved:
        told.append("A later day is written than the rule gives; the rule's counts")
    return ShownEvent(
        day=row.due,
        summary=plain(f"{row.pupil}: {called(row)}"),
        description=plain(". ".join(told)),
        url=f"{site}pupils/{quote(row.pupil, safe='')}/" if site else "",
        status=_CONFIRMED,
    )


def _version(shown: ShownEvent, known: Version | None, today: date) -> Version:
    if known is None:
        return Version(shown, 0, today)
    return known if shown == known.shown else Version(shown, known.sequence + 1, today)


# ── The file ────────────────────────────────────────────────────────────────────────────────────────────


def _calendar(owner: str, refresh_hours: int) -> Calendar:
    name, interval = _Text(plain(f"Live records: {owner}")), timedelta(hours=refresh_hours)
    calendar = Calendar()
    # No METHOD: that would make the file a message between calendars, with an organizer.
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", _PRODUCT)
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    calendar.add("X-WR-TIMEZONE", "Europe/London")
    calendar.add("REFRESH-INTERVAL", interval, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", f"PT{refresh_hours}H")
    calendar.add_component(_london())
    return calendar


def _london() -> Timezone:
    """Return the school's time zone. Whole days need none; but a calendar without any component is not valid."""
    zone = Timezone()
    zone.add("TZID", "Europe/London")
    for part, name, before, after, month in (
        (TimezoneDaylight(), "BST", 0, 1, 3),
        (TimezoneStandard(), "GMT", 1, 0, 10),
    ):
        # By EU and UK rule at 01:00 UTC on the last Sunday: the summer's start in GMT, its end in BST.
        start = datetime(1996, month, 31 if month == 3 else 27, 1 + before)  # noqa: DTZ001 - local by definition
        part.add("DTSTART", start)
        part.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"})
        part.add("TZNAME", name)
        part.add("TZOFFSETFROM", timedelta(hours=before))
        part.add("TZOFFSETTO", timedelta(hours=after))
        zone.add_component(part)
    return zone


class _Text(vText):
    """A line of text. The library's own makes a line end of a backslash that somebody typed before an N."""

    def to_ical(self) -> bytes:
        """Return it with the signs of the format escaped (RFC 5545, 3.3.11)."""
        return re.sub(r"[\\;,]", r"\\\g<0>", self).encode()


def _event(uid: str, version: Version) -> Event:
    shown = version.shown
    revised = datetime.combine(version.revised_on, time(), UTC)
    event = Event()
    event.add("UID", uid)
    # Without METHOD, the stamp is the day of this version (RFC 5545, 3.8.7.2): a feed without news stays as it was.
    event.add("DTSTAMP", revised)
    event.add("LAST-MODIFIED", revised)
    event.add("SEQUENCE", version.sequence)
    event.add("DTSTART", shown.day)
    event.add("DTEND", shown.day + _ONE_DAY)
    event.add("SUMMARY", _Text(shown.summary))
    if shown.description:
        event.add("DESCRIPTION", _Text(shown.description))
    if shown.url:
        event.add("URL", shown.url)
    event.add("STATUS", shown.status)
    event.add("TRANSP", "TRANSPARENT")
    event.add("CLASS", "PRIVATE")
    return event


def _versions(raw: bytes) -> dict[str, Version]:
    """Return the events of a feed that was written earlier, by UID."""
    try:
        events = Calendar.from_ical(raw).walk("VEVENT")
        return {str(event["UID"]): _read(event) for event in events}
    except (ValueError, KeyError, AttributeError, TypeError, IndexError):
        message = "The calendar that was written before cannot be read."
        hint = "Put it back as it was, or delete it: then programs do not hear of what is gone since."
        raise LiverecordError(message, hint) from None


def _read(event: Mapping[str, Any]) -> Version:
    day = event["DTSTART"].dt
    if type(day) is not date:
        raise TypeError("every event of a feed is a whole day")
    return Version(
        ShownEvent(
            day=day,
            summary=str(event["SUMMARY"]),
            description=str(event.get("DESCRIPTION", "")),
            url=str(event.get("URL", "")),
            status=str(event["STATUS"]),
        ),
        int(event["SEQUENCE"]),
        event["LAST-MODIFIED"].dt.date(),
    )
