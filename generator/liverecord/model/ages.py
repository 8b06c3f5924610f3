"""The age of a year group, beside a date of birth: thresholds.yml's `year_group_age` says how old each is."""

from collections.abc import Mapping
from datetime import date

THRESHOLD = "year_group_age"


def usual_age(year_group: str, numbers: Mapping[str, int]) -> int | None:
    """Return the age on 31 August before a year group's school year; None where years are not followed."""
    if year_group.isdecimal():
        return numbers["year_1"] + int(year_group) - 1
    return numbers.get(year_group.lower())


def age_before(born: date, year: int, numbers: Mapping[str, int]) -> int:
    """Return the age in whole years on the last day before the school year that begins in `year`."""
    return year - born.year - ((born.month, born.day) > (numbers["month"], numbers["day"]))
