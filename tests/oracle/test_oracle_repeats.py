"""Movement, runs and the trend against the oracle."""

from typing import Any

import msgspec
from hypothesis import given

from oracle import repeats
from oracle.registers import real, registers


def fields(value: Any) -> Any:
    """Return a struct's fields by name, or None."""
    return None if value is None else msgspec.structs.asdict(value)


@given(registers())
def test_movements(register):
    """The newest week and the newest four against the pupil's own earlier share, in sessions; unknown where too few are known."""
    assert [fields(each) for each in real(register).attendance.movements] == repeats.movements(register)


@given(registers(("ill", "unauthorised", "often away", "every mark", "part-time")))
def test_runs(register):
    """Sessions missed one after another, across weekends and holidays; what is not known ends a run and is said."""
    assert [fields(each) for each in real(register).attendance.runs] == repeats.runs(register)


@given(registers())
def test_trend(register):
    """Each week against the agreed timetable, with the three weeks with marks before it."""
    found = [
        (each.monday, each.attended, each.possible, each.recent_attended, each.recent_possible)
        for each in real(register).attendance.trend
    ]
    assert found == repeats.trend(register)


@given(registers())
def test_looked(register):
    """The newest twelve school weeks, and whether enough is known of them to look for a pattern at all."""
    assert fields(real(register).attendance.looked) == repeats.looked(register)


@given(registers())
def test_half_days(register):
    """The ten half days of the week over the school year; weeks without marks, or with too few, are left out and counted."""
    assert fields(real(register).half_days) == repeats.half_days(register)
