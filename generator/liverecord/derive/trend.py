"""Week by week against the agreed timetable, beside what the pupil's own target asked for by then."""

from datetime import date

from liverecord.derive.calendar import monday_of
from liverecord.derive.numbers import number
from liverecord.derive.register import Register
from liverecord.model.attendance import TrendWeek
from liverecord.model.records import Target
from liverecord.model.rulebook import Rulebook


def trend(register: Register, target: Target | None, rulebook: Rulebook) -> tuple[TrendWeek, ...]:
    """Return each school week of the school year: attended of possible, and the same over it and the weeks before it.

    The weeks before are the nearest with marks, so that a gap is neither attendance nor absence; a week without marks
    has nothing to tell, of itself or of the weeks before.
    """
    span = number(rulebook, "movement", "weeks")
    trend_weeks: list[TrendWeek] = []
    attended: list[int] = []
    possible: list[int] = []
    for monday, week in register.school_weeks().items():
        aim = _aim(target, monday) if target else None
        if week is None:
            trend_weeks.append(TrendWeek(monday=monday, aim=aim))
            continue
        attended.append(week.counted_sessions - week.missed_sessions)
        possible.append(week.counted_sessions)
        trend_weeks.append(
            TrendWeek(
                monday=monday,
                attended=attended[-1],
                possible=possible[-1],
                recent_attended=sum(attended[-span:]),
                recent_possible=sum(possible[-span:]),
                aim=aim,
            )
        )
    return tuple(trend_weeks)


def _aim(target: Target, monday: date) -> int | None:
    """Return the step whose day is the first on or after a Monday, else the aim; None before the target was agreed.

    A target without a day of agreement asks for nothing of any week: it may be younger than all of them.
    """
    if target.agreed_on is None or monday < monday_of(target.agreed_on):
        return None
    steps = sorted(((step.date, step.aim) for step in target.steps), key=lambda step: step[0])
    return next((aim for day, aim in steps if day >= monday and day < target.by), target.aim)
