"""The school's own teaching groups: each once, of people and pupils who are there, under a name that no other class has."""

from collections.abc import Iterator, Mapping

from liverecord.model.records import Document, School
from liverecord.problem import Problem
from liverecord.validate.ground import Establishment
from liverecord.validate.wording import near

_ANOTHER_NAME = "Give the group a name of its own, or take it out: two groups of one name would be one class on one sheet."


def groups_apart(subject: Establishment) -> Iterator[Problem]:
    """duplicate-id, group-named-twice, unknown-person: each group is one, and whoever teaches it is in staff.yml."""
    ids: set[str] = set()
    names: set[str] = set()
    for index, group in enumerate(subject.school.groups):
        if group.id in ids:
            yield subject.problem(
                "duplicate-id",
                "school",
                ("groups", index, "id"),
                f"The id '{group.id}' is used twice among the groups of school.yml.",
                "Give each group an id of its own; a group with two teachers is one entry with two teachers.",
            )
        if _alike(group.name) in names:
            yield subject.problem(
                "group-named-twice",
                "school",
                ("groups", index, "name"),
                f"The name of group '{group.id}' is that of another group of school.yml.",
                _ANOTHER_NAME,
            )
        ids.add(group.id)
        names.add(_alike(group.name))
        for place, person in enumerate(group.teachers):
            if person not in subject.ground.people:
                match = near(person, subject.ground.people)
                yield subject.problem(
                    "unknown-person",
                    "school",
                    ("groups", index, "teachers", place),
                    "'teachers' names nobody in staff.yml.",
                    f"Did you mean '{match}'?"
                    if match
                    else "Use the id of a person in staff.yml, or add the person there.",
                )


def groups_of_pupils(
    school: School, document: Document, classes: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    """pupil-without-record, group-named-twice: a group is of pupils who have a record, and no form or timetabled group has its name.

    `classes` has the form and the timetable's groups of every pupil, by id.
    """
    taken = {_alike(name) for names in classes.values() for name in names}
    for index, group in enumerate(school.groups):
        if _alike(group.name) in taken:
            yield Problem(
                document.place("groups", index, "name"),
                "group-named-twice",
                f"The name of group '{group.id}' is that of a form, or of a group of the timetable.",
                f"{_ANOTHER_NAME} Forms and the timetable's groups have their sheets by themselves.",
            )
        for place, pupil in enumerate(group.pupils):
            if pupil not in classes:
                match = near(pupil, classes)
                yield Problem(
                    document.place("groups", index, "pupils", place),
                    "pupil-without-record",
                    f"'pupils' of group '{group.id}' names a folder that is not there.",
                    f"Did you mean '{match}'?"
                    if match
                    else "Take it out: a group holds pupils with a record here, and the sheet says that it does.",
                )


def _alike(name: str) -> str:
    """Return a name as people tell it from others: without capitals and double spaces."""
    return " ".join(name.casefold().split())
