"""What a school names itself is typed a line each: a name, a colon, what it is; and comes back as it was."""

import pytest

from form_scenes import at
from liverecord.forms import items
from liverecord.forms.job import Written
from liverecord.forms.question import Wrong
from liverecord.splice.steps import Remove, Set

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
        ("part_time_timetable: 2 fortnights", {"part_time_timetable": "2 fortnights"}),
    ],
)  # fmt: skip
def test_lengths_of_time_are_read_as_people_write_them(typed: str, meant: dict[str, object]) -> None:
    """What is no length that the record knows stays text, and the check says so."""
    assert written({"review_intervals": [typed]}) == {("review_intervals",): meant}


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
