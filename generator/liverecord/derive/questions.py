"""What the record leaves open about absence: asked, never judged, and only where a day or an item says so."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from liverecord.derive.attendance import Reading
from liverecord.derive.calendar import HALVES, Calendar
from liverecord.derive.expectation import covers
from liverecord.derive.marks import AGREED_PART_TIME, NOT_ESTABLISHED
from liverecord.derive.numbers import in_force, number
from liverecord.derive.reasons import Away, Span, away, logged_alone, spans_of
from liverecord.derive.register import Register, day_of
from liverecord.derive.school_year import school_year_start
from liverecord.derive.story import NOT_DELIVERED, PLANNED, every_provision
from liverecord.derive.subjects import is_open
from liverecord.model.attendance import Question
from liverecord.model.records import AbsenceNote, Action, Provision, Pupil
from liverecord.model.rulebook import Codes, Rulebook

MENTAL_HEALTH, UNKNOWN = "mental_health", "unknown"
REGISTER, PROVISION = "register", "provision"
_MISSING = ("withdrawn", NOT_DELIVERED, "at_risk")
"""The statuses under which provision that attendance depends on may be what is missing."""

_LONGEST_HOLIDAY = 400
"""How many days back to look for a school day: a little over a year, past which a calendar says nothing of today."""


def questions(
    pupil: Pupil, reading: Reading, calendar: Calendar, rulebook: Rulebook, today: date
) -> tuple[Question, ...]:
    """Return the questions of a record as of today, those of notes and log lines first, then the register's."""
    register, spans = reading.register, spans_of(pupil, today)
    return (
        *(_of_reasons(pupil, spans, register, rulebook, today) if spans else ()),
        *_not_established(spans, register, calendar, rulebook, today),
        *_agreed_times(pupil, register),
        *_depends(pupil, spans, register, rulebook, today),
    )


# ── Notes and log lines ─────────────────────────────────────────────────────────────────────────────────


def _of_reasons(
    pupil: Pupil, spans: Sequence[Span], register: Register, rulebook: Rulebook, today: date
) -> Iterator[Question]:
    """Yield what the reasons themselves leave open; what ended before this school year is history."""
    year = school_year_start(today, rulebook)
    asked = [
        (kind, span)
        for span in spans
        if span.last >= year and span.first <= today and (kind := _kind(span, pupil, rulebook.codes, today))
    ]
    if not asked:
        return
    missed = tuple(away(register, rulebook))
    for kind, span in sorted(asked, key=lambda each: each[0]):
        sessions = [session for session in missed if span.covers(session)]
        sessions += logged_alone(span, register, rulebook, today)
        yield _question(
            kind, span.source, span.item.id, [session.day for session in sessions], restricted=span.restricted
        )


def _kind(span: Span, pupil: Pupil, codes: Codes, today: date) -> str | None:
    item = span.item
    if item.reason == MENTAL_HEALTH:
        return None if _has_support(span, pupil, codes, today) else "support_for_mental_health"
    if item.reason == UNKNOWN:
        tested = {each.id for each in pupil.concerns if any(driver.test for driver in each.drivers)}
        return None if item.action is not None or item.concern in tested else "unknown_untested"
    return None


def _has_support(span: Span, pupil: Pupil, codes: Codes, today: date) -> bool:
    """Tell whether the item's action or provision has begun, and had not ended before the last of its days.

    (Summary of responsibilities where a mental health issue is affecting attendance, 2023; requirement C2.)
    """
    item, last = span.item, min(span.last, today)
    named = item.provision if isinstance(item, AbsenceNote) else None
    return any(
        each.id == item.action and _action_ran(each, last, codes, today) for each in pupil.actions
    ) or any(
        each.id == named and _provision_ran(each, last, codes, today) for each, _ in every_provision(pupil)
    )


def _action_ran(action: Action, last: date, codes: Codes, today: date) -> bool:
    if action.started_on is None or action.started_on > today:
        return False
    if action.ended_on is not None:
        return action.ended_on >= last
    return is_open(codes, "action_status", action.status, None, today)


def _provision_ran(provision: Provision, last: date, codes: Codes, today: date) -> bool:
    if provision.status in (PLANNED, NOT_DELIVERED) or (provision.from_ or today) > today:
        return False
    if provision.until is not None:
        return provision.until >= last
    return is_open(codes, "provision_status", provision.status, None, today)


# ── The register ────────────────────────────────────────────────────────────────────────────────────────


def _not_established(
    spans: Sequence[Span], register: Register, calendar: Calendar, rulebook: Rulebook, today: date
) -> Iterator[Question]:
    """Yield the N marks that are older than the register allows, unless a note or line gives the session a reason.

    A restricted note settles nothing here: a session that is not asked about would reveal the note.
    """
    if not in_force(rulebook, "not_established", today):
        return
    marked = [
        Away(day_of(monday, index), index % 2, "unauthorised")
        for monday, week in register.all_weeks.items()
        if week is not None and week.not_established
        for index, mark in enumerate(week.marks)
        if mark.code == NOT_ESTABLISHED
    ]
    if not marked:
        return
    allowed = number(rulebook, "not_established", "school_days")
    first_within = _school_days_back(calendar, today, allowed)
    if first_within is None:
        return
    known = [span for span in spans if not span.restricted and span.item.reason not in (None, UNKNOWN)]
    days = [
        session.day
        for session in marked
        if session.day < first_within and not any(span.covers(session) for span in known)
    ]
    if days:
        yield _question("not_established", REGISTER, None, days)


def _school_days_back(calendar: Calendar, today: date, count: int) -> date | None:
    """Return the school day after which so many follow, today included; None where the calendar has too few.

    A mark on that day is as old as is allowed; an earlier one is too old.
    """
    school_days = 0
    for offset in range(_LONGEST_HOLIDAY):
        day = today - timedelta(days=offset)
        if any(calendar.meets(day, half) for half in HALVES):
            if school_days == count:
                return day
            school_days += 1
    return None


def _agreed_times(pupil: Pupil, register: Register) -> Iterator[Question]:
    """Yield the sessions of the school year marked C2 that no agreed timetable leaves free (SI 2024/208, regulation 11(6))."""
    timetable = pupil.plan.attendance.part_time_timetable
    days = [
        day_of(monday, index)
        for monday, week in register.weeks.items()
        if week is not None and week.excused
        for index, mark in enumerate(week.marks)
        if mark.code == AGREED_PART_TIME and not covers(timetable, day_of(monday, index), index)
    ]
    if days:
        yield _question("agreed_times", REGISTER, None, days)


# ── Provision ───────────────────────────────────────────────────────────────────────────────────────────


def _depends(
    pupil: Pupil, spans: Sequence[Span], register: Register, rulebook: Rulebook, today: date
) -> Iterator[Question]:
    """Yield the absences while provision that attendance depends on was missing: after its last day, or by a note's link.

    Where neither is known no day is guessed, and nothing is asked.
    """
    for provision, outcome in every_provision(pupil):
        if not provision.attendance_depends_on or provision.status not in _MISSING:
            continue
        restricted = provision.restricted or bool(outcome and outcome.restricted)
        linked = [
            span
            for span in spans
            if isinstance(span.item, AbsenceNote) and span.item.provision == provision.id
        ]
        until = provision.until
        if not linked and (until is None or until >= today):
            continue
        absences = [session for session in away(register, rulebook) if session.kind != "not_possible"]
        told: set[Away] = set()
        # What a restricted note adds is asked apart, so that the open question is the same for everybody.
        for closed in (False, True):
            sessions = [
                session
                for session in absences
                if session not in told
                and (
                    (not closed and until is not None and session.day > until)
                    or any(span.covers(session) for span in linked if span.restricted is closed)
                )
            ]
            told.update(sessions)
            if sessions:
                yield _question(
                    "depends_on_withdrawn",
                    PROVISION,
                    provision.id,
                    [session.day for session in sessions],
                    restricted=restricted or closed,
                )


def _question(
    kind: str, source: str, item: str | None, days: Sequence[date], *, restricted: bool = False
) -> Question:
    """Return a question about some sessions; a day with two of them is named once."""
    return Question(
        kind=kind,
        source=source,
        item=item,
        sessions=len(days),
        days=tuple(sorted(set(days))),
        restricted=restricted,
    )
