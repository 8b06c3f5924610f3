"""The groups that a pupil is taught in are those of lessons in force: neither a last year's class nor one to come."""

from datetime import timedelta
from typing import Any

from derive_builders import TODAY, case, pupil
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.case import TaughtGroup

DAYS = st.integers(-400, 400).map(lambda days: TODAY + timedelta(days=days))


def lesson(**more: Any) -> dict[str, Any]:
    """Return a lesson of the timetable in force since September."""
    return {
        "from": "2026-09-07",
        "day": "tue",
        "period": "P1",
        "subject": "Mathematics",
        "group": "8/Ma1",
    } | more


@given(DAYS, st.none() | DAYS)
def test_a_group_is_there_while_its_lesson_is_in_force(first: Any, last: Any) -> None:
    """From the first day to the last, both included, and without a last day for ever."""
    row = lesson(**{"from": first.isoformat(), "until": last.isoformat() if last else None})
    found = case(pupil(absences={"timetable": [row]})).groups
    assert bool(found) == (first <= TODAY and (last is None or last >= TODAY))


def test_each_group_stands_once_with_everybody_who_teaches_it() -> None:
    """Lessons without a group make none, and two teachers of one group share it."""
    rows = [
        lesson(teacher="j-okafor"),
        lesson(day="wed", teacher="r-adeyemi"),
        lesson(group="8/En2"),
        lesson(group=None),
    ]
    assert case(pupil(absences={"timetable": rows})).groups == (
        TaughtGroup(name="8/En2"),
        TaughtGroup(name="8/Ma1", teachers=("j-okafor", "r-adeyemi")),
    )
