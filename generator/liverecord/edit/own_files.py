"""What a change says of school.yml and staff.yml, thing by thing, in the titles of their fields.

`diff` tells of these files that they changed, and no more: who joins, leaves or is away is what a person wants to read
before it is sent.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from liverecord.edit.saying import Saying, day
from liverecord.model.field import Field, fields_of
from liverecord.model.records import KINDS
from liverecord.model.rulebook import Rulebook
from liverecord.read import strict
from liverecord.render.words import capped
from liverecord.splice.steps import Path

OWN = frozenset({"school", "staff"})


def own_told(
    path: str, kind: str, before: bytes | None, after: bytes | None, rulebook: Rulebook
) -> Iterator[str]:
    """Yield a sentence for each thing that came or went, and for each field of others that says something else."""
    was, now = (_spots(kind, _data(path, kind, raw)) for raw in (before, after))
    say = _Telling(Saying(rulebook, _names(was) | _names(now)))
    for at in _outermost(was.keys() - now.keys()):
        if was[at].field is None:
            yield f"{was[at].called} taken out"
    for at in _outermost(now.keys() - was.keys()):
        if now[at].field is None:
            yield f"{now[at].called} added{say.within(at, now)}"
    new = {at for at in now.keys() - was.keys() if now[at].field is None}
    old = {at for at in was.keys() - now.keys() if was[at].field is None}
    for at, spot in now.items():
        if spot.field is None or _stands_in(at, new):
            continue
        if at not in was:
            yield f"{say.title(spot)} set to {say.value(spot)}"
        elif was[at].value != spot.value:
            yield f"{say.title(spot)} changed from {say.value(was[at])} to {say.value(spot)}"
    for at, spot in was.items():
        if at not in now and spot.field is not None and not _stands_in(at, old):
            yield f"{say.title(spot)} taken out (before: {say.value(spot)})"


class _Spot(NamedTuple):
    """A value of a file with its field, or (without one) a thing of a list. `called` is the thing that it is or stands in."""

    called: str
    field: Field | None = None
    value: Any = None


class _Telling(NamedTuple):
    """What is needed to tell of a file: how its values are said."""

    saying: Saying

    def title(self, spot: _Spot) -> str:
        """Return what a value is, of which thing: "J. Okafor: last day at the school"."""
        assert spot.field is not None
        return f"{spot.called}: {spot.field.title}" if spot.called else capped(spot.field.title)

    def value(self, spot: _Spot) -> str:
        """Return a value as a page says it."""
        assert spot.field is not None
        return self.saying.value(spot.field, spot.value)

    def within(self, at: Path, spots: Mapping[Path, _Spot]) -> str:
        """Return what is said of a thing that is new, in brackets; its name has been said."""
        parts = [
            f"{spot.field.title} {self.value(spot)}"
            for path, spot in spots.items()
            if path[: len(at)] == at and spot.field is not None and spot.field.name != _NAME
        ]
        return f" ({'; '.join(parts)})" if parts else ""


_NAME = "name"


def _data(path: str, kind: str, raw: bytes | None) -> Any:
    document = strict.parse(path, kind, raw)[0] if raw is not None else None
    return document.data if document is not None else None


def _spots(kind: str, data: Any) -> dict[Path, _Spot]:
    return dict(_within(KINDS[kind], data, (), ""))


def _within(struct: type, data: Any, at: Path, called: str) -> Iterator[tuple[Path, _Spot]]:
    """Yield every value that a file says, and every thing of a list before what stands in it."""
    for field in fields_of(struct):
        value = data.get(field.name) if isinstance(data, dict) else None
        path = (*at, field.name)
        if value is None or value == []:
            continue
        if field.struct is None or field.kind != "part":
            yield path, _Spot(called, field, value)
        elif isinstance(value, list):
            for place, each in enumerate(value):
                key = _key(each, place)
                name = _called(field, each, key)
                yield (*path, key), _Spot(name)
                yield from _within(field.struct, each, (*path, key), name)
        else:
            yield from _within(field.struct, value, path, called)


def _key(thing: Any, place: int) -> str:
    """Return by what a thing is known on both sides: its id, its day or its name, else its place.

    Every year has terms of the same names: the year of the first day tells them apart.
    """
    if isinstance(thing, dict):
        if thing.get(_NAME) and thing.get("start"):
            return f"{thing[_NAME]} {str(thing['start'])[:4]}"
        for name in ("id", "date", _NAME):
            if thing.get(name):
                return str(thing[name])
    return str(place)


def _called(field: Field, thing: Any, key: str) -> str:
    name = thing.get(_NAME) if isinstance(thing, dict) else None
    return str(name) if name else f"{capped(field.title)}, {day(key)}"


def _names(spots: Mapping[Path, _Spot]) -> dict[str, str]:
    return {at[-1]: spot.called for at, spot in spots.items() if spot.field is None}


def _outermost(paths: set[Path]) -> list[Path]:
    return sorted(path for path in paths if not _stands_in(path[:-1], paths))


def _stands_in(path: Path, things: set[Path]) -> bool:
    return any(path[:depth] in things for depth in range(1, len(path) + 1))
