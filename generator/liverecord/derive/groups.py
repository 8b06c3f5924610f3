"""The teaching groups that a pupil is in today: by the timetable's lessons that are in force, and by the lists of school.yml."""

from collections.abc import Iterable
from datetime import date

from liverecord.model.case import TaughtGroup
from liverecord.model.records import Group, Pupil


def groups(pupil: Pupil, listed: Iterable[Group], today: date) -> tuple[TaughtGroup, ...]:
    """Return each teaching group once, in the order of names, with everybody who teaches it to the pupil.

    `listed` are the school's own groups, which have no days.
    """
    teachers: dict[str, dict[str, None]] = {}
    for lesson in pupil.absences.timetable:
        is_over = lesson.until is not None and lesson.until < today
        if lesson.group is None or lesson.from_ > today or is_over:
            continue
        taught_by = teachers.setdefault(lesson.group, {})
        if lesson.teacher is not None:
            taught_by[lesson.teacher] = None
    for group in listed:
        if pupil.id in group.pupils:
            teachers.setdefault(group.name, {}).update(dict.fromkeys(group.teachers))
    return tuple(
        TaughtGroup(name=name, teachers=tuple(taught_by)) for name, taught_by in sorted(teachers.items())
    )


def listed_groups(listed: Iterable[Group]) -> tuple[TaughtGroup, ...]:
    """Return the school's own groups, those of nobody with a record too."""
    return tuple(TaughtGroup(name=group.name, teachers=group.teachers) for group in listed)
