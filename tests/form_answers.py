"""What the tests of all forms ask of each: hostile words come back as typed, and forged answers are refused and no fault."""

from collections.abc import Mapping, Sequence
from typing import Any

from form_scenes import after, standing_in
from liverecord.forms.job import Job, Scene, Written
from liverecord.forms.question import Question, Wrong
from liverecord.splice.steps import found, is_there

WORDS = frozenset({"line", "text", "texts"})
FORGED = (
    "p-zzzz",
    "nobody-such",
    "999999999",
    "-1",
    "../staff",
    "{}",
    "\x00",
    "yes",
    "a" * 5000,
    "٣",
    "true",
)
"""What nobody could have chosen, typed or been sent."""

_LONG = 30
"""Shorter words may stand in a message by chance."""

Typed = Mapping[str, Sequence[str]]


def with_words(job: Job, place: Scene, answers: Typed, words: str) -> dict[str, Sequence[str]]:
    """Return the answers with these words in every question that takes any."""
    asked = job.ask(place, answers).questions
    return {**answers, **{question.name: [words] for question in asked if question.kind in WORDS}}


def holds_words(job: Job, place: Scene, answers: Typed, words: str) -> bool:
    """Tell whether hostile words were written, each where it was asked, as they were typed: all that is checked is asserted.

    False where the job refused them, as it refuses words that say nothing.
    """
    hostile = with_words(job, place, answers, words)
    kinds = {question.name: question for question in job.ask(place, hostile).questions}
    told = job.write(place, hostile)
    if not isinstance(told, Written):
        assert all(wrong.message for wrong in told)
        assert len(words) < _LONG or not any(words in wrong.message for wrong in told)
        return False
    data = after(place, told.steps)
    for (file, path), name in told.asked_at.items():
        if name in kinds and kinds[name].kind in WORDS:
            expected = as_read(kinds[name], words)
            there = found(data[file], path) if is_there(data[file], path) else None
            assert says(there, expected), (path, there, expected)
    other = job.write(place, with_words(job, place, answers, "Other words"))
    assert isinstance(other, Written)
    assert told.message == other.message
    return True


def as_read(question: Question, typed: str) -> Any:
    """Return what a record holds of typed words; None where they say nothing."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    if question.kind == "texts":
        return [line.strip() for line in text.split("\n") if line.strip()] or None
    if question.kind == "text":
        return text.strip("\n").rstrip() or None if text.strip() else None
    return " ".join(text.split()) or None


def says(there: object, expected: Any) -> bool:
    """Tell whether a record says what was typed; a number of digits is the same, and so is a key that nobody filled in."""
    if isinstance(there, list):
        return [str(each) for each in there] == [str(each) for each in expected or ()]
    return (there is None and expected is None) or str(there) == str(expected)


def refuses_forgery(job: Job, place: Scene, answers: Typed) -> None:
    """Assert that no forged answer, at any question or beside them, is a fault: each is refused, or is plain words."""
    asked = job.ask(place, {}).questions
    for question in asked:
        for forged in FORGED:
            told = job.write(place, {**answers, question.name: [forged]})
            job.ask(place, {**answers, question.name: [forged]})
            if question.choices and forged not in {choice.value for choice in question.choices}:
                assert isinstance(told, list), (question.name, forged)
                assert question.name in {wrong.name for wrong in told}
    beside = {"more": ["actions"], "actions": ["999999999"], "provision-999999999-what": ["x"], "": ["x"]}
    assert job.write(place, {**answers, **beside}) == job.write(place, answers)


def changes_nothing(job: Job, place: Scene) -> list[Wrong]:
    """Return what is told of a form that came back as it was asked; asserts that it writes nothing."""
    told = job.write(place, standing_in(job.ask(place, {})))
    assert isinstance(told, list)
    assert told
    return told
