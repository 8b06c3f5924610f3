"""An answer that somebody emptied goes from the record, in every form that changes what is there, and nothing else does."""

import pytest

from form_scenes import PUPILS, at, standing_in
from liverecord.forms import actions, passport
from liverecord.forms.job import Written
from liverecord.forms.things import things
from liverecord.splice.steps import Remove


@pytest.mark.parametrize("pupil", PUPILS[:20])
def test_of_an_action_each_answer_can_be_emptied(pupil: str) -> None:
    """Each answer that need not be given: without it, that field alone goes."""
    tried = 0
    for thing in things(at(actions.JOB, pupil)):
        if thing.noun != "action":
            continue
        place = at(actions.JOB, pupil, thing.id)
        form = actions.JOB.ask(place, {})
        for question in form.questions:
            if question.is_required or not question.value or question.name == "owner":
                continue
            told = actions.JOB.write(place, {**standing_in(form), question.name: ("",)})
            assert isinstance(told, Written), (thing.path, question.name, told)
            (steps,) = told.steps.values()
            assert list(steps) == [Remove((*thing.path, question.name))]
            tried += 1
    assert tried or pupil != "p-7k3m"


@pytest.mark.parametrize("pupil", PUPILS[:20])
def test_of_the_passport_each_answer_can_be_emptied(pupil: str) -> None:
    place = at(passport.JOB, pupil)
    form = passport.JOB.ask(place, {})
    answered = [question.name for question in form.questions if question.value]
    for name in answered:
        told = passport.JOB.write(place, {**standing_in(form), name: ("",)})
        assert isinstance(told, Written)
        (steps,) = told.steps.values()
        gone = ("passport", name) if len(answered) > 1 else ("passport",)
        assert list(steps) == [Remove(gone)]
