"""A record with a problem as it last was valid: the newest version that had none, and that of school.yml and staff.yml.

A version is judged as its own commit left it: with the school.yml and staff.yml of that commit, by today's schema, as of
today. What was ever marked restricted since stays restricted: a typo must not open what somebody closed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from heapq import merge
from typing import NamedTuple, Self

import msgspec

from liverecord import cache
from liverecord.derive.history import commit_address
from liverecord.examine.records import Documents, Records, Task, World, judge, world_of
from liverecord.examine.restricted_since import Closed
from liverecord.model.history import Change, History, Stood
from liverecord.model.records import PUPIL_KINDS, Pupil, kind_of
from liverecord.problem import Problem
from liverecord.read.blobs import Blobs
from liverecord.read.repository import Repository, repository
from liverecord.read.revisions import Standing
from liverecord.read.versions import Versions


class LastValid(NamedTuple):
    """A pupil as it stood at its last valid commit, typed and packed."""

    stood: Stood
    typed: bytes


class Earlier:
    """Looks for the newest valid version of what has a problem now. Use it as a context; git starts when it is first asked.

    `hint` is why nothing can be shown as it stood; "" where it can.
    """

    def __init__(self, records: Records, history: History) -> None:
        self._records = records
        self._history = history
        self._folder = records.settings.records
        self._own = tuple(f"{self._folder}/{kind}.yml" for kind in ("school", "staff"))
        self.hint = "" if history.head else _NO_HISTORY
        self._blobs = Blobs(records.settings.root)
        self._versions = Versions(records.settings.root, self._blobs)
        self._own_blobs: dict[str, tuple[str, ...]] = {}
        self._worlds: dict[tuple[str, ...], World | None] = {}
        self._repository: Repository | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._blobs.close()

    def school(self) -> Stood | None:
        """Let the newest valid school.yml and staff.yml stand in where those of now have a problem; None where they have none.

        Where git knows no valid version, `hint` says so.
        """
        problems = [problem for problem in self._records.problems if problem.place.path in self._own]
        if not problems:
            return None
        for change in _newest_first(self._history.changes.get(path, ()) for path in self._own):
            world = self._world(change)
            if world is not None:
                self._records.stand_in(world, self._blobs_of_own(change))
                return self._stood(change, problems)
        self.hint = self.hint or _NEVER_SOUND
        return None

    def pupils(self, problems: Mapping[str, Sequence[Problem]]) -> dict[str, LastValid | None]:
        """Return each pupil with problems as it last was valid; None where it never was."""
        known = self._records.store.some(_KIND, list(problems))
        last_valid, fresh = {}, {}
        for pupil, wrong in problems.items():
            key = self._key(pupil)
            stored, value = known.get(pupil, ("", b""))
            version = _decoded(value) if key and key == stored else None
            if version is None:
                version = self._version(pupil)
                if key:
                    fresh[pupil] = (key, msgspec.msgpack.encode(version))
            last_valid[pupil] = (
                LastValid(self._stood(self._change(pupil, version.commit), wrong), version.typed)
                if version.commit
                else None
            )
        self._records.store.keep(_KIND, fresh)
        return last_valid

    # ── One pupil ───────────────────────────────────────────────────────────────────────────────────────

    def _version(self, pupil: str) -> "_Version":
        """Return the newest valid version of a pupil; of none, the empty one."""
        own = f"{self._folder}/pupils/{pupil}"
        files = self._records.listing.pupils.get(pupil, {})
        closed = Closed()
        for kind, path in files.items():
            closed.add_file(self._records.folder, path, kind)
        changes = self._changes(pupil)
        mine = {change.commit for file_changes in changes for change in file_changes}
        ordered = [*_newest_first([*changes, *(self._history.changes.get(path, ()) for path in self._own)])]
        seen = set()
        for index, change in enumerate(ordered):
            tree = self._standing(change).files(own)
            state = (*tree.items(), *self._blobs_of_own(change))
            if state in seen:
                continue
            seen.add(state)
            kept = {path: kind for path in tree if (kind := _kind(path, own))}
            raws = self._raws({path: tree[path] for path in kept})
            world = self._world(change)
            pupil_then = (
                _judged(world, pupil, kept, raws) if world is not None and len(raws) == len(kept) else None
            )
            if pupil_then is not None:
                # A commit that changed staff alone wrote none of this: the pupil's own before it did.
                written = next((each for each in ordered[index:] if each.commit in mine), change)
                return _Version(written.commit, msgspec.msgpack.encode(closed.over(pupil_then)))
            for path, raw in raws.items():
                closed.add(path, kept[path], raw)
        return _Version("", b"")

    def _changes(self, pupil: str) -> list[Sequence[Change]]:
        own = f"{self._folder}/pupils/{pupil}"
        return [
            file_changes
            for kind in PUPIL_KINDS
            if (file_changes := self._history.changes.get(f"{own}/{kind}.yml")) is not None
        ]

    def _change(self, pupil: str, commit: str) -> Change:
        every = [*self._changes(pupil), *(self._history.changes.get(path, ()) for path in self._own)]
        return next(change for file_changes in every for change in file_changes if change.commit == commit)

    def _key(self, pupil: str) -> str:
        """Return all that a pupil's last valid version depends on; "" where a file's bytes are not known."""
        records = self._records
        digests = [records.digests.get(path, "") for path in records.listing.pupils.get(pupil, {}).values()]
        if not all(digests):
            return ""
        today = records.world.today.isoformat()
        head = str(self._history.head)
        return cache.key(cache.program_digest(), records.rulebook.digest, today, head, *digests)

    # ── What git knows of a commit ──────────────────────────────────────────────────────────────────────

    def _standing(self, change: Change) -> Standing:
        self._repository = self._repository or repository(self._records.settings.root)
        assert self._repository is not None  # the history has a head
        return Standing(self._repository, change.commit, change.at)

    def _blobs_of_own(self, change: Change) -> tuple[str, ...]:
        if change.commit not in self._own_blobs:
            standing = self._standing(change)
            self._own_blobs[change.commit] = tuple(standing.files(path).get(path, "") for path in self._own)
        return self._own_blobs[change.commit]

    def _world(self, change: Change) -> World | None:
        """Return the world of a commit; None where school.yml or staff.yml had a problem then."""
        blobs = self._blobs_of_own(change)
        if blobs not in self._worlds:
            raws = self._raws(dict(zip(self._own, blobs, strict=True)))
            files = {
                kind: path for kind, path in zip(("school", "staff"), self._own, strict=True) if path in raws
            }
            now = self._records.world
            world, problems = world_of(
                self._records.folder, files, now.rulebook, now.today, raws, laws=now.laws
            )
            self._worlds[blobs] = world if world.sound and not problems else None
        return self._worlds[blobs]

    def _raws(self, blobs: Mapping[str, str]) -> dict[str, bytes]:
        return self._versions.read(blobs)[0]

    def _stood(self, change: Change, problems: Sequence[Problem]) -> Stood:
        first = min(problems)
        return Stood(
            on=change.at.date(),
            commit=change.commit,
            commit_url=commit_address(self._records.world.school.forge, change.commit),
            code=first.code,
            path=first.place.path,
            line=first.place.line,
            number=len(problems),
        )


class _Version(msgspec.Struct, array_like=True, frozen=True):
    """A pupil as a commit left it, typed and packed; without a commit there is none."""

    commit: str
    typed: bytes


_NO_HISTORY = "There is no git history here, so that --last-valid cannot know when a record was valid: mend these first."
_NEVER_SOUND = "school.yml and staff.yml were never both valid, so that no record can be judged by them: mend these first."
_KIND = "stood"
_VERSION: msgspec.msgpack.Decoder[_Version] = msgspec.msgpack.Decoder(_Version)


def _decoded(value: bytes) -> _Version | None:
    with suppress(msgspec.DecodeError):
        return _VERSION.decode(value)
    return None


def _newest_first(files: Iterable[Sequence[Change]]) -> Iterator[Change]:
    """Yield changes newest first, each commit once; each file's own order, which is git's, is kept whatever its days say."""
    seen = set()
    for change in merge(*files, key=lambda change: -change.at.timestamp()):
        if change.commit not in seen:
            seen.add(change.commit)
            yield change


def _kind(path: str, folder: str) -> str:
    """Return what a pupil's file holds, by its name; "" for a file that is no record."""
    kind = kind_of(path)
    return kind if kind in PUPIL_KINDS and path == f"{folder}/{kind}.yml" else ""


def _judged(world: World, pupil: str, kinds: Mapping[str, str], raws: Mapping[str, bytes]) -> Pupil | None:
    """Return a past version of a pupil, None where it has a problem."""
    files = {kind: path for path, kind in kinds.items()}
    pupil_then, problems = judge(world, Task(pupil, files, ""), Documents(world.root, files, raws))
    return None if problems else pupil_then
