"""What git told an earlier run, kept until another commit is checked out: a log of all commits is slow, and never changes."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from liverecord import cache
from liverecord.examine.records import Records
from liverecord.model.case import Change, History
from liverecord.read.history import Changes, Recall
from liverecord.read.history import history as read_history


def history(records: Records) -> History:
    """Return what git knows of the records, from the store as far as it is there."""
    return read_history(records.settings.root, records.settings.records, _recall(records.store))


def _recall(store: cache.Store) -> Recall:
    def recall(depends_on: str, anew: Callable[[], Changes]) -> Changes:
        key = cache.key(cache.program_digest(), depends_on)
        known, value = store.facts(_KIND).get(_NAME, ("", b""))
        if known == key:
            # What cannot be read back was written by something else; git knows.
            with suppress(msgspec.DecodeError, IndexError, ValueError, OverflowError, OSError):
                return _unpacked(_DECODER.decode(value))
        changes = anew()
        with suppress(UnicodeEncodeError):  # a file name that is not text
            store.keep(_KIND, {_NAME: (key, msgspec.msgpack.encode(_packed(changes)))})
        return changes

    return recall


class _Commit(msgspec.Struct, array_like=True, frozen=True):
    """A commit as it is kept, once for all the files that it touched; `at` in seconds since 1970."""

    commit: str
    at: int
    author: str
    email: str
    message: str


class _Packed(msgspec.Struct, array_like=True):
    """Changes as they are kept: each file's are pairs of a commit's place in the list and git's letter."""

    commits: list[_Commit]
    files: dict[str, list[tuple[int, str]]]


_KIND, _NAME = "history", "changes"
_LONDON = ZoneInfo("Europe/London")
_DECODER = msgspec.msgpack.Decoder(_Packed)


def _packed(changes: Changes) -> _Packed:
    places: dict[_Commit, int] = {}
    files = {}
    for path, found in changes.items():
        files[path] = [(places.setdefault(_commit(change), len(places)), change.status) for change in found]
    return _Packed(list(places), files)


def _commit(change: Change) -> _Commit:
    return _Commit(change.commit, int(change.at.timestamp()), change.author, change.email, change.message)


def _unpacked(packed: _Packed) -> Changes:
    moments = [datetime.fromtimestamp(commit.at, _LONDON) for commit in packed.commits]
    return {
        path: tuple(_change(path, packed.commits[place], moments[place], status) for place, status in found)
        for path, found in packed.files.items()
    }


def _change(path: str, commit: _Commit, at: datetime, status: str) -> Change:
    return Change(
        path=path,
        commit=commit.commit,
        at=at,
        author=commit.author,
        email=commit.email,
        message=commit.message,
        status=status,
    )
