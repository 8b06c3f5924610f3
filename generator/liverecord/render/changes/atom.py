"""The feed of one audience's site: what changed lately, one entry a commit, as Atom (RFC 4287).

Feed readers keep what they read where nobody looks after it. So the feed names records by their ids and holds nothing
typed into one; whoever may know more follows the link to the site. The author is named where policy shows who changed
what. Ids are tag addresses (RFC 4151), made of the audience, the commit's day and the commit. An id stays the same for
as long as the commit does.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from urllib.parse import urlsplit

from liverecord.render import words
from liverecord.render.changes.entries import ADDRESS, FEED, Entry, entries
from liverecord.render.pieces import is_web, sees
from liverecord.view import View

_NAMED = 50
"""The most records that one entry names."""

_SETTINGS = "The school's settings"

_NOWHERE = "live-records.invalid"
"""The authority of the ids where the site's own address is not known: a name that can belong to nobody (RFC 2606)."""

_FIRST = "2026"
"""The year by which the feed's own id is dated. It must never change: a reader would take the feed for another."""


def feed(school: View, summaries: Sequence[View], site_url: str | None = None) -> str:
    """Return the feed as XML text, to be written in UTF-8 at changes.xml below the site's root.

    `site_url` is the address of this audience's site. Without it the feed has no links: it is read elsewhere, and a
    relative link would lead nowhere.
    """
    site = f"{site_url.rstrip('/')}/" if site_url and is_web(site_url) else None
    tag = _Tags(site, school)
    commits = _by_commit(entries(school, summaries))[: sees(school, "feed_entries") or 0]
    updated = commits[0][0].revision.at.isoformat() if commits else f"{school.as_of.isoformat()}T00:00:00Z"
    links = (
        f'<link rel="self" type="application/atom+xml" href="{_text(site + FEED)}"/>\n'
        f'<link rel="alternate" type="text/html" href="{_text(site + ADDRESS)}"/>\n'
        if site
        else ""
    )
    return "".join(
        (
            '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB">\n',
            f"<title>What changed in the live records, for {_text(tag.label)}</title>\n",
            f"<id>{_text(tag.of_feed())}</id>\n<updated>{updated}</updated>\n{links}",
            f"<author><name>{_text(sees(school, 'name') or 'Live records')}</name></author>\n",
            *(_entry(commit, tag, site) for commit in commits),
            "</feed>\n",
        )
    )


class _Tags:
    """Makes the ids of one site's feed."""

    def __init__(self, site: str | None, school: View) -> None:
        self._host = (urlsplit(site).hostname if site else None) or _NOWHERE
        self._audience = str(sees(school, "audience", "id") or "site")
        past = sees(school, "past", "on")
        if past:
            # A view of a past day is another site: a reader would take its feed for the one that goes on.
            self._audience = f"{self._audience}/past-{past.isoformat()}"
        self.label = str(sees(school, "audience", "words") or self._audience)

    def of_feed(self) -> str:
        return f"tag:{self._host},{_FIRST}:changes/{self._audience}"

    def of(self, revision: View) -> str:
        at: datetime = revision.at
        which = revision.commit or at.strftime("%H%M%S")
        return f"tag:{self._host},{at.date().isoformat()}:changes/{self._audience}/{which}"


def _by_commit(all_entries: Iterable[Entry]) -> list[list[Entry]]:
    """Return the entries of each commit together, newest first, without uncommitted changes: no id of theirs lasts."""
    commits: dict[tuple[object, ...], list[Entry]] = {}
    for entry in all_entries:
        revision = entry.revision
        if revision.at is not None:
            commits.setdefault((revision.at, revision.commit or revision.who), []).append(entry)
    return list(commits.values())


def _entry(commit: Sequence[Entry], tag: _Tags, site: str | None) -> str:
    revision = commit[0].revision
    ids = [pupil.id for entry in commit for pupil in entry.pupils]
    many = words.count(len(ids), "record")
    title = (
        f"Changed: {ids[0]}"
        if len(ids) == 1
        else f"Changed: {many}"
        if ids
        else f"Changed: {_SETTINGS.lower()}"
    )
    leads = f"history/{ids[0]}/" if len(ids) == 1 else ADDRESS
    link = f'<link rel="alternate" type="text/html" href="{_text(site + leads)}"/>\n' if site else ""
    by = _text(revision.by).strip()
    author = f"<author><name>{by}</name></author>\n" if by else ""
    return (
        f"<entry>\n<title>{_text(title)}</title>\n<id>{_text(tag.of(revision))}</id>\n"
        f"<updated>{revision.at.isoformat()}</updated>\n{link}{author}"
        f'<content type="text">{_text(_content(commit))}</content>\n</entry>\n'
    )


def _content(commit: Sequence[Entry]) -> str:
    said = []
    for entry in commit[:_NAMED]:
        ids = sorted(pupil.id for pupil in entry.pupils)
        named = words.joined(ids[:_NAMED]) if len(ids) <= _NAMED else words.count(len(ids), "record")
        more = f"and {entry.revision.more} more" if entry.revision.more else ""
        said.append(f"{named or _SETTINGS}: {words.told([*entry.revision.plain, more])}")
    if len(commit) > _NAMED:
        said.append(f"And {words.count(len(commit) - _NAMED, 'more record')}.")
    return "\n".join(said)


def _text(value: str) -> str:
    """Return text as XML has it: escaped, and without the characters that XML 1.0 does not allow at all."""
    return escape(_NOT_XML.sub("", value))


_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
