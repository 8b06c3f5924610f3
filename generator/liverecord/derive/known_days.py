"""The days that a rule may name: those of its subject, of the plan, of reviews and of other rules."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from liverecord.derive.chains import closed_on, decided_on, unsaid_on
from liverecord.derive.limits import latest
from liverecord.derive.naming import CLOSED, DECIDED, DUE, FINAL, HELD, OF_REVIEWS, PLAN, REVIEW, UNSAID
from liverecord.derive.rules import Rule
from liverecord.derive.subjects import Subject, is_about, last_held, next_planned
from liverecord.derive.transfers import settled_on, within
from liverecord.model.case import Duty
from liverecord.model.records import Pupil, Review

_SUPPORT_SINCE = "support_since"
_FIELDS = {"from": "from_", "with": "with_"}


class Days:
    """The days that a rule may name, of one subject: its own, those of the reviews that looked at it, and other rules'."""

    def __init__(
        self,
        rule: Rule,
        subject: Subject,
        pupil: Pupil,
        supported: Callable[[tuple[str, ...]], date | None],
        duties_by_id: Mapping[str, Duty],
    ) -> None:
        self._thing = subject.thing
        self._support = rule.row.applies.get("support", ())
        self._supported = supported
        self._pupil = pupil
        self._today = rule.today
        self._duties_by_id = duties_by_id
        self._item = None if isinstance(subject.thing, Review) else subject.item
        self.reviews = self._reviews_of(rule.review_kind) if rule.review_kind else []
        if rule.row.ends_before is not None and rule.row.ends_within is not None:
            self.reviews = within(self.reviews, self.known(rule.row.ends_before), rule.row.ends_within)
        since = latest(rule.row.since, self.known)
        if since is not None:
            self.reviews = [each for each in self.reviews if (each.held_on or each.due or since) >= since]
        self._kind = rule.review_kind
        self.last = last_held(self.reviews, self._today) if self.reviews else None
        self.held = self.last.held_on if self.last else None
        self.planned = next_planned(self.reviews, self.held) if self.reviews else None

    def known(self, name: str) -> date | None:
        """Return a day by the name that rules give it."""
        source, _, rest = name.partition(".")
        if rest and source in OF_REVIEWS:
            return self._of_reviews(source, rest)
        if rest and source == DUE:
            duty = self._duties_by_id.get(f"{rest}.{PLAN}")
            return (duty.limit or duty.rule_due) if duty is not None else None
        if source == REVIEW and isinstance(self._thing, Review):
            find = {DECIDED: decided_on, UNSAID: unsaid_on, CLOSED: closed_on}[rest]
            day = find(self._thing, self._pupil)
            return day if day is not None and day <= self._today else None
        if name == _SUPPORT_SINCE:
            return self._supported(self._support)
        value = self.value(name)
        return value if isinstance(value, date) else None

    def value(self, name: str) -> Any:
        """Return what stands in a field of the subject, or of the plan where its name begins so; None where nothing does."""
        source, _, rest = name.partition(".")
        value: Any = self._pupil.plan if source == PLAN else self._thing
        for word in (rest if source == PLAN else name).split("."):
            value = getattr(value, _FIELDS.get(word, word), None)
        return value

    def _reviews_of(self, kind: str) -> list[Review]:
        return [each for each in self._pupil.reviews if each.kind == kind and is_about(each, self._item)]

    def _of_reviews(self, source: str, kind: str) -> date | None:
        reviews = self.reviews if kind == self._kind else self._reviews_of(kind)
        if source == DECIDED:
            # The notice of an amendment goes with the decision: it was taken by then at the latest.
            return self._latest(review.chain.decision_on or review.chain.notice_on for review in reviews)
        if source == FINAL:
            return self._latest(settled_on(review) for review in reviews)
        if reviews is self.reviews:
            return self.held if source == HELD else self.planned.due if self.planned else None
        last = last_held(reviews, self._today)
        held = last.held_on if last else None
        if source == HELD:
            return held
        planned = next_planned(reviews, held)
        return planned.due if planned else None

    def _latest(self, days: Iterable[date | None]) -> date | None:
        return max((day for day in days if day is not None and day <= self._today), default=None)
