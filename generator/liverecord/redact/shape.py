"""Which paths a case has: the one walk over its structs that the policy, the gate and the tests share."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from msgspec import inspect

from liverecord.model.case import CaseFile, SchoolCase
from liverecord.model.field import plain
from liverecord.model.history import Amendment

SCHOOL = "school"
"""The first part of the paths of a SchoolCase; those of a CaseFile have none."""

_PLAIN = (inspect.StrType, inspect.IntType, inspect.BoolType, inspect.DateType, inspect.DateTimeType)


class Shape(NamedTuple):
    """A field's type with None and the list around it taken off: `struct` is None for a leaf."""

    struct: inspect.StructType | None
    many: bool


@cache
def every_path() -> frozenset[str]:
    """Return the path of every leaf of a case and of the school, in the records' own keys, lists left out.

    A dict is one path; an inner field is seen when anything in it is, so that only leaves need a decision.
    """
    return frozenset((*_leaves(struct_type(CaseFile), ""), *_leaves(struct_type(SchoolCase), SCHOOL)))


@cache
def struct_type(struct: type) -> inspect.StructType:
    """Return msgspec's account of a struct; kept, because working it out takes a tenth of a small build."""
    account = inspect.type_info(struct)
    assert isinstance(account, inspect.StructType)
    return account


def shape(kind: inspect.Type, path: str) -> Shape:
    """Return the shape of a type; raises TypeError for one that the gate does not know, so that none slips through."""
    kind, _ = plain(kind)
    if isinstance(kind, inspect.VarTupleType):
        item = shape(kind.item_type, path)
        if not item.many:
            return Shape(item.struct, many=True)
    elif isinstance(kind, inspect.DictType):
        value = kind.value_type
        while isinstance(value, inspect.DictType):
            value = value.value_type
        if isinstance(value, _PLAIN):
            return Shape(None, many=False)
    elif isinstance(kind, inspect.StructType):
        return Shape(kind, many=False)
    elif isinstance(kind, _PLAIN):
        return Shape(None, many=False)
    raise TypeError(f"the gate does not know how to redact {path}: {type(kind).__name__}")


def below(path: str, field: inspect.Field) -> str:
    """Return the path of a field: by the records' own key ("from"), not Python's name for it ("from_")."""
    return f"{path}.{field.encode_name}" if path else field.encode_name


def _leaves(kind: inspect.Type, path: str) -> Iterator[str]:
    struct = shape(kind, path).struct
    if struct is None or struct.cls is Amendment:
        # Amendments speak of other paths, and pass by those: the one decision here is whether they are seen at all.
        yield path
        return
    for field in struct.fields:
        yield from _leaves(field.type, below(path, field))
