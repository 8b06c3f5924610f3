"""The passport: what every adult who teaches the pupil should know, and nothing more."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from liverecord.forms.asking import asked
from liverecord.forms.fields import NOT_THERE, Ask, Said, changes, questions, said, written
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.question import Answers, Choice, Form, Question, Section, Wrong
from liverecord.model.passport import LISTS, SINGLE, lines, renumbered
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
    sections = [
        Section(title=title, questions=questions(scene, "plan", PASSPORT, asks, answers))
        for title, asks in (("In lessons", _LESSONS), ("Care and safety", _CARE))
    ]
    if lines(_recorded(scene)):
        sections.append(Section(title="On a class sheet", questions=(_first(scene, answers),)))
    return Form(title="What every adult should know", sections=tuple(sections))


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps that make the passport say what was answered."""
    if scene.names:
        raise NotHere
    told = said(scene, "plan", PASSPORT, (*_LESSONS, *_CARE), answers)
    known = lines(_recorded(scene))
    ticked = [each for each in answers.get(_FIRST, ()) if each.strip()]
    if not set(ticked) <= set(known):
        told.wrong.append(Wrong(_FIRST, NOT_THERE))
    if told.wrong:
        return told.wrong
    whole = told._replace(names={**told.names, _FIRST: _FIRST})
    # What comes first goes with the last line; else it is told by where its lines stand now.
    answered = told if told.values else whole
    steps = [
        *changes("plan", scene.data("plan"), PASSPORT, answered, is_part=True),
        *(_first_moved(scene, told, ticked) if told.values else ()),
    ]
    message = f"{scene.pupil}: change what every adult should know"
    return written(scene, "plan", PASSPORT, whole, steps, message)


JOB = Job("passport", "What every adult should know", "pupil", ask, write)
"""The passport, whole."""

_FIRST = "first"


def _first(scene: Scene, answers: Answers) -> Question:
    """Return the question which lines come first: a box to tick by each that the record has."""
    before = _recorded(scene)
    ticked = answers.get(_FIRST, ()) if answers else before.get(_FIRST) or ()
    return msgspec.structs.replace(
        asked(
            scene,
            "plan",
            (*PASSPORT, _FIRST),
            {},
            label="Which lines come first where there is no room for all?",
            hint="What to avoid, the emergency and safe to attend always stand there whole. "
            "A line that is new here can be ticked once it is saved.",
        ),
        kind="several",
        choices=tuple(Choice(name, text) for name, text in lines(before).items()),
        value=tuple(ticked),
    )


def _first_moved(scene: Scene, told: Said, ticked: Sequence[str]) -> Iterator[Step]:
    """Yield the step by which these lines come first, wherever they stand now: those that did already before the others."""
    before = _recorded(scene)
    recorded = [str(each) for each in before.get(_FIRST) or ()]
    first = sorted(dict.fromkeys(ticked), key=[*recorded, *lines(before)].index)
    left = list(renumbered(first, _lines_of(before), _lines_of(told.values)))
    at = (*PASSPORT, _FIRST)
    if left != recorded:
        yield Set(at, left) if left else Remove(at)


def _recorded(scene: Scene) -> Mapping[str, Any]:
    """Return the passport as the record has it; empty where it has none."""
    part = found(scene.data("plan"), PASSPORT) if is_there(scene.data("plan"), PASSPORT) else None
    return part if isinstance(part, dict) else {}


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
