"""Figures from marks: the arithmetic of domain law, boundaries, gaps, the change since last week, patterns."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from derive_builders import MONDAY, WHOLE, after, case, in_order, pupil, rulebook, school
from hypothesis import given
from hypothesis import strategies as st

from liverecord.derive.attendance import is_at_least, percent
from liverecord.derive.marks import Marks

PRESENT, APPROVED = {"/", "\\", "L"}, {"K", "V", "P", "W", "B", "J"}
AUTHORISED = {"C1", "M", "J1", "S", "C2", "C", "T", "R", "I", "E", "H", "F"}
UNAUTHORISED = {"G", "N", "O", "U"}
NOT_COUNTED = {"D", "X", "Q", "Y", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "Z", "#"}
EVERY = sorted(PRESENT | APPROVED | AUTHORISED | UNAUTHORISED | NOT_COUNTED | {"-"})
END = date(2026, 12, 31)

weeks_of_marks = st.lists(
    st.lists(st.sampled_from(EVERY), min_size=10, max_size=10).map(tuple), min_size=1, max_size=7
)


def typed(week: tuple[str, ...]) -> str:
    """Return ten marks as the register has them: two a day."""
    return " ".join("".join(week[day : day + 2]) for day in range(0, 10, 2))


def on_the_day(weeks: dict[date, str]):
    """Return the case of a pupil with these marks, on the day on which they are new."""
    return case(pupil(weeks=weeks), today=after(weeks))


def figures_of(*weeks: str, today: date | None = None):
    """Return the figures of weeks that follow each other."""
    return case(pupil(weeks=in_order(weeks)), today=today or after(in_order(weeks))).attendance.figures


# ── Classes and counts ──────────────────────────────────────────────────────────────────────────────────


def test_every_mark_of_the_register_has_its_class() -> None:
    """The code list knows every mark of the regulations, and no other; the test below counts with a table of its own."""
    assert set(rulebook().codes.lists["mark"]) == set(EVERY)


@given(weeks_of_marks)
def test_figures_agree_with_a_plain_recount(weeks: list[tuple[str, ...]]) -> None:
    """Counting each mark by the table of the guidance gives the same figures: possible, attended, authorised, unauthorised, late."""
    found = on_the_day(in_order(map(typed, weeks))).attendance.figures
    marks = [mark for week in weeks for mark in week]
    if set(marks) == {"-"}:
        assert found is None
        return
    assert found is not None
    attended = sum(mark in PRESENT | APPROVED for mark in marks)
    authorised = sum(mark in AUTHORISED for mark in marks)
    unauthorised = sum(mark in UNAUTHORISED for mark in marks)
    assert (found.attended, found.authorised, found.unauthorised) == (attended, authorised, unauthorised)
    assert found.possible == found.attended + found.authorised + found.unauthorised
    assert found.agreed_possible == found.possible - marks.count("C2")
    assert found.late == marks.count("L")
    assert found.not_counted == sum(mark in NOT_COUNTED for mark in marks)
    absent, whole, unmarked = authorised + unauthorised, found.possible + found.unmarked, found.unmarked
    for line, said in ((Fraction(1, 10), found.persistent), (Fraction(1, 2), found.severe)):
        surely = whole > 0 and Fraction(absent, whole) >= line
        perhaps = whole > 0 and Fraction(absent + unmarked, whole) >= line
        assert said is (True if surely else None if perhaps else False)


@given(weeks_of_marks)
def test_weeks_add_up_to_the_figures(weeks: list[tuple[str, ...]]) -> None:
    """The register's sessions, group by group, add up to the figures; nothing is counted twice or dropped."""
    attendance = on_the_day(in_order(map(typed, weeks))).attendance
    groups = [session.group for week in attendance.register for session in week.sessions]
    found = attendance.figures
    if found is None:
        assert set(groups) <= {"none"}
        return
    assert groups.count("present") + groups.count("late") == found.attended
    assert groups.count("authorised") + groups.count("agreed") == found.authorised
    assert groups.count("unauthorised") == found.unauthorised
    assert groups.count("not_counted") == found.not_counted


@given(weeks_of_marks, st.integers(0, 60))
def test_marks_after_today_are_not_yet_marks(weeks: list[tuple[str, ...]], days: int) -> None:
    """Figures of a day are those of the same register cut off at that day."""
    today = MONDAY + timedelta(days=days)
    whole = case(pupil(weeks=in_order(map(typed, weeks))), today=today).attendance
    cut = [
        tuple(
            mark if MONDAY + timedelta(weeks=number, days=index // 2) <= today else "-"
            for index, mark in enumerate(week)
        )
        for number, week in enumerate(weeks)
    ]
    assert whole == case(pupil(weeks=in_order(map(typed, cut))), today=today).attendance


@given(st.lists(st.sampled_from(EVERY), min_size=10, max_size=10))
def test_marks_are_read_as_typed(week: list[str]) -> None:
    """Two characters are one mark wherever they stand: ten marks in any order are read back as those ten."""
    assert [mark.code for mark in Marks(rulebook()).week(typed(tuple(week))).marks] == week


def test_a_register_that_makes_no_sense_counts_as_no_mark() -> None:
    """What is no code is no mark, a short week is filled with none and a long one cut: nothing is made up."""
    marks = Marks(rulebook())
    assert [mark.group for mark in marks.week("?!/é").marks] == ["none", "none", "present", *["none"] * 7]
    assert len(marks.week(WHOLE * 3).marks) == 10


# ── Percentages ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (73, 87, "83.9"),
        (0, 10, "0.0"),
        (10, 10, "100.0"),
        (9, 10, "90.0"),
        (2249, 2500, "89.9"),  # 89.96: not 90.0, the line of persistent absence
        (2251, 2500, "90.1"),  # 90.04: not 90.0
        (2001, 4000, "50.1"),  # 50.03
        (1999, 4000, "49.9"),  # 49.98
        (2499, 2500, "99.9"),  # 99.96: not everything
        (1, 2500, "0.1"),  # 0.04: not nothing
        (1, 8, "12.5"),
        (1, 16, "6.3"),  # 6.25: halves go up
    ],
)
def test_percentages(part: int, whole: int, expected: str) -> None:
    """To one decimal, halves up, and never onto or over a threshold that the figure is not on."""
    assert percent(part, whole, (0, 50, 90, 100)) == expected


def test_nothing_possible_is_no_percentage() -> None:
    """Where nothing was possible the figure is undefined: neither 0 nor 100, and no threshold is crossed."""
    assert percent(0, 0, (90,)) is None
    found = figures_of("## ## ## ## ##", "Y1Y1 XX DD QQ Z#")
    assert found is not None
    assert (found.possible, found.percent, found.agreed_percent) == (0, None, None)
    assert (found.persistent, found.severe) == (False, False)


@given(st.integers(0, 5000), st.integers(1, 5000), st.sets(st.integers(0, 100), max_size=6))
def test_a_percentage_stays_on_its_side(part: int, whole: int, edges: set[int]) -> None:
    """The printed figure stands to every threshold as the true one does, and is never further off than a tenth."""
    part = min(part, whole)
    text = percent(part, whole, tuple(edges))
    assert text is not None
    printed, true = Fraction(text), Fraction(100 * part, whole)
    for edge in edges:
        assert (printed < edge, printed > edge) == (true < edge, true > edge)
    assert abs(printed - true) <= Fraction(1, 10)


@pytest.mark.parametrize(
    ("absent", "possible", "expected"),
    [(10, 100, True), (999, 10_000, False), (1, 10, True), (9, 91, False), (0, 10, False), (0, 0, False)],
)
def test_the_line_is_part_of_persistent_absence(absent: int, possible: int, expected: bool) -> None:
    """Exactly 10 % is persistent, 9.99 is not; nothing is a share of nothing."""
    assert is_at_least(absent, possible, 10) is expected


def test_the_pupils_own_aim_is_a_line_too() -> None:
    """A figure just under the pupil's own aim is not printed as if the aim were met."""
    plan = {"attendance": {"target": {"aim": 92, "by": "2027-03-25"}}}
    # 4 of 50 sessions missed is exactly 92; 91.96 is made with a percentage alone, as no term is long enough.
    assert percent(2299, 2500, (92,)) == "91.9"
    weeks = in_order(["/\\ /\\ /\\ /\\ II", "/\\ /\\ /\\ /\\ II", WHOLE, WHOLE, WHOLE])
    found = case(pupil(plan, weeks=weeks), today=after(weeks)).attendance.figures
    assert found is not None
    assert found.percent == "92.0"


def test_agreed_absence_is_left_out_of_the_internal_figure() -> None:
    """C2 lowers the official figure and leaves the agreed one alone; a week's missed sessions are counted against what was agreed."""
    attendance = on_the_day(in_order(["/C2 /C2 /C2 /C2 IC2"])).attendance
    assert attendance.figures is not None
    assert (attendance.figures.percent, attendance.figures.agreed_percent) == ("40.0", "80.0")
    assert attendance.last_week is not None
    assert (attendance.last_week.missed, attendance.last_week.possible) == (1, 5)


# ── Gaps and weeks ──────────────────────────────────────────────────────────────────────────────────────


def test_a_school_week_without_marks_is_a_gap() -> None:
    """A term week between weeks with marks stands in the register as a gap and beside the figures; a holiday week does not."""
    weeks = {date(2026, 10, 5): WHOLE, date(2026, 10, 19): WHOLE, date(2026, 11, 9): WHOLE}
    attendance = on_the_day(weeks).attendance
    assert [week.monday for week in attendance.register if week.gap] == [
        date(2026, 10, 12),
        date(2026, 11, 2),
    ]
    assert date(2026, 10, 26) not in {week.monday for week in attendance.register}
    assert attendance.figures is not None
    assert attendance.figures.gaps == (date(2026, 10, 12), date(2026, 11, 2))
    assert attendance.figures.possible == 30


def test_a_closed_week_is_no_gap() -> None:
    """A week in which every day was closed is not waited for; one with a single session open is."""
    days = [date(2026, 10, 12) + timedelta(days=day) for day in range(5)]
    weeks = {date(2026, 10, 5): WHOLE, date(2026, 10, 19): WHOLE}
    closed = school(closures=[{"date": day} for day in days])
    assert case(pupil(weeks=weeks), closed, today=after(weeks)).attendance.figures.gaps == ()
    nearly = school(closures=[*({"date": day} for day in days[:4]), {"date": days[4], "session": "AM"}])
    assert case(pupil(weeks=weeks), nearly, today=after(weeks)).attendance.figures.gaps == (
        date(2026, 10, 12),
    )


def test_a_missing_mark_on_a_school_day_is_a_gap() -> None:
    """'-' where school met is a gap; on a closed day, before the pupil joined, or today, it is none."""
    assert figures_of("/\\ /\\ /\\ /\\ --").gaps == (MONDAY,)
    closed = school(closures=[{"date": date(2026, 9, 11)}])
    friday = {MONDAY: "/\\ /\\ /\\ /\\ --"}
    assert case(pupil(weeks=friday), closed, today=after(friday)).attendance.figures.gaps == ()
    joined = {
        "pupil": {
            "given_name": "A",
            "family_name": "B",
            "year_group": "8",
            "on_roll_from": date(2026, 9, 9),
        }
    }
    late = pupil(joined, weeks={MONDAY: "-- -- /\\ /\\ /\\"})
    assert case(late, today=after(friday)).attendance.figures.gaps == ()
    assert figures_of("/\\ /\\ /- -- --", today=date(2026, 9, 9)).gaps == ()


def test_without_terms_a_missing_week_may_be_holiday() -> None:
    """Where the school names no terms, a week without a line is not called a gap, and stands for no change."""
    weeks = {MONDAY: WHOLE, date(2026, 9, 21): "/\\ /\\ /\\ /\\ I-"}
    attendance = case(pupil(weeks=weeks), school(terms=[])).attendance
    assert attendance.figures.gaps == (date(2026, 9, 21),)
    assert attendance.week_before is None


def test_the_week_before_a_gap_is_not_the_week_before() -> None:
    """The change is told from one school week to the next; where that week is a gap, there is nothing to tell it from."""
    weeks = {date(2026, 10, 5): WHOLE, date(2026, 10, 19): "/\\ /\\ /\\ /\\ I\\"}
    attendance = on_the_day(weeks).attendance
    assert attendance.last_week.monday == date(2026, 10, 19)
    assert attendance.week_before is None


def test_the_week_before_half_term_is_the_week_before() -> None:
    """Holiday weeks and closed weeks lie between two school weeks, not before one."""
    weeks = {date(2026, 10, 19): "/\\ /\\ /\\ /\\ II", date(2026, 11, 2): "## /\\ /\\ /\\ /\\"}
    attendance = case(pupil(weeks=weeks)).attendance
    assert (attendance.week_before.monday, attendance.week_before.missed) == (date(2026, 10, 19), 2)
    assert (attendance.last_week.missed, attendance.last_week.possible) == (0, 8)


def test_a_new_school_year_starts_its_own_figures() -> None:
    """Figures and register are the school year's of the newest marks; last year's weeks are not added to them."""
    weeks = {date(2026, 7, 6): "II II II II II", date(2026, 9, 7): WHOLE}
    autumn = school(terms=[{"name": "Autumn", "start": "2026-09-07", "end": "2026-12-18"}])
    attendance = case(pupil(weeks=weeks), autumn, today=after(weeks)).attendance
    assert [week.monday for week in attendance.register] == [date(2026, 9, 7)]
    assert (attendance.figures.possible, attendance.figures.percent) == (10, "100.0")
    summer = case(pupil(weeks=weeks), autumn, today=date(2026, 8, 20)).attendance
    assert summer.figures.percent == "0.0"


def test_single_absences_are_counted_and_never_turned_into_a_percentage() -> None:
    """A log gives a count and no figures; where a week has a mark for the session the week speaks, and days to come do not count."""
    entries = [
        {"id": "l1", "date": "2026-09-08", "session": "AM", "code": "I"},
        {"id": "l2", "date": "2026-09-08", "session": "PM", "code": "I"},
        {"id": "l3", "date": "2026-10-06", "session": "AM", "code": "I"},
        {"id": "l4", "date": "2026-12-01", "session": "AM", "code": "I"},
    ]
    alone = case(pupil(absences={"log": entries})).attendance
    assert (alone.logged, alone.figures, alone.register) == (3, None, ())
    beside = case(pupil(weeks={MONDAY: "/\\ I- /\\ /\\ /\\"}, absences={"log": entries})).attendance
    assert beside.logged == 2


# ── Sessions without a mark ─────────────────────────────────────────────────────────────────────────────


def test_a_list_of_absences_alone_is_no_percentage() -> None:
    """Five absences and no present mark: each counts, and there is no percentage, no national figure and no share anywhere."""
    weeks = dict(
        zip(in_order([""] * 4), ["I--------- ", "--II------", "----------", "------O---"], strict=True)
    )
    found = case(pupil(weeks=weeks), today=date(2026, 10, 3))
    figures = found.attendance.figures
    assert figures is not None
    assert (figures.authorised, figures.unauthorised, figures.possible) == (3, 1, 4)
    assert (figures.percent, figures.agreed_percent) == (None, None)
    assert not figures.persistent
    assert not figures.severe
    assert figures.unmarked > 20
    assert found.attendance.patterns == ()
    assert all(move.change == "unknown" for move in found.attendance.movements)
    assert found.half_days is None or sum(found.half_days.possible) == 0


@given(weeks_of_marks, st.sets(st.integers(0, 39), max_size=30))
def test_what_is_claimed_holds_whichever_way_unmarked_sessions_fall(
    weeks: list[tuple[str, ...]], lost: set[int]
) -> None:
    """Take marks out of a register: what is then claimed of persistent or severe absence was so, and no count grows."""
    marks = [mark for week in weeks for mark in week]
    fewer = ["-" if index in lost else mark for index, mark in enumerate(marks)]
    kept = [tuple(fewer[start : start + 10]) for start in range(0, len(fewer), 10)]
    today = after(in_order([""] * len(weeks)))
    whole, part = (
        case(pupil(weeks=in_order(map(typed, each))), today=today).attendance.figures
        for each in (weeks, kept)
    )
    if whole is None or part is None or any("-" in week for week in weeks):
        return
    assert part.authorised <= whole.authorised
    assert part.unauthorised <= whole.unauthorised
    possible = {mark for mark in marks if mark not in NOT_COUNTED}
    if part.persistent is not None and whole.persistent is not None and len(possible) == len(set(marks)):
        assert part.persistent == whole.persistent
        assert part.severe is None or part.severe == whole.severe
