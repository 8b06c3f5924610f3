"""Whatever is sent to a form, nothing fails: it is taken as it was meant, or refused at a question that stands there."""

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_scenes import PUPILS, after, at, standing_in
from liverecord.forms import conversation, items, joining, removal
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.jobs import JOBS
from liverecord.forms.offered import of_pupil, of_school
from liverecord.forms.question import Form, Question
from liverecord.forms.things import things
from strategies import hostile_text

DAILY = [job for job in JOBS if job not in (*items.JOBS, *removal.JOBS)]
FORGED = ["p-none", "c99", "a1", "../staff", "null", "yes", "9" * 5000, "31 November", "today", "1000000000"]


@cache
def addresses(pupil: str | None) -> dict[str, list[tuple[str, ...]]]:
    """Return by job what its addresses may name: wherever the ways to forms lead, and those forms in their turn."""
    jobs = {job.name: job for job in DAILY if (job.scope == "pupil") == (pupil is not None)}
    place = at(conversation.JOB if pupil else joining.JOB, pupil)
    offered = of_pupil(place) if pupil else of_school()
    waiting = [(name,) for name in jobs]
    waiting += [offer.parts for group in offered for offer in group.offers]
    # What is over is no longer offered, and may still stand in an address that somebody kept.
    of_things = {name for name, *rest in waiting if rest}
    kept = [names for each in things(place) for names in (each.path, each.path[1::2])] if pupil else []
    waiting += [(name, *names) for name in of_things for names in kept]
    known: dict[str, list[tuple[str, ...]]] = {name: [] for name in jobs}
    while waiting:
        name, *rest = waiting.pop()
        names = tuple(rest)
        if name in jobs and names not in known[name]:
            try:
                form = jobs[name].ask(at(jobs[name], pupil, *names), {})
            except NotHere:
                continue
            known[name].append(names)
            waiting += [tuple(lead.value.split("/")) for lead in form.leads]
    return known


@cache
def forms_of(job: Job) -> list[tuple[Scene, Form]]:
    """Return scenes of a job in which it has a form, over the first pupils."""
    pupils = PUPILS[:10] if job.scope == "pupil" else (None,)
    places = [at(job, pupil, *names) for pupil in pupils for names in addresses(pupil)[job.name]]
    return [(place, job.ask(place, {})) for place in places]


def answer_to(question: Question) -> st.SearchStrategy[list[str]]:
    """Return what may be sent for a question: one of its choices, anything that was typed, or nothing."""
    typed = hostile_text() | st.sampled_from(FORGED)
    chosen = st.sampled_from([choice.value for choice in question.choices] or ["today"])
    return (
        st.lists(chosen | typed, max_size=2)
        | chosen.map(lambda value: [value])
        | st.just(list(question.value))
    )


@pytest.mark.parametrize("job", DAILY, ids=lambda job: job.name)
def test_every_job_is_tried_where_it_asks_something(job: Job) -> None:
    """Of each job there are forms with questions, so that what is held of its answers is held of some."""
    assert [form for _, form in forms_of(job) if form.questions]


@pytest.mark.parametrize("job", DAILY, ids=lambda job: job.name)
@given(data=st.data())
def test_no_answer_is_a_fault(job: Job, data: Any) -> None:
    """Random, hostile and forged answers: written as steps that hold, or wrong at questions of the form, with a cure."""
    place, form = data.draw(st.sampled_from(forms_of(job)))
    answers: dict[str, Any] = {
        question.name: data.draw(answer_to(question))
        for question in form.questions
        if data.draw(st.booleans())
    }
    for name in form.hidden:
        answers[name] = [
            data.draw(st.sampled_from(["1", "2", "20", "21", "-1", "1000000000", "", "²", *FORGED]))
        ]
    if data.draw(st.booleans()):
        answers["more"] = [data.draw(st.sampled_from([*[choice.value for choice in form.more], "nothing"]))]
    asked = job.ask(place, answers)
    known = {question.name for question in asked.questions}
    assert len(known) == len(asked.questions)
    told = job.write(place, answers)
    if isinstance(told, Written):
        after(place, told.steps)
        assert told.steps
        assert set(told.asked_at.values()) <= known | {""}
        assert not asked.none
    else:
        assert told
        assert {wrong.name for wrong in told} <= known | {""}
        assert all(wrong.message.strip().endswith(".") for wrong in told)


@pytest.mark.parametrize("job", DAILY, ids=lambda job: job.name)
def test_a_form_that_nobody_touched_writes_nothing(job: Job) -> None:
    """Each form, sent back as it came, is told that nothing is to be done, or what is still to be answered."""
    for place, form in forms_of(job):
        told = job.write(place, standing_in(form))
        assert isinstance(told, list), (place.pupil, place.names)
        assert told


@pytest.mark.parametrize("job", DAILY, ids=lambda job: job.name)
def test_each_question_can_be_asked_aloud(job: Job) -> None:
    """A question has words, says who sees the answer, and its names are safe in a page; choices are told apart."""
    for _, form in forms_of(job):
        assert form.title
        assert bool(form.none) != bool(form.questions)
        for question in form.questions:
            assert question.label[:1].isupper()
            assert question.seen_by or question.hint
            assert question.name.replace("_", "").replace("-", "").isalnum()
            assert len({choice.value for choice in question.choices}) == len(question.choices)
