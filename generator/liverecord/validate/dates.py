"""Dates that must follow one another, and things that are said to have happened on a day still to come."""

from collections.abc import Iterator, Sequence
from datetime import date

from liverecord.model.records import (
    AbsenceNote,
    Action,
    Away,
    Circumstance,
    Concern,
    Condition,
    EhcPlan,
    Identity,
    Mentor,
    PartTimeTimetable,
    Provision,
    ReviewChain,
    Target,
    Term,
    TimetabledLesson,
)
from liverecord.model.walk import Path, values
from liverecord.problem import Problem
from liverecord.validate.ground import Establishment, Subject

# Fields whose names are Python's own words (`from_`) are written as in the records (`from`).
_ORDER: dict[type, tuple[tuple[str, ...], ...]] = {
    Identity: (("date_of_birth", "on_roll_from", "on_roll_until"), ("date_of_birth", "care_began_on")),
    EhcPlan: (
        ("issued_on", "last_review_decided_on", "ceased_on"),
        ("issued_on", "maintained_since", "ceased_on"),
        ("maintained_since", "maintained_told_on"),
    ),
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
        ("requested_on", "received_on", "ended_on"),
        ("received_on", "advice_requested_on"),
        ("received_on", "draft_served_on"),
        ("sent_on", "ended_on"),
        ("requested_on", "hearing_on"),
        ("requested_on", "accepted_on"),
        ("requested_on", "advice_requested_on", "advice_sent_on"),
        ("requested_on", "draft_served_on"),
        ("decision_letter_on", "hearing_on"),
        ("order_sent_on", "order_done_on"),
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
        ("decision_on", "mediation_certificate_on"),
    ),
}
"""Dates in the order in which they come; the same day will do."""


def order_of_dates(subject: Subject) -> Iterator[Problem]:
    """dates-out-of-order: what comes later in life comes later in the record."""
    yield from _all_in_order(subject)
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
    for file, path, field, day in values(subject.things, "past"):
        if isinstance(day, date) and day > today:
            yield subject.problem(
                "date-in-future",
                file,
                path,
                f"'{field.name}' is {day}, and today is {today}.",
                "Check the year. What is still to come is written once it has happened; its day has a key of its own until then "
                "(due, review_on, by).",
            )
    for monday in subject.pupil.absences.weeks:
        if monday > today:
            yield subject.problem(
                "date-in-future",
                "absences",
                ("weeks", monday.isoformat()),
                f"The week of {monday} has not begun, and today is {today}.",
                "Check the year. If it is right, take the week out until it has begun.",
                key=True,
            )


def order_in_school(subject: Establishment) -> Iterator[Problem]:
    """dates-out-of-order: terms, absences of staff and lessons end after they begin."""
    yield from _all_in_order(subject)
    for index, period in enumerate(subject.school.periods):
        if period.starts is not None and period.ends is not None and period.ends <= period.starts:
            yield subject.problem(
                "dates-out-of-order",
                "school",
                ("periods", index, "ends"),
                "The lesson ends before it begins.",
                "One of the two is mistyped: check 'starts' and 'ends'.",
            )


def _all_in_order(subject: Subject | Establishment) -> Iterator[Problem]:
    for file, path, thing in subject.things:
        for names in _ORDER.get(type(thing), ()):
            yield from _in_order(subject, file, path, thing, names)


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
                    "Give each a day of its own, or keep one of the two.",
                )
            else:
                yield _misplaced(subject, "plan", (*path, index, key), days[index], before)


def _misplaced(subject: Subject | Establishment, kind: str, path: Path, day: date, other: str) -> Problem:
    return subject.problem(
        "dates-out-of-order",
        kind,
        path,
        f"'{path[-1]}' is {day}, before {other}.",
        "One of the two is mistyped: check the day, the month and the year of both.",
    )
