"""Somebody leaves: everything in their hands goes over in one save, each thing to whom it was given, and nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_answers import holds_words, refuses_forgery
from form_scenes import after, at, differences, standing_in, wrongs
from liverecord.forms import leaving
from liverecord.forms.holdings import HOLDING, held_by
from liverecord.forms.job import NotHere, Scene, Written
from liverecord.forms.question import Wrong
from liverecord.model.field import fields_of
from liverecord.model.parts import PARTS
from liverecord.splice.steps import Add, Set, found
from strategies import hostile_text

JOB = leaving.JOB
STAFF = tuple(person.id for person in at(JOB).staff.staff)
LAST = {"left_on": ["18 December 2026"]}
DONE = {
    "plan.attendance.part_time_timetable.agreed_by",
    "plan.attendance.enforcement.decided_by",
    "plan.attendance.sickness_return.by",
    "plan.circumstances.accepted_by",
    "concerns.updates.by",
    "contacts.by",
    "timetable.teacher",
}
"""Fields that say who did something: it stays true whoever leaves. Who teaches a lesson the school's timetable says."""


def names(place: Scene) -> list[str]:
    """Return the questions for what is in somebody's hands."""
    return [question.name for question in JOB.ask(place, {}).questions if question.name.startswith("take_")]


def holder(place: Scene, name: str) -> str:
    """Return who holds what a question is about, as the files of a scene say."""
    _, pupil, kind, *path = split(name)
    return str(found(place.data(kind, pupil), tuple(path)))


def split(name: str) -> list[str]:
    """Return the parts of a question's name; those of fields hold what parts them."""
    for field in ("part_time_timetable", "held_by"):
        name = name.replace(field, field.replace("_", "/"))
    name = name.replace("support_without_plan", "support/without/plan")
    return [part.replace("/", "_") for part in name.split("_")]


def test_every_field_with_a_member_of_staff_is_decided() -> None:
    """A field says who holds something, or who did something: no new one is forgotten when somebody leaves."""
    every = {
        (struct, field.name): f"{path}.{field.name}"
        for path, struct in PARTS.items()
        for field in fields_of(struct)
        if field.kind == "staff"
    }
    assert {path for each, path in every.items() if each not in HOLDING} == DONE
    assert every.keys() >= HOLDING


@pytest.mark.parametrize("person", STAFF)
def test_one_answer_hands_everything_over(person: str) -> None:
    """Each thing is in the successor's hands, and nothing else of any record differs."""
    place = at(JOB, None, person)
    asked = names(place)
    taker = next(each for each in ("h-novak", "a-farrow") if each != person)
    written = JOB.write(place, {**LAST, "everything": [taker], "handover": ["The keys are in the office"]})
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    then = place._replace(files=after(place, written.steps))
    assert [each for each in held_by(then, person) if not each.is_mentor] == []
    for name in asked:
        if "_mentors_" not in name and "_staff_" not in name and not name.startswith("take_staff"):
            assert holder(then, name) == taker
    changed = differences(place, written.steps)
    own = changed.pop("records/staff.yml")
    assert {step.path[2] for step in own if step.path[1] == person} <= {"left_on", "handover"}
    assert all(step.path[2:] == ("away", "cover") for step in own if step.path[1] != person)
    steps = [step for each in changed.values() for step in each]
    mentors = [step for step in steps if step.path[0] == "mentors"]
    assert all(isinstance(step, Set) and step.value == taker for step in steps if step not in mentors)
    assert len(steps) == sum(not name.startswith("take_staff") for name in asked)
    number = len(asked)
    over = f", {number} thing{'' if number == 1 else 's'} handed over" if number else ""
    assert written.message == f"school: {person} leaves on 18 December 2026{over}"


@given(st.data())
def test_each_thing_goes_to_whom_it_was_given(data: st.DataObject) -> None:
    """An answer of its own comes before the one for all; what nobody takes over stays as it is."""
    place = at(JOB, None, "j-okafor")
    asked = names(place)
    choice = st.sampled_from(["", "-", "h-novak", "a-farrow"])
    own = data.draw(st.lists(choice, min_size=len(asked), max_size=len(asked)))
    for_all = data.draw(choice)
    given_to = dict(zip(asked, own, strict=True))
    told = JOB.write(
        place, {**LAST, "everything": [for_all], **{name: [each] for name, each in given_to.items()}}
    )
    if not for_all and "" in own:
        assert told == [
            Wrong("everything", "Choose who takes over what is left empty below, or that nobody does yet.")
        ]
        return
    assert isinstance(told, Written)
    assert wrongs(place, told.steps) == []
    assert differences(place, told.steps)
    then = place._replace(files=after(place, told.steps))
    for name, each in given_to.items():
        taker = each or for_all
        assert holder(then, name) == ("j-okafor" if taker == "-" else taker)
    taken = [name for name, each in given_to.items() if (each or for_all) != "-"]
    assert {name for name in told.asked_at.values() if name.startswith("take_")} == set(taken)


def test_a_mentor_was_so_until_the_last_day() -> None:
    """The line of whoever leaves ends, and whoever follows has one of their own; done again, nothing is left to hand over."""
    place = at(JOB, None, "m-lindqvist")
    written = JOB.write(place, {**LAST, "everything": ["z-karim"]})
    assert isinstance(written, Written)
    found_any = False
    for path, steps in written.steps.items():
        for step in steps:
            if isinstance(step, Add):
                found_any = True
                assert step == Add(("mentors",), {"who": "z-karim", "from": "2026-12-19"})
                assert any(
                    each.path[-1] == "until" for each in written.steps[path] if each.path[0] == "mentors"
                )
    assert found_any
    staff = place.staff
    gone = [
        person
        if person.id != "m-lindqvist"
        else type(person)(**{**_fields(person), "left_on": date(2026, 12, 18)})
        for person in staff.staff
    ]
    then = place._replace(files=after(place, written.steps), staff=type(staff)(staff=tuple(gone)))
    assert names(then) == []
    told = JOB.write(then, standing_in(JOB.ask(then, {})))
    assert told == [Wrong("", "Nothing here differs from the record, so there is nothing to send.")]


def _fields(person: object) -> dict[str, object]:
    return {name: getattr(person, name) for name in person.__struct_fields__}  # type: ignore[attr-defined]


def test_nobody_is_offered_who_cannot_take_over() -> None:
    place = at(JOB, None, "j-okafor")
    for question in JOB.ask(place, {}).questions:
        offered = {choice.value for choice in question.choices}
        assert not question.choices or (
            "-" in offered and offered.isdisjoint({"j-okafor", "s-quill", "o-whitlock"})
        )
    told = JOB.write(place, {**LAST, "everything": ["s-quill"], names(place)[0]: ["j-okafor"]})
    assert isinstance(told, list)
    assert {wrong.name for wrong in told} == {"everything", names(place)[0]}


def test_whose_cover_goes_too_is_asked() -> None:
    """Whoever is covered by somebody who leaves is covered by somebody else."""
    place = at(JOB, None, "r-adeyemi")
    assert "take_staff_t-barros_away_cover" in names(place)
    written = JOB.write(place, {**LAST, "everything": ["-"], "take_staff_t-barros_away_cover": ["h-novak"]})
    assert isinstance(written, Written)
    assert written.steps == {
        "records/staff.yml": [
            Set(("staff", "r-adeyemi", "left_on"), "2026-12-18"),
            Set(("staff", "t-barros", "away", "cover"), "h-novak"),
        ]
    }
    assert any("Nobody else has the role: SENCO." in line for line in JOB.ask(place, {}).about)


def test_what_is_not_looked_at_is_said() -> None:
    place = at(JOB, None, "j-okafor")._replace(unread=("p-3fqk",))
    assert "Not looked at, because the records hold problems: p-3fqk." in JOB.ask(place, {}).about


def test_first_it_is_asked_who() -> None:
    """Everybody who is here leads to a form; nobody who has left and holds nothing any more."""
    form = JOB.ask(at(JOB), {})
    assert [lead.value for lead in form.leads][:2] == ["leaves/r-adeyemi", "leaves/j-okafor"]
    assert form.none
    assert not form.questions
    assert JOB.write(at(JOB), LAST) == [Wrong("", "Choose first who leaves.")]


def test_a_last_day_is_needed() -> None:
    told = JOB.write(at(JOB, None, "j-okafor"), {"everything": ["h-novak"]})
    assert told == [Wrong("left_on", "Say which day is the last at the school.")]
    told = JOB.write(at(JOB, None, "j-okafor"), {"left_on": ["31 June"]})
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == ["left_on", "everything"]


@given(hostile_text())
def test_words_come_back_as_they_were_typed(words: str) -> None:
    assert holds_words(JOB, at(JOB, None, "j-okafor"), {**LAST, "everything": ["-"]}, words)


def test_forged_answers_are_no_fault() -> None:
    refuses_forgery(JOB, at(JOB, None, "t-barros"), {**LAST, "everything": ["-"]})


@pytest.mark.parametrize("address", [("nobody-such",), ("j-okafor", "p-7k3m"), ("",)])
def test_nobody_unknown_leaves(address: tuple[str, ...]) -> None:
    for function in (JOB.ask, JOB.write):
        with pytest.raises(NotHere):
            function(at(JOB, None, *address), {})
