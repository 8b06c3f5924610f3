"""The day on which a pupil's marks end, and whether they are still new enough to say how attendance is now."""

from datetime import date

from liverecord.derive.calendar import Calendar, monday_of
from liverecord.derive.numbers import number
from liverecord.derive.register import Register
from liverecord.model.attendance import MarksEnd
from liverecord.model.rulebook import Rulebook


def marks_end(register: Register, calendar: Calendar, rulebook: Rulebook, today: date) -> MarksEnd | None:
    """Return the day on which the marks end; None without a mark.

    They are old past a number of school weeks (thresholds.yml): then no window speaks. A week that school.yml names no
    term for may be a school week, so that a calendar which has ended makes nothing seem new.
    """
    if not register.all_weeks:
        return None
    weeks = calendar.school_weeks_since(register.last, today)
    return MarksEnd(
        on=register.last,
        this_week=monday_of(register.last) == monday_of(today),
        old=weeks > number(rulebook, "marks_old", "school_weeks"),
    )
