"""An education, health and care plan is issued: the day, the authority, and the end of the needs assessment."""

from collections.abc import Iterator
from datetime import date

from liverecord.forms.asking import NO, YES
from liverecord.forms.choosing import choice_made, one_of
from liverecord.forms.codes import EHCP, ENDED, ISSUED, NEEDS_ASSESSMENT, NONE
from liverecord.forms.fields import Ask, asked_at, changes, day_ask, questions, said
from liverecord.forms.job import Scene, Written
from liverecord.forms.known import the_pupil
from liverecord.forms.provided import (
    AGREED,
    AUTHORITY,
    steps_to,
    steps_to_next_version,
    support_now,
)
from liverecord.forms.question import Answers, Choice, Form, Question, Section, Wrong
from liverecord.forms.seen import seen_by
from liverecord.forms.things import Thing, going_on
from liverecord.model.days import in_words
from liverecord.splice.steps import Path, Remove, Set, Step

TITLE = "An education, health and care plan is issued"


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of a plan that was issued."""
    # A day that stands in the record already is of a plan that was ceased.
    asked = questions(scene, "plan", _EHCP, _asks(scene), {"issued_on": (), **answers})
    open_ones = _assessments(scene)
    version = the_pupil(scene).pupil.plan.version
    return Form(
        title=TITLE,
        about=(
            support_now(scene),
            f"The plan is then of another kind: this is its version {version + 1}, which nobody has agreed to yet.",
        ),
        sections=(
            Section(questions=(*asked, *((_assessment(scene, open_ones[0], answers),) if open_ones else ()))),
        ),
        leads=(AGREED,),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps by which the pupil has the plan from that day on."""
    told = said(scene, "plan", _EHCP, _asks(scene), answers)
    open_ones = _assessments(scene)
    missing = "Choose whether the needs assessment has ended with this."
    ended = choice_made(_ENDED, _YES_OR_NO, answers, missing) if open_ones else _YES_OR_NO[1]
    if isinstance(ended, Wrong):
        return [*told.wrong, ended]
    if told.wrong:
        return told.wrong
    file, issued = scene.path("plan"), told.values["issued_on"]
    plan = the_pupil(scene).pupil.plan
    steps: list[Step] = [*steps_to(scene, EHCP), *steps_to_next_version(scene)]
    if plan.support == NONE:
        steps.append(Set(("support_since",), issued))
    steps += changes("plan", scene.data("plan"), _EHCP, told, is_part=True)
    if plan.ehcp is not None:
        # What was written of an earlier plan is not of this one.
        steps += [Remove((*_EHCP, name)) for name in _EARLIER if getattr(plan.ehcp, name) is not None]
    names = dict.fromkeys(("support", "kind", "version", "support_since"), "issued_on")
    places = asked_at(file, (), names) | asked_at(file, _EHCP, told.names)
    for each in open_ones if ended.value == YES else ():
        steps += _over(each, issued)
        places |= asked_at(file, each.path, dict.fromkeys(("stage", "status", "ended_on"), "issued_on"))
    day = in_words(date.fromisoformat(issued))
    message = f"{scene.pupil}: an education, health and care plan was issued on {day}"
    return Written({file: steps}, places, message)


_EHCP: Path = ("ehcp",)
_EARLIER = (
    "last_review_decided_on",
    "maintained_since",
    "maintained_told_on",
    "transfer",
    "transfer_on",
    "ceased_on",
)
_ENDED = "assessment-ended"
_YES_OR_NO = (Choice(YES, "Yes"), Choice(NO, "No"))


def _asks(scene: Scene) -> tuple[Ask, ...]:
    return (
        day_ask(
            scene.today,
            "issued_on",
            "When was it issued?",
            "Say on which day it was issued.",
            "The day on the plan itself: the first annual review is counted from it.",
        ),
        AUTHORITY,
    )


def _assessments(scene: Scene) -> list[Thing]:
    """Return the needs assessments that go on."""
    return [
        thing
        for thing in going_on(scene)
        if thing.noun == "circumstance" and thing.data.get("kind") == NEEDS_ASSESSMENT
    ]


def _assessment(scene: Scene, thing: Thing, answers: Answers) -> Question:
    seen = seen_by(scene, "plan", (*thing.path, "ended_on"))
    label = "Has the needs assessment in the record ended with it?"
    return one_of(_ENDED, label, _YES_OR_NO, answers, kind="yes", seen_by=seen)


def _over(thing: Thing, day: str) -> Iterator[Step]:
    yield Set((*thing.path, "stage"), ISSUED)
    if thing.data.get("status"):
        yield Set((*thing.path, "status"), ENDED)
    yield Set((*thing.path, "ended_on"), day)
