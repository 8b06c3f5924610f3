"""How long a record is kept, and whether a leaver's file should have gone on: by the rules of retention.yml, never guessed.

Nothing here ends a record: it says what the rules say, and where they say nothing, why.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from liverecord.derive.calendar import Calendar, calendar_of
from liverecord.derive.limits import after
from liverecord.model.records import Interval, Plan, Pupil, School
from liverecord.model.rulebook import KeepingRule, Rulebook
from liverecord.problem import InvalidRulebook

RECORD, REGISTER = "record", "register"
BIRTH, ENTRY = "date_of_birth", "entry"
PAST, SOON, LATER, UNDECIDED, UNKNOWN = "past", "soon", "later", "undecided", "unknown"
"""How a record stands to its keeping date: past it, reaching it within a year, later, for a person to decide, or not known."""

_YES = "yes"
_YEAR = Interval(months=12)
_HOLDS: Mapping[str, Callable[[Plan], str | None]] = {
    "support": lambda plan: plan.support,
    "ehcp": lambda plan: _YES if plan.ehcp else None,
    "needs": lambda plan: _YES if plan.needs else None,
    "outcomes": lambda plan: _YES if plan.outcomes else None,
    "safeguarding": lambda plan: _YES if plan.safeguarding else None,
    "looked_after": lambda plan: _YES if plan.pupil.looked_after else None,
}
"""What a rule may ask of a record."""


class OldEntries(NamedTuple):
    """Weeks of the register that are past their own keeping date: how many, and the Mondays of the first and the last."""

    weeks: int
    first: date
    last: date


class Leaver(NamedTuple):
    """A pupil who has left the roll. `pass_on_by` is the last day for the file to go to another school; None where the school's
    terms do not say. `is_late` is true where that day is past for certain.
    """

    left_on: date
    pass_on_by: date | None
    is_late: bool


class Keeping(NamedTuple):
    """How one record stands to its keeping date.

    `until` is the last day on which it is kept and `rule` the id of the rule that says so: the longest. Both are None where
    no day can be worked out. `decide` are the ids of rules without a figure that are about the record. `state` is past,
    soon (within a year), later; undecided where the rules with a figure have run out, or will within a year, and a rule
    without one has a say; unknown where a day that the rules count from is not recorded (`lacks` names it).
    """

    pupil: str
    state: str
    until: date | None = None
    rule: str | None = None
    decide: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    leaver: Leaver | None = None
    old_entries: OldEntries | None = None


def keeping(pupil: Pupil, school: School, rulebook: Rulebook, today: date) -> Keeping:
    """Return how a record stands to its keeping date on a day.

    Raises InvalidRulebook for a part, a day or a thing held that does not exist.
    """
    rules = [
        rule for rule in rulebook.retention.rules if _is_in_force(rule, today) and _holds(rule, pupil.plan)
    ]
    days = {BIRTH: pupil.plan.pupil.date_of_birth}
    decide, lacks, last_days = [], set(), []
    for rule in rules:
        if rule.part != RECORD:
            continue
        if rule.from_ is None:
            decide.append(rule.id)
        elif (until := last_day(rule, days)) is not None:
            last_days.append((until, rule.id))
        else:
            lacks.add(rule.from_)
    until, by = max(last_days, key=lambda each: each[0], default=(None, None))
    return Keeping(
        pupil=pupil.id,
        state=_state(until, today, is_known=not lacks, is_decided=not decide),
        until=None if lacks else until,
        rule=None if lacks else by,
        decide=tuple(decide),
        lacks=tuple(sorted(lacks)),
        leaver=_leaver(pupil, calendar_of(school), rulebook, today),
        old_entries=_old_entries(pupil, rules, today),
    )


def last_day(rule: KeepingRule, days: Mapping[str, date | None]) -> date | None:
    """Return the last day on which a rule keeps what it is about; None where it has no figure, or its day is not known."""
    if rule.from_ is None or rule.years is None:
        return None
    if rule.from_ not in (BIRTH, ENTRY):
        raise InvalidRulebook(
            f"retention.yml counts '{rule.id}' from '{rule.from_}', which is no day of a record"
        )
    day = days.get(rule.from_)
    return None if day is None else after(day, Interval(months=12 * rule.years))


def _is_in_force(rule: KeepingRule, today: date) -> bool:
    return (rule.valid_from is None or rule.valid_from <= today) and (
        rule.valid_until is None or today <= rule.valid_until
    )


def _holds(rule: KeepingRule, plan: Plan) -> bool:
    """Tell whether a rule is about a record: it holds any one of the things that the rule names, or the rule names none."""
    if rule.part not in (RECORD, REGISTER):
        raise InvalidRulebook(
            f"retention.yml: '{rule.id}' is about '{rule.part}', which is no part of a record"
        )
    if unknown := sorted(set(rule.holds) - set(_HOLDS)):
        raise InvalidRulebook(f"retention.yml: '{rule.id}' asks for '{unknown[0]}', which no record holds")
    return not rule.holds or any(_HOLDS[name](plan) in values for name, values in rule.holds.items())


def _state(until: date | None, today: date, *, is_known: bool, is_decided: bool) -> str:
    if until is None or not is_known:
        return UNKNOWN if not is_known or is_decided else UNDECIDED
    if until > after(today, _YEAR):
        return LATER
    if not is_decided:
        return UNDECIDED
    return PAST if until < today else SOON


def _leaver(pupil: Pupil, calendar: Calendar, rulebook: Rulebook, today: date) -> Leaver | None:
    """Return what is known of a pupil who has left; None while the pupil is on roll, or where no day of leaving is written."""
    left = pupil.plan.pupil.on_roll_until
    if left is None or today <= left:
        return None
    wanted = rulebook.retention.passed_on.school_days
    days = calendar.school_days_from(left + timedelta(days=1), wanted) if calendar.is_known else frozenset()
    if len(days) < wanted:
        return Leaver(left, None, is_late=False)
    last = max(days)
    # Before the terms that the school names, school days went by that nobody counted: the day is past all the same.
    is_counted = min(calendar.school_days_from(date.min, 1)) <= left
    return Leaver(left, last if is_counted else None, is_late=last < today)


def _old_entries(pupil: Pupil, rules: list[KeepingRule], today: date) -> OldEntries | None:
    """Return the weeks of the register that are past their keeping date by every rule about them; None where there are none."""
    about = [rule for rule in rules if rule.part == REGISTER]
    if not about or any(rule.from_ is None for rule in about):
        return None
    old = [
        monday
        for monday in sorted(pupil.absences.weeks)
        if all((until := last_day(rule, {ENTRY: monday})) is not None and until < today for rule in about)
    ]
    return OldEntries(len(old), old[0], old[-1]) if old else None
