"""Sessions missed before and since something began: counted side by side, and no cause is claimed."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import date
from operator import add

from liverecord.derive.attendance import Reading
from liverecord.derive.calendar import HALVES
from liverecord.derive.marks import SESSIONS_A_WEEK
from liverecord.derive.numbers import number
from liverecord.model.attendance import BeforeAfter, CellBeforeAfter
from liverecord.model.rulebook import Rulebook

_SESSIONS = tuple(range(SESSIONS_A_WEEK))
_NOTHING = (0,) * (2 * SESSIONS_A_WEEK)


def comparison(
    reading: Reading, rulebook: Rulebook, today: date
) -> Callable[[date | None], BeforeAfter | None]:
    """Return the function that sets a pupil's sessions before a day against those from it on.

    It gives None for a day that is not known or still to come, where no session is known at all, and where the marks are
    too old to say whether anything helps.
    """
    ends = reading.attendance.ends
    sides: list[_Sides] = []

    def before_after(since: date | None) -> BeforeAfter | None:
        if since is None or since > today or ends is None or ends.old:
            return None
        if not sides:
            sides.append(_Sides(reading, rulebook))
        return sides[0].before_after(since)

    return before_after


class _Sides:
    """The school year's sessions by half day of the week, added up once, so that each start needs a single look.

    Sums hold ten counts of sessions missed, then ten of sessions possible (against the agreed timetable).
    """

    def __init__(self, reading: Reading, rulebook: Rulebook) -> None:
        register, pattern = reading.register, reading.pattern
        self._weeks = [(monday, week) for monday, week in register.weeks.items() if week is not None]
        self._mondays = [monday.toordinal() for monday, _ in self._weeks]
        self._before: list[tuple[int, ...]] = []
        total = _NOTHING
        for _, week in self._weeks:
            self._before.append(total)
            total = tuple(map(add, total, (*week.missed, *week.counted)))
        self._total = total
        self._of_pattern = pattern is not None
        self._cells = (
            tuple(2 * cell.weekday + (cell.half == HALVES[1]) for cell in pattern.cells)
            if pattern is not None
            else _SESSIONS
        )
        self._gaps = tuple(monday for monday in register.gaps if monday in register.weeks)
        self._small = number(rulebook, "before_after", "small_sessions")

    def before_after(self, since: date) -> BeforeAfter | None:
        """Return the sessions before a day and from it on; None where nothing is known at all."""
        if not any(self._total[SESSIONS_A_WEEK:]):
            return None
        earlier = self._until(since.toordinal())
        later = tuple(whole - part for whole, part in zip(self._total, earlier, strict=True))
        missed, possible = self._of_cells(later)
        before_missed, before_possible = self._of_cells(earlier)
        return BeforeAfter(
            since=since,
            missed=missed,
            possible=possible,
            before_missed=before_missed,
            before_possible=before_possible,
            of_pattern=self._of_pattern,
            cells=tuple(
                CellBeforeAfter(
                    weekday=index // 2,
                    half=HALVES[index % 2],
                    missed=later[index],
                    possible=later[index + SESSIONS_A_WEEK],
                    before_missed=earlier[index],
                    before_possible=earlier[index + SESSIONS_A_WEEK],
                )
                for index in _SESSIONS
            ),
            small=min(possible, before_possible) < self._small,
            gaps=self._gaps,
        )

    def _until(self, day: int) -> tuple[int, ...]:
        """Return the sums of all sessions before a day (its ordinal); a week may be cut in two."""
        place = bisect_right(self._mondays, day) - 1
        if place < 0:
            return _NOTHING
        week, cut = self._weeks[place][1], 2 * (day - self._mondays[place])
        part = [
            *(count if index < cut else 0 for index, count in enumerate(week.missed)),
            *(count if index < cut else 0 for index, count in enumerate(week.counted)),
        ]
        return tuple(map(add, self._before[place], part))

    def _of_cells(self, sums: tuple[int, ...]) -> tuple[int, int]:
        """Return sessions missed and possible in the half days that the comparison is about."""
        return (
            sum(sums[index] for index in self._cells),
            sum(sums[index + SESSIONS_A_WEEK] for index in self._cells),
        )
