"""The pupil's own expectation against the oracle: the target, its steps, the agreed timetable."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from oracle import expected
from oracle.registers import real, registers

DAYS = st.dates(date(2025, 9, 1), date(2027, 4, 1))


def fields(value: Any, *without: str) -> Any:
    """Return a struct's fields by name."""
    return {name: each for name, each in msgspec.structs.asdict(value).items() if name not in without}


@st.composite
def targets(draw: Any) -> dict[str, Any]:
    """Return a target with some steps on the way to it."""
    by = draw(DAYS)
    target = {"aim": draw(st.integers(50, 100)), "by": by, "baseline": draw(st.none() | st.integers(0, 95))}
    if draw(st.booleans()):
        target["agreed_on"] = draw(DAYS)
    days = draw(st.lists(st.integers(1, 300), max_size=3, unique=True))
    target["steps"] = [
        {"date": by - timedelta(days=back), "aim": draw(st.integers(10, 99))}
        for back in sorted(days, reverse=True)
    ]
    return target


GRIDS = st.lists(st.sampled_from(("yn", "yy", "nn", "ny")), min_size=5, max_size=5).map(" ".join)


@st.composite
def timetables(draw: Any) -> dict[str, Any]:
    """Return an agreed part-time timetable with some steps up."""
    since = draw(DAYS)
    length = draw(st.integers(5, 90))
    steps = draw(st.lists(st.integers(1, length), max_size=3, unique=True))
    return {
        "reason": "agreed",
        "from": since,
        "until": draw(st.none() | st.just(since + timedelta(days=length))),
        "expected": draw(GRIDS),
        "steps": [
            {"date": since + timedelta(days=after), "expected": draw(GRIDS)} for after in sorted(steps)
        ],
    }


@given(registers(), targets())
def test_progress(register, target):
    """Attended of possible since the target was agreed, agreed absence left out, and the step that comes next."""
    found = real(register, {"attendance": {"target": target}}).progress
    assert fields(found, "gaps") == expected.progress(replace(register, aim=target["aim"]), target)


@given(registers(("part-time", "ordinary", "often away", "every mark")), timetables())
def test_part_time(register, timetable):
    """Attended of the sessions expected by the grid of their day; what is free on the grid is never missed."""
    found = real(register, {"attendance": {"part_time_timetable": timetable}}).part_time
    assert fields(found, "gaps") == expected.part_time(register, timetable)
