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


@given(st.data())
def test_what_is_ticked_comes_first(data: st.DataObject) -> None:
    """Lines that are ticked are the record's first, those that were first before the new ones; none ticked, none is first."""
    place = at(JOB, "p-8dct")
    (path,) = (each for each in [place.path("plan")])
    plan = place.data("plan")
    assert isinstance(plan, dict)
    names = list(lines(plan["passport"]))
    before = data.draw(st.lists(st.sampled_from(names), unique=True))
    ticked = data.draw(st.lists(st.sampled_from(names), unique=True))
    passport_of = plan["passport"] | ({"first": before} if before else {})
    changed = place._replace(files={**place.files, path: plan | {"passport": passport_of}})
    question = next(each for each in JOB.ask(changed, {}).questions if each.name == "first")
    assert (question.kind, list(question.value)) == ("several", before)
    assert {choice.value: choice.label for choice in question.choices} == lines(plan["passport"])
    written = JOB.write(changed, {**standing_in(JOB.ask(changed, {})), "first": ticked})
    wanted = [name for name in before if name in ticked]
    wanted += [name for name in names if name in ticked and name not in before]
    if wanted == before:
        assert not isinstance(written, Written)
        return
    assert isinstance(written, Written)
    assert after(changed, written.steps)[path]["passport"].get("first", []) == wanted  # type: ignore[index,union-attr]


def test_a_line_that_is_not_there_cannot_be_ticked() -> None:
    """What was forged is refused at its question, and a passport without lines has no such question."""
    place = at(JOB, "p-8dct")
    told = JOB.write(place, {**standing_in(JOB.ask(place, {})), "first": ["helps.99"]})
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == ["first"]
    plan = place.data("plan")
    assert isinstance(plan, dict)
    bare = place._replace(files={**place.files, place.path("plan"): plan | {"passport": {"need": "Quiet"}}})
    assert "first" not in {question.name for question in JOB.ask(bare, {}).questions}


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
