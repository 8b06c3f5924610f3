"""Whoever a record names is in staff.yml, and what is open is in the hands of somebody who is still here."""

from collections.abc import Iterator

from liverecord.problem import Problem
from liverecord.validate.ground import Establishment, Path, Subject
from liverecord.validate.wording import near

_Named = tuple[str, Path, str | None, bool]


def named_people(subject: Subject) -> Iterator[Problem]:
    """unknown-person, owner-left: every person named is known; whoever holds something open has not left.

    What is over may name somebody who has left: they did it. A pupil who has left the roll keeps nobody busy.
    """
    people, gone = subject.ground.people, subject.ground.gone
    for kind, path, person, is_open in _named(subject):
        if person is None:
            continue
        if person not in people:
            match = near(person, people)
            yield subject.problem(
                "unknown-person",
                kind,
                path,
                f"'{path[-1]}' names nobody in staff.yml.",
                f"Did you mean '{match}'?"
                if match
                else "Use the id of a person in staff.yml, or add the person there.",
            )
        elif is_open and person in gone and not subject.has_left:
            yield subject.problem(
                "owner-left",
                kind,
                path,
                f"'{path[-1]}' names '{person}', who left on {gone[person]}, and this is still open.",
                "Name the person who has it now, or end it.",
            )


def cover(subject: Establishment) -> Iterator[Problem]:
    """unknown-person, cover-self, owner-left: whoever covers for somebody is another person, who is here."""
    for index, person in enumerate(subject.staff.staff):
        if person.away is None or person.away.cover is None:
            continue
        name, path = person.away.cover, ("staff", index, "away", "cover")
        if name not in subject.ground.people:
            match = near(name, subject.ground.people)
            yield subject.problem(
                "unknown-person",
                "staff",
                path,
                "'cover' names nobody in staff.yml.",
                f"Did you mean '{match}'?" if match else "Use the id of another person in this file.",
            )
        elif name == person.id:
            yield subject.problem(
                "cover-self",
                "staff",
                path,
                f"'{name}' cannot cover for '{name}'.",
                "Name the person who has the work meanwhile, or leave 'cover' out.",
            )
        elif name in subject.ground.gone and (
            person.away.until is None or person.away.until >= subject.ground.today
        ):
            yield subject.problem(
                "owner-left",
                "staff",
                path,
                f"'{name}' left on {subject.ground.gone[name]} and cannot cover.",
                "Name somebody who is here.",
            )


def _named(subject: Subject) -> Iterator[_Named]:
    """Yield each person that a record names: file, path, id, and whether something open rests with them."""
    plan, pupil, today, closed = subject.plan, subject.pupil, subject.ground.today, subject.ground.closed
    yield "plan", ("keyworker",), plan.keyworker, True
    if plan.safeguarding:
        yield "plan", ("safeguarding", "held_by"), plan.safeguarding.held_by, True
    for index, condition in enumerate(plan.conditions):
        yield "plan", ("conditions", index, "owner"), condition.owner, True
    for path, provision in subject.provisions:
        is_past = provision.until is not None and provision.until < today
        is_open = provision.status not in closed["provision_status"] and not is_past
        yield "plan", (*path, "who"), provision.who, is_open
    attendance = plan.attendance
    timetable = attendance.part_time_timetable
    if timetable:
        is_running = timetable.until is None or timetable.until >= today
        place: Path = ("attendance", "part_time_timetable")
        yield "plan", (*place, "agreed_by"), timetable.agreed_by, False
        yield "plan", (*place, "owner"), timetable.owner, is_running
    for index, step in enumerate(attendance.enforcement):
        yield "plan", ("attendance", "enforcement", index, "decided_by"), step.decided_by, False
    if attendance.sickness_return:
        yield "plan", ("attendance", "sickness_return", "by"), attendance.sickness_return.by, False
    for index, mentor in enumerate(plan.mentors):
        yield "plan", ("mentors", index, "who"), mentor.who, mentor.until is None or mentor.until >= today
    kinds = subject.ground.rulebook.codes.lists["circumstance_kind"]
    for index, circumstance in enumerate(plan.circumstances):
        row = kinds.get(circumstance.kind)
        is_over = (
            circumstance.ended_on is not None
            or circumstance.status in closed["circumstance_status"]
            or (row is not None and circumstance.stage in row.ended)
        )
        yield "plan", ("circumstances", index, "owner"), circumstance.owner, not is_over
        yield "plan", ("circumstances", index, "accepted_by"), circumstance.accepted_by, False
    for index, concern in enumerate(pupil.concerns):
        is_open = concern.status not in closed["concern_status"]
        yield "concerns", ("concerns", index, "owner"), concern.owner, is_open
        for number, update in enumerate(concern.updates):
            yield "concerns", ("concerns", index, "updates", number, "by"), update.by, False
    for index, action in enumerate(pupil.actions):
        is_open = action.status not in closed["action_status"]
        yield "actions", ("actions", index, "owner"), action.owner, is_open
    for index, contact in enumerate(pupil.contacts):
        yield "contacts", ("contacts", index, "by"), contact.by, False
    for index, review in enumerate(pupil.reviews):
        yield "reviews", ("reviews", index, "owner"), review.owner, review.held_on is None
