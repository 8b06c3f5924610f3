"""Figures and weeks against the oracle: thousands of random registers, counted twice."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from derive.derive_builders import rulebook
from liverecord.derive.attendance import is_at_least, percent
from oracle import recount
from oracle.recount import EVERY, NO_MARK, Register, Setting, is_whole
from oracle.registers import YEARS, real, registers


def fields(value: Any) -> Any:
    """Return a struct's fields by name, or None."""
    return None if value is None else msgspec.structs.asdict(value)


@given(registers())
def test_figures(register):
    """Possible, attended, authorised, unauthorised, late, not counted, both percentages, both lines, gaps: all of them."""
    assert fields(real(register).attendance.figures) == recount.figures(register)


@given(registers())
def test_ends(register):
    """The day of the newest mark, whether it is this week's, and whether more than two school weeks have passed since."""
    assert fields(real(register).attendance.ends) == recount.ends(register)


@given(registers())
def test_weeks(register):
    """The newest school week and the one before it, in sessions missed; nothing where the one before is not known."""
    attendance = real(register).attendance
    found = tuple(
        each and (each.monday, each.possible, each.missed)
        for each in (attendance.last_week, attendance.week_before)
    )
    assert found == recount.last_two_weeks(register)


@given(registers())
def test_register(register):
    """Each week of the school year, gaps among them, with ten sessions in the group that the mark's class says."""
    found = [
        (week.monday, week.gap, [(each.day, each.half, each.mark, each.group) for each in week.sessions])
        for week in real(register).attendance.register
    ]
    assert found == recount.printed(register)


# ── Boundaries, aimed at ────────────────────────────────────────────────────────────────────────────────

YEAR = Setting(YEARS[:6])
SCHOOL_WEEKS = [
    monday for monday in recount.mondays(date(2025, 9, 8), date(2026, 7, 13)) if is_whole(YEAR, monday)
]


def laid_out(codes: list[str]) -> Register:
    """Return a register that holds these marks one after another in whole school weeks; what is left is not possible."""
    filled = codes + ["X"] * (-len(codes) % 10)
    weeks = {
        SCHOOL_WEEKS[start // 10]: tuple(filled[start : start + 10]) for start in range(0, len(filled), 10)
    }
    return Register(weeks, date(2026, 7, 20), YEAR)


@st.composite
def near_a_line(draw: Any) -> Register:
    """Return a register whose absence is just under, on or just over a tenth or a half of what was possible."""
    possible = draw(st.integers(1, 10 * len(SCHOOL_WEEKS) - 40))
    line = draw(st.sampled_from((Fraction(1, 10), Fraction(1, 2))))
    absent = min(possible, max(0, round(possible * line) + draw(st.integers(-1, 1))))
    random = Random(draw(st.integers(0, 2**16)))
    codes = random.choices([*recount.AUTHORISED, *recount.UNAUTHORISED], k=absent)
    codes += random.choices(list(recount.ATTENDED), k=possible - absent)
    codes += random.choices([*recount.NOT_POSSIBLE, *recount.NOT_COLLECTED], k=draw(st.integers(0, 40)))
    random.shuffle(codes)
    return replace(laid_out(codes), aim=draw(st.sampled_from((None, 90, 91, 89, 50))))


@given(near_a_line())
@example(laid_out(["I"] * 10 + ["/"] * 90))  # exactly 10 %: persistent
@example(laid_out(["I"] * 9 + ["/"] * 82))  # 9.89 %: not
@example(laid_out(["I"] * 29 + ["/"] * 262))  # 9.966 %: not, and the attendance is printed as 90.1, not 90.0
@example(laid_out(["I"] * 33 + ["/"] * 298))  # 9.97 %
@example(laid_out(["I"] * 50 + ["/"] * 50))  # exactly 50 %: severe
@example(laid_out(["I"] * 49 + ["/"] * 50))
@example(laid_out(["I"] * 31 + ["/"] * 278))  # 10.03 %: persistent
@example(
    laid_out(["C2"] * 10 + ["/"] * 10)
)  # agreed absence is absence in the official figure, and none in the other
@example(laid_out(["U"] * 10 + ["L"] * 10 + ["/"] * 80))
@example(laid_out(["D", "Q", "X", "Y1", "Y7", "#", "Z"] * 3))
def test_figures_at_the_lines(register):
    """At, just under and just over a tenth and a half, in whole numbers: the verdict and the printed figure agree."""
    assert fields(real(register).attendance.figures) == recount.figures(register)


@given(st.integers(1, 20_000), st.integers(0, 20_000), st.sampled_from((None, 50, 90, 92, 97)))
@example(10_000, 9_001, None)  # 9.99 % absent
@example(10_000, 9_000, None)
@example(10_000, 8_999, None)
@example(10_000, 5_000, None)
def test_percentages(whole, part, aim):
    """Any part of any whole is told alike, to a tenth, and stays on its side of each line."""
    part = min(part, whole)
    edges = (0, 50, 90, 100) + ((aim,) if aim is not None else ())
    assert percent(part, whole, edges) == recount.percent(part, whole, aim)
    assert is_at_least(whole - part, whole, 10) == (Fraction(whole - part, whole) >= recount.PERSISTENT)
    assert is_at_least(whole - part, whole, 50) == (Fraction(whole - part, whole) >= recount.SEVERE)


@given(
    registers(("ordinary", "every mark"), 6),
    st.lists(
        st.tuples(st.integers(0, 70), st.sampled_from(recount.HALVES), st.sampled_from(("I", "O", "N", "M"))),
        max_size=6,
    ),
)
def test_single_absences(register, absences):
    """Absences typed by hand count up to today, once each, where no week has a mark; they change no figure."""
    first = min(register.weeks, default=date(2025, 9, 8))
    log = [
        {"id": f"l{number}", "date": first + timedelta(days=after), "session": half, "code": code}
        for number, (after, half, code) in enumerate(absences)
    ]
    written = {(mark.day, mark.half) for mark in recount.marks(register)}
    alone = [
        each
        for each in log
        if each["date"] <= register.today and (each["date"], each["session"]) not in written
    ]
    found = real(register, absences={"log": log}).attendance
    assert found.logged == len(alone)
    assert fields(found.figures) == recount.figures(register)


def test_every_mark_has_its_class():
    """The tables typed out from the guidance name every mark of codes.yml, and each counts there as it does here."""
    classes = dict.fromkeys(("/", "\\", "L"), "present")
    classes |= dict.fromkeys("KVPWBJ", "approved")
    classes |= dict.fromkeys(recount.AUTHORISED, "authorised") | dict.fromkeys(
        recount.UNAUTHORISED, "unauthorised"
    )
    classes |= dict.fromkeys(recount.NOT_POSSIBLE, "not_possible")
    classes |= dict.fromkeys((*recount.NOT_COLLECTED, NO_MARK), "not_collected")
    found = {code: row.statistical_class for code, row in rulebook().codes.lists["mark"].items()}
    assert found == classes
    assert set(EVERY) == set(classes) - {NO_MARK}
