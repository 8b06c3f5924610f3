"""Whatever goes is asked why, and nothing points to it afterwards."""

import pytest

from form_scenes import PUPILS, ROOT, after, at, wrongs
from liverecord.forms import removal
from liverecord.forms.job import NotHere, Written
from liverecord.forms.things import Thing, pointers, things

OF_PUPIL, OF_SCHOOL = removal.JOBS


@pytest.mark.parametrize("pupil", PUPILS[:15])
def test_nothing_points_to_what_went(pupil: str) -> None:
    """Every thing with an id: it goes with all that names it, or the form says what cannot do without it."""
    for thing in things(at(OF_PUPIL, pupil)):
        place = at(OF_PUPIL, pupil, thing.kind, *thing.path)
        form = removal.ask(place, {})
        assert form.questions
        told = removal.write(place, {"why": ["mistake"]})
        if isinstance(told, list):
            assert any(pointer.field.is_required for pointer in pointers(place, thing))
            continue
        left = place._replace(files=after(place, told.steps))
        assert thing.path not in {each.path for each in things(left) if each.kind == thing.kind}
        outside = [each for each in pointers(place, thing) if each.path[: len(thing.path)] != thing.path]
        assert len(form.sections[0].questions) == 1
        assert len(form.about) == 1 + len(outside)
        assert pointers(left, thing) == [] or _has_namesake(left, thing)


def _has_namesake(place: object, thing: Thing) -> bool:
    """Tell whether another thing has the same id, so that a pointer may mean that one."""
    return any(each.path[-1] == thing.path[-1] for each in things(place))  # type: ignore[arg-type]


def test_a_reason_is_needed_and_stands_in_the_message() -> None:
    place = at(OF_PUPIL, "p-8dct", "actions", "actions", "a1")
    told = removal.write(place, {})
    assert isinstance(told, list)
    assert told[0].name == "why"
    assert isinstance(written := removal.write(place, {"why": ["twice"]}), Written)
    assert written.message == "p-8dct: remove actions.a1 (it stands in the record twice)"
    assert [each.code for each in wrongs(place, written.steps) if "unknown" in each.code] == []


@pytest.mark.parametrize(
    "names", [(), ("plan",), ("plan", "passport"), ("plan", "outcomes"), ("plan", "outcomes", "o99")]
)
def test_only_things_of_lists_go(names: tuple[str, ...]) -> None:
    with pytest.raises(NotHere):
        removal.ask(at(OF_PUPIL, "p-8dct", *names), {})


def test_nobody_takes_a_removal_for_an_erasure() -> None:
    """That it stays in the history is said before it goes, and beside the two reasons that promise more."""
    form = removal.ask(at(OF_PUPIL, "p-8dct", "actions", "actions", "a1"), {})
    told = " ".join(form.sections[0].about)
    assert "stays in the history" in told
    heading = (ROOT / "docs/keeping.md").read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
    assert heading in told
    beside = {choice.value: choice.hint for choice in form.questions[0].choices}
    assert "does not erase it" in beside["kept"]
    assert "history" in beside["elsewhere"]
