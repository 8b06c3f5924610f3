"""What closes with what, where a school narrows a line of the policy: the thing itself, not one copy of it.

Two laws. A thing of a list, or one that a record can be without, closes with a field that it cannot be without: support whose
words are closed is no line with a hole. And a value that repeats fields of a record (`repeats` in audiences.yml) closes
with them.
"""

import itertools
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import msgspec
from msgspec import inspect

from liverecord.model.attendance import Attendance
from liverecord.model.case import CaseFile, SchoolCase
from liverecord.model.field import plain
from liverecord.model.history import Amendment
from liverecord.model.policy import Policy, Repeats
from liverecord.redact.shape import SCHOOL, below, every_path, shape, struct_type

AS: Mapping[str, str] = {"undated": "duties"}
"""Lists that pass as another does, by their kinds and field by field: a row that says what is missing tells what a duty would."""

_NO_PAGE_WITHOUT = ("id", "as_of", f"{SCHOOL}.as_of", f"{SCHOOL}.labels")
"""A pupil is known by an id, and every page is of a day and says codes in words: without these there is nothing to show."""


_NEVER_WITHOUT = frozenset(
    (
        "concerns.status",
        "actions.status",
        "attendance.trend.attended",
        "attendance.trend.possible",
        *(f"attendance.patterns.{name}" for name in ("half", "period", "subject", "name")),
        "school.weeks.label",
    )
)
"""Fields that need not be written, and without which a thing cannot be told either."""


class Words(NamedTuple):
    """What is closed of the items of a list, by the value of `field`: `emptied` fields, and items that are closed whole (`shut`)."""

    field: str
    emptied: dict[str, frozenset[str]]
    shut: frozenset[str]


Ranks = dict[str, int]
"""The rank of the narrowest audience that sees each path: 0 sees the least."""


class Together:
    """What each path, and each kind of item, is narrowed to beside the lines that a school wrote."""

    def __init__(self, policy: Policy, shipped: Ranks, narrowed: Ranks) -> None:
        """Close what goes with the lines that are narrower than they were shipped; `paths` is what comes of them."""
        self.paths = narrowed
        self._cores = {
            path: core for path, always in _things().items() if (core := _core(path, always, shipped))
        }
        # A field that is closed because its thing is was not itself named: what repeats it stays.
        self._lines = {path: rank for path, rank in narrowed.items() if rank > shipped[path]}
        self._shipped = shipped
        self._let_out = frozenset(
            (value, field, kind)
            for row in policy.let_out
            for value in _alike(row.values)
            for field in row.fields
            for kind in row.kinds or ("",)
        )
        self._repeats = tuple(
            msgspec.structs.replace(row, values=_alike(row.values)) for row in policy.repeats
        )
        self._close_values()
        if self._lines:
            self._close_things()

    def words(self, mine: int) -> dict[str, Words]:
        """Return what is closed of items by their kinds, for the audience of a rank."""
        found: dict[str, tuple[str, dict[str, set[str]], set[str]]] = {}
        for repeats in self._repeats:
            for value, kind in itertools.product(repeats.values, repeats.kinds):
                if self._least(repeats, value, kind) <= mine:
                    continue
                path, _, name = value.rpartition(".")
                _, emptied, shut = found.setdefault(path, (repeats.by, {}, set()))
                if value in self._cores.get(path, ()):
                    shut.add(kind)
                else:
                    emptied.setdefault(kind, set()).add(name)
        for path, other in AS.items():
            if other in found:
                by, _, shut = found[other]
                found.setdefault(path, (by, {}, set()))[2].update(shut)
        return {
            path: Words(by, {kind: frozenset(names) for kind, names in emptied.items()}, frozenset(shut))
            for path, (by, emptied, shut) in found.items()
        }

    def _close_values(self) -> None:
        """Narrow what repeats a field that is narrower, and what repeats that."""
        before: Ranks | None = None
        while before != self._lines:
            before = dict(self._lines)
            for repeats in self._repeats:
                for value in repeats.values if not repeats.kinds else ():
                    self._lines.update(self._raise(value, self._least(repeats, value, "")))

    def _close_things(self) -> None:
        """Narrow each thing to what it cannot be without; of one thing that stands in another, the inner one first."""
        for path, core in sorted(self._cores.items(), reverse=True):
            self._raise(path, max(self.paths[each] for each in core))
        self._raise("", max(self.paths.get(each, 0) for each in _NO_PAGE_WITHOUT))

    def _least(self, repeats: Repeats, value: str, kind: str) -> int:
        """Return the rank of the narrowest field that a value repeats; of one that is let out, only as far as lines narrow it."""
        return max(
            self._lines.get(
                field, 0 if (value, field, kind) in self._let_out else self._shipped.get(field, 0)
            )
            for field in repeats.fields
        )

    def _raise(self, path: str, rank: int) -> Ranks:
        """Narrow a path and all below it, and return what that moved; "" is all that there is."""
        found = _at_or_below(path) if path else tuple(self.paths)
        moved = {each: rank for each in found if rank > self.paths.get(each, rank)}
        self.paths.update(moved)
        return moved


def _core(path: str, always: tuple[str, ...], shipped: Ranks) -> frozenset[str]:
    """Return what a thing cannot be without, among what is seen as soon as anything of it is."""
    inside = (each for each in _at_or_below(path) if each != path)
    first = min((shipped[each] for each in inside if each in shipped), default=0)
    return frozenset(each for each in always if shipped.get(each) == first)


@cache
def _at_or_below(path: str) -> tuple[str, ...]:
    """Return every path that is this one or lies in it; the shape of the records is the same for each policy."""
    return tuple(each for each in every_path() if each == path or each.startswith(f"{path}."))


@cache
def _alike(values: tuple[str, ...]) -> tuple[str, ...]:
    """Return values, with those of lists that pass as theirs do, as far as there are such values."""
    alike = (
        f"{path}{value.removeprefix(other)}"
        for value in values
        for path, other in AS.items()
        if value.startswith(f"{other}.")
    )
    return (*values, *(each for each in alike if any(path.startswith(each) for path in every_path())))


@cache
def _things() -> dict[str, tuple[str, ...]]:
    """Return each path of a list or of something that may not be there, with the paths of what such a thing always has."""
    found: dict[str, tuple[str, ...]] = {}
    for struct, path in ((CaseFile, ""), (SchoolCase, SCHOOL)):
        for field in struct_type(struct).fields:
            _look(field.type, below(path, field), found)
    return found


def _look(kind: inspect.Type, path: str, found: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Note the things at a path and below it, and return what the one at the path always has."""
    struct, many = shape(kind, path)
    if struct is None:
        return (path,)
    if struct.cls is Amendment:
        return ()
    always: list[str] = []
    for field in struct.fields:
        there = below(path, field)
        inner = _look(field.type, there, found)
        if _is_always_there(field, there, struct.cls):
            always += inner
    if many or plain(kind)[1]:
        found[path] = tuple(always)
    return tuple(always)


def _is_always_there(field: inspect.Field, path: str, struct: type) -> bool:
    """Tell whether a thing cannot be without a field: what must be there; of a count, all that it has in any case.

    A count that is told without its gaps, or without its parts, says more than is known.
    """
    if field.default is msgspec.NODEFAULT and field.default_factory is msgspec.NODEFAULT:
        return True
    is_count = struct.__module__ == Attendance.__module__
    return path in _NEVER_WITHOUT or (is_count and not plain(field.type)[1])
