"""Reasons beside codes: which of the register's absences the notes and log lines explain, and how those count.

A reason never becomes a mark. Present is nothing to explain, nor is a session that an agreed timetable leaves free (C2).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from liverecord.derive.attendance import Reading
from liverecord.derive.calendar import DAYS_OF_SCHOOL, HALVES, WEEKDAYS
from liverecord.derive.kept import kept
from liverecord.derive.marks import AGREED_PART_TIME
from liverecord.derive.register import Register
from liverecord.model.attendance import ReasonSpan
from liverecord.model.records import Absence, AbsenceNote, Pupil
from liverecord.model.rulebook import Rulebook

NOTE, LOG = "note", "log"
KINDS = ("authorised", "unauthorised", "not_possible")
"""The statistical classes of what may be explained; closed days (#) and days off the roll (Z) are not absence."""

_DAY_NUMBERS = {name[:3].lower(): number for number, name in enumerate(WEEKDAYS[:DAYS_OF_SCHOOL])}
_EVERY_DAY = tuple(range(DAYS_OF_SCHOOL))
_EVERY_HALF = tuple(range(len(HALVES)))


class Away(NamedTuple):
    """One session that was not attended: its day, its half (0 morning, 1 afternoon), and which of KINDS it is."""

    day: date
    half: int
    kind: str


class Span(NamedTuple):
    """A note or a log line as the half days it speaks of: weekdays (0 to 4) and halves between two days, both included."""

    source: str
    item: AbsenceNote | Absence
    first: date
    last: date
    weekdays: tuple[int, ...]
    halves: tuple[int, ...]
    restricted: bool

    def covers(self, session: Away) -> bool:
        """Tell whether the span speaks of a session."""
        return (
            self.first <= session.day <= self.last
            and session.half in self.halves
            and session.day.weekday() in self.weekdays
        )

    @property
    def width(self) -> int:
        """Return how many half days the span has, holidays included: the fewer, the more exactly it speaks."""
        days, begins = (self.last - self.first).days + 1, self.first.weekday()
        each = (max(0, (days - (weekday - begins) % 7 + 6) // 7) for weekday in self.weekdays)
        return sum(each) * len(self.halves)


def reasons(pupil: Pupil, reading: Reading, rulebook: Rulebook, today: date) -> tuple[ReasonSpan, ...]:
    """Return what each note, and each log line that names a reason, explains of the school year; notes first."""
    spans = [span for span in spans_of(pupil, today) if span.item.reason is not None]
    if not spans:
        return ()
    counts = [dict.fromkeys(KINDS, 0) for _ in spans]
    logged = [0] * len(spans)
    ranked = sorted(range(len(spans)), key=lambda index: (spans[index].restricted, spans[index].width, index))
    for session in away(reading.register, rulebook):
        index = next((index for index in ranked if spans[index].covers(session)), None)
        if index is not None:
            counts[index][session.kind] += 1
    told: set[tuple[date, int]] = set()
    for index in ranked:
        for session in logged_alone(spans[index], reading.register, rulebook, today):
            if (session.day, session.half) not in told:
                told.add((session.day, session.half))
                counts[index][session.kind] += 1
                logged[index] += 1
    return tuple(
        ReasonSpan(
            id=span.item.id,
            source=span.source,
            reason=span.item.reason,
            certainty=span.item.certainty,
            **counts[index],
            sessions=sum(counts[index].values()),
            logged=logged[index],
            restricted=span.restricted,
        )
        for index, span in enumerate(spans)
    )


def spans_of(pupil: Pupil, today: date) -> tuple[Span, ...]:
    """Return the notes, then the log lines, as spans of half days; a note without an end runs to today.

    What belongs to a restricted concern is restricted too, because it would reveal that one. Conditions are closed with their
    marks: a reason that went when one was marked would tell of the mark.
    """
    absences = pupil.absences
    if not absences.notes and not absences.log:
        return ()
    hidden = {each.id for each in pupil.concerns if each.restricted}
    notes = (
        Span(
            source=NOTE,
            item=note,
            first=note.from_,
            last=today if note.until is None else note.until,
            weekdays=_weekdays(note.days),
            halves=_halves(note.session),
            restricted=note.restricted or note.concern in hidden,
        )
        for note in absences.notes
    )
    lines = (
        Span(
            source=LOG,
            item=line,
            first=line.date,
            last=line.date,
            weekdays=_EVERY_DAY,
            halves=_halves(line.session),
            restricted=line.restricted or line.concern in hidden,
        )
        for line in absences.log
    )
    return (*notes, *lines)


def away(register: Register, rulebook: Rulebook) -> Iterator[Away]:
    """Yield the sessions of the school year that were not attended, in order; the register ends today."""
    kinds = _kinds(rulebook)
    for monday, week in register.weeks.items():
        if week is None or not (week.authorised or week.unauthorised or week.not_counted):
            continue
        for index, mark in enumerate(week.marks):
            kind = kinds.get(mark.code)
            if kind is not None:
                yield Away(monday + timedelta(days=index // 2), index % 2, kind)


def logged_alone(span: Span, register: Register, rulebook: Rulebook, today: date) -> tuple[Away, ...]:
    """Return the session of a log line that no week has a mark for, by the line's own code; nothing for a note."""
    line = span.item
    if not isinstance(line, Absence) or line.date > today:
        return ()
    kind = _kinds(rulebook).get(line.code)
    weekday, half = line.date.weekday(), span.halves[0]
    # A day that the calendar has no Monday for is in no week.
    week = register.all_weeks.get(date.fromordinal(max(1, line.date.toordinal() - weekday)))
    is_marked = week is not None and weekday < DAYS_OF_SCHOOL and week.marks[2 * weekday + half].is_recorded
    return () if kind is None or is_marked else (Away(line.date, half, kind),)


def _weekdays(days: tuple[str, ...]) -> tuple[int, ...]:
    return tuple({_DAY_NUMBERS[day]: None for day in days if day in _DAY_NUMBERS}) if days else _EVERY_DAY


def _halves(session: str | None) -> tuple[int, ...]:
    return _EVERY_HALF if session is None else (int(session == HALVES[1]),)


@kept
def _kinds(rulebook: Rulebook) -> dict[str, str]:
    """Return how each mark that may be explained counts."""
    return {
        code: row.statistical_class
        for code, row in rulebook.codes.lists["mark"].items()
        if row.statistical_class in KINDS and code != AGREED_PART_TIME
    }
