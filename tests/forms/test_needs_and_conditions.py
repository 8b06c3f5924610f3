"""Needs, what was done about them, and conditions: whoever may not see a condition's name still learns what to do."""

import pytest
from hypothesis import given

from form_answers import changes_nothing, holds_words, refuses_forgery
from form_scenes import PUPILS, at, differences, standing_in, wrongs
from liverecord.forms import needs
from liverecord.forms.job import Job, NotHere, Written
from liverecord.forms.question import Wrong
from liverecord.forms.things import things
from liverecord.splice.steps import Add, Set
from strategies import hostile_text

NEED, CONDITION = needs.JOBS
NAMED = {"name": ["Asthma"], "health_care_plan": ["yes"], "agreed_on": ["1 Sept"], "owner": ["h-novak"]}


@pytest.mark.parametrize("pupil", PUPILS)
def test_a_need_is_added(pupil: str) -> None:
    place = at(NEED, pupil)
    written = NEED.write(place, {"type": ["SLCN"], "rank": ["3"], "detail": ["Long sentences"]})
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    assert differences(place, written.steps)
    (step,) = written.steps[place.path("plan")]
    assert isinstance(step, Add)
    assert step == Add(
        ("needs",), {"id": step.item["id"], "type": "SLCN", "rank": 3, "detail": "Long sentences"}
    )
    assert step.item["id"] not in {thing.id for thing in things(place) if thing.noun == "need"}


def test_every_need_and_condition_is_shown_whole() -> None:
    """Untouched, nothing is written; what was done about a need is one more line of it and nothing else."""
    for pupil in PUPILS:
        for thing in things(at(NEED, pupil)):
            if thing.noun not in {"need", "condition"}:
                continue
            job = NEED if thing.noun == "need" else CONDITION
            place = at(job, pupil, thing.id)
            assert [wrong.name for wrong in changes_nothing(job, place)] == [""]
            if job is NEED:
                answers = {**standing_in(job.ask(place, {})), "attempt-0-text": ["Asked again"]}
                assert answers["attempt-0-date"] == ("22 November 2026",)
                written = job.write(place, answers)
                assert isinstance(written, Written)
                assert wrongs(place, written.steps) == []
                assert differences(place, written.steps)
                said = {"date": "2026-11-22", "text": "Asked again"}
                at_attempts = (*thing.path, "attempts")
                assert written.steps[place.path("plan")] == [Add(at_attempts, said)]
                (name,) = {path[-2] for _, path in written.asked_at if path[-1] == "date"}
                assert written.asked_at[place.path("plan"), (*at_attempts, name, "text")] == "attempt-0-text"


def test_an_attempt_has_a_day() -> None:
    place = at(NEED, "p-7k3m", "n1")
    answers = {**standing_in(NEED.ask(place, {})), "attempt-0-text": ["Asked again"], "attempt-0-date": [""]}
    assert NEED.write(place, answers) == [Wrong("attempt-0-date", "Say on which day that was.")]


@pytest.mark.parametrize("pupil", PUPILS)
def test_a_condition_says_what_every_adult_must_know(pupil: str) -> None:
    """The name goes to the few, what is done in an emergency to everybody; each question says so."""
    place = at(CONDITION, pupil)
    form = CONDITION.ask(place, {})
    seen = {question.name: question.seen_by for question in form.questions}
    assert seen["emergency"] == "All staff will see this."
    assert seen["name"].startswith("The SENCO, the safeguarding lead and the head will see this")
    before = standing_in(form).get("emergency", ())
    written = CONDITION.write(place, {**NAMED, "emergency": ["Inhaler: in the blue bag"]})
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    new, passport = differences(place, written.steps)[place.path("plan")]
    condition, line = (new, passport) if isinstance(new, Add) else (passport, new)
    assert before != ("Inhaler: in the blue bag",)
    assert isinstance(condition, Add | Set)
    assert isinstance(line, Set)
    assert line.value in ("Inhaler: in the blue bag", {"emergency": "Inhaler: in the blue bag"})
    added = condition.item if isinstance(condition, Add) else condition.value[-1]
    assert added == {
        "id": added["id"], "name": "Asthma", "health_care_plan": True, "agreed_on": "2026-09-01", "owner": "h-novak",
    }  # fmt: skip


def test_wrong_answers_are_told_at_their_questions() -> None:
    told = CONDITION.write(at(CONDITION, "p-7k3m"), {"agreed_on": ["soon"], "owner": ["nobody-such"]})
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == ["name", "agreed_on", "owner"]
    told = NEED.write(at(NEED, "p-7k3m"), {"rank": ["first"]})
    assert told == [
        Wrong("type", "Choose a type of need."),
        Wrong("rank", "This is a whole number from 1 to 99."),
    ]


@given(hostile_text())
def test_words_come_back_as_they_were_typed(words: str) -> None:
    assert holds_words(NEED, at(NEED, "p-7k3m", "n1"), {"type": ["SLCN"], "attempt-0-date": ["today"]}, words)
    assert holds_words(CONDITION, at(CONDITION, "p-7k3m"), NAMED, words) or not words.strip()


def test_forged_answers_are_no_fault() -> None:
    refuses_forgery(NEED, at(NEED, "p-7k3m", "n1"), {"type": ["SLCN"]})
    refuses_forgery(CONDITION, at(CONDITION, "p-7k3m"), NAMED)


@pytest.mark.parametrize(
    ("job", "names"), [(NEED, ("n99",)), (NEED, ("n1", "attempts")), (CONDITION, ("n1",))]
)
def test_an_address_of_nothing_is_not_here(job: Job, names: tuple[str, ...]) -> None:
    for function in (job.ask, job.write):
        with pytest.raises(NotHere):
            function(at(job, "p-7k3m", *names), {})
