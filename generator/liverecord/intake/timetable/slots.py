"""When a lesson is: a day of the week and a period, however a file writes them (Mon:1, MonP1, 1Mon:4, Tuesday and Period 3)."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from liverecord.intake.exports.mapping import Mapping
from liverecord.intake.exports.names import plain
from liverecord.model.records import School
from liverecord.model.rulebook import Rulebook

NO_LESSON = ""
"""A period that is known to be none: registration, or what a mapping says is no lesson."""


class Slot(NamedTuple):
    """A place in the week: the code of its day, its period (None: not known to the school), and the week of two that it names.

    `typed` is the period as it is written.
    """

    day: str
    period: str | None
    week: str
    typed: str


class Slots:
    """The periods and days of one school, by what files call them."""

    def __init__(self, school: School, rulebook: Rulebook, mapping: Mapping) -> None:
        imports, codes = rulebook.imports, tuple(rulebook.codes.lists["weekday"])
        self._days = {
            word.casefold(): codes[row.weekday]
            for row in imports.weekdays
            for word in row.words
            if row.weekday < len(codes)
        }
        self._before = {plain(word) for word in imports.words_of("period")}
        self._none = {plain(word) for word in imports.words_of("registration")}
        ids = {period.id for period in school.periods}
        self._own = {plain(word): own for word, own in mapping.periods.items() if own is None or own in ids}
        self._ids = {plain(period.id): period.id for period in school.periods}
        self._numbers: dict[str, set[str]] = {}
        for period in school.periods:
            self._numbers.setdefault(self._number(period.id) or "", set()).add(period.id)
        weeks, days = _any_of(imports.words_of("week")), _any_of(self._days)
        self._day = re.compile(rf"(?:(?P<before>{weeks}){_GAP})?(?P<day>{days})(?:{_GAP}(?P<after>{weeks}))?")
        self._slot = re.compile(rf"(?:(?P<before>{weeks}){_GAP})?(?P<day>{days}){_GAP}(?P<period>\w.*)")
        self._week = re.compile(rf"(?P<after>{weeks})(?:[\W_]+|(?=[a-z]))(?P<period>\w.*)")

    def day(self, text: str) -> tuple[str, str] | None:
        """Return the code of a day and the week of two that it names ("" for none), or None for what is no day of school."""
        found = self._day.fullmatch(text[:_LONGEST].casefold().strip())
        return (self._days[found["day"]], found["before"] or found["after"] or "") if found else None

    def period(self, text: str) -> str | None:
        """Return the id of a period, NO_LESSON for one that is known to be none, or None for one that is not known."""
        name = plain(text)
        if name in self._own:
            return self._own[name] or NO_LESSON
        if name in self._ids:
            return self._ids[name]
        alike = self._numbers.get(self._number(text) or name, set())
        if len(alike) == 1:
            return next(iter(alike))
        return NO_LESSON if name in self._none else None

    def slot(self, text: str) -> Slot | None:
        """Return the day and the period that one text names, or None where it names no day and no period."""
        found = self._slot.fullmatch(" ".join(text.casefold().split())) if len(text) <= _LONGEST else None
        if found is None:
            return None
        day, typed = self._days[found["day"]], found["period"]
        period = self.period(typed)
        if period is not None:
            return Slot(day, period, found["before"] or "", typed)
        inner = self._week.fullmatch(typed)
        if inner is not None and (period := self.period(inner["period"])) is not None:
            return Slot(day, period, inner["after"], inner["period"])
        typed = inner["period"] if inner is not None else typed
        # "Month" begins like a day: without a number nothing says that it is one.
        return Slot(day, None, found["before"] or "", typed) if self._number(typed) else None

    def _number(self, text: str) -> str | None:
        """Return the number of a period, with or without the word before it."""
        found = _NUMBERED.fullmatch(plain(text))
        return found["number"] if found and (not found["word"] or found["word"] in self._before) else None


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of these words, the longest first; spaces within them may be left out."""
    longest = sorted((word.casefold() for word in words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", " ?") for word in longest)


_GAP = r"[\W_]*"
_NUMBERED = re.compile(r"(?P<word>[a-z]*)0*(?P<number>[0-9]{1,2})")
_LONGEST = 60
