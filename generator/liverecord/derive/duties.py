"""Duties: who owes what by which day, from the rules of reviews.yml and what a pupil's record says.

A duty's day is the earlier of the written due and the rule's; a later written day is shown as moved. Its owner is the
item's own, else whoever holds the role that the rule names.
"""

from collections.abc import Iterable
from datetime import date

import msgspec

from liverecord.derive.calendar import in_words
from liverecord.derive.people import KEYWORKER, People, people_of
from liverecord.derive.rules import DECIDED, HELD, PLANNED, Rule, Timing, rules_of, state, timing
from liverecord.derive.subjects import Subject, applies, is_about, subjects
from liverecord.model.case import Assignee, Duty
from liverecord.model.records import Pupil, Review, School, Staff
from liverecord.model.rulebook import Rulebook

TIMETABLE_REVIEW = "part_time_timetable_review"
TIMETABLE_END = "part_time_timetable_end"
AUTHORITY = "authority"
_FIELDS = {"from": "from_", "with": "with_"}


def is_on_roll(pupil: Pupil, today: date) -> bool:
    """Tell whether the pupil has joined and not left; a pupil without dates is on roll."""
    identity = pupil.plan.pupil
    return (identity.on_roll_from is None or identity.on_roll_from <= today) and (
        identity.on_roll_until is None or today <= identity.on_roll_until
    )


def duties(pupil: Pupil, school: School, staff: Staff, rulebook: Rulebook, today: date) -> tuple[Duty, ...]:
    """Return everything that somebody owes for a pupil, by day and id; nothing for a pupil who is not on roll."""
    if not is_on_roll(pupil, today):
        return ()
    people = people_of(staff, today)
    found: dict[str, Duty] = {}
    things = subjects(pupil, rulebook.codes, today)
    for rule in rules_of(rulebook, school, today):
        for subject in things[rule.row.subject]:
            if applies(subject, pupil, rule.row.applies, today):
                duty = _duty(rule, subject, pupil, people, today)
                if duty is not None:
                    found[duty.id] = duty
    _fold_timetable(found)
    return tuple(sorted(found.values(), key=lambda duty: (duty.due, duty.id)))


class _Days:
    """The days that a rule may name, of one subject: its own, and those of the reviews that looked at it."""

    def __init__(self, rule: Rule, subject: Subject, pupil: Pupil, today: date) -> None:
        self._thing = subject.thing
        self._today = today
        kind = rule.review_kind
        self.reviews = (
            [review for review in pupil.reviews if review.kind == kind and is_about(review, subject.item)]
            if kind and pupil.reviews
            else []
        )
        self.last = _last_held(self.reviews, today) if self.reviews else None
        self.held = self.last.held_on if self.last else None
        self.planned = _next_planned(self.reviews, self.held) if self.reviews else None

    def known(self, name: str) -> date | None:
        """Return a day by the name that rules give it."""
        source, _, rest = name.partition(".")
        if source == HELD:
            return self.held
        if source == PLANNED:
            return self.planned.due if self.planned else None
        if source == DECIDED:
            return max(
                (
                    review.chain.decision_on
                    for review in self.reviews
                    if review.chain.decision_on is not None and review.chain.decision_on <= self._today
                ),
                default=None,
            )
        value = getattr(self._thing, _FIELDS.get(source, source), None)
        if rest:
            value = getattr(value, rest, None)
        return value if isinstance(value, date) else None


def _last_held(reviews: Iterable[Review], today: date) -> Review | None:
    """Return the last review that was held, up to today."""
    held = [review for review in reviews if review.held_on is not None and review.held_on <= today]
    return max(held, key=lambda review: (review.held_on or date.min, review.id), default=None)


def _next_planned(reviews: Iterable[Review], held: date | None) -> Review | None:
    """Return the next review that is planned: one planned for no later than the last that was held is spent."""
    waiting = [
        review
        for review in reviews
        if review.held_on is None and review.due is not None and (held is None or review.due > held)
    ]
    return min(waiting, key=lambda review: (review.due or date.max, review.id), default=None)


def _duty(rule: Rule, subject: Subject, pupil: Pupil, people: People, today: date) -> Duty | None:
    days = _Days(rule, subject, pupil, today)
    when = _with_planned(timing(rule, days.known), rule, days)
    if when is None:
        return None
    row, planned, held = rule.row, days.planned, days.held
    # A meeting was held and the authority has not decided: what is late from here on is the authority's.
    awaits = rule.waits_for_decision and held is not None and (when.start is None or held > when.start)
    return Duty(
        id=f"{row.id}.{subject.item or 'plan'}",
        kind=row.id,
        group=row.group,
        label=row.label,
        what=subject.what,
        about=subject.about,
        item=subject.item,
        anchor="plan"
        if subject.item is None and row.group == "plan" and subject.anchor == "reviews"
        else subject.anchor,
        due=when.due,
        written_due=when.written,
        rule_due=when.by_rule,
        moved=when.is_moved,
        last_on=held or _last_decided(rule, days),
        state=state(when.due, today, rule.warn_days),
        days=(when.due - today).days,
        warn_days=rule.warn_days,
        owner=_owner((planned.owner if planned else None) or subject.owner, rule, pupil, people),
        owed_by=AUTHORITY if awaits else row.owed_by,
        force=row.force,
        source=rule.source,
        restricted=subject.restricted
        or (planned is not None and planned.restricted)
        or (days.last is not None and days.last.restricted),
    )


def _with_planned(when: Timing | None, rule: Rule, days: _Days) -> Timing | None:
    """Take a planned review into account where the written day is the item's own: the earlier of the two counts."""
    planned = days.planned
    if planned is None or planned.due is None or (rule.row.written or "").startswith(f"{PLANNED}."):
        return when
    if when is None:
        return Timing(planned.due, planned.due, None, None)
    written = min(when.written, planned.due) if when.written else planned.due
    return when._replace(written=written, due=min(written, when.due))


def _last_decided(rule: Rule, days: _Days) -> date | None:
    if not rule.row.starts:
        return None
    decided = [days.known(name) for name in rule.row.starts if "decided" in name]
    return max((day for day in decided if day is not None), default=None)


def _owner(named: str | None, rule: Rule, pupil: Pupil, people: People) -> Assignee | None:
    """Return who holds a duty: who is named (even where they have left), else the key worker or the role's holder."""
    if named is not None:
        return people.assignee(named)
    keyworker = pupil.plan.keyworker
    if rule.row.keyworker_first and keyworker is not None and people.is_here(keyworker):
        return people.assignee(keyworker, KEYWORKER)
    return people.holder(rule.row.owner_role) if rule.row.owner_role else None


def _fold_timetable(found: dict[str, Duty]) -> None:
    """Make the end of a part-time timetable a line under its review while that is late: one thing is late, not two."""
    review = found.get(f"{TIMETABLE_REVIEW}.plan")
    end = found.get(f"{TIMETABLE_END}.plan")
    if review is None or end is None or review.state != "overdue" or end.days >= 0:
        return
    del found[end.id]
    found[review.id] = msgspec.structs.replace(review, about=f"the agreement ended on {in_words(end.due)}")
