"""The terms of a school year, autumn, spring and summer, made from the rows of school.yml, whatever halves it lists.

Which row belongs to which term is told by its middle; the first and last days of a term that no row has are the rulebook's.
"""

from collections.abc import Iterator
from datetime import date

from liverecord.derive.calendar import Calendar
from liverecord.derive.limits import after, day_of_year
from liverecord.model.records import Term
from liverecord.model.rulebook import ReviewRule, Season


def end_of_next_term(day: date, row: ReviewRule, calendar: Calendar) -> date:
    """Return the last school day of the term after the one in which a day lies.

    A holiday belongs to the term before it. Of a term of which school.yml has no row, or not all, the last day that the rule
    gives it counts, put on the last working day up to it.
    """
    following = (last for first, last in _terms(day.year - 1, row, calendar) if first > day)
    return calendar.last_school_day(next(following))


def _terms(year: int, row: ReviewRule, calendar: Calendar) -> Iterator[tuple[date, date]]:
    """Yield the first and the last day of each term from a year on, in order."""
    seasons = sorted(row.terms, key=lambda each: each.first)
    while True:
        for season in seasons:
            first, last = day_of_year(season.first, year), day_of_year(season.last, year)
            listed = [
                each
                for each in calendar.terms
                # A row that holds the whole of a term, holidays and all, is a year: it tells nothing of when the term ends.
                if not (each.start <= first and last <= each.end) and _season(each, seasons) == (year, season)
            ]
            if listed:
                first = listed[0].start
                is_whole = row.whole_within is None or after(listed[-1].end, row.whole_within) >= last
                last = listed[-1].end if is_whole else last
            yield first, last
        year += 1


def _season(listed: Term, seasons: list[Season]) -> tuple[int, Season]:
    """Return to which of a rule's terms a row of school.yml belongs: the last that has begun by the middle of it, and its year."""
    middle = listed.start + (listed.end - listed.start) // 2
    begun = (each for each in reversed(seasons) if day_of_year(each.first, middle.year) <= middle)
    return next(((middle.year, each) for each in begun), (middle.year - 1, seasons[-1]))
