"""Timetables: the part-time one is temporary and agreed, with an end and a review; the pupil's lessons are one at a time."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from liverecord.model.walk import Path
from liverecord.problem import Problem
from liverecord.validate.ground import Subject

_EXPECTED = re.compile(r"[yn]{2}( [yn]{2}){4}")


def part_time(subject: Subject) -> Iterator[Problem]:
    """timetable-without-end, timetable-without-review, timetable-not-agreed, timetable-not-ten-sessions.

    A part-time timetable is temporary and for as short a time as can be, with regular reviews (Working together to
    improve school attendance, August 2024). A session off is authorised (C2) only once somebody authorised by the school
    and a parent the pupil normally lives with have agreed to it (SI 2024/208, reg 11(6)).
    """
    timetable, today = subject.plan.attendance.part_time_timetable, subject.ground.today
    if timetable is None:
        return
    path: Path = ("attendance", "part_time_timetable")
    if timetable.until is None:
        yield subject.problem(
            "timetable-without-end",
            "plan",
            path,
            "The part-time timetable has no 'until': it must be temporary.",
            "Add until: the day by which full time is expected; it may be moved at a review.",
            key=True,
        )
    is_running = timetable.until is None or timetable.until >= today
    if timetable.review_on is None and is_running:
        yield subject.problem(
            "timetable-without-review",
            "plan",
            path,
            "The part-time timetable has no 'review_on'.",
            "Add review_on: the day on which the school, the parent and the pupil will look at it again.",
            key=True,
        )
    missing = [
        name for name in ("agreed_on", "agreed_with_parent", "agreed_by") if getattr(timetable, name) is None
    ]
    if missing and timetable.from_ <= today:
        yield subject.problem(
            "timetable-not-agreed",
            "plan",
            path,
            f"The part-time timetable began on {timetable.from_} without: {', '.join(missing)}.",
            "Add what is missing. Until a parent and the school have agreed it does not begin: then correct 'from', and use no C2.",
            key=True,
        )
    grids: list[tuple[Path, str]] = [((*path, "expected"), timetable.expected)]
    grids += [
        ((*path, "steps", index, "expected"), step.expected) for index, step in enumerate(timetable.steps)
    ]
    for place, grid in grids:
        if not _EXPECTED.fullmatch(grid):
            yield subject.problem(
                "timetable-not-ten-sessions",
                "plan",
                place,
                "'expected' is not ten sessions, two for each day from Monday to Friday.",
                "Write y for a session to attend and n for one off: 'yn yn yn yn yn' is every morning.",
            )


def lessons_apart(subject: Subject) -> Iterator[Problem]:
    """duplicate-lesson: one lesson a period of the week; a new one begins after the one before it has ended."""
    taken: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for index, slot in enumerate(subject.pupil.absences.timetable):
        first, last = slot.from_, slot.until or date.max
        others = taken.setdefault((slot.day, slot.period), [])
        other = next((begins for begins, until in others if first <= until and begins <= last), None)
        if other is not None:
            older, newer = sorted((first, other))
            yield subject.problem(
                "duplicate-lesson",
                "absences",
                ("timetable", index),
                "Another lesson of the timetable has this day and period at the same time.",
                f"In the lesson that begins on {older}, write until: {newer - timedelta(days=1)}"
                if older < newer
                else f"Both begin on {first}: keep one of the two, or correct 'from'.",
            )
        others.append((first, last))
