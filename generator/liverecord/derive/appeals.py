"""A decision to cease a plan, and the appeal that keeps the plan going all the same: which one is about it, and how far it has come."""

from collections.abc import Iterable
from datetime import date

import msgspec

from liverecord.model.records import Circumstance, Review
from liverecord.model.rulebook import Codes

APPEAL = "appeal"
"""The kind of circumstance that an appeal is (codes.yml, circumstance_kind)."""


def keeps_going(appeal: Circumstance, decided: Review, codes: Codes, *, is_open: bool) -> bool:
    """Tell whether an appeal lets a plan go on whatever was decided: one that was brought and is open, or was won."""
    if appeal.kind != APPEAL or not _is_about(appeal, decided, is_open=is_open):
        return False
    order = codes.get("tribunal_order", appeal.order)
    return (is_open and _was_brought(appeal, codes)) or (order is not None and not order.upholds)


def is_considered(appeal: Circumstance, decided: Review, codes: Codes, *, is_open: bool) -> bool:
    """Tell whether an appeal about a decision may still be brought, and its own row says until when."""
    return (
        is_open
        and appeal.kind == APPEAL
        and appeal.decision_letter_on is not None
        and _is_about(appeal, decided, is_open=is_open)
        and not _was_brought(appeal, codes)
    )


def with_certificates(decided: Review, appeals: Iterable[Circumstance]) -> Review:
    """Return a review with the latest certificate of mediation: its own, or that of an appeal about its decision."""
    chain = decided.chain
    days = (chain.mediation_certificate_on, *(each.mediation_certificate_on for each in appeals))
    last = max((day for day in days if day is not None), default=None)
    return msgspec.structs.replace(
        decided, chain=msgspec.structs.replace(chain, mediation_certificate_on=last)
    )


def _is_about(appeal: Circumstance, decided: Review, *, is_open: bool) -> bool:
    """Tell whether an appeal is about a decision: its letter is no older or, where that is not known, its order is not.

    An open one of which neither is known may be.
    """
    since = decided.chain.decision_on or decided.held_on or date.min
    day = appeal.decision_letter_on or appeal.order_sent_on or appeal.ended_on
    return is_open if day is None else day >= since


def _was_brought(appeal: Circumstance, codes: Codes) -> bool:
    kind = codes.get("circumstance_kind", appeal.kind)
    return kind is not None and appeal.stage in kind.brought
