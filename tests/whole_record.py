"""A record in which every field that there is holds something: each its own example, as model/records/ declares it."""

from collections.abc import Iterator
from typing import Any

from liverecord.model.field import Field, fields_of
from liverecord.model.records import KINDS, PUPIL_KINDS

Path = tuple[str | int, ...]


def filled(struct: type) -> dict[str, Any]:
    """Return a mapping with every key of a struct, each with its own example; of a list one thing."""
    return {each.name: _value(each) for each in fields_of(struct)}


def _value(each: Field) -> Any:
    if each.struct is not None and each.kind == "part":
        return [filled(each.struct)] if each.is_list else filled(each.struct)
    if each.kind == "yes":
        return False
    return each.examples[0]


WHOLE: dict[str, Any] = {kind: filled(KINDS[kind]) for kind in PUPIL_KINDS}
"""The record, by its files."""


def places(struct: type, path: Path = ()) -> Iterator[tuple[Path, Field, type]]:
    """Yield where each field of a struct stands in WHOLE, and the struct that declares it; of a list the first."""
    for each in fields_of(struct):
        here = (*path, each.name)
        if each.struct is not None and each.kind == "part":
            yield from places(each.struct, (*here, 0) if each.is_list else here)
        else:
            yield (*here, 0) if each.is_list else here, each, struct


def replaced(data: Any, path: Path, value: object) -> Any:
    """Return data with another value at a path; () leaves it as it is."""
    if not path:
        return data
    key, *rest = path
    changed = replaced(data[key], tuple(rest), value) if rest else value
    if isinstance(data, list):
        return [changed if index == key else each for index, each in enumerate(data)]
    return {name: changed if name == key else each for name, each in data.items()}
