"""A concern is opened owned, reviewed and with a step; it changes where it was answered otherwise; it is closed with its actions."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_scenes import PUPILS, after, at, differences, standing_in, wrongs
from liverecord.forms import closing, concern
from liverecord.forms.fields import NOTHING
from liverecord.forms.job import NotHere, Scene, Written
from liverecord.forms.question import Wrong
from liverecord.splice.steps import Add, Remove, Set
from strategies import hostile_text
from typed import as_recorded

OPEN, CLOSE = concern.JOB, closing.JOB
THEMES = ("attendance", "learning", "communication", "wellbeing", "relationships", "sensory", "health", "transition",
          "provision", "other")  # fmt: skip
STEP = {"step-what": ["Ask at home"], "step-kind": ["conversation"], "step-owner": ["j-okafor"]}
NEW = {
    "what": ["Leaves before lunch"], "opened_on": ["20 November"], "owner": ["l-castell"],
    "review_on": ["11 December"], **STEP,
}  # fmt: skip


def free_theme(place: Scene) -> str:
    """Return a theme of which the pupil has no open concern."""
    taken = {each.theme for each in place.pupils[place.pupil or ""].pupil.concerns if each.status == "open"}
    return next(theme for theme in THEMES if theme not in taken)


def listed(place: Scene, written: Any, kind: str) -> list[dict[str, Any]]:
    """Return a list of the record after a save."""
    assert isinstance(written, Written), written
    return after(place, written.steps)[place.path(kind)][kind]  # type: ignore[index]


@pytest.mark.parametrize("pupil", PUPILS)
@pytest.mark.parametrize(
    "driver", [None, ("anxiety", "suspected"), ("unknown", "unknown"), ("sleep", "unknown")]
)
def test_a_concern_is_opened_with_its_first_step(pupil: str, driver: tuple[str, str] | None) -> None:
    """The step is an action for it; where it is not known what drives it, the step is what tests that."""
    place = at(OPEN, pupil)
    answers: dict[str, Any] = standing_in(concern.ask(place, {})) | NEW | {"theme": [free_theme(place)]}
    if driver is not None:
        answers |= {"drivers-0-driver": [driver[0]], "drivers-0-certainty": [driver[1]]}
    written = concern.write(place, answers)
    made, step = listed(place, written, "concerns")[-1], listed(place, written, "actions")[-1]
    assert wrongs(place, written.steps) == []  # type: ignore[union-attr]
    plan = place.pupils[pupil].pupil.plan
    assert made == {
        "id": made["id"], "theme": free_theme(place), "opened_on": "2026-11-20", "what": "Leaves before lunch",
        **({"drivers": made["drivers"]} if driver else {}),
        **({"plan_version": plan.version} if plan.agreed_on else {}),
        "owner": "l-castell", "review_on": "2026-12-11",
    }  # fmt: skip
    assert step == {
        "id": step["id"], "concern": made["id"], "kind": "conversation", "what": "Ask at home", "owner": "j-okafor",
    }  # fmt: skip
    if driver is not None:
        (one,) = made["drivers"]
        tested = {"test": step["id"]} if "unknown" in driver else {}
        assert one == {"id": one["id"], "driver": driver[0], "certainty": driver[1], **tested}
    for path, steps in differences(place, written.steps).items():  # type: ignore[union-attr]
        assert len(steps) == 1, path
    assert set(written.asked_at.values()) <= {each.name for each in concern.ask(place, answers).questions}  # type: ignore[union-attr]


@pytest.mark.parametrize("pupil", PUPILS)
def test_each_concern_changes_where_it_was_answered_otherwise(pupil: str) -> None:
    """Untouched it stays as it is; another owner is one step; another driver and its test come together."""
    for each in at(OPEN, pupil).pupils[pupil].pupil.concerns:
        place = at(OPEN, pupil, each.id)
        answers: dict[str, Any] = standing_in(concern.ask(place, {}))
        assert concern.write(place, answers) == [Wrong("", NOTHING)]
        owner = "l-castell" if each.owner != "l-castell" else "k-mensah"
        written = concern.write(place, answers | {"owner": [owner]})
        assert isinstance(written, Written)
        assert wrongs(place, written.steps) == []
        assert written.steps == {place.path("concerns"): [Set(("concerns", each.id, "owner"), owner)]}
        if each.status != "open":
            continue
        more = {
            "drivers-count": ["1"],
            "drivers-0-driver": ["unknown"],
            "drivers-0-certainty": ["unknown"],
            **STEP,
        }
        written = concern.write(place, answers | more)
        assert isinstance(written, Written)
        assert wrongs(place, written.steps) == []
        ((driver,), (step,)) = differences(place, written.steps).values()
        assert isinstance(step, Add)
        made = driver.item if isinstance(driver, Add) else driver.value[0]  # type: ignore[union-attr]
        assert made["test"] == step.item["id"]
        assert step.item["concern"] == each.id


def test_what_was_thought_to_drive_it_is_tested_once_it_is_not_known() -> None:
    """A driver that turns out to be unknown: the step that is given tests it, unless an action is named."""
    place = at(OPEN, "p-7k3m", "c1")
    answers: dict[str, Any] = standing_in(concern.ask(place, {})) | {"d1-certainty": ["unknown"], **STEP}
    for named, test in (("a2", "a2"), ("", "a3")):
        written = concern.write(place, answers | {"d1-test": [named]})
        made = next(each for each in listed(place, written, "concerns") if each["id"] == "c1")
        assert made["drivers"][0]["test"] == test
        assert wrongs(place, written.steps) == []  # type: ignore[union-attr]


def test_drivers_get_ids_that_no_other_concern_has() -> None:
    place = at(OPEN, "p-8dct")
    answers = NEW | {
        "theme": [free_theme(place)], "drivers-count": ["3"],
        "drivers-0-driver": ["pain"], "drivers-0-certainty": ["suspected"],
        "drivers-2-driver": ["sleep"], "drivers-2-certainty": ["confirmed"],
    }  # fmt: skip
    written = concern.write(place, answers)
    drawn = [
        driver["id"] for each in listed(place, written, "concerns") for driver in each.get("drivers", ())
    ]
    assert len(set(drawn)) == len(drawn)
    assert len(listed(place, written, "concerns")[-1]["drivers"]) == 2


@given(st.lists(hostile_text(), min_size=3, max_size=3))
def test_words_come_back_as_they_were_typed(texts: list[str]) -> None:
    place = at(OPEN, "p-7k3m")
    fields = ("what", "context", "step-what")
    answers = (
        NEW | {"theme": ["learning"]} | {field: [text] for field, text in zip(fields, texts, strict=True)}
    )
    written = concern.write(place, answers)
    what, context, step = map(as_recorded, texts)
    if not (what and step):
        assert isinstance(written, list)
        empty = [name for name, text in (("what", what), ("step-what", step)) if not text]
        assert [wrong.name for wrong in written] == empty
        return
    made, one = listed(place, written, "concerns")[-1], listed(place, written, "actions")[-1]
    assert (made["what"], made.get("context", ""), one["what"]) == (what, context, step)
    assert written.message == "p-7k3m: open a concern"  # type: ignore[union-attr]


def test_what_is_wrong_is_told_at_its_question_and_all_at_once() -> None:
    place = at(OPEN, "p-7k3m")
    told = concern.write(
        place,
        {
            "theme": ["gossip"],
            "opened_on": ["31 November"],
            "outcomes": ["o99"],
            "drivers-0-driver": ["pain"],
        },
    )
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == [
        "theme", "what", "opened_on", "outcomes", "owner", "review_on", "drivers-0-certainty", "step-what", "step-kind",
        "step-owner",
    ]  # fmt: skip
    assert all(wrong.message.endswith(".") for wrong in told)


def test_an_open_concern_of_the_theme_is_told_beforehand_and_found_at_the_question() -> None:
    """The record has one open concern for each theme: the form says which are open, and the check stands at the theme."""
    place = at(OPEN, "p-7k3m")
    form = concern.ask(place, {})
    assert form.about[0] == "Open already: Attendance, “Misses the first lesson on Tuesdays and Thursdays”."
    assert [lead.value for lead in form.leads] == ["update/c1"]
    written = concern.write(place, NEW | {"theme": ["attendance"]})
    assert isinstance(written, Written)
    (problem,) = wrongs(place, written.steps)
    assert problem.code == "two-open-concerns"
    assert written.asked_at[place.path("concerns"), ("concerns", "c2", "theme")] == "theme"


# ── Closing ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("pupil", PUPILS)
@pytest.mark.parametrize("state", ["done", "stopped", "open"])
def test_each_open_concern_can_be_closed(pupil: str, state: str) -> None:
    """Closed on its day with a last line; each open action ends, or stays open for another concern or none."""
    for each in at(CLOSE, pupil).pupils[pupil].pupil.concerns:
        place = at(CLOSE, pupil, each.id)
        form = closing.ask(place, {})
        if each.status == "closed":
            assert form.none
            assert closing.write(place, {}) == [Wrong("", form.none)]
            continue
        answers: dict[str, Any] = standing_in(form) | {"line-text": ["It is over"]}
        for question in form.questions:
            if question.name.endswith("-status"):
                answers[question.name] = [state]
            elif question.name.endswith("-due"):
                answers[question.name] = ["11 December"]
        written = closing.write(place, answers)
        assert isinstance(written, Written), written
        assert wrongs(place, written.steps) == []
        changed = differences(place, written.steps)
        for step in changed.pop(place.path("concerns")):
            if isinstance(step, Add):
                assert step.path == ("concerns", each.id, "updates")
                assert step.item == {
                    "id": step.item["id"], "date": "2026-11-22", "by": "r-adeyemi", "text": "It is over",
                }  # fmt: skip
            else:
                assert isinstance(step, Set)
                assert step.path[2] in {"status", "closed_on", "updates"}
        own = {
            action.id
            for action in place.pupils[pupil].pupil.actions
            if action.concern == each.id and action.status == "open"
        }
        for steps in changed.values():
            for step in steps:
                assert step.path[1] in own
                assert (
                    (step.path[2] in {"concern", "due"})
                    if state == "open"
                    else (step.path[2] in {"status", "ended_on"})
                )
        told = {step.path[1] for steps in changed.values() for step in steps}
        assert told == own
        assert written.message == f"{pupil}: close concern {each.id}, 22 November 2026"


def test_what_becomes_of_each_action_has_to_be_said() -> None:
    """No state is taken over from the record, and one that goes on has no day of its end."""
    place = at(CLOSE, "p-7k3m", "c1")
    assert {name for name in standing_in(closing.ask(place, {})) if name.endswith("status")} == set()
    told = closing.write(
        place, {"closed_on": ["today"], "line-text": [""], "a2-status": ["open"], "a2-ended_on": ["today"]}
    )
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == ["line-text", "a1-status", "a2-ended_on"]


def test_an_action_that_stays_open_is_for_another_concern_or_none() -> None:
    place = next(
        at(CLOSE, pupil, each.id)
        for pupil in PUPILS
        for known in [at(CLOSE, pupil).pupils[pupil].pupil]
        for each in known.concerns
        if each.status == "open"
        and sum(other.status == "open" for other in known.concerns) > 1
        and any(action.concern == each.id and action.status == "open" for action in known.actions)
    )
    form = closing.ask(place, {})
    (first, *_) = [
        each.name.removesuffix("-concern") for each in form.questions if each.name.endswith("-concern")
    ]
    choices = next(each.choices for each in form.questions if each.name == f"{first}-concern")
    assert place.names[0] not in {choice.value for choice in choices}
    answers: dict[str, Any] = standing_in(form) | {"line-text": ["Over"]}
    answers |= {each.name: ["open"] for each in form.questions if each.name.endswith("-status")}
    at_action = ("actions", first, "concern")
    written = closing.write(place, answers)
    assert isinstance(written, Written)
    assert Remove(at_action) in written.steps[place.path("actions")]
    written = closing.write(place, answers | {f"{first}-concern": [choices[0].value]})
    assert isinstance(written, Written)
    assert Set(at_action, choices[0].value) in written.steps[place.path("actions")]
    assert wrongs(place, written.steps) == []


@given(hostile_text())
def test_the_last_line_comes_back_as_it_was_typed(text: str) -> None:
    place = at(CLOSE, "p-7k3m", "c1")
    answers = {"closed_on": ["today"], "line-text": [text], "a1-status": ["done"], "a2-status": ["stopped"]}
    written = closing.write(place, answers)
    if not as_recorded(text):
        assert written == [Wrong("line-text", "Say what happened.")]
        return
    made = next(each for each in listed(place, written, "concerns") if each["id"] == "c1")
    assert made["updates"][-1]["text"] == as_recorded(text)
    assert written.message == "p-7k3m: close concern c1, 22 November 2026"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("job", "names"),
    [(OPEN, ("c99",)), (OPEN, ("a1",)), (CLOSE, ()), (CLOSE, ("c99",)), (CLOSE, ("c1", "c1"))],
)
def test_an_address_of_no_concern_is_not_here(job: Any, names: tuple[str, ...]) -> None:
    for call in (job.ask, job.write):
        with pytest.raises(NotHere):
            call(at(job, "p-7k3m", *names), {"closed_on": ["today"]})
