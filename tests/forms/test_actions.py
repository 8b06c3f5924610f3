"""An action is one person's, and how it went is said where it stands."""

from typing import Any

import pytest
from hypothesis import given

from form_scenes import PUPILS, at, differences, standing_in, wrongs
from liverecord.forms import actions, helped
from liverecord.forms.fields import NOTHING
from liverecord.forms.job import NotHere, Written
from liverecord.forms.question import Wrong
from liverecord.splice.steps import Add, Set, Step
from strategies import hostile_text
from typed import as_recorded

ACTION = actions.JOB
HELPED, SUPPORT = helped.JOBS


def changed(place: Any, written: Any) -> list[Step]:
    """Return what differs from the record after a save that the check takes."""
    assert isinstance(written, Written), written
    assert wrongs(place, written.steps) == []
    (steps,) = differences(place, written.steps).values()
    return steps


@pytest.mark.parametrize("pupil", PUPILS)
def test_a_new_action_is_what_was_answered(pupil: str) -> None:
    place = at(ACTION, pupil)
    answers = {
        "what": ["Meet at the gate"], "kind": ["check_in"], "owner": ["j-okafor"], "due": ["4 December"],
    }  # fmt: skip
    (step,) = changed(place, actions.write(place, answers))
    item = step.item if isinstance(step, Add) else step.value[0]  # type: ignore[union-attr]
    assert item == {
        "id": item["id"], "kind": "check_in", "what": "Meet at the gate", "owner": "j-okafor",
        "due": "2026-12-04",
    }  # fmt: skip


@pytest.mark.parametrize("pupil", PUPILS)
def test_each_action_changes_where_it_was_answered_otherwise(pupil: str) -> None:
    """Untouched it stays as it is, whatever way it was typed; one other day is one step."""
    for action in at(ACTION, pupil).pupils[pupil].pupil.actions:
        place = at(ACTION, pupil, action.id)
        answers = standing_in(actions.ask(place, {}))
        assert actions.write(place, answers) == [Wrong("", NOTHING)]
        written = actions.write(place, answers | {"review_on": ("18 December",)})
        assert changed(place, written) == [Set(("actions", action.id, "review_on"), "2026-12-18")]


@pytest.mark.parametrize("pupil", PUPILS)
def test_how_each_action_went(pupil: str) -> None:
    """An open action ends with its day and its result, and nothing else is said of it."""
    for action in at(HELPED, pupil).pupils[pupil].pupil.actions:
        place = at(HELPED, pupil, action.id)
        answers = standing_in(helped.ask_action(place, {}))
        assert helped.write_action(place, answers) == [Wrong("", NOTHING)]
        if action.status != "open":
            continue
        answers |= {"status": ("done",), "ended_on": ("20 November",), "result": ("no_difference",)}
        at_action = ("actions", action.id)
        expected = {
            Set((*at_action, "status"), "done"),
            Set((*at_action, "ended_on"), "2026-11-20"),
            Set((*at_action, "result"), "no_difference"),
        }
        assert set(changed(place, helped.write_action(place, answers))) == expected


@pytest.mark.parametrize("pupil", PUPILS)
def test_how_all_support_went(pupil: str) -> None:
    """Support of an outcome and support without a plan: its result, where it stands."""
    plan = at(SUPPORT, pupil).pupils[pupil].pupil.plan
    given_ = [
        (("outcomes", outcome.id, "provision"), outcome.id, each)
        for outcome in plan.outcomes
        for each in outcome.provision
    ]
    given_ += [
        (("support_without_plan",), "support_without_plan", each) for each in plan.support_without_plan
    ]
    for path, name, provision in given_:
        place = at(SUPPORT, pupil, name, provision.id)
        answers = standing_in(helped.ask_provision(place, {}))
        assert helped.write_provision(place, answers) == [Wrong("", NOTHING)]
        result = "partly" if provision.result != "partly" else "helped"
        written = helped.write_provision(place, answers | {"result": (result,)})
        assert changed(place, written) == [Set((*path, provision.id, "result"), result)]


@given(hostile_text())
def test_words_come_back_as_they_were_typed(text: str) -> None:
    place = at(ACTION, "p-7k3m", "a2")
    answers: dict[str, Any] = standing_in(actions.ask(place, {})) | {"what": [text]}
    told = actions.write(place, answers)
    if not as_recorded(text):
        assert told == [Wrong("what", "Say what will be done.")]
        return
    assert isinstance(told, Written)
    assert told.steps == {place.path("actions"): [Set(("actions", "a2", "what"), as_recorded(text))]}
    assert told.message == "p-7k3m: change action a2"


def test_what_is_over_has_its_day_and_what_goes_on_has_none() -> None:
    place = at(HELPED, "p-7k3m", "a1")
    over = helped.write_action(place, {"status": ["stopped"]})
    assert over == [Wrong("ended_on", "Say when it ended.")]
    going_on = helped.write_action(place, {"status": ["open"], "ended_on": ["today"], "result": ["great"]})
    assert isinstance(going_on, list)
    assert {wrong.name for wrong in going_on} == {"ended_on", "result"}


def test_since_when_is_asked_only_where_the_record_does_not_say() -> None:
    known = {each.name for each in helped.ask_action(at(HELPED, "p-7k3m", "a1"), {}).questions}
    unknown = {each.name for each in helped.ask_action(at(HELPED, "p-7k3m", "a2"), {}).questions}
    assert unknown - known == {"started_on"}
    assert (
        helped.ask_action(at(HELPED, "p-7k3m", "a1"), {}).about[1]
        == "It began on 9 November 2026. J. Okafor holds it."
    )


def test_an_action_is_for_a_concern_that_is_open_or_its_own() -> None:
    """A new one is never laid on a closed concern, nor on another pupil's."""
    for pupil in PUPILS:
        place = at(ACTION, pupil)
        questions = {each.name: each for each in actions.ask(place, {}).questions}
        concerns = place.pupils[pupil].pupil.concerns
        open_ones = [each.id for each in concerns if each.status == "open"]
        offered = [choice.value for choice in questions["concern"].choices] if "concern" in questions else []
        assert offered == open_ones
        for closed in {each.id for each in concerns} - set(open_ones):
            told = actions.write(place, {"concern": [closed]})
            assert isinstance(told, list)
            assert not open_ones or "concern" in {wrong.name for wrong in told}


@pytest.mark.parametrize(
    ("job", "names"),
    [(ACTION, ("a99",)), (ACTION, ("c1",)), (ACTION, ("a1", "a1")), (HELPED, ()), (HELPED, ("a99",)), (SUPPORT, ("o1",)),
     (SUPPORT, ("o1", "pr99")), (SUPPORT, ("o9", "pr1")), (SUPPORT, ("provision", "pr1"))],
)  # fmt: skip
def test_an_address_of_nothing_is_not_here(job: Any, names: tuple[str, ...]) -> None:
    place = at(job, "p-7k3m", *names)
    with pytest.raises(NotHere):
        job.ask(place, {})
    with pytest.raises(NotHere):
        job.write(place, {"status": ["done"]})
