"""A change to a file as steps: set a value, add a thing to a list, remove one. What a step means, without any text.

A step's path names things by their ids, never by where they stand, so that it holds whatever else has moved:

    Set(("concerns", "c1", "status"), "closed")
    Add(("concerns", "c1", "updates"), {"id": "u3", "date": "2026-11-20", "no_change": True})
    Remove(("outcomes", "o2", "provision", "pr4"))

A thing of a list without ids is named by its place, from "0" on. Data are plain, as a Document has them, and are never
changed: each function returns new data.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from liverecord.model.field import Field, fields_of
from liverecord.model.records import KINDS

Path = tuple[str, ...]
"""Keys, and the ids of things (or places, "0", in a list without ids)."""


class Set(msgspec.Struct, frozen=True, tag="set"):
    """A key gets a value: text, a number, true or false, a list of texts, or a whole part that was not there."""

    path: Path
    value: Any


class Add(msgspec.Struct, frozen=True, tag="add"):
    """A list of things gets one more, at its end; a list that is not there begins with it."""

    path: Path
    item: dict[str, Any]


class Remove(msgspec.Struct, frozen=True, tag="remove"):
    """A key, or a thing of a list, goes with all that stands in it."""

    path: Path


Step = Set | Add | Remove

Steps = Mapping[str, Sequence[Step]]
"""A change to several files: steps by the file's path, relative to the school's folder. They hold in their order."""


class Impossible(Exception):
    """A step does not fit the data: what it names is not there, or is of another shape. It says where, never what."""

    def __init__(self, path: Path) -> None:
        super().__init__(".".join(path))
        self.path = path


def applied(data: object, steps: Iterable[Step]) -> object:
    """Return the data after the steps; None is a file that is not there. Raises Impossible."""
    for step in steps:
        data = _applied({} if data is None else data, step, step.path)
    return data


def found(data: object, path: Path) -> object:
    """Return what stands at a path; raises Impossible where nothing does."""
    for depth, name in enumerate(path):
        key = key_of(data, name)
        if key is None:
            raise Impossible(path[: depth + 1])
        data = data[key]  # type: ignore[index]
    return data


def key_of(data: object, name: str) -> Any:
    """Return the key or the index that a path's name stands for in a mapping or a list; None where there is none."""
    if isinstance(data, dict):
        return next((key for key in data if str(key) == name), None)
    if isinstance(data, list):
        for place, each in enumerate(data):
            if isinstance(each, dict) and "id" in each and str(each["id"]) == name:
                return place
        is_short = len(name) <= len(str(len(data)))  # Python reads no number of thousands of digits
        if name.isdecimal() and is_short and int(name) < len(data) and not ids(data):
            return int(name)
    return None


def is_there(data: object, path: Path) -> bool:
    """Tell whether anything stands at a path, be it empty."""
    try:
        found(data, path)
    except Impossible:
        return False
    return True


def between(before: object, after: object) -> list[Step]:
    """Return the steps that make one version of a file out of another; None is a file that is not there.

    Applied to the one they give the other, but for the order of keys and of things that stand on both sides.
    """
    return _between({} if before is None else before, {} if after is None else after, ())


def declared(kind: str, path: Path) -> Field | None:
    """Return the field that a path leads to in a file (`kind` is a key of KINDS); None where it leads to none.

    A path that ends with a thing of a list leads to the list's own field.
    """
    struct: type | None = KINDS[kind]
    field = None
    is_thing = False
    for name in path:
        if is_thing:
            is_thing = False
            continue
        field = next((each for each in fields_of(struct) if each.name == name), None) if struct else None
        if field is None:
            return None
        struct = field.struct
        is_thing = field.is_list and struct is not None
    return field


def noun(kind: str, path: Path) -> str:
    """Return what a list's things are, in the words with which fields point to them ("action"); "" where it holds none."""
    field = declared(kind, path)
    return field.struct.__name__.lower() if field is not None and field.struct is not None else ""


def ids(things: object) -> list[str]:
    """Return the ids of a list's things, as text; nothing for what is no list."""
    if not isinstance(things, list):
        return []
    return [str(each["id"]) for each in things if isinstance(each, dict) and "id" in each]


# ── Applying ────────────────────────────────────────────────────────────────────────────────────────────


def _applied(data: Any, step: Step, rest: Path, *, is_new: bool = False) -> Any:
    """Return the data with a step done, `rest` being what is left of its path.

    A part that is not there is made on the way, but none within it: a name there may be a thing's, which nobody has added.
    """
    if not rest:
        if not isinstance(step, Add) or not isinstance(data, list | None):
            raise Impossible(step.path)
        return [*(data or ()), step.item]
    name, *deeper = rest
    key = key_of(data, name)
    is_last = not deeper
    if is_last and isinstance(step, Remove):
        return _without(data, key, step)
    if isinstance(data, list) and key is not None:
        inner = step.value if is_last and isinstance(step, Set) else _applied(data[key], step, tuple(deeper))
        return [inner if place == key else each for place, each in enumerate(data)]
    if not isinstance(data, dict):
        raise Impossible(step.path)
    value = data[key] if key is not None else None
    if is_last:
        new = step.value if isinstance(step, Set) else _applied(value, step, ())
    elif value is None and is_new:
        raise Impossible(step.path)
    else:
        new = _applied({} if value is None else value, step, tuple(deeper), is_new=value is None)
    return {**data, name if key is None else key: new}


def _without(data: Any, key: Any, step: Step) -> Any:
    if key is None:
        raise Impossible(step.path)
    if isinstance(data, list):
        return [each for place, each in enumerate(data) if place != key]
    return {known: value for known, value in data.items() if known != key}


# ── Comparing ───────────────────────────────────────────────────────────────────────────────────────────


def _between(before: Any, after: Any, path: Path) -> list[Step]:
    if isinstance(before, dict) and isinstance(after, dict):
        steps: list[Step] = [Remove((*path, str(key))) for key in before if key not in after]
        for key, value in after.items():
            at = (*path, str(key))
            if key not in before:
                steps.append(Set(at, value))
            elif not is_alike(before[key], value):
                steps += _between(before[key], value, at)
        return steps
    if isinstance(before, list) and isinstance(after, list) and _have_ids(before) and _have_ids(after):
        old, new = ({str(each["id"]): each for each in side} for side in (before, after))
        steps = [Remove((*path, name)) for name in old if name not in new]
        for name, thing in new.items():
            if name not in old:
                steps.append(Add(path, thing))
            elif not is_alike(old[name], thing):
                steps += _between(old[name], thing, (*path, name))
        return steps
    if (
        isinstance(before, list)
        and isinstance(after, list)
        and before
        and is_alike(before, after[: len(before)])
        and all(isinstance(each, dict) for each in after)
    ):
        return [Add(path, each) for each in after[len(before) :]]
    return [Set(path, after)]


def _have_ids(things: list[Any]) -> bool:
    """Tell whether each of a list's things has an id of its own."""
    named = ids(things)
    return len(named) == len(things) == len(set(named)) and bool(things)


def is_alike(one: object, other: object) -> bool:
    """Tell whether two pieces of plain data are the same, true and 1 told apart."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_alike(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_alike, one, other))
    return one == other
