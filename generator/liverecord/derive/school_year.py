"""The school year that a day belongs to, counted from the day that the rulebook names."""

from datetime import date

from liverecord.derive.numbers import number
from liverecord.model.rulebook import Rulebook


def school_year_start(day: date, rulebook: Rulebook) -> date:
    """Return the first day of the school year that a day lies in (Education Act 1996, section 579, as data)."""
    start = date(day.year, number(rulebook, "school_year", "month"), number(rulebook, "school_year", "day"))
    return start if start <= day else start.replace(year=day.year - 1)
