"""What repeats in a pupil's absence and lateness, told apart from what chance alone would bring.

A pattern has a minimum number of repeats and a minimum share (thresholds.yml). It stands out so much from what it is
compared with that chance alone would bring a pattern, of any kind, to no more than the allowed share of pupils. That
share is divided equally among the kinds for which the record holds anything to compare (Bonferroni), and within a
kind among the comparisons that were made. A single absence is never a pattern, however long; nor is one that an agreed
timetable excuses. Weeks without marks are left out and named. No cause is claimed. Where there is no pattern, `Looked`
says which marks were looked in.
"""

from datetime import date
from typing import NamedTuple

from liverecord.derive.calendar import calendar_of
from liverecord.derive.marks import marks_of
from liverecord.derive.patterns import closures, lateness, lessons, sessions
from liverecord.derive.patterns.window import Candidate, Window, rule_of
from liverecord.derive.register import Register
from liverecord.model.attendance import Looked, Pattern
from liverecord.model.records import Pupil, School
from liverecord.model.rulebook import Rulebook

_OF_LESSONS = ("first_lesson", "lesson", "subject")


class Patterns(NamedTuple):
    """What was looked in, and the patterns in the order of codes.yml's list, the most surprising of a kind first."""

    looked: Looked | None
    patterns: tuple[Pattern, ...]


def patterns(pupil: Pupil, register: Register, school: School, rulebook: Rulebook, today: date) -> Patterns:
    """Return the patterns in the last school weeks of the register; none where too few marks are known to look in."""
    if not register.weeks:
        return Patterns(None, ())
    rule = rule_of(rulebook)
    window = Window(register, calendar_of(school), rule)
    looked = window.looked()
    if not looked.enough:
        return Patterns(looked, ())
    candidates = looked_for(pupil, window, school, rulebook, today)
    kinds = {
        kind: [each for each in some if each.chance * len(candidates) <= rule.false_alarms]
        for kind, some in candidates.items()
    }
    _say_once(kinds, rule.repeats)
    return Patterns(
        looked,
        tuple(
            each.pattern
            for kind in rulebook.codes.lists["pattern"]
            for each in sorted(kinds.get(kind, ()), key=lambda each: each.chance)
        ),
    )


def looked_for(
    pupil: Pupil, window: Window, school: School, rulebook: Rulebook, today: date
) -> dict[str, list[Candidate]]:
    """Return what stands out, by kind, before the share of false alarms decides: only kinds with anything to compare."""
    calendar = calendar_of(school)
    candidates: dict[str, list[Candidate] | None] = {}
    if sum(window.missed) >= window.rule.repeats:
        candidates = {
            "sessions": sessions.same_sessions(window),
            "half": sessions.same_half(window),
            "beside_closure": closures.beside_closure(window, calendar),
            "transition": closures.transitions(window, calendar, school),
        }
    candidates["late"] = lateness.late(window)
    candidates["late_to_absent"] = lateness.late_to_absent(window)
    absences = pupil.absences
    if absences.lessons or absences.timetable:
        periods, timetable = lessons.periods_of(school), lessons.Timetable(absences.timetable)
        marked = lessons.recorded(pupil, window, timetable, periods, marks_of(rulebook), today)
        candidates["first_lesson"] = lessons.first_lesson(window, marked, periods)
        candidates["lesson"] = lessons.same_lesson(window, marked)
        # Where lessons are marked their marks speak; sessions speak for subjects only where those do not suffice.
        of_lessons = lessons.same_subject(window, marked)
        of_sessions = of_lessons is None and absences.timetable
        candidates["subject"] = (
            lessons.subject_of_sessions(window, timetable, periods) if of_sessions else of_lessons
        )
    return {kind: some for kind, some in candidates.items() if some is not None}


def _say_once(kinds: dict[str, list[Candidate]], repeats: int) -> None:
    """Leave out what another pattern says better: no two sentences for one thing."""
    for narrow in kinds.get("sessions", ()):
        for half in kinds.get("half", ()):
            if sessions.same_thing(narrow, half):
                kinds["half" if narrow.chance <= half.chance else "sessions"] = []
    absences = [*kinds.get("sessions", ()), *kinds.get("half", ())]
    kinds["late"] = [
        each
        for each in kinds.get("late", ())
        if not any(lateness.is_said_already(each, away, repeats) for away in absences)
    ]
    of_lessons = [each for kind in _OF_LESSONS for each in kinds.get(kind, ())]
    for kind in _OF_LESSONS:
        kinds[kind] = [
            each
            for each in kinds.get(kind, ())
            if not any(_says_more(other, each) for other in of_lessons if other is not each)
        ]


def _says_more(one: Candidate, other: Candidate) -> bool:
    """Tell whether one pattern of lessons holds every lesson missed of another, and is the more surprising of the two.

    The first lesson of a session is the lesson of its period too: then the first lesson is said.
    """
    if one.pattern.period is not None and one.pattern.period == other.pattern.period:
        return one.pattern.kind == _OF_LESSONS[0]
    return one.behind >= other.behind and one.chance < other.chance
