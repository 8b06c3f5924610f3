"""What the school's own files no longer say rightly because time has passed: told to the SENCO, and never wrong by itself."""

from collections.abc import Iterator
from datetime import date, timedelta

from liverecord.derive.calendar import calendar_of
from liverecord.derive.numbers import number
from liverecord.derive.school_year import school_year_start
from liverecord.derive.transfers import TRANSFERS
from liverecord.model.ages import THRESHOLD, age_before, usual_age
from liverecord.model.case import Notice
from liverecord.model.records import Identity, School, Staff
from liverecord.model.rulebook import Rulebook

NO_TERMS, TERMS_ENDED, TERMS_END = "no_terms", "terms_ended", "terms_end"
NO_KIND, NO_YEARS, BACK = "no_kind", "no_years", "back"


def notices(school: School, staff: Staff, rulebook: Rulebook, today: date) -> tuple[Notice, ...]:
    """Return what school.yml and staff.yml want looked at on a day: terms, the kind of school, its years, absences."""
    return (
        *_terms(school, rulebook, today),
        *_kind(school),
        *_years(school, rulebook),
        *_absences(staff, today),
    )


def is_a_year_behind(identity: Identity, rulebook: Rulebook, today: date) -> bool:
    """Tell whether a year group is one lower than the age would have: it may not have been moved up in September.

    A year group further off is for `check` to find; one that is a year too high is early entry, and time does not bring it.
    """
    numbers = rulebook.thresholds[THRESHOLD].numbers
    usual = usual_age(identity.year_group, numbers)
    if identity.date_of_birth is None or usual is None or identity.out_of_year:
        return False
    year = school_year_start(today, rulebook).year
    return age_before(identity.date_of_birth, year, numbers) - usual == numbers["apart"]


def _terms(school: School, rulebook: Rulebook, today: date) -> Iterator[Notice]:
    last = max((term.end for term in school.terms), default=None)
    if last is None:
        yield Notice(kind=NO_TERMS)
    elif last < today:
        yield Notice(kind=TERMS_ENDED, on=last)
    else:
        calendar = calendar_of(school)
        ahead = calendar.weeks_between(today + timedelta(days=1), last)
        if len(ahead) <= number(rulebook, "terms_end", "school_weeks"):
            yield Notice(kind=TERMS_END, on=last)


def _kind(school: School) -> Iterator[Notice]:
    if school.kind is None:
        yield Notice(kind=NO_KIND)


def _years(school: School, rulebook: Rulebook) -> Iterator[Notice]:
    """Yield that the years are not said where they would make a move certain: a first school ends with Year 4."""
    moves = rulebook.codes.lists[TRANSFERS].values()
    if school.years is None and any(school.phase in (*move.phases, *move.unsure) for move in moves):
        yield Notice(kind=NO_YEARS)


def _absences(staff: Staff, today: date) -> Iterator[Notice]:
    for person in staff.staff:
        has_left = person.left_on is not None and person.left_on < today
        if (
            person.away is not None
            and person.away.until is not None
            and person.away.until < today
            and not has_left
        ):
            yield Notice(kind=BACK, on=person.away.until, who=person.id)
