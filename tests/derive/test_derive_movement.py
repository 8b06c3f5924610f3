"""Movement against the pupil's own earlier weeks, runs of consecutive absence, and the trend beside the pupil's own aim."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from derive_builders import MONDAY, WHOLE, after, case, in_order, pupil, school
from hypothesis import given
from hypothesis import strategies as st
from pattern_builders import attendance_of, missed_on, one_term, week

from liverecord.model.attendance import Movement, TrendWeek

MARKS = ("/", "\\", "L", "O", "I", "U", "C2", "#", "Y1", "-")
any_weeks = st.lists(st.lists(st.sampled_from(MARKS), min_size=10, max_size=10), min_size=1, max_size=14)


def away(sessions: int) -> str:
    """Return a week of which so many sessions are missed, the first ones."""
    return "".join("O" if place < sessions else "/\\"[place % 2] for place in range(10))


def moved(weeks: list[str]) -> tuple[Movement, Movement]:
    """Return the movement of the newest week, and of the newest four."""
    newest, four = attendance_of(weeks).movements
    assert (newest.span, four.span) == ("week", "four_weeks")
    return newest, four


# ── Movement ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("newest", "change"), [(0, "fewer"), (1, "same"), (2, "same"), (3, "same"), (4, "more"), (10, "more")]
)
def test_a_week_moved_by_so_many_sessions(newest: int, change: str) -> None:
    """Two sessions a week missed before: two more or two fewer in the newest week is a movement, one is none."""
    found, _ = moved([away(2)] * 4 + [away(newest)])
    assert found.change == change
    assert (found.missed, found.possible, found.weeks) == (newest, 10, 1)
    assert (found.earlier_missed, found.earlier_possible, found.earlier_weeks) == (8, 40, 4)
    assert found.first == found.last == MONDAY + timedelta(weeks=4)


@pytest.mark.parametrize(
    ("newest", "change"),
    [([1, 1, 1, 1], "same"), ([2, 2, 2, 2], "more"), ([2, 2, 2, 1], "same"), ([0, 0, 0, 0], "fewer")],
)
def test_four_weeks_moved_by_so_many_sessions(newest: list[int], change: str) -> None:
    """One session a week missed before: four more, or four fewer, of the newest four weeks together."""
    _, four = moved([away(1)] * 4 + [away(count) for count in newest])
    assert (four.change, four.missed, four.weeks) == (change, sum(newest), 4)
    assert (four.first, four.last) == (MONDAY + timedelta(weeks=4), MONDAY + timedelta(weeks=7))
    assert (four.earlier_weeks, four.earlier_missed, four.earlier_possible) == (4, 4, 40)


def test_too_few_weeks_tell_of_no_movement() -> None:
    """Fewer than four earlier weeks are no measure, and three weeks are not four: unknown, with the counts there are."""
    newest, four = moved([away(0)] * 3 + [away(9)])
    assert (newest.change, newest.earlier_weeks, newest.missed) == ("unknown", 3, 9)
    assert (four.change, four.weeks, four.earlier_weeks) == ("unknown", 4, 0)
    newest, four = moved([away(0)] * 4 + [away(9)])
    assert (newest.change, four.change) == ("more", "unknown")
    assert attendance_of([]).movements == ()
    assert attendance_of(["## ## ## ## ##"] * 6).movements == ()


def test_agreed_absence_is_no_movement() -> None:
    """A week is counted against the agreed timetable: nothing expected is nothing to move, and C2 is not missed."""
    newest, _ = moved([away(0)] * 5 + ["C2C2 C2C2 C2C2 C2C2 C2C2"])
    assert (newest.change, newest.missed, newest.possible) == ("unknown", 0, 0)
    newest, _ = moved([away(1)] * 5 + ["OC2 /C2 /C2 /C2 /C2"])
    assert (newest.change, newest.missed, newest.possible) == ("same", 1, 5)


def test_weeks_that_were_not_held_are_passed_over() -> None:
    """A closed week, and one on which the pupil could not come, are no weeks of the span; weeks without marks are named."""
    weeks = in_order([*[away(1)] * 5, "## ## ## ## ##", away(1), WHOLE, WHOLE])
    del weeks[MONDAY + timedelta(weeks=1)]
    weeks[MONDAY + timedelta(weeks=8)] = "/- /\\ /\\ /\\ /\\"
    _, four = attendance_of(weeks).movements
    assert (four.first, four.last) == (MONDAY + timedelta(weeks=4), MONDAY + timedelta(weeks=8))
    assert (four.weeks, four.missed, four.possible) == (4, 2, 39)
    assert (four.earlier_weeks, four.earlier_missed, four.change) == (3, 3, "unknown")
    assert four.gaps == (MONDAY + timedelta(weeks=1), MONDAY + timedelta(weeks=8))


def test_a_pupil_is_compared_with_this_school_year_alone() -> None:
    """Last summer's weeks are no measure of this autumn's."""
    weeks = {**in_order([away(0)] * 6, date(2026, 6, 1)), **in_order([away(5)] * 2, MONDAY)}
    newest, _ = attendance_of(weeks).movements
    assert (newest.change, newest.earlier_weeks) == ("unknown", 1)


@given(any_weeks)
def test_movement_agrees_with_fractions(weeks: list[list[str]]) -> None:
    """The change is what dividing exactly would give."""
    for found in attendance_of(["".join(marks) for marks in weeks]).movements:
        if found.change == "unknown":
            assert found.earlier_weeks < 4 or not found.possible or not found.earlier_possible
            continue
        share = Fraction(found.earlier_missed, found.earlier_possible)
        more = found.missed - share * found.possible
        line = {"week": 2, "four_weeks": 4}[found.span]
        assert found.change == ("more" if more >= line else "fewer" if more <= -line else "same")


# ── Runs ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_run_goes_over_days_that_were_not_held() -> None:
    """Absence from Thursday to Tuesday is one run: weekend, closed day, no transport and agreed absence do not break it."""
    weeks = ["/\\ /\\ /\\ IO I#", "## Y1I OC2 /\\ /\\"]
    (run,) = attendance_of([WHOLE, *weeks, WHOLE]).runs
    assert (run.first, run.last) == (date(2026, 9, 17), date(2026, 9, 23))
    assert (run.sessions, run.unauthorised) == (5, 2)
    assert (run.at_least, run.ongoing) == (False, False)


def test_a_run_goes_over_a_holiday() -> None:
    """Half term lies between two school weeks, and what came before and after is one absence."""
    weeks = {date(2026, 10, 19): "/\\ /\\ /\\ /\\ II", date(2026, 11, 2): "II /\\ /\\ /\\ /\\"}
    (run,) = attendance_of(weeks, school()).runs
    assert (run.first, run.last, run.sessions, run.at_least) == (
        date(2026, 10, 23),
        date(2026, 11, 2),
        4,
        False,
    )


def test_three_sessions_are_no_run() -> None:
    """Fewer sessions than thresholds.yml asks for are not spoken of, and attendance between them ends a run."""
    assert attendance_of([WHOLE, "/\\ II I\\ /\\ /\\"]).runs == ()
    assert attendance_of([WHOLE, "/\\ II /I II /\\"]).runs == ()
    assert len(attendance_of([WHOLE, "/\\ II II /\\ /\\"]).runs) == 1


def test_a_session_without_a_mark_ends_a_run_and_is_said() -> None:
    """What is not known is neither missed nor attended: the run may have been longer."""
    assert attendance_of([WHOLE, "/\\ II I- II /\\", WHOLE]).runs == ()
    longer = attendance_of([WHOLE, "/\\ II II -I II", WHOLE]).runs
    assert [(run.sessions, run.at_least) for run in longer] == [(4, True)]
    weeks = in_order([WHOLE, "/\\ /\\ /\\ II II", WHOLE, "II II /\\ /\\ /\\"])
    del weeks[MONDAY + timedelta(weeks=2)]
    assert [run.at_least for run in attendance_of(weeks).runs] == [True, True]


def test_a_closed_day_without_a_mark_is_no_gap_of_a_run() -> None:
    """'-' on a day that school.yml closes is not waited for."""
    closed = one_term(closures=[{"date": date(2026, 9, 16)}])
    (run,) = attendance_of([WHOLE, "/\\ II -- II /\\"], closed).runs
    assert (run.sessions, run.at_least) == (4, False)


def test_a_run_that_reaches_the_newest_mark_goes_on() -> None:
    """Ongoing to the newest mark; a mark that is missing on a school day since makes it at least so long, today's does not."""
    weeks = in_order([WHOLE, "/\\ /\\ II II --"])
    (friday,) = case(pupil(weeks=weeks), one_term(), today=date(2026, 9, 18)).attendance.runs
    assert (friday.ongoing, friday.at_least) == (True, False)
    (saturday,) = case(pupil(weeks=weeks), one_term(), today=date(2026, 9, 19)).attendance.runs
    assert (saturday.ongoing, saturday.at_least) == (True, True)
    (over,) = attendance_of(["/\\ /\\ II II /\\"]).runs
    assert not over.ongoing


def test_without_terms_a_missing_week_may_have_been_held() -> None:
    """Where no terms are named, nobody knows whether the week between was holiday: two runs, each at least so long."""
    weeks = {MONDAY: "/\\ /\\ /\\ II II", MONDAY + timedelta(weeks=2): "II II /\\ /\\ /\\"}
    found = attendance_of(weeks, one_term(terms=[])).runs
    assert [(run.sessions, run.at_least) for run in found] == [(4, True), (4, True)]


def test_the_longest_runs_are_shown() -> None:
    """Longest first, of equal ones the newest, and no more than thresholds.yml allows."""
    weeks = [away(sessions) for sessions in (4, 6, 5, 6, 4, 4, 4)]
    found = attendance_of(weeks).runs
    assert [(run.sessions, run.first) for run in found] == [
        (sessions, MONDAY + timedelta(weeks=number))
        for sessions, number in ((6, 3), (6, 1), (5, 2), (4, 6), (4, 5))
    ]


@given(any_weeks)
def test_runs_hold_only_what_was_missed(weeks: list[list[str]]) -> None:
    """Runs do not overlap, and the days from first to last hold exactly their sessions missed, and none attended."""
    found = sorted(attendance_of(["".join(marks) for marks in weeks]).runs, key=lambda run: run.first)
    marks = {
        (MONDAY + timedelta(weeks=number, days=place // 2), place % 2): mark
        for number, typed in enumerate(weeks)
        for place, mark in enumerate(typed)
    }
    for run in found:
        assert run.sessions >= 4
        inner = [mark for (day, _), mark in marks.items() if run.first < day < run.last]
        assert set(inner) <= set("OIU") | {"C2", "#", "Y1"}
        assert (
            run.unauthorised
            <= run.sessions
            <= sum(
                mark in {"O", "I", "U"} for (day, _), mark in marks.items() if run.first <= day <= run.last
            )
        )


# ── Trend ───────────────────────────────────────────────────────────────────────────────────────────────


def trend_of(weeks: dict[date, str], **target: object) -> tuple[TrendWeek, ...]:
    """Return the trend of weeks, beside a target."""
    plan = {"attendance": {"target": target}} if target else {}
    return case(pupil(plan, weeks=weeks), one_term(), today=after(weeks)).attendance.trend


def test_the_trend_is_told_week_by_week() -> None:
    """Attended of possible, and of it and the three weeks before with marks; a gap has nothing, and is not counted as present."""
    weeks = in_order([away(0), away(1), away(2), away(3), away(4), WHOLE, away(5)])
    del weeks[MONDAY + timedelta(weeks=5)]
    found = trend_of(weeks)
    assert [(each.attended, each.possible) for each in found] == [
        (10, 10),
        (9, 10),
        (8, 10),
        (7, 10),
        (6, 10),
        (None, None),
        (5, 10),
    ]
    assert [(each.recent_attended, each.recent_possible) for each in found] == [
        (10, 10),
        (19, 20),
        (27, 30),
        (34, 40),
        (30, 40),
        (0, 0),
        (26, 40),
    ]
    assert [each.monday for each in found] == [MONDAY + timedelta(weeks=number) for number in range(7)]


def test_the_trend_is_counted_against_what_was_agreed() -> None:
    """C2 is neither attended nor possible; a week that was not held is no week of the trend."""
    found = trend_of(in_order(["OC2 /C2 /C2 /C2 /C2", "## ## ## ## ##", WHOLE]))
    assert [(each.attended, each.possible) for each in found] == [(4, 5), (10, 10)]


def test_the_trend_stands_beside_the_pupils_own_aim() -> None:
    """From the week in which it was agreed: the step that comes next, after the last step the aim, and the aim for ever after."""
    found = trend_of(
        in_order([WHOLE] * 6),
        aim=95,
        by="2026-10-07",
        agreed_on="2026-09-16",
        steps=[{"date": "2026-09-28", "aim": 80}, {"date": "2026-09-18", "aim": 60}],
    )
    assert [each.aim for each in found] == [None, 60, 80, 80, 95, 95]


def test_an_aim_without_a_day_stands_beside_no_week() -> None:
    """Nobody knows which weeks a target was agreed for, if nobody wrote when; without a target there is no aim."""
    assert {each.aim for each in trend_of(in_order([WHOLE] * 3), aim=95, by="2026-12-01")} == {None}
    assert {each.aim for each in trend_of(in_order([WHOLE] * 3))} == {None}


def test_figures_and_trend_add_up() -> None:
    """The weeks of the trend add up to the figure against the agreed timetable."""
    attendance = attendance_of([*missed_on(["tue AM"], 3, 6), week({"mon AM": "C2"}), week({"fri PM": "-"})])
    assert attendance.figures is not None
    assert sum(each.possible or 0 for each in attendance.trend) == attendance.figures.agreed_possible
    assert sum(each.attended or 0 for each in attendance.trend) == attendance.figures.attended
