"""Whatever is sent to a form, nothing fails: it is taken as it was meant, or refused at a question that stands there."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_scenes import PUPILS, after, at, standing_in
from liverecord.forms import items, removal
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.jobs import JOBS
from liverecord.forms.question import Form, Question
from strategies import hostile_text

DAILY = [job for job in JOBS if job not in (*items.JOBS, *removal.JOBS)]
FORGED = ["p-none", "c99", "a1", "../staff", "null", "yes", "9" * 5000, "31 November", "today", "1000000000"]


def names_for(job: Job, pupil: str | None) -> Iterator[tuple[str, ...]]:
    """Yield what an address of a job may name: nothing, or what the pupil's own forms lead to."""
    yield ()
    if pupil is None:
        return
    record = at(items.JOBS[0], pupil, "plan").pupils[pupil].pupil
    yield from ((each.id,) for each in (*record.concerns, *record.actions, *record.reviews))
    yield from ((outcome.id, each.id) for outcome in record.plan.outcomes for each in outcome.provision)
    yield from (("support_without_plan", each.id) for each in record.plan.support_without_plan)
    yield from (
        ("new", kind) for kind in ("sen_support", "ehcp_annual", "concern", "provision", "exam_access")
    )
    yield from (("new", "concern", each.id) for each in record.concerns)


@cache
def forms_of(job: Job) -> list[tuple[Scene, Form]]:
    """Return scenes of a job in which it has a form, over the first pupils."""
    made = []
    for pupil in PUPILS[:10] if job.scope == "pupil" else (None,):
        for names in names_for(job, pupil):
            place = at(job, pupil, *names)
            try:
                made.append((place, job.ask(place, {})))
            except NotHere:
                continue
    return made


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
