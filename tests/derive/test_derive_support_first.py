"""Before any enforcement step: the national framework's count, the two returns to the authority, and who decides."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from derive_builders import MONDAY, WHOLE, after, case, in_order, pupil, school, staff
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.attendance import Run, Sickness
from liverecord.model.records import School

END = date(2026, 12, 31)
NO_TERMS = school(terms=[])
AWAY = "OO OO OO OO OO"
ILL = "II II II II II"
HOLIDAY_BETWEEN = school(
    terms=[
        {"name": "Summer 2", "start": "2026-06-01", "end": "2026-07-22"},
        {"name": "Autumn 1", "start": "2026-09-02", "end": "2026-10-23"},
        {"name": "Autumn 2", "start": "2026-11-02", "end": "2026-12-18"},
    ]
)
"""The end of one school year and the first half of the next."""


def first(
    weeks: Iterable[str] | Mapping[date, str],
    year: str = "8",
    at: School = NO_TERMS,
    today: date | None = None,
    **attendance: Any,
):
    """Return what calls for support first, for a pupil of a year group."""
    plan = {
        "pupil": {"given_name": "A", "family_name": "B", "year_group": year},
        "attendance": attendance,
    }
    marks = weeks if isinstance(weeks, Mapping) else in_order(weeks)
    return case(pupil(plan, weeks=marks), at, today=today or after(marks)).support_first


def near(weeks: Iterable[str] | Mapping[date, str], **given: Any):
    """Return the nearness to the national framework, or None."""
    found = first(weeks, **given)
    return found.nearness if found else None


def ill(weeks: Iterable[str] | Mapping[date, str], **given: Any) -> Sickness | None:
    """Return how near the sickness return is, or None."""
    found = first(weeks, **given)
    return found.sickness if found else None


def row(weeks: Iterable[str] | Mapping[date, str], **given: Any) -> Run | None:
    """Return the run that the attendance return asks about, or None."""
    found = first(weeks, **given)
    return found.away_in_a_row if found else None


def mornings(mark: str, count: int, weeks: int = 10) -> list[str]:
    """Return weeks of presence with so many mornings marked otherwise, from the first on."""
    marks = [f"{mark}\\" if number < count else "/\\" for number in range(5 * weeks)]
    return [" ".join(marks[week * 5 : week * 5 + 5]) for week in range(weeks)]


# ── The national framework (domain law 2.1) ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("count", "told", "reached"), [(7, False, False), (8, True, False), (9, True, False), (10, True, True)]
)
def test_exactly_ten_sessions_is_the_line(count: int, told: bool, reached: bool) -> None:
    """Eight sessions are near, nine are not the line, exactly ten are; fewer than eight are nobody's business."""
    found = near(mornings("O", count))
    assert (found is not None) is told
    if found is not None:
        assert (found.sessions, found.reached, found.limit) == (count, reached, 10)


def test_the_window_rolls_over_ten_school_weeks() -> None:
    """A session in the first of ten school weeks counts, one in the eleventh week back does not."""
    ten = mornings("O", 10)
    five = "U\\ U\\ U\\ U\\ U\\"
    assert near(ten).sessions == 10
    assert near([*ten, WHOLE]) is None
    assert near([five, *[WHOLE] * 8, five]).sessions == 10
    assert near([five, *[WHOLE] * 9, five]) is None


def test_sessions_need_not_follow_each_other() -> None:
    """Ten single mornings, one in each of ten weeks, are the line just as ten in a row."""
    assert near(["/\\ /\\ G\\ /\\ /\\"] * 10).reached
    assert near(["GGGGGGGGGG"]).reached


def test_the_window_spans_terms() -> None:
    """Holiday weeks are no school weeks: six before half term and four after it are one window."""
    weeks = in_order(["O\\ /\\ /\\ /\\ /\\"] * 7) | in_order(
        ["O\\ /\\ /\\ /\\ /\\"] * 3, first=date(2026, 11, 2)
    )
    found = near(weeks, at=school())
    assert (found.sessions, found.first, found.gaps) == (10, MONDAY, ())
    later = weeks | {date(2026, 11, 23): WHOLE}
    assert near(later, at=school()).sessions == 9


def test_weeks_before_the_first_mark_are_school_weeks_too() -> None:
    """A register that begins late says nothing of the weeks before: they are in the window, named, and never taken for presence."""
    who = {"given_name": "A", "family_name": "B", "year_group": "8", "on_roll_from": "2026-09-02"}
    of = pupil({"pupil": who}, weeks={date(2026, 11, 16): AWAY})
    found = case(of, school(), today=date(2026, 11, 22)).support_first.nearness
    assert (found.sessions, found.weeks, found.first) == (10, 1, date(2026, 9, 7))
    assert found.gaps == tuple(
        day
        for day in (date(2026, 9, 7) + timedelta(weeks=week) for week in range(10))
        if day != date(2026, 10, 26)
    )


def test_the_window_spans_the_summer() -> None:
    """Sessions of the last weeks of one school year and the first of the next count together; figures do not mix them."""
    weeks = in_order(["OO OO O\\ /\\ /\\"], first=date(2026, 7, 13)) | in_order(
        ["O\\ O\\ O\\ O\\ O\\", WHOLE]
    )
    found = near(weeks, at=HOLIDAY_BETWEEN, today=date(2026, 9, 20))
    assert (found.sessions, found.reached) == (10, True)
    attendance = case(pupil(weeks=weeks), HOLIDAY_BETWEEN, today=date(2026, 9, 20)).attendance
    assert attendance.figures.unauthorised == 5


def test_a_week_without_marks_is_a_school_week_and_a_gap() -> None:
    """A gap takes its place in the window, is counted as nothing, and is named."""
    five = "U\\ U\\ U\\ U\\ U\\"
    weeks = {MONDAY: five, date(2026, 9, 21): five}
    found = near(weeks, at=school(), today=date(2026, 9, 27))
    assert (found.sessions, found.weeks, found.gaps) == (10, 2, (date(2026, 9, 14),))


def test_a_week_in_which_the_pupil_could_not_attend_is_a_school_week() -> None:
    """School met, so that the week counts in the window; a week that the register calls closed does not."""
    five = "U\\ U\\ U\\ U\\ U\\"
    blocked = "Y1Y1 Y1Y1 Y1Y1 Y1Y1 Y1Y1"
    autumn = school(terms=[{"name": "Autumn", "start": "2026-09-07", "end": "2026-12-18"}])
    assert near([five, blocked, *[WHOLE] * 7, five], at=autumn).sessions == 10
    assert near([five, blocked, *[WHOLE] * 8, five], at=autumn) is None
    assert near([five, "## ## ## ## ##", *[WHOLE] * 8, five], at=autumn).sessions == 10


def test_only_g_n_o_and_u_count_and_n_is_told_apart() -> None:
    """Marks are counted one by one, in the register's order; N is provisional, because its reason may still be found."""
    found = near(["GN OU GN OU GN"])
    assert (found.sessions, found.provisional) == (10, 3)
    assert list(found.by_mark.items()) == [("G", 3), ("N", 3), ("O", 2), ("U", 2)]


def test_illness_and_agreed_absence_never_come_near() -> None:
    """Illness must be authorised and C2 was agreed: neither is counted, however much of it there is."""
    assert near(["II MM C2C2 EE RR"] * 10) is None
    assert near(["C2C2 C2C2 C2C2 C2C2 C2C2"] * 10) is None


@pytest.mark.parametrize(
    ("year", "applies"),
    [("N1", False), ("N2", False), ("R", False), ("8", True), ("11", True), ("12", False), ("X", False)],
)
def test_the_framework_is_for_compulsory_school_age(year: str, applies: bool) -> None:
    """Nothing is counted towards a notice or a return in a nursery year or past Year 11, and no step could follow there.

    Without a date of birth nobody knows who in Reception, or in a school that follows no years, is of the age.
    """
    found = first([AWAY, AWAY, ILL, ILL, ILL], year=year)
    assert (found is not None) is applies
    if found is not None:
        assert found.persistent
        assert None not in (found.nearness, found.sickness, found.away_in_a_row)


def test_the_framework_has_a_first_day() -> None:
    """Before 19 August 2024 the national framework was not in force."""
    assert near(in_order(mornings("O", 12), date(2024, 3, 4)), today=date(2024, 7, 1)) is None


@given(st.lists(st.lists(st.sampled_from("/OUGNIMB#"), min_size=10, max_size=10), min_size=1, max_size=14))
def test_the_count_is_that_of_the_last_ten_weeks(weeks: list[list[str]]) -> None:
    """Whatever the marks, the count is G, N, O and U of the last ten weeks in which school was held, and adds up by mark."""
    found = near(["".join(week) for week in weeks])
    held = [week for week in weeks if set(week) != {"#"}][-10:]
    counted = sum(mark in "GNOU" for week in held for mark in week)
    assert (found is not None) == (counted >= 8)
    if found is not None:
        assert (found.sessions, found.reached) == (counted, counted >= 10)
        assert sum(found.by_mark.values()) == counted
        assert found.provisional == found.by_mark.get("N", 0)


# ── The sickness return (domain law 2.2) ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("sessions", "state"), [(19, None), (20, "near"), (29, "near"), (30, "due"), (31, "due")]
)
def test_exactly_thirty_sessions_of_illness_are_due(sessions: int, state: str | None) -> None:
    """Fifteen days are thirty sessions, in a row or one by one; from ten days on a return may be due."""
    found = ill(mornings("I", sessions))
    assert (found.state if found else None) == state
    if found is not None:
        assert (found.sessions, found.limit_sessions, found.sent_on) == (sessions, 30, None)
    together = ill([*[ILL] * (sessions // 10), "".join("I" * (sessions % 10)).ljust(10, "/")])
    assert (together.state if together else None) == state


def test_only_illness_counts_towards_the_sickness_return() -> None:
    """Appointments (M), agreed absence (C2) and unauthorised absence are not illness."""
    assert ill(["MM C2C2 OO NN EE"] * 10) is None


def test_illness_is_counted_within_the_school_year() -> None:
    """What was missed before August is last year's; in a new school year without marks nothing is near."""
    weeks = in_order([ILL, ILL], first=date(2026, 7, 6)) | in_order([ILL])
    assert ill(weeks, at=HOLIDAY_BETWEEN, today=date(2026, 9, 20)) is None
    last_year = in_order([ILL, ILL], first=date(2026, 7, 6))
    assert ill(last_year, at=HOLIDAY_BETWEEN, today=date(2026, 7, 31)).sessions == 20
    assert ill(last_year, at=HOLIDAY_BETWEEN, today=date(2026, 8, 1)) is None


def test_a_return_that_was_sent_answers_for_the_school_year() -> None:
    """Sent this school year is sent; last year's return, or one dated ahead, answers for nothing."""
    weeks = [ILL, ILL, ILL]
    sent = ill(weeks, sickness_return={"sent_on": "2026-09-25"})
    assert (sent.state, sent.sent_on) == ("sent", date(2026, 9, 25))
    for other in ("2026-07-31", "2027-01-05"):
        again = ill(weeks, sickness_return={"sent_on": other})
        assert (again.state, again.sent_on) == ("due", None)


def test_gaps_stand_beside_the_count_of_illness() -> None:
    """A week without marks is not counted as illness, nor as presence: it is named."""
    weeks = {MONDAY: ILL, date(2026, 9, 21): ILL}
    assert ill(weeks, at=school(), today=date(2026, 9, 27)).gaps == (date(2026, 9, 14),)


# ── The attendance return (domain law 2.2) ──────────────────────────────────────────────────────────────


def test_ten_school_days_in_a_row_are_exactly_ten() -> None:
    """Ten continuous school days of G, N, O or U are the return's run; nine are not."""
    found = row([AWAY, AWAY, WHOLE])
    assert found == Run(first=MONDAY, last=date(2026, 9, 18), sessions=20, unauthorised=20)
    assert row([AWAY, "OO OO OO OO /\\", WHOLE]) is None
    assert row([AWAY, "GN UO NG OO UU", WHOLE]).sessions == 20


@pytest.mark.parametrize("mark", ["/", "L", "B", "I", "M", "C2"])
def test_one_other_session_ends_the_run(mark: str) -> None:
    """A session that was attended, or missed with leave (C2 too), ends the run, whichever half of the day it is."""
    assert row([AWAY, f"OO OO {mark}O OO OO", "OO OO OO OO OO"]) is None
    assert row([AWAY, f"OO OO O{mark} OO OO", "OO OO OO OO OO"]) is None


def test_days_that_were_not_possible_are_passed_over() -> None:
    """A closed day, or one on which attending was not possible, neither ends the run nor is a day of it."""
    assert row([AWAY, "## OO OO OO OO", WHOLE]) is None
    found = row([AWAY, "## OO OO OO OO", "Y1Y1 OO /\\ /\\ /\\"])
    assert (found.first, found.last, found.sessions) == (MONDAY, date(2026, 9, 22), 20)
    halves = row([AWAY, "#O OO OO OO QO", WHOLE])
    assert (halves.sessions, halves.last) == (18, date(2026, 9, 18))


def test_a_gap_ends_the_run_and_makes_it_at_least_so_long() -> None:
    """Nine days and a missing mark are no run; a run beside a missing mark may have been longer."""
    assert row([AWAY, "OO OO O- OO OO"], at=school()) is None
    assert row({MONDAY: AWAY, date(2026, 9, 21): AWAY}, at=school()) is None
    found = row([AWAY, AWAY, "-- /\\ /\\ /\\ /\\"], at=school())
    assert (found.at_least, found.ongoing) == (True, False)


def test_a_run_goes_on_to_the_newest_mark() -> None:
    """Where nothing is known after it, the run is ongoing; today's sessions may still wait for their marks."""
    assert row([AWAY, AWAY]).ongoing
    assert not row([AWAY, AWAY, WHOLE]).ongoing
    wednesday = date(2026, 9, 23)
    found = row([AWAY, AWAY, "OO OO O- -- --"], today=wednesday)
    assert (found.last, found.ongoing, found.at_least) == (wednesday - timedelta(days=1), True, False)


def test_a_run_may_span_holidays() -> None:
    """School days in a row go on over half term; without known terms a missing week may have been school."""
    weeks = {date(2026, 10, 19): AWAY, date(2026, 11, 2): AWAY}
    found = row(weeks, at=school(), today=date(2026, 11, 8))
    assert (found.first, found.last) == (date(2026, 10, 19), date(2026, 11, 6))
    assert row(weeks, today=date(2026, 11, 8)) is None
    summer = {date(2026, 7, 13): AWAY, date(2026, 7, 20): "OO OO OO ## ##", MONDAY: AWAY}
    early = {**summer, date(2026, 8, 31): "## ## // // //"}
    at, today = HOLIDAY_BETWEEN, date(2026, 9, 13)
    assert row(early, at=at, today=today) is None
    both = row({**summer, date(2026, 8, 31): "## ## OO OO OO"}, at=at, today=today)
    assert (both.first, both.last) == (date(2026, 7, 13), date(2026, 9, 11))


def test_the_newest_run_is_told_and_last_years_is_not() -> None:
    """Of two runs the newer counts; one that ended before this school year is no longer this year's return."""
    assert row([AWAY, AWAY, WHOLE, AWAY, AWAY, WHOLE]).first == date(2026, 9, 28)
    weeks = {date(2026, 7, 6): AWAY, date(2026, 7, 13): AWAY, MONDAY: WHOLE}
    assert row(weeks, at=HOLIDAY_BETWEEN, today=date(2026, 9, 13)) is None


@given(st.lists(st.sampled_from("/OI#"), min_size=15, max_size=40))
def test_the_run_agrees_with_a_plain_walk(days: list[str]) -> None:
    """Walking day by day over whole days gives the same newest run, its length and its ends."""
    padded = [*days, *"#" * (-len(days) % 5)]
    weeks = ["".join(mark * 2 for mark in padded[at : at + 5]) for at in range(0, len(padded), 5)]
    newest: list[int] = []
    run: list[int] = []
    for number, mark in enumerate(padded):
        if mark == "O":
            run.append(number)
            newest = run if len(run) >= 10 else newest
        elif mark in "/I":
            run = []
    found = row(weeks, at=school(terms=[{"name": "A", "start": "2026-09-07", "end": "2026-12-18"}]))
    assert (found is not None) == bool(newest)
    if found is not None:
        ends = [MONDAY + timedelta(weeks=at // 5, days=at % 5) for at in (newest[0], newest[-1])]
        assert ([found.first, found.last], found.sessions) == (ends, 2 * len(newest))


# ── What else calls for support ─────────────────────────────────────────────────────────────────────────


def test_nothing_that_calls_for_it_is_nothing() -> None:
    """A pupil with little absence is not on the page at all, nor one without marks."""
    assert first([*[WHOLE] * 9, "I\\ /\\ /\\ /\\ /\\"]) is None
    assert first([]) is None


def test_persistent_and_severe_absence_stand_as_the_figures_have_them() -> None:
    """Exactly ten per cent is persistent, exactly half is severe; medical absence counts, as the statistics have it."""
    assert first(["I/ // // // //"]).persistent
    found = first(["II I/ /I I/ /\\"])
    assert (found.persistent, found.severe) == (True, True)
    assert not first(["II II // // //"]).severe


def test_the_role_that_the_rulebook_names_decides() -> None:
    """Who holds the role decides, with their cover while away; nobody is made up where nobody holds it."""
    weeks = in_order(mornings("O", 10))
    assert case(pupil(weeks=weeks), NO_TERMS, today=after(weeks)).support_first.decides is None
    away = {"from": "2026-11-01", "cover": "deputy"}
    people = staff(
        {"id": "gone", "name": "G. One", "roles": ["head"], "left_on": "2026-07-31"},
        {"id": "head", "name": "H. Ead", "roles": ["head"], "away": away},
        {"id": "deputy", "name": "D. Eputy", "roles": ["deputy_head"]},
    )
    decides = case(pupil(weeks=weeks), NO_TERMS, people, today=after(weeks)).support_first.decides
    assert (decides.id, decides.by_role, decides.cover_id) == ("head", "head", "deputy")


def test_nothing_is_looked_at_off_roll() -> None:
    """A pupil who has left is no longer the school's to return or to decide about."""
    identity = {"given_name": "A", "family_name": "B", "year_group": "8", "on_roll_until": "2026-12-01"}
    weeks = in_order(mornings("O", 12, weeks=14))
    one = pupil({"pupil": identity}, weeks=weeks)
    assert case(one, NO_TERMS, today=after(weeks)).support_first is None
