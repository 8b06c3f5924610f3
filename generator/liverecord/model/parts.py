"""Which parts a pupil's record has, and which fields each part: by their paths, as schema/audiences.yml names them."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from liverecord.model.field import Field, fields_of
from liverecord.model.records import KINDS, PUPIL_KINDS

_NOT_TOLD = frozenset({"part", "mapping"})


def root_of(kind: str) -> str:
    """Return what the paths of a file's fields begin with: the file's name for the plan, nothing for the others."""
    return "plan" if kind == "plan" else ""


def _parts(struct: type, path: str) -> Iterator[tuple[str, type]]:
    if path:
        yield path, struct
    for field in fields_of(struct):
        if field.struct is not None and field.kind == "part":
            yield from _parts(field.struct, f"{path}.{field.name}" if path else field.name)


FILE_OF: Mapping[str, str] = MappingProxyType(
    {path: kind for kind in PUPIL_KINDS for path, _ in _parts(KINDS[kind], root_of(kind))}
)
"""The file of each part, a key of KINDS."""

PARTS: Mapping[str, type] = MappingProxyType(
    {path: struct for kind in PUPIL_KINDS for path, struct in _parts(KINDS[kind], root_of(kind))}
)
"""Each part with its struct: "plan.needs" is Need, whether it stands there once or is a thing of a list."""

PARTS_OF_FILE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        kind: (kind,) if kind == "plan" else tuple(each.name for each in fields_of(KINDS[kind]))
        for kind in PUPIL_KINDS
    }
)
"""What each file holds at its top, as audiences.yml names it: the plan itself, one list, or the several of absences.yml."""

LISTS: tuple[str, ...] = tuple(
    kind for kind, names in PARTS_OF_FILE.items() if names == (kind,) and kind != "plan"
)
"""The files that are one list of things with ids."""

FIELDS: Mapping[str, Mapping[str, Field]] = MappingProxyType(
    {
        path: MappingProxyType(
            {
                field.name: field
                for field in fields_of(struct)
                if field.kind not in _NOT_TOLD and field.name != "id"
            }
        )
        for path, struct in PARTS.items()
    }
)
"""Each part's fields that hold something to tell: not its id, nor what holds other things."""


TITLES: Mapping[str, str] = MappingProxyType(
    {
        f"{path}.{field.name}".strip("."): field.title
        for path, struct in [*PARTS.items(), *(("", KINDS[kind]) for kind in PUPIL_KINDS if kind != "plan")]
        for field in fields_of(struct)
        if field.kind in _NOT_TOLD
    }
)
"""The heading of each part that stands in another part or in a file: "plan.needs" is "Needs"."""


def files_of(field: Field) -> tuple[str, ...]:
    """Return the files that hold the things a field may name by their ids, in the order of PUPIL_KINDS."""
    wanted = set(field.of.split())
    files = {FILE_OF[path] for path, struct in PARTS.items() if struct.__name__.lower() in wanted}
    return tuple(kind for kind in PUPIL_KINDS if kind in files)


def _pointing(*, belongs: bool) -> dict[str, tuple[str, ...]]:
    return {
        f"{path}.{field.name}": files_of(field)
        for path, fields in FIELDS.items()
        for field in fields.values()
        if field.kind in {"id", "ids"} and (field.belongs or not belongs)
    }


POINTERS: Mapping[str, tuple[str, ...]] = MappingProxyType(_pointing(belongs=False))
"""Fields that name a thing by its id, and the files it may stand in."""

BELONGS: Mapping[str, tuple[str, ...]] = MappingProxyType(_pointing(belongs=True))
"""Those of POINTERS by which a thing belongs to others; it is hidden where all of the others are."""
