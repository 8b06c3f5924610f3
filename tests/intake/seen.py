"""Marks as a reader would hand them over, made by hand, and the example school's days to lay them on."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from liverecord.intake.marks.days import Days
from liverecord.intake.marks.merging import Recorded
from liverecord.intake.marks.weeks import Marks
from liverecord.intake.sightings import Seen, Sighting
from liverecord.problem import Place
from overlay import TODAY
from record_documents import RULEBOOK, typed_school

PUPIL = "p-7k3m"
FILE = "marks.csv"
MONDAY = date(2026, 11, 9)
"""A whole week of the example school's second half term."""

PRESENT: Marks = ("/", "\\") * 5
EMPTY: Marks = ("-",) * 10


def days(today: date = TODAY) -> Days:
    """Return the example school's days as of one."""
    return Days(*typed_school(), RULEBOOK, today)


def sighting(day: date, half: str, mark: str, row: int = 2, path: str = FILE) -> Sighting:
    """Return one mark of the pupil, at a row of a file."""
    return Sighting(PUPIL, False, day, half, mark, Place(path, row))


def week_of(monday: date, marks: Marks, path: str = FILE) -> Iterator[Sighting]:
    """Yield a week's ten marks as a long file would have them, one a row from the second on."""
    for index, mark in enumerate(marks):
        day = monday + timedelta(days=index // 2)
        yield sighting(day, ("AM", "PM")[index % 2], mark, index + 2, path)


def recorded(
    weeks: Mapping[date, Marks] | None = None,
    log: Mapping[tuple[date, int], str] | None = None,
    joined: date = date.min,
    left: date = date(9999, 1, 1),
) -> Recorded:
    """Return what a record says: weeks that stand from line 3 of absences.yml on."""
    known = weeks or {}
    places = {monday: Place("absences.yml", line) for line, monday in enumerate(known, start=3)}
    return Recorded(PUPIL, known, places, log or {}, joined, left)


def seen(*sightings: Sighting, form: str = "long") -> Seen:
    """Return a file's sightings as its reader would."""
    return Seen(form, list(sightings), [], [])
