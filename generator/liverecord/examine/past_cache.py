"""What git says of one pupil, and what earlier runs have read of it: `build` and `due` take it from the same place."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from liverecord import cache
from liverecord.examine.records import Records, Task
from liverecord.model.history import Change, History

Followed = Mapping[str, dict[str, tuple[Change, ...]]]
"""The changes of each file, by the folder that it is in today and its path (derive.changes.followed)."""


class KnownToGit(NamedTuple):
    """What git says of a pupil's files: their changes, gone files' too, and of each that differs from git its blob there."""

    changes: dict[str, tuple[Change, ...]]
    pending: dict[str, str]


def known_to_git(task: Task, history: History, followed: Followed) -> KnownToGit:
    """Return what git says of a pupil's files."""
    folder = next(iter(task.files.values()), "").rpartition("/")[0]
    changes = followed.get(folder, {})
    paths = dict.fromkeys((*task.files.values(), *changes))
    return KnownToGit(changes, {path: history.blobs.get(path, "") for path in paths if path in history.dirty})


def stored(records: Records, pupils: Iterable[str]) -> dict[str, bytes]:
    """Return what earlier runs of the same program have kept of these pupils' pasts."""
    key = _key(records)
    entries = records.store.some(_KIND, list(pupils))
    return {pupil: past for pupil, (kept, past) in entries.items() if kept == key}


def keep(records: Records, pasts: Mapping[str, bytes]) -> None:
    """Keep pupils' pasts for the next run."""
    key = _key(records)
    records.store.keep(_KIND, {pupil: (key, past) for pupil, past in pasts.items()})


def forget_the_gone(records: Records) -> None:
    """Forget the pasts of pupils whose folders are gone."""
    records.store.forget(_KIND, records.store.names(_KIND) - records.listing.pupils.keys())


def _key(records: Records) -> str:
    return cache.key(cache.program_digest(), records.rulebook.digest)


_KIND = "past"
