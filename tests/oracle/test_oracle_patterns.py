"""Patterns against the oracle: planted and random registers, and the test statistic against scipy's own."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, fisher_exact

from liverecord.derive.patterns.chance import chance, sign_chance
from oracle import patterns
from oracle.recount import HALVES, NO_MARK, WEEK, Register, Setting, meets, mondays
from oracle.registers import PRESENT, YEARS, real, registers

MONDAY = date(2026, 1, 5)


def told(register: Register, transitions: dict[str, date]) -> list[dict[str, Any]]:
    """Return the program's own patterns, without what is about lessons."""
    named = [{"date": day, "name": name} for name, day in transitions.items()]
    return [
        {
            "kind": each.kind,
            "cells": [(cell.weekday, cell.half, cell.missed, cell.possible) for cell in each.cells],
            "half": each.half,
            "name": each.name,
            "missed": each.missed,
            "possible": each.possible,
            "other_missed": each.other_missed,
            "other_possible": each.other_possible,
            "after_closing": each.after_closing,
            "late_before": each.late_before,
            "small": each.small,
            "dates": each.dates,
            "gaps": each.gaps,
        }
        for each in real(register, transitions=named).attendance.patterns
    ]


@st.composite
def planted(draw: Any) -> tuple[Register, dict[str, date]]:
    """Return a register with something planted in it (or nothing), and the school's transitions."""
    length = draw(st.integers(4, 20))
    random = Random(draw(st.integers(0, 2**32)))
    closed = set()
    for _ in range(draw(st.integers(0, 5))):
        day = MONDAY + timedelta(days=random.randrange(7 * length))
        closed |= {(day, half) for half in random.choice((HALVES, HALVES[:1], HALVES[1:]))}
    setting = Setting(YEARS if draw(st.integers(0, 5)) else (), frozenset(closed))
    transitions = {
        f"Move {number}": MONDAY + timedelta(days=random.randrange(7 * length))
        for number in range(draw(st.integers(0, 2)))
    }
    here = {(random.randrange(5), random.choice(HALVES)) for _ in range(draw(st.integers(0, 3)))}
    if draw(st.integers(0, 4)) == 0:
        half = random.choice(HALVES)
        here |= {(day, half) for day in range(5)}
    days: set[date] = set()
    if draw(st.integers(0, 3)) == 0:
        days = patterns.days_beside_closures(setting, MONDAY, MONDAY + WEEK * length)
    if transitions and draw(st.booleans()):
        days |= patterns.days_after(setting, transitions["Move 0"])
    codes = draw(st.sampled_from((("O",), ("I",), ("U",), ("L",), ("L", "U"), ("O", "I", "U", "N"))))
    later = draw(st.sampled_from((None, None, ("O", "I"))))
    often = draw(st.sampled_from((0.4, 0.6, 0.8, 1.0)))
    other = draw(st.sampled_from((0.0, 0.03, 0.1, 0.3)))
    unknown = draw(st.sampled_from((0.0, 0.0, 0.01)))
    weeks = {}
    for number, monday in enumerate(mondays(MONDAY, MONDAY + WEEK * (length - 1))):
        line = []
        for index in range(10):
            day, half = monday + timedelta(days=index // 2), HALVES[index % 2]
            is_here = (index // 2, half) in here or day in days
            code = PRESENT[half]
            if random.random() < (often if is_here else other):
                code = random.choice(later if later and is_here and number >= length // 2 else codes)
            if random.random() < unknown:
                code = random.choice((NO_MARK, "C2", "Y1", "B"))
            line.append(code if meets(setting, day, half) else "#")
        if random.random() >= unknown * 3:
            weeks[monday] = tuple(line)
    return Register(
        weeks, MONDAY + WEEK * length - timedelta(days=draw(st.integers(1, 9))), setting
    ), transitions


@given(planted())
def test_patterns(made):
    """What was planted, and what chance brought: the same patterns with the same numbers, days and gaps, and no other."""
    register, transitions = made
    assert told(register, transitions) == patterns.patterns(register, transitions)


@given(registers())
def test_patterns_of_any_register(register):
    """On registers of every sort, most of them without any pattern, both find the same."""
    assert told(register, {}) == patterns.patterns(register)


@given(st.integers(1, 150), st.integers(0, 150), st.integers(1, 150), st.integers(0, 150))
def test_chance(possible, missed, other_possible, other_missed):
    """The program's own whole numbers say what scipy's exact tests say."""
    missed, other_missed = min(missed, possible), min(other_missed, other_possible)
    table = [[missed, possible - missed], [other_missed, other_possible - other_missed]]
    expected = fisher_exact(table, alternative="greater").pvalue
    assert patterns.chance(missed, possible, other_missed, other_possible) == pytest.approx(expected)
    assert float(chance(missed, possible, other_missed, other_possible)) == pytest.approx(expected)
    sign = binomtest(missed, possible, alternative="greater").pvalue
    assert float(sign_chance(missed, possible)) == pytest.approx(sign)
