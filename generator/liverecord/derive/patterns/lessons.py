"""Lessons: the first lesson of a session, the same lesson, the same subject.

Marks for lessons (`lessons:`) are compared as they are. Where a school has only marks for sessions, a pupil's
timetable still tells of subjects: whoever is away for a session misses all its lessons. An arrival does not say which
were missed: L is present, and U says that the pupil came, so sessions marked U are left out, neither missed nor
possible. A session without a mark is unknown, and so is one for which the timetable names no lesson. Which lesson of
a session was missed cannot be told from sessions, so only marks for lessons tell of lessons and of first lessons.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import msgspec

from liverecord.derive.calendar import HALVES
from liverecord.derive.kept import kept
from liverecord.derive.marks import AFTER_CLOSING, Mark, Marks
from liverecord.derive.patterns.chance import Trial, count
from liverecord.derive.patterns.window import Candidate, Window
from liverecord.model.records import Pupil, School, TimetabledLesson

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Periods(NamedTuple):
    """A school's periods: their order in the day, the half of the day of each, and the first of each half."""

    order: dict[str, int]
    half: dict[str, str]
    first: dict[str, str]


class Taught(NamedTuple):
    """A lesson with its period or subject as its label, or a session with the subjects of all its lessons."""

    labels: tuple[str, ...]
    trial: Trial
    half: str | None
    period: str


class Lessons(NamedTuple):
    """Lessons that were possible, in order, by their period and by their subject (where it is known)."""

    by_period: list[Taught]
    by_subject: list[Taught]


@kept
def periods_of(school: School) -> Periods:
    """Return a school's periods; worked out once. Which lesson is the first is known only where periods have times."""
    timed = sorted(
        (period for period in school.periods if period.starts),
        key=lambda period: (period.starts or "").zfill(len("00:00")),
    )
    untimed = [period for period in school.periods if not period.starts]
    first: dict[str, str] = {}
    for period in timed:
        first.setdefault(period.session, period.id)
    return Periods(
        order={period.id: place for place, period in enumerate((*timed, *untimed))},
        half={period.id: period.session for period in school.periods},
        first=first,
    )


class Timetable:
    """A pupil's lessons by the day of the week; which of them are taught changes from day to day."""

    def __init__(self, rows: Iterable[TimetabledLesson]) -> None:
        self._rows: dict[str, list[TimetabledLesson]] = defaultdict(list)
        for row in rows:
            self._rows[row.day].append(row)

    def on(self, day: date) -> list[TimetabledLesson]:
        """Return the lessons of a day."""
        return [
            row
            for row in self._rows.get(_WEEKDAYS[day.weekday()], ())
            if row.from_ <= day and (row.until is None or day <= row.until)
        ]


def recorded(
    pupil: Pupil, window: Window, timetable: Timetable, periods: Periods, marks: Marks, today: date
) -> Lessons:
    """Return the lessons of the window that have a mark which counts; an absence may begin anew each day.

    A lesson without a subject is given the timetable's.
    """
    last = min(window.last, today)
    days: dict[date, dict[str, tuple[Mark, str | None]]] = defaultdict(dict)
    for lesson in pupil.absences.lessons:
        if window.first <= lesson.date <= last:
            mark = marks.mark(lesson.mark)
            if mark.is_attended or mark.is_missed:
                days[lesson.date][lesson.period] = mark, lesson.subject
    lessons = Lessons([], [])
    for day in sorted(days):
        away, taught = False, {row.period: row.subject for row in timetable.on(day)}
        for period in sorted(days[day], key=lambda each: (periods.order.get(each, len(periods.order)), each)):
            mark, subject = days[day][period]
            came = mark.code == AFTER_CLOSING
            trial = Trial(day, 0, int(mark.is_missed), int(not away), int(came))
            away = mark.is_missed and not came
            half = periods.half.get(period)
            lessons.by_period.append(Taught((period,), trial, half, period))
            if subject := subject or taught.get(period):
                lessons.by_subject.append(Taught((subject,), trial, half, period))
    return lessons


def first_lesson(window: Window, lessons: Lessons, periods: Periods) -> list[Candidate] | None:
    """Return the first lesson of the morning or of the afternoon, where it is missed more than all other lessons."""
    halves = {period: half for half, period in periods.first.items()}
    candidates = _compared("first_lesson", "period", window, lessons.by_period, halves)
    if candidates is None:
        return None
    return [
        each._replace(pattern=msgspec.structs.replace(each.pattern, half=halves[each.pattern.period or ""]))
        for each in candidates
    ]


def same_lesson(window: Window, lessons: Lessons) -> list[Candidate] | None:
    """Return each period in which lessons are missed more than in all others."""
    return _compared("lesson", "period", window, lessons.by_period)


def same_subject(window: Window, lessons: Lessons) -> list[Candidate] | None:
    """Return each subject whose lessons are missed more than those of all others."""
    return _compared("subject", "subject", window, lessons.by_subject)


def subject_of_sessions(window: Window, timetable: Timetable, periods: Periods) -> list[Candidate] | None:
    """Return each subject of the timetable whose sessions are missed more than those without it.

    The counts are lessons. The chance is that of the sessions, for the lessons of a session are missed together.
    """
    sessions: list[Taught] = []
    lessons: list[Taught] = []
    for trial in window.trials:
        if not trial.after_closing:
            half = HALVES[trial.cell % 2]
            subjects = [
                row.subject for row in timetable.on(trial.day) if periods.half.get(row.period) == half
            ]
            lessons += (Taught((subject,), trial, half, half) for subject in subjects)
            if subjects:
                sessions.append(Taught(tuple(subjects), trial, half, half))
    return _compared("subject", "subject", window, lessons, events=sessions)


def _compared(
    kind: str,
    field: str,
    window: Window,
    lessons: list[Taught],
    labels: Collection[str] | None = None,
    events: list[Taught] | None = None,
) -> list[Candidate] | None:
    """Compare the lessons of each label (of `labels`, if given) with all others; None where too few are recorded for any.

    `events` are what the chance is worked out from, where that is not the lessons themselves.
    """
    missed: dict[str, int] = defaultdict(int)
    possible: dict[str, int] = defaultdict(int)
    for lesson in lessons:
        missed[lesson.labels[0]] += lesson.trial.missed
        possible[lesson.labels[0]] += 1
    least, whole = window.rule.minimum_recorded, len(lessons)
    tried = [
        label
        for label in possible
        if (labels is None or label in labels) and least <= possible[label] <= whole - least
    ]
    candidates = []
    for label in tried:
        if window.may_stand_out(missed[label], possible[label]):
            chance = _chance(window, lessons if events is None else events, label)
            if chance is not None:
                inside = [each for each in lessons if label in each.labels]
                others = [each.trial for each in lessons if label not in each.labels]
                pattern = window.pattern(kind, [each.trial for each in inside], others, **{field: label})
                behind = frozenset((each.trial.day, each.period) for each in inside if each.trial.missed)
                candidates.append(Candidate(pattern, chance * len(tried), behind))
    return candidates if tried else None


def _chance(window: Window, events: list[Taught], label: str) -> Fraction | None:
    """Return the chance of what was missed with a label, beside all others and beside those of the same halves of the day.

    Mornings and afternoons are not alike: who misses mornings misses no lesson of the morning in particular.
    """
    inside = [each for each in events if label in each.labels]
    halves = {each.half for each in inside}
    others = [each for each in events if label not in each.labels]
    alike = [each for each in others if each.half in halves]
    one = count(each.trial for each in inside)
    chances = []
    for beside in (others, alike):
        if beside:
            chance = window.judged(one, count(each.trial for each in beside))
            if chance is None:
                return None
            chances.append(chance)
    return max(chances, default=None)
