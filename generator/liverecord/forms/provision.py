"""Support that somebody delivers: under an outcome of the plan, or without a plan that secures it.

provision/o1          a new piece of support for the outcome o1
provision/o1/pr2      the support pr2 for it
unplanned             new support that the plan does not secure
unplanned/pr4         the support pr4, likewise
"""

from collections.abc import Iterator
from typing import NamedTuple

from liverecord.forms.fields import Ask, added, changes, questions, said, written
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.places import place_at
from liverecord.forms.question import Answers, Form, Section, Wrong
from liverecord.forms.things import called, is_thing, things
from liverecord.model.ids import next_id
from liverecord.splice.steps import Path, Step

UNPLANNED: Path = ("support_without_plan",)
"""Where support stands that the plan does not secure."""

Groups = tuple[tuple[str, tuple[Ask, ...]], ...]
"""Questions under their headings, in order."""


def groups(*, is_new: bool, is_planned: bool) -> Groups:
    """Return what is asked of a piece of support. One that the plan does not secure says which need it meets."""
    every = (
        ("What", _WHAT if is_planned else (_NEED, *_WHAT)),
        ("Agreed", _AGREED),
        ("When", _DAYS),
        ("Does it help?", () if is_new else _HELPS),
        ("If it falls away", _FALLS_AWAY),
    )
    return tuple((title, asks) for title, asks in every if asks)


def asks(*, is_new: bool, is_planned: bool) -> tuple[Ask, ...]:
    """Return the same questions without their headings."""
    return tuple(each for _, those in groups(is_new=is_new, is_planned=is_planned) for each in those)


def next_provision(scene: Scene) -> str:
    """Return the id of a new piece of support: no other in the plan has it, because others refer to it across outcomes."""
    return next_id("pr", (thing.id for thing in things(scene) if thing.noun == "provision"))


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of support for an outcome; raises NotHere."""
    return _form(scene, _under_outcome(scene), answers)


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps that add support for an outcome, or make it say what was answered."""
    return _written(scene, _under_outcome(scene), answers)


def ask_unplanned(scene: Scene, answers: Answers) -> Form:
    """Return the form of support that the plan does not secure; raises NotHere."""
    return _form(scene, _without_plan(scene), answers)


def write_unplanned(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps that add support that the plan does not secure, or make it say what was answered."""
    return _written(scene, _without_plan(scene), answers)


JOBS = (
    Job("provision", "Support for an outcome", "pupil", ask, write),
    Job("unplanned", "Support that the plan does not secure", "pupil", ask_unplanned, write_unplanned),
)
"""Support under an outcome of the plan, and without one."""


class _Place(NamedTuple):
    """A piece of support: its path, that of the outcome it is for, and whether it has to be added."""

    path: Path
    outcome: Path
    is_new: bool


def _under_outcome(scene: Scene) -> _Place:
    if not scene.names:
        raise NotHere
    outcome = ("outcomes", scene.names[0])
    return _place(scene, (*outcome, "provision"), outcome, scene.names[1:])


def _without_plan(scene: Scene) -> _Place:
    return _place(scene, UNPLANNED, (), scene.names)


def _place(scene: Scene, things_at: Path, outcome: Path, names: Path) -> _Place:
    if outcome and not is_thing(scene.data("plan"), outcome):
        raise NotHere
    if not names:
        # No other in the plan has its id, because others refer to it across outcomes.
        return _Place((*things_at, next_provision(scene)), outcome, is_new=True)
    return _Place(place_at(scene, "plan", things_at, names).path, outcome, is_new=False)


def _form(scene: Scene, place: _Place, answers: Answers) -> Form:
    verb = "Add support" if place.is_new else "Change support"
    return Form(
        title=f"{verb} for an outcome" if place.outcome else f"{verb} that the plan does not secure",
        about=tuple(_known(scene, place)),
        sections=tuple(
            Section(title=title, questions=questions(scene, "plan", place.path, those, answers))
            for title, those in groups(is_new=place.is_new, is_planned=bool(place.outcome))
        ),
    )


def _known(scene: Scene, place: _Place) -> Iterator[str]:
    """Yield the outcome that the support is for, and of support that is there what it is called."""
    for thing in things(scene):
        if place.outcome == thing.path:
            yield f"For: {called(scene, thing)}"
        if place.path == thing.path and not place.is_new:
            yield called(scene, thing)


def _written(scene: Scene, place: _Place, answers: Answers) -> Written | list[Wrong]:
    every = asks(is_new=place.is_new, is_planned=bool(place.outcome))
    told = said(scene, "plan", place.path, every, answers)
    if told.wrong:
        return told.wrong
    steps: list[Step] = (
        [added("plan", place.path[:-1], place.path[-1], told.values)]
        if place.is_new
        else list(changes("plan", scene.data("plan"), place.path, told))
    )
    verb = "add" if place.is_new else "change"
    where = f" for outcome {place.outcome[-1]}" if place.outcome else " without a plan"
    message = f"{scene.pupil}: {verb} support {place.path[-1]}{where}"
    return written(scene, "plan", place.path, told, steps, message)


_NEED = Ask("need", "Which need does it meet?", "")
_WHAT = (
    Ask("what", "What is the support?", missing="Say what the support is."),
    Ask("who", "Who answers for it?", ""),
    Ask("delivered_by", "Who delivers it, where that is somebody else?"),
    Ask("frequency", "How often?", "In words. For example: twice a week"),
    Ask(
        "theme",
        "What is it about?",
        "Not needed where the outcome that it is for says so. Sessions missed are set beside it where that is attendance, and "
        "nowhere else.",
    ),
    Ask("status", "Is it happening?", "", missing="Choose whether it is happening."),
)
_AGREED = (Ask("agreed_on", "When was it agreed?"), Ask("agreed_with", "Who agreed to it?", ""))
_DAYS = (
    Ask("from", "Since when, or from when?"),
    Ask("until", "Until when?", "Not needed while it goes on. For example 18 December 2026"),
    Ask("review_on", "When is it looked at again?"),
)
_HELPS = (
    Ask("result", "Does it help?", "Not needed while nobody has said."),
    Ask("result_note", "In words, how does it help or not?"),
    Ask("result_said_by", "Who says so?", ""),
)
_FALLS_AWAY = (
    Ask("confirm_by", "By when must it be confirmed?", "Only where it is temporary or informal."),
    Ask("contingency", "What happens if it goes?"),
    Ask(
        "attendance_depends_on",
        "Does safe attendance depend on it?",
        "Yes where the pupil cannot attend safely without it. Absence after it is withdrawn is then shown as following from that.",
    ),
)
