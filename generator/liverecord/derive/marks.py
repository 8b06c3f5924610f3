"""What each register mark counts as: the code list's classes, made ready to count with.

Classes are those of domain law: present and approved are attended; authorised and unauthorised are absences; not_possible
and not_collected leave the sum. The arithmetic is whole numbers throughout.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from liverecord.derive.kept import kept
from liverecord.model.rulebook import Rulebook

NO_MARK = "-"
LATE = "L"
AFTER_CLOSING = "U"
"""An arrival after the register closed: unauthorised in law, and yet the pupil came."""
NOT_ESTABLISHED = "N"
AGREED_PART_TIME = "C2"
"""Leave under an agreed part-time timetable (regulation 11(6)): the figure against the agreed timetable leaves it out."""

SESSIONS_A_WEEK = 10
_GROUPS = {
    "present": "present",
    "approved": "present",
    "authorised": "authorised",
    "unauthorised": "unauthorised",
}

_OF_ITS_OWN = {LATE: "late", AGREED_PART_TIME: "agreed"}
"""Marks that pages tell apart from the rest of their class."""
_AUTHORISED = ("authorised", "agreed")


class Mark(NamedTuple):
    """One mark. `is_missed` is an absence that no agreed timetable excuses; a mark nobody knows is no mark."""

    code: str
    group: str
    label: str
    is_possible: bool
    is_attended: bool
    is_missed: bool
    is_recorded: bool


class Week:
    """Ten marks, Monday morning to Friday afternoon, and what they add up to. Told apart by identity: never changed.

    `counted` and `missed` say for each session (1 or 0) whether it counts against the agreed timetable, and
    whether it was missed; `counted_sessions` and `missed_sessions` are their sums. `excused` are absences that the
    agreed timetable allows. `came` are the sessions that the pupil came to, `came_late` those of them to which the
    pupil came late, and `after_closing` those after the register had closed (which the law counts as absences).
    `recorded` are the sessions that have a mark. `was_held` tells whether at least one session was held for this pupil: attended, or possible.
    """

    __slots__ = (
        "after_closing",
        "attended",
        "authorised",
        "came",
        "came_late",
        "counted",
        "counted_sessions",
        "excused",
        "is_complete",
        "is_recorded",
        "late",
        "marks",
        "missed",
        "missed_sessions",
        "not_counted",
        "not_established",
        "recorded",
        "unauthorised",
        "was_held",
    )

    def __init__(self, marks: tuple[Mark, ...]) -> None:
        self.marks = marks
        self.attended = sum(mark.is_attended for mark in marks)
        self.late = sum(mark.group == "late" for mark in marks)
        self.authorised = sum(mark.group in _AUTHORISED for mark in marks)
        self.unauthorised = sum(mark.group == "unauthorised" for mark in marks)
        self.not_established = sum(mark.code == NOT_ESTABLISHED for mark in marks)
        self.not_counted = sum(mark.group == "not_counted" for mark in marks)
        self.missed = tuple(int(mark.is_missed) for mark in marks)
        self.counted = tuple(int(mark.is_attended or mark.is_missed) for mark in marks)
        self.missed_sessions = sum(self.missed)
        self.counted_sessions = sum(self.counted)
        self.after_closing = tuple(int(mark.code == AFTER_CLOSING) for mark in marks)
        self.came = tuple(int(mark.is_attended or mark.code == AFTER_CLOSING) for mark in marks)
        self.came_late = tuple(int(mark.code in {LATE, AFTER_CLOSING}) for mark in marks)
        self.excused = self.attended + self.authorised + self.unauthorised - self.counted_sessions
        self.recorded = sum(mark.is_recorded for mark in marks)
        self.is_complete = self.recorded == len(marks)
        self.is_recorded = self.recorded > 0
        self.was_held = self.attended + self.authorised + self.unauthorised > 0


class Marks:
    """The marks of a rulebook, and the reading of weeks of them."""

    def __init__(self, rulebook: Rulebook) -> None:
        rows = rulebook.codes.lists["mark"]
        self._known = {
            code: _mark(code, row.statistical_class, row.words or row.label) for code, row in rows.items()
        }
        self._none = self._known.setdefault(NO_MARK, _mark(NO_MARK, None, "no mark"))
        # A digit is always the second half of a code, so the longest code that fits is the right one. What is no code
        # at all is taken one character at a time, and counts as no mark.
        longest_first = sorted(self._known, key=len, reverse=True)
        self._token = re.compile("|".join((*map(re.escape, longest_first), r"\S")))
        # Most pupils' weeks are alike: each is read and added up once.
        self.week = lru_cache(maxsize=4096)(self._week)
        self.empty = self._week("", 0)

    def mark(self, code: str) -> Mark:
        """Return the mark of a code; an unknown code is no mark."""
        return self._known.get(code, self._none)

    def _week(self, typed: str, sessions: int = SESSIONS_A_WEEK) -> Week:
        """Return a week as typed, up to so many sessions; missing sessions are filled with no marks."""
        marks = [self._known.get(code, self._none) for code in self._token.findall(typed)[:sessions]]
        return Week((*marks, *[self._none] * (SESSIONS_A_WEEK - len(marks))))


@kept
def marks_of(rulebook: Rulebook) -> Marks:
    """Return a rulebook's marks; made ready once."""
    return Marks(rulebook)


def _mark(code: str, statistical_class: str | None, label: str) -> Mark:
    if code == NO_MARK or statistical_class is None:
        return Mark(code, "none", label, False, False, False, False)
    group = _GROUPS.get(statistical_class, "not_counted")
    is_possible = group != "not_counted"
    is_attended = group == "present"
    return Mark(
        code=code,
        group=_OF_ITS_OWN.get(code, group),
        label=label,
        is_possible=is_possible,
        is_attended=is_attended,
        is_missed=is_possible and not is_attended and code != AGREED_PART_TIME,
        is_recorded=True,
    )
