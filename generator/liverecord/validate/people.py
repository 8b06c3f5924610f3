"""Whoever a record names is in staff.yml.

Whether they are still here is no law: once somebody leaves, what was right is in nobody's hands. That is told with
what is late.
"""

from collections.abc import Iterator

from liverecord.model.walk import values
from liverecord.problem import Problem
from liverecord.validate.ground import Establishment, Subject
from liverecord.validate.wording import near


def named_people(subject: Subject) -> Iterator[Problem]:
    """unknown-person: every person named is known. Whoever has left is known: what they did, they did."""
    people = subject.ground.people
    for file, path, field, person in values(subject.things, "staff"):
        if person not in people:
            match = near(str(person), people)
            yield subject.problem(
                "unknown-person",
                file,
                path,
                f"'{field.name}' names nobody in staff.yml.",
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
