"""A pupil's groups are those of lessons in force, neither a last year's class nor one to come, and those of school.yml."""

from datetime import timedelta
from typing import Any

from derive_builders import TODAY, case, pupil, rulebook, school, staff
from hypothesis import given
from hypothesis import strategies as st

from liverecord import derive
from liverecord.model.case import TaughtGroup
from liverecord.model.history import History
from liverecord.model.records import Group

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


LISTED = st.lists(
    st.builds(
        Group,
        id=st.just("g1"),
        name=st.sampled_from(["8/Ma1", "8/En2", "Year 3/4 \N{SEEDLING}"]),
        teachers=st.lists(st.sampled_from(["t-barros", "j-okafor"]), unique=True).map(tuple),
        pupils=st.lists(st.sampled_from(["p-1", "p-9wtr"]), unique=True).map(tuple),
    ),
    max_size=6,
)


@given(LISTED)
def test_a_listed_group_is_as_good_as_a_timetabled_one(listed: list[Group]) -> None:
    """Whom school.yml lists is in the group today, with everybody who teaches it; the school knows of all its groups."""
    one, at = pupil(absences={"timetable": [lesson(teacher="r-adeyemi")]}), school(groups=tuple(listed))
    mine = [each for each in listed if one.id in each.pupils]
    found = {group.name: group.teachers for group in case(one, at=at).groups}
    assert found.keys() == {"8/Ma1", *(each.name for each in mine)}
    assert found["8/Ma1"][0] == "r-adeyemi"
    for name, teachers in found.items():
        assert {*teachers} - {"r-adeyemi"} == {
            teacher for each in mine if each.name == name for teacher in each.teachers
        }
    whole = derive.school_case(at, staff(), rulebook(), History(), TODAY)
    assert [group.name for group in whole.groups] == [each.name for each in listed]
