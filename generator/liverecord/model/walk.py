"""The walk over a record: every thing in it, and every value of a kind, each with its file and its path there."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from liverecord.model.field import Field, fields_of
from liverecord.model.records import PUPIL_KINDS, Pupil, Record

Path = tuple[str | int, ...]
"""Keys and indexes, as Document.place takes them."""


class Thing(NamedTuple):
    """A part of a record that has fields: the `file` (a key of KINDS) and the path it stands at, () for the file itself."""

    file: str
    path: Path
    value: Record


class Spot(NamedTuple):
    """A value at its place. Each value of a list is a spot of its own, with its index at the path's end."""

    file: str
    path: Path
    field: Field
    value: object


def things(pupil: Pupil) -> list[Thing]:
    """Return everything in a pupil's record that has fields, as it stands in the files."""
    all_things: list[Thing] = []
    for kind in PUPIL_KINDS:
        value = getattr(pupil, kind)
        if isinstance(value, Record):
            _into(all_things, kind, (), value)
        else:
            for index, each in enumerate(value):
                _into(all_things, kind, (kind, index), each)
    return all_things


def things_of(file: str, record: Record) -> list[Thing]:
    """Return everything in one typed file that has fields, as it stands there."""
    all_things: list[Thing] = []
    _into(all_things, file, (), record)
    return all_things


def values(things: Iterable[Thing], *kinds: str) -> Iterator[Spot]:
    """Yield each value of a field of one of the kinds (see model/field.py); an empty field has none."""
    for file, path, thing in things:
        for field in _of_kinds(type(thing), kinds):
            value = getattr(thing, field.attribute)
            if value is None:
                continue
            if field.is_list:
                for index, each in enumerate(value):
                    yield Spot(file, (*path, field.name, index), field, each)
            else:
                yield Spot(file, (*path, field.name), field, value)


def _into(all_things: list[Thing], file: str, path: Path, value: Record) -> None:
    all_things.append(Thing(file, path, value))
    for attribute, name, is_list in _holders(type(value)):
        inner = getattr(value, attribute)
        if is_list:
            for index, each in enumerate(inner):
                _into(all_things, file, (*path, name, index), each)
        elif inner is not None:
            _into(all_things, file, (*path, name), inner)


@cache
def _holders(struct: type) -> tuple[tuple[str, str, bool], ...]:
    """Return the fields of a struct that hold other things: Python's name, the records' own, and whether it is a list."""
    return tuple(
        (field.attribute, field.name, field.is_list) for field in fields_of(struct) if field.kind == "part"
    )


@cache
def _of_kinds(struct: type, kinds: tuple[str, ...]) -> tuple[Field, ...]:
    return tuple(field for field in fields_of(struct) if field.kind in kinds)
