"""A circumstance is asked by its kind: what belongs to another kind is not asked, and nothing of it is lost."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_scenes import PUPILS, after, at, differences, standing_in, wrongs
from liverecord.forms import circumstance
from liverecord.forms.job import NotHere, Written
from liverecord.forms.question import Wrong
from liverecord.model.field import fields_of
from liverecord.model.records import Circumstance
from liverecord.splice.steps import Add, Set
from strategies import hostile_text
from typed import as_recorded

JOB = circumstance.JOB
KINDS = tuple(at(JOB, "p-7k3m").rulebook.codes.lists["circumstance_kind"])
FIELDS = {field.name: field for field in fields_of(Circumstance)}


def asked(*names: str, pupil: str = "p-7k3m") -> list[str]:
    return [question.name for question in JOB.ask(at(JOB, pupil, *names), {}).questions]


def test_the_kind_is_chosen_first() -> None:
    form = JOB.ask(at(JOB, "p-5nxb"), {})
    assert form.none
    leads = [lead.value for lead in form.leads]
    assert leads == ["circumstance/q1", *(f"circumstance/new/{kind}" for kind in KINDS)]
    assert JOB.write(at(JOB, "p-5nxb"), {}) == [Wrong("", "Choose first what kind it is.")]


def test_every_field_is_asked_of_some_kind_and_what_is_of_one_kind_of_that_alone() -> None:
    """As the fields' own descriptions say: "For an appeal: …"."""
    of = {kind: set(asked("new", kind)) for kind in KINDS}
    assert set().union(*of.values()) == FIELDS.keys() - {"id", "kind"}
    for name, field in FIELDS.items():
        said = re.match(r"For an? ([a-z ]+): ", field.description)
        if said:
            assert [kind for kind in KINDS if name in of[kind]] == [said[1].replace(" ", "_")], name
    assert max(map(len, of.values())) < 17


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_one_is_of_its_kind_and_says_what_was_answered(kind: str) -> None:
    place = at(JOB, "p-7k3m", "new", kind)
    form = JOB.ask(place, {})
    assert isinstance(JOB.write(place, standing_in(form)), list)
    answers: dict[str, Any] = standing_in(form) | {"about": ("In short",), "owner": ("r-adeyemi",)}
    stages = next((each.choices for each in form.questions if each.name == "stage"), ())
    if stages:
        answers["stage"] = (stages[0].value,)
    written = JOB.write(place, answers)
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    ((step,),) = written.steps.values()
    assert isinstance(step, Add)
    expected = {"id": step.item["id"], "kind": kind, "about": "In short", "owner": "r-adeyemi"}
    assert step.item == expected | ({"stage": stages[0].value} if stages else {})
    assert written.message == f"p-7k3m: add circumstance {step.item['id']}"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_so_anyway_makes_no_circumstance(kind: str) -> None:
    """That it is not restricted is nothing that the record should know: alone it is no answer, and beside others no line."""
    place = at(JOB, "p-7k3m", "new", kind)
    assert JOB.write(place, {"restricted": ["no"]}) == JOB.write(place, {})
    answers = {"about": ["In short"], "owner": ["r-adeyemi"]}
    written = JOB.write(place, {**answers, "restricted": ["no"]})
    assert isinstance(written, Written)
    assert written == JOB.write(place, answers)
    closed = JOB.write(place, {"restricted": ["yes"]})
    assert isinstance(closed, Written)
    assert after(place, closed.steps)[place.path("plan")]["circumstances"][-1]["restricted"] is True  # type: ignore[index]


@pytest.mark.parametrize("pupil", PUPILS)
def test_one_that_is_there_shows_all_that_it_says_and_changes_alone(pupil: str) -> None:
    known = at(JOB, pupil).pupils[pupil].pupil.plan.circumstances
    for each in known:
        place = at(JOB, pupil, each.id)
        form = JOB.ask(place, {})
        answers = standing_in(form)
        assert isinstance(JOB.write(place, answers), list)
        written = JOB.write(place, {**answers, "about": ("Said anew",)})
        assert isinstance(written, Written)
        assert wrongs(place, written.steps) == []
        assert list(differences(place, written.steps).values()) == [
            [Set(("circumstances", each.id, "about"), "Said anew")]
        ]


@given(st.sampled_from(KINDS), hostile_text())
def test_words_come_back_as_they_were_typed(kind: str, text: str) -> None:
    place = at(JOB, "p-7k3m", "new", kind)
    written = JOB.write(place, {"about": [text], "owner": ["r-adeyemi"]})
    assert isinstance(written, Written)
    data: Any = after(place, written.steps)[place.path("plan")]
    assert data["circumstances"][-1].get("about", "") == as_recorded(text)


def test_who_sees_it_goes_by_its_kind() -> None:
    """An appeal is for few eyes whatever is asked of it; a referral's service is the team's."""
    few = {"The SENCO, the safeguarding lead and the head will see this, and other staff will not."}
    assert {each.seen_by for each in JOB.ask(at(JOB, "p-7k3m", "new", "appeal"), {}).questions} == few
    assert {each.seen_by for each in JOB.ask(at(JOB, "p-2xqd", "q1"), {}).questions} == few
    seen = {each.name: each.seen_by for each in JOB.ask(at(JOB, "p-7k3m", "new", "referral"), {}).questions}
    assert seen["service"].startswith("The SEND and pastoral team will see this")


def test_what_is_wrong_is_told_at_its_question() -> None:
    told = JOB.write(
        at(JOB, "p-7k3m", "new", "referral"), {"stage": ["decided"], "sent_on": ["31 June"], "owner": ["x"]}
    )
    assert isinstance(told, list)
    assert {wrong.name for wrong in told} == {"stage", "sent_on", "owner"}


@pytest.mark.parametrize(
    "names", [("q99",), ("new",), ("new", "none"), ("new", "appeal", "x"), ("q1", "kind"), ("",)]
)
def test_an_address_of_nothing_is_not_here(names: tuple[str, ...]) -> None:
    for do in (JOB.ask, JOB.write):
        with pytest.raises(NotHere):
            do(at(JOB, "p-7k3m", *names), {})
