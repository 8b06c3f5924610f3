"""Comparisons by blob: the same two versions are never compared twice, in one run or in the next."""

from collections.abc import Mapping, Sequence

import msgspec

from liverecord.derive.changes.comparing import Differences, differences
from liverecord.derive.changes.moves import is_same_pupil
from liverecord.derive.changes.restriction import UNREADABLE, Account, account_of
from liverecord.model.history import Amendment
from liverecord.model.policy import Policy

NOT_THERE = ""
"""The blob of a file that is not there."""


class ComparedPast(msgspec.Struct, frozen=True, array_like=True):
    """What an earlier run worked out, by noun and blobs: true for ever, for one program and rulebook."""

    accounts: dict[str, Account] = {}
    compared: dict[str, tuple[Amendment, ...]] = {}


class Ledger:
    """What versions say and how they differ; `versions` holds each readable blob's plain data, and is asked only for what
    `past` does not know. Only what was asked of a ledger is in its own `past`, to be kept.
    """

    def __init__(
        self, versions: Mapping[str, object], policy: Policy, past: ComparedPast | None = None
    ) -> None:
        self._versions = versions
        self._policy = policy
        self._known = past or ComparedPast()
        self.past = ComparedPast({}, {})
        self._alike: dict[Account, Account] = {}  # most versions say the same: it is held once

    def account(self, kind: str, blob: str) -> Account:
        """Return what a version says of its items; nothing for a version that is not there."""
        if blob == NOT_THERE:
            return _NOTHING
        key = f"{kind} {blob}"
        account = self.past.accounts.get(key) or self._known.accounts.get(key)
        if account is None:
            account = account_of(kind, self._versions[blob]) if blob in self._versions else UNREADABLE
            account = self._alike.setdefault(account, account)
        self.past.accounts[key] = account
        return account

    def compare(self, kind: str, before: Sequence[str], after: str) -> tuple[Amendment, ...]:
        """Return what a version amends; with several versions before it, only what differs from all of them."""
        sides = tuple(dict.fromkeys(before)) or (NOT_THERE,)
        if after in sides:
            return ()
        key = " ".join((kind, *(side or "-" for side in sides), after or "-"))
        amendments = self.past.compared.get(key)
        if amendments is None:
            amendments = self._known.compared.get(key)
        if amendments is None:
            new = self._data(after)
            amendments = common([differences(kind, self._data(side), new, self._policy) for side in sides])
        self.past.compared[key] = amendments
        return amendments

    def is_same_pupil(self, before: str, after: str) -> bool:
        """Tell whether two versions of a plan are of one pupil; a version that cannot be read matches only itself."""
        if before == after:
            return True
        return is_same_pupil(self._versions.get(before), self._versions.get(after))

    def _data(self, blob: str) -> object:
        return self._versions[blob] if blob else None


def common(comparisons: Sequence[Differences]) -> tuple[Amendment, ...]:
    """Return what all comparisons with the same later version share: what a merge itself changed."""
    if len(comparisons) == 1:
        return comparisons[0].amendments
    told: dict[tuple[object, ...], Amendment] = {}
    for one in comparisons:
        for amendment in one.amendments:
            if all(_covers(other.amendments, amendment) for other in comparisons):
                told.setdefault((amendment.kind, amendment.part, amendment.item, amendment.within), amendment)
    amendments = (_recounted(each, comparisons) for each in told.values())
    return tuple(each for each in amendments if each is not None)


_NOTHING = Account()


def _covers(amendments: Sequence[Amendment], wanted: Amendment) -> bool:
    """Tell whether a comparison covers an amendment: as it is, or because the whole thing is new there."""
    return any(
        (each.kind, each.part, each.item, each.within)
        == (wanted.kind, wanted.part, wanted.item, wanted.within)
        or (
            each.kind == "added"
            and each.item is not None
            and each.item in (wanted.item, *wanted.within)
            and wanted.part.startswith(f"{each.part}.")
        )
        for each in amendments
    )


def _recounted(amendment: Amendment, comparisons: Sequence[Differences]) -> Amendment | None:
    if not amendment.number:
        return amendment
    if all(amendment.kind in one.counted for one in comparisons):
        number = len(frozenset.intersection(*(one.counted[amendment.kind] for one in comparisons)))
    else:
        number = min(
            each.number for one in comparisons for each in one.amendments if each.kind == amendment.kind
        )
    return msgspec.structs.replace(amendment, number=number) if number else None
