"""The move to another phase that is coming for a pupil: the one that the record names, else what the school's years make certain;
and which reviews count for it.

The wrong year is never guessed. A move whose day nobody knows has none, and whether one is coming at all may be a question.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from liverecord.derive.limits import before
from liverecord.derive.numbers import number
from liverecord.model.ages import THRESHOLD, usual_age
from liverecord.model.records import EhcPlan, Interval, Pupil, Review, School
from liverecord.model.rulebook import Code, Rulebook

YEARS = "year_group"
TRANSFERS = "transfer"
STAYS = "stays"
UNKNOWN = "unknown"

_KEPT = "maintain"


class Transfer(NamedTuple):
    """A move by its code (codes.yml, transfer), and its day; None where the record names the move, and nothing its day.

    The code is "unknown" where the record has to say whether the pupil moves on at all.
    """

    code: str
    on: date | None


class _End(NamedTuple):
    """What the end of a pupil's year may bring: the move by its code, and whether the school's years make it certain.

    `is_last` tells that nobody stays beyond it: it is the highest year of the school, as far as is known.
    """

    code: str
    is_certain: bool
    is_last: bool


def transfers_of(pupil: Pupil, school: School, rulebook: Rulebook, today: date) -> tuple[Transfer, ...]:
    """Return the next move between phases; with a certain one, the question about another that the record names without its day.

    What the record names comes first, with its day. A written day that has come ends what was written with it. Without a day
    neither a move of earlier years nor "stays" hides what the school's highest year brings.
    """
    ehcp = pupil.plan.ehcp or EhcPlan()
    year = pupil.plan.pupil.year_group
    following = _day_of_moves(rulebook, today)
    end = _end_of_year(year, school, rulebook)
    if ehcp.transfer_on is not None and ehcp.transfer_on <= today:
        # In the school year that has ended: its last day of term is written as well as the first day elsewhere.
        has_been = ehcp.transfer_on > following.replace(year=following.year - 2)
        if end is not None and has_been and end.code == ehcp.transfer:
            return ()
        ehcp = EhcPlan()
    if ehcp.transfer is None:
        return _unwritten(end, ehcp.transfer_on, following)
    if ehcp.transfer == STAYS:
        is_answered = end is None or not end.is_last or (ehcp.transfer_on or date.max) <= following
        return () if is_answered else _unwritten(end, None, following)
    if end is not None and end.is_certain:
        return _beside_certain(ehcp.transfer, ehcp.transfer_on, end, following)
    if ehcp.transfer_on is None and _is_past(rulebook.codes.get(TRANSFERS, ehcp.transfer), year, rulebook):
        return (_ASKED,)
    return (Transfer(ehcp.transfer, ehcp.transfer_on),)


def within(reviews: Iterable[Review], last: date | None, interval: Interval) -> list[Review]:
    """Return the reviews that a move may end with: none of which the meeting was longer ago before it than so long.

    A final plan that follows an older meeting is that meeting's, however late it came.
    """
    first = before(last, interval) if last is not None else date.min
    return [each for each in reviews if (each.held_on or each.due or first) >= first]


def settled_on(review: Review) -> date | None:
    """Return when a review had done what a move asks for: the final plan, or a decision to keep one that names enough."""
    chain = review.chain
    if chain.final_plan_on is None and chain.decision == _KEPT and chain.names is not None:
        return chain.decision_on
    return chain.final_plan_on


_ASKED = Transfer(UNKNOWN, None)


def _unwritten(end: _End | None, on: date | None, following: date) -> tuple[Transfer, ...]:
    """Return the move that the school's years bring where the record names none, on the day that it gives."""
    if end is not None and end.is_certain:
        return (Transfer(end.code, on or following),)
    return (_ASKED,) if end is not None or on is not None else ()


def _beside_certain(written: str, on: date | None, end: _End, following: date) -> tuple[Transfer, ...]:
    """Return the move that the record names, unless a certain one comes before it, or it has no day and is not that one."""
    certain = Transfer(end.code, following)
    if on is None:
        return (certain,) if written == end.code else (certain, _ASKED)
    return (certain,) if written != end.code and on > following else (Transfer(written, on),)


def _is_past(move: Code | None, year: str, rulebook: Rulebook) -> bool:
    """Tell whether a pupil is beyond the last year group at whose end a move is made."""
    if move is None or move.last_year is None:
        return False
    numbers = rulebook.thresholds[THRESHOLD].numbers
    age, last = usual_age(year, numbers), usual_age(move.last_year, numbers)
    return age is not None and last is not None and age > last


def _day_of_moves(rulebook: Rulebook, today: date) -> date:
    """Return the next day on which a move between phases is taken to be, where the record names none."""
    day = date(
        today.year, number(rulebook, "phase_transfer", "month"), number(rulebook, "phase_transfer", "day")
    )
    return day if day > today else day.replace(year=day.year + 1)


def _end_of_year(year: str, school: School, rulebook: Rulebook) -> _End | None:
    """Return the move at the end of a pupil's year group; None where a school that goes on keeps its pupils.

    At the end of a highest year that no move is certain for, whether one comes is unknown.
    """
    rows = rulebook.codes.lists[TRANSFERS]
    order = tuple(rulebook.codes.lists[YEARS])
    usual = next((row for row in rows.values() if year in row.years), None)
    if school.years is None:
        if usual is not None:
            is_certain = school.phase in usual.phases
            return _End(usual.code, is_certain=is_certain, is_last=is_certain)
        return _LAST if year == _last_of_all(order, rulebook) else None
    if year == school.years.highest:
        code = _last_year(year, school.years.lowest, rows, order)
        return _LAST if code is None else _End(code, is_certain=True, is_last=True)
    goes_on = year in order and order.index(year) < order.index(school.years.highest)
    is_asked = usual is not None and goes_on and school.phase in usual.asked
    return _End(usual.code, is_certain=False, is_last=False) if usual is not None and is_asked else None


_LAST = _End(UNKNOWN, is_certain=False, is_last=True)


def _last_of_all(order: tuple[str, ...], rulebook: Rulebook) -> str:
    """Return the year group beyond which no school goes on: the highest that has an age."""
    numbers = rulebook.thresholds[THRESHOLD].numbers
    return max(order, key=lambda year: usual_age(year, numbers) or 0)


def _last_year(year: str, lowest: str, rows: Mapping[str, Code], order: tuple[str, ...]) -> str | None:
    """Return the move out of a school by its highest and lowest year: the row that asks most of the lowest, and fits."""
    fitting = {
        row.code: order.index(row.ends[year])
        for row in rows.values()
        if year in row.ends and order.index(row.ends[year]) <= order.index(lowest)
    }
    return max(fitting, key=fitting.__getitem__, default=None)
