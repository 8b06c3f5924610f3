"""Which thing of a list is which, before and after: so that what stays keeps its lines, and its comments."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

Pair = tuple[int | None, int | None]
"""A thing's place before and after; None where it was not there, or is not any more."""


def aligned(before: Sequence[object], after: Sequence[object]) -> Iterator[Pair]:
    """Yield each thing of both lists once, in an order that holds for both.

    A thing is the same by its id. What has none is the same where it says the same, and what changed between two such
    is taken for the same in its order.
    """
    old, new = [_identity(each) for each in before], [_identity(each) for each in after]
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        yield start, start
        start += 1
    shared = 0
    while shared < min(len(old), len(new)) - start and old[-1 - shared] == new[-1 - shared]:
        shared += 1
    middle = SequenceMatcher(
        None, old[start : len(old) - shared], new[start : len(new) - shared], autojunk=False
    )
    for what, first, last, first_new, last_new in middle.get_opcodes():
        one, other = range(start + first, start + last), range(start + first_new, start + last_new)
        alike = 0
        if what == "equal" or (what == "replace" and _may_be_same(before, one, after, other)):
            alike = min(len(one), len(other))
            yield from zip(one[:alike], other[:alike], strict=True)
        for place in one[alike:]:
            yield place, None
        for place in other[alike:]:
            yield None, place
    for back in range(shared, 0, -1):
        yield len(old) - back, len(new) - back


def _identity(thing: Any) -> object:
    """Return what makes a thing itself; true and 1 are told apart."""
    if isinstance(thing, dict) and "id" in thing:
        return "id", str(thing["id"])
    return type(thing).__name__, repr(thing)


def _may_be_same(before: Sequence[object], one: range, after: Sequence[object], other: range) -> bool:
    """Tell whether things that differ may be taken for the same, changed: those without ids, or with most else in common."""
    pairs = [(before[place], after[place_new]) for place, place_new in zip(one, other, strict=False)]
    if any(isinstance(each, dict) and "id" in each for pair in pairs for each in pair):
        return len(one) == len(other) and all(_is_mostly(*pair) for pair in pairs)
    return all(isinstance(thing, dict) == isinstance(thing_new, dict) for thing, thing_new in pairs)


def _is_mostly(thing: Any, other: Any) -> bool:
    """Tell whether more than half of what two things say, but for their ids, is the same."""
    if not isinstance(thing, dict) or not isinstance(other, dict):
        return False
    keys = (thing.keys() | other.keys()) - {"id"}
    return 2 * sum(_identity(thing.get(key)) == _identity(other.get(key)) for key in keys) > len(keys)
