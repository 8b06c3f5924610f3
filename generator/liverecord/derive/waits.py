"""How long a pupil has been waiting for somebody else, and the clock that the law sets the authority."""

from datetime import date

from liverecord.derive.limits import has_ended, limit
from liverecord.derive.narrowing import applies
from liverecord.derive.rules import AUTHORITY, MUST, rules_of
from liverecord.derive.subjects import Subject, subjects
from liverecord.model.attendance import Deadline, Wait
from liverecord.model.records import Pupil, School
from liverecord.model.rulebook import Rulebook

_WAITED_FOR = ("needs_assessment", "referral", "appeal")
_SUBJECT = "circumstance"
_DAYS_A_WEEK = 7


def waits(pupil: Pupil, school: School, rulebook: Rulebook, today: date) -> tuple[Wait, ...]:
    """Return how long each open assessment, referral and appeal has been waited for, in the plan's order.

    It counts from the day of the request, else of its receipt, else of sending, else of acceptance; without any, nothing is counted.
    """
    if not pupil.plan.circumstances:
        return ()
    return tuple(
        Wait(
            circumstance=circumstance.id,
            since=since,
            weeks=(today - since).days // _DAYS_A_WEEK,
            deadlines=_deadlines(subject, pupil, school, rulebook, today),
            restricted=circumstance.restricted,
        )
        for subject in subjects(pupil, school, rulebook, today)[_SUBJECT]
        if (circumstance := subject.thing).kind in _WAITED_FOR
        and (
            since := circumstance.requested_on
            or circumstance.received_on
            or circumstance.sent_on
            or circumstance.accepted_on
        )
        and since <= today
    )


def _deadlines(
    subject: Subject, pupil: Pupil, school: School, rulebook: Rulebook, today: date
) -> tuple[Deadline, ...]:
    """Return the days by which the authority is to have answered: only what its stage still leaves open.

    They are the limits of reviews.yml that say what they ask of the authority, in the order of their days. Unlike a
    duty, a later one stands here beside an earlier one that has passed.
    """

    def known(name: str) -> date | None:
        value = getattr(subject.thing, name, None)
        return value if isinstance(value, date) else None

    deadlines = [
        Deadline(label=row.asks, due=due, passed=due < today)
        for rule in rules_of(rulebook, school, today)
        if (row := rule.row).asks is not None
        and row.subject == _SUBJECT
        and row.owed_by == AUTHORITY
        and applies(subject, pupil, row.applies, today)
        and (due := limit(row, row.legs, known)) is not None
        and not has_ended(row, due, known, today)
        # A day that is no limit of the law is one to ask on, and nobody's to answer once it has passed.
        and (row.force == MUST or due >= today)
    ]
    return tuple(sorted(deadlines, key=lambda deadline: deadline.due))
