"""The passport: what every adult sees is asked whole, and what was there stays as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_answers import changes_nothing, holds_words, refuses_forgery
from form_scenes import PUPILS, after, at, differences, standing_in, wrongs
from liverecord.forms import passport
from liverecord.forms.job import NotHere, Written
from liverecord.model.passport import lines, renumbered
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


@given(
    st.lists(st.text("abc", min_size=1, max_size=3), unique=True, max_size=6),
    st.lists(st.text("abc", min_size=1, max_size=3), unique=True, max_size=6),
    st.data(),
)
def test_what_comes_first_goes_on_coming_first(
    before: list[str], after: list[str], data: st.DataObject
) -> None:
    """A line that comes first is named by where it stands now; one that is gone is named no more; nothing else comes first."""
    first = data.draw(
        st.lists(st.sampled_from([f"helps.{place + 1}" for place in range(len(before))] or [""]), unique=True)
    )
    first = [name for name in first if name]
    was, now = lines({"helps": before}), lines({"helps": after})
    moved = renumbered(first, {"helps": before}, {"helps": after})
    stayed = [was[name] for name in first if was[name] in after]
    assert set(moved) <= set(now)
    assert [now[name] for name in moved if now[name] in before] == stayed
    assert len(before) == len(after) or [now[name] for name in moved] == stayed


def test_the_form_moves_what_comes_first_along() -> None:
    place = at(JOB, "p-8dct")
    (path,) = (each for each in [place.path("plan")])
    data = place.data("plan")
    assert isinstance(data, dict)
    passport_of = data["passport"] | {"first": ["helps.1"]}
    changed = place._replace(files={**place.files, path: data | {"passport": passport_of}})
    answers = standing_in(JOB.ask(changed, {}))
    written = JOB.write(changed, {**answers, "helps": ["A seat by the door\n" + answers["helps"][0]]})
    assert isinstance(written, Written)
    assert after(changed, written.steps)[path]["passport"]["first"] == ["helps.2"]  # type: ignore[index]


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
