"""The arithmetic of review rules: from days that are known to the day something is due, and how it stands to today.

Pure dates: what the days are and whose they are is the business of derive.duties.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from liverecord.derive.kept import kept
from liverecord.derive.subjects import APPLIES, SUBJECTS
from liverecord.model.records import Interval, School
from liverecord.model.rulebook import ReviewRule, Rulebook
from liverecord.problem import InvalidRulebook

KINDS = ("interval", "written")
"""The kinds of rule there are: an interval from a day that is known, or only the day that a person wrote."""

Known = Callable[[str], date | None]
"""Finds a day by the name that rules give it (agreed_on, held.sen_support); None where the record does not say."""

HELD, PLANNED, DECIDED = "held", "planned", "decided"


class Timing(NamedTuple):
    """When something is due: the earlier of the day that was written and the rule's. `start` is what the rule counted from."""

    due: date
    written: date | None
    by_rule: date | None
    start: date | None

    @property
    def is_moved(self) -> bool:
        """Tell whether a later day was written than the rule's."""
        return self.written is not None and self.by_rule is not None and self.written > self.by_rule


class Rule(NamedTuple):
    """A review rule with the school's own interval beside it, and the kind of review that fulfils it.

    `waits_for_decision` says that the interval starts again with the authority's decision, not with the meeting.
    """

    row: ReviewRule
    own: Interval | None
    review_kind: str | None
    source: str | None
    warn_days: int
    waits_for_decision: bool


def timing(rule: Rule, known: Known) -> Timing | None:
    """Return when a rule's duty is due, from the days that are known; None where nothing is.

    A written day that is not after the last review held is spent. The school's own interval counts where it is stricter.
    """
    row = rule.row
    written = known(row.written) if row.written else None
    if written is not None and rule.review_kind:
        held = known(f"{HELD}.{rule.review_kind}")
        if held is not None and written <= held:
            written = None
    start = by_rule = None
    if row.kind == "interval":
        start = _latest(row.starts, known) or _latest(row.otherwise, known)
        if start is not None:
            by_rule = _earlier(
                after(start, row.every) if row.every is not None else None,
                after(start, rule.own) if rule.own is not None else None,
            )
    due = _earlier(written, by_rule)
    return None if due is None else Timing(due, written, by_rule, start)


def state(due: date, today: date, warn_days: int) -> str:
    """Return how a day stands to today: overdue, due (today), soon (within the warning) or later."""
    days = (due - today).days
    if days < 0:
        return "overdue"
    if days == 0:
        return "due"
    return "soon" if days <= warn_days else "later"


def after(day: date, interval: Interval) -> date:
    """Return the day that is an interval after another; a month without that day of the month ends on its last."""
    moved = day
    if interval.months:
        months = day.year * 12 + day.month - 1 + interval.months
        year, month = divmod(months, 12)
        moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return moved + timedelta(days=interval.days or 0, weeks=interval.weeks or 0)


@kept
def rules_of(rulebook: Rulebook, school: School, today: date) -> tuple[Rule, ...]:
    """Return the rules in force today, made ready for a school.

    Raises InvalidRulebook for a kind, a subject or a narrowing word that does not exist.
    """
    return tuple(
        _ready(row, rulebook, school)
        for row in rulebook.reviews
        if (row.valid_from is None or row.valid_from <= today)
        and (row.valid_until is None or today <= row.valid_until)
    )


def _ready(row: ReviewRule, rulebook: Rulebook, school: School) -> Rule:
    for word, known in (
        (row.kind, KINDS),
        (row.subject, SUBJECTS),
        *((name, APPLIES) for name in row.applies),
    ):
        if word not in known:
            raise InvalidRulebook(f"reviews.yml: rule '{row.id}' names '{word}', which does not exist")
    kinds = [
        name.partition(".")[2]
        for name in (row.written or "", *row.starts)
        if name.partition(".")[0] in (HELD, PLANNED, DECIDED)
    ]
    review_kind = kinds[0] if kinds else None
    # A school names its interval by the rule, or by the kind of review that the rule asks for.
    names = (row.id, row.id.removesuffix("_review"), review_kind)
    own = next((school.review_intervals[name] for name in names if name in school.review_intervals), None)
    warn = row.warn
    warn_days = (warn.days or 0) + 7 * (warn.weeks or 0) + 31 * (warn.months or 0)
    sources = {source for source, dot, _ in (name.partition(".") for name in row.starts) if dot}
    waits = DECIDED in sources and HELD not in sources
    return Rule(row, own, review_kind, _said_source(row, rulebook), warn_days, waits)


def _said_source(row: ReviewRule, rulebook: Rulebook) -> str | None:
    """Return the name of a rule's source as pages may print it: nothing that is from memory is printed as law."""
    source = rulebook.sources.get(row.source) or rulebook.codes.sources.get(row.source)
    return source.name if source is not None and source.verified else None


def _latest(names: Iterable[str], known: Known) -> date | None:
    latest = None
    for name in names:
        day = known(name)
        if day is not None and (latest is None or day > latest):
            latest = day
    return latest


def _earlier(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return min(one, other)
