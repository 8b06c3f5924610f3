"""What a file of a record may hold, worked out from the model: so that a new field needs no new code to be compared."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from liverecord.model.field import Field, fields_of
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
    part = _part(KINDS[kind], optional=False)
    if kind not in PUPIL_KINDS:
        return part
    counted = {name: _counted(name, shape) for name, shape in part.fields.items() if name in _COUNTED}
    return part._replace(fields={**part.fields, **counted})


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


def _part(struct: type, *, optional: bool) -> Part:
    fields = {field.name: _shape(field) for field in fields_of(struct)}
    leaves = {name: shape for name, shape in fields.items() if isinstance(shape, Leaf)}
    # A part that only holds other things is never itself added or taken out.
    return Part(fields, leaves, optional and bool(leaves))


def _shape(field: Field) -> Shape:
    if field.kind == "mapping":
        return Counted("", "", ())
    if field.struct is not None:
        return _things(field.struct) if field.is_list else _part(field.struct, optional=field.may_be_none)
    if field.is_list:
        return Leaf("texts", None)
    return Leaf(_LEAVES.get(field.kind, "text"), field.default)


_LEAVES: Mapping[str, str] = {"yes": "truth", "number": "number", "percent": "number"}


def _things(struct: type) -> Things:
    part = _part(struct, optional=False)
    if ID in part.leaves:
        return Things(part, (ID,), has_id=True)
    return Things(part, tuple(key for key in _KEYS if key in part.leaves), has_id=False)
