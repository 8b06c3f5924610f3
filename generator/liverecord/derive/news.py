"""What changed of a record lately, by the day: without who, when on that day, and in how many goes."""

from collections.abc import Sequence
from datetime import date, timedelta

from liverecord.model.history import Amendment, Edit, News


def news(edits: Sequence[Edit], days: int, today: date) -> tuple[News, ...]:
    """Return what the last days' commits amended, newest first; what is not committed yet is no news.

    `edits` are newest first. Nothing of them is left out here: the gate lets through what an audience sees.
    """
    first = today - timedelta(days=days)
    found: dict[date, list[Amendment]] = {}
    for edit in edits:
        if edit.at is not None and first < edit.at.date() <= today:
            found.setdefault(edit.at.date(), []).extend(edit.amendments)
    return tuple(
        News(on=day, amendments=tuple(amendments)) for day, amendments in sorted(found.items(), reverse=True)
    )
