"""What the pupil is working towards: a new outcome with the first support for it, or one that changes or has ended.

outcome         a new outcome
outcome/o1      the outcome o1
"""

from collections.abc import Iterator
from typing import NamedTuple

from liverecord.forms import provision
from liverecord.forms.fields import Ask, Said, added, asked_at, changes, optional, questions, said, written
from liverecord.forms.job import Job, Scene, Written
from liverecord.forms.places import place_at
from liverecord.forms.question import Answers, Choice, Form, Section, Wrong
from liverecord.forms.repeated import is_answered, prefix
from liverecord.forms.things import called, things
from liverecord.splice.steps import Path


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of an outcome; raises NotHere."""
    place = _place(scene)
    asks = _NEW if place.is_new else _KNOWN
    sections = [Section(questions=questions(scene, "plan", place.path, asks, answers))]
    if place.is_new:
        sections.append(
            Section(
                title="The first support for it",
                hint="Where nothing is decided yet, answer nothing here. Once you type something, say too what the support is and "
                "whether it is happening.",
                questions=questions(scene, "plan", place.first, optional(_FIRST), answers, prefix=_PREFIX),
            )
        )
    return Form(
        title="Add an outcome" if place.is_new else "Change an outcome",
        about=tuple(called(scene, thing) for thing in things(scene) if thing.path == place.path),
        sections=tuple(sections),
        leads=() if place.is_new else tuple(_leads(scene, place)),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps that add the outcome with its first support, or make it say what was answered."""
    place = _place(scene)
    return _added(scene, place, answers) if place.is_new else _changed(scene, place, answers)


JOB = Job("outcome", "An outcome", "pupil", ask, write)
"""What the pupil is working towards."""


class _Place(NamedTuple):
    """An outcome: its path, whether it has to be added, and the path of the first support for a new one."""

    path: Path
    is_new: bool
    first: Path = ()

    @property
    def id(self) -> str:
        return self.path[-1]


def _place(scene: Scene) -> _Place:
    path, is_new = place_at(scene, "plan", _LIST, scene.names)
    return _Place(path, is_new, (*path, "provision", provision.next_provision(scene)) if is_new else ())


def _added(scene: Scene, place: _Place, answers: Answers) -> Written | list[Wrong]:
    file = scene.path("plan")
    outcome = said(scene, "plan", place.path, _NEW, answers)
    places = asked_at(file, place.path, outcome.names)
    values, wrong, message = dict(outcome.values), outcome.wrong, f"{scene.pupil}: add outcome {place.id}"
    if is_answered(answers, _PREFIX, [each.name for each in _FIRST]):
        support = said(scene, "plan", place.first, _FIRST, answers, prefix=_PREFIX)
        wrong = [*wrong, *support.wrong]
        values["provision"] = [added("plan", place.first[:-1], place.first[-1], support.values).item]
        places |= asked_at(file, place.first, support.names)
        message += f" with support {place.first[-1]}"
    return wrong or Written({file: [added("plan", _LIST, place.id, values)]}, places, message)


def _changed(scene: Scene, place: _Place, answers: Answers) -> Written | list[Wrong]:
    told = said(scene, "plan", place.path, _KNOWN, answers)
    wrong = [*told.wrong, *_unended(scene, told)]
    if wrong:
        return wrong
    steps = list(changes("plan", scene.data("plan"), place.path, told))
    return written(scene, "plan", place.path, told, steps, f"{scene.pupil}: change outcome {place.id}")


def _unended(scene: Scene, told: Said) -> Iterator[Wrong]:
    """Yield that an outcome is over since no day: told at the day, where it is mended."""
    status = scene.rulebook.codes.get("outcome_status", told.values.get("status"))
    is_asked = "ended_on" in told.values or any(each.name == "ended_on" for each in told.wrong)
    if status is not None and status.closed and not is_asked:
        yield Wrong("ended_on", "Say on which day it was met or replaced.")


def _leads(scene: Scene, place: _Place) -> Iterator[Choice]:
    """Yield the forms of the support for an outcome, and of one piece more."""
    for thing in things(scene):
        if thing.noun == "provision" and thing.path[:2] == place.path:
            yield Choice(f"provision/{place.id}/{thing.id}", called(scene, thing), "support for it")
    yield Choice(f"provision/{place.id}", "Add support for it")


_LIST: Path = ("outcomes",)
_PREFIX = prefix("provision", 0)
_FIRST = provision.asks(is_new=True, is_planned=True)
_NEW = (
    Ask(
        "text",
        "What is the pupil working towards?",
        "So that everybody can tell whether it is reached. For example: Starts a first task within five minutes in four lessons "
        "out of five",
        missing="Say what the pupil is working towards.",
    ),
    Ask("need", "Which need is it for?", ""),
    Ask(
        "theme",
        "What is it about?",
        "Sessions missed are set beside the support for it where that is attendance, and nowhere else.",
    ),
    Ask("by", "By when?"),
    Ask("baseline", "Where does the pupil start?"),
    Ask("baseline_on", "On which day was that so?"),
)
_KNOWN = (
    *_NEW,
    Ask("now", "Where is the pupil now?"),
    Ask("now_on", "On which day was that said?"),
    Ask("now_said_by", "Who says so?", ""),
    Ask("status", "Where does it stand?", ""),
    Ask(
        "ended_on",
        "When was it met or replaced?",
        "Not needed while it is being worked on. For example 16 July 2027",
    ),
)
