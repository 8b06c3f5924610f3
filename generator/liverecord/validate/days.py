"""Days that a slip of the hand makes: a year too many, a day on which nobody is at school, a birth that fits no year group."""

from collections.abc import Iterator
from datetime import date, timedelta

from liverecord.model.ages import THRESHOLD, age_before, usual_age
from liverecord.model.walk import values
from liverecord.problem import Problem
from liverecord.validate.ground import Establishment, Ground, Subject

_SATURDAY = 5
_FURTHEST = 100
"""Days within which a school day is looked for: no holiday is longer."""


def far_ahead(subject: Subject) -> Iterator[Problem]:
    """date-far-ahead: a day to come lies within so many years. A day in 2062 was meant for 2026, and would never come up."""
    yield from _far_ahead(subject)


def far_ahead_in_school(subject: Establishment) -> Iterator[Problem]:
    """date-far-ahead: terms, closures and absences of staff lie within so many years."""
    yield from _far_ahead(subject)


def _far_ahead(subject: Subject | Establishment) -> Iterator[Problem]:
    today, numbers = subject.ground.today, subject.ground.rulebook.thresholds["far_ahead"].numbers
    for file, path, field, day in values(subject.things, "ahead", "day"):
        years = numbers["schooling_years"] if field.is_far else numbers["years"]
        if isinstance(day, date) and (day.year - years, day.month, day.day) > (
            today.year,
            today.month,
            today.day,
        ):
            yield subject.problem(
                "date-far-ahead",
                file,
                path,
                f"'{field.name}' is {day}, more than {years} years ahead of today ({today}).",
                "Check the year: a day so far off would never come up.",
            )


def school_days(subject: Subject) -> Iterator[Problem]:
    """not-a-school-day: what is to take place at school is due on a day on which the school is open.

    What was held may have been held on a training day or in the holidays, and was hardly held at a weekend.
    """
    for file, path, field, day in values(subject.things, "ahead", "past"):
        if not field.is_at_school or not isinstance(day, date):
            continue
        if day.weekday() >= _SATURDAY or (field.kind == "ahead" and not _is_open(day, subject.ground)):
            why = f"a {day:%A}" if day.weekday() >= _SATURDAY else "a day on which school.yml has no school"
            nearest = [
                each.isoformat() for step in (-1, 1) if (each := _next_open(day, step, subject.ground))
            ]
            yield subject.problem(
                "not-a-school-day",
                file,
                path,
                f"'{field.name}' is {day}, {why}.",
                f"Check the day: the school days beside it are {' and '.join(nearest)}.",
            )


def birth(subject: Subject) -> Iterator[Problem]:
    """birth-not-of-year: the date of birth fits the year group, or the record says that the pupil is taught out of year.

    A year group's age is that on 31 August, before its school year. One year more or less may be right: a child who
    started later, or a year group that waits for the new school year's change. Time alone makes nothing wrong: too old is who
    was so on the last day that the record itself tells of.
    """
    pupil, ground = subject.plan.pupil, subject.ground
    numbers = ground.rulebook.thresholds[THRESHOLD].numbers
    usual = usual_age(pupil.year_group, numbers)
    if pupil.date_of_birth is None or usual is None or pupil.out_of_year:
        return
    last = min(ground.today, pupil.on_roll_until or ground.today)
    told = [day for _, _, field, day in values(subject.things, "past") if field.name != "date_of_birth"]
    known = [day for day in (*told, *subject.pupil.absences.weeks) if isinstance(day, date) and day <= last]
    yield from _birth_of_next_year(subject)
    oldest, youngest = (
        age_before(pupil.date_of_birth, ground.school_year(day), numbers)
        for day in (last, max(known, default=last))
    )
    if not youngest - numbers["apart"] <= usual <= oldest + numbers["apart"]:
        yield subject.problem(
            "birth-not-of-year",
            "plan",
            ("pupil", "date_of_birth"),
            "'date_of_birth' and 'year_group' are more than a year apart.",
            "Check both. A pupil who is taught with another year group has a line: out_of_year: true",
        )


def _birth_of_next_year(subject: Subject) -> Iterator[Problem]:
    """Yield that the year group of the next school year cannot be right: found when it is written, and not in September."""
    pupil, ground = subject.plan.pupil, subject.ground
    numbers, coming = ground.rulebook.thresholds[THRESHOLD].numbers, pupil.next_year
    usual = usual_age(coming.year_group, numbers) if coming is not None and coming.year_group else None
    if coming is None or usual is None or pupil.date_of_birth is None:
        return
    age = age_before(pupil.date_of_birth, ground.school_year(coming.from_), numbers)
    if abs(age - usual) > numbers["apart"]:
        yield subject.problem(
            "birth-not-of-year",
            "plan",
            ("pupil", "next_year", "year_group"),
            "'date_of_birth' and the 'year_group' of 'next_year' are more than a year apart.",
            "Check both. A pupil who is taught with another year group has a line: out_of_year: true",
        )


def _is_open(day: date, ground: Ground) -> bool:
    return day.weekday() < _SATURDAY and not all(ground.is_closed(day, half) for half in ("AM", "PM"))


def _next_open(day: date, step: int, ground: Ground) -> date | None:
    days = (day + timedelta(days=step * count) for count in range(1, _FURTHEST))
    return next((each for each in days if _is_open(each, ground)), None)
