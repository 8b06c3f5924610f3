"""How long a pupil has been waiting for somebody else, and the clock that the law sets the authority."""

from datetime import date, timedelta

from liverecord.derive.kept import kept
from liverecord.derive.numbers import in_force, number
from liverecord.derive.subjects import is_open_circumstance
from liverecord.model.attendance import Deadline, Wait
from liverecord.model.records import Circumstance, Pupil
from liverecord.model.rulebook import Rulebook, Threshold

_WAITED_FOR = ("needs_assessment", "referral", "appeal")
_WITH_CLOCK = "needs_assessment"
_DAYS_A_WEEK = 7


def waits(pupil: Pupil, rulebook: Rulebook, today: date) -> tuple[Wait, ...]:
    """Return how long each open assessment, referral and appeal has been waited for, in the plan's order.

    It counts from the day of the request, else of sending, else of acceptance; without any, nothing is counted.
    """
    return tuple(
        Wait(
            circumstance=circumstance.id,
            since=since,
            weeks=(today - since).days // _DAYS_A_WEEK,
            deadlines=_deadlines(circumstance, rulebook, today),
            restricted=circumstance.restricted,
        )
        for circumstance in pupil.plan.circumstances
        if circumstance.kind in _WAITED_FOR
        and (since := circumstance.requested_on or circumstance.sent_on or circumstance.accepted_on)
        and since <= today
        and is_open_circumstance(circumstance, rulebook.codes, today)
    )


def _deadlines(circumstance: Circumstance, rulebook: Rulebook, today: date) -> tuple[Deadline, ...]:
    """Return the days by which the authority is to have answered: only what its stage still leaves open."""
    requested = circumstance.requested_on
    if circumstance.kind != _WITH_CLOCK or requested is None:
        return ()
    return tuple(
        Deadline(label=row.label, due=due, passed=due < today)
        for row in _clock(rulebook)
        if in_force(rulebook, row.id, requested)
        and (circumstance.stage is None or not row.stages or circumstance.stage in row.stages)
        for due in (requested + timedelta(weeks=number(rulebook, row.id, "weeks")),)
    )


@kept
def _clock(rulebook: Rulebook) -> tuple[Threshold, ...]:
    """Return the rows of the assessment's clock, in the order in which they fall due."""
    rows = (row for name, row in rulebook.thresholds.items() if name.startswith(f"{_WITH_CLOCK}_"))
    return tuple(sorted(rows, key=lambda row: (number(rulebook, row.id, "weeks"), row.id)))
