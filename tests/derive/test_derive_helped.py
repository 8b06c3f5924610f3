"""Before and since: what was missed on both sides of a day on which something began, and no cause claimed."""

from datetime import date, timedelta
from typing import Any

import pytest
from derive_builders import MONDAY, WHOLE, after, case, in_order, pupil, school
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.attendance import BeforeAfter


def found(
    weeks: Any, since: date | str | None, at: Any = None, today: date | None = None
) -> BeforeAfter | None:
    """Return what is set against each other for an action that began on a day."""
    action = {"id": "a1", "kind": "mentor", "what": "Meet", "started_on": since, "status": "done"}
    marks = weeks if isinstance(weeks, dict) else in_order(weeks)
    lines = case(pupil(weeks=marks, actions=[action]), at, today=today or after(marks)).tried
    return lines[0].before_after if lines else None


def test_the_day_of_the_start_is_since() -> None:
    """Sessions of the day itself are since, those of the day before are before; a week may be cut in two."""
    sides = found(["OO OO OO /\\ /\\", WHOLE], "2026-09-09")
    assert (sides.before_missed, sides.before_possible) == (4, 4)
    assert (sides.missed, sides.possible) == (2, 16)
    assert (sides.since, sides.of_pattern) == (date(2026, 9, 9), False)
    weekend = found(["OO OO OO /\\ /\\", WHOLE], "2026-09-12")
    assert (weekend.before_missed, weekend.before_possible, weekend.possible) == (6, 10, 10)


def test_every_half_day_of_the_week_has_its_counts() -> None:
    """Ten cells from Monday morning to Friday afternoon, each missed of possible on both sides; C2 and closed days in none."""
    sides = found(["OO /C2 #\\ /\\ /\\", "/O /\\ /\\ /\\ /\\"], "2026-09-14")
    assert [(cell.weekday, cell.half) for cell in sides.cells] == [
        (day, half) for day in range(5) for half in ("AM", "PM")
    ]
    monday = sides.cells[1]
    assert (monday.before_missed, monday.before_possible, monday.missed, monday.possible) == (1, 1, 1, 1)
    assert [cell.before_possible for cell in sides.cells] == [1, 1, 1, 0, 0, 1, 1, 1, 1, 1]


def test_a_pattern_is_what_is_compared() -> None:
    """Where sessions are missed again and again, the counts are of those half days; the cells are still of all."""
    weeks = [*["/\\ O\\ /\\ O\\ /\\"] * 6, *[WHOLE] * 4]
    one = found(weeks, MONDAY + timedelta(weeks=6), at=school(terms=[]))
    assert one.of_pattern
    assert (one.before_missed, one.before_possible, one.missed, one.possible) == (12, 12, 0, 8)
    assert sum(cell.before_possible + cell.possible for cell in one.cells) == 100


@pytest.mark.parametrize(
    ("since", "small"),
    [
        ("2026-09-14", False),
        ("2026-09-18", True),
        ("2026-09-11", True),
        ("2026-09-07", True),
        ("2026-09-19", True),
    ],
)
def test_few_sessions_on_either_side_are_said_to_be_few(since: str, small: bool) -> None:
    """Ten possible sessions on each side are enough; with nine, or none, the numbers stand with small-number wording."""
    sides = found([WHOLE, WHOLE], since)
    assert sides.small is small
    assert sides.before_possible + sides.possible == 20


def test_nothing_known_is_no_comparison() -> None:
    """Without a mark, without a start, or with a start still to come there is nothing to set against each other."""
    assert found({}, "2026-09-14") is None
    assert found(["## -- Y1Y1 C2C2 --"], "2026-09-14") is None
    assert found([WHOLE, WHOLE], None) is None
    planned = {"id": "pr1", "what": "Adult", "status": "in_place", "from": "2026-09-14"}
    plan = {"support_without_plan": [planned]}
    assert case(pupil(plan, weeks=in_order([WHOLE])), today=date(2026, 9, 13)).tried == ()
    (given,) = case(pupil(plan, weeks=in_order([WHOLE, WHOLE])), today=date(2026, 9, 19)).tried
    assert (given.source, given.before_after.possible) == ("provision", 10)


def test_gaps_stand_beside_the_comparison() -> None:
    """A week without marks counts on neither side, and is named."""
    sides = found({MONDAY: WHOLE, date(2026, 9, 21): WHOLE}, "2026-09-21", at=school())
    assert (sides.before_possible, sides.possible, sides.gaps) == (10, 10, (date(2026, 9, 14),))


@given(
    st.lists(st.lists(st.sampled_from("/OIL#-Y"), min_size=10, max_size=10), min_size=1, max_size=6),
    st.integers(-3, 50),
)
def test_both_sides_add_up(weeks: list[list[str]], days: int) -> None:
    """Whatever the marks and the day, each session falls on one side alone: a plain recount gives the same."""
    since = MONDAY + timedelta(days=days)
    sides = found(["".join(week) for week in weeks], since)
    tally = {False: [0, 0], True: [0, 0]}
    for number, week in enumerate(weeks):
        for index, mark in enumerate(week):
            is_since = MONDAY + timedelta(weeks=number, days=index // 2) >= since
            tally[is_since][0] += mark in "OI"
            tally[is_since][1] += mark in "/OIL"
    if sides is None:
        assert tally[True][1] + tally[False][1] == 0 or since > MONDAY + timedelta(weeks=len(weeks), days=-2)
        return
    cells = sides.cells
    assert [sum(cell.missed for cell in cells), sum(cell.possible for cell in cells)] == tally[True]
    assert [sum(cell.before_missed for cell in cells), sum(cell.before_possible for cell in cells)] == tally[
        False
    ]
    if not sides.of_pattern:
        assert [sides.missed, sides.possible] == tally[True]
        assert [sides.before_missed, sides.before_possible] == tally[False]
