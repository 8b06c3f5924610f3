"""Before and since: what was missed on both sides of a day on which something began, and no cause claimed."""

from datetime import date, timedelta
from typing import Any

import pytest
from derive_builders import MONDAY, WHOLE, after, case, concern, in_order, pupil, school
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.attendance import BeforeAfter


def found(
    weeks: Any, since: date | str | None, at: Any = None, today: date | None = None
) -> BeforeAfter | None:
    """Return what is set against each other for an action that began on a day, for a concern about attendance."""
    action = {
        "id": "a1",
        "concern": "c1",
        "kind": "mentor",
        "what": "Meet",
        "started_on": since,
        "status": "done",
    }
    marks = weeks if isinstance(weeks, dict) else in_order(weeks)
    concerns = {"concerns": [concern()]}
    lines = case(pupil(weeks=marks, actions=[action], **concerns), at, today=today or after(marks)).tried
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
    planned = {
        "id": "pr1",
        "what": "Adult",
        "theme": "attendance",
        "status": "in_place",
        "from": "2026-09-14",
    }
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


# ── What may be counted at all ──────────────────────────────────────────────────────────────────────────

THEMES = st.sampled_from((None, "attendance", "communication", "other"))
WEEKS = in_order([WHOLE, "OO OO /\\ /\\ /\\", WHOLE])
BEGAN = "2026-09-14"


@given(THEMES, THEMES, st.sampled_from((None, False, True)), st.booleans())
def test_support_is_measured_by_attendance_only_where_that_is_declared(
    of_outcome: str | None, own: str | None, depends: bool | None, is_planned: bool
) -> None:
    """Its own theme decides before its outcome's; attendance that depends on it is a declaration; all else has no figure."""
    support = {"id": "pr1", "what": "Attendance mentor", "status": "in_place", "from": BEGAN}
    support |= {"theme": own, "attendance_depends_on": depends}
    outcome = {"id": "o1", "text": "Attends every day", "theme": of_outcome, "provision": [support]}
    plan = {"outcomes": [outcome]} if is_planned else {"support_without_plan": [support]}
    (line,) = case(pupil(plan, weeks=WEEKS), today=after(WEEKS)).tried
    theme = own or (of_outcome if is_planned else None)
    declared = True if depends else None if theme is None else theme == "attendance"
    assert line.about_attendance is declared
    assert (line.before_after is not None) is (declared is True)


@given(
    st.lists(st.tuples(THEMES.filter(bool), st.booleans(), st.booleans(), st.booleans()), max_size=3),
    st.integers(-1, 2),
)
def test_an_action_is_measured_by_attendance_only_where_what_it_answers_is_about_that(
    themes: list[tuple[str, bool, bool, bool]], of: int
) -> None:
    """The concern that it is for, and each one whose driver it tests; a restricted one tells nothing of an open action."""
    concerns = [
        concern(
            id=f"c{index}",
            theme=theme,
            restricted=is_closed,
            drivers=[
                {"id": "d1", "driver": "sleep", "certainty": "suspected", "restricted": is_closed_driver}
                | ({"test": "a1"} if is_tested else {})
            ],
        )
        for index, (theme, is_tested, is_closed, is_closed_driver) in enumerate(themes)
    ]
    answered = {
        theme
        for index, (theme, is_tested, is_closed, is_closed_driver) in enumerate(themes)
        if index == of or (is_tested and not is_closed and not is_closed_driver)
    }
    action = {"id": "a1", "kind": "mentor", "what": "Attendance call", "started_on": BEGAN, "status": "open"}
    action |= {"concern": f"c{of}"} if of >= 0 else {}
    (line,) = case(pupil(weeks=WEEKS, actions=[action], concerns=concerns), today=after(WEEKS)).tried
    declared = "attendance" in answered if answered else None
    assert line.about_attendance is declared
    assert (line.before_after is not None) is (declared is True)
