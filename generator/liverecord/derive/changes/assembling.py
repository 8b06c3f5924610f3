"""A pupil's past, commit by commit: the amendments of all files that one commit touched, in one Edit."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from liverecord.derive.changes.ledger import NOT_THERE, Ledger
from liverecord.derive.changes.moves import own
from liverecord.derive.changes.restriction import closed, ever_restricted
from liverecord.model.history import Amendment, Change, Edit
from liverecord.model.policy import Policy
from liverecord.model.records import KINDS, kind_of

NOT_COMMITTED = ""
"""The commit of a Change that stands on the disk alone."""


def edits_of(
    changes: Mapping[str, Sequence[Change]], versions: Mapping[str, object], policy: Policy
) -> tuple[Edit, ...]:
    """Return what each commit amended, newest first, without those that amended nothing.

    `changes` are each file's, by its path, newest first; `versions` the plain data of each blob that could be read.
    """
    return edits_from(changes, Ledger(versions, policy))


def edits_from(changes: Mapping[str, Sequence[Change]], ledger: Ledger) -> tuple[Edit, ...]:
    """Return what `edits_of` does, with a ledger that may know some of it."""
    changes = own(changes, ledger.is_same_pupil)
    steps = [
        step for path in changes if (kind := kind_of(path)) for step in _steps(kind, changes[path], ledger)
    ]
    ever = ever_restricted(
        (step.kind, ledger.account(step.kind, blob))
        for step in steps
        for blob in (*step.change.before, step.change.after)
    )
    by_commit: dict[str, list[Amendment]] = {}
    for step in sorted(steps, key=lambda step: _ORDER[step.kind]):
        amendments = by_commit.setdefault(step.change.commit, [])
        amendments += (closed(each, step.kind, ever) for each in step.amendments)
    return tuple(
        _edit(change, tuple(by_commit[change.commit]))
        for change in in_order(list(changes.values()))
        if by_commit.get(change.commit)
    )


def in_order(lists: Sequence[Sequence[Change]]) -> Iterator[Change]:
    """Yield one change of each commit, newest first, in an order that agrees with each file's own list.

    Where no list says which of two commits came first, their times decide.
    """
    of: dict[str, Change] = {}
    later: dict[str, set[str]] = {}
    waits: dict[str, int] = {}
    for changes in lists:
        for newer, change in zip((None, *changes), changes, strict=False):
            of.setdefault(change.commit, change)
            follows = later.setdefault(change.commit, set())
            waits.setdefault(change.commit, 0)
            if newer is not None and newer.commit != change.commit:
                follows = later[newer.commit]
                if change.commit not in follows:
                    follows.add(change.commit)
                    waits[change.commit] += 1
    ready = [_newest_first(of[commit]) for commit, number in waits.items() if not number]
    heapq.heapify(ready)
    while ready:
        commit = heapq.heappop(ready)[1]
        yield of.pop(commit)
        for each in later[commit]:
            waits[each] -= 1
            if not waits[each] and each in of:
                heapq.heappush(ready, _newest_first(of[each]))
    # Git never gives lists that contradict each other.
    yield from sorted(of.values(), key=_newest_first)


class _Step(NamedTuple):
    """A change of a file, and what it amended of the last versions before it that could be read."""

    kind: str
    change: Change
    amendments: tuple[Amendment, ...]


def _steps(kind: str, changes: Sequence[Change], ledger: Ledger) -> Iterator[_Step]:
    made_from = {change.after: change.before for change in reversed(changes) if change.after != NOT_THERE}

    def readable(blob: str) -> str:
        seen = set()
        while blob != NOT_THERE and not ledger.account(kind, blob).is_readable and blob not in seen:
            seen.add(blob)
            blob = next(iter(made_from.get(blob, ())), NOT_THERE)
        return NOT_THERE if blob in seen else blob

    # Each version beside the one before it, and then the next: whoever has the versions need not hold all of them at once.
    for change in changes:
        after_is_readable = ledger.account(kind, change.after).is_readable
        before = tuple(readable(blob) for blob in change.before)
        yield _Step(
            kind,
            change,
            ledger.compare(kind, before, change.after) if after_is_readable else (_unreadable(kind),),
        )


def _unreadable(kind: str) -> Amendment:
    return Amendment(kind="unreadable", part=kind)


def _edit(change: Change, amendments: tuple[Amendment, ...]) -> Edit:
    if change.commit == NOT_COMMITTED:
        return Edit(amendments=amendments)
    return Edit(
        commit=change.commit,
        at=change.at,
        author=change.author,
        email=change.email,
        message=change.message,
        amendments=amendments,
    )


def _newest_first(change: Change) -> tuple[float, str]:
    if change.commit == NOT_COMMITTED:
        return (float("-inf"), NOT_COMMITTED)
    return (-change.at.timestamp(), change.commit)


_ORDER = {kind: place for place, kind in enumerate(KINDS)}
