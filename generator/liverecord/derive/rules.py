"""The arithmetic of review rules: from days that are known to the day something is due, and how it stands to today.

Pure dates: what the days are and whose they are is the business of derive.duties.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from liverecord.derive.calendar import Calendar, calendar_of
from liverecord.derive.kept import kept
from liverecord.derive.limits import (
    COUNTS,
    SHIFTS,
    TAKES,
    Known,
    aim,
    counted,
    day_of,
    has_ended,
    is_within,
    latest,
    limit,
    stricter,
)
from liverecord.derive.naming import HELD, TODAY, review_kinds, unknown_names
from liverecord.derive.narrowing import APPLIES
from liverecord.derive.subjects import SUBJECTS
from liverecord.derive.terms_of_year import end_of_next_term
from liverecord.model.records import Interval, School
from liverecord.model.rulebook import Leg, ReviewRule, Rulebook
from liverecord.problem import InvalidRulebook

INTERVAL, TERMLY, WRITTEN, LIMIT, QUESTION = "interval", "termly", "written", "limit", "question"
KINDS = (INTERVAL, TERMLY, WRITTEN, LIMIT, QUESTION)
"""The kinds of rule there are: an interval that starts again with each review, one review in each term of the year, only the
day that a person wrote, a step that is done once by a day that follows from others, or a question that has no day."""

MUST = "must"
"""The force of law: only what has it has a limit. What guidance or practice asks has none."""

OVERDUE, BEHIND = "overdue", "behind"
LATE = (OVERDUE, BEHIND)
"""The states of what is late: past a limit of the law, or past the day that practice or the school itself set for it."""

SCHOOL, AUTHORITY, FAMILY = "school", "authority", "family"


class Timing(NamedTuple):
    """When something is due: the earlier of the day that was written and the rule's. `start` is what the rule counted from.

    `limit` is the law's own day, which `due` never lies behind; None where guidance or practice asks.
    """

    due: date
    written: date | None
    by_rule: date | None
    start: date | None
    limit: date | None = None

    @property
    def is_moved(self) -> bool:
        """Tell whether a later day was written than the rule's."""
        return self.written is not None and self.by_rule is not None and self.written > self.by_rule


class Rule(NamedTuple):
    """A review rule made ready for a school and a day: the school's own interval, and the kind of review that fulfils it.

    `own_legs` are a limit's legs with the school's interval in place of the rule's, where it has one.
    """

    row: ReviewRule
    own: Interval | None
    own_legs: tuple[Leg, ...]
    review_kind: str | None
    source: str | None
    warn_days: int
    calendar: Calendar
    today: date


def timing(rule: Rule, known: Known) -> Timing | None:
    """Return when a rule's duty is due, from the days that are known; None where nothing is due.

    A written day that is not after the last review held is spent. The school's own interval counts where it is stricter.
    """
    row = rule.row
    if row.kind == LIMIT:
        return _limit_timing(rule, known)
    written = known(row.written) if row.written else None
    if written is not None and rule.review_kind:
        held = known(f"{HELD}.{rule.review_kind}")
        if held is not None and written <= held:
            written = None
    law = by_rule = start = None
    is_settled = True
    if row.kind == INTERVAL:
        start = latest(row.starts, known) or latest(row.otherwise, known)
        held = latest(row.meanwhile, known)
        is_settled = held is None or (start is not None and held <= start)
        start = start if is_settled else held
        if start is not None:
            law = counted(start, row.every, row.counts) if row.every is not None else None
            by_rule = _earlier(law, counted(start, rule.own, row.counts) if rule.own is not None else None)
            if by_rule is not None and row.force != MUST:
                # What practice asks for is done on a day on which there is school.
                by_rule = rule.calendar.next_school_day(by_rule)
            law, by_rule = (_no_sooner(row, day, known) for day in (law, by_rule))
    if row.kind == TERMLY:
        start = latest(row.starts, known)
        if start is not None:
            own = counted(start, rule.own, row.counts) if rule.own is not None else None
            by_rule = _earlier(end_of_next_term(start, row, rule.calendar), own)
    due = _earlier(written, by_rule)
    if due is None:
        return None
    return Timing(due, written, by_rule, start, law if row.force == MUST and is_settled else None)


def is_asked(rule: Rule, known: Known) -> bool:
    """Tell whether a question is to be asked: no day of `unless` is known, and those of `beyond` are later than that of the legs."""
    row = rule.row
    if any(known(name) is not None for name in row.unless):
        return False
    if not row.legs:
        return True
    first = limit(row, row.legs, known)
    days = _days_of(row.beyond, rule, known) or _days_of(row.otherwise, rule, known)
    days = [day for day in days if not is_within(row.outside, day)]
    return first is not None and bool(days) and min(days) > first


def _days_of(names: tuple[str, ...], rule: Rule, known: Known) -> list[date]:
    """Return the days that are known by these names, of which one may be today."""
    days = (rule.today if name == TODAY else known(name) for name in names)
    return [day for day in days if day is not None]


def _no_sooner(row: ReviewRule, day: date | None, known: Known) -> date | None:
    """Return an interval's day, or that before which the rule is never due where it is later."""
    bounds = (day_of(leg, known) for leg in row.no_sooner)
    return max((day, *(bound for bound in bounds if bound is not None))) if day is not None else None


def state(due: date, limit: date | None, today: date, warn_days: int) -> str:
    """Return how a day stands to today: overdue (past the law's limit), behind (past its own day), due (today), soon or later."""
    days = (due - today).days
    if days < 0:
        return OVERDUE if limit is not None and limit < today else BEHIND
    if days == 0:
        return "due"
    return "soon" if days <= warn_days else "later"


def _limit_timing(rule: Rule, known: Known) -> Timing | None:
    row = rule.row
    law = limit(row, row.legs, known)
    if law is None:
        return None
    own = limit(row, rule.own_legs, known) if rule.own_legs else None
    due = aim(row, _earlier(law, own) or law, rule.calendar, latest(row.legs[0].from_, known))
    if has_ended(row, due, known, rule.today):
        return None
    return Timing(due, None, due, None, law if row.force == MUST else None)


@kept
def rules_of(rulebook: Rulebook, school: School, today: date) -> tuple[Rule, ...]:
    """Return the rules in force today, made ready for a school.

    Raises InvalidRulebook for a kind, a subject, a field or a code that does not exist.
    """
    return tuple(
        _ready(row, rulebook, school, today)
        for row in rulebook.reviews
        if (row.valid_from is None or row.valid_from <= today)
        and (row.valid_until is None or today <= row.valid_until)
    )


def _ready(row: ReviewRule, rulebook: Rulebook, school: School, today: date) -> Rule:
    for word, known in (
        (row.kind, KINDS),
        (row.subject, SUBJECTS),
        (row.take, TAKES),
        *((name, APPLIES) for name in row.applies),
        *((name, APPLIES) for each in row.beside for name in each.where),
        *((row.shift, SHIFTS) for _ in (row.shift,) if row.shift is not None),
        *((word, COUNTS) for word in _counts_of(row)),
    ):
        if word not in known:
            raise InvalidRulebook(f"reviews.yml: rule '{row.id}' names '{word}', which does not exist")
    if row.kind != QUESTION and (row.kind == LIMIT) != bool(row.legs):
        raise InvalidRulebook(
            f"reviews.yml: rule '{row.id}' is a limit without legs, or has legs and is none"
        )
    for name in unknown_names(row, rulebook):
        raise InvalidRulebook(f"reviews.yml: rule '{row.id}' names '{name}', which does not exist")
    kinds = review_kinds(row)
    review_kind = kinds[0] if kinds else None
    # A school names its interval by the rule, or by the kind of review that the rule asks for.
    names = (row.id, row.id.removesuffix("_review"), review_kind if row.kind != LIMIT else None)
    own = next((school.review_intervals[name] for name in names if name in school.review_intervals), None)
    own_legs = tuple(made for leg in row.legs if (made := stricter(leg, own)) and row.owed_by == SCHOOL)
    warn = row.warn
    warn_days = (warn.days or 0) + 7 * (warn.weeks or 0) + 31 * (warn.months or 0)
    return Rule(
        row=row,
        own=own,
        own_legs=own_legs,
        review_kind=review_kind,
        source=_said_source(row, rulebook),
        warn_days=warn_days,
        calendar=calendar_of(school),
        today=today,
    )


def _counts_of(row: ReviewRule) -> Iterator[str]:
    """Yield the words by which a rule's periods begin."""
    words = (
        row.counts,
        *(leg.counts for leg in (*row.legs, *row.no_sooner)),
        *(each.counts for each in row.beside),
    )
    return (word for word in words if word is not None)


def _said_source(row: ReviewRule, rulebook: Rulebook) -> str | None:
    """Return the name of a rule's source as pages may print it: nothing that is from memory is printed as law."""
    source = rulebook.sources.get(row.source) or rulebook.codes.sources.get(row.source)
    return source.name if source is not None and source.verified else None


def _earlier(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return min(one, other)
