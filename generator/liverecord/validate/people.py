"""Whoever a record names is in staff.yml.

That they are still here is no law: somebody leaves, and what was right is in nobody's hands. It is told where what is late is.
"""

from collections.abc import Iterator

from liverecord.problem import Problem
from liverecord.validate.ground import Establishment, Path, Subject
from liverecord.validate.wording import near

_Named = tuple[str, Path, str | None]


def named_people(subject: Subject) -> Iterator[Problem]:
    """unknown-person: every person named is known. Whoever has left is known: what they did, they did."""
    people = subject.ground.people
    for kind, path, person in _named(subject):
        if person is not None and person not in people:
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


def cover(subject: Establishment) -> Iterator[Problem]:
    """unknown-person, cover-self: whoever covers for somebody is another person in staff.yml."""
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


def _named(subject: Subject) -> Iterator[_Named]:
    """Yield each person that a record names: file, path, id."""
    plan, pupil = subject.plan, subject.pupil
    yield "plan", ("keyworker",), plan.keyworker
    if plan.safeguarding:
        yield "plan", ("safeguarding", "held_by"), plan.safeguarding.held_by
    for index, condition in enumerate(plan.conditions):
        yield "plan", ("conditions", index, "owner"), condition.owner
    for path, provision in subject.provisions:
        yield "plan", (*path, "who"), provision.who
    attendance = plan.attendance
    timetable = attendance.part_time_timetable
    if timetable:
        place: Path = ("attendance", "part_time_timetable")
        yield "plan", (*place, "agreed_by"), timetable.agreed_by
        yield "plan", (*place, "owner"), timetable.owner
    for index, step in enumerate(attendance.enforcement):
        yield "plan", ("attendance", "enforcement", index, "decided_by"), step.decided_by
    if attendance.sickness_return:
        yield "plan", ("attendance", "sickness_return", "by"), attendance.sickness_return.by
    for index, mentor in enumerate(plan.mentors):
        yield "plan", ("mentors", index, "who"), mentor.who
    for index, circumstance in enumerate(plan.circumstances):
        yield "plan", ("circumstances", index, "owner"), circumstance.owner
        yield "plan", ("circumstances", index, "accepted_by"), circumstance.accepted_by
    for index, concern in enumerate(pupil.concerns):
        yield "concerns", ("concerns", index, "owner"), concern.owner
        for number, update in enumerate(concern.updates):
            yield "concerns", ("concerns", index, "updates", number, "by"), update.by
    for index, action in enumerate(pupil.actions):
        yield "actions", ("actions", index, "owner"), action.owner
    for index, contact in enumerate(pupil.contacts):
        yield "contacts", ("contacts", index, "by"), contact.by
    for index, review in enumerate(pupil.reviews):
        yield "reviews", ("reviews", index, "owner"), review.owner
