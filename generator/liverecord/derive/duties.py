"""Duties: who owes what by which day, from the rules of reviews.yml and what a pupil's record says; and what has no day yet.

A duty's day is the earlier of the written due and the rule's; a later written day is shown as moved. Only past the law's
own limit is it overdue: past its day, where none is or it is still to come, it is behind. Its owner is the item's own,
else whoever holds the role that the rule names.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from liverecord.derive.calendar import calendar_of
from liverecord.derive.chains import has_begun
from liverecord.derive.folding import fold_timetable, fold_under, leave_to_others
from liverecord.derive.holding import KEYWORKER_FIELD, Holdings, OwnerField, escalated_to
from liverecord.derive.known_days import Days
from liverecord.derive.limits import PLANNED, counted, latest
from liverecord.derive.naming import PLAN, REVIEW
from liverecord.derive.narrowing import applies
from liverecord.derive.numbers import number
from liverecord.derive.people import KEYWORKER, People, people_of
from liverecord.derive.rules import (
    FAMILY,
    LATE,
    LIMIT,
    MUST,
    QUESTION,
    SCHOOL,
    Rule,
    Timing,
    is_asked,
    rules_of,
    state,
    timing,
)
from liverecord.derive.subjects import Subject, is_ahead, last_held, subjects
from liverecord.derive.support import support_since
from liverecord.derive.undated import counts_from, lacking, lived_from, row_of
from liverecord.model.case import Duty, Undated
from liverecord.model.derived import Assignee
from liverecord.model.history import Edit
from liverecord.model.records import Circumstance, Pupil, Review, School, Staff
from liverecord.model.rulebook import Lacking, Rulebook


def is_on_roll(pupil: Pupil, today: date) -> bool:
    """Tell whether the pupil has joined and not left; a pupil without dates is on roll."""
    last = pupil.plan.pupil.on_roll_until
    return has_joined(pupil, today) and (last is None or today <= last)


def has_joined(pupil: Pupil, today: date) -> bool:
    """Tell whether the pupil's first day on the roll has come; it has where no day is known."""
    first = pupil.plan.pupil.on_roll_from
    return first is None or first <= today


class Owed(NamedTuple):
    """What is owed for a pupil: duties by day, and what has no day yet: first what the law had a day for, the oldest first."""

    duties: tuple[Duty, ...] = ()
    undated: tuple[Undated, ...] = ()


def owed(
    pupil: Pupil,
    school: School,
    staff: Staff,
    rulebook: Rulebook,
    today: date,
    edits: Sequence[Edit] = (),
) -> Owed:
    """Return everything that somebody owes for a pupil, by day and id; for one who has left only what outlasts that.

    `edits` are what git knows of the pupil's past, newest first: since when somebody holds a duty, and since when the pupil
    has had support where the plan does not say.
    """
    has_left = not is_on_roll(pupil, today)
    if has_left and not has_joined(pupil, today):
        return Owed()
    since = lived_from(pupil, school)
    ground = _Ground(
        pupil,
        school,
        people_of(staff, today),
        Holdings(edits, today, pupil.plan),
        lambda supported: support_since(
            pupil, edits, supported, rulebook.codes.lists["sen_provision"], today
        ),
        since,
        counts_from(since, calendar_of(school), number(rulebook, "taken_over", "school_weeks"))
        if since is not None
        else None,
    )
    duties_by_id: dict[str, Duty] = {}
    undated_by_id: dict[str, Undated] = {}
    things = subjects(pupil, school, rulebook, today)
    rules = rules_of(rulebook, school, today)
    for rule in rules:
        if has_left and not rule.row.after_leaving:
            continue
        for subject in things[rule.row.subject]:
            if _has_run_its_course(subject, pupil, since, today):
                continue
            if applies(subject, pupil, rule.row.applies, today):
                duty, undated = _owed(rule, subject, ground, duties_by_id)
                if duty is not None:
                    duties_by_id[duty.id] = duty
                if undated is not None:
                    undated_by_id[undated.id] = undated
    fold_timetable(duties_by_id)
    ahead = {thing.item for thing in things[REVIEW] if is_ahead(thing, today)}
    fold_under(duties_by_id, undated_by_id, rules, ahead, ground.counted)
    leave_to_others(duties_by_id, pupil, rules)
    return Owed(
        tuple(sorted(duties_by_id.values(), key=lambda duty: (duty.due, duty.id))),
        tuple(sorted(undated_by_id.values(), key=lambda row: (row.last_lawful or date.max, row.id))),
    )


def _has_run_its_course(subject: Subject, pupil: Pupil, since: date | None, today: date) -> bool:
    """Tell whether a thing is from before there were live records, and nobody wrote what followed: an appeal, or a review of
    which there was a later one.
    """
    thing = subject.thing
    if since is None:
        return False
    if isinstance(thing, Circumstance):
        over = thing.ended_on or thing.order_sent_on or thing.hearing_on
        return subject.has_ended and thing.order is None and over is not None and over < since
    if not isinstance(thing, Review) or thing.held_on is None or thing.held_on >= since:
        return False
    last = last_held((each for each in pupil.reviews if each.kind == thing.kind), today)
    return thing != last and not has_begun(thing)


class _Ground(NamedTuple):
    """What the duties of one pupil are made from, beside the rules and their subjects.

    `supported` tells since when the pupil has had support of these codes. The school is late with nothing from before `since`;
    what the law had before counts as missed from the day `counted`. Others may be late from before the pupil was here.
    """

    pupil: Pupil
    school: School
    people: People
    holdings: Holdings
    supported: Callable[[tuple[str, ...]], date | None]
    since: date | None
    counted: date | None


def _owed(
    rule: Rule, subject: Subject, ground: _Ground, duties_by_id: dict[str, Duty]
) -> tuple[Duty | None, Undated | None]:
    """Return the duty that a rule asks for, and the row that says which day the record lacks for it; a day may be known in part."""
    days = Days(rule, subject, ground.pupil, ground.supported, duties_by_id)
    if any(days.known(name) is None for name in rule.row.needs):
        return None, None
    if rule.row.kind == QUESTION:
        return None, _question(rule, subject, days, ground)
    since = ground.since if rule.row.owed_by == SCHOOL else ground.school.records_since
    when = timing(rule, days.known)
    unsure = rule.row.sure_with
    if unsure is not None and when is not None and when.due < rule.today and days.known(unsure.write) is None:
        # Counted without the day that makes it sure it was a guess, and nobody is late by one.
        return None, _row(rule, subject, unsure, days, ground, None)
    when, passed = _since(when, since)
    if passed is not None and (rule.own is not None or rule.own_legs):
        # What a school set itself, from before it kept live records, is no day of the law's: that one stands.
        when, passed = _since(timing(rule._replace(own=None, own_legs=()), days.known), since)
    if when is not None and rule.row.owed_by == SCHOOL and _was_elsewhere(subject, ground.pupil):
        # What follows from a meeting at the last school is that school's to do.
        passed = when.limit or when.by_rule
        when = None
    when = _with_planned(when, rule, days)
    # A family's limit is a day to know: once it has passed it is nobody's lateness.
    if rule.row.owed_by == FAMILY and (passed is not None or (when is not None and when.due < rule.today)):
        return None, None
    duty = _duty(rule, subject, days, when, ground) if when is not None else None
    if passed is not None:
        is_lawful = rule.row.force == MUST
        lacks = (rule.row.done or rule.row.missing) if is_lawful or duty is None else None
    else:
        lacks = lacking(rule, subject, ground.pupil, days.known, is_due=duty is not None)
    if lacks is None:
        return duty, None
    return duty, _row(rule, subject, lacks, days, ground, passed)


def _was_elsewhere(subject: Subject, pupil: Pupil) -> bool:
    """Tell whether a review was held before the pupil came here."""
    held = subject.thing.held_on if isinstance(subject.thing, Review) else None
    joined = pupil.plan.pupil.on_roll_from
    return held is not None and joined is not None and held < joined


def _question(rule: Rule, subject: Subject, days: Days, ground: _Ground) -> Undated | None:
    """Return the row that asks a rule's question; None where it is answered, or need not be asked."""
    asks = rule.row.missing
    if asks is None or not is_asked(rule, days.known):
        return None
    if not asks.always and days.value(asks.write) not in _UNANSWERED:
        return None
    return _row(rule, subject, asks, days, ground, None)


_UNANSWERED = (None, ())


def _row(
    rule: Rule, subject: Subject, lacks: Lacking, days: Days, ground: _Ground, passed: date | None
) -> Undated:
    return row_of(
        rule,
        subject,
        ground.pupil,
        lacks,
        owner=_held(rule, subject, days, ground)[0],
        restricted=_is_restricted(subject, days),
        passed=passed,
        counted=ground.counted,
        was_elsewhere=_was_elsewhere(subject, ground.pupil),
    )


def _since(when: Timing | None, since: date | None) -> tuple[Timing | None, date | None]:
    """Return when something is due without a day that a rule had before `since`, and that day.

    A day that a person wrote is the record's own, and stays. Of a limit that is still to come only the earlier aim falls away.
    """
    if when is None or when.by_rule is None or since is None or when.by_rule >= since:
        return when, None
    if when.limit is not None and when.limit >= since:
        due = min(when.written or when.limit, when.limit)
        return when._replace(due=due, by_rule=when.limit), None
    written = Timing(when.written, when.written, None, None) if when.written is not None else None
    return written, when.limit or when.by_rule


def _is_restricted(subject: Subject, days: Days) -> bool:
    planned, last = days.planned, days.last
    return (
        subject.restricted
        or (planned is not None and planned.restricted)
        or (last is not None and last.restricted)
    )


def _duty(rule: Rule, subject: Subject, days: Days, when: Timing, ground: _Ground) -> Duty:
    row, today = rule.row, rule.today
    owner, held_since = _held(rule, subject, days, ground)
    stands = state(when.due, when.limit, today, rule.warn_days)
    late_from = when.limit if when.limit is not None and when.limit < today else when.due
    return Duty(
        id=f"{row.id}.{subject.item or PLAN}",
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
        limit=when.limit,
        moved=when.is_moved,
        said=row.said,
        beside=tuple(_beside(rule, subject, days, ground.pupil)),
        last_on=None if row.kind == LIMIT else days.held,
        state=stands,
        days=((late_from if stands in LATE else when.due) - today).days,
        owner=owner,
        held_since=held_since,
        late_school_days=rule.calendar.school_days_after(late_from, today) if stands in LATE else 0,
        escalated_to=escalated_to(
            ground.school,
            ground.people,
            rule.calendar,
            today,
            due=late_from,
            owner=owner,
            held_since=held_since,
        )
        if stands in LATE and row.owed_by == SCHOOL
        else None,
        owed_by=row.owed_by,
        force=row.force,
        source=rule.source,
        restricted=_is_restricted(subject, days),
    )


def _beside(rule: Rule, subject: Subject, days: Days, pupil: Pupil) -> Iterator[str]:
    """Yield what is said beside a duty: what its rule says always, or once so long has passed since a day."""
    for each in rule.row.beside:
        if not applies(subject, pupil, each.where, rule.today):
            continue
        if any(days.known(name) is not None for name in each.unless):
            continue
        day = latest(each.from_, days.known)
        if each.plus is None or (day is not None and counted(day, each.plus, each.counts) < rule.today):
            yield each.says


def _with_planned(when: Timing | None, rule: Rule, days: Days) -> Timing | None:
    """Take a planned review into account where the written day is the item's own: the earlier of the two counts."""
    planned = days.planned
    is_taken = rule.row.kind == LIMIT or (rule.row.written or "").startswith(f"{PLANNED}.")
    if planned is None or planned.due is None or is_taken:
        return when
    if when is None:
        return Timing(planned.due, planned.due, None, None)
    written = min(when.written, planned.due) if when.written else planned.due
    return when._replace(written=written, due=min(written, when.due))


def _held(rule: Rule, subject: Subject, days: Days, ground: _Ground) -> tuple[Assignee | None, date | None]:
    """Return who holds a duty, and since when, where that is known.

    That is whoever is named (even where they have left), else the key worker or the role's holder.
    """
    named, field = subject.owner, subject.owned_in
    planned = days.planned
    if planned is not None and planned.owner is not None and not isinstance(subject.thing, Review):
        named, field = planned.owner, OwnerField("reviews.owner", planned.id)
    keyworker = ground.pupil.plan.keyworker
    if named is not None:
        owner: Assignee | None = ground.people.assignee(named)
    elif rule.row.keyworker_first and keyworker is not None and ground.people.is_here(keyworker):
        owner, field = ground.people.assignee(keyworker, KEYWORKER), OwnerField(KEYWORKER_FIELD)
    else:
        owner, field = ground.people.holder(rule.row.owner_role) if rule.row.owner_role else None, None
    return owner, ground.holdings.since(field, owner)
