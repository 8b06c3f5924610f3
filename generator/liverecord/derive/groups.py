"""The teaching groups that a pupil is in today, by the timetable's lessons that are in force."""

from datetime import date

from liverecord.model.case import TaughtGroup
from liverecord.model.records import Pupil


def groups(pupil: Pupil, today: date) -> tuple[TaughtGroup, ...]:
    """Return each teaching group once, in the order of names, with everybody who teaches it to the pupil."""
    teachers: dict[str, dict[str, None]] = {}
    for lesson in pupil.absences.timetable:
        if (
            lesson.group is None
            or lesson.from_ > today
            or (lesson.until is not None and lesson.until < today)
        ):
            continue
        taught_by = teachers.setdefault(lesson.group, {})
        if lesson.teacher is not None:
            taught_by[lesson.teacher] = None
    return tuple(
        TaughtGroup(name=name, teachers=tuple(taught_by)) for name, taught_by in sorted(teachers.items())
    )
