"""Who changed what, as pages tell it, and where each section of a record is edited.

Addresses are made from the school's own pattern: what is filled in is percent-encoded, so that nothing that people typed
can leave its place in the address, and a pattern that is not plain http or https makes no address at all.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import quote, urlsplit

from liverecord.derive.people import People
from liverecord.model.case import EditLink
from liverecord.model.history import Edit, Revision
from liverecord.model.parts import LISTS
from liverecord.model.records import Forge, Pupil

SECTIONS: Mapping[str, str] = {
    "passport": "plan.passport",
    "plan": "plan.outcomes",
    "attendance": "absences",
    **{kind: kind for kind in LISTS},
    "circumstances": "plan.circumstances",
    "conditions": "plan.conditions",
}
"""Each section of a pupil's page, and the file (and its key) in which it is written."""

_SUFFIX = ".yml"
_SLOT = re.compile(r"\{(path|line|commit|branch)\}")
_NO_STEPS = frozenset({"", ".", ".."})
_UNSAFE = re.compile(r"[\x00-\x20\x7f\"'<>\\^`|]")


def revisions(edits: Iterable[Edit], people: People, forge: Forge) -> tuple[Revision, ...]:
    """Return edits as pages tell them, newest first: by the member of staff who commits under the e-mail, where one does."""
    page_revisions = []
    for edit in edits:
        person = people.author(edit.email) if edit.commit is not None else None
        page_revisions.append(
            Revision(
                commit=edit.commit,
                commit_url=commit_address(forge, edit.commit) if edit.commit else None,
                at=edit.at,
                by=person.name if person else edit.author,
                by_id=person.id if person else None,
                message=edit.message,
                amendments=edit.amendments,
            )
        )
    return tuple(page_revisions)


def edit_links(pupil: Pupil, forge: Forge) -> tuple[EditLink, ...]:
    """Return where each section of a pupil's page is edited; a file that is not there yet has no address to edit it at."""
    paths = {_part(path): path for path in pupil.files}
    folder = paths["plan"].rpartition("/")[0] if "plan" in paths else pupil.id
    links = []
    for section, where in SECTIONS.items():
        part = where.partition(".")[0]
        path = paths.get(part)
        place = pupil.places.get(where) or pupil.places.get(part)
        line = place.line if place is not None and path is not None else 1
        links.append(
            EditLink(
                section=section,
                path=path or f"{folder}/{part}{_SUFFIX}",
                line=line,
                url=edit_address(forge, path) if path is not None else None,
                line_url=edit_address(forge, path, line) if path is not None else None,
                exists=path is not None,
            )
        )
    return tuple(links)


def edit_address(forge: Forge, path: str, line: int = 1) -> str | None:
    """Return where a file is edited, at a line or its beginning; None without a forge, or where its pattern is no web address."""
    return _address(forge.edit, {"path": path, "line": str(line), "branch": forge.branch})


def commit_address(forge: Forge, commit: str) -> str | None:
    """Return where a commit is shown; None without a forge, or where its pattern is no web address."""
    return _address(forge.commit, {"commit": commit, "branch": forge.branch})


def _address(pattern: str | None, values: Mapping[str, str]) -> str | None:
    if pattern is None or not _is_web_pattern(pattern):
        return None
    if not _NO_STEPS.isdisjoint(values.get("path", "-").split("/")):
        return None
    # One pass over the pattern: a value that looks like a slot is text.
    return _SLOT.sub(lambda slot: _quoted(values.get(slot[1], "")), pattern)


@lru_cache(maxsize=256)
def _quoted(value: str) -> str:
    # Kept: a pupil's sections share a file, and a school's pupils share a branch and the first few hundred lines.
    return quote(value, safe="/")


@lru_cache(maxsize=64)
def _is_web_pattern(pattern: str) -> bool:
    """Tell whether a pattern is an http(s) address whose host is fixed: no slot may stand before the path."""
    if _UNSAFE.search(pattern):
        return False
    try:
        parts = urlsplit(pattern)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "{" not in parts.netloc


def _part(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(_SUFFIX)
