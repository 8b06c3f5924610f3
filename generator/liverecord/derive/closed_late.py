"""Final plans that came after their limit: what closed an annual review in the end, and how late that was."""

from datetime import date

from liverecord.derive.chains import AMENDED, ANNUAL, closed_on
from liverecord.derive.limits import counted, latest, limit
from liverecord.derive.rules import rules_of
from liverecord.model.case import ClosedLate
from liverecord.model.records import Pupil, Review, School
from liverecord.model.rulebook import ReviewRule, Rulebook

FINAL_PLAN = "ehcp_review_final"
"""The rule by which a final plan is due after an annual review."""

_NOTICE, _HELD = "chain.notice_on", "held_on"


def closed_late(pupil: Pupil, school: School, rulebook: Rulebook, today: date) -> tuple[ClosedLate, ...]:
    """Return the reviews after which the final plan came late, its own or that of a later review, in the record's order."""
    rows = [rule.row for rule in rules_of(rulebook, school, today) if rule.row.id == FINAL_PLAN]
    late = (_late(row, each, pupil, today) for row in rows for each in pupil.reviews if each.kind == ANNUAL)
    return tuple(each for each in late if each is not None)


def _late(row: ReviewRule, review: Review, pupil: Pupil, today: date) -> ClosedLate | None:
    known = {_NOTICE: review.chain.notice_on, _HELD: review.held_on}.get
    # Without a notice it is as late as the meeting makes it: what stands beside the limit counts from there.
    beside = (
        counted(day, each.plus, each.counts)
        for each in row.beside
        if each.plus and (day := latest(each.from_, known))
    )
    law = limit(row, row.legs, known) or min(beside, default=None)
    closed = closed_on(review, pupil)
    is_not_amended = review.chain.decision not in {None, AMENDED}
    if is_not_amended or law is None or closed is None or not law < closed <= today:
        return None
    return ClosedLate(
        review=review.id, limit=law, closed_on=closed, days=(closed - law).days, restricted=review.restricted
    )
