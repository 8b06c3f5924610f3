"""Plain values of past versions: what they mean, whatever way they were typed, and what no field could hold."""

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Final

from liverecord.derive.changes.shapes import Leaf
from liverecord.model.history import Value


class Unknown:
    """A value that a field cannot hold."""


UNKNOWN: Final = Unknown()

_TRUTHS = {"true": True, "false": False}
_DIGITS = 18
_EMPTY: tuple[Hashable, ...] = (None, frozenset(), ("list",))


def meant(leaf: Leaf, value: object) -> Value | Unknown:
    """Return what a field's value means: its default where there is none, UNKNOWN where the field cannot hold it."""
    if value is None:
        return leaf.default
    if leaf.kind == "texts":
        return _texts(value)
    if isinstance(value, bool):
        return value if leaf.kind == "truth" else _spelled(value) if leaf.kind == "text" else UNKNOWN
    if leaf.kind == "text":
        if isinstance(value, str):
            return value.strip() or leaf.default
        return str(value) if isinstance(value, int) else UNKNOWN
    if leaf.kind == "number":
        if isinstance(value, int):
            return value
        return int(value) if isinstance(value, str) and _is_number(value) else UNKNOWN
    return _TRUTHS.get(value, UNKNOWN) if isinstance(value, str) else UNKNOWN


def is_same(before: Value, after: Value) -> bool:
    """Tell whether two values mean the same: how text is broken into lines, and the order of a list, mean nothing."""
    if before == after and type(before) is type(after):
        return True
    if isinstance(before, str) and isinstance(after, str):
        return before.split() == after.split()
    if isinstance(before, tuple) and isinstance(after, tuple):
        return sorted(map(_words, before)) == sorted(map(_words, after))
    return False


def settled(value: object) -> Hashable:
    """Return a form of any plain data that is equal for equal meanings: no order, no empty keys, no way of typing."""
    if isinstance(value, dict):
        parts = ((str(key), settled(part)) for key, part in value.items())
        return frozenset((key, part) for key, part in parts if part not in _EMPTY)
    if isinstance(value, list | tuple):
        return ("list", *sorted((settled(part) for part in value), key=_order))
    if isinstance(value, bool):
        return _spelled(value)
    return value if value is None else _words(str(value))


def unlike(before: Iterable[object], after: Iterable[object]) -> int:
    """Return how many values of two lists have no equal in the other; a pair that may have changed counts once."""
    left, right = Counter(map(settled, before)), Counter(map(settled, after))
    return max((left - right).total(), (right - left).total())


def _texts(value: object) -> Value | Unknown:
    if not isinstance(value, list):
        return UNKNOWN
    texts = []
    for each in value:
        if each is None:
            continue
        if isinstance(each, bool):
            texts.append(_spelled(each))
        elif isinstance(each, str | int):
            texts.append(str(each).strip())
        else:
            return UNKNOWN
    return tuple(texts) or None


def _spelled(value: bool) -> str:
    return "true" if value else "false"


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-")
    return digits.isascii() and digits.isdigit() and len(digits) <= _DIGITS


def _words(text: str) -> str:
    return " ".join(text.split())


def _order(value: Hashable) -> str:
    # Sets print in any order; what stands in them does not matter here, only that equal lists sort alike.
    if isinstance(value, frozenset):
        return "{" + ",".join(sorted(map(_order, value))) + "}"
    if isinstance(value, tuple):
        return "(" + ",".join(map(_order, value)) + ")"
    return repr(value)
