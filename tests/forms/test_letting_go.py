"""What was closed to others by what it belonged to stays closed when that lets it go: judged by the gate itself."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import pytest

from form_scenes import PUPILS, ROOT, after, at, dumped, ground, standing_in
from liverecord import derive, redact
from liverecord.examine.records import Documents, Task, judge
from liverecord.forms import closing, removal
from liverecord.forms.job import Job, Known, Scene, Written
from liverecord.forms.things import Thing, things
from liverecord.model.field import fields_of
from liverecord.model.parts import LISTS
from liverecord.model.records import KINDS, PUPIL_KINDS
from liverecord.splice.steps import Add, Remove, Set, Step, found
from liverecord.view import View

OF_PUPIL = removal.JOBS[0]
KEPT = tuple(
    pupil
    for pupil in PUPILS
    if any(thing.data.get("restricted") is True for thing in things(at(OF_PUPIL, pupil)))
)
"""The pupils in whose records something is restricted."""


def stood(place: Scene, files: Mapping[str, object]) -> Scene:
    """Return the scene with other files: the pupil is read and worked out anew."""
    assert place.pupil is not None
    paths = {kind: path for kind in PUPIL_KINDS if (path := place.path(kind)) in files}
    raws = {path: dumped(files[path]) for path in paths.values()}
    world = ground().world
    typed, wrong = judge(world, Task(place.pupil, paths, ""), Documents(ROOT, paths, raws))
    assert typed is not None, wrong
    case = derive.case(typed, world.school, world.staff, world.rulebook, (), world.today)
    return place._replace(files=files, pupils={place.pupil: Known(typed, case)})


def seen(place: Scene) -> set[tuple[str, str, str]]:
    """Return what each audience but the widest sees of the record's things: (audience, list, id)."""
    assert place.pupil is not None
    policy = place.rulebook.policy
    told = set()
    for audience in policy.audiences[:-1]:
        view = redact.gate(policy, audience.id, place.school.audiences).case(place.pupils[place.pupil].case)
        for part in (*LISTS, "plan", "reasons"):
            told |= {(audience.id, path, each) for path, each in _ids(part, getattr(view, part, None))}
    return told


def _ids(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, tuple):
        for each in value:
            yield from _ids(path, each)
    elif isinstance(value, View):
        inner = dict(value)
        if isinstance(inner.get("id"), str):
            yield path, inner["id"]
        for name, each in inner.items():
            yield from _ids(f"{path}.{name}", each)


def hidden_by_it_alone(pupil: str, thing: Thing) -> Scene:
    """Return the pupil's scene in which whatever may belong to the thing does, and is closed by nothing else."""
    place = at(OF_PUPIL, pupil)
    steps: dict[str, list[Step]] = {}
    for each in things(place):
        names = {field.name: field for field in fields_of(each.struct) if field.belongs}
        named = {str(one) for name in names for one in _listed(each.data.get(name))}
        if thing.id in named and each.data.get("restricted") is True:
            steps.setdefault(place.path(each.kind), []).append(Remove((*each.path, "restricted")))
    plain = {
        "kind": "conversation",
        "what": "Ask again",
        "owner": "j-okafor",
        "due": "2026-11-27",
        "status": "open",
    }
    new: dict[str, dict[str, Any]] = {
        "reviews": {"id": "r91", "kind": "concern", "due": "2026-12-11", "about": [thing.id]},
        "actions": {"id": "a91", **plain, "concern": thing.id},
    }
    for kind, item in new.items():
        field = next(each for each in fields_of(KINDS[kind]) if each.name == kind)
        assert field.struct is not None
        nouns = {noun for each in fields_of(field.struct) if each.belongs for noun in each.of.split()}
        if thing.noun in nouns:
            steps.setdefault(place.path(kind), []).append(Add((kind,), item))
    return stood(place, after(place, steps))


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else [value]


def closed(place: Scene) -> Iterator[tuple[Job, Scene, dict[str, Any]]]:
    """Yield the closing of every open restricted concern with each of its actions going on, with and without another concern."""
    assert place.pupil is not None
    for concern in place.pupils[place.pupil].pupil.concerns:
        if concern.restricted and concern.status == "open":
            scene = place._replace(names=(concern.id,))
            form = closing.ask(scene, {})
            answers: dict[str, Any] = standing_in(form) | {"line-text": ["It is over"]}
            for question in form.questions:
                if question.name.endswith("-status"):
                    answers[question.name] = ["open"]
                elif question.name.endswith("-due"):
                    answers[question.name] = ["11 December"]
            yield closing.JOB, scene, answers
            others = {
                question.name: [question.choices[0].value]
                for question in form.questions
                if question.name.endswith("-concern")
            }
            if others:
                yield closing.JOB, scene, answers | others


@pytest.mark.parametrize("pupil", KEPT)
def test_nobody_sees_more_when_what_is_restricted_lets_go(pupil: str) -> None:
    """Over every restricted thing and both jobs: each audience sees the same things of the record, or fewer."""
    tried = 0
    for thing in things(at(OF_PUPIL, pupil)):
        if thing.data.get("restricted") is not True:
            continue
        before = hidden_by_it_alone(pupil, thing)
        jobs = [(OF_PUPIL, before._replace(names=(thing.kind, *thing.path)), {"why": ["mistake"]})]
        jobs += closed(before)
        for job, scene, answers in jobs:
            told = job.write(scene, answers)
            assert isinstance(told, Written), told
            left = stood(scene, after(scene, told.steps))
            assert seen(left) <= seen(scene), (job.name, thing.path)
            tried += 1
    assert tried


@pytest.mark.parametrize("part", ["concerns", "actions", "plan.outcomes", "plan"])
@pytest.mark.parametrize("pupil", [pupil for pupil in PUPILS if pupil not in KEPT][:2])
def test_nobody_sees_more_where_the_school_has_narrowed_a_whole_part(pupil: str, part: str) -> None:
    """What is about things that a school has closed to others stays closed to them when those are taken out."""
    place = at(OF_PUPIL, pupil)
    widest = place.rulebook.policy.audiences[-1].id
    school = msgspec.structs.replace(place.school, audiences={part: widest})
    tried = 0
    for thing in things(place):
        before = hidden_by_it_alone(pupil, thing)._replace(school=school, names=(thing.kind, *thing.path))
        told = removal.write(before, {"why": ["mistake"]})
        if isinstance(told, Written):
            assert seen(stood(before, after(before, told.steps))) <= seen(before), thing.path
            tried += 1
    assert tried


@pytest.mark.parametrize("pupil", [pupil for pupil in PUPILS if pupil not in KEPT][:15])
def test_nothing_is_closed_that_was_open(pupil: str) -> None:
    """Where nothing is restricted, what lets go says nothing of it: who saw a thing sees it."""
    for thing in things(at(OF_PUPIL, pupil)):
        place = at(OF_PUPIL, pupil, thing.kind, *thing.path)
        if place.rulebook.policy.kinds.keys() & {f"plan.{thing.path[0]}"} or thing.noun == "condition":
            continue  # a kind that few see closes what is about it, restricted or not
        told = removal.write(place, {"why": ["mistake"]})
        if isinstance(told, Written):
            assert not [
                step for steps in told.steps.values() for step in steps if step.path[-1] == "restricted"
            ]
            assert not any("restricted" in line for line in removal.ask(place, {}).about[1:])


def test_it_is_said_before_it_is_written() -> None:
    """Both forms say that what goes on without the concern is marked as restricted."""
    concern = next(each for each in things(at(OF_PUPIL, "p-8dct")) if each.id == "c2")
    place = hidden_by_it_alone("p-8dct", concern)
    removed = place._replace(names=("concerns", "concerns", "c2"))
    lines = [line for line in removal.ask(removed, {}).about if "Five minutes" in line]
    assert [
        line.endswith(
            "It will be marked as restricted: the SENCO, the safeguarding lead and the head alone see it, as now."
        )
        for line in lines
    ] == [True]
    told = removal.write(removed, {"why": ["mistake"]})
    assert isinstance(told, Written)
    assert Set(("actions", "a3", "restricted"), True) in told.steps[place.path("actions")]
    assert list(closed(place))
    for _, scene, answers in closed(place):
        written = closing.write(scene, answers)
        assert isinstance(written, Written)
        assert Set(("actions", "a3", "restricted"), True) in written.steps[place.path("actions")]
        abouts = [line for section in closing.ask(scene, answers).sections for line in section.about]
        assert any("It will be marked as restricted" in line for line in abouts)
    assert found(place.data("concerns"), ("concerns", "c2", "restricted")) is True
