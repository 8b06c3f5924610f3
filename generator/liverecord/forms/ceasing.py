"""The authority ceases an education, health and care plan: its decision, never the school's, and not while an appeal runs."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from liverecord.derive.limits import limit
from liverecord.derive.rules import rules_of
from liverecord.forms.codes import APPEAL, APPEAL_LIMIT, CEASE, EHCP, NONE, SEN_SUPPORT, law_of
from liverecord.forms.fields import Ask, Said, added, asked_at, changes, day_ask, questions, said
from liverecord.forms.job import Scene, Written
from liverecord.forms.known import the_pupil
from liverecord.forms.provided import (
    AGREED,
    PARENTS_TOLD,
    kinds_of_review,
    parents_told,
    steps_to,
    steps_to_next_version,
    still_open,
    support_now,
)
from liverecord.forms.question import Answers, Choice, Form, Section, Wrong
from liverecord.forms.reviewed import REVIEWS, chosen_review, new_review, which_review
from liverecord.forms.things import Thing, going_on, is_over, things
from liverecord.model.days import in_words
from liverecord.model.records import Review
from liverecord.splice.steps import Path, Step

TITLE = "The authority ceases the education, health and care plan"


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of a plan that is ceased; while an appeal runs, why it cannot be."""
    appeals = _appeals(scene)
    if appeals:
        leads = (Choice(f"circumstance/{each.id}", "The appeal", "where it has ended") for each in appeals)
        return Form(title=TITLE, about=(support_now(scene),), none=_appeal_runs(scene), leads=tuple(leads))
    reviews = _decidable(scene)
    which = which_review(scene, "At which annual review?", reviews, answers)
    held = questions(scene, "reviews", (*REVIEWS, ""), _held(is_alone=not reviews), answers)
    decided = questions(scene, "reviews", _CHAIN, (_decided(scene),), answers)
    ended = questions(scene, "plan", _EHCP, (_ended(scene),), answers)
    then = questions(scene, "plan", (), _then(scene), {"support": (), PARENTS_TOLD: (), **answers})
    planned = tuple(still_open(scene, "review"))
    left = Section(
        title="Planned reviews", hint="They stay in the record until somebody changes them.", about=planned
    )
    return Form(
        title=TITLE,
        about=(
            support_now(scene),
            f"Only the authority can cease it, and it goes on until the time for an appeal has passed{_law(scene)}.",
            "Until then only its decision is written, at the annual review.",
        ),
        sections=(
            Section(title="The authority's decision", questions=(*which, *held, *decided)),
            Section(title="Afterwards", questions=(*ended, *then)),
            *((left,) if planned else ()),
        ),
        leads=(AGREED, *_decisions(reviews)),
    )  # fmt: skip


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps by which the authority's decision stands at the review, and the pupil has what follows."""
    if _appeals(scene):
        return [Wrong("", _appeal_runs(scene))]
    reviews = _decidable(scene)
    chosen = chosen_review(scene, reviews, answers)
    held = said(scene, "reviews", (*REVIEWS, ""), _held(is_alone=not reviews), answers)
    decided = said(scene, "reviews", _CHAIN, (_decided(scene),), answers)
    ended = said(scene, "plan", _EHCP, (_ended(scene),), answers)
    then = said(scene, "plan", (), _then(scene), answers)
    wrong = [*([chosen] if isinstance(chosen, Wrong) else []), *held.wrong]
    if not isinstance(chosen, Wrong) and not held.wrong:
        wrong += _held_once(chosen, held)
    certificate = chosen.chain.mediation_certificate_on if isinstance(chosen, Review) else None
    wrong += [*decided.wrong, *ended.wrong, *_too_early(scene, decided, ended, certificate)]
    wrong += [*then.wrong, *_contradictions(then)]
    if wrong or isinstance(chosen, Wrong):
        return wrong
    plan, file = scene.path("plan"), scene.path("reviews")
    support, day = then.values["support"], decided.values["decision_on"]
    steps: dict[str, list[Step]] = {plan: list(steps_to(scene, support))}
    steps[plan] += changes("plan", scene.data("plan"), _EHCP, ended, is_part=True)
    if support != NONE:
        steps[plan] += steps_to_next_version(scene)
        # A day that stands in the record is of earlier support: where none is answered, it goes.
        told = {name: value for name, value in then.values.items() if name == PARENTS_TOLD}
        steps[plan] += changes(
            "plan", scene.data("plan"), (), Said(told, [], {PARENTS_TOLD: then.names[PARENTS_TOLD]})
        )
    path, steps[file] = _decision(scene, chosen, held, day)
    places = asked_at(plan, (), {**then.names, "kind": "support", "version": "support"})
    places |= asked_at(plan, _EHCP, ended.names)
    places |= asked_at(file, path, {**held.names, "chain": "decision_on"})
    places |= asked_at(file, (*path, "chain"), {"decision": "decision_on", "decision_on": "decision_on"})
    on = in_words(date.fromisoformat(day))
    message = f"{scene.pupil}: the authority decided on {on} to cease the education, health and care plan"
    return Written(steps, places, message)


def _appeal_runs(scene: Scene) -> str:
    return (
        f"An appeal is running. The authority must keep the plan until it is decided{_law(scene)}. Once it has ended, write that "
        "at the appeal first."
    )


def _law(scene: Scene) -> str:
    row = scene.rulebook.codes.get("review_decision", CEASE)
    return law_of(scene, row.source if row is not None else None)


_EHCP: Path = ("ehcp",)
_CHAIN: Path = (*REVIEWS, "", "chain")


def _then(scene: Scene) -> tuple[Ask, ...]:
    return (
        Ask(
            "support",
            "What support does the pupil have then?",
            "",
            missing="Choose what support the pupil has then.",
            choices=tuple(
                Choice(code, scene.rulebook.codes.label("sen_provision", code))
                for code in (SEN_SUPPORT, NONE)
            ),
        ),
        parents_told(scene, "Where it is SEN support, when were the parents told of it?"),
    )


def _appeals(scene: Scene) -> list[Thing]:
    """Return the appeals that run: neither decided, settled nor withdrawn."""
    return [
        thing
        for thing in going_on(scene)
        if thing.noun == "circumstance" and thing.data.get("kind") == APPEAL
    ]


def _too_early(scene: Scene, decided: Said, ended: Said, certificate: date | None) -> Iterator[Wrong]:
    """Yield why a plan goes on: the family's time for an appeal against the decision runs, or the day of its end is to come."""
    if decided.wrong:
        return
    day = date.fromisoformat(decided.values["decision_on"])
    last = _last_day_for_appeal(scene, day, certificate)
    runs = last is not None and not _has_been_appealed(scene, day)
    if runs and last is not None and last >= scene.today:
        yield Wrong(
            "decision_on",
            f"The plan goes on until the family's time for an appeal has passed, on {in_words(last)} at the earliest. "
            "Write the decision at the annual review now, and send this form after that day.",
        )
    if ended.wrong:
        return
    end = date.fromisoformat(ended.values[_ENDED])
    if end > scene.today:
        yield Wrong(
            _ENDED,
            "That day has not come, and the plan goes on until then. Send this form once it has ended.",
        )
    elif end < day:
        yield Wrong(_ENDED, f"The authority decided on {in_words(day)}. Write a day from then on.")
    elif runs and last is not None and end <= last < scene.today:
        yield Wrong(
            _ENDED,
            f"The family had until {in_words(last)} to appeal, and the plan went on until then. Write a later day.",
        )


def _last_day_for_appeal(scene: Scene, decision: date, certificate: date | None) -> date | None:
    rules = rules_of(scene.rulebook, scene.school, scene.today)
    rule = next((each for each in rules if each.row.id == APPEAL_LIMIT), None)
    if rule is None:
        return None
    days = {"chain.decision_on": decision, "chain.mediation_certificate_on": certificate}
    return limit(rule.row, rule.row.legs, days.get)


def _has_been_appealed(scene: Scene, decision: date) -> bool:
    """Tell whether an appeal ended since a decision: with that its time is over, whatever is left of it."""
    return any(
        thing.data.get("kind") == APPEAL and str(thing.data.get("ended_on", "")) >= decision.isoformat()
        for thing in things(scene)
        if thing.noun == "circumstance" and is_over(scene, thing)
    )


def _decidable(scene: Scene) -> list[Review]:
    """Return the reviews of such a plan that were held and at which nothing else was decided, the newest first."""
    kinds = kinds_of_review(scene, EHCP)
    reviews = [each for each in the_pupil(scene).pupil.reviews if each.kind in kinds and _is_open(each)]
    return sorted(reviews, key=lambda each: each.held_on or date.min, reverse=True)


def _is_open(review: Review) -> bool:
    """Tell whether the authority may have decided to cease the plan at a review: an amended one was kept."""
    chain = review.chain
    is_amended = chain.notice_on is not None or chain.final_plan_on is not None
    return review.held_on is not None and not is_amended and chain.decision in {None, CEASE}


def _decisions(reviews: list[Review]) -> Iterator[Choice]:
    """Yield the forms in which the authority's decision alone is written, while the plan goes on."""
    under = "while the time for an appeal runs"
    for each in reviews:
        held = f" of {in_words(each.held_on)}" if each.held_on else ""
        yield Choice(
            f"item/reviews/reviews/{each.id}/chain", f"The decision at the annual review{held}", under
        )
    if not reviews:
        yield Choice("item/reviews/reviews", "Add the annual review, then its decision", under)


def _held(*, is_alone: bool) -> tuple[Ask, ...]:
    """Return the question for the day of a review that the record does not have."""
    hint = "Only for a review that is not in the record." if not is_alone else "It is added to the record."
    return (
        Ask(
            "held_on",
            "When was that annual review held?",
            f"{hint} For example 6 November 2026",
            is_required=is_alone,
            missing=_WHEN_HELD,
        ),
    )


_WHEN_HELD = "Say on which day the review was held."


def _held_once(chosen: Review | None, held: Said) -> Iterator[Wrong]:
    """Yield what is wrong where a review's day is missing, or was said of one that has it."""
    if chosen is None and "held_on" not in held.values:
        yield Wrong("held_on", _WHEN_HELD)
    elif chosen is not None and "held_on" in held.values:
        yield Wrong("held_on", "Leave this empty: the review that you chose has its day.")


def _decided(scene: Scene) -> Ask:
    return day_ask(
        scene.today,
        "decision_on",
        "When did the authority decide to cease it?",
        "Say on which day the authority decided.",
        "The date of its letter.",
    )


def _ended(scene: Scene) -> Ask:
    return day_ask(
        scene.today,
        _ENDED,
        "When did the plan end?",
        "Say on which day the plan ended.",
        "The day on which the authority ceased to maintain it.",
    )


_ENDED = "ceased_on"


def _contradictions(then: Said) -> Iterator[Wrong]:
    if then.values.get("support") == NONE and PARENTS_TOLD in then.values:
        yield Wrong(
            PARENTS_TOLD, "A pupil without support has no such day. Leave it empty, or choose SEN support."
        )


def _decision(scene: Scene, review: Review | None, held: Said, day: str) -> tuple[Path, list[Step]]:
    """Return a review's path, and the steps by which the authority's decision stands at it."""
    chain: dict[str, Any] = {"decision_on": day, "decision": CEASE}
    if review is None:
        path = new_review(scene)
        version = the_pupil(scene).pupil.plan.version
        values = {
            "kind": kinds_of_review(scene, EHCP)[0],
            **held.values,
            "plan_version": version,
            "chain": chain,
        }
        return path, [added("reviews", REVIEWS, path[-1], values)]
    path = (*REVIEWS, review.id)
    answered = Said(chain, [], {name: name for name in chain})
    return path, list(changes("reviews", scene.data("reviews"), (*path, "chain"), answered, is_part=True))
