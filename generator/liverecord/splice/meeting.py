"""Two people's changes to one file, met thing by thing: what the other has done too, what still holds, and what clashes."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from liverecord.model.ids import next_id
from liverecord.splice.steps import (
    Add,
    Impossible,
    Path,
    Remove,
    Set,
    Step,
    applied,
    declared,
    found,
    ids,
    is_alike,
    is_there,
    noun,
)


class Clash(NamedTuple):
    """A place that both changed, each otherwise. A value that is not there, or was taken out, is None."""

    path: Path
    before: object
    theirs: object
    mine: object


class Met(NamedTuple):
    """The steps that are still to be done on the other's data, in order, and what only a person can decide."""

    steps: list[Step]
    clashes: list[Clash]


def met(steps: Iterable[Step], before: object, theirs: object) -> Met:
    """Return what becomes of steps that were made for `before`, now that the file says `theirs` (None: it is not there).

    What stands there already is done. An added thing whose id somebody else has taken meanwhile gets the next free one:
    `new_names` tells which, and `renamed` has the rest of the save follow.
    """
    left: list[Step] = []
    clashes: list[Clash] = []
    now = theirs
    for step in steps:
        old, new = _value(before, step.path), _value(now, step.path)
        # A thing of the same steps may bear this one's id by now, and be alike: only the other's own are no longer to be added.
        asked_of = theirs if isinstance(step, Add) else now
        if _is_done(step, asked_of, _value(asked_of, step.path)):
            continue
        holds = isinstance(step, Add) or is_alike(old, new)
        still = _with_free_id(step, new) if isinstance(step, Add) else step
        try:
            after = applied(now, [still])
        except Impossible:
            holds = False
        if holds:
            now = after
            left.append(still)
        else:
            clashes.append(Clash(step.path, old, new, _asked(step)))
    return Met(left, clashes)


def stands(steps: Iterable[Step], data: object) -> bool:
    """Tell whether everything that the steps ask for is so already; an added thing stands under whatever id it has there."""
    return all(_stands(step, data, _value(data, step.path)) for step in steps)


Names = Mapping[tuple[str, str], str]
"""New ids by what was renamed: ("action", "a3") → "a4"."""


def new_names(kind: str, before: Iterable[Step], after: Iterable[Step]) -> Names:
    """Return the ids that `met` gave anew in a file (`kind` is a key of KINDS): `before` are the steps as they were made,
    `after` those that it returned.
    """
    added = [step for step in after if isinstance(step, Add) and "id" in step.item]
    asked = [step for step in before if isinstance(step, Add) and "id" in step.item]
    # Two calls of one day are alike but for their ids: each thing is paired with one, with its own where that is there.
    kept = [step for step in asked if any(_is_twin(step, other, own_id=True) for other in added)]
    free = [other for other in added if not any(_is_twin(step, other, own_id=True) for step in kept)]
    names: dict[tuple[str, str], str] = {}
    for step in asked:
        twin = next((other for other in free if _is_twin(step, other)), None) if step not in kept else None
        if twin is not None:
            free.remove(twin)
            names[noun(kind, step.path), str(step.item["id"])] = str(twin.item["id"])
    return names


def renamed(kind: str, steps: Iterable[Step], names: Names) -> list[Step]:
    """Return the steps of a file with what they point to under its new id, paths within such a thing included."""
    return [_renamed(step, kind, names) for step in steps]


def _value(data: object, path: Path) -> object:
    try:
        return found(data, path)
    except Impossible:
        return None


def _things(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _is_done(step: Step, data: object, value: object) -> bool:
    """Tell whether the very thing that a step asks for is so; `value` is what stands at its path."""
    if isinstance(step, Add):
        return any(is_alike(step.item, each) for each in _things(value))
    if isinstance(step, Remove):
        return not is_there(data, step.path)
    return is_there(data, step.path) and is_alike(value, step.value)


def _stands(step: Step, data: object, value: object) -> bool:
    if isinstance(step, Add):
        return any(is_alike(_without_id(step.item), _without_id(each)) for each in _things(value))
    return _is_done(step, data, value)


def _is_twin(one: Add, other: Add, *, own_id: bool = False) -> bool:
    """Tell whether two steps add the same thing to the same list, whatever it is called; with `own_id`, by the same name."""
    if own_id and str(one.item["id"]) != str(other.item["id"]):
        return False
    return one.path == other.path and is_alike(_without_id(one.item), _without_id(other.item))


def _asked(step: Step) -> object:
    if isinstance(step, Remove):
        return None
    return step.item if isinstance(step, Add) else step.value


def _with_free_id(step: Add, things: object) -> Add:
    if "id" not in step.item:
        return step
    taken = ids(things)
    own = str(step.item["id"])
    if own not in taken:
        return step
    return Add(step.path, {**step.item, "id": next_id(own.rstrip("0123456789"), taken)})


def _without_id(thing: Any) -> object:
    return {key: value for key, value in thing.items() if key != "id"} if isinstance(thing, dict) else thing


def _renamed(step: Step, kind: str, names: Names) -> Step:
    path = tuple(
        names.get((noun(kind, step.path[:depth]), name), name) for depth, name in enumerate(step.path)
    )
    if isinstance(step, Add):
        return Add(path, _pointing(step.item, kind, path, names))
    return Set(path, _pointing(step.value, kind, path, names)) if isinstance(step, Set) else Remove(path)


def _pointing(value: Any, kind: str, path: Path, names: Names) -> Any:
    """Return a value in which every field that points to a renamed thing names it anew."""
    field = declared(kind, path)
    if isinstance(value, dict):
        at = (
            (*path, "0")
            if field is not None and field.is_list and path and not _is_thing(kind, path)
            else path
        )
        return {key: _pointing(inner, kind, (*at, str(key)), names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_pointing(inner, kind, path, names) for inner in value]
    if field is None or field.kind not in {"id", "ids"}:
        return value
    return next((names[of, str(value)] for of in field.of.split() if (of, str(value)) in names), value)


def _is_thing(kind: str, path: Path) -> bool:
    """Tell whether a path ends with a thing of a list, and not with the list."""
    return bool(path) and declared(kind, path[:-1]) == declared(kind, path) and noun(kind, path) != ""
