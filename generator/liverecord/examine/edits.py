"""A pupil's past, read and compared: every version that git has of its files, and what each commit amended."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from liverecord.derive.changes import NOT_COMMITTED, ComparedPast, Ledger, edits_from
from liverecord.model.history import Change, Edit
from liverecord.model.policy import Policy
from liverecord.model.records import kind_of
from liverecord.read.blobs import Blobs
from liverecord.read.piecewise import Reader
from liverecord.read.versions import DISK, on_disk


def edits(
    root: Path,
    changes: Mapping[str, Sequence[Change]],
    pending: Mapping[str, str],
    policy: Policy,
    blobs: Blobs,
) -> tuple[Edit, ...]:
    """Return what each commit amended, newest first; what is not committed yet stands before all.

    `changes` are those of the pupil's files, by path, each newest first. `pending` maps each file that differs from the
    commit that is checked out to its blob there ("" where it has none).
    """
    return recalled(root, changes, pending, policy, blobs, None)[0]


def recalled(
    root: Path,
    changes: Mapping[str, Sequence[Change]],
    pending: Mapping[str, str],
    policy: Policy,
    blobs: Blobs,
    stored: bytes | None,
) -> tuple[tuple[Edit, ...], bytes | None]:
    """Return what `edits` does, and what the next run may want of it: None where it is what an earlier run has stored.

    What is stored holds for the same program and rulebook, whatever has happened in git since: only what is new is read.
    """
    every = {path: tuple(file_changes) for path, file_changes in changes.items() if kind_of(path)}
    versions = _Versions(blobs)
    for path, before in pending.items():
        if kind_of(path):
            after = versions.on_disk(root, path)
            every[path] = (_not_committed(path, before, after), *every.get(path, ()))
    past = _past(stored)
    versions.fetch(every, past)
    ledger = Ledger(versions, policy, past)
    pupil_edits = edits_from(every, ledger)
    lasting = _lasting(ledger.past)
    is_known = (
        lasting.accounts.keys() == past.accounts.keys() and lasting.compared.keys() == past.compared.keys()
    )
    return pupil_edits, None if is_known else msgspec.msgpack.encode(lasting)


_AT_ONCE = 50
"""So many versions are read together, and so many are held, parsed: a comparison needs a few, and a file may have 100,000."""


class _Versions(Mapping[str, object]):
    """The plain data of each version that can be read, by its blob: read some at a time, parsed when somebody asks, and let go.

    Versions are asked for file by file, from the newest on; one that is asked for again is read again.
    """

    def __init__(self, blobs: Blobs) -> None:
        self._blobs = blobs
        self._reader = Reader()
        self._disk: dict[str, bytes | None] = {}
        self._wanted: list[str] = []
        self._places: dict[str, int] = {}
        self._raw: dict[str, bytes] = {}
        self._data: dict[str, object] = {}

    def on_disk(self, root: Path, path: str) -> str:
        """Take a file as it lies on the disk for a version, and return what stands for its blob: "" where it is not there."""
        content, _ = on_disk(root, path)
        if content is None and not (root / path).exists():
            return ""
        name = f"{DISK}{path}"
        self._disk[name] = content
        return name

    def fetch(self, changes: Mapping[str, Sequence[Change]], past: ComparedPast) -> None:
        """Say what will be asked for: what an earlier run did not know, and what that is to be compared with."""
        wanted: dict[str, None] = {}
        for path, file_changes in changes.items():
            kind = kind_of(path)
            for change in file_changes:
                sides = (change.after, *change.before)  # as they are asked for
                if any(each and f"{kind} {each}" not in past.accounts for each in sides):
                    wanted.update(dict.fromkeys(sides))
        self._wanted = [each for each in wanted if each and each not in self._disk]
        self._places = {each: place for place, each in enumerate(self._wanted)}

    def __getitem__(self, blob: str) -> object:
        if blob not in self._data:
            raw = self._content(blob)
            data = self._reader.data(raw) if raw is not None else None
            if len(self._data) >= _AT_ONCE:
                self._data.pop(next(iter(self._data)))
            self._data[blob] = data
        if self._data[blob] is None:
            raise KeyError(blob)
        return self._data[blob]

    def __iter__(self) -> Iterator[str]:
        return (blob for blob in (*self._disk, *self._wanted) if blob in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _content(self, blob: str) -> bytes | None:
        if blob in self._disk:
            return self._disk[blob]
        if blob not in self._raw:
            place = self._places.get(blob)
            together = [blob] if place is None else self._wanted[place : place + _AT_ONCE]
            self._raw = self._blobs.read(together)
        return self._raw.pop(blob, None)


def _not_committed(path: str, before: str, after: str) -> Change:
    return Change(
        path=path,
        commit=NOT_COMMITTED,
        at=datetime.max.replace(tzinfo=UTC),
        author="",
        email="",
        message="",
        status="M",
        before=(before,),
        after=after,
    )


def _past(stored: bytes | None) -> ComparedPast:
    if stored is not None:
        # What cannot be read back was written by something else; git knows.
        with suppress(msgspec.DecodeError):
            return _PAST.decode(stored)
    return ComparedPast()


def _lasting(past: ComparedPast) -> ComparedPast:
    """Return what holds in the next run too: what lies on the disk may be another by then."""
    return ComparedPast(
        {key: account for key, account in past.accounts.items() if DISK not in key},
        {key: amendments for key, amendments in past.compared.items() if DISK not in key},
    )


_PAST: msgspec.msgpack.Decoder[ComparedPast] = msgspec.msgpack.Decoder(ComparedPast)
