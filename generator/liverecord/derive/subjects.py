"""What in a record a rule looks at: the plan itself, and each open thing in it that has a day of its own.

Ended and closed things are no subjects: nothing is owed on them.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from liverecord.derive.appeals import APPEAL, is_considered, keeps_going, with_certificates
from liverecord.derive.chains import ANNUAL
from liverecord.derive.holding import OwnerField
from liverecord.derive.transfers import UNKNOWN, transfers_of
from liverecord.model.days import in_words
from liverecord.model.records import Circumstance, Pupil, Review, School
from liverecord.model.rulebook import Codes, Rulebook

YES, NO = "yes", "no"
APPEALED = "appealed"
"""What stands in place of the last decision once an appeal was brought, and where it was won: the plan goes on, whatever was decided."""

CONSIDERED = "considered"
"""What stands in place of a review's decision while an appeal against it is only considered, which has the family's day itself."""


class Subject(NamedTuple):
    """One thing that a rule may look at.

    `thing` holds its days under their own keys. `item` is its id (None for the plan itself), `anchor` the section of
    the page it stands in; `what` and `about` are words as typed, or a code's label. `owned_in` is where the owner is written.
    `last_decision` is what the authority last decided at a review, of a review only where it was at that one; `has_ended` tells of an appeal that it is over.
    """

    thing: Any
    anchor: str
    item: str | None = None
    what: str | None = None
    about: str | None = None
    owner: str | None = None
    owned_in: OwnerField | None = None
    restricted: bool = False
    last_decision: str = UNKNOWN
    has_ended: bool = False


def subjects(pupil: Pupil, school: School, rulebook: Rulebook, today: date) -> dict[str, tuple[Subject, ...]]:
    """Return a pupil's open things by the names that reviews.yml gives them."""
    subjects_by_name = {
        name: tuple(find(pupil, rulebook.codes, today)) for name, find in SUBJECTS_OF_RECORDS.items()
    }
    decision = _last_decision(pupil, rulebook.codes, today)
    moves = transfers_of(pupil, school, rulebook, today)
    subjects_by_name[TRANSFER] = tuple(Subject(each, "reviews", last_decision=decision) for each in moves)
    return subjects_by_name


def is_open(codes: Codes, statuses: str, status: str | None, ended_on: date | None, today: date) -> bool:
    """Tell whether something is still owed: its status is not a closed one, and no day of its end has come."""
    if ended_on is not None and ended_on <= today:
        return False
    row = codes.lists[statuses].get(status) if status is not None and statuses in codes.lists else None
    return row is None or not row.closed


def last_held(reviews: Iterable[Review], today: date) -> Review | None:
    """Return the last review that was held, up to today."""
    held = [review for review in reviews if review.held_on is not None and review.held_on <= today]
    return max(held, key=lambda review: (review.held_on or date.min, review.id), default=None)


def next_planned(reviews: Iterable[Review], held: date | None) -> Review | None:
    """Return the next review that is planned: one planned for no later than the last that was held is spent."""
    waiting = [
        review
        for review in reviews
        if review.held_on is None and review.due is not None and (held is None or review.due > held)
    ]
    return min(waiting, key=lambda review: (review.due or date.max, review.id), default=None)


def is_ahead(subject: Subject, today: date) -> bool:
    """Tell whether a subject is a meeting that is planned and whose day has not passed."""
    thing = subject.thing
    return (
        isinstance(thing, Review) and thing.held_on is None and thing.due is not None and thing.due >= today
    )


def is_about(review: Review, item: str | None) -> bool:
    """Tell whether a review looked at an item; one that names nothing looked at all of its kind."""
    return item is None or not review.about or item in review.about


def _plan(pupil: Pupil, codes: Codes, today: date) -> Iterator[Subject]:
    yield Subject(pupil.plan, "reviews", last_decision=_last_decision(pupil, codes, today))


def _last_decision(pupil: Pupil, codes: Codes, today: date) -> str:
    """Return what was decided at the last annual review at which anything was, or what an appeal makes of it.

    A later one that was held and not yet decided leaves it unknown.
    """
    decided = _last_decided(pupil, today)
    if decided is None:
        return UNKNOWN
    appeals = [
        (each, is_open_circumstance(each, codes, today))
        for each in pupil.plan.circumstances
        if each.kind == APPEAL
    ]
    if any(keeps_going(each, decided, codes, is_open=is_open) for each, is_open in appeals):
        return APPEALED
    last = last_held((each for each in pupil.reviews if each.kind == decided.kind), today)
    return (last.chain.decision if last is not None else None) or UNKNOWN


def _last_decided(pupil: Pupil, today: date) -> Review | None:
    return last_held(
        (each for each in pupil.reviews if each.kind == ANNUAL and each.chain.decision is not None), today
    )


def _part_time_timetable(pupil: Pupil, _codes: Codes, _today: date) -> Iterator[Subject]:
    timetable = pupil.plan.attendance.part_time_timetable
    if timetable is not None:
        yield Subject(
            timetable,
            "attendance",
            owner=timetable.owner,
            owned_in=OwnerField("plan.attendance.part_time_timetable.owner"),
        )


def _conditions(pupil: Pupil, _codes: Codes, _today: date) -> Iterator[Subject]:
    for condition in pupil.plan.conditions:
        yield Subject(
            condition,
            "conditions",
            condition.id,
            what=condition.name,
            owner=condition.owner,
            owned_in=OwnerField("plan.conditions.owner", condition.id),
            restricted=condition.restricted,
        )


def _concerns(pupil: Pupil, codes: Codes, today: date) -> Iterator[Subject]:
    for concern in pupil.concerns:
        if is_open(codes, "concern_status", concern.status, concern.closed_on, today):
            yield Subject(
                concern,
                "concerns",
                concern.id,
                what=concern.what,
                owner=concern.owner,
                owned_in=OwnerField("concerns.owner", concern.id),
                restricted=concern.restricted,
            )


def _drivers(pupil: Pupil, codes: Codes, today: date) -> Iterator[Subject]:
    for subject in _concerns(pupil, codes, today):
        for driver in subject.thing.drivers:
            row = codes.get("driver", driver.driver)
            yield Subject(
                driver,
                "concerns",
                driver.id,
                what=(row.words or row.label) if row else driver.driver,
                about=subject.what,
                owner=subject.owner,
                owned_in=subject.owned_in,
                restricted=subject.restricted or driver.restricted,
            )


def _actions(pupil: Pupil, codes: Codes, today: date) -> Iterator[Subject]:
    concerns = {concern.id: concern for concern in pupil.concerns}
    for action in pupil.actions:
        if is_open(codes, "action_status", action.status, action.ended_on, today):
            concern = concerns.get(action.concern) if action.concern else None
            yield Subject(
                action,
                "actions",
                action.id,
                what=action.what,
                about=concern.what if concern else None,
                owner=action.owner,
                owned_in=OwnerField("actions.owner", action.id),
                # What is done about a restricted concern tells of it.
                restricted=action.restricted or (concern is not None and concern.restricted),
            )


def _outcomes(pupil: Pupil, codes: Codes, today: date) -> Iterator[Subject]:
    for outcome in pupil.plan.outcomes:
        if is_open(codes, "outcome_status", outcome.status, outcome.ended_on, today):
            yield Subject(outcome, "plan", outcome.id, what=outcome.text, restricted=outcome.restricted)


def _provisions(pupil: Pupil, codes: Codes, today: date) -> Iterator[Subject]:
    under_outcomes = (
        (provision, outcome.thing.text, outcome.restricted, "plan.outcomes.provision.who")
        for outcome in _outcomes(pupil, codes, today)
        for provision in outcome.thing.provision
    )
    without = (
        (provision, None, False, "plan.support_without_plan.who")
        for provision in pupil.plan.support_without_plan
    )
    for provision, about, restricted, holder in (*under_outcomes, *without):
        has_ended = provision.until is not None and provision.until < today
        if not has_ended and is_open(codes, "provision_status", provision.status, None, today):
            yield Subject(
                provision,
                "plan",
                provision.id,
                what=provision.what,
                about=about,
                owner=provision.who,
                owned_in=OwnerField(holder, provision.id),
                restricted=restricted or provision.restricted,
            )


def _circumstances(pupil: Pupil, codes: Codes, today: date) -> Iterator[Subject]:
    for circumstance in pupil.plan.circumstances:
        if is_open_circumstance(circumstance, codes, today):
            # `about` stays out: an audience may see that something is waited for without seeing what it is about.
            yield Subject(
                circumstance,
                "circumstances",
                circumstance.id,
                what=circumstance.service or codes.label("circumstance_kind", circumstance.kind),
                about=_waiting(circumstance, today) if circumstance.chase_on else None,
                owner=circumstance.owner,
                owned_in=OwnerField("plan.circumstances.owner", circumstance.id),
                restricted=circumstance.restricted,
            )


def _orders(pupil: Pupil, codes: Codes, today: date) -> Iterator[Subject]:
    """Yield the circumstances of which an order of the tribunal may be open, ended ones among them."""
    for circumstance in pupil.plan.circumstances:
        if circumstance.order_done_on is None or circumstance.order_done_on > today:
            yield Subject(
                circumstance,
                "circumstances",
                circumstance.id,
                what=codes.label("circumstance_kind", circumstance.kind),
                owner=circumstance.owner,
                owned_in=OwnerField("plan.circumstances.owner", circumstance.id),
                restricted=circumstance.restricted,
                has_ended=not is_open_circumstance(circumstance, codes, today),
            )


def is_open_circumstance(circumstance: Circumstance, codes: Codes, today: date) -> bool:
    """Tell whether a circumstance still stands: neither ended on a day, nor in a stage or status that ends it."""
    kind = codes.get("circumstance_kind", circumstance.kind)
    has_ended = kind is not None and bool({circumstance.stage, circumstance.status} & set(kind.ended))
    return not has_ended and is_open(
        codes, "circumstance_status", circumstance.status, circumstance.ended_on, today
    )


def _waiting(circumstance: Circumstance, today: date) -> str | None:
    sent, requested = circumstance.sent_on, circumstance.requested_on
    since = sent or requested
    if since is None or since > today:
        return None
    days = (today - since).days
    verb = "referred" if sent else "asked for"
    return f"{verb} {in_words(since)}, waiting {days} {'day' if days == 1 else 'days'}"


def _reviews(pupil: Pupil, codes: Codes, today: date) -> Iterator[Subject]:
    """Yield every review that was held, each with steps of its own to follow, and the next of each kind that is planned."""
    kinds: dict[str, list[Review]] = {}
    for review in pupil.reviews:
        kinds.setdefault(review.kind, []).append(review)
    decided, decision = _last_decided(pupil, today), _last_decision(pupil, codes, today)
    considered = [
        each
        for each in pupil.plan.circumstances
        if decided is not None
        and is_considered(each, decided, codes, is_open=is_open_circumstance(each, codes, today))
    ]
    for reviews in kinds.values():
        last = last_held(reviews, today)
        planned = next_planned(reviews, last.held_on if last else None)
        for review in reviews:
            day, words = review.held_on, "meeting on"
            if review is planned:
                day, words = review.due, "meeting planned for"
            elif day is None or day > today:
                continue
            assert day is not None
            is_last = review is decided
            yield Subject(
                with_certificates(review, considered) if is_last and considered else review,
                "reviews",
                review.id,
                about=f"{words} {in_words(day)}",
                owner=review.owner,
                owned_in=OwnerField("reviews.owner", review.id),
                restricted=review.restricted,
                last_decision=(CONSIDERED if considered and decision != APPEALED else decision)
                if is_last
                else UNKNOWN,
            )


Finder = Callable[[Pupil, Codes, date], Iterator[Subject]]

SUBJECTS_OF_RECORDS: dict[str, Finder] = {
    "plan": _plan,
    "part_time_timetable": _part_time_timetable,
    "condition": _conditions,
    "concern": _concerns,
    "driver": _drivers,
    "action": _actions,
    "outcome": _outcomes,
    "provision": _provisions,
    "circumstance": _circumstances,
    "order": _orders,
    "review": _reviews,
}
TRANSFER = "transfer"
SUBJECTS = frozenset({*SUBJECTS_OF_RECORDS, TRANSFER})
"""The closed set of subjects that reviews.yml may name."""
