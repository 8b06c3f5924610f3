"""The exact tests against scipy's: over thousands of tables, and where the numbers are large."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from liverecord.derive.patterns.chance import chance, sign_chance

TABLES = 4000


def test_chance_is_fishers_exact_test() -> None:
    """Thousands of random tables give scipy's one-sided p, to its precision."""
    drawn = random.Random(20261122)
    for _ in range(TABLES):
        possible, others = drawn.randint(1, 150), drawn.randint(1, 600)
        missed, other_missed = drawn.randint(0, possible), drawn.randint(0, others)
        table = [[missed, possible - missed], [other_missed, others - other_missed]]
        expected = stats.fisher_exact(table, alternative="greater").pvalue
        found = float(chance(missed, possible, other_missed, others))
        assert math.isclose(found, expected, rel_tol=1e-8, abs_tol=1e-300), table


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_chance_is_the_hypergeometric_tail(possible: int, others: int, data: st.DataObject) -> None:
    """The same from the distribution itself."""
    missed, other_missed = data.draw(st.integers(0, possible)), data.draw(st.integers(0, others))
    tail = stats.hypergeom.sf(missed - 1, possible + others, missed + other_missed, possible)
    assert math.isclose(float(chance(missed, possible, other_missed, others)), tail, rel_tol=1e-8)


@pytest.mark.parametrize(("times", "of"), [(0, 0), (0, 5), (3, 3), (7, 9), (20, 20), (41, 60)])
def test_sign_chance_is_the_sign_test(times: int, of: int) -> None:
    """Of so many days, so many on one side: scipy's binomial test with a half. Of no day at all, nothing is surprising."""
    expected = stats.binomtest(times, of, 0.5, alternative="greater").pvalue if of else 1.0
    assert math.isclose(float(sign_chance(times, of)), expected, rel_tol=1e-12)


@given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 40), st.integers(1, 40))
def test_more_missed_is_never_less_surprising(missed: int, possible: int, other: int, others: int) -> None:
    """One session more missed of the same makes the chance no greater; nothing missed surprises nobody."""
    missed, other = min(missed, possible - 1), min(other, others)
    assert chance(missed + 1, possible, other, others) <= chance(missed, possible, other, others) <= 1
    assert chance(0, possible, other, others) == 1
