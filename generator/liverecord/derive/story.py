"""What a record tells beside its dates: what was tried, who is doing what next, where it is silent, what is not met."""

from collections.abc import Iterator
from datetime import date, timedelta

from liverecord.derive.about_attendance import is_action_about, is_provision_about
from liverecord.derive.attendance import Reading
from liverecord.derive.calendar import Calendar, monday_of
from liverecord.derive.helped import comparison
from liverecord.derive.people import People
from liverecord.derive.subjects import is_open
from liverecord.model.case import Duty, NextStep, Silence, Tried, Unmet
from liverecord.model.records import Action, Outcome, Provision, Pupil
from liverecord.model.rulebook import Codes, Rulebook

PLANNED = "planned"
NOT_DELIVERED = "not_delivered"
ACTION_DUE = "action_due"


def tried(pupil: Pupil, reading: Reading, rulebook: Rulebook, today: date) -> tuple[Tried, ...]:
    """Return what was tried, newest start first: actions that began, then provision that was given.

    Something planned, or provided for and never delivered, was not tried. Sessions before and since are counted for what
    is declared to be about attendance, and for nothing else.
    """
    before_after = comparison(reading, rulebook, today)
    hidden = {concern.id for concern in pupil.concerns if concern.restricted}
    actions = [
        Tried(
            id=action.id,
            source="action",
            what=action.what,
            started_on=action.started_on,
            ended_on=action.ended_on,
            agreed_with=action.agreed_with,
            status=action.status,
            result=action.result,
            result_note=action.result_note,
            result_said_by=action.result_said_by,
            about_attendance=(is_about := is_action_about(pupil, action)),
            before_after=before_after(action.started_on) if is_about else None,
            restricted=action.restricted or action.concern in hidden,
        )
        for action in pupil.actions
        if _was_begun(action, rulebook.codes, today)
    ]
    given = [
        Tried(
            id=provision.id,
            source="provision",
            what=provision.what,
            started_on=provision.from_,
            ended_on=provision.until,
            agreed_with=provision.agreed_with,
            status=provision.status,
            result=provision.result,
            result_note=provision.result_note,
            result_said_by=provision.result_said_by,
            about_attendance=(is_about := is_provision_about(provision, outcome)),
            before_after=before_after(provision.from_) if is_about else None,
            restricted=provision.restricted or bool(outcome and outcome.restricted),
        )
        for provision, outcome in every_provision(pupil)
        if provision.status not in (PLANNED, NOT_DELIVERED)
        and (provision.from_ is None or provision.from_ <= today)
    ]
    return (*sorted(actions, key=_newest_first), *sorted(given, key=_newest_first))


def next_steps(
    pupil: Pupil, duties: tuple[Duty, ...], people: People, codes: Codes, today: date
) -> tuple[NextStep, ...]:
    """Return the open actions by the day they are due, those without a day last. No role gives an action an owner."""
    hidden = {concern.id for concern in pupil.concerns if concern.restricted}
    by_id = {duty.id: duty for duty in duties}
    steps = [
        NextStep(
            id=action.id,
            what=action.what,
            concern=action.concern,
            owner=people.assignee(action.owner) if action.owner else None,
            due=action.due,
            duty=duty_id if (duty_id := f"{ACTION_DUE}.{action.id}") in by_id else None,
            restricted=action.restricted or action.concern in hidden,
        )
        for action in pupil.actions
        if is_open(codes, "action_status", action.status, action.ended_on, today)
    ]
    return tuple(sorted(steps, key=lambda step: (step.due or date.max, step.id)))


def silences(
    pupil: Pupil, calendar: Calendar, people: People, codes: Codes, today: date
) -> tuple[Silence, ...]:
    """Return the open concerns without a line this week (Monday to Sunday); none in a week without school.

    A concern that was opened this week has said something. Lines dated after today are not yet lines.
    """
    monday = monday_of(today)
    if not calendar.is_school_week(monday):
        return ()
    silent_concerns = []
    for concern in pupil.concerns:
        if not is_open(codes, "concern_status", concern.status, concern.closed_on, today):
            continue
        last = max(
            (update for update in concern.updates if update.date <= today),
            key=lambda update: (update.date, update.id),
            default=None,
        )
        if concern.opened_on >= monday or (last is not None and last.date >= monday):
            continue
        silent_concerns.append(
            Silence(
                concern=concern.id,
                what=concern.what,
                last_on=last.date if last else None,
                last_no_change=bool(last and last.no_change),
                owner=people.assignee(concern.owner) if concern.owner else None,
                # The day of a restricted line would tell of it.
                restricted=concern.restricted or bool(last and last.restricted),
            )
        )
    return tuple(silent_concerns)


def stale_plan(pupil: Pupil, codes: Codes, today: date) -> tuple[str, ...]:
    """Return the ids of open concerns that were agreed under an older version of the plan."""
    return tuple(
        concern.id
        for concern in pupil.concerns
        if is_open(codes, "concern_status", concern.status, concern.closed_on, today)
        and concern.plan_version is not None
        and concern.plan_version < pupil.plan.version
    )


def unmet(pupil: Pupil, codes: Codes, today: date) -> tuple[Unmet, ...]:
    """Return the needs for which no open outcome names provision: support without the plan does not secure any."""
    met = {
        outcome.need
        for outcome in pupil.plan.outcomes
        if is_open(codes, "outcome_status", outcome.status, outcome.ended_on, today)
        and any(
            is_open(codes, "provision_status", provision.status, None, today)
            and (provision.until is None or provision.until >= today)
            for provision in outcome.provision
        )
    }
    return tuple(
        Unmet(need=need.id, type=need.type, detail=need.detail, restricted=need.restricted)
        for need in pupil.plan.needs
        if need.id not in met
    )


def _was_begun(action: Action, codes: Codes, today: date) -> bool:
    if action.started_on is not None:
        return action.started_on <= today
    return not is_open(codes, "action_status", action.status, action.ended_on, today)


def every_provision(pupil: Pupil) -> Iterator[tuple[Provision, Outcome | None]]:
    """Yield all provision, each with the outcome that it stands under, where it has one."""
    for outcome in pupil.plan.outcomes:
        for provision in outcome.provision:
            yield provision, outcome
    for provision in pupil.plan.support_without_plan:
        yield provision, None


def _newest_first(step: Tried) -> tuple[timedelta, str]:
    return (date.max - (step.started_on or step.ended_on or date.min), step.id)
