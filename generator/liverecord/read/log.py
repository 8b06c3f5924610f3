"""All commits that lead to one, and what each did to the records' files: from those that are kept and those fresh from git.

Whatever a log is made of, in one step or in many, it is the same: it follows from the commits alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from heapq import heapify, heappop, heappush
from operator import itemgetter
from typing import NamedTuple

import msgspec

from liverecord.problem import HistoryUnavailable
from liverecord.read.repository import is_object


class Commit(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A commit as git has it: `committed` and `at` (authored) are in seconds since 1970."""

    id: str
    parents: tuple[str, ...]
    committed: int
    at: int
    author: str
    email: str
    message: str


Touch = tuple[int, tuple[str, ...], str]
"""What a commit did to a file: the commit's place in the log, the file's blobs in its parents, and the blob after.

"" is a file that was not there; a symbolic link or a submodule counts as not there.
"""


class Log(msgspec.Struct, array_like=True, frozen=True):
    """All commits that lead to `head`, the oldest first, and each file's touches by its path, the newest first.

    Where neither of two commits leads to the other, the one committed later is the newer; of the same second, the one with
    the smaller id. So the log is the same wherever, and in however many steps, the commits were read.
    """

    head: str = ""
    commits: list[Commit] = []
    files: dict[bytes, list[Touch]] = {}


class Fresh(NamedTuple):
    """A commit fresh from git, and what it did to each file: the path below the school's folder, blobs before, blob after."""

    commit: Commit
    touches: list[tuple[bytes, tuple[str, ...], str]]


Side = dict[bytes, tuple[str, str]]
"""How a merge differs from one of its parents: by a file's path, the blob there and the blob in the merge."""

Sides = Callable[[list[Commit]], Iterator[list[Side]]]
"""Yields, for each of some merges, how it differs from each of its parents, in their order."""


def up_to(head: str, kept: Log, read: Callable[[str], Iterator[Fresh]], sides: Sides) -> Log:
    """Return the log of `head`: what is kept of it, and from git only what is not, one commit after another."""
    if kept.head == head:
        return kept
    if is_object(kept.head):
        # After a force-push too: commits that lead to the new head alone are read, those that no longer do drop out.
        # Once git has tidied up, the commit that was checked out then may be gone.
        with suppress(HistoryUnavailable, KeyError, IndexError):
            return _joined(head, kept, read(kept.head), sides)
    return _joined(head, Log(), read(""), sides)


def _joined(head: str, kept: Log, fresh: Iterator[Fresh], sides: Sides) -> Log:
    """Return the log of `head`, made of one that is kept and of commits fresh from git. Raises KeyError where one is missing."""
    known = {commit.id: commit for commit in kept.commits}
    new = {}
    for commit, touches in fresh:
        known[commit.id] = commit
        new[commit.id] = touches
    commits = _oldest_first(known, head)
    places = {commit.id: place for place, commit in enumerate(commits)}
    files = _moved(kept, [places.get(commit.id) for commit in kept.commits])
    touched = set()
    merges = []
    # From the oldest on: a later merge may overrule what an earlier one has kept.
    for name, place in places.items():
        for path, before, after in new.get(name, ()):
            files.setdefault(path, []).append((place, before, after))
            touched.add(path)
        if name in new and len(known[name].parents) > 1:
            merges.append(known[name])
    new.clear()
    if merges:
        above = [[places[parent] for parent in commit.parents] for commit in commits]
        done = _by_place(files)
        for merge, differs in zip(merges, sides(merges), strict=True):
            place = places[merge.id]
            for path, before, after in _overruled(differs, place, above, done):
                files[path].append((place, before, after))
                done.setdefault(place, []).append((path, (*before, after)))
                touched.add(path)
    for path in touched:
        files[path].sort(key=itemgetter(0), reverse=True)
    return Log(head, commits, files)


# ── What a merge overruled ──────────────────────────────────────────────────────────────────────────────


_Done = dict[int, list[tuple[bytes, tuple[str, ...]]]]
"""By a commit's place, the files that it touched, and their blobs before and after."""


def _by_place(files: Mapping[bytes, list[Touch]]) -> _Done:
    done: _Done = {}
    for path, touches in files.items():
        for place, before, after in touches:
            done.setdefault(place, []).append((path, (*before, after)))
    return done


def _overruled(
    differs: list[Side], place: int, above: Sequence[Sequence[int]], done: _Done
) -> Iterator[tuple[bytes, tuple[str, ...], str]]:
    """Yield each file of which the merge at a place kept one side's version though another side had changed it: with that side's blob.

    Two people move the same date, and who merges keeps one of the two days: git shows nothing of it, since the file is as
    one of its parents has it. Yet something was taken back, and by whom and when is of the record. A side whose version the
    other had taken in before (a commit picked, a branch squashed) lost nothing.
    """
    everywhere = {path for side in differs for path in side}
    kept_by = {
        path: [number for number, side in enumerate(differs) if path not in side] for path in everywhere
    }
    if not any(kept_by.values()):
        return  # what differs from all parents git shows itself
    # Only what some of the parents reach can be overruled: as many commits as the branch has, not as the whole history.
    between: dict[bytes, list[tuple[int, tuple[str, ...]]]] = {}
    for at, mask in _reached(above[place], above).items():
        for path, blobs in done.get(at, ()):
            between.setdefault(path, []).append((mask, blobs))
    for path in sorted(path for path, keepers in kept_by.items() if keepers):
        keepers = sum(1 << number for number in kept_by[path])
        touches = between.get(path, ())
        overruled = []
        for number, side in enumerate(differs):
            one = 1 << number
            if path in side and any(mask & one and not mask & keepers for mask, _ in touches):
                taken_in = {
                    blob for mask, blobs in touches if mask & keepers and not mask & one for blob in blobs
                }
                if side[path][0] not in taken_in:
                    overruled.append(side[path])
        if overruled:
            yield path, tuple(dict.fromkeys(before for before, _ in overruled)), overruled[0][1]


def _reached(parents: Sequence[int], above: Sequence[Sequence[int]]) -> dict[int, int]:
    """Return, by place, from which of a merge's parents a commit is reached, a bit for each; those that all reach are left out.

    `above` are the parents of each commit. From the newest on, so that all that lead to a commit are seen before it.
    """
    reached: dict[int, int] = {}
    every = (1 << len(parents)) - 1
    for number, place in enumerate(parents):
        reached[place] = reached.get(place, 0) | 1 << number
    heap = [-place for place in reached]
    heapify(heap)
    apart = sum(mask != every for mask in reached.values())  # so many wait that some parents do not reach
    while apart:
        place = -heappop(heap)
        mask = reached[place]
        apart -= mask != every
        for parent in above[place]:
            before = reached.get(parent)
            if before is None:
                reached[parent] = mask
                heappush(heap, -parent)
                apart += mask != every
            elif before | mask != before:
                reached[parent] = before | mask
                apart -= before | mask == every
    return {place: mask for place, mask in reached.items() if mask != every}


# ── The order of commits ────────────────────────────────────────────────────────────────────────────────


def _moved(kept: Log, places: list[int | None]) -> dict[bytes, list[Touch]]:
    """Return the touches of a log, each file's in a list of its own, where its commits now have these places (None: none)."""
    if places == list(range(len(places))):  # as ever, when commits only were added
        return {path: list(touches) for path, touches in kept.files.items()}
    files = {}
    for path, touches in kept.files.items():
        left = [
            (place, before, after) for was, before, after in touches if (place := places[was]) is not None
        ]
        if left:
            files[path] = sorted(left, key=itemgetter(0), reverse=True)
    return files


def _oldest_first(known: Mapping[str, Commit], head: str) -> list[Commit]:
    """Return the commits that lead to `head`, each after all its parents, however clocks went."""
    waits = _children(known, head)
    ready = [(-known[head].committed, head)]  # a heap gives its smallest first: the newest
    newest_first = []
    while ready:
        commit = known[heappop(ready)[1]]
        newest_first.append(commit)
        for parent in commit.parents:
            waits[parent] -= 1
            if not waits[parent]:
                heappush(ready, (-known[parent].committed, parent))
    return newest_first[::-1]


def _children(known: Mapping[str, Commit], head: str) -> dict[str, int]:
    """Return of how many commits that lead to `head` each of them is a parent."""
    children = {head: 0}
    unseen = [head]
    while unseen:
        for parent in known[unseen.pop()].parents:
            if parent in children:
                children[parent] += 1
            else:
                children[parent] = 1
                unseen.append(parent)
    return children
