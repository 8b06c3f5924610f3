"""What an audience sees of the part of a record that an amendment speaks of: decided once for a part, not for each amendment."""

from functools import cache
from typing import NamedTuple

from liverecord.redact.closing import FILES, POINTERS
from liverecord.redact.policy import OpenKinds, Rules
from liverecord.redact.shape import SCHOOL, every_path

CHANGED = "changed"
COUNTED = frozenset(("marks", "lessons", "unknown"))
"""Kinds of amendment: of one field, and those that give a number."""

_OF_A_PART = frozenset(("begun", "added", "removed", "marks", "lessons"))
_OF_ANYTHING = frozenset(("unreadable", "unknown"))
_OF_THE_SCHOOL = frozenset(("settings",))

_RESTRICTED = "restricted"
_BESIDE = ("id", _RESTRICTED)
"""What an amendment says of a thing beside the thing's fields."""

_WITHOUT_IDS = ("lessons", "timetable", "attendance.register")
"""Parts of the files that no thing with an id stands in."""

_RESULTS = "reviews.outcomes"
"""The list whose ids are those of the plan's outcomes."""


class Part(NamedTuple):
    """A part of a record, as one audience meets it.

    `tells` are the kinds of amendment that are seen of it. That it came or went is seen where it or anything below it
    is seen, and of parts without ids, which differ as soon as anything in them does, where all below it is; that it changed, where it is seen itself. `file` is where the ids of its items stand (None: it has none).
    `is_listed` is whether anything of its item's list is seen, and `shows_ids` whether that list's ids are. `kinds`
    are the lists, there and on the way there, that are closed item by item. `is_result` is set where the item's id is
    that of a plan's outcome, which a review speaks of. `holder` is the path of the thing whose field this is, and
    `belongs` whether it may belong to things of other files.
    """

    tells: frozenset[str]
    file: str | None
    is_listed: bool
    shows_ids: bool
    kinds: tuple[tuple[str, OpenKinds], ...]
    is_result: bool
    holder: str
    name: str
    belongs: bool


class Parts(dict[str, Part]):
    """Parts by their policy path, as one audience meets them; what is no part of a record is seen by nobody."""

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, path: str) -> Part:
        part = _part(path, self._rules)
        if path in _every_part():  # Whatever past versions hold, no more is kept than there are parts.
            self[path] = part
        return part


class Fields(dict[str, tuple[str, ...] | None]):
    """The plain fields of a thing by name, as one audience meets them.

    Each is the files of the ids that it holds (() where it holds none), or None where it is not seen. `plain` are those
    that are seen as they are.
    """

    def __init__(self, holder: str, rules: Rules) -> None:
        super().__init__()
        self._holder = holder
        self._rules = rules
        below = (path.rpartition(".") for path in rules.seen if path.startswith(f"{holder}."))
        names = {name for path, _, name in below if path == holder}
        self.plain = frozenset(
            name for name in names if f"{holder}.{name}" not in POINTERS and name not in _BESIDE
        )

    def __missing__(self, name: str) -> tuple[str, ...] | None:
        path = f"{self._holder}.{name}"
        if path not in self._rules.seen or name in _BESIDE:
            return None
        self[name] = files = POINTERS.get(path, ())
        return files


class Holders(dict[str, Fields]):
    """The fields of things, by the things' policy paths."""

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, path: str) -> Fields:
        fields = Fields(path, self._rules)
        if path in _every_part():
            self[path] = fields
        return fields


def _part(path: str, rules: Rules) -> Part:
    things = _things(path)
    holder, _, name = path.rpartition(".")
    return Part(
        tells=_tells(path, rules),
        file=FILES.get(path.partition(".")[0]) if things else None,
        is_listed=rules.sees(things),
        shows_ids=f"{things}.id" in rules.seen,
        kinds=tuple(
            (each, kinds)
            for each, kinds in rules.kinds.items()
            if path == each or path.startswith(f"{each}.")
        ),
        is_result=things == _RESULTS,
        holder=holder,
        name=name,
        belongs=things in ("actions", "reviews"),
    )


def _tells(path: str, rules: Rules) -> frozenset[str]:
    # What could not be read may be anything: only an audience that sees what is restricted is told of it.
    kinds = _OF_ANYTHING if rules.widest else frozenset[str]()
    if path == SCHOOL:
        return kinds | _OF_THE_SCHOOL
    if path in _every_part() and (
        _is_whole(path, rules) if path.startswith(_WITHOUT_IDS) else rules.sees(path)
    ):
        kinds |= _OF_A_PART
        # Only an audience that sees restricted things is told that one was marked as restricted, or no longer is.
        if path in rules.seen and (rules.widest or not path.endswith(f".{_RESTRICTED}")):
            kinds |= {CHANGED}
    return kinds


def _is_whole(path: str, rules: Rules) -> bool:
    """Tell whether everything at a path or below it is seen."""
    return all(each in rules.seen for each in every_path() if each == path or each.startswith(f"{path}."))


def _things(path: str) -> str:
    """Return the innermost list, at or above a path, whose things have ids; "" where there is none."""
    while path and f"{path}.id" not in every_path():
        path = path.rpartition(".")[0]
    return path


@cache
def _every_part() -> frozenset[str]:
    """Return every path of what a record's files hold, and of the lists and structs on the way there."""
    leaves = (
        path for path in every_path() if path.partition(".")[0] in FILES or path.startswith(_WITHOUT_IDS)
    )
    names = [path.split(".") for path in leaves]
    parts = {".".join(each[:length]) for each in names for length in range(1, len(each) + 1)}
    return frozenset(parts - {"attendance"})
