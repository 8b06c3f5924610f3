"""The pupil's own expectation: target and steps, the agreed timetable, and how long others have been waited for."""

from datetime import date, timedelta
from typing import Any

import pytest
from derive_builders import MONDAY, TODAY, WHOLE, after, case, example, in_order, pupil, rulebook, school

from liverecord.derive.expectation import is_expected
from liverecord.model.attendance import PartTime, Progress

IDRIS = "p-9wtr"


# ── The target ──────────────────────────────────────────────────────────────────────────────────────────


def progress(weeks: Any, today: date = TODAY, at: Any = None, **target: Any) -> Progress | None:
    """Return the progress towards a target of 92 per cent by March."""
    agreed = {"aim": 92, "by": "2027-03-25", **target}
    marks = weeks if isinstance(weeks, dict) else in_order(weeks)
    return case(pupil({"attendance": {"target": agreed}}, weeks=marks), at, today=today).progress


def test_progress_is_counted_since_the_target_was_agreed() -> None:
    """From the day of agreement on, within its week, beside the pupil's own baseline."""
    found = progress(["OO OO OO /\\ /\\", WHOLE], agreed_on="2026-09-09", baseline=61)
    assert (found.attended, found.possible, found.percent) == (14, 16, "87.5")
    assert (found.since, found.baseline, found.aim) == (date(2026, 9, 9), 61, 92)


def test_without_a_day_of_agreement_the_school_year_counts() -> None:
    """From its first mark; without any mark from its first day, and then there is no percentage."""
    found = progress(["-- /\\ /\\ /\\ OO"])
    assert (found.since, found.attended, found.possible) == (date(2026, 9, 8), 6, 8)
    bare = progress({})
    assert (bare.since, bare.attended, bare.possible, bare.percent) == (date(2026, 8, 1), 0, 0, None)
    assert case(pupil(weeks=in_order([WHOLE]))).progress is None


def test_a_target_of_last_school_year_is_followed_across_the_summer() -> None:
    """The agreement does not end with a school year: its sessions count from the day it was made."""
    weeks = {date(2026, 7, 6): WHOLE, MONDAY: "OO /\\ /\\ /\\ /\\"}
    found = progress(weeks, agreed_on="2026-07-08", at=school(terms=[]))
    assert (found.attended, found.possible) == (14, 16)


def test_agreed_absence_is_not_missed() -> None:
    """C2 leaves the sum, as it does in the figure against the agreed timetable."""
    found = progress(["/C2 /C2 /C2 IC2 /C2"], agreed_on="2026-09-07")
    assert (found.attended, found.possible, found.percent) == (4, 5, "80.0")


@pytest.mark.parametrize(
    ("today", "aim", "by"),
    [
        (date(2026, 10, 1), 70, date(2026, 10, 23)),
        (date(2026, 10, 23), 70, date(2026, 10, 23)),
        (date(2026, 10, 24), 80, date(2026, 12, 18)),
        (date(2026, 12, 19), 92, date(2027, 3, 25)),
        (date(2027, 5, 1), 92, date(2027, 3, 25)),
    ],
)
def test_the_next_step_is_what_is_aimed_at_now(today: date, aim: int, by: date) -> None:
    """The step on or after today, whatever their order in the file; after the last step the aim itself."""
    steps = [{"date": "2026-12-18", "aim": 80}, {"date": "2026-10-23", "aim": 70}]
    found = progress([WHOLE], today, steps=steps)
    assert (found.now_aim, found.now_by) == (aim, by)


def test_progress_is_never_rounded_onto_an_aim() -> None:
    """A figure just over a step is printed over it: 96.03 per cent is not 96.0."""
    weeks = in_order(["OO OO OO /\\ /\\", "OO OO OO /\\ /\\", *[WHOLE] * 28], first=date(2026, 1, 5))
    weeks[date(2026, 9, 7)] = "####/\\-- --"
    found = progress(
        weeks, agreed_on="2026-01-05", at=school(terms=[]), steps=[{"date": "2026-12-18", "aim": 96}]
    )
    assert (found.attended, found.possible, found.percent) == (290, 302, "96.1")
    assert 100 * 290 > 96 * 302


def test_gaps_stand_beside_progress() -> None:
    """Only weeks short of marks since the agreement are named."""
    weeks = {MONDAY: "-- /\\ /\\ /\\ /\\", date(2026, 9, 21): WHOLE}
    assert progress(weeks, agreed_on="2026-09-07", today=after(weeks)).gaps == (MONDAY, date(2026, 9, 14))
    assert progress(weeks, agreed_on="2026-09-14", today=after(weeks)).gaps == (date(2026, 9, 14),)


# ── The part-time timetable ─────────────────────────────────────────────────────────────────────────────


def part_time(*weeks: str, today: date = date(2026, 10, 30), **fields: Any) -> PartTime | None:
    """Return the timetable of mornings for three weeks from 14 September, with two steps, as of a day."""
    agreed = {
        "reason": "Return after an operation",
        "from": "2026-09-14",
        "until": "2026-10-02",
        "expected": "yn yn yn yn yn",
        "steps": [
            {"date": "2026-09-23", "expected": "yy yn yy yn yy"},
            {"date": "2026-10-05", "expected": "yy yy yy yy yy"},
        ],
        **fields,
    }
    plan = {"attendance": {"part_time_timetable": agreed}}
    return case(pupil(plan, weeks=in_order(weeks)), today=today).part_time


@pytest.mark.parametrize(
    ("today", "state", "grid_from", "next_from"),
    [
        (date(2026, 9, 13), "ahead", date(2026, 9, 14), date(2026, 9, 23)),
        (date(2026, 9, 14), "running", date(2026, 9, 14), date(2026, 9, 23)),
        (date(2026, 9, 23), "running", date(2026, 9, 23), date(2026, 10, 5)),
        (date(2026, 10, 2), "running", date(2026, 9, 23), date(2026, 10, 5)),
        (date(2026, 10, 3), "over", date(2026, 9, 23), date(2026, 10, 5)),
        (date(2026, 10, 5), "over", date(2026, 9, 23), None),
    ],
)
def test_the_grid_in_force_follows_its_steps(
    today: date, state: str, grid_from: date, next_from: date | None
) -> None:
    """Ahead, running and over by its days, both included; the grid is the last step's, and the next is told."""
    found = part_time(today=today)
    assert (found.state, found.expected_from, found.next_from) == (state, grid_from, next_from)
    assert found.expected == ("yy yn yy yn yy" if grid_from.day == 23 else "yn yn yn yn yn")
    assert (found.next_expected is None) == (next_from is None)


def test_only_expected_sessions_count_and_agreed_absence_is_none() -> None:
    """Attended of what the grid of each day expects; C2 is told apart, an afternoon off is never missed whatever its mark."""
    found = part_time(WHOLE, "/C2 IC2 /\\ /I OC2", "/C2 /C2 // /C2 /I")
    assert (found.attended, found.possible) == (9, 12)
    assert (found.agreed_absences, found.other_absences) == (6, 3)


def test_agreed_absence_on_an_expected_session_is_not_agreed() -> None:
    """The agreement is about times: C2 on a session that the grid expects is a session missed."""
    found = part_time(WHOLE, "C2C2 /C2 /C2 /C2 /C2")
    assert (found.attended, found.possible, found.agreed_absences, found.other_absences) == (4, 5, 5, 1)


def test_sessions_that_could_not_be_held_are_not_expected() -> None:
    """Closed days, transport that did not come, and missing marks leave the sum; the gap is named."""
    found = part_time(WHOLE, "## Y1C2 /C2 -- /C2")
    assert (found.attended, found.possible, found.agreed_absences) == (2, 2, 3)
    assert found.gaps[0] == date(2026, 9, 14)


def test_nothing_counts_outside_its_days() -> None:
    """Before it began and after it ended, attendance is nobody's part-time timetable."""
    found = part_time("OO OO OO OO OO", *["/C2 /C2 /C2 /C2 /C2"] * 2, "OO OO OO OO OO", "OO OO OO OO OO")
    assert found.possible == 5 + 7 + 8
    assert part_time(today=date(2026, 9, 13)).possible == 0
    assert case(pupil()).part_time is None


def test_without_an_end_it_runs_on() -> None:
    """An agreement without an end is wrong, and still counted up to today."""
    assert part_time(until=None).state == "running"


@pytest.mark.parametrize("grid", ["", "y", "yn yn yn yn yn", "yes no"])
def test_a_grid_is_read_as_far_as_it_goes(grid: str) -> None:
    """What a grid does not say is not expected."""
    assert [is_expected(grid, session) for session in (0, 9)] == [grid.startswith("y"), False]


def test_idris_part_time() -> None:
    """The example: 20 of 22 expected sessions attended, 13 agreed absences, over since 20 November, full time from the 23rd."""
    found = example(IDRIS).part_time
    assert (found.state, found.expected, found.expected_from) == (
        "over",
        "yn yy yn yy yn",
        date(2026, 11, 9),
    )
    assert (found.next_from, found.next_expected) == (date(2026, 11, 23), "yy yy yy yy yy")
    assert (found.attended, found.possible) == (20, 22)
    assert (found.agreed_absences, found.other_absences) == (13, 2)
    assert found.gaps == (date(2026, 10, 19), date(2026, 11, 9))


# ── Waiting for others ──────────────────────────────────────────────────────────────────────────────────


def waits(today: date = TODAY, **fields: Any):
    """Return the waits of a pupil with one circumstance."""
    circumstance = {"id": "q1", "kind": "referral", **fields}
    return case(pupil({"circumstances": [circumstance]}), today=today).waits


def test_an_open_wait_is_told_in_whole_weeks() -> None:
    """From the request, else the sending, else the acceptance; six days are no week, seven are one."""
    (found,) = waits(requested_on="2026-11-15", sent_on="2026-11-20")
    assert (found.circumstance, found.since, found.weeks) == ("q1", date(2026, 11, 15), 1)
    assert waits(sent_on="2026-11-16")[0].weeks == 0
    assert waits(accepted_on="2026-11-01")[0].since == date(2026, 11, 1)
    assert example(IDRIS).waits[0].weeks == 20


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"sent_on": "2026-12-01"},
        {"sent_on": "2026-07-01", "ended_on": "2026-10-01"},
        {"sent_on": "2026-07-01", "stage": "completed"},
        {"sent_on": "2026-07-01", "status": "declined"},
        {"sent_on": "2026-07-01", "kind": "medical_event"},
    ],
)
def test_what_is_not_waited_for(fields: dict[str, Any]) -> None:
    """Without a day, sent ahead, ended, or of a kind that nobody answers: no wait is counted."""
    assert waits(**fields) == ()


def test_the_clock_of_a_needs_assessment() -> None:
    """Six and twenty weeks from the receipt of the request; the sixteen bind only an authority that will issue no plan (SEND Regulations 2014)."""
    asked = date(2026, 7, 6)
    (found,) = waits(kind="needs_assessment", received_on=asked)
    assert [deadline.due for deadline in found.deadlines] == [
        asked + timedelta(weeks=weeks) for weeks in (6, 20)
    ]
    rules = {rule.id: rule for rule in rulebook().reviews}
    labels = [rules[f"needs_assessment_{name}"].asks for name in ("decide", "final")]
    assert [deadline.label for deadline in found.deadlines] == labels
    assert [deadline.passed for deadline in found.deadlines] == [True, False]
    (today,) = waits(asked + timedelta(weeks=6), kind="needs_assessment", received_on=asked)
    assert [deadline.passed for deadline in today.deadlines] == [False, False, False]


@pytest.mark.parametrize(
    ("stage", "open_still"), [("requested", 2), ("assessing", 1), ("draft_plan", 1), (None, 2)]
)
def test_a_clock_holds_only_what_is_still_awaited(stage: str | None, open_still: int) -> None:
    """Once the authority has decided to assess, or drafted a plan, the day by which it had to is no deadline any more."""
    (found,) = waits(kind="needs_assessment", received_on="2026-07-06", stage=stage)
    assert len(found.deadlines) == open_still


def test_only_a_request_starts_the_clock() -> None:
    """A referral has no clock, and an assessment whose request was received on no known day none either."""
    assert waits(requested_on="2026-07-06")[0].deadlines == ()
    assert waits(kind="needs_assessment", requested_on="2026-07-06")[0].deadlines == ()
    assert waits(kind="needs_assessment", sent_on="2026-07-06")[0].deadlines == ()


def test_a_restricted_wait_stays_restricted() -> None:
    """What is restricted in the plan is restricted wherever it is counted."""
    (found,) = waits(sent_on="2026-07-06", restricted=True)
    assert found.restricted
