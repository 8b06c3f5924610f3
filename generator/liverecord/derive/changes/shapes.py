"""What a file of a record may hold, worked out from the model: so that a new field needs no new code to be compared."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from liverecord.model.records import KINDS, PUPIL_KINDS

ID = "id"
RESTRICTED = "restricted"

_KEYS = ("who", "from", "since", "date", "day", "period")
"""Fields that tell the things of a list apart where they have no id: as many of them as such a thing has."""

_COUNTED: Mapping[str, tuple[str, str]] = {
    "weeks": ("marks", "attendance.register"),
    "lessons": ("lessons", "lessons"),
}
"""Parts of a file that are counted and not told one by one: the kind of amendment, and the part it speaks of."""


class Leaf(NamedTuple):
    """A plain field: `kind` is text, number, truth or texts (a list of text). `default` stands where nothing is written."""

    kind: str
    default: str | int | bool | None


class Part(NamedTuple):
    """A mapping: `fields` by the records' own keys. One that is `optional` is itself added and taken out; else it is always there."""

    fields: Mapping[str, "Shape"]
    leaves: Mapping[str, Leaf]
    optional: bool


class Things(NamedTuple):
    """A list of mappings, told apart by the fields of `keys`; `has_id` where that is an id."""

    part: Part
    keys: tuple[str, ...]
    has_id: bool


class Counted(NamedTuple):
    """What is counted as a whole: an amendment's `kind` and `part`. `keys` tell the things of a list apart, () is a mapping."""

    kind: str
    part: str
    keys: tuple[str, ...]


Shape = Leaf | Part | Things | Counted


@cache
def shape_of(kind: str) -> Part:
    """Return the shape of a file, by its noun (a key of KINDS)."""
    found = inspect.type_info(KINDS[kind])
    assert isinstance(found, inspect.StructType)
    part = _part(found, optional=False)
    if kind not in PUPIL_KINDS:
        return part
    counted = {name: _counted(name, shape) for name, shape in part.fields.items() if name in _COUNTED}
    return part._replace(fields={**part.fields, **counted})


def root_of(kind: str) -> str:
    """Return what the paths of a file's fields begin with: of the plan its name, of the others nothing."""
    return "plan" if kind == "plan" else ""


def is_id(value: object) -> bool:
    """Tell whether a value of a past version can be an item's id."""
    return isinstance(value, str | int) and not isinstance(value, bool) and bool(str(value).strip())


def is_restricted(item: Mapping[str, Any]) -> bool:
    """Tell whether an item of a past version is restricted; what is neither yes nor no counts as yes."""
    value = item.get(RESTRICTED)
    return not (value is None or value is False or value == "false")


def _counted(name: str, shape: Shape) -> Counted:
    keys = shape.keys if isinstance(shape, Things) else ()
    return Counted(*_COUNTED[name], keys)


def _part(struct: inspect.StructType, *, optional: bool) -> Part:
    fields = {field.encode_name: _shape(field) for field in struct.fields}
    leaves = {name: shape for name, shape in fields.items() if isinstance(shape, Leaf)}
    # What only holds other things is nothing of its own that could be added or taken out.
    return Part(fields, leaves, optional and bool(leaves))


def _shape(field: inspect.Field) -> Shape:
    kind, optional = _bare(field.type)
    if isinstance(kind, inspect.StructType):
        return _part(kind, optional=optional)
    if isinstance(kind, inspect.VarTupleType):
        inner, _ = _bare(kind.item_type)
        if isinstance(inner, inspect.StructType):
            return _things(inner)
        return Leaf("texts", None)
    if isinstance(kind, inspect.DictType):
        return Counted("", "", ())
    default = field.default if field.default is not msgspec.NODEFAULT else None
    if isinstance(kind, inspect.BoolType):
        return Leaf("truth", default)
    if isinstance(kind, inspect.IntType):
        return Leaf("number", default)
    if isinstance(kind, inspect.StrType | inspect.DateType):
        return Leaf("text", default)
    raise TypeError(f"no way to compare {field.encode_name}: {type(kind).__name__}")


def _things(struct: inspect.StructType) -> Things:
    part = _part(struct, optional=False)
    if ID in part.leaves:
        return Things(part, (ID,), has_id=True)
    return Things(part, tuple(key for key in _KEYS if key in part.leaves), has_id=False)


def _bare(kind: inspect.Type) -> tuple[inspect.Type, bool]:
    """Return a type with None taken off, and whether None was there."""
    if isinstance(kind, inspect.UnionType):
        inner = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        if len(inner) == 1:
            return inner[0], True
    return kind, False
