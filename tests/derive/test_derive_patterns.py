"""Patterns planted in registers are found with their evidence, and what only looks like one is not."""

from datetime import date, timedelta

import pytest
from derive_builders import MONDAY, WHOLE, in_order, rulebook
from hypothesis import given
from hypothesis import strategies as st
from pattern_builders import (
    DAYS,
    attendance_of,
    cells,
    found,
    missed_on,
    one_term,
    week,
)

SCHOOL_WEEKS = 12
MARKS = ("/", "\\", "L", "O", "I", "U", "M", "N", "C2", "#", "Y1", "B", "-")
any_weeks = st.lists(
    st.lists(st.sampled_from(MARKS), min_size=10, max_size=10).map("".join), min_size=1, max_size=14
)


# ── The same sessions of the week ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("names", "times", "of", "others"),
    [
        (["tue AM", "thu AM"], 6, 9, 27),
        (["tue AM", "tue PM"], 6, 6, 48),
        (["fri PM"], 5, 8, 32),
        (["mon AM", "fri PM"], 6, 8, 64),
        (["mon AM", "mon PM", "fri AM", "fri PM"], 6, 8, 48),
    ],
    ids=[
        "two mornings",
        "a whole day",
        "one session",
        "a morning and an afternoon",
        "either end of the week",
    ],
)
def test_sessions_missed_each_week_are_found(names: list[str], times: int, of: int, others: int) -> None:
    """The half days planted, and no other, with n of m on both sides and a day for each session missed."""
    kinds = found(missed_on(names, times, of))
    assert list(kinds) == ["sessions"]
    pattern = kinds["sessions"]
    assert cells(pattern) == names
    assert (pattern.missed, pattern.possible) == (times * len(names), of * len(names))
    assert (pattern.other_missed, pattern.other_possible) == (0, others)
    assert {(cell.missed, cell.possible) for cell in pattern.cells} == {(times, of)}
    assert pattern.dates == tuple(
        MONDAY + timedelta(weeks=number, days=DAYS.index(name.split()[0]))
        for number in range(times)
        for name in names
    )
    assert (pattern.half, pattern.after_closing, pattern.gaps) == (None, 0, ())


@pytest.mark.parametrize("times", range(9))
def test_one_repeat_less_is_no_pattern(times: int) -> None:
    """Four Tuesday mornings of eight are a pattern, three are not: fewer than the share that thresholds.yml asks for."""
    assert bool(found(missed_on(["tue AM"], times, 8))) is (times >= 4)


def test_what_chance_would_bring_is_no_pattern() -> None:
    """Three of seven Tuesday mornings have the repeats and the share; chance would bring the like to too many pupils."""
    assert found(missed_on(["tue AM"], 3, 7)) == {}
    assert list(found(missed_on(["tue AM"], 4, 7))) == ["sessions"]


def test_absences_here_and_there_hide_a_pattern_no_more_than_they_should() -> None:
    """The same Tuesdays are a pattern among few other absences, and none among as many on every day."""
    tuesdays = missed_on(["tue AM"], 6, 10)
    few = [*tuesdays[:8], week({"wed AM": "O"}), week({"mon AM": "O"})]
    assert found(few)["sessions"].other_missed == 2
    # Monday, Wednesday, Thursday and Friday mornings in turn, five times each.
    turns = [["mon AM", "wed AM"], ["thu AM", "fri AM"]]
    many = [
        week(dict.fromkeys([*(["tue AM"] if turn < 6 else []), *turns[turn % 2]], "O")) for turn in range(10)
    ]
    assert found(many).keys() <= {"half"}


@pytest.mark.parametrize(
    "weeks",
    [
        [WHOLE] * 8,
        [*[WHOLE] * 7, week({"tue AM": "O"})],
        [*[WHOLE] * 5, *[week({"tue AM": "O"})] * 2],
        ["II II II II II"] * 4,
        [*[WHOLE] * 6, *["II II II II II"] * 2],
        ["/C2 /C2 /C2 /C2 /C2"] * 6,
        ["/\\ C2C2 /\\ /\\ /\\"] * 8,
        ["/\\ Y1Y1 /\\ /\\ /\\"] * 8,
        ["/\\ ## /\\ /\\ /\\"] * 8,
        ["/\\ -- /\\ /\\ /\\"] * 8,
        ["O\\ /O /\\ /\\ /\\", "/\\ O\\ /O /\\ /\\", "/\\ /\\ O\\ /O /\\", "/\\ /\\ /\\ O\\ /O"] * 2,
    ],
    ids=[
        "present",
        "one absence",
        "two",
        "all of it",
        "a fortnight",
        "agreed afternoons",
        "an agreed day",
        "no transport",
        "closed",
        "no marks",
        "here and there",
    ],
)
def test_what_is_no_pattern(weeks: list[str]) -> None:
    """No absence, one, two alike, an illness, what was agreed, not possible, closed or unknown, and scattered absences are no pattern."""
    attendance = attendance_of(weeks)
    assert attendance.patterns == ()
    assert attendance.looked is not None
    assert attendance.looked.enough


@given(st.integers(4, 14), st.integers(0, 139), st.integers(1, 140), st.sampled_from("OIN"))
def test_a_single_absence_is_never_a_pattern(weeks: int, start: int, length: int, mark: str) -> None:
    """Sessions missed one after another are one absence, however many and wherever they lie: once is not again."""
    marks = [mark if start <= place < start + length else "/\\"[place % 2] for place in range(10 * weeks)]
    school = one_term(
        transitions=[{"date": "2026-10-12", "name": "The new building"}],
        closures=[{"date": "2026-10-09"}, {"date": "2026-11-18"}],
    )
    typed = ["".join(marks[place : place + 10]) for place in range(0, len(marks), 10)]
    assert attendance_of(typed, school).patterns == ()


def test_agreed_absence_is_not_compared_with_either() -> None:
    """Of a pupil who comes in the mornings, by agreement, only mornings are compared: the afternoons are neither missed nor attended."""
    mornings = [
        "/C2 OC2 /C2 /C2 /C2",
        "/C2 OC2 /C2 /C2 /C2",
        "/C2 OC2 /C2 /C2 /C2",
        "/C2 /C2 /C2 /C2 /C2",
    ] * 3
    pattern = found(mornings)["sessions"]
    assert cells(pattern) == ["tue AM"]
    assert (pattern.missed, pattern.possible, pattern.other_missed, pattern.other_possible) == (9, 12, 0, 48)


def test_closed_days_are_not_counted() -> None:
    """A Tuesday on which school was closed is no Tuesday attended."""
    weeks = [*missed_on(["tue AM"], 6, 8), "/\\ ## /\\ /\\ /\\"]
    pattern = found(weeks)["sessions"]
    assert (pattern.missed, pattern.possible) == (6, 8)


def test_arrivals_after_closing_are_told_apart() -> None:
    """U counts as missed, and the pattern says how many of the missed were arrivals; the lateness is not said a second time."""
    weeks = [*missed_on(["tue AM"], 4, 4, "U"), *missed_on(["tue AM"], 2, 6)]
    kinds = found(weeks)
    assert list(kinds) == ["sessions"]
    assert (kinds["sessions"].missed, kinds["sessions"].after_closing) == (6, 4)


def test_equal_half_days_stand_or_fall_together() -> None:
    """Where six half days are missed alike, four of them are no pattern: the order of the week decides nothing."""
    names = ["mon AM", "mon PM", "tue AM", "tue PM", "wed AM", "thu PM"]
    pattern = found(missed_on(names, 7, 10)).get("sessions")
    assert pattern is None or set(cells(pattern)) in (set(names), set(names[:4]))


# ── Mornings and afternoons ─────────────────────────────────────────────────────────────────────────────


def test_mornings_are_found() -> None:
    """Mornings missed on every day of the week are set against the afternoons."""
    kinds = found(["O\\ O\\ O\\ O\\ O\\"] * 4)
    assert list(kinds) == ["half"]
    half = kinds["half"]
    assert (half.half, {cell.half for cell in half.cells}, len(half.cells)) == ("AM", {"AM"}, 5)
    assert (half.missed, half.possible, half.other_missed, half.other_possible) == (20, 20, 0, 20)


def test_whole_days_are_neither_half() -> None:
    """An absence of a whole day begins in the morning; it is no reason to speak of mornings."""
    days = [week({f"{DAYS[number % 5]} AM": "I", f"{DAYS[number % 5]} PM": "I"}) for number in range(12)]
    assert found(days) == {}


def test_one_thing_is_said_once() -> None:
    """Tuesday and Thursday mornings are mornings too: the narrower sentence stands alone, where it says more."""
    assert list(found(missed_on(["tue AM", "thu AM"], 12, 12))) == ["sessions"]


# ── Lateness ────────────────────────────────────────────────────────────────────────────────────────────


def test_lateness_in_the_same_sessions_is_found() -> None:
    """L and U are arrivals, of all sessions that the pupil came to; the absences of other days are none."""
    weeks = [week({"mon AM": mark, "wed AM": "L", "fri AM": "I"}) for mark in "LLULLL"]
    late = found([*weeks, WHOLE, WHOLE])["late"]
    assert cells(late) == ["mon AM", "wed AM"]
    assert (late.missed, late.possible, late.after_closing) == (12, 16, 1)
    # Other mornings that the pupil came to: Tuesday and Thursday, and two of the Fridays.
    assert (late.other_missed, late.other_possible) == (0, 18)
    assert late.dates[:2] == (MONDAY, MONDAY + timedelta(days=2))


def test_lateness_every_morning_is_told_of_mornings() -> None:
    """Late on most mornings and never in the afternoon: all mornings, against the afternoons."""
    weeks = [week({f"{day} AM": "L" for day in DAYS if day != skipped}) for skipped in DAYS * 2]
    kinds = found(weeks)
    assert list(kinds) == ["late"]
    assert (kinds["late"].half, kinds["late"].missed, kinds["late"].other_possible) == ("AM", 40, 50)


@pytest.mark.parametrize(("before_closing", "kinds"), [(2, ["sessions"]), (5, ["sessions", "late"])])
def test_lateness_that_no_absence_counts_is_told_too(before_closing: int, kinds: list[str]) -> None:
    """Where most absences are arrivals after closing one sentence is enough, unless the pupil often came late before closing as well."""
    marks = "L" * before_closing + "U" * (12 - before_closing)
    assert list(found([week({"tue AM": mark}) for mark in marks])) == kinds


@pytest.mark.parametrize("times", [0, 1, 2, 3])
def test_some_lateness_is_no_pattern(times: int) -> None:
    """A few late Mondays of eight are no pattern."""
    assert found(missed_on(["mon AM"], times, 8, "L")) == {}


def test_lateness_that_became_absence_is_found() -> None:
    """Late on Tuesdays for six weeks, away on Tuesdays for the next six: the absences, those before, and the lateness before."""
    weeks = [*missed_on(["tue AM"], 6, 6, "L"), *missed_on(["tue AM"], 6, 6)]
    became = found(weeks)["late_to_absent"]
    assert cells(became) == ["tue AM"]
    assert (became.missed, became.possible, became.other_missed, became.other_possible) == (6, 6, 0, 6)
    assert (became.late_before, became.after_closing, became.small) == (6, 0, True)
    assert became.dates == tuple(date(2026, 10, 20) + timedelta(weeks=number) for number in range(6))


def test_lateness_of_mornings_that_became_absence_is_found() -> None:
    """The same for all mornings, where lateness and absence moved from day to day."""
    early = [
        week({f"{DAYS[number % 5]} AM": "L", f"{DAYS[(number + 2) % 5]} AM": "U"}) for number in range(6)
    ]
    after = [week({f"{day} AM": "O" for day in DAYS if day != DAYS[number % 5]}) for number in range(6)]
    became = found([*early, *after])["late_to_absent"]
    assert (became.half, became.late_before, became.missed, became.other_missed) == ("AM", 12, 24, 0)


@pytest.mark.parametrize(
    "weeks",
    [
        [*missed_on(["tue AM"], 2, 6, "L"), *missed_on(["tue AM"], 6, 6)],
        [*missed_on(["tue AM"], 6, 6, "L"), *missed_on(["tue AM"], 2, 6)],
        [*missed_on(["tue AM"], 6, 6, "L"), *missed_on(["tue AM"], 6, 6, "L")],
        [*missed_on(["tue AM"], 6, 6, "L"), *missed_on(["tue AM"], 6, 6, "U")],
        [*missed_on(["tue AM"], 3, 3, "L"), *missed_on(["tue AM"], 9, 9)],
        [*missed_on(["tue AM"], 6, 6), *missed_on(["tue AM"], 6, 6, "L")],
        [*missed_on(["tue AM"], 6, 6, "L"), *missed_on(["tue AM"], 6, 6, "-")],
        [*missed_on(["tue AM"], 6, 6, "L"), *missed_on(["tue AM"], 6, 6, "C2")],
    ],
    ids=[
        "late twice",
        "away twice",
        "late still",
        "later",
        "away before",
        "the other way round",
        "unknown",
        "agreed",
    ],
)
def test_what_did_not_become_absence(weeks: list[str]) -> None:
    """Lateness and absence must both repeat, in this order, and the absence must be new: U is an arrival still."""
    assert "late_to_absent" not in found(weeks)


# ── What was looked in ──────────────────────────────────────────────────────────────────────────────────


def test_too_few_marks_are_not_looked_in() -> None:
    """Fewer weeks or sessions than thresholds.yml asks for: no pattern is told, and that nothing could be."""
    three = attendance_of(["/\\ OO /\\ /\\ /\\"] * 3)
    assert (three.looked.enough, three.looked.weeks, three.looked.possible, three.patterns) == (
        False,
        3,
        30,
        (),
    )
    short = attendance_of(["/\\ OO /\\ XX XX"] * 4)
    assert (short.looked.enough, short.looked.weeks, short.looked.possible) == (False, 4, 24)
    assert attendance_of(["/\\ OO /\\ /\\ /\\"] * 4).looked.enough
    assert attendance_of([]).looked is None
    assert attendance_of(["-- -- -- -- --"]).looked is None


def test_only_the_newest_weeks_are_looked_in() -> None:
    """What lies further back than the window is a pattern no more; weeks that were not held take no place in it."""
    tuesdays = missed_on(["tue AM"], 3, 3)
    assert found([*tuesdays, *[WHOLE] * 11]) == {}
    closed = "## ## ## ## ##"
    weeks = [*missed_on(["tue AM"], 6, 6), closed, closed, *[WHOLE] * 6]
    looked = attendance_of(weeks).looked
    assert (looked.first, looked.last, looked.weeks) == (MONDAY, MONDAY + timedelta(weeks=13), SCHOOL_WEEKS)
    assert found(weeks)["sessions"].missed == 6


def test_gaps_are_left_out_and_named() -> None:
    """A week without marks, and a mark that is missing, are neither present nor absent, and every pattern names them."""
    weeks = in_order(missed_on(["tue AM", "thu AM"], 8, 10))
    del weeks[MONDAY + timedelta(weeks=9)]
    weeks[MONDAY + timedelta(weeks=10)] = week({"mon AM": "-", "tue AM": "-"})
    attendance = attendance_of(weeks)
    gaps = (MONDAY + timedelta(weeks=9), MONDAY + timedelta(weeks=10))
    (pattern,) = attendance.patterns
    assert attendance.looked.gaps == pattern.gaps == gaps
    assert attendance.looked.weeks == 10
    assert (pattern.missed, pattern.possible) == (16, 19)
    assert (pattern.other_missed, pattern.other_possible) == (0, 29)


def test_a_gap_before_the_window_is_not_named() -> None:
    """Weeks that no pattern looked at are no gap of it."""
    weeks = in_order([*[WHOLE] * 3, *missed_on(["tue AM"], 8, 12)])
    del weeks[MONDAY + timedelta(weeks=1)]
    (pattern,) = attendance_of(weeks).patterns
    assert pattern.gaps == ()


def test_small_numbers_are_said_to_be_small() -> None:
    """Below ten sessions on either side a page says that the numbers are small."""
    assert found(missed_on(["tue AM"], 6, 9))["sessions"].small
    assert not found(missed_on(["tue AM"], 6, 10))["sessions"].small


def test_last_years_weeks_are_not_looked_in() -> None:
    """A new school year begins with a new register."""
    weeks = {
        **in_order(missed_on(["tue AM"], 6, 6), date(2026, 6, 1)),
        **in_order([WHOLE] * 4, date(2026, 9, 7)),
    }
    attendance = attendance_of(weeks)
    assert (attendance.looked.weeks, attendance.patterns) == (4, ())


@given(any_weeks, st.booleans())
def test_a_pattern_carries_its_evidence(weeks: list[str], terms: bool) -> None:
    """The cells add up to the pattern, there is a day for every session missed, and nothing exceeds what was looked in."""
    school = one_term() if terms else one_term(terms=[])
    attendance = attendance_of(weeks, school)
    for pattern in attendance.patterns:
        assert pattern.missed == len(pattern.dates)
        assert list(pattern.dates) == sorted(pattern.dates)
        assert pattern.after_closing <= pattern.missed <= pattern.possible
        assert pattern.other_missed <= pattern.other_possible
        assert pattern.missed * pattern.other_possible > pattern.other_missed * pattern.possible
        assert set(pattern.gaps) <= set(attendance.looked.gaps)
        assert all(attendance.looked.first <= day for day in pattern.dates)
        if pattern.cells:
            assert pattern.missed == sum(cell.missed for cell in pattern.cells)
            assert pattern.possible == sum(cell.possible for cell in pattern.cells)
        if pattern.kind != "late":
            assert pattern.possible + pattern.other_possible <= attendance.looked.possible
            assert pattern.missed + pattern.other_missed <= attendance.looked.missed
    order = list(rulebook().codes.lists["pattern"])
    kinds = [order.index(pattern.kind) for pattern in attendance.patterns]
    assert kinds == sorted(kinds)
