"""From a document as read to the typed record: once, after the schema has accepted it.

Two small things happen on the way. A key without a value is the same as no key (unknown stays unknown), and a whole
number typed where words belong (`form: 10`) is the text that was typed.
"""

import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from liverecord.model.records import KINDS, PUPIL_KINDS, Document, Pupil, Record
from liverecord.problem import Place

Shaper = Callable[[Any], Any]


def record(document: Document) -> Record:
    """Return the typed content of a document that its schema accepts.

    Raises msgspec.ValidationError where it does not: the caller has not validated.
    """
    shape, kind = _SHAPES[document.kind]
    return msgspec.convert(shape(document.data), kind)


def pupil(pupil_id: str, documents: Mapping[str, Document]) -> Pupil:
    """Return a pupil from the documents of its folder, by kind ("plan", …); the plan must be among them."""
    typed: dict[str, Any] = {kind: record(documents[kind]) for kind in PUPIL_KINDS if kind in documents}
    return Pupil(
        id=pupil_id,
        files=tuple(documents[kind].path for kind in typed),
        places=_places(documents),
        **{
            kind: value if kind in ("plan", "absences") else getattr(value, kind)
            for kind, value in typed.items()
        },
    )


def _places(documents: Mapping[str, Document]) -> dict[str, Place]:
    """Name the spots that pages link to: "plan", "plan.passport", "plan.outcomes.o1", "concerns.concerns.c1"."""
    places: dict[str, Place] = {}
    for kind, document in documents.items():
        places[kind] = Place(document.path)
        if not isinstance(document.data, dict):
            continue
        for key, value in document.data.items():
            places[f"{kind}.{key}"] = document.place(key, key=True)
            if isinstance(value, list):
                for index, item in enumerate(value):
                    if isinstance(item, dict) and isinstance(item.get("id"), str):
                        places[f"{kind}.{key}.{item['id']}"] = document.place(key, index)
    return places


@cache
def _shape(annotation: Any) -> Shaper | None:
    """Return the function that readies a value for its field's type, or None where none is needed."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        (inner,) = (part for part in get_args(annotation) if part is not type(None))
        return _shape(inner)
    if annotation is str:
        return lambda value: str(value) if isinstance(value, int) else value
    if origin is tuple:
        each = _shape(get_args(annotation)[0])
        return (lambda value: [each(part) for part in value]) if each else None
    if origin is dict:
        inner_shape = _shape(get_args(annotation)[1])
        return (lambda value: {k: inner_shape(v) for k, v in value.items()}) if inner_shape else None
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return _struct_shape(annotation)
    return None


def _struct_shape(kind: type[Record]) -> Shaper:
    hints = get_type_hints(kind)
    shapes = {
        field.encode_name: shape
        for field in msgspec.structs.fields(kind)
        if (shape := _shape(hints[field.name])) is not None
    }

    def shaped(value: dict[str, Any]) -> dict[str, Any]:
        return {
            key: shapes[key](part) if key in shapes else part
            for key, part in value.items()
            if part is not None
        }

    return shaped


_SHAPES: dict[str, tuple[Shaper, type[Record]]] = {
    name: (_struct_shape(kind), kind) for name, kind in KINDS.items()
}
