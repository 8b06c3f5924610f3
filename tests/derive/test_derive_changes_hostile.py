"""Comparing whatever git may hold: any plain data, in any order, from a program of any age."""

from random import Random
from typing import Any

import msgspec
from derive_builders import rulebook
from hypothesis import given
from hypothesis import strategies as st

from liverecord.derive.changes import compare
from liverecord.derive.changes.restriction import account_of
from liverecord.derive.changes.shapes import Counted, Leaf, Part, Shape, Things, shape_of
from liverecord.model.history import Amendment
from liverecord.model.parts import root_of
from liverecord.model.records import KINDS, PUPIL_KINDS, Record
from liverecord.redact.shape import every_path
from strategies import hostile_text, made, structs

POLICY = rulebook().policy

scalars = st.none() | st.booleans() | st.integers(-9, 9) | hostile_text(20)
_KEYS = st.sampled_from(
    [
        *("id", "restricted", "concern", "about", "weeks", "lessons", "log", "notes", "actions", "concerns"),
        *("reviews", "updates", "drivers", "outcomes", "provision", "pupil", "attendance", "target", "steps"),
        *("date", "due", "kind"),
    ]
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS | hostile_text(10), inner, max_size=4),
    max_leaves=25,
)
kinds = st.sampled_from(PUPIL_KINDS)


@st.composite
def records(draw: st.DrawFn) -> tuple[str, Any]:
    """Draw a file's noun and its plain data, as a record of that kind would be written."""
    kind = draw(kinds)
    record: Record = draw(structs(KINDS[kind]))
    return kind, msgspec.to_builtins(record)


def shuffled(data: Any, random: Random) -> Any:
    """Return data with the keys and the lists in another order, some numbers as text, and empty values where none were."""
    if isinstance(data, dict):
        keys = list(data)
        random.shuffle(keys)
        found = {key: shuffled(data[key], random) for key in keys}
        return {**found, "made_up": None} if random.random() < 0.2 else found
    if isinstance(data, list):
        found = [shuffled(each, random) for each in data]
        random.shuffle(found)
        return found
    return data


def spoiled(data: Any, random: Random, replacement: Any) -> Any:
    """Return data with something in it replaced, taken away or doubled."""
    if isinstance(data, dict) and data and random.random() < 0.8:
        key = random.choice(list(data))
        return {**data, key: spoiled(data[key], random, replacement)}
    if isinstance(data, list) and data and random.random() < 0.8:
        place = random.randrange(len(data))
        if random.random() < 0.3:
            return [*data, data[place]]
        return [spoiled(each, random, replacement) if place == at else each for at, each in enumerate(data)]
    return replacement


@given(st.sampled_from(tuple(KINDS)), anything, anything)
def test_nothing_in_a_version_raises(kind: str, before: Any, after: Any) -> None:
    """Whatever two versions hold, they are compared, and each is equal to itself."""
    found = compare(kind, before, after, POLICY)
    assert all(isinstance(each, Amendment) for each in found)
    assert compare(kind, before, before, POLICY) == compare(kind, after, after, POLICY) == ()
    account_of(kind, before)


@given(records(), st.randoms(use_true_random=False))
def test_order_and_formatting_are_no_change(record: tuple[str, Any], random: Random) -> None:
    """A record and itself in another order say the same."""
    kind, data = record
    assert compare(kind, data, shuffled(data, random), POLICY) == ()


@given(records(), st.randoms(use_true_random=False), anything)
def test_a_spoiled_record_is_compared_both_ways_alike(
    record: tuple[str, Any], random: Random, replacement: Any
) -> None:
    """What is added one way is removed the other, what changed changes back, and what nobody knows is as many places."""
    kind, data = record
    other = spoiled(data, random, replacement)
    there, back = compare(kind, data, other, POLICY), compare(kind, other, data, POLICY)
    opposite = {"added": "removed", "removed": "added", "begun": "removed"}
    assert sorted(map(_row, there)) == sorted(
        (opposite.get(kind, kind), *rest) for kind, *rest in map(_row, back)
    ) or any(each.kind == "removed" and each.part == "plan" for each in (*there, *back))
    assert sorted(repr((each.before, each.after)) for each in there if each.kind == "changed") == sorted(
        repr((each.after, each.before)) for each in back if each.kind == "changed"
    )


@given(records(), st.randoms(use_true_random=False), anything)
def test_amendments_survive_being_kept(record: tuple[str, Any], random: Random, replacement: Any) -> None:
    """An amendment that is stored and read back is the same."""
    kind, data = record
    found = compare(kind, data, spoiled(data, random, replacement), POLICY)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=tuple[Amendment, ...]) == found


def test_every_field_has_a_path_of_the_policy() -> None:
    """What a record can hold is decided in audiences.yml under the very path that an amendment speaks of."""
    found = {path for kind in PUPIL_KINDS for path in _paths(shape_of(kind), root_of(kind))}
    assert found - every_path() == set()
    assert len(found) > 150


def test_a_record_made_at_random_is_walked() -> None:
    """The properties above are of records with something in them: most that are made differ from an empty one."""
    random = Random(7)
    for kind in PUPIL_KINDS:
        many = [msgspec.to_builtins(made(KINDS[kind], random, {})) for _ in range(20)]
        assert sum(bool(compare(kind, {}, each, POLICY)) for each in many) > 5


def _row(amendment: Amendment) -> tuple[str, str, str, tuple[str, ...], int]:
    return (amendment.kind, amendment.part, amendment.item or "", amendment.within, amendment.number)


def _paths(shape: Shape, path: str) -> set[str]:
    if isinstance(shape, Leaf):
        return {path}
    if isinstance(shape, Counted):
        return set()
    part: Part = shape.part if isinstance(shape, Things) else shape
    return {
        found
        for name, field in part.fields.items()
        for found in _paths(field, f"{path}.{name}" if path else name)
    }
