"""Somebody hands things over and stays: each thing goes to whom it was given, and nothing else of any record differs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_answers import refuses_forgery
from form_scenes import TODAY, after, at, differences, standing_in, wrongs
from liverecord.forms import handing_over, leaving
from liverecord.forms.holdings import held_by
from liverecord.forms.job import NotHere, Scene, Written
from liverecord.forms.question import Wrong
from liverecord.splice.steps import Add, Set

JOB = handing_over.JOB
STAFF = tuple(person.id for person in at(JOB).staff.staff)
NOTHING = [Wrong("", "Nothing here differs from the record, so there is nothing to send.")]


def things(place: Scene) -> list[str]:
    """Return the questions for what is in somebody's hands."""
    return [question.name for question in JOB.ask(place, {}).questions if question.name.startswith("take_")]


@pytest.mark.parametrize("person", STAFF)
def test_one_answer_hands_everything_over(person: str) -> None:
    """What is handed over is what leaving hands over, nothing of the person differs, and afterwards nothing is left."""
    place = at(JOB, None, person)
    asked = things(place)
    assert asked == [
        question.name
        for question in leaving.JOB.ask(at(leaving.JOB, None, person), {}).questions
        if question.name.startswith("take_")
    ]
    taker = next(each for each in ("h-novak", "a-farrow") if each != person)
    written = JOB.write(place, {"everything": [taker]})
    if not asked:
        assert written == NOTHING
        assert JOB.ask(place, {}).none
        return
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    then = place._replace(files=after(place, written.steps))
    assert [each for each in held_by(then, person) if not each.is_mentor] == []
    assert set(written.asked_at.values()) == set(asked)
    changed = differences(place, written.steps)
    own = changed.pop("records/staff.yml", [])
    assert all(step.path[2:] == ("away", "cover") and step.path[1] != person for step in own)
    number = len(asked)
    assert written.message == f"school: {person} hands over {number} thing{'' if number == 1 else 's'}"


@given(st.data())
def test_each_thing_goes_to_whom_it_was_given(data: st.DataObject) -> None:
    """An answer of its own comes before the one for all; what is given to nobody stays, and that is no mistake."""
    place = at(JOB, None, "j-okafor")
    asked = things(place)
    choice = st.sampled_from(["", "-", "h-novak", "a-farrow"])
    own = data.draw(st.lists(choice, min_size=len(asked), max_size=len(asked)))
    for_all = data.draw(st.sampled_from(["", "h-novak", "a-farrow"]))
    given_to = dict(zip(asked, own, strict=True))
    told = JOB.write(place, {"everything": [for_all], **{name: [each] for name, each in given_to.items()}})
    taken = {name for name, each in given_to.items() if (each or for_all) not in {"", "-"}}
    if not taken:
        assert told == NOTHING
        return
    assert isinstance(told, Written)
    assert wrongs(place, told.steps) == []
    assert differences(place, told.steps)
    assert set(told.asked_at.values()) == taken
    written = {
        step.path: step.value for steps in told.steps.values() for step in steps if isinstance(step, Set)
    }
    assert set(written.values()) <= {"h-novak", "a-farrow"}


@given(st.integers(-400, 400))
def test_a_mentor_was_so_until_the_day_before(days: int) -> None:
    """Both have their days in the record: one until the day before, the other from the day that was typed."""
    place = at(JOB, None, "m-lindqvist")
    first = TODAY + timedelta(days=days)
    told = JOB.write(place, {"everything": ["z-karim"], "from": [first.isoformat()]})
    assert isinstance(told, Written)
    lines = 0
    for steps in told.steps.values():
        for step in steps:
            if isinstance(step, Add):
                lines += 1
                assert step == Add(("mentors",), {"who": "z-karim", "from": first.isoformat()})
            elif step.path[-1] == "until":
                assert step == Set(step.path, (first - timedelta(days=1)).isoformat())
    assert lines or first < TODAY
    assert wrongs(place, told.steps) == []


def test_without_a_day_it_is_today() -> None:
    place = at(JOB, None, "m-lindqvist")
    assert "from" in {question.name for question in JOB.ask(place, {}).questions}
    told = JOB.write(place, {"everything": ["z-karim"]})
    assert told == JOB.write(place, {"everything": ["z-karim"], "from": ["today"]})
    told = JOB.write(place, {"everything": ["z-karim"], "from": ["31 June"]})
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == ["from"]


def test_of_whoever_has_left_the_last_day_stands() -> None:
    """The record has the day already: nobody is asked for another."""
    place = at(JOB, None, "m-lindqvist")
    staff = type(place.staff)(
        staff=tuple(
            type(each)(**{**_fields(each), "left_on": date(2026, 11, 6)})
            if each.id == "m-lindqvist"
            else each
            for each in place.staff.staff
        )
    )
    place = place._replace(staff=staff)
    form = JOB.ask(place, {})
    assert form.about[0] == "Left on 6 November 2026."
    assert "from" not in {question.name for question in form.questions}
    told = JOB.write(place, {"everything": ["z-karim"], "from": ["1 June 2026"]})
    assert isinstance(told, Written)
    added = [step for steps in told.steps.values() for step in steps if isinstance(step, Add)]
    assert {step.item["from"] for step in added} <= {"2026-11-07"}  # type: ignore[index, call-overload]


def _fields(person: object) -> dict[str, object]:
    return {name: getattr(person, name) for name in person.__struct_fields__}  # type: ignore[attr-defined]


def test_nobody_is_offered_who_cannot_take_over() -> None:
    place = at(JOB, None, "j-okafor")
    for question in JOB.ask(place, {}).questions:
        offered = {choice.value for choice in question.choices}
        assert "-" in offered
        assert offered.isdisjoint({"j-okafor", "s-quill", "o-whitlock"})
    told = JOB.write(place, {"everything": ["s-quill"], things(place)[0]: ["j-okafor"]})
    assert isinstance(told, list)
    assert {wrong.name for wrong in told} == {"everything", things(place)[0]}


def test_what_is_not_looked_at_is_said() -> None:
    place = at(JOB, None, "j-okafor")._replace(unread=("p-3fqk",))
    assert "Not looked at, because the records hold problems: p-3fqk." in JOB.ask(place, {}).about


def test_first_it_is_asked_who() -> None:
    """Everybody who holds something leads to a form, and nobody else."""
    form = JOB.ask(at(JOB), {})
    holding = [person for person in STAFF if things(at(JOB, None, person))]
    assert {lead.value for lead in form.leads} == {f"hand-over/{person}" for person in holding}
    assert form.none
    assert JOB.write(at(JOB), {}) == [Wrong("", "Choose first who hands things over.")]


def test_a_form_that_nobody_touched_writes_nothing() -> None:
    place = at(JOB, None, "j-okafor")
    assert JOB.write(place, standing_in(JOB.ask(place, {}))) == NOTHING


def test_forged_answers_are_no_fault() -> None:
    refuses_forgery(JOB, at(JOB, None, "t-barros"), {"everything": ["h-novak"]})


@pytest.mark.parametrize("address", [("nobody-such",), ("j-okafor", "p-7k3m"), ("",)])
def test_nobody_unknown_hands_over(address: tuple[str, ...]) -> None:
    for function in (JOB.ask, JOB.write):
        with pytest.raises(NotHere):
            function(at(JOB, None, *address), {})
