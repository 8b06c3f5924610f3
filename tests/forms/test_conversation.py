"""A conversation and what was agreed in it: one save, in which the conversation names its actions."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_scenes import PUPILS, at, differences, standing_in, wrongs
from liverecord.forms import conversation
from liverecord.forms.job import Written
from liverecord.forms.question import Wrong
from liverecord.splice.steps import Add, Set
from strategies import hostile_text
from typed import as_recorded

JOB = conversation.JOB
SPOKEN = {"date": ["20 November"], "with": ["mother"], "how": ["phone"]}


def action(place: int, what: str = "Ask again", due: str = "27 November") -> dict[str, list[str]]:
    fields = {"what": what, "kind": "conversation", "owner": "j-okafor", "due": due}
    return {f"actions-{place}-{name}": [value] for name, value in fields.items()}


@pytest.mark.parametrize("pupil", PUPILS)
@pytest.mark.parametrize(("reached", "with_whom"), [("yes", "mother"), ("no", "father"), ("yes", "pupil")])
def test_a_conversation_and_its_actions_are_one_save(pupil: str, reached: str, with_whom: str) -> None:
    """Of every pupil: one conversation more, an action for each set that was answered, and nothing else."""
    place = at(JOB, pupil)
    form = conversation.ask(place, {})
    answers: dict[str, Any] = standing_in(form) | SPOKEN | {"with": [with_whom], "reached": [reached]}
    answers |= action(0, "Meet at the gate") | action(2, "Ring on Friday") | {"actions-count": ["3"]}
    written = conversation.write(place, answers)
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    (spoken,) = added(place, written, "contacts")
    actions = added(place, written, "actions")
    assert spoken == {
        "id": spoken["id"], "date": "2026-11-20", "by": "r-adeyemi", "with": with_whom, "how": "phone",
        "reached": reached == "yes", "agreed": [each["id"] for each in actions],
    }  # fmt: skip
    assert [each["what"] for each in actions] == ["Meet at the gate", "Ring on Friday"]
    open_ones = [each for each in place.pupils[pupil].pupil.concerns if each.status == "open"]
    for each in actions:
        rest = {"kind": "conversation", "owner": "j-okafor", "due": "2026-11-27", "agreed_on": "2026-11-20"}
        assert rest.items() <= each.items()
        who = {"yes": "pupil" if with_whom == "pupil" else "family", "no": None}[reached]
        assert each.get("agreed_with") == ([who] if who else None)
        assert each.get("concern") == (open_ones[0].id if len(open_ones) == 1 else None)
    assert set(written.asked_at.values()) <= {
        each.name for each in conversation.ask(place, answers).questions
    }
    assert written.message == f"{pupil}: log a conversation of 20 November 2026, with 2 actions"


def added(place: Any, written: Written, kind: str) -> list[dict[str, Any]]:
    """Return what was added to a list; nothing else may have changed."""
    steps = differences(place, written.steps)[place.path(kind)]
    if [step.path for step in steps] == [(kind,)] and isinstance(steps[0], Set):
        return list(steps[0].value)
    assert all(isinstance(step, Add) and step.path == (kind,) for step in steps)
    return [step.item for step in steps if isinstance(step, Add)]


@pytest.mark.parametrize("pupil", PUPILS)
def test_a_concern_is_asked_for_where_it_does_not_follow(pupil: str) -> None:
    """With one open concern it follows by itself, unless that is restricted; with several it is chosen."""
    place = at(JOB, pupil)
    open_ones = [each for each in place.pupils[pupil].pupil.concerns if each.status == "open"]
    follows = len(open_ones) == 1 and not open_ones[0].restricted
    chosen = [q for q in conversation.ask(place, {}).questions if q.name == "actions-0-concern"]
    assert bool(chosen) == (bool(open_ones) and not follows)
    for question in chosen:
        assert [choice.value for choice in question.choices] == [each.id for each in open_ones]
        answers = SPOKEN | action(0) | {"actions-0-concern": [open_ones[-1].id]}
        assert isinstance(written := conversation.write(place, answers), Written)
        assert added(place, written, "actions")[0]["concern"] == open_ones[-1].id
        answers["actions-0-concern"] = ["c99"]
        assert conversation.write(place, answers) == [
            Wrong("actions-0-concern", "Choose one of the answers that are there.")
        ]


@given(st.lists(hostile_text(), min_size=5, max_size=5))
def test_words_come_back_as_they_were_typed(texts: list[str]) -> None:
    """Each box's words stand in their field, whatever they are made of; none of them in the commit's message."""
    place = at(JOB, "p-7k3m")
    fields = ("happening", "changed", "school_is_trying", "family_view", "actions-0-what")
    written = conversation.write(
        place, SPOKEN | action(0) | {field: [text] for field, text in zip(fields, texts, strict=True)}
    )
    said = dict(zip(fields, map(as_recorded, texts), strict=True))
    if not said["actions-0-what"]:
        assert written == [Wrong("actions-0-what", "Say what will be done.")]
        return
    assert isinstance(written, Written)
    # What no file may hold, such as an escape, is refused where it is written: the steps say what was typed.
    spoken, one = (step.item for steps in written.steps.values() for step in steps if isinstance(step, Add))
    assert {field: spoken.get(field, "") for field in fields[:4]} | {fields[4]: one["what"]} == said
    assert written.message == "p-7k3m: log a conversation of 20 November 2026, with 1 action"


def test_what_is_wrong_is_told_at_its_question_and_all_at_once() -> None:
    """In the questions' order; a set that was begun has to be finished, one that was not is passed over."""
    place = at(JOB, "p-7k3m")
    told = conversation.write(
        place,
        {"date": ["31 November"], "with": ["nobody"], "actions-1-due": ["soon"], "actions-count": ["2"]},
    )
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == [
        "date", "with", "how", "actions-1-what", "actions-1-kind", "actions-1-owner", "actions-1-due",
    ]  # fmt: skip
    assert all(wrong.message.endswith(".") for wrong in told)


@pytest.mark.parametrize("pupil", PUPILS[:5])
def test_an_untouched_form_writes_nothing(pupil: str) -> None:
    place = at(JOB, pupil)
    told = conversation.write(place, standing_in(conversation.ask(place, {})))
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == ["date", "with", "how"]


@given(st.integers(min_value=-1, max_value=10**12) | st.text(max_size=20))
def test_how_many_actions_a_form_says_it_has_is_never_trusted(number: object) -> None:
    """A count that no form has is refused, and asks for no more questions than a form can have."""
    place = at(JOB, "p-7k3m")
    answers = SPOKEN | {"actions-count": [str(number)], "more": ["actions"]}
    form = conversation.ask(place, answers)
    sets = {question.name for question in form.questions if question.name.endswith("-what")}
    assert 1 <= len(sets) <= 20
    told = conversation.write(place, answers)
    if str(number) in map(str, range(21)):
        assert isinstance(told, Written)
    else:
        # "05" may be taken for what it says, and need not be.
        assert isinstance(told, list) or (str(number).isdecimal() and int(str(number)) <= 20)
    if isinstance(told, list):
        assert [wrong.name for wrong in told] == [""]


def test_one_more_action_is_asked_and_what_was_typed_stays() -> None:
    place = at(JOB, "p-7k3m")
    answers = SPOKEN | action(0) | {"actions-count": ["1"], "more": ["actions"]}
    form = conversation.ask(place, answers)
    assert form.hidden == {"actions-count": "2"}
    standing = standing_in(form)
    assert standing["actions-0-what"] == ("Ask again",)
    assert "actions-1-what" in {question.name for question in form.questions}


def test_what_the_record_knows_is_told() -> None:
    told = conversation.ask(at(JOB, "p-7k3m"), {}).about
    assert told == ("Last spoken to: 5 November 2026, mother, by phone, J. Okafor.",)
