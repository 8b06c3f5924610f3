"""What the answers leave open, and what somebody should look at before the new year besides: by ids, days and codes alone."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

from msgspec import convert, structs

from liverecord.derive.duties import owed
from liverecord.forms.holdings import held_by
from liverecord.forms.job import Scene
from liverecord.forms.new_year.dates import Years
from liverecord.forms.new_year.pupils import Row
from liverecord.forms.new_year.rule import LEAVE
from liverecord.model.next_year import in_force
from liverecord.model.records import NextYear, Pupil, School, Term

Looked = Literal["transfer", "target", "part_time", "staff"]
"""A move to another school that a plan is reviewed for; an attendance target that ends; a part-time timetable that goes on into
the new year; a colleague who leaves, or has left, and still holds something.
"""


class Look(NamedTuple):
    """Something to look at: of whom (an id), what of it (a rule's label), its day, and how many things it is about."""

    what: Looked
    who: str
    label: str = ""
    day: date | None = None
    number: int = 1


def looked_at(scene: Scene, years: Years, found: Sequence[Row]) -> list[Look]:
    """Return what to look at: moves first, then targets and part-time timetables, then colleagues."""
    return [
        *sorted(_moves(scene, years, found), key=lambda look: (look.day or date.max, look.who)),
        *_targets(years, found),
        *_part_time(years, found),
        *_staff(scene, years),
    ]


def as_of_the_new_year(row: Row, begins: date) -> Pupil:
    """Return a pupil's record as it is read on the new year's first day, with what is decided."""
    pupil = row.known.pupil
    if row.next_year is not None:
        said = {key: str(value) for key, value in row.next_year.items()}
        coming = convert(said, NextYear)
        plan = structs.replace(pupil.plan, pupil=structs.replace(pupil.plan.pupil, next_year=coming))
        pupil = structs.replace(pupil, plan=plan)
    return in_force(pupil, begins)


def _moves(scene: Scene, years: Years, found: Sequence[Row]) -> Iterator[Look]:
    """Yield what the moves of the new year ask of each pupil with a plan, as of its first day."""
    rules = {rule.id: rule.label for rule in scene.rulebook.reviews if rule.subject == "transfer"}
    school = _with_terms(scene.school, years)
    for row in found:
        if row.decide == LEAVE or row.known.pupil.plan.ehcp is None:
            continue
        pupil = as_of_the_new_year(row, years.begins)
        duties, undated = owed(pupil, school, scene.staff, scene.rulebook, years.begins)
        for duty in duties:
            if duty.kind in rules:
                yield Look("transfer", row.pupil, rules[duty.kind], duty.due)
        for question in undated:
            if question.kind in rules:
                yield Look("transfer", row.pupil, rules[question.kind])


def _with_terms(school: School, years: Years) -> School:
    return structs.replace(school, terms=(*school.terms, *(convert(term, Term) for term in years.terms)))


def _targets(years: Years, found: Sequence[Row]) -> Iterator[Look]:
    for row in found:
        target = row.known.pupil.plan.attendance.target
        if target is not None and target.by < years.begins and row.decide != LEAVE:
            yield Look("target", row.pupil, day=target.by)


def _part_time(years: Years, found: Sequence[Row]) -> Iterator[Look]:
    for row in found:
        timetable = row.known.pupil.plan.attendance.part_time_timetable
        if timetable is None or row.decide == LEAVE:
            continue
        if timetable.until is None or timetable.until >= years.begins:
            yield Look("part_time", row.pupil, day=timetable.until)


def _staff(scene: Scene, years: Years) -> Iterator[Look]:
    for person in scene.staff.staff:
        if person.left_on is not None and person.left_on < years.begins:
            number = sum(1 for _ in held_by(scene, person.id))
            if number:
                yield Look("staff", person.id, day=person.left_on, number=number)
