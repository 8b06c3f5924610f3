"""The passport: what every adult sees is asked whole, and what was there stays as it was."""

import pytest
from hypothesis import given

from form_answers import changes_nothing, holds_words, refuses_forgery
from form_scenes import PUPILS, after, at, differences, standing_in, wrongs
from liverecord.forms import passport
from liverecord.forms.job import NotHere, Written
from liverecord.splice.steps import Set
from strategies import hostile_text

JOB = passport.JOB


@pytest.mark.parametrize("pupil", PUPILS)
def test_one_more_line_is_all_that_changes(pupil: str) -> None:
    place = at(JOB, pupil)
    form = JOB.ask(place, {})
    assert {question.seen_by for question in form.questions} == {"All staff will see this."}
    answers = standing_in(form)
    helps = [*(line for line in answers.get("helps", ("",))[0].split("\n") if line), "A seat by the door"]
    written = JOB.write(place, {**answers, "helps": ["\n".join(helps)]})
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    (path,) = written.steps
    assert after(place, written.steps)[path]["passport"]["helps"] == helps  # type: ignore[index]
    (step,) = differences(place, written.steps)[path]
    assert isinstance(step, Set)
    assert step.path in {("passport", "helps"), ("passport",)}
    assert written.message == f"{pupil}: change what every adult should know"


@pytest.mark.parametrize("pupil", PUPILS)
def test_untouched_it_writes_nothing(pupil: str) -> None:
    assert [wrong.name for wrong in changes_nothing(JOB, at(JOB, pupil))] == [""]


@given(hostile_text())
def test_words_come_back_as_they_were_typed(words: str) -> None:
    place = at(JOB, "p-8dct")
    assert holds_words(JOB, place, {}, words) or not words.strip()


def test_forged_answers_are_no_fault() -> None:
    refuses_forgery(JOB, at(JOB, "p-8dct"), {"helps": ["A seat by the door"]})


def test_only_the_passport_itself_is_here() -> None:
    for function in (JOB.ask, JOB.write):
        with pytest.raises(NotHere):
            function(at(JOB, "p-8dct", "helps"), {})


def test_emptied_it_goes_whole() -> None:
    place = at(JOB, "p-8dct")
    written = JOB.write(place, {})
    assert isinstance(written, Written)
    (path,) = written.steps
    assert "passport" not in after(place, written.steps)[path]  # type: ignore[operator]
    assert wrongs(place, written.steps) == []
    assert differences(place, written.steps)
