"""The arithmetic of limits: so long after a day or before one, starting with it, up to a day of the year, on to the next working day.

Pure dates, as in derive.rules: what the days are is the business of derive.duties.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta

import msgspec

from liverecord.derive.calendar import Calendar
from liverecord.derive.working_days import is_working_day, next_working_day, working_days_after
from liverecord.model.records import Interval
from liverecord.model.rulebook import Leg, ReviewRule, Season

Known = Callable[[str], date | None]
"""Finds a day by the name that rules give it (agreed_on, held.sen_support); None where the record does not say."""

EARLIEST, LATEST, FIRST = "earliest", "latest", "first"
TAKES = (EARLIEST, LATEST, FIRST)
"""Which of a limit's legs counts."""

SCHOOL_DAY_BEFORE = "school_day_before"
NEXT_SCHOOL_DAY = "next_school_day"
SHIFTS = (SCHOOL_DAY_BEFORE, NEXT_SCHOOL_DAY)
"""How a limit is made an aim: back to the last day on which school meets; or, of practice alone, on to the next."""

FROM, AFTER, STARTING = "from", "after", "starting"
COUNTS = (FROM, AFTER, STARTING)
"""The law's words for where a period begins. What starts with a day has it as its first; what counts from or after it has not."""

PLANNED = "planned"


def limit(row: ReviewRule, legs: tuple[Leg, ...], known: Known) -> date | None:
    """Return the day of a limit by its legs, as the law has it; None where no leg has a day to count from.

    Only its own procedure moves it: weekends, bank holidays and holidays of the school do not.
    """
    days = [day for leg in legs if (day := day_of(leg, known)) is not None]
    if not days:
        return None
    day = days[0] if row.take == FIRST else max(days) if row.take == LATEST else min(days)
    for season in row.seasons:
        last = _last_of(season, day)
        if last is not None:
            return next_working_day(last)
    return next_working_day(day) if row.until_working_day and not is_working_day(day) else day


def aim(row: ReviewRule, day: date, calendar: Calendar, start: date | None) -> date:
    """Return by when a limit is best met: on the last day before it on which school meets, or the next, where the rule says so.

    Nobody can aim at a day before the one that it counts from: then the limit stands alone.
    """
    if row.shift == NEXT_SCHOOL_DAY:
        return calendar.next_school_day(day)
    if row.shift != SCHOOL_DAY_BEFORE:
        return day
    aimed = calendar.last_school_day(day)
    is_too_early = start is not None and start <= day and aimed < start
    return day if is_too_early else aimed


def has_ended(row: ReviewRule, due: date, known: Known, today: date) -> bool:
    """Tell whether nothing is owed any more: what the limit is for has been done, or is planned for no later than it.

    A day counts where it is not before the day from which the first leg counts forwards (what was done for an earlier
    meeting is done for that one), or not longer before the limit than the rule's `ends_within`, or
    before the day of its `ends_before`.
    """
    if any(known(name) is not None for name in row.unless):
        return True
    since = None
    if row.ends_within is not None:
        since = before(_last(row, due, known), row.ends_within)
    elif row.legs[0].plus is not None:
        since = latest(row.legs[0].from_, known)
    for name in row.ends:
        day = known(name)
        if day is None or (since is not None and day < since):
            continue
        # What is only planned discharges by being in time, never by its day coming.
        if day <= (due if name.partition(".")[0] == PLANNED else today):
            return True
    return False


def day_of(leg: Leg, known: Known) -> date | None:
    """Return the day that a leg gives; None where no day to count from is known, or it does not count."""
    day = latest(leg.from_, known)
    if day is None:
        return None
    if leg.before is not None:
        day = min(day, day_of_year(leg.before, day.year)) - timedelta(days=1)
    if leg.plus is not None:
        day = counted(day, leg.plus, leg.counts)
    if leg.working_days is not None:
        day = working_days_after(day, leg.working_days)
    if leg.less is not None:
        day = before(day, leg.less)
    bound = known(leg.not_before) if leg.not_before is not None else None
    return None if bound is not None and day < bound else day


def stricter(leg: Leg, own: Interval | None) -> Leg | None:
    """Return a leg with the school's own interval in place of the rule's; None unless it has exactly one interval."""
    if own is None or (leg.plus is None) == (leg.less is None):
        return None
    counted = "plus" if leg.plus is not None else "less"
    return msgspec.structs.replace(leg, **{counted: own})


def counted(day: date, interval: Interval, counts: str | None) -> date:
    """Return the last day of a period by the law's own word for its beginning.

    What starts with a day ends on the day before its anniversary; a month without that day ends on its own last.
    """
    end = after(day, interval)
    if counts != STARTING:
        return end
    has_no_anniversary = not (interval.days or interval.weeks) and end.day != day.day
    return end if has_no_anniversary else end - timedelta(days=1)


def after(day: date, interval: Interval) -> date:
    """Return the day that is an interval after another; a month without that day of the month ends on its last."""
    return _months_on(day, interval.months or 0) + timedelta(
        days=interval.days or 0, weeks=interval.weeks or 0
    )


def before(day: date, interval: Interval) -> date:
    """Return the last day from which an interval has passed by another; months end on their last day, as in `after`."""
    return _months_on(day, -(interval.months or 0)) - timedelta(
        days=interval.days or 0, weeks=interval.weeks or 0
    )


def latest(names: Iterable[str], known: Known) -> date | None:
    """Return the latest of the days that are known by these names."""
    latest_day = None
    for name in names:
        day = known(name)
        if day is not None and (latest_day is None or day > latest_day):
            latest_day = day
    return latest_day


def is_within(seasons: Iterable[Season], day: date) -> bool:
    """Tell whether a day lies in any of these days of the year."""
    return any(_last_of(season, day) is not None for season in seasons)


def day_of_year(month_and_day: str, year: int) -> date:
    """Return a day of the year, as month and day, in a year."""
    month, _, day = month_and_day.partition("-")
    return date(year, int(month), int(day))


def _last(row: ReviewRule, due: date, known: Known) -> date:
    """Return the day before which `ends_within` counts back."""
    return (known(row.ends_before) if row.ends_before is not None else None) or due


def _last_of(season: Season, day: date) -> date | None:
    """Return the last day of a season that a day lies in, or None where it lies outside; one may run over New Year."""
    first, last = day_of_year(season.first, day.year), day_of_year(season.last, day.year)
    if first <= last:
        return last if first <= day <= last else None
    if day >= first:
        return day_of_year(season.last, day.year + 1)
    return last if day <= last else None


def _months_on(day: date, months: int) -> date:
    if not months:
        return day
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
