"""The policy of audiences.yml as one audience meets it, with what the school has narrowed."""

import difflib
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from liverecord.model.policy import Audience, LetOut, Policy, Repeats
from liverecord.problem import InvalidRulebook
from liverecord.redact.shape import every_path
from liverecord.redact.together import AS, Together, Words

NOBODY = "nobody"
"""What audiences.yml writes for a path that no site holds."""


_SAME = {
    "missing": "label",
    "last_lawful": "due",
    "counts_from": "due",
    "is_missed": "state",
    "ask_last_school": "due",
    **dict.fromkeys(("field", "file", "line"), "item"),
}
"""Fields of those lists that tell no more than another field of the other list."""


class OpenKinds(NamedTuple):
    """Which items of a list an audience sees, by the value of `field`; those in `owned` only while a colleague holds them."""

    field: str
    values: frozenset[str]
    owned: frozenset[str]


class Rules(NamedTuple):
    """What one audience sees: the paths, and the kinds of item. Restricted items are for the widest alone."""

    audience: Audience
    widest: bool
    seen: frozenset[str]
    kinds: dict[str, OpenKinds]
    words: dict[str, Words]

    def sees(self, path: str) -> bool:
        """Tell whether a path, or anything below it, is seen."""
        return path in self.seen or any(each.startswith(f"{path}.") for each in self.seen)


def rules(policy: Policy, audience: str | None, tightened: Mapping[str, str]) -> Rules:
    """Return the policy for an audience (None: the narrowest); raises InvalidRulebook as `gate` does."""
    ranks = {each.id: rank for rank, each in enumerate(policy.audiences)}
    if not ranks:
        raise InvalidRulebook("audiences.yml names no audience")
    mine = _rank(policy.audiences[0].id if audience is None else audience, ranks)
    ranks[NOBODY] = len(ranks)
    paths = decisions(policy)
    _named(policy)
    shipped = {path: _rank(each, ranks) for path, each in paths.items()}
    kinds = {path: dict(closing.values) for path, closing in policy.kinds.items()}
    for path, narrower in tightened.items():
        _tighten(paths, kinds, ranks, path, narrower)
    narrowed = {path: ranks[each] for path, each in paths.items()}
    for path, other in AS.items():
        _no_wider(shipped, path, other)
        _no_wider(narrowed, path, other)
    together = Together(policy, shipped, narrowed)
    for path, other in AS.items():
        _no_wider(together.paths, path, other)  # What a duty could not be without, its row cannot either.

    def mine_of(values: Mapping[str, str]) -> frozenset[str]:
        return frozenset(value for value, least in values.items() if _rank(least, ranks) <= mine)

    closings = {}
    every = policy.kinds | {path: policy.kinds[other] for path, other in AS.items() if other in policy.kinds}
    for path, closing in every.items():
        if f"{path}.{closing.field}" not in every_path():
            raise InvalidRulebook(
                f"audiences.yml: kinds of {path} go by {closing.field!r}, which is no field"
            )
        if closing.unowned and f"{path}.owner.id" not in every_path():
            raise InvalidRulebook(f"audiences.yml: nobody holds an item of {path}, so none is unowned")
        owned = frozenset(closing.unowned) - mine_of(closing.unowned)
        closings[path] = OpenKinds(closing.field, mine_of(kinds[AS.get(path, path)]), owned)
    return Rules(
        audience=policy.audiences[mine],
        widest=mine == len(policy.audiences) - 1,
        seen=frozenset(path for path, rank in together.paths.items() if rank <= mine),
        kinds=closings,
        words=together.words(mine),
    )


def decisions(policy: Policy) -> dict[str, str]:
    """Return each path that audiences.yml decides, with its audience.

    Raises InvalidRulebook where a path names nothing, or is for an unknown audience.
    """
    audiences = {audience.id: 0 for audience in policy.audiences} | {NOBODY: 0}
    for path, audience in policy.paths.items():
        _rank(audience, audiences)
        if path not in every_path():
            raise InvalidRulebook(f"audiences.yml: {path} names nothing", _near(path, every_path()))
    return dict(policy.paths)


def _tighten(
    paths: dict[str, str],
    kinds: dict[str, dict[str, str]],
    ranks: Mapping[str, int],
    path: str,
    narrower: str,
) -> None:
    """Apply a line of the school's own to what the policy decides, in place."""
    rank = _rank(narrower, ranks)
    lines = [(paths, leaf) for leaf in paths if leaf == path or leaf.startswith(f"{path}.")]
    parent, _, value = path.rpartition(".")
    if not lines and value in kinds.get(parent, {}):
        lines = [(kinds[parent], value)]
    if not lines:
        known = {*paths, *(f"{parent}.{value}" for parent, values in kinds.items() for value in values)}
        raise InvalidRulebook(f"school.yml: audiences: {path} names nothing", _near(path, known))
    if all(rank < ranks[table[key]] for table, key in lines):
        raise InvalidRulebook(
            f"school.yml: audiences: {path} cannot be opened to {narrower}",
            "a school may narrow who sees something, never widen it",
        )
    for table, key in lines:
        if rank > ranks[table[key]]:
            table[key] = narrower


def _no_wider(ranks: dict[str, int], path: str, other: str) -> None:
    """Narrow what stands below a path to what audiences see of the same field of another, in place; of its day, as of `due`."""
    for leaf, rank in ranks.items():
        root, _, field = leaf.partition(".")
        if root == path:
            ranks[leaf] = max(rank, ranks.get(f"{other}.{_SAME.get(field, field)}", rank))


def _named(policy: Policy) -> None:
    """Raise InvalidRulebook where what closes with what, is let out, or is told in words, names no path."""
    every: tuple[Repeats | LetOut, ...] = (*policy.repeats, *policy.let_out)
    for row in every:
        for path in (*row.values, *row.fields):
            if path not in _every_place():
                raise InvalidRulebook(f"audiences.yml: {path} names nothing", _near(path, every_path()))
    for path in policy.told:
        if path not in _every_place():
            raise InvalidRulebook(f"audiences.yml: {path} names nothing", _near(path, every_path()))


@cache
def _every_place() -> frozenset[str]:
    """Return every path, and what they stand in."""
    names = [path.split(".") for path in every_path()]
    return frozenset(".".join(each[:length]) for each in names for length in range(1, len(each) + 1))


def _rank(audience: str, ranks: Mapping[str, int]) -> int:
    if audience not in ranks:
        raise InvalidRulebook(f"there is no audience {audience!r}", f"one of: {', '.join(ranks)}")
    return ranks[audience]


def _near(path: str, known: frozenset[str] | set[str]) -> str:
    near = difflib.get_close_matches(path, sorted(known), n=1)
    return f"did you mean {near[0]}?" if near else ""
