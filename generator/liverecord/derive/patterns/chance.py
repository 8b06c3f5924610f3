"""How easily chance alone would bring so many: Fisher's exact test, one-sided, in whole numbers.

Of all the ways in which the same absences could have fallen on the same sessions, the share in which at least as many
fell on the sessions looked at. It is decided exactly, with `math.comb` of the standard library: no page may differ by
the platform or a rounding. scipy.stats.fisher_exact says the same (the tests hold the two together over thousands of
tables), but it takes most of a second to load, where a school's build takes two.

The test takes sessions to be independent of each other, which those of one illness are not: a week in bed is ten
sessions and one event. So every comparison is made twice, over sessions missed and over absences that began (of the
sessions at which one could begin: those that do not follow a session missed), and the less surprising of the two
counts. An absence of many sessions in a row is thereby one, whatever its length; an arrival after closing ends it, for
the pupil came.

Mornings and afternoons cannot be compared in that way: an absence in the morning leaves none to begin after it. They
are compared day by day instead: of the days on which only one of the two was missed, how many were mornings (the exact
sign test).
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import comb
from typing import NamedTuple


class Trial(NamedTuple):
    """A session or lesson that was possible: missed (1) or not (0), and whether an absence could begin with it.

    `cell` is the half day of the week, 0 to 9 (0 for a lesson, where it does not matter).
    """

    day: date
    cell: int
    missed: int
    could_begin: int
    after_closing: int = 0


class Count(NamedTuple):
    """What trials add up to: missed of possible, and absences that began of those that could have begun."""

    missed: int
    possible: int
    began: int
    could_begin: int


def count(trials: Iterable[Trial]) -> Count:
    """Add up trials."""
    missed = possible = began = could_begin = 0
    for trial in trials:
        possible += 1
        missed += trial.missed
        if trial.could_begin:
            could_begin += 1
            began += trial.missed
    return Count(missed, possible, began, could_begin)


@lru_cache(maxsize=16384)
def chance(missed: int, possible: int, other_missed: int, other_possible: int) -> Fraction:
    """Return the share of all ways to miss so many in all in which `missed` or more fall on the `possible`.

    The upper tail of the hypergeometric distribution. All four are counts with 0 <= missed <= possible on each side.
    """
    whole = missed + other_missed
    ways = sum(
        comb(possible, number) * comb(other_possible, whole - number)
        for number in range(missed, min(possible, whole) + 1)
    )
    return Fraction(ways, comb(possible + other_possible, whole))


def surprise(inside: Count, others: Count) -> Fraction:
    """Return the chance of the comparison over sessions missed or over absences begun, whichever is the greater."""
    return max(
        chance(inside.missed, inside.possible, others.missed, others.possible),
        chance(inside.began, inside.could_begin, others.began, others.could_begin),
    )


@lru_cache(maxsize=4096)
def sign_chance(times: int, of: int) -> Fraction:
    """Return the share of all ways for `of` days to fall on one side or the other in which `times` or more fall on one.

    The exact sign test, one-sided: scipy.stats.binomtest with a half.
    """
    return Fraction(sum(comb(of, number) for number in range(times, of + 1)), 2**of)
