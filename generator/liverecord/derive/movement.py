"""The newest weeks against the same pupil's own earlier ones: what moved, in sessions, and never against other pupils."""

from datetime import date

from liverecord.derive.marks import Week
from liverecord.derive.numbers import number
from liverecord.derive.register import Register
from liverecord.model.attendance import Movement
from liverecord.model.rulebook import Rulebook


def movements(register: Register, rulebook: Rulebook) -> tuple[Movement, ...]:
    """Return how the newest week and the newest four moved; none where no week with marks was held.

    It counts the current school year's weeks that were held for this pupil and have marks, against the agreed
    timetable.
    """
    marked = [(monday, week) for monday, week in register.school_weeks().items() if week is not None]
    if not marked:
        return ()
    return tuple(
        _movement(
            register, marked, span, weeks, threshold, number(rulebook, "movement", "minimum_earlier_weeks")
        )
        for span, weeks, threshold in (
            ("week", 1, number(rulebook, "movement", "week_sessions")),
            (
                "four_weeks",
                number(rulebook, "movement", "weeks"),
                number(rulebook, "movement", "four_weeks_sessions"),
            ),
        )
    )


def _movement(
    register: Register,
    marked: list[tuple[date, Week]],
    span: str,
    weeks: int,
    threshold: int,
    minimum: int,
) -> Movement:
    newest, earlier = marked[-weeks:], marked[:-weeks]
    missed, possible = _counts(newest)
    earlier_missed, earlier_possible = _counts(earlier)
    if len(newest) < weeks or len(earlier) < minimum or not possible or not earlier_possible:
        change = "unknown"
    else:
        # Sessions more than the earlier share would bring, times the earlier possible: no division, no rounding.
        more = missed * earlier_possible - earlier_missed * possible
        line = threshold * earlier_possible
        change = "more" if more >= line else "fewer" if more <= -line else "same"
    last = newest[-1][0]
    return Movement(
        span=span,
        first=newest[0][0],
        last=last,
        weeks=len(newest),
        missed=missed,
        possible=possible,
        earlier_weeks=len(earlier),
        earlier_missed=earlier_missed,
        earlier_possible=earlier_possible,
        change=change,
        gaps=tuple(monday for monday in register.gaps if marked[0][0] <= monday <= last),
    )


def _counts(weeks: list[tuple[date, Week]]) -> tuple[int, int]:
    return sum(week.missed_sessions for _, week in weeks), sum(week.counted_sessions for _, week in weeks)
