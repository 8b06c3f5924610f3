"""The terms of a school year, autumn, spring and summer, made from the rows of school.yml, whatever halves it lists.

Which row belongs to which term is told by its first day; the days of the year between which a term begins are the rulebook's.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from liverecord.derive.calendar import Calendar
from liverecord.derive.limits import day_of_year
from liverecord.model.rulebook import Season


def end_of_next_term(day: date, terms: Sequence[Season], calendar: Calendar) -> date:
    """Return the last school day of the term after the one in which a day lies.

    A holiday belongs to the term before it. Of a term of which school.yml has no row, the last day of its season counts, put
    on the last working day up to it.
    """
    following = (last for first, last in _terms(day.year - 1, terms, calendar) if first > day)
    return calendar.last_school_day(next(following))


def _terms(year: int, terms: Sequence[Season], calendar: Calendar) -> Iterator[tuple[date, date]]:
    """Yield the first and the last day of each term from a year on, in order."""
    while True:
        for season in sorted(terms, key=lambda each: each.first):
            first, last = day_of_year(season.first, year), day_of_year(season.last, year)
            rows = [row for row in calendar.terms if first <= row.start <= last]
            yield (rows[0].start, rows[-1].end) if rows else (first, last)
        year += 1
