"""The move to another phase that is coming for a pupil: the one that the record names, else the year group's own."""

from datetime import date
from typing import NamedTuple

from liverecord.derive.school_year import school_year_start
from liverecord.model.records import EhcPlan, Pupil
from liverecord.model.rulebook import Code, Rulebook

YEARS = "year_group"
TRANSFERS = "transfer"


class Transfer(NamedTuple):
    """A move by its code (codes.yml, transfer), and its day; None where the record names the move, and nothing its day."""

    code: str
    on: date | None


def transfer_of(pupil: Pupil, rulebook: Rulebook, today: date) -> Transfer | None:
    """Return the next move between phases, or None where none is coming.

    A day that the record names comes first. Without one the move is taken to be at the end of the school year in which
    the pupil leaves the last year group of the phase. A move whose day has come is no longer coming.
    """
    ehcp = pupil.plan.ehcp or EhcPlan()
    year = pupil.plan.pupil.year_group
    rows = rulebook.codes.lists[TRANSFERS]
    code = ehcp.transfer or next((row.code for row in rows.values() if year in row.years), None)
    if code is None:
        return None
    day = ehcp.transfer_on
    if day is None:
        more = _years_until(rows.get(code), year, tuple(rulebook.codes.lists[YEARS]))
        if more is None:
            return Transfer(code, None) if ehcp.transfer is not None else None
        start = school_year_start(today, rulebook)
        day = start.replace(year=start.year + 1 + more)
    return Transfer(code, day) if day > today else None


def _years_until(row: Code | None, year: str, order: tuple[str, ...]) -> int | None:
    """Return how many school years come before the one that ends with the move; None where it is past or unknown."""
    if row is None or year not in order:
        return None
    if not row.years:
        # No year group stands for this move: it was written because it is the next.
        return 0
    last = min(order.index(each) for each in row.years)
    return last - order.index(year) if order.index(year) <= last else None
