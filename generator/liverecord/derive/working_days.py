"""Working days in England: weekdays that are no bank holiday."""

from datetime import date, timedelta
from functools import cache

_DAYS_OF_WORK = 5
_COUNTRY, _PART = "GB", "ENG"


def is_working_day(day: date) -> bool:
    """Tell whether a day is a weekday and no bank holiday."""
    return day.weekday() < _DAYS_OF_WORK and day not in _bank_holidays(day.year)


def next_working_day(day: date) -> date:
    """Return the first working day after a day."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_days_after(day: date, count: int) -> date:
    """Return the working day that is so many working days after a day; the day itself does not count."""
    for _ in range(count):
        day = next_working_day(day)
    return day


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    # Imported here: it takes a tenth of a second, and a school that names its terms seldom needs it.
    from holidays import country_holidays  # noqa: PLC0415

    return frozenset(country_holidays(_COUNTRY, subdiv=_PART, years=year))
