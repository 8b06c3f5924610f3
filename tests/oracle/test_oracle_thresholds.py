"""The lines of the law against the oracle: the rolling count, sickness, days in a row, persistent and severe absence."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from oracle import before_enforcement, recount
from oracle.recount import Register, Setting
from oracle.registers import YEARS, becoming_five, real, registers

MONDAY = date(2026, 9, 7)


def fields(value: Any) -> Any:
    """Return a struct's fields by name, or None."""
    return None if value is None else msgspec.structs.asdict(value)


@given(
    registers(("unauthorised", "unauthorised", "often away", "every mark", "ordinary"))
    | becoming_five("unauthorised")
)
def test_nearness(register):
    """Unauthorised sessions of the newest ten school weeks, across terms and years, by mark, the N among them provisional."""
    first = real(register).support_first
    assert fields(first and first.nearness) == before_enforcement.nearness(register)


@given(
    registers(("ill", "ill", "often away", "every mark")) | becoming_five("ill"),
    st.none() | st.dates(date(2025, 9, 1), date(2027, 3, 1)),
)
def test_sickness(register, sent_on):
    """Sessions of illness in the school year: near from ten days, due from fifteen, sent where a return went this year."""
    plan = {"attendance": {"sickness_return": {"sent_on": sent_on}}} if sent_on else {}
    first = real(register, plan).support_first
    assert fields(first and first.sickness) == before_enforcement.sickness(register, sent_on)


@st.composite
def away(draw: Any) -> Register:
    """Return a register with a long unauthorised stretch, a few sessions of it something else."""
    register = draw(registers(("present", "ordinary"), 14))
    random = Random(draw(st.integers(0, 2**16)))
    first = draw(st.integers(0, 40))
    length = draw(st.integers(16, 40))
    breaks = {random.randrange(120): random.choice(("I", "-", "Y1", "#", "C2", "/", "D"))
              for _ in range(draw(st.integers(0, 3)))}  # fmt: skip
    weeks, place = {}, 0
    for monday, line in sorted(register.weeks.items()):
        changed = list(line)
        for index, code in enumerate(line):
            if code in ("#", "Z") or not recount.is_on_roll(register, monday + timedelta(days=index // 2)):
                continue
            if first <= place < first + length:
                changed[index] = breaks.get(place, random.choice("GNOU"))
            place += 1
        weeks[monday] = tuple(changed)
    return replace(register, weeks=weeks)


@given(away() | registers(("unauthorised", "every mark"), 12))
def test_away_in_a_row(register):
    """The newest ten school days in a row or more on which whatever was possible was missed without authorisation."""
    first = real(register).support_first
    assert fields(first and first.away_in_a_row) == before_enforcement.away_in_a_row(register)


@given(registers())
@example(
    Register(
        {date(2026, 6, 22): ("/", "\\") * 4 + ("I", "I")},
        date(2026, 6, 27),
        Setting(YEARS),
        born=date(2010, 1, 1),
    )
)
@example(
    Register(
        {date(2026, 6, 22): ("/", "\\") * 4 + ("I", "I")}, date(2026, 6, 27), Setting(YEARS), year_group="11"
    )
)
@example(Register({date(2026, 7, 6): ("G",) * 10}, date(2026, 9, 13), Setting(YEARS), year_group="11"))
@example(Register({date(2026, 7, 6): ("G",) * 10}, date(2026, 9, 13), Setting(YEARS), year_group="1"))
@example(Register({date(2026, 7, 13): ("I",) * 10}, date(2026, 8, 2), Setting(YEARS)))
def test_support_first_opens_where_anything_calls_for_it(register):
    """The panel stands where one of the lines is near, and nowhere else; persistent and severe are the figures' own."""
    first = real(register).support_first
    figures = recount.figures(register)
    lines = [
        before_enforcement.nearness(register),
        before_enforcement.sickness(register),
        before_enforcement.away_in_a_row(register),
    ]
    persistent = bool(figures and figures["persistent"])
    assert (first is not None) == (any(lines) or (persistent and before_enforcement.concerned(register)))
    if first is not None:
        assert (first.persistent, first.severe) == (persistent, bool(figures and figures["severe"]))
        assert first.by_year == (register.born is None)
