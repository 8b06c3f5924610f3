"""What is gathered while one file is read: marks by pupil and half day, and problems, both held to one of a kind."""

import re
from collections import Counter
from datetime import date
from typing import NamedTuple

from liverecord.intake.sightings import FooterSeen, FormerSeen, Sighting, TotalSeen
from liverecord.problem import Place, Problem
from liverecord.read.text import MOST_PROBLEMS

NO_MARK = "-"
AM, PM = "AM", "PM"

_PRESENT = {(AM, "\\"): "/", (PM, "/"): "\\"}
"""Some systems write one sign for present all day; the register has one for each half."""

_MOST_OF_A_KIND = 10
"""Problems with the same cause that are told one by one; a column of a thousand unknown codes is one thing to mend."""

_SAFE_CODE = re.compile(r"[A-Za-z0-9/\\#+*=@&%?.!~^$:;<>|()_\-]{1,3}")
_UNSAFE = re.compile(r"[^\w .,:;/\\()&#+'-]")
_LONGEST_NAME = 40


class Noted(NamedTuple):
    """Which problems of a file are noted at one moment."""

    problems: int
    kinds: Counter[tuple[str, str]]
    last: dict[tuple[str, str], Place]
    told: int


class Gathered:
    """The marks and the problems of one file, called `shown` in messages.

    `counts` is what a place in it counts, a row or a line, and `told` how many problems were noted. While
    `sheet` has a name, fit for a message, each problem says that it lies there: a row's number alone would not.
    """

    def __init__(self, shown: str, row: str = "row") -> None:
        self.shown = shown
        self.counts = row
        self._seen: dict[tuple[str, date, str], Sighting] = {}
        self._torn: set[tuple[str, date, str]] = set()
        self._problems: list[Problem] = []
        self._kinds: Counter[tuple[str, str]] = Counter()
        self._last: dict[tuple[str, str], Place] = {}
        self.totals: list[TotalSeen] = []
        self.footers: list[FooterSeen] = []
        self.former: dict[tuple[str, str], FormerSeen] = {}
        self.passed_over: list[int] = []
        self.strange: Counter[str] = Counter()
        self.told = 0
        self.sheet = ""

    def mark(
        self, key: str, is_upn: bool, day: date, half: str, mark: str, place: Place, school: str = ""
    ) -> None:
        """Add one mark. A repeat is nothing new; a different mark for the same half day is a problem, and both go."""
        mark = _PRESENT.get((half, mark), mark)
        slot = (key, day, half)
        known = self._seen.get(slot)
        if known is None or known.mark == NO_MARK:
            self._seen[slot] = Sighting(key, is_upn, day, half, mark, place, school)
        elif mark not in (known.mark, NO_MARK):
            self._torn.add(slot)
            self.problem(
                place,
                "marks-differ",
                f"{mark} here and {known.mark} in {self.counts} {known.place.line}, for the same pupil on {day}, {half}.",
                _DIFFER_HINT,
            )

    def unknown_mark(self, place: Place, code: str, message: str) -> None:
        """Note a code that no table knows. The hint has the line for the mapping file, with all that were met."""
        if is_code(code):
            self.strange[code] += 1
        self.problem(place, "unknown-import-mark", message, UNKNOWN_HINT, told_code(code))

    def problem(self, place: Place, code: str, message: str, hint: str = "", about: str = "") -> None:
        """Note a problem. After a few with the same code word about the same thing, the others are only counted."""
        self.told += 1
        message = f"In the sheet {self.sheet}: {message}" if self.sheet else message
        kind = (code, about)
        self._kinds[kind] += 1
        self._last.setdefault(kind, place)
        if self._kinds[kind] <= _MOST_OF_A_KIND:
            self._problems.append(Problem(place, code, message, hint))
        elif self._kinds[kind] == _MOST_OF_A_KIND + 1:
            self._last[kind] = place

    def noted(self) -> Noted:
        """Return how things stand, for `forget`."""
        return Noted(len(self._problems), self._kinds.copy(), dict(self._last), self.told)

    def forget(self, noted: Noted) -> None:
        """Forget the problems since then: they are about something of which nothing is kept."""
        del self._problems[noted.problems :]
        self._kinds, self._last, self.told = noted.kinds.copy(), dict(noted.last), noted.told

    @property
    def has_problems(self) -> bool:
        """Tell whether anything was found to be wrong."""
        return bool(self._problems)

    @property
    def count(self) -> int:
        """How many problems were found, those that are only counted too."""
        return self._kinds.total()

    def sightings(self) -> list[Sighting]:
        """Return the marks that are agreed on, in the order in which the file has them."""
        if not self._torn:
            return list(self._seen.values())
        return [sighting for slot, sighting in self._seen.items() if slot not in self._torn]

    def problems(self) -> list[Problem]:
        """Return what is wrong, sorted by place, with a last word on what was only counted."""
        line = ", ".join(f"'{code}': '-'" for code in self.strange)
        meant = UNKNOWN_MAP_HINT.format(line=line) if line else UNKNOWN_HINT
        told = sorted(
            problem._replace(hint=meant) if problem.hint == UNKNOWN_HINT else problem
            for problem in self._problems
        )
        more = [
            Problem(
                self._last[kind],
                "too-many-problems",
                f"{count - _MOST_OF_A_KIND} more of {kind[0]}{f' ({kind[1]})' if kind[1] else ''} from here on.",
                _ALIKE_HINT,
            )
            for kind, count in self._kinds.items()
            if count > _MOST_OF_A_KIND
        ]
        told = sorted(told + more)
        if len(told) > MOST_PROBLEMS:
            place = told[MOST_PROBLEMS].place
            message = f"{len(told) - MOST_PROBLEMS} more kinds of problem from here on."
            told[MOST_PROBLEMS:] = [Problem(place, "too-many-problems", message, _MANY_HINT)]
        return told


def is_code(code: str) -> bool:
    """Tell whether a text looks like a code: a few letters, digits or signs, so that it may stand in a message."""
    return bool(_SAFE_CODE.fullmatch(code))


def told_code(code: str) -> str:
    """Return a code fit for a message: the code itself where it looks like one, else words that say it is none."""
    return f"'{code}'" if is_code(code) else "Something that is no code"


def told_name(name: str) -> str:
    """Return the name of a column or a sheet fit for a message: one line, printable, not long."""
    plain = _UNSAFE.sub("?", " ".join(name.split()))
    return f"{plain[:_LONGEST_NAME]}…" if len(plain) > _LONGEST_NAME else plain


UNKNOWN_HINT = "Export the statutory code where the system has one beside its own. Else say in a mapping file (--map) in which column the marks stand, as `mark: Code`."
UNKNOWN_MAP_HINT = (
    "Export the statutory code where the system has one beside its own. Else write into a mapping file (--map) "
    "`marks: {{{line}}}`, with the register's code in place of each - that is more than no mark."
)
TOTALS_HINT = (
    "A register needs each session's mark: export the marks of sessions, with UPN, date and half day, or a transfer file with "
    "attendance marks in it."
)
_DIFFER_HINT = "See which of the two the register has, and export again, or take the wrong row out."
_ALIKE_HINT = "They have the same cause as those before: what mends those mends these."
_MANY_HINT = (
    "Mend what stands above first: the rest often goes with it. A mapping file (--map) mends whole columns."
)
