"""What the week's routine asks of one pupil: what the record lacks, whom to speak to, and what is not written up.

All of it is late at worst, and never wrong: `check` says nothing of it. A week without school asks for nothing. Each
thing, the newest conversation's day too, says whether it stems from something restricted.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from liverecord.derive.calendar import Calendar, monday_of
from liverecord.derive.numbers import number
from liverecord.derive.story import every_provision
from liverecord.derive.subjects import is_open
from liverecord.model.attendance import Attendance, Movement
from liverecord.model.case import ContactDue, Duty, Lack, NotWrittenUp
from liverecord.model.records import Action, Concern, Contact, Pupil
from liverecord.model.rulebook import Codes, Rulebook

OLD_PLAN, NO_STEP, NO_CONTACT, NO_REVIEW = "old_plan", "no_step", "no_contact", "no_review"
MOVED, OPENED, LONG_AGO, AGREED = "moved", "opened", "long_ago", "agreed"

_MORE = "more"
_NO_SEN_PROVISION = "N"
_REVIEW = "review"
_NOT_THE_FAMILY = frozenset(("pupil", "other"))
_CONVERSATION, _PARENT_AGREEMENT, _FAMILY = "conversation", "parent_agreement", "family"
_A_WEEK = timedelta(days=7)


def lacks(
    pupil: Pupil,
    attendance: Attendance,
    duties: Sequence[Duty],
    calendar: Calendar,
    rulebook: Rulebook,
    today: date,
) -> tuple[Lack, ...]:
    """Return what the record lacks, in the order of codes.yml; nothing in a week without school.

    An open concern lacks a step where none of its open actions has a day to come; an action without a day of its own is
    looked at again on the concern's review. A pupil whose attendance moved lacks one where no action has such a day.
    """
    if not calendar.is_school_week(monday_of(today)):
        return ()
    concerns = _open_concerns(pupil, rulebook.codes, today)
    return (
        *_old_plans(pupil, concerns, today),
        *_without_step(pupil, concerns, _moves(attendance, calendar, today), rulebook.codes, today),
        *_without_contact(pupil, concerns, calendar, rulebook, today),
        *_without_review(pupil, concerns, duties),
    )


def contact_due(
    pupil: Pupil, attendance: Attendance, calendar: Calendar, rulebook: Rulebook, today: date
) -> ContactDue | None:
    """Return why the family is to be spoken to this week, or None where nothing asks for it, as in a week without school.

    Only more absence asks for a conversation, and only marks of this school week or the one before it. A conversation
    that was agreed is the family's where it makes an agreement with them, or where they agreed to it. Where an open
    reason asks for it, the restricted reasons are not told beside it.
    """
    if not calendar.is_school_week(monday_of(today)):
        return None
    last = _last_conversation(pupil, today)
    reasons: list[tuple[str, bool]] = [
        (MOVED, False)
        for moved in _moves(attendance, calendar, today)
        if last is None or last.date < moved.first
    ]
    long_ago = last is not None and _is_long_ago(last.date, calendar, rulebook, today)
    for concern in _open_concerns(pupil, rulebook.codes, today):
        if last is None or last.date < concern.opened_on:
            reasons.append((OPENED, concern.restricted))
        elif long_ago:
            reasons.append((LONG_AGO, concern.restricted))
    reasons += [(AGREED, restricted) for restricted in _agreed(pupil, rulebook.codes, today)]
    told = [code for code, restricted in reasons if not restricted] or [code for code, _ in reasons]
    if not told:
        return None
    return ContactDue(
        why=tuple(code for code in (MOVED, OPENED, LONG_AGO, AGREED) if code in told),
        last_on=last.date if last else None,
        # The day of a restricted conversation would tell of it.
        restricted=all(restricted for _, restricted in reasons) or bool(last and last.restricted),
    )


def not_written_up(pupil: Pupil, calendar: Calendar, today: date) -> tuple[NotWrittenUp, ...]:
    """Return the conversations, oldest first, that are newer than all else in the record; none in a week without school.

    What counts is the newest day up to today on which anything else was agreed, begun, ended, held, said or noted. An
    attempt that reached nobody brought nothing that could be written up.
    """
    if not pupil.contacts or not calendar.is_school_week(monday_of(today)):
        return ()
    newest = max((day for day in _lines(pupil) if day is not None and day <= today), default=date.min)
    newer_contacts = [
        each for each in pupil.contacts if newest < each.date <= today and each.reached is not False
    ]
    return tuple(
        NotWrittenUp(contact=contact.id, on=contact.date, by=contact.by, restricted=contact.restricted)
        for contact in sorted(newer_contacts, key=lambda contact: (contact.date, contact.id))
    )


# ── What a record lacks ─────────────────────────────────────────────────────────────────────────────────


def _open_concerns(pupil: Pupil, codes: Codes, today: date) -> list[Concern]:
    return [
        concern
        for concern in pupil.concerns
        if concern.opened_on <= today
        and is_open(codes, "concern_status", concern.status, concern.closed_on, today)
    ]


def _old_plans(pupil: Pupil, concerns: Iterable[Concern], today: date) -> Iterator[Lack]:
    agreed = pupil.plan.agreed_on
    since = agreed if agreed is not None and agreed <= today else None
    for concern in concerns:
        if concern.plan_version is not None and concern.plan_version < pupil.plan.version:
            yield Lack(kind=OLD_PLAN, concern=concern.id, since=since, restricted=concern.restricted)


def _without_step(
    pupil: Pupil, concerns: Sequence[Concern], moves: Sequence[Movement], codes: Codes, today: date
) -> Iterator[Lack]:
    by_id = {concern.id: concern for concern in concerns}
    to_come = {
        action.id
        for action in pupil.actions
        if is_open(codes, "action_status", action.status, action.ended_on, today)
        and _has_a_day_to_come(action, by_id.get(action.concern or ""), today)
    }
    lacking = False
    for concern in concerns:
        tests = {driver.test for driver in concern.drivers}
        own = [each for each in pupil.actions if each.concern == concern.id or each.id in tests]
        if not any(action.id in to_come for action in own):
            lacking = True
            yield Lack(
                kind=NO_STEP,
                concern=concern.id,
                since=max((concern.opened_on, *_past_days(own, today))),
                restricted=concern.restricted,
            )
    if moves and not to_come and not lacking:
        yield Lack(kind=NO_STEP, since=max(moved.first for moved in moves))


def _has_a_day_to_come(action: Action, concern: Concern | None, today: date) -> bool:
    days = [day for day in (action.due, action.review_on) if day is not None]
    if not days and concern is not None and concern.review_on is not None:
        days.append(concern.review_on)
    return any(day >= today for day in days)


def _past_days(actions: Iterable[Action], today: date) -> Iterator[date]:
    """Yield the days on which a concern's steps ended or were to be done; a restricted one's would tell of it."""
    for action in actions:
        for day in (action.ended_on, action.due, action.review_on):
            if day is not None and day <= today and not action.restricted:
                yield day


def _without_contact(
    pupil: Pupil, concerns: Sequence[Concern], calendar: Calendar, rulebook: Rulebook, today: date
) -> Iterator[Lack]:
    if not concerns:
        return
    last = _last_conversation(pupil, today)
    if last is None or _is_long_ago(last.date, calendar, rulebook, today):
        yield Lack(
            kind=NO_CONTACT,
            since=last.date if last else None,
            restricted=all(concern.restricted for concern in concerns) or bool(last and last.restricted),
        )


def _without_review(pupil: Pupil, concerns: Iterable[Concern], duties: Iterable[Duty]) -> Iterator[Lack]:
    if pupil.plan.support != _NO_SEN_PROVISION and not any(
        duty.group == _REVIEW and duty.item is None for duty in duties
    ):
        yield Lack(kind=NO_REVIEW)
    for concern in concerns:
        if concern.review_on is None:
            yield Lack(
                kind=NO_REVIEW,
                concern=concern.id,
                since=concern.opened_on,
                restricted=concern.restricted,
            )


# ── The family ──────────────────────────────────────────────────────────────────────────────────────────


def _moves(attendance: Attendance, calendar: Calendar, today: date) -> list[Movement]:
    """Return how attendance moved towards more absence, where the newest marks are of this school week or the one before."""
    return [
        movement
        for movement in attendance.movements
        if movement.change == _MORE and _school_weeks_since(movement.last, calendar, today) <= 1
    ]


def _last_conversation(pupil: Pupil, today: date) -> Contact | None:
    """Return the newest conversation with the family alone that reached them: it says so, or has words of it."""
    conversations = (
        contact
        for contact in pupil.contacts
        if contact.date <= today
        and contact.with_ not in _NOT_THE_FAMILY
        and (contact.reached or (contact.reached is None and _has_words(contact)))
    )
    return max(conversations, key=lambda contact: (contact.date, contact.id), default=None)


def _has_words(contact: Contact) -> bool:
    return any((contact.happening, contact.changed, contact.school_is_trying, contact.family_view))


def _is_long_ago(day: date, calendar: Calendar, rulebook: Rulebook, today: date) -> bool:
    return _school_weeks_since(day, calendar, today) >= number(rulebook, "family_contact", "school_weeks")


def _school_weeks_since(day: date, calendar: Calendar, today: date) -> int:
    """Count the school weeks after the one of a day, this one among them; weeks that school.yml does not know are not counted."""
    first, last = monday_of(day) + _A_WEEK, monday_of(today)
    if calendar.is_known:
        return len(calendar.weeks_between(first, last))
    weeks = (first + offset * _A_WEEK for offset in range((last - first).days // 7 + 1))
    return sum(map(calendar.is_school_week, weeks))


def _agreed(pupil: Pupil, codes: Codes, today: date) -> Iterator[bool]:
    """Yield, for each open action that is a conversation with the family and has come due, whether it is restricted."""
    hidden = {concern.id for concern in pupil.concerns if concern.restricted}
    for action in pupil.actions:
        is_theirs = action.kind == _PARENT_AGREEMENT or (
            action.kind == _CONVERSATION and _FAMILY in action.agreed_with
        )
        if (
            is_theirs
            and action.due is not None
            and action.due <= today
            and is_open(codes, "action_status", action.status, action.ended_on, today)
        ):
            yield action.restricted or action.concern in hidden


# ── What was written last ───────────────────────────────────────────────────────────────────────────────


def _lines(pupil: Pupil) -> Iterator[date | None]:
    """Yield the day of each line of a record, except conversations and marks."""
    yield pupil.plan.agreed_on
    for voice in pupil.plan.views:
        yield voice.date
    for provision, _ in every_provision(pupil):
        yield provision.agreed_on
    for concern in pupil.concerns:
        yield concern.opened_on
        yield concern.closed_on
        for update in concern.updates:
            yield update.date
    for action in pupil.actions:
        yield action.agreed_on
        yield action.started_on
        yield action.ended_on
    for review in pupil.reviews:
        yield review.held_on
    for note in pupil.absences.notes:
        # A reason for a span is written when it is known: at its beginning at the earliest.
        yield note.from_
        yield note.until
