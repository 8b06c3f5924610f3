"""Everybody's calendars in a folder: <id>.ics for each member of staff."""

from datetime import date
from pathlib import Path

from liverecord import report
from liverecord.derive.numbers import number
from liverecord.derive.people import people_of
from liverecord.examine.owed import Owed
from liverecord.problem import LiverecordError
from liverecord.report.calendars import feed
from liverecord.telling import placing


def one_feed(
    owed: Owed, owner: str, today: date, *, within: int | None, site: str | None, before: bytes | None = None
) -> bytes:
    """Return the calendar of one member of staff, after the one `before` it. Without `within` it holds all that is owed."""
    rows = report.rows(owed.cases, within, owner, owed.places)
    return feed(
        owner,
        rows,
        before,
        today=today,
        cancelled_days=number(owed.rulebook, "calendar_feed", "cancelled_days"),
        refresh_hours=number(owed.rulebook, "calendar_feed", "refresh_hours"),
        site=site,
    )


def write_feeds(
    owed: Owed, folder: Path, today: date, *, within: int | None, site: str | None, owner: str | None = None
) -> list[str]:
    """Write everybody's calendar into a folder (or the owner's alone), and return their ids.

    Everybody who is here gets a calendar, and can subscribe to it before it holds anything. The file of somebody who
    has left stays, with everything in it cancelled. Raises LiverecordError where a file cannot be read or written; the
    files before it are whole.
    """
    people = people_of(owed.staff, today)
    written = []
    for person in owed.staff.staff:
        if owner not in (None, person.id):
            continue
        path = folder / f"{person.id}.ics"
        before = placing.before(path)
        if before is None and not people.is_here(person.id):
            continue
        try:
            placing.put(path, one_feed(owed, person.id, today, within=within, site=site, before=before))
        except LiverecordError as error:
            raise LiverecordError(f"{path.name}: {error.message}", error.hint) from None
        written.append(person.id)
    return written
