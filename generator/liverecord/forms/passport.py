"""The passport: what every adult who teaches the pupil should know, and nothing more."""

from liverecord.forms.fields import Ask, changes, questions, said, written
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.question import Answers, Form, Section, Wrong
from liverecord.splice.steps import Path

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
    steps = list(changes("plan", scene.data("plan"), PASSPORT, told, is_part=True))
    message = f"{scene.pupil}: change what every adult should know"
    return written(scene, "plan", PASSPORT, told, steps, message)


JOB = Job("passport", "What every adult should know", "pupil", ask, write)
"""The passport, whole."""

_LESSONS = (
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
