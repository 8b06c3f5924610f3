"""What changed lately in all records, as the school's page and its feed tell it.

What one commit did alike to many records, as an import of the register does, is one entry with its pupils.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from liverecord.render.changes import lines
from liverecord.render.changes.recent import of_school
from liverecord.render.pieces import sees
from liverecord.view import View

ADDRESS = "changes/"
"""Where the school's own changes stand. A site without that page tells nothing of the past at all."""

FEED = "changes.xml"
"""The address of the feed, below the site's root."""

_ALIKE = 4
"""Up to this many pupils to whom one commit did the same stand one by one; more share one entry."""


class Entry(NamedTuple):
    """What one commit did to one pupil's record, or alike to several. Without pupils: to the school's settings."""

    revision: View
    pupils: tuple[View, ...]

    @property
    def day(self) -> date | None:
        """Return its day; None where it is not committed yet."""
        return lines.day_of(self.revision)


def entries(school: View, summaries: Iterable[View]) -> list[Entry]:
    """Return what changed lately, newest first; changes not committed yet come before all others."""
    alike: dict[tuple[object, ...], list[tuple[View, View]]] = {}
    for summary in summaries:
        for revision in sees(summary, "lately") or ():
            key = (revision.commit, revision.at, revision.who, revision.said, revision.plain, revision.more)
            alike.setdefault(key, []).append((revision, summary))
    all_entries = [Entry(revision, ()) for revision in of_school(school)]
    for same in alike.values():
        if len(same) > _ALIKE:
            all_entries.append(Entry(same[0][0], tuple(sorted((pupil for _, pupil in same), key=_by_name))))
        else:
            all_entries += [Entry(revision, (pupil,)) for revision, pupil in same]
    pending = [entry for entry in all_entries if entry.day is None]
    committed = [entry for entry in all_entries if entry.day is not None]
    # Two sorts: the newest first, and what one moment did by pupil.
    committed.sort(key=_order)
    committed.sort(key=lambda entry: entry.revision.at, reverse=True)
    return sorted(pending, key=_order) + committed


def _order(entry: Entry) -> tuple[str, str, str]:
    name, pupil = _by_name(entry.pupils[0]) if entry.pupils else ("", "")
    return (str(entry.revision.commit or ""), name, pupil)


def _by_name(summary: View) -> tuple[str, str]:
    return (summary.name.casefold(), summary.id)
