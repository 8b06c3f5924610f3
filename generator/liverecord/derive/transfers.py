"""The move to another phase that is coming for a pupil: the one that the record names, else what the school's years make certain;
and which reviews count for it.

The wrong year is never guessed. A move whose day nobody knows has none, and whether one is coming at all may be a question.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from liverecord.derive.limits import before
from liverecord.derive.numbers import number
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
    """The move that the end of a pupil's year may bring, and whether the school's years make it certain."""

    code: str
    is_certain: bool


def transfer_of(pupil: Pupil, school: School, rulebook: Rulebook, today: date) -> Transfer | None:
    """Return the next move between phases, or None where none is coming.

    What the record names comes first, with its day. A written day that has come ends what was written with it.
    """
    ehcp = pupil.plan.ehcp or EhcPlan()
    following = _day_of_moves(rulebook, today)
    end = _end_of_year(pupil.plan.pupil.year_group, school, rulebook)
    if ehcp.transfer_on is not None and ehcp.transfer_on <= today:
        has_been = ehcp.transfer_on >= following.replace(year=following.year - 1)
        if end is not None and has_been and end.code == ehcp.transfer:
            return None
        ehcp = EhcPlan()
    if ehcp.transfer == STAYS:
        return None
    if ehcp.transfer is not None:
        is_sure = end == _End(ehcp.transfer, is_certain=True)
        named = Transfer(ehcp.transfer, ehcp.transfer_on or (following if is_sure else None))
        return _sooner(named, end, following)
    if end is not None and end.is_certain:
        return Transfer(end.code, ehcp.transfer_on or following)
    return Transfer(UNKNOWN, None) if end is not None or ehcp.transfer_on is not None else None


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


def _sooner(named: Transfer, end: _End | None, following: date) -> Transfer:
    """Return the move that the record names, unless another one is certain to come before it."""
    is_later = named.on is not None and named.on > following
    if end is not None and end.is_certain and end.code != named.code and is_later:
        return Transfer(end.code, following)
    return named


def _day_of_moves(rulebook: Rulebook, today: date) -> date:
    """Return the next day on which a move between phases is taken to be, where the record names none."""
    day = date(
        today.year, number(rulebook, "phase_transfer", "month"), number(rulebook, "phase_transfer", "day")
    )
    return day if day > today else day.replace(year=day.year + 1)


def _end_of_year(year: str, school: School, rulebook: Rulebook) -> _End | None:
    """Return the move at the end of a pupil's year group; None where a school that goes on keeps its pupils."""
    rows = rulebook.codes.lists[TRANSFERS]
    order = tuple(rulebook.codes.lists[YEARS])
    usual = next((row for row in rows.values() if year in row.years), None)
    if school.years is None:
        return None if usual is None else _End(usual.code, is_certain=school.phase in usual.phases)
    if year == school.years.highest:
        code = _last_year(year, school.years.lowest, rows, order)
        return None if code is None else _End(code, is_certain=True)
    goes_on = year in order and order.index(year) < order.index(school.years.highest)
    is_asked = usual is not None and goes_on and school.phase in usual.asked
    return _End(usual.code, is_certain=False) if usual is not None and is_asked else None


def _last_year(year: str, lowest: str, rows: Mapping[str, Code], order: tuple[str, ...]) -> str | None:
    """Return the move out of a school by its highest and lowest year: the row that asks most of the lowest, and fits."""
    fitting = {
        row.code: order.index(row.ends[year])
        for row in rows.values()
        if year in row.ends and order.index(row.ends[year]) <= order.index(lowest)
    }
    return max(fitting, key=fitting.__getitem__, default=None)
