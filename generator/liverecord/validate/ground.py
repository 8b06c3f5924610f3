"""What the laws stand on: the people, the calendar and the marks of one school, worked out once, and one pupil upon them."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from liverecord.model.conditions import ConditionNames
from liverecord.model.records import Document, Provision, Pupil, School, Staff
from liverecord.model.rulebook import Code, Rulebook
from liverecord.model.walk import Path, Thing, things, things_of
from liverecord.problem import Place, Problem

_STATUSES = ("outcome_status", "provision_status", "concern_status", "action_status", "circumstance_status")

COUNTED = frozenset({"present", "approved", "authorised", "unauthorised"})
"""The statistical classes that enter a figure; the others are outside it (not possible, not collected)."""

ATTENDED = frozenset({"present", "approved"})
"""The statistical classes that say the pupil was there."""


class SchoolWeek(NamedTuple):
    """What the calendar and the code list say of a week: sessions (0 to 9) without school, and codes not in force all week."""

    closed: tuple[int, ...]
    barred: frozenset[str]


class Ground:
    """One school on one day, as the laws need it."""

    def __init__(self, school: School, staff: Staff, rulebook: Rulebook, today: date) -> None:
        self.school = school
        self.staff = staff
        self.rulebook = rulebook
        self.today = today
        self.condition_names = ConditionNames(rulebook.conditions)
        self.people = {person.id: person for person in staff.staff}
        # The statuses under which nothing more is owed, by their list in codes.yml.
        self.closed = {
            name: frozenset(code for code, row in rulebook.codes.lists[name].items() if row.closed)
            for name in _STATUSES
        }
        self.marks = rulebook.codes.lists["mark"]
        self.counted = frozenset(code for code, row in self.marks.items() if row.statistical_class in COUNTED)
        self.attended = frozenset(
            code for code, row in self.marks.items() if row.statistical_class in ATTENDED
        )
        # A digit is always the second half of a code, so that the longest code that fits is the right one.
        self.token = re.compile("|".join(map(re.escape, sorted(self.marks, key=len, reverse=True))))
        self._dated = tuple(
            (code, row) for code, row in self.marks.items() if row.valid_from or row.valid_until
        )
        year = rulebook.thresholds["school_year"].numbers
        self._year_begins = (year["month"], year["day"])
        self._closures: dict[date, set[str | None]] = {}
        for closure in school.closures:
            self._closures.setdefault(closure.date, set()).add(closure.session)
        self._weeks: dict[date, SchoolWeek] = {}

    def week(self, monday: date) -> SchoolWeek:
        """Return what is known of the week that begins on this Monday."""
        known = self._weeks.get(monday)
        if known is None:
            days = tuple(monday + timedelta(days=offset) for offset in range(5))
            known = SchoolWeek(
                tuple(
                    2 * offset + half
                    for offset, day in enumerate(days)
                    for half, session in enumerate(("AM", "PM"))
                    if self.is_closed(day, session)
                ),
                frozenset(code for code, row in self._dated if not all(in_force(row, day) for day in days)),
            )
            self._weeks[monday] = known
        return known

    def is_closed(self, day: date, session: str) -> bool:
        """Tell whether school.yml says that no session is held; False where it does not reach that day."""
        closed = self._closures.get(day)
        if closed is not None and (None in closed or session in closed):
            return True
        # A day is known to be holiday only between two terms of one school year: the file may lack whole years.
        year = self.school_year(day)
        terms = [term for term in self.school.terms if self.school_year(term.start) == year]
        return (
            any(term.end < day for term in terms)
            and any(day < term.start for term in terms)
            and not any(term.start <= day <= term.end for term in terms)
        )

    def school_year(self, day: date) -> int:
        """Return the year in which the school year of a day began."""
        return day.year if (day.month, day.day) >= self._year_begins else day.year - 1


class Subject:
    """One pupil's record on its ground, with the things that others refer to by id."""

    def __init__(self, pupil: Pupil, documents: Mapping[str, Document], ground: Ground) -> None:
        self.pupil = pupil
        self.plan = pupil.plan
        self.documents = documents
        self.ground = ground
        self.things = things(pupil)
        self.provisions = tuple(
            (thing.path, thing.value) for thing in self.things if isinstance(thing.value, Provision)
        )

    def problem(
        self, code: str, kind: str, path: Path, message: str, hint: str = "", *, key: bool = False
    ) -> Problem:
        """Return a problem at a path of one of the pupil's files (at its key with `key`)."""
        document = self.documents.get(kind)
        place = document.place(*path, key=key) if document else Place(f"{self.pupil.id}/{kind}.yml")
        return Problem(place, code, message, hint)

    def file(self, kind: str) -> str:
        """Return the path of one of the pupil's files, which may not be there yet: it lies beside the plan."""
        return self.documents["plan"].path.removesuffix("plan.yml") + f"{kind}.yml"


class Establishment:
    """The school's own two files on their ground."""

    def __init__(
        self, documents: Mapping[str, Document], school: School, staff: Staff, ground: Ground
    ) -> None:
        self.documents = documents
        self.school = school
        self.staff = staff
        self.ground = ground
        self.things: list[Thing] = [*things_of("school", school), *things_of("staff", staff)]

    def problem(
        self, code: str, kind: str, path: Path, message: str, hint: str = "", *, key: bool = False
    ) -> Problem:
        """Return a problem at a path of school.yml or staff.yml (at its key with `key`)."""
        document = self.documents.get(kind)
        place = document.place(*path, key=key) if document else Place(f"{kind}.yml")
        return Problem(place, code, message, hint)


def ground(school: School, staff: Staff, rulebook: Rulebook, today: date) -> Ground:
    """Return the ground of a school on a day: the last one again where nothing of it has changed."""
    last = _LATEST[0] if _LATEST else None
    if (
        last is not None
        and last.school is school
        and last.staff is staff
        and last.rulebook is rulebook
        and last.today == today
    ):
        return last
    fresh = Ground(school, staff, rulebook, today)
    _LATEST[:] = [fresh]
    return fresh


def in_force(row: Code, day: date) -> bool:
    """Tell whether a code may be used on a day."""
    return (row.valid_from is None or row.valid_from <= day) and (
        row.valid_until is None or day <= row.valid_until
    )


# Thousands of pupils are checked against one school: keeping its ground saves building it for each. Frozen values
# are told apart by identity, so that a changed school never meets an old ground.
_LATEST: list[Ground] = []
