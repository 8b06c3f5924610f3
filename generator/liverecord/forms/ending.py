"""SEN support ends: decided at a review, which says why, and told to the parents."""

from datetime import date
from typing import Any

from liverecord.forms.codes import NONE, SEN_SUPPORT
from liverecord.forms.fields import Ask, Said, added, asked_at, day_ask, optional, questions, said
from liverecord.forms.job import Scene, Written
from liverecord.forms.known import the_pupil, writer
from liverecord.forms.places import new_id
from liverecord.forms.provided import kinds_of_review, steps_to, still_open, support_now
from liverecord.forms.question import Answers, Form, Section, Wrong
from liverecord.forms.repeated import is_answered
from liverecord.forms.reviewed import REVIEWS, chosen_review, new_review, which_review
from liverecord.model.days import in_words
from liverecord.model.records import Review
from liverecord.splice.steps import Path, Set, Step

TITLE = "SEN support ends"


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of support that ends."""
    which = which_review(scene, "At which review was it decided?", _planned(scene), answers)
    decision = questions(scene, "reviews", (*REVIEWS, ""), _decision(scene), answers)
    told = questions(scene, "contacts", (*_CONTACTS, ""), optional(_told(scene)), answers, prefix=_PREFIX)
    goes_on = tuple(still_open(scene, "outcome", "provision"))
    left = (
        Section(
            title="Still open in the plan",
            hint="It stays as it is. End what is over by its own form.",
            about=goes_on,
        ),
    )
    return Form(
        title=TITLE,
        about=(support_now(scene),),
        sections=(
            Section(
                title="The decision",
                hint="It stands among the reviews, so that it can be read later why support ended.",
                questions=(*which, *decision),
            ),
            Section(
                title="The parents were told",
                hint="It becomes a conversation. Where that is in the record already, or is still to come, answer nothing here. "
                "Once you answer when, who or how, answer all three.",
                questions=told,
            ),
            *(left if goes_on else ()),
        ),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps by which the pupil has no support from then on, and a review says why."""
    chosen = chosen_review(scene, _planned(scene), answers)
    decided = said(scene, "reviews", (*REVIEWS, ""), _decision(scene), answers)
    told = Said({}, [], {})
    if _is_said(scene, answers):
        told = said(scene, "contacts", (*_CONTACTS, ""), _told(scene), answers, prefix=_PREFIX)
    wrong = [*decided.wrong, *told.wrong]
    if isinstance(chosen, Wrong):
        return [chosen, *wrong]
    if wrong:
        return wrong
    plan, reviews = scene.path("plan"), scene.path("reviews")
    path, there = _reviewed(scene, chosen, decided.values)
    steps: dict[str, list[Step]] = {plan: list(steps_to(scene, NONE)), reviews: there}
    places = asked_at(reviews, path, decided.names) | asked_at(plan, (), {"support": "held_on"})
    day = in_words(date.fromisoformat(decided.values["held_on"]))
    if told.values:
        at = _next_conversation(scene)
        steps[scene.path("contacts")] = [added("contacts", _CONTACTS, at[-1], _conversation(told, day))]
        places |= asked_at(scene.path("contacts"), at, told.names)
    return Written(steps, places, f"{scene.pupil}: SEN support ends, decided on {day}")


def _planned(scene: Scene) -> list[Review]:
    """Return the reviews of SEN support that are planned: at one of them it may have been decided."""
    kinds = kinds_of_review(scene, SEN_SUPPORT)
    return [
        each for each in the_pupil(scene).pupil.reviews if each.kind in kinds[:1] and each.held_on is None
    ]


def _reviewed(scene: Scene, review: Review | None, values: dict[str, Any]) -> tuple[Path, list[Step]]:
    """Return a review's path, and the steps by which it was held and says why."""
    decided = {**values, "plan_version": the_pupil(scene).pupil.plan.version}
    if review is None:
        path = new_review(scene)
        kind = kinds_of_review(scene, SEN_SUPPORT)[0]
        return path, [added("reviews", REVIEWS, path[-1], {"kind": kind, **decided})]
    path = (*REVIEWS, review.id)
    return path, [Set((*path, name), value) for name, value in decided.items()]


def _next_conversation(scene: Scene) -> Path:
    return (*_CONTACTS, new_id(scene, "contacts", _CONTACTS))


def _conversation(told: Said, day: str) -> dict[str, Any]:
    return {**told.values, "reached": True, "changed": f"SEN support ends, as decided on {day}."}


def _decision(scene: Scene) -> tuple[Ask, ...]:
    return (
        day_ask(scene.today, "held_on", "On which day was it decided?", "Say on which day it was decided."),
        Ask("attended", "Who took part?", ""),
        Ask(
            "summary",
            "Why does it end?",
            "For example: Two outcomes met; what helps is now what every class does",
            is_required=True,
            missing="Say why it ends.",
        ),
    )


_CONTACTS: Path = ("contacts",)
_PREFIX = "told-"
_TOLD = (
    Ask("date", "When?", "For example 20 November 2026", missing="Say on which day they were told."),
    Ask("with", "Who was told?", "", missing="Choose who was told."),
    Ask("how", "How?", "", missing="Choose how."),
)


def _is_said(scene: Scene, answers: Answers) -> bool:
    """Tell whether anything is said of how the parents were told: the person who writes stands there already, and says nothing."""
    by = tuple(each for each in answers.get(f"{_PREFIX}by", ()) if each.strip())
    return is_answered(answers, _PREFIX, [each.name for each in _TOLD]) or by not in {(), writer(scene)}


def _told(scene: Scene) -> tuple[Ask, ...]:
    """Return what is asked of the conversation: who told them is not always who writes."""
    return (*_TOLD, Ask("by", "Who told them?", "", otherwise=writer(scene)))
