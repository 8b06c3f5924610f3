"""The chain of an annual review: report, decision, notice, final plan. Each review that was held keeps its own until it is closed.

A newer review discharges nothing. What closes a chain is its own last step, a decision not to amend, or a later final plan,
which closes older chains too.
"""

from datetime import date

from liverecord.model.records import EhcPlan, Pupil, Review, ReviewChain

ANNUAL = "ehcp_annual"
"""The kind of review whose decision the law's clocks wait for: what a meeting of another kind decides moves none of them."""

AMENDED = "amend"
"""The decision after which a final plan is to come; after any other there is none."""


def finished_on(review: Review) -> date | None:
    """Return when an annual review had run its course: the final plan, or the decision that there is nothing to amend."""
    chain = review.chain
    if chain.final_plan_on is not None or chain.decision is None or chain.decision == AMENDED:
        return chain.final_plan_on
    return chain.decision_on


def decided_on(review: Review, pupil: Pupil) -> date | None:
    """Return when the authority decided after this very review; a day in the plan alone is about the last meeting before it."""
    decided, is_about_this = _last_decided(review, pupil)
    return review.chain.decision_on or (decided if is_about_this else None)


def unsaid_on(review: Review, pupil: Pupil) -> date | None:
    """Return the last decision that the plan knows, where it is about a later review and nothing says what came of this one."""
    decided, is_about_this = _last_decided(review, pupil)
    is_said = review.chain.decision_on is not None or review.chain.notice_on is not None
    return None if is_about_this or is_said else decided


def _last_decided(review: Review, pupil: Pupil) -> tuple[date | None, bool]:
    """Return the plan's own day of the last decision, if it is no earlier than a review, and whether it is about that one."""
    decided, held = (pupil.plan.ehcp or EhcPlan()).last_review_decided_on, review.held_on
    if decided is None or held is None or decided < held:
        return None, False
    later = (each.held_on for each in pupil.reviews if each.kind == review.kind and each.held_on is not None)
    return decided, not any(held < day <= decided for day in later)


def closed_on(review: Review, pupil: Pupil) -> date | None:
    """Return when nothing more was owed after a review; None: it is open.

    It had run its course, or the first final plan came that is later than its own steps and of no older review.
    """
    held = review.held_on
    if held is None:
        return None
    days = [finished_on(review), (pupil.plan.ehcp or EhcPlan()).issued_on]
    days += [
        each.chain.final_plan_on
        for each in pupil.reviews
        if each.kind == review.kind and each.held_on is not None and each.held_on >= held
    ]
    last = max(day for day in (held, review.chain.decision_on, review.chain.notice_on) if day is not None)
    return min((day for day in days if day is not None and day >= last), default=None)


def has_begun(review: Review) -> bool:
    """Tell whether somebody wrote a step of what follows a review."""
    return review.chain != ReviewChain(
        invited_on=review.chain.invited_on, papers_sent_on=review.chain.papers_sent_on
    )
