"""What a school names itself is typed a line each: a name, a colon, what it is; and comes back as it was."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_scenes import after, at, standing_in
from liverecord.forms import items
from liverecord.forms.job import Written
from liverecord.forms.question import Wrong
from liverecord.splice.steps import Remove, Set, found

OF_PUPIL, OF_SCHOOL = items.JOBS
STOOD = {"name": ["Ashgrove School"], "phase": ["all_through"]}


def written(answers: dict[str, list[str]]) -> dict[tuple[str, ...], object]:
    """Return what the school's own form would write of its mappings, by path."""
    place = at(OF_SCHOOL, None, "school")
    stood = {
        question.name: list(question.value) for question in items.ask(place, {}).questions if question.value
    }
    told = items.write(place, {**stood, **answers})
    assert isinstance(told, Written), told
    return {
        step.path: step.value if isinstance(step, Set) else None
        for steps in told.steps.values()
        for step in steps
        if isinstance(step, Set | Remove)
    }


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("part_time_timetable: 3 weeks", {"part_time_timetable": {"weeks": 3}}),
        ("part_time_timetable: 1 month\r\n\r\n provision :  10 days ", {"part_time_timetable": {"months": 1}, "provision": {"days": 10}}),
        ("part_time_timetable: 1 months, 2 week", {"part_time_timetable": {"months": 1, "weeks": 2}}),
        ("part_time_timetable: 1 month, 2 months", {"part_time_timetable": "1 month, 2 months"}),
        ("part_time_timetable: 1 month, then 2", {"part_time_timetable": "1 month, then 2"}),
        ("part_time_timetable: 2 fortnights", {"part_time_timetable": "2 fortnights"}),
    ],
)  # fmt: skip
def test_lengths_of_time_are_read_as_people_write_them(typed: str, meant: dict[str, object]) -> None:
    """What is no length that the record knows stays text, and the check says so."""
    assert written({"review_intervals": [typed]}) == {("review_intervals",): meant}


INTERVALS = st.permutations(["days", "weeks", "months"]).flatmap(
    lambda units: st.lists(st.integers(1, 60), min_size=1, max_size=3).map(
        lambda numbers: dict(zip(units, numbers, strict=False))
    )
)
"""Every length of time that a record can say: of one unit or several, in any order."""


@given(
    st.dictionaries(st.sampled_from(["part_time_timetable", "provision", "concern"]), INTERVALS, min_size=1)
)
def test_every_length_of_time_comes_back_as_it_was(intervals: dict[str, dict[str, int]]) -> None:
    """The form that nobody touched writes none of them, and typed into another record they are the same."""
    place = at(OF_SCHOOL, None, "school")
    path, key = place.path("school"), ("review_intervals",)
    told = place._replace(files=after(place, {path: [Set(key, intervals)]}))
    form = items.ask(told, {})
    assert items.write(told, standing_in(form)) == items.write(place, standing_in(items.ask(place, {})))
    (shown,) = (question.value for question in form.questions if question.name == "review_intervals")
    assert not {"1 days", "1 weeks", "1 months"} & set(re.split(r", |: |\n", shown[0]))
    typed = items.write(place, {**standing_in(form), "name": ["Another"]})
    assert isinstance(typed, Written)
    assert found(after(place, typed.steps)[path], key) == intervals


def test_a_text_behind_a_colon_may_hold_another() -> None:
    assert written({"audiences": ["plan.views.text: senco\nplan.needs.detail: a: b"]}) == {
        ("audiences",): {"plan.views.text": "senco", "plan.needs.detail": "a: b"}
    }


@pytest.mark.parametrize("typed", ["no colon", ": nothing", "name:", "a: b\na: c", "a: b\nno colon"])
def test_what_is_no_pair_is_told_at_its_question(typed: str) -> None:
    place = at(OF_SCHOOL, None, "school")
    told = items.write(place, {**STOOD, "audiences": [typed]})
    assert isinstance(told, list)
    assert [wrong.name for wrong in told if isinstance(wrong, Wrong)] == ["audiences"]
