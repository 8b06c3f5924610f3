"""Which lessons of a pupil's timetable go on, which end and which begin, so that it says what a file says from a day on.

A lesson that is the same stays as it is. One that has changed, or is not in the file any more, ends on the day before; one that has
not been taught yet is corrected in its place, or taken out. What is over stays, and so does what begins later. Pure.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from liverecord.model.records import TimetabledLesson
from liverecord.splice.steps import Add, Remove, Set, Step


class Wanted(NamedTuple):
    """What a file says of one place in a pupil's week. `group` is "" and `teacher` None where it does not say, or nobody knows."""

    subject: str
    group: str
    teacher: str | None


class Succession(NamedTuple):
    """The steps of absences.yml, and how many lessons stay as they are, begin, end, are corrected or get a group or a teacher."""

    steps: list[Step]
    same: int
    begun: int
    ended: int
    corrected: int


Week = Mapping[tuple[str, str], Wanted]
"""A week's lessons, by day and period."""


def succession(
    recorded: Sequence[TimetabledLesson],
    wanted: Week,
    begins: date,
    until: date | None = None,
    *,
    is_whole: bool = True,
) -> Succession:
    """Return what makes the recorded timetable say what is wanted from a day on, to the day `until` where one is named.

    Where what is wanted `is_whole`, a lesson that it has not ends.
    """
    sets: list[Step] = []
    removed: list[int] = []
    added: list[Step] = []
    same = ended = corrected = 0
    now, later = _standing(recorded, begins)
    for slot, place in now.items():
        if slot in wanted or not is_whole:
            continue
        ended += 1
        if recorded[place].from_ == begins:
            removed.append(place)
        else:
            sets.append(_ends(place, begins))
    for slot, lesson in wanted.items():
        last = min((day for day in (until, _before(later.get(slot))) if day is not None), default=None)
        at = now.get(slot)
        if at is not None and _is_same(recorded[at], lesson):
            filled = [*_corrected(at, recorded[at], lesson)]
            if until is not None and recorded[at].until != last:
                filled.append(Set((_LIST, str(at), "until"), last.isoformat() if last else None))
            sets += filled
            same += not filled
            corrected += bool(filled)
        elif at is not None and recorded[at].from_ == begins:
            sets += _corrected(at, recorded[at], lesson)
            # What is not said of the new lesson was said of another.
            sets += [
                Remove((_LIST, str(at), name))
                for name, value in (("group", lesson.group), ("teacher", lesson.teacher))
                if not value and getattr(recorded[at], name) is not None
            ]
            corrected += 1
        else:
            if at is not None:
                sets.append(_ends(at, begins))
                ended += 1
            added.append(Add((_LIST,), _item(slot, lesson, begins, last)))
    takes = [Remove((_LIST, str(at))) for at in sorted(removed, reverse=True)]
    return Succession([*sets, *takes, *added], same, len(added), ended, corrected)


_LIST = "timetable"


def _standing(
    recorded: Sequence[TimetabledLesson], day: date
) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], date]]:
    """Return where the lessons stand that go on over a day, and on which day the next one in their place begins."""
    now: dict[tuple[str, str], int] = {}
    later: dict[tuple[str, str], date] = {}
    for at, lesson in enumerate(recorded):
        slot = (lesson.day, lesson.period)
        if lesson.from_ > day:
            later[slot] = min(lesson.from_, later.get(slot, lesson.from_))
        elif lesson.until is None or lesson.until >= day:
            now[slot] = at
    return now, later


def _is_same(recorded: TimetabledLesson, lesson: Wanted) -> bool:
    """Tell whether a lesson is the one that is recorded: where one of the two does not say a thing, that is no difference."""
    return (
        recorded.subject == lesson.subject
        and (not lesson.group or recorded.group in (None, lesson.group))
        and (lesson.teacher is None or recorded.teacher in (None, lesson.teacher))
    )


def _corrected(at: int, recorded: TimetabledLesson, lesson: Wanted) -> list[Step]:
    """Return the steps that make a recorded lesson say what is wanted, in its place; what the file does not say stays."""
    said = {"subject": lesson.subject, "group": lesson.group, "teacher": lesson.teacher}
    return [
        Set((_LIST, str(at), name), value)
        for name, value in said.items()
        if value and getattr(recorded, name) != value
    ]


def _ends(at: int, begins: date) -> Step:
    return Set((_LIST, str(at), "until"), (begins - timedelta(days=1)).isoformat())


def _before(day: date | None) -> date | None:
    return day - timedelta(days=1) if day is not None else None


def _item(slot: tuple[str, str], lesson: Wanted, begins: date, last: date | None) -> dict[str, str]:
    said = {
        "from": begins.isoformat(),
        "until": last.isoformat() if last else None,
        "day": slot[0],
        "period": slot[1],
        "subject": lesson.subject,
        "group": lesson.group or None,
        "teacher": lesson.teacher,
    }
    return {name: value for name, value in said.items() if value is not None}
