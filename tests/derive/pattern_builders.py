"""Registers with something planted in them: weeks by the mark, a school of one long term, lessons from a timetable."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from derive_builders import MONDAY, WHOLE, after, case, in_order, pupil, school

from liverecord.model.attendance import Attendance, Pattern
from liverecord.model.records import School

END = date(2026, 12, 31)
DAYS = ("mon", "tue", "wed", "thu", "fri")
PERIODS = [
    {"id": "P1", "session": "AM", "starts": "8:50"},
    {"id": "P2", "session": "AM", "starts": "09:50"},
    {"id": "P3", "session": "AM", "starts": "11:10"},
    {"id": "P4", "session": "PM", "starts": "13:20"},
    {"id": "P5", "session": "PM", "starts": "14:20"},
]


def one_term(**changes: Any) -> School:
    """Return a school of one autumn term without half term, Monday 7 September to Friday 18 December."""
    made: dict[str, Any] = {
        "terms": [{"name": "Autumn", "start": "2026-09-07", "end": "2026-12-18"}],
        "periods": PERIODS,
    }
    return school(**made | changes)


def week(marks: Mapping[str, str] | None = None) -> str:
    """Return a week attended but for some sessions: {"tue AM": "O"}."""
    sessions = ["/", "\\"] * 5
    for name, mark in (marks or {}).items():
        day, half = name.split()
        sessions[2 * DAYS.index(day) + (half == "PM")] = mark
    return "".join(sessions)


def missed_on(names: Iterable[str], times: int, of: int, mark: str = "O") -> list[str]:
    """Return so many weeks; in the first `times` of them the sessions named are missed."""
    names = tuple(names)
    return [week(dict.fromkeys(names, mark)) if number < times else WHOLE for number in range(of)]


def attendance_of(
    weeks: Sequence[str] | Mapping[date, str], at: School | None = None, **absences: Any
) -> Attendance:
    """Return what marks say, of weeks that follow each other or by their Monday, on the Saturday after them."""
    by_monday = weeks if isinstance(weeks, Mapping) else in_order(weeks)
    return case(
        pupil(weeks=by_monday, absences=absences), at or one_term(), today=after(by_monday)
    ).attendance


def found(
    weeks: Sequence[str] | Mapping[date, str], at: School | None = None, **absences: Any
) -> dict[str, Pattern]:
    """Return the patterns of marks by their kind; no test here plants two of a kind."""
    patterns = attendance_of(weeks, at, **absences).patterns
    kinds = {pattern.kind: pattern for pattern in patterns}
    assert len(kinds) == len(patterns), patterns
    return kinds


def cells(pattern: Pattern) -> list[str]:
    """Return a pattern's half days of the week: "tue AM"."""
    return [f"{DAYS[cell.weekday]} {cell.half}" for cell in pattern.cells]


def timetable(subjects: str) -> list[dict[str, str]]:
    """Return a timetable from five days of five subjects, one letter each: "MESHG MESHG …"."""
    return [
        {"from": "2026-09-01", "day": day, "period": period["id"], "subject": subject}
        for day, taught in zip(DAYS, subjects.split(), strict=True)
        for period, subject in zip(PERIODS, taught, strict=True)
    ]


def lessons(
    weeks: int, missed: Mapping[tuple[str, str], str], subjects: str | None = None
) -> list[dict[str, str]]:
    """Return a mark for every lesson of so many weeks; `missed` has the mark of a day and a period, in every week."""
    taught = subjects.split() if subjects else None
    return [
        {
            "date": (MONDAY + timedelta(weeks=number, days=place)).isoformat(),
            "period": period["id"],
            "mark": missed.get((day, period["id"]), "/"),
            **({"subject": taught[place][lesson]} if taught else {}),
        }
        for number in range(weeks)
        for place, day in enumerate(DAYS)
        for lesson, period in enumerate(PERIODS)
    ]
