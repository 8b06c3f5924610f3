"""Two versions of one file, compared by what they mean.

Things are matched by their ids, or by what tells them apart. Order, comments, formatting and quoting are gone before
this begins. A thing that was added or taken out is told once, as a whole, and not part by part. No version raises an
error: what this program does not know is counted.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, NamedTuple

from liverecord.derive.changes.new_year import as_it_was_read
from liverecord.derive.changes.shapes import (
    ID,
    RESTRICTED,
    Counted,
    Leaf,
    Part,
    Shape,
    Things,
    is_id,
    is_restricted,
    shape_of,
)
from liverecord.derive.changes.values import Unknown, is_same, meant, settled, unlike
from liverecord.model.history import Amendment, Value
from liverecord.model.parts import root_of
from liverecord.model.policy import Policy
from liverecord.model.records import PUPIL_KINDS

PLAN = "plan"
SCHOOL = "school"


def compare(kind: str, before: object, after: object, policy: Policy) -> tuple[Amendment, ...]:
    """Return what differs between two versions of a file, in the order of its fields; None is a file that is not there.

    `kind` is the file's noun (a key of KINDS), `before` and `after` plain data as a Document has it.
    """
    return differences(kind, before, after, policy).amendments


class Differences(NamedTuple):
    """What differs between two versions; `counted` holds the weeks and lessons that differ, by kind of amendment."""

    amendments: tuple[Amendment, ...]
    counted: Mapping[str, frozenset[Hashable]] = {}


def differences(kind: str, before: object, after: object, policy: Policy) -> Differences:
    """Return what `compare` does, and beside it which weeks and lessons were counted."""
    if kind not in PUPIL_KINDS:
        same = settled(before) == settled(after)
        return Differences(() if same else (Amendment(kind="settings", part=SCHOOL),))
    if kind == PLAN and (before is None or after is None):
        if before is after:
            return Differences(())
        return Differences((Amendment(kind="begun" if before is None else "removed", part=PLAN),))
    if kind == PLAN:
        before = as_it_was_read(before, after)
    comparison = _Comparison(policy)
    comparison.part(shape_of(kind), root_of(kind), before, after, _NOWHERE)
    if comparison.unknown:
        comparison.amendments.append(Amendment(kind="unknown", part=kind, number=comparison.unknown))
    return Differences(tuple(comparison.amendments), comparison.counted)


class _Where(NamedTuple):
    """The item that a comparison stands in: its id, the ids of what holds it, and what amendments say of them all."""

    item: str | None = None
    within: tuple[str, ...] = ()
    restricted: bool = False
    kinds: Mapping[str, tuple[str, ...]] = {}
    about: Mapping[str, Value] = {}


_NOWHERE = _Where()


class _Comparison:
    """One comparison under way: its amendments so far, and the number of places that this program does not know."""

    def __init__(self, policy: Policy) -> None:
        self.amendments: list[Amendment] = []
        self.unknown = 0
        self.counted: dict[str, frozenset[Hashable]] = {}
        self._closings = {path: closing.field for path, closing in policy.kinds.items()}

    def part(self, shape: Part, path: str, before: object, after: object, where: _Where) -> None:
        """Compare two mappings, field by field."""
        before, after = {} if before is None else before, {} if after is None else after
        if not isinstance(before, dict) or not isinstance(after, dict):
            self.unknown += settled(before) != settled(after)
            return
        for name, field in shape.fields.items():
            old, new = before.get(name), after.get(name)
            if old is not new and not _is_equal(old, new):
                self._field(field, f"{path}.{name}" if path else name, old, new, where)
        for name in {**before, **after}:
            if name not in shape.fields:
                old, new = before.get(name), after.get(name)
                self.unknown += not _is_equal(old, new) and settled(old) != settled(new)

    def _field(self, shape: Shape, path: str, before: object, after: object, where: _Where) -> None:
        if isinstance(shape, Leaf):
            self._leaf(shape, path, before, after, where)
        elif isinstance(shape, Things):
            self._things(shape, path, before, after, where)
        elif isinstance(shape, Counted):
            self._counted(shape, before, after)
        else:
            self._inner_part(shape, path, before, after, where)

    def _leaf(self, shape: Leaf, path: str, before: object, after: object, where: _Where) -> None:
        old, new = meant(shape, before), meant(shape, after)
        if isinstance(old, Unknown) or isinstance(new, Unknown):
            self.unknown += settled(before) != settled(after)
        elif not is_same(old, new):
            self._tell("changed", path, where, before=old, after=new)

    def _inner_part(self, shape: Part, path: str, before: object, after: object, where: _Where) -> None:
        if shape.optional and isinstance(before, dict | None) and isinstance(after, dict | None):
            was, stands = _holds(before), _holds(after)
            if was != stands:
                about = _about(shape, after if stands else before)
                self._tell("added" if stands else "removed", path, where._replace(about=about))
                return
        has_words = shape.optional or where.item is not None
        self.part(shape, path, before, after, where._replace(about=_about(shape, after) if has_words else {}))

    def _things(self, shape: Things, path: str, before: object, after: object, where: _Where) -> None:
        before, after = before or [], after or []
        if not isinstance(before, list) or not isinstance(after, list):
            self.unknown += settled(before) != settled(after)
            return
        old, strange_before = _by_key(shape, before)
        new, strange_after = _by_key(shape, after)
        self.unknown += unlike(strange_before, strange_after)
        gone = []
        for key in {**new, **old}:
            changed, came, went = _paired(old.get(key, ()), new.get(key, ()), is_told_apart=bool(shape.keys))
            for was, became in changed:
                self.part(shape.part, path, was, became, self._in_item(shape, path, was, became, where))
            for each in came:
                self._tell("added", path, self._in_item(shape, path, None, each, where))
            gone += went
        for each in gone:
            self._tell("removed", path, self._in_item(shape, path, each, None, where))

    def _counted(self, shape: Counted, before: object, after: object) -> None:
        differing, unknown = _differing(shape, before, after)
        self.unknown += unknown
        if differing:
            self.counted[shape.kind] = differing
            self.amendments.append(Amendment(kind=shape.kind, part=shape.part, number=len(differing)))

    def _in_item(
        self,
        shape: Things,
        path: str,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
        where: _Where,
    ) -> _Where:
        sides = [each for each in (before, after) if each is not None]
        kinds = where.kinds
        field = self._closings.get(path)
        if field is not None and field in shape.part.leaves:
            values = [meant(shape.part.leaves[field], side.get(field)) for side in sides]
            known = tuple(dict.fromkeys(each if isinstance(each, str) else "" for each in values))
            kinds = {**kinds, path: known}
        return _Where(
            item=str(sides[-1][ID]) if shape.has_id else None,
            within=where.within if where.item is None else (*where.within, where.item),
            restricted=where.restricted
            or (RESTRICTED in shape.part.leaves and any(map(is_restricted, sides))),
            kinds=kinds,
            about=_about(shape.part, sides[-1]),
        )

    def _tell(self, kind: str, path: str, where: _Where, before: Value = None, after: Value = None) -> None:
        self.amendments.append(
            Amendment(
                kind=kind,
                part=path,
                item=where.item,
                within=where.within,
                about=dict(where.about),
                before=before,
                after=after,
                restricted=where.restricted,
                kinds=dict(where.kinds),
            )
        )


def _is_equal(before: object, after: object) -> bool:
    """Tell whether two pieces of plain data are exactly the same; those that are not may still mean the same."""
    return before == after and type(before) is type(after)


def _holds(value: dict[str, Any] | None) -> bool:
    """Tell whether a part says anything: one without a value in it is not there."""
    return bool(value) and settled(value) not in (frozenset(), None)


def _about(shape: Part, value: object) -> dict[str, Value]:
    """Return the plain fields of a thing that say something, by name; its id and restriction stand beside them."""
    if not isinstance(value, dict):
        return {}
    about: dict[str, Value] = {}
    for name, leaf in shape.leaves.items():
        if name not in (ID, RESTRICTED):
            known = meant(leaf, value.get(name))
            if known is not None and not isinstance(known, Unknown):
                about[name] = known
    return about


_Groups = dict[Hashable, list[dict[str, Any]]]


def _by_key(shape: Things, values: Iterable[object]) -> tuple[_Groups, list[object]]:
    """Return the things of a list by what tells them apart, and the rest: what is no mapping, or lacks its id."""
    groups: _Groups = {}
    strange: list[object] = []
    for value in values:
        if not isinstance(value, dict) or (shape.has_id and not is_id(value.get(ID))):
            if value is not None:
                strange.append(value)
            continue
        key = tuple(settled(value.get(name)) for name in shape.keys)
        groups.setdefault(key, []).append(value)
    return groups, strange


def _paired(
    before: Iterable[dict[str, Any]], after: Iterable[dict[str, Any]], *, is_told_apart: bool
) -> tuple[list[tuple[dict[str, Any], dict[str, Any]]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Return which things of one key changed into which, which came and which went; equal ones are left out.

    There is one on either side, unless an id stands twice or nothing tells the things apart.
    """
    old, new = list(before), list(after)
    if len(old) > 1 or len(new) > 1 or not is_told_apart:
        old, new = _without_equals(old, new)
    pairs = list(zip(old, new, strict=False)) if is_told_apart else []
    return [(was, became) for was, became in pairs if was != became], new[len(pairs) :], old[len(pairs) :]


def _without_equals(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    left = [(settled(each), each) for each in before]
    right = []
    for each in after:
        form = settled(each)
        match = next((index for index, (known, _) in enumerate(left) if known == form), None)
        if match is None:
            right.append(each)
        else:
            del left[match]
    return [each for _, each in left], right


def _differing(shape: Counted, before: object, after: object) -> tuple[frozenset[Hashable], int]:
    """Return which of the counted things differ, and how many places hold no such thing."""
    if shape.keys:
        before, after = before or [], after or []
        if not isinstance(before, list) or not isinstance(after, list):
            return frozenset(), int(settled(before) != settled(after))
        things = Things(Part({}, {}, optional=False), shape.keys, has_id=False)
        left, strange_before = _by_key(things, before)
        right, strange_after = _by_key(things, after)
        differing = frozenset(
            (key, number)
            for key in {**left, **right}
            for number in range(unlike(left.get(key, ()), right.get(key, ())))
        )
        return differing, unlike(strange_before, strange_after)
    before, after = before or {}, after or {}
    if not isinstance(before, dict) or not isinstance(after, dict):
        return frozenset(), int(settled(before) != settled(after))
    # Of a year's weeks all but one are mostly the very same text.
    weeks = {key for key in {**before, **after} if before.get(key) != after.get(key)}
    return frozenset(key for key in weeks if _week(before.get(key)) != _week(after.get(key))), 0


def _week(value: object) -> Hashable:
    """Return a week's marks without the spaces between days, which mean nothing."""
    return "".join(value.split()) if isinstance(value, str) else settled(value)
