"""What narrows the subject of a rule: the closed set of words of `applies`, and what each asks of a subject and its pupil."""

from collections.abc import Callable
from datetime import date

from liverecord.derive.subjects import NO, YES, Subject
from liverecord.derive.transfers import UNKNOWN, Transfer
from liverecord.model.records import Circumstance, Condition, EhcPlan, Pupil, Review


def applies(subject: Subject, pupil: Pupil, narrowing: dict[str, tuple[str, ...]], today: date) -> bool:
    """Tell whether a rule's `applies` admits a subject; its words are those of APPLIES."""
    for word, values in narrowing.items():  # noqa: SIM110 - a loop costs half of a generator, and most are empty
        if not APPLIES[word](subject, pupil, values, today):
            return False
    return True


_EHC_PLAN = "E"


def _support(_subject: Subject, pupil: Pupil, values: tuple[str, ...], today: date) -> bool:
    """Tell whether the pupil has support of these codes; a plan that has ended is none, whatever is still written."""
    return pupil.plan.support in values and not _is_only_written(pupil, today)


def _plan_ended(_subject: Subject, pupil: Pupil, values: tuple[str, ...], today: date) -> bool:
    return (YES if _is_only_written(pupil, today) else NO) in values


def _is_only_written(pupil: Pupil, today: date) -> bool:
    """Tell whether the record says that there is an education, health and care plan, and that it has ended."""
    support, ehcp = pupil.plan.support, pupil.plan.ehcp
    has_ended = ehcp is not None and ehcp.ceased_on is not None and ehcp.ceased_on <= today
    return has_ended and support == _EHC_PLAN


def _care_plan(subject: Subject, _pupil: Pupil, values: tuple[str, ...], _today: date) -> bool:
    condition = subject.thing
    return isinstance(condition, Condition) and (YES if condition.health_care_plan else NO) in values


def _agreed(_subject: Subject, pupil: Pupil, values: tuple[str, ...], today: date) -> bool:
    agreed_on = pupil.plan.agreed_on
    return (YES if agreed_on is not None and agreed_on <= today else NO) in values


def _age_below(_subject: Subject, pupil: Pupil, values: tuple[str, ...], today: date) -> bool:
    """Tell whether the pupil is younger than so many years; False where the date of birth is not known."""
    born = pupil.plan.pupil.date_of_birth
    if born is None:
        return False
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return any(age < int(value) for value in values)


def _stage(subject: Subject, _pupil: Pupil, values: tuple[str, ...], _today: date) -> bool:
    circumstance = subject.thing
    return isinstance(circumstance, Circumstance) and (circumstance.stage or UNKNOWN) in values


def _decision(subject: Subject, _pupil: Pupil, values: tuple[str, ...], _today: date) -> bool:
    review = subject.thing
    return isinstance(review, Review) and (review.chain.decision or UNKNOWN) in values


def _order(subject: Subject, _pupil: Pupil, values: tuple[str, ...], _today: date) -> bool:
    circumstance = subject.thing
    return isinstance(circumstance, Circumstance) and (circumstance.order or UNKNOWN) in values


def _transferred(_subject: Subject, pupil: Pupil, values: tuple[str, ...], today: date) -> bool:
    """Tell whether the plan came from another authority: this one maintains it since a later day than that of its issue.

    Where no day of issue is known, an earlier decision tells as much.
    """
    ehcp = pupil.plan.ehcp or EhcPlan()
    earlier, since = ehcp.issued_on or ehcp.last_review_decided_on, ehcp.maintained_since
    has_moved = earlier is not None and since is not None and earlier < since <= today
    return (YES if has_moved else NO) in values


APPLIES: dict[str, Callable[[Subject, Pupil, tuple[str, ...], date], bool]] = {
    "support": _support,
    "plan_ended": _plan_ended,
    "kind": lambda _subject, pupil, values, _today: pupil.plan.kind in values,
    "looked_after": lambda _subject, pupil, values, _today: (
        (YES if pupil.plan.pupil.looked_after else NO) in values
    ),
    "agreed": _agreed,
    "age_below": _age_below,
    "health_care_plan": _care_plan,
    "circumstance": lambda subject, _pupil, values, _today: (
        isinstance(subject.thing, Circumstance) and subject.thing.kind in values
    ),
    "stage": _stage,
    "review": lambda subject, _pupil, values, _today: (
        isinstance(subject.thing, Review) and subject.thing.kind in values
    ),
    "decision": _decision,
    "last_decision": lambda subject, _pupil, values, _today: subject.last_decision in values,
    "exception": lambda subject, _pupil, values, _today: (
        isinstance(subject.thing, Circumstance) and subject.thing.exception in values
    ),
    "order": _order,
    "ended": lambda subject, _pupil, values, _today: (YES if subject.has_ended else NO) in values,
    "transferred": _transferred,
    "transfer": lambda subject, _pupil, values, _today: (
        isinstance(subject.thing, Transfer) and subject.thing.code in values
    ),
}
"""The closed set of words that narrow a rule's subject; "unknown" is a stage, a decision or a move that the record does not say."""
