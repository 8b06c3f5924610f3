"""Dates that must follow one another, and things that are said to have happened on a day still to come."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from liverecord.model.records import (
    Absence,
    AbsenceNote,
    Access,
    Action,
    Attempt,
    Away,
    Circumstance,
    Concern,
    Condition,
    Contact,
    EhcPlan,
    Enforcement,
    Identity,
    Lesson,
    Mentor,
    Outcome,
    PartTimeTimetable,
    Plan,
    Provision,
    ReintegrationStep,
    Review,
    ReviewChain,
    SicknessReturn,
    Target,
    Term,
    TimetabledLesson,
    Update,
    Voice,
)
from liverecord.problem import Problem
from liverecord.validate.ground import Establishment, Path, Subject

_Dated = tuple[str, Path, Any]

# Fields that Python's words take (`from_`) are written as in the records, `from`.
_ORDER: dict[type, tuple[tuple[str, ...], ...]] = {
    Identity: (("date_of_birth", "on_roll_from", "on_roll_until"),),
    EhcPlan: (("issued_on", "last_review_decided_on"),),
    Condition: (("agreed_on", "review_on"),),
    Provision: (
        ("from_", "until"),
        ("from_", "review_on"),
        ("agreed_on", "until"),
        ("agreed_on", "review_on"),
    ),
    Target: (("agreed_on", "by"),),
    PartTimeTimetable: (("agreed_on", "from_", "until"), ("from_", "review_on")),
    Mentor: (("from_", "until"),),
    Circumstance: (
        ("requested_on", "ended_on"),
        ("sent_on", "ended_on"),
        ("requested_on", "hearing_on"),
        ("requested_on", "accepted_on"),
        ("requested_on", "advice_requested_on", "advice_sent_on"),
        ("requested_on", "draft_served_on"),
        ("decision_letter_on", "hearing_on"),
        ("mediation_certificate_on", "hearing_on"),
    ),
    AbsenceNote: (("from_", "until"),),
    TimetabledLesson: (("from_", "until"),),
    Concern: (("opened_on", "closed_on"), ("opened_on", "review_on")),
    Action: (("agreed_on", "started_on", "ended_on"), ("agreed_on", "due"), ("agreed_on", "review_on")),
    Term: (("start", "end"),),
    Away: (("from_", "until"),),
    ReviewChain: (
        ("invited_on", "report_sent_on", "decision_on", "final_plan_on"),
        ("papers_sent_on", "report_sent_on"),
        ("notice_on", "final_plan_on"),
    ),
}
"""Dates in the order in which they come; the same day will do."""

_PAST: dict[type, tuple[str, ...]] = {
    Plan: ("agreed_on",),
    Identity: ("date_of_birth",),
    EhcPlan: ("issued_on", "last_review_decided_on"),
    Condition: ("agreed_on",),
    Attempt: ("date",),
    Outcome: ("ended_on",),
    Provision: ("agreed_on",),
    Target: ("agreed_on",),
    PartTimeTimetable: ("agreed_on", "authority_told_on", "sen_team_consulted_on"),
    ReintegrationStep: ("reached_on",),
    Access: ("since",),
    Enforcement: ("considered_on",),
    SicknessReturn: ("sent_on",),
    Voice: ("date",),
    Circumstance: (
        "requested_on",
        "sent_on",
        "accepted_on",
        "advice_requested_on",
        "advice_sent_on",
        "draft_served_on",
        "decision_letter_on",
        "mediation_certificate_on",
        "ended_on",
    ),
    Absence: ("date",),
    Lesson: ("date",),
    Concern: ("opened_on", "closed_on"),
    Update: ("date",),
    Action: ("agreed_on", "started_on", "ended_on"),
    Contact: ("date",),
    Review: ("held_on",),
    ReviewChain: (
        "invited_on",
        "papers_sent_on",
        "report_sent_on",
        "decision_on",
        "notice_on",
        "final_plan_on",
    ),
}
"""Dates of what was held, done, said or agreed: never later than today."""


def order_of_dates(subject: Subject) -> Iterator[Problem]:
    """dates-out-of-order: what comes later in life comes later in the record."""
    for kind, path, item in _dated(subject):
        for names in _ORDER.get(type(item), ()):
            yield from _in_order(subject, kind, path, item, names)
    for index, concern in enumerate(subject.pupil.concerns):
        for number, update in enumerate(concern.updates):
            if update.date < concern.opened_on:
                updated: Path = ("concerns", index, "updates", number, "date")
                yield _misplaced(
                    subject,
                    "concerns",
                    updated,
                    update.date,
                    f"the concern's 'opened_on' ({concern.opened_on})",
                )
    for index, review in enumerate(subject.pupil.reviews):
        if review.held_on is not None:
            place: Path = ("reviews", index)
            for name in ("invited_on", "papers_sent_on"):
                day = getattr(review.chain, name)
                if day is not None and day > review.held_on:
                    held = (*place, "held_on")
                    yield _misplaced(subject, "reviews", held, review.held_on, f"'{name}' ({day})")
            for name in ("report_sent_on", "decision_on", "notice_on", "final_plan_on"):
                day = getattr(review.chain, name)
                if day is not None and day < review.held_on:
                    later = (*place, "chain", name)
                    yield _misplaced(subject, "reviews", later, day, f"'held_on' ({review.held_on})")


def order_of_lists(subject: Subject) -> Iterator[Problem]:
    """dates-out-of-order: steps and access notes stand oldest first, and no step comes before its beginning."""
    attendance = subject.plan.attendance
    if attendance.target:
        steps = attendance.target.steps
        path: Path = ("attendance", "target", "steps")
        yield from _ascending(subject, path, "date", [step.date for step in steps])
        if steps and steps[-1].date > attendance.target.by:
            place = (*path, len(steps) - 1, "date")
            by = attendance.target.by
            yield subject.problem(
                "dates-out-of-order",
                "plan",
                place,
                f"The last step ({steps[-1].date}) comes after the target's own 'by' ({by}).",
                "Move the step, or give the target more time.",
            )
    timetable = attendance.part_time_timetable
    if timetable:
        path = ("attendance", "part_time_timetable", "steps")
        yield from _ascending(subject, path, "date", [step.date for step in timetable.steps])
        if timetable.steps and timetable.steps[0].date < timetable.from_:
            first = timetable.steps[0].date
            yield _misplaced(
                subject, "plan", (*path, 0, "date"), first, f"the timetable's 'from' ({timetable.from_})"
            )
    if attendance.reintegration:
        days = [step.date for step in attendance.reintegration.steps]
        yield from _ascending(subject, ("attendance", "reintegration", "steps"), "date", days)
    yield from _ascending(
        subject, ("attendance", "access"), "since", [note.since for note in attendance.access]
    )


def nothing_ahead(subject: Subject) -> Iterator[Problem]:
    """date-in-future: what was held, done or agreed lies on a day that has come. Plans have keys of their own."""
    today = subject.ground.today
    for kind, path, item in _dated(subject):
        for name in _PAST.get(type(item), ()):
            day = getattr(item, name)
            if day is not None and day > today:
                yield subject.problem(
                    "date-in-future",
                    kind,
                    (*path, name),
                    f"'{name}' is {day}, and today is {today}.",
                    "Write it when it has happened. A day to come has a key of its own (due, review_on, by).",
                )
    for number, monday in enumerate(subject.pupil.absences.weeks):
        if monday > today:
            yield subject.problem(
                "date-in-future",
                "absences",
                ("weeks", monday.isoformat()),
                f"The week of {monday} has not begun, and today is {today}.",
                "Take the week out until it has marks." if number else "Check the year.",
                key=True,
            )


def order_in_school(subject: Establishment) -> Iterator[Problem]:
    """dates-out-of-order: terms, absences of staff and lessons end after they begin."""
    for index, term in enumerate(subject.school.terms):
        yield from _in_order(subject, "school", ("terms", index), term, ("start", "end"))
    for index, person in enumerate(subject.staff.staff):
        if person.away:
            yield from _in_order(subject, "staff", ("staff", index, "away"), person.away, ("from_", "until"))
    for index, period in enumerate(subject.school.periods):
        if period.starts is not None and period.ends is not None and period.ends <= period.starts:
            yield subject.problem(
                "dates-out-of-order",
                "school",
                ("periods", index, "ends"),
                "The lesson ends before it begins.",
                "Write times with two digits, 09:05 and not 9:05.",
            )


def _in_order(
    subject: Subject | Establishment, kind: str, path: Path, item: object, names: tuple[str, ...]
) -> Iterator[Problem]:
    earlier_name, earlier = "", None
    for name in names:
        day: date | None = getattr(item, name)
        if day is None:
            continue
        if earlier is not None and day < earlier:
            key = name.rstrip("_")
            yield _misplaced(subject, kind, (*path, key), day, f"'{earlier_name.rstrip('_')}' ({earlier})")
        earlier_name, earlier = name, day


def _ascending(subject: Subject, path: Path, key: str, days: Sequence[date]) -> Iterator[Problem]:
    for index in range(1, len(days)):
        if days[index] <= days[index - 1]:
            before = f"the one above it ({days[index - 1]})"
            if days[index] == days[index - 1]:
                yield subject.problem(
                    "dates-out-of-order",
                    "plan",
                    (*path, index, key),
                    f"'{key}' is {days[index]}, the same day as the one above it.",
                    "Each step has a day of its own.",
                )
            else:
                yield _misplaced(subject, "plan", (*path, index, key), days[index], before)


def _misplaced(subject: Subject | Establishment, kind: str, path: Path, day: date, other: str) -> Problem:
    return subject.problem(
        "dates-out-of-order",
        kind,
        path,
        f"'{path[-1]}' is {day}, before {other}.",
        "One of the two is mistyped: check the year and the month of both.",
    )


def _dated(subject: Subject) -> Iterator[_Dated]:
    """Yield everything in a record that has dates of its own: file, path, the thing."""
    plan, pupil = subject.plan, subject.pupil
    yield "plan", (), plan
    yield "plan", ("pupil",), plan.pupil
    if plan.ehcp:
        yield "plan", ("ehcp",), plan.ehcp
    for index, need in enumerate(plan.needs):
        for number, attempt in enumerate(need.attempts):
            yield "plan", ("needs", index, "attempts", number), attempt
    yield from _each("plan", ("conditions",), plan.conditions)
    yield from _each("plan", ("outcomes",), plan.outcomes)
    for path, provision in subject.provisions:
        yield "plan", path, provision
    attendance = plan.attendance
    if attendance.target:
        yield "plan", ("attendance", "target"), attendance.target
    if attendance.part_time_timetable:
        yield "plan", ("attendance", "part_time_timetable"), attendance.part_time_timetable
    if attendance.reintegration:
        yield from _each("plan", ("attendance", "reintegration", "steps"), attendance.reintegration.steps)
    yield from _each("plan", ("attendance", "access"), attendance.access)
    yield from _each("plan", ("attendance", "enforcement"), attendance.enforcement)
    if attendance.sickness_return:
        yield "plan", ("attendance", "sickness_return"), attendance.sickness_return
    yield from _each("plan", ("mentors",), plan.mentors)
    yield from _each("plan", ("views",), plan.views)
    yield from _each("plan", ("circumstances",), plan.circumstances)
    for name in ("log", "lessons", "timetable", "notes"):
        yield from _each("absences", (name,), getattr(pupil.absences, name))
    yield from _each("concerns", ("concerns",), pupil.concerns)
    for index, concern in enumerate(pupil.concerns):
        yield from _each("concerns", ("concerns", index, "updates"), concern.updates)
    yield from _each("actions", ("actions",), pupil.actions)
    yield from _each("contacts", ("contacts",), pupil.contacts)
    for index, review in enumerate(pupil.reviews):
        yield "reviews", ("reviews", index), review
        yield "reviews", ("reviews", index, "chain"), review.chain


def _each(kind: str, path: Path, items: Sequence[object]) -> Iterator[_Dated]:
    for index, item in enumerate(items):
        yield kind, (*path, index), item
