"""The things of a pupil's record that others name: as choices, by their own words; and what points to one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from liverecord.forms.job import Scene
from liverecord.forms.known import shortened
from liverecord.forms.question import Choice
from liverecord.forms.wording import noun_of
from liverecord.model.days import in_words
from liverecord.model.field import Field, fields_of
from liverecord.model.records import KINDS, PUPIL_KINDS
from liverecord.render.words import capped
from liverecord.splice.steps import Path, found, is_there

_SAYING = frozenset({"text", "line"})
_ENDS = ("ended_on", "closed_on", "held_on")
_LAST = "until"
"""The last day of something, which still belongs to it; on the days of _ENDS it is over."""
_NEVER = "9999-12-31"


class Thing(NamedTuple):
    """A thing of a list with ids: its noun ("action"), its file's noun, its path, what is declared of it, and its plain data."""

    noun: str
    kind: str
    path: Path
    struct: type
    data: dict[str, Any]

    @property
    def id(self) -> str:
        """Return the thing's id."""
        return self.path[-1]


class Pointer(NamedTuple):
    """A field that names a thing: its file's noun, its path, and its declaration."""

    kind: str
    path: Path
    field: Field


def things(scene: Scene, pupil: str | None = None) -> Iterator[Thing]:
    """Yield every thing with an id of a pupil's record, in the record's order."""
    yield from (part for part in parts(scene, pupil) if "id" in part.data)


def parts(scene: Scene, pupil: str | None = None) -> Iterator[Thing]:
    """Yield everything in a pupil's record that has fields, with an id or without, but the files themselves.

    A part without an id has its place in its list for one, or its own key.
    """
    for kind in PUPIL_KINDS:
        yield from _within(kind, KINDS[kind], scene.data(kind, pupil), ())


def things_named(scene: Scene, nouns: Iterable[str], pupil: str | None = None) -> list[Choice]:
    """Return the things of some nouns as choices: open ones before those that are over."""
    wanted = frozenset(nouns)
    chosen = [thing for thing in things(scene, pupil) if thing.noun in wanted]
    chosen.sort(key=lambda thing: is_over(scene, thing))
    return [
        Choice(thing.id, called(scene, thing), "over" if is_over(scene, thing) else "") for thing in chosen
    ]


def called(scene: Scene, thing: Thing) -> str:
    """Return what a thing is called: its own first words, shortened; where it has none, what kind of thing it is, and its day."""
    for field in fields_of(thing.struct):
        said = thing.data.get(field.name)
        if field.kind in _SAYING and isinstance(said, str) and said.strip():
            return shortened(said)
    for field in fields_of(thing.struct):
        if field.kind == "code" and field.name in thing.data:
            label = scene.rulebook.codes.label(field.of, str(thing.data[field.name]))
            return f"{label}, {day}" if (day := _day(thing)) else f"{label} ({thing.id})"
    return f"{noun_of(thing.struct).words} {thing.id}"


def called_with_its_kind(scene: Scene, thing: Thing) -> str:
    """Return what a thing is called in a list of many kinds of things: "Support: Reading with an adult"."""
    noun = "support" if thing.noun == "provision" else noun_of(thing.struct).words
    return f"{capped(noun)}: {called(scene, thing)}"


def called_apart(scene: Scene, own: Sequence[Thing]) -> list[str]:
    """Return what things of one list are called: those that share their words are told apart by their days."""
    names = [called(scene, thing) for thing in own]
    often = Counter(names)
    return [
        f"{name}, {day}" if often[name] > 1 and (day := _day(thing)) and day not in name else name
        for name, thing in zip(names, own, strict=True)
    ]


def _day(thing: Thing) -> str:
    """Return the first day that stands in a thing, in words; "" where none does."""
    for field in fields_of(thing.struct):
        said = str(thing.data.get(field.name, ""))
        if _IS_DAY(said):
            return in_words(date.fromisoformat(said))
    return ""


_IS_DAY = re.compile(r"\d{4}-\d{2}-\d{2}").fullmatch


def is_over(scene: Scene, thing: Thing) -> bool:
    """Tell whether a thing has ended: by its state, by a stage that ends its kind, or by a day of its end that has come."""
    said = {
        field.name: str(value) for field in fields_of(thing.struct) if (value := thing.data.get(field.name))
    }
    for field in fields_of(thing.struct):
        row = scene.rulebook.codes.get(field.of, said.get(field.name)) if field.kind == "code" else None
        if row is None:
            continue
        if field.name == "status" and row.closed:
            return True
        if field.name == "kind" and {said.get("stage"), said.get("status")} & set(row.ended):
            return True
    today = scene.today.isoformat()
    return any(said.get(name, _NEVER) <= today for name in _ENDS) or said.get(_LAST, _NEVER) < today


def going_on(scene: Scene, pupil: str | None = None) -> Iterator[Thing]:
    """Yield every part of a pupil's record that goes on and stands in nothing that is over, with an id or without."""
    over: set[tuple[str, Path]] = set()
    for part in parts(scene, pupil):
        outer = {(part.kind, part.path[:depth]) for depth in range(len(part.path))}
        if outer & over:
            continue
        if is_over(scene, part):
            over.add((part.kind, part.path))
        else:
            yield part


def is_thing(data: object, path: Path) -> bool:
    """Tell whether a file holds a thing of that id at a path: something with fields, and neither a list nor a key."""
    if not is_there(data, path):
        return False
    there = found(data, path)
    return isinstance(there, dict) and str(there.get("id")) == path[-1]


def pointers(scene: Scene, thing: Thing, pupil: str | None = None) -> list[Pointer]:
    """Return the fields of a pupil's record that name a thing."""
    return [
        Pointer(kind, (*each.path, field.name), field)
        for kind in PUPIL_KINDS
        for each in _within(kind, KINDS[kind], scene.data(kind, pupil), ())
        for field in fields_of(each.struct)
        if field.kind in {"id", "ids"} and thing.noun in field.of.split()
        if thing.id in _named(each.data.get(field.name))
    ]


def _named(value: object) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list) else [value])]


def _within(kind: str, struct: type, data: object, path: Path) -> Iterator[Thing]:
    """Yield every part of a file that has fields, with an id or without, the file itself left out."""
    if not isinstance(data, dict):
        return
    for field in fields_of(struct):
        value = data.get(field.name)
        if field.struct is None or field.kind != "part" or value is None:
            continue
        noun = field.struct.__name__.lower()
        values = value if isinstance(value, list) else [value]
        for place, each in enumerate(values):
            if not isinstance(each, dict):
                continue
            at = (*path, field.name)
            if isinstance(value, list):
                at = (*at, str(each.get("id", place)))
            yield Thing(noun, kind, at, field.struct, each)
            yield from _within(kind, field.struct, each, at)
