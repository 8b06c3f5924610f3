"""What a step means: to the data, and beside somebody else's."""

from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.ids import next_id
from liverecord.read import strict
from liverecord.splice.meeting import Clash, met, new_names, renamed, stands
from liverecord.splice.steps import (
    Add,
    Impossible,
    Remove,
    Set,
    applied,
    between,
    declared,
    found,
    is_alike,
)

PUPILS = Path(__file__).parents[2] / "records/pupils"
FILES = sorted(PUPILS.glob("*/*.yml"))

CONCERNS = {
    "concerns": [
        {"id": "c1", "status": "open", "updates": [{"id": "u1", "no_change": True}]},
        {"id": "c2", "status": "open"},
    ]
}


def data_of(path: Path) -> object:
    document, problems = strict.parse("", path.stem, path.read_bytes())
    assert document is not None, problems
    return document.data


class TestApplied:
    """What a step makes of data."""

    def test_a_key_is_set(self) -> None:
        after = applied(CONCERNS, [Set(("concerns", "c2", "status"), "closed")])
        assert found(after, ("concerns", "c2", "status")) == "closed"
        assert found(after, ("concerns", "c1")) is found(CONCERNS, ("concerns", "c1"))

    def test_nothing_that_was_given_changes(self) -> None:
        before = deepcopy(CONCERNS)
        applied(CONCERNS, [Remove(("concerns", "c1")), Add(("concerns", "c2", "updates"), {"id": "u1"})])
        assert before == CONCERNS

    def test_a_list_and_a_part_begin_where_they_are_missing(self) -> None:
        assert applied(None, [Add(("contacts",), {"id": "k1"})]) == {"contacts": [{"id": "k1"}]}
        assert applied({"a": None}, [Add(("a",), {"id": "k1"})]) == {"a": [{"id": "k1"}]}
        assert applied({}, [Set(("passport", "emergency"), "Call")]) == {"passport": {"emergency": "Call"}}

    @pytest.mark.parametrize(
        "step",
        [
            Set(("concerns", "c9", "status"), "open"),
            Add(("concerns", "c9", "updates"), {"id": "u1"}),
            Remove(("concerns", "c9")),
            Remove(("outcomes",)),
            Remove(("concerns", "9" * 5000)),
            Set((), {}),
            Remove(()),
            Add(("concerns", "c1", "status"), {"id": "u1"}),
            Set(("concerns", "c1", "status", "more"), 1),
        ],
    )
    def test_what_is_not_there_is_not_made_up(self, step: object) -> None:
        """A step on a thing that nobody added, or of another shape, changes nothing and says where."""
        for data in (CONCERNS, {}, {"concerns": None}, {"concerns": []}):
            if data == {} and isinstance(step, Add | Set) and step.path[1:2] == ("c1",):
                continue
            with pytest.raises(Impossible):
                applied(data, [step])  # type: ignore[list-item]

    def test_a_list_without_ids_goes_by_places(self) -> None:
        data = {"terms": [{"from": "a"}, {"from": "b"}]}
        assert applied(data, [Set(("terms", "1", "from"), "c")]) == {"terms": [{"from": "a"}, {"from": "c"}]}
        assert applied(data, [Remove(("terms", "0"))]) == {"terms": [{"from": "b"}]}


@given(st.sampled_from(FILES), st.sampled_from(FILES), st.data())
def test_between_leads_from_any_version_to_any_other(one: Path, other: Path, draws: st.DataObject) -> None:
    """Two versions of one kind of file, and steps between them: done on the first, they make the second."""
    alike = [path for path in FILES if path.stem == one.stem]
    before, after = data_of(one), data_of(draws.draw(st.sampled_from(alike)))
    assert sorted_things(applied(before, between(before, after))) == sorted_things(after)
    assert between(before, before) == []


def sorted_things(value: object) -> object:
    """Return data in which neither the order of keys nor of things with ids tells anything."""
    if isinstance(value, dict):
        return {key: sorted_things(each) for key, each in value.items()}
    if isinstance(value, list):
        items = [sorted_things(each) for each in value]
        if all(isinstance(each, dict) and "id" in each for each in items):
            return sorted(items, key=lambda each: str(each["id"]))
        return items
    return value


def test_ids_go_on() -> None:
    assert next_id("u", ["u1", "u12", "x99", 7, "u"]) == "u13"
    assert next_id("u", []) == "u1"
    assert next_id("u", ["u2", "u" + "9" * 5_000]) == "u3"
    assert next_id("", ["1", "a"]) == "2"


def test_what_a_path_is_declared_as() -> None:
    """A path through a thing leads to the same field whatever the thing is called."""
    test = declared("concerns", ("concerns", "c1", "drivers", "d1", "test"))
    assert test is not None
    assert (test.name, test.of) == ("test", "action")
    assert declared("plan", ("outcomes", "o1", "provision", "pr1", "who")).kind == "staff"  # type: ignore[union-attr]
    assert declared("plan", ("no", "such")) is None


class TestMet:
    """What becomes of a step beside somebody else's."""

    def test_what_others_left_alone_is_still_to_be_done(self) -> None:
        steps = [Set(("concerns", "c1", "status"), "closed")]
        theirs = applied(CONCERNS, [Add(("concerns",), {"id": "c3", "status": "open"})])
        assert met(steps, CONCERNS, theirs) == (steps, [])

    def test_what_stands_already_is_done(self) -> None:
        steps = [Set(("concerns", "c1", "status"), "closed"), Remove(("concerns", "c2"))]
        assert met(steps, CONCERNS, applied(CONCERNS, steps)) == ([], [])
        assert stands(steps, applied(CONCERNS, steps))
        assert not stands(steps, CONCERNS)

    def test_one_field_set_by_both_is_a_clash(self) -> None:
        steps = [Set(("concerns", "c1", "status"), "closed")]
        theirs = applied(CONCERNS, [Set(("concerns", "c1", "status"), "paused")])
        assert met(steps, CONCERNS, theirs).clashes == [
            Clash(("concerns", "c1", "status"), "open", "paused", "closed")
        ]

    def test_a_thing_that_is_gone_is_a_clash(self) -> None:
        gone = applied(CONCERNS, [Remove(("concerns", "c1"))])
        for step in (
            Set(("concerns", "c1", "status"), "closed"),
            Add(("concerns", "c1", "updates"), {"id": "u2"}),
        ):
            assert [clash.path for clash in met([step], CONCERNS, gone).clashes] == [step.path]

    def test_a_taken_id_becomes_the_next_and_is_followed(self) -> None:
        """Both add a3: mine becomes a4, and what points to mine in the same save points to a4."""
        actions = {"actions": [{"id": "a1"}, {"id": "a2"}]}
        mine = [Add(("actions",), {"id": "a3", "what": "mine"})]
        theirs = applied(actions, [Add(("actions",), {"id": "a3", "what": "theirs"})])
        left = met(mine, actions, theirs).steps
        assert left == [Add(("actions",), {"id": "a4", "what": "mine"})]
        names = new_names("actions", mine, left)
        assert names == {("action", "a3"): "a4"}
        contact = Add(("contacts",), {"id": "a3", "agreed": ["a3", "a1"]})
        assert renamed("contacts", [contact], names) == [
            Add(("contacts",), {"id": "a3", "agreed": ["a4", "a1"]})
        ]
        driver = Set(("concerns", "c1", "drivers", "d1", "test"), "a3")
        assert renamed("concerns", [driver], names) == [Set(driver.path, "a4")]
        whole = Add(("concerns",), {"id": "c7", "drivers": [{"id": "d1", "test": "a3"}]})
        assert renamed("concerns", [whole], names)[0].item["drivers"][0]["test"] == "a4"  # type: ignore[union-attr]
        assert stands(mine, applied(theirs, left))

    def test_two_alike_are_followed_each_under_its_own_id(self) -> None:
        """Two calls of one day differ by their ids alone: neither is taken for the other, and neither for somebody else's."""
        call = {"date": "2026-11-20", "with": "mother"}
        mine = [Add(("contacts",), {"id": name, **call}) for name in ("k2", "k3")]
        assert new_names("contacts", mine, met(mine, {}, {"contacts": [{"id": "k1"}]}).steps) == {}
        theirs = {"contacts": [{"id": "k2", "with": "father"}]}
        left = met(mine, {}, theirs).steps
        assert [step.item["id"] for step in left if isinstance(step, Add)] == ["k3", "k4"]
        assert new_names("contacts", mine, left) == {("contact", "k2"): "k4"}
        done = met(mine, {}, {"contacts": [mine[0].item]}).steps
        assert new_names("contacts", mine, done) == {}

    def test_a_part_that_both_began_is_met_key_by_key(self) -> None:
        steps = [Set(("passport", "emergency"), "Call")]
        theirs = {"passport": {"avoid": ["Noise"]}}
        assert met(steps, {}, theirs) == (steps, [])


@given(st.sampled_from(FILES), st.data())
def test_meeting_nobody_changes_nothing(one: Path, draws: st.DataObject) -> None:
    """Steps met with the very version they were made for are all still to be done; met with their own result, none."""
    alike = [path for path in FILES if path.stem == one.stem]
    before, after = data_of(one), data_of(draws.draw(st.sampled_from(alike)))
    steps = between(before, after)
    assert met(steps, before, before).clashes == []
    assert is_alike(applied(before, met(steps, before, before).steps), applied(before, steps))
    assert met(steps, before, applied(before, steps)) == ([], [])
