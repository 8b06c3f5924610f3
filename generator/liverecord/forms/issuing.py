"""An education, health and care plan is issued: the day, the authority, and the end of the needs assessment."""

from collections.abc import Iterator
from datetime import date

from liverecord.forms.asking import YES
from liverecord.forms.days import in_words
from liverecord.forms.fields import Ask, asked_at, changes, questions, said
from liverecord.forms.job import Scene, Written
from liverecord.forms.known import how_to_say_a_day, the_pupil
from liverecord.forms.provided import (
    AGREED,
    AUTHORITY,
    EHCP,
    NONE,
    steps_to,
    steps_to_next_version,
    support_now,
)
from liverecord.forms.question import Answers, Choice, Form, Question, Section, Wrong
from liverecord.forms.seen import seen_by
from liverecord.forms.things import Thing, going_on
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
    ended = next((each for each in answers.get(_ENDED, ()) if each), "")
    wrong = list(told.wrong)
    if open_ones and ended not in {YES, _NO}:
        wrong.append(Wrong(_ENDED, "Choose whether the needs assessment has ended with this."))
    if wrong:
        return wrong
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
    for each in open_ones if ended == YES else ():
        steps += _over(each, issued)
        places |= asked_at(file, each.path, dict.fromkeys(("stage", "status", "ended_on"), "issued_on"))
    day = in_words(date.fromisoformat(issued))
    message = f"{scene.pupil}: an education, health and care plan was issued on {day}"
    return Written({file: steps}, places, message)


_EHCP: Path = ("ehcp",)
_EARLIER = ("last_review_decided_on", "maintained_since", "transfer", "transfer_on", "ceased_on")
_ENDED, _NO = "assessment-ended", "no"
_ASSESSMENT, _STAGE, _STATUS = "needs_assessment", "issued", "ended"


def _asks(scene: Scene) -> tuple[Ask, ...]:
    return (
        Ask(
            "issued_on",
            "When was it issued?",
            f"The day on the plan itself: the first annual review is counted from it. {how_to_say_a_day(scene.today)}",
            is_required=True,
            missing="Say on which day it was issued.",
        ),
        AUTHORITY,
    )


def _assessments(scene: Scene) -> list[Thing]:
    """Return the needs assessments that go on."""
    return [
        thing
        for thing in going_on(scene)
        if thing.noun == "circumstance" and thing.data.get("kind") == _ASSESSMENT
    ]


def _assessment(scene: Scene, thing: Thing, answers: Answers) -> Question:
    return Question(
        name=_ENDED,
        label="Has the needs assessment in the record ended with it?",
        kind="yes",
        is_required=True,
        seen_by=seen_by(scene, "plan", (*thing.path, "ended_on")),
        choices=(Choice(YES, "Yes"), Choice(_NO, "No")),
        value=tuple(answers.get(_ENDED, ())),
    )


def _over(thing: Thing, day: str) -> Iterator[Step]:
    yield Set((*thing.path, "stage"), _STAGE)
    if thing.data.get("status"):
        yield Set((*thing.path, "status"), _STATUS)
    yield Set((*thing.path, "ended_on"), day)
