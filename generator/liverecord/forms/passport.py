"""The passport: what every adult who teaches the pupil should know, and nothing more."""

from collections.abc import Iterator, Mapping
from typing import Any

from liverecord.forms.fields import Ask, Said, changes, questions, said, written
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.question import Answers, Form, Section, Wrong
from liverecord.model.passport import LISTS, SINGLE, renumbered
from liverecord.splice.steps import Path, Remove, Set, Step, found, is_there

PASSPORT: Path = ("passport",)
EMERGENCY = Ask(
    "emergency",
    "What is done in an emergency?",
    "In one line, for whoever is in the room. For example: "
    "Seizure: follow the health care plan on the wall, then call the office",
)
"""Every adult sees it: a condition's form asks it too."""


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of the whole passport; raises NotHere."""
    if scene.names:
        raise NotHere
    return Form(
        title="What every adult should know",
        sections=tuple(
            Section(title=title, questions=questions(scene, "plan", PASSPORT, asks, answers))
            for title, asks in (("In lessons", _LESSONS), ("Care and safety", _CARE))
        ),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps that make the passport say what was answered."""
    if scene.names:
        raise NotHere
    told = said(scene, "plan", PASSPORT, (*_LESSONS, *_CARE), answers)
    if told.wrong:
        return told.wrong
    steps = [
        *changes("plan", scene.data("plan"), PASSPORT, told, is_part=True),
        *_first_moved(scene, told),
    ]
    message = f"{scene.pupil}: change what every adult should know"
    return written(scene, "plan", PASSPORT, told, steps, message)


JOB = Job("passport", "What every adult should know", "pupil", ask, write)
"""The passport, whole."""


def _first_moved(scene: Scene, told: Said) -> Iterator[Step]:
    """Yield the step by which the lines that come first on a class sheet keep coming first, wherever they stand now."""
    at = (*PASSPORT, "first")
    if not is_there(scene.data("plan"), at):
        return
    before = found(scene.data("plan"), PASSPORT)
    assert isinstance(before, dict)
    first = [str(each) for each in before["first"] or ()]
    left = renumbered(first, _lines_of(before), _lines_of(told.values))
    if list(left) != first:
        yield Set(at, list(left)) if left else Remove(at)


def _lines_of(passport: Mapping[str, Any]) -> dict[str, Any]:
    """Return what of a passport can come first."""
    return {name: passport.get(name) for name in (*LISTS, *SINGLE)}


_LESSONS = (
    Ask(
        "need",
        "What should the adults understand?",
        "In words agreed with the pupil and the family. For example: It takes Maya longer to find words. "
        "She knows more than she says.",
    ),
    Ask("strengths", "What does the pupil do well?", "One on each line. For example: Draws to explain ideas"),
    Ask("helps", "What helps in a lesson?", "One on each line. For example: One instruction at a time"),
    Ask("avoid", "What is better avoided?", "One on each line. For example: Cold questions in front of the class"),
    Ask(
        "communication",
        "How does the pupil communicate?",
        "Where an adult has to know it. For example: Signs yes and no; uses a book of pictures",
    ),
)  # fmt: skip
_CARE = (
    Ask(
        "physical_care",
        "Which physical care must an adult in the room know of?",
        "For example: Stretches every hour",
    ),
    EMERGENCY,
    Ask(
        "safe_to_attend",
        "Without what is it not safe to attend?",
        "For example: A trained adult is within reach at all times",
    ),
)
