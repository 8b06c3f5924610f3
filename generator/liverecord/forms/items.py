"""One form for anything in a record, made from what its struct declares, so that no field is without a form.

item/actions/actions                         a new action
item/plan/outcomes/o1/provision/pr1          the support pr1 of the outcome o1
item/plan/passport                           a part that stands once
item/plan                                    the file's own fields
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from liverecord.forms.asking import asked, field_of
from liverecord.forms.fields import NOTHING, Said, beyond_defaults, changes, in_order
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.places import letters_of
from liverecord.forms.question import Answers, Choice, Form, Section, Wrong
from liverecord.forms.reading import Unanswered, read
from liverecord.forms.things import Thing, called, called_apart
from liverecord.forms.wording import noun_of
from liverecord.model.field import fields_of
from liverecord.model.ids import next_id
from liverecord.model.records import KINDS
from liverecord.render.words import capped
from liverecord.splice.steps import Add, Path, Step, declared, found, ids, is_there


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of what the address names; raises NotHere."""
    place = _place(scene)
    return Form(
        title=_title(place),
        about=_about(scene, place),
        sections=(
            Section(questions=tuple(asked(scene, place.kind, path, answers) for path in _asked_paths(place))),
        ),
        leads=tuple(sorted(_leads(scene, place), key=lambda lead: lead.under != "")),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps that the answers make: a new thing or part whole, else what differs from the record."""
    place = _place(scene)
    said = {path: read(scene, place.kind, path, answers, is_required=False) for path in _asked_paths(place)}
    is_empty = all(isinstance(value, Unanswered) for value in said.values())
    if not (is_empty and place.is_part):
        required = {path for path in said if field_of(place.kind, path).is_required}
        said |= {path: read(scene, place.kind, path, answers, is_required=True) for path in required}
    wrong = [value for value in said.values() if isinstance(value, Wrong)]
    if wrong:
        return wrong
    values: dict[Path, Any] = {
        path: value for path, value in said.items() if not isinstance(value, Unanswered)
    }
    steps = list(_steps(scene, place, values))
    if not steps:
        return [Wrong("", NOTHING)]
    file = scene.path(place.kind)
    at = place.path
    if place.is_new and (*at, "id") in values:
        at = (
            *at[:-1],
            str(values[*at, "id"]),
        )  # from here on the thing is known by the id that was typed for it
    asked_at = {(file, (*at, path[-1])): path[-1] for path in said}
    noun = noun_of(place.struct).one if place.path else "the fields"
    verb = "add" if place.is_new else "change"
    name = f" {'.'.join(at)}" if at and (place.has_id or not place.is_new) else ""
    return Written(
        {file: steps}, asked_at, f"{scene.pupil or 'school'}: {verb} {noun}{name} in {place.kind}.yml"
    )


JOBS = (
    Job("item", "Change anything in the record", "pupil", ask, write),
    Job("settings", "Change the school's own files", "school", ask, write),
)
"""The generic form: for one pupil's files, and for school.yml and staff.yml."""


def whole(kind: str) -> str:
    """Return what a file is as a whole, by its noun (a key of KINDS)."""
    return _WHOLE.get(kind, f"the {kind}")


_WHOLE = {
    "absences": "the attendance record",
    "contacts": "the conversations with the family",
    "school": "the school's own rules",
}


# ── Where it is ─────────────────────────────────────────────────────────────────────────────────────────


class _Place(NamedTuple):
    """What is asked about: the path of a part or a thing, its struct, and whether it has to be added to a list."""

    kind: str
    path: Path
    struct: type
    is_new: bool
    has_id: bool
    is_part: bool


def _place(scene: Scene) -> _Place:
    kind, *rest = scene.names or ("",)
    own = {"school", "staff"}
    if kind not in KINDS or (kind in own) != (scene.pupil is None):
        raise NotHere
    path = tuple(rest)
    if not path:
        return _Place(kind, (), KINDS[kind], is_new=False, has_id=False, is_part=False)
    field = declared(kind, path)
    if field is None or field.struct is None or field.kind != "part":
        raise NotHere
    has_id = any(each.name == "id" and each.kind == "own_id" for each in fields_of(field.struct))
    is_list = field.is_list and (len(path) == 1 or declared(kind, path[:-1]) != field)
    data = scene.data(kind)
    if is_list:
        holder = path[:-1]
        if _holds_things(kind, holder) and not is_there(data, holder):
            raise NotHere
        present = found(data, path) if is_there(data, path) else None
        prefix = letters_of(field.struct)
        name = (
            next_id(prefix, ids(present)) if prefix else str(len(present) if isinstance(present, list) else 0)
        )
        return _Place(kind, (*path, name), field.struct, is_new=True, has_id=has_id, is_part=False)
    if (field.is_list or _holds_things(kind, path[:-1])) and not is_there(
        data, path[: -1 if not field.is_list else None]
    ):
        raise NotHere
    return _Place(kind, path, field.struct, is_new=False, has_id=has_id, is_part=not field.is_list)


def _holds_things(kind: str, path: Path) -> bool:
    """Tell whether a path leads through a thing, which a form must not make up."""
    return any(
        (field := declared(kind, path[:depth])) is not None and field.is_list for depth in range(1, len(path))
    )


# ── What is asked ───────────────────────────────────────────────────────────────────────────────────────


def _asked_paths(place: _Place) -> Iterator[Path]:
    """Yield the path of each plain field, whether it is restricted last: an id only where a person chooses it, once."""
    # Few things are restricted: what it is about is asked first.
    for field in sorted(fields_of(place.struct), key=lambda field: field.name == "restricted"):
        is_plain = field.struct is None or field.kind == "mapping"
        if is_plain and (field.kind != "own_id" or (place.is_new and not letters_of(place.struct))):
            yield (*place.path, field.name)


def _leads(scene: Scene, place: _Place) -> Iterator[Choice]:
    """Yield the forms of what stands within: lists, their things, and a file's parts."""
    if place.is_new:
        return
    data = scene.data(place.kind)
    for field in fields_of(place.struct):
        if field.kind != "part" or field.struct is None:
            continue
        at = (*place.path, field.name)
        if not field.is_list:
            yield Choice(_address(place.kind, at), capped(field.title))
            continue
        values = found(data, at) if is_there(data, at) else None
        own = [
            Thing(
                field.struct.__name__.lower(),
                place.kind,
                (*at, str(each.get("id", position))),
                field.struct,
                each,
            )
            for position, each in enumerate(values if isinstance(values, list) else ())
            if isinstance(each, dict)
        ]
        names = called_apart(scene, own)
        for thing, name in zip(own, names, strict=True):
            yield Choice(_address(place.kind, thing.path), name, under=capped(field.title))
        yield Choice(
            _address(place.kind, at),
            f"Add {noun_of(field.struct).one}",
            under=capped(field.title),
        )
    if place.path and not place.is_part:
        yield Choice(
            "/".join((_removing(place.kind), place.kind, *place.path)),
            f"Remove this {noun_of(place.struct).words}",
            under="If it does not belong here",
        )


def _address(kind: str, path: Path) -> str:
    job = "settings" if kind in _OWN else "item"
    return "/".join((job, kind, *path))


def _removing(kind: str) -> str:
    return "take-out" if kind in _OWN else "remove"


_OWN = frozenset({"school", "staff"})
"""The school's own files, which have jobs of their own."""


def _title(place: _Place) -> str:
    if not place.path:
        return f"Change {whole(place.kind)}"
    if not place.is_part:
        noun = noun_of(place.struct)
        return f"Add {noun.one}" if place.is_new else f"Change this {noun.words}"
    return f"Change: {field_of(place.kind, place.path).title}"


def _about(scene: Scene, place: _Place) -> tuple[str, ...]:
    if place.path and not place.is_new and place.has_id:
        data = found(scene.data(place.kind), place.path)
        if isinstance(data, dict):
            return (
                called(
                    scene, Thing(place.struct.__name__.lower(), place.kind, place.path, place.struct, data)
                ),
            )
    return ()


# ── What is written ─────────────────────────────────────────────────────────────────────────────────────


def _steps(scene: Scene, place: _Place, values: dict[Path, Any]) -> Iterator[Step]:
    data = scene.data(place.kind)
    new = {path[-1]: value for path, value in values.items()}
    if place.is_new:
        drawn = {"id": place.path[-1]} if letters_of(place.struct) else {}
        yield Add(place.path[:-1], in_order(place.struct, drawn | beyond_defaults(place.struct, new)))
    else:
        told = Said(new, [], {path[-1]: path[-1] for path in _asked_paths(place)})
        yield from changes(place.kind, data, place.path, told, is_part=place.is_part)
