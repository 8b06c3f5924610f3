"""A form that was asked on one commit is laid on the newest one: nothing of either person is lost, and nobody decides for them."""

import pytest

from form_scenes import at
from liverecord.edit.laid import laid
from liverecord.forms import items
from liverecord.forms.job import Scene, Written
from liverecord.splice.steps import Add, Set, Step, applied, found

(JOB, _) = items.JOBS
ACTIONS = "records/pupils/p-8dct/actions.yml"
CONTACTS = "records/pupils/p-8dct/contacts.yml"


def moved(scene: Scene, path: str, *steps: Step) -> Scene:
    """Return the scene after somebody else's change."""
    return scene._replace(files={**scene.files, path: applied(scene.files.get(path), steps)})


def save(scene: Scene, *steps: tuple[str, Step]) -> Written:
    grouped: dict[str, list[Step]] = {}
    for path, step in steps:
        grouped.setdefault(path, []).append(step)
    return Written(grouped, {(path, step.path): "question" for path, step in steps}, "p-8dct: a change")


@pytest.fixture
def scene() -> Scene:
    return at(JOB, "p-8dct")


def test_what_others_left_alone_is_written_as_it_was_meant(scene: Scene) -> None:
    change = save(scene, (ACTIONS, Set(("actions", "a1", "status"), "done")))
    now = moved(scene, CONTACTS, Add(("contacts",), {"id": "k99", "date": "2026-11-20"}))
    made = laid(scene, now, lambda _: change, {})
    assert not isinstance(made, list)
    assert (made.written, made.clashes, made.is_met) == (change, (), False)


def test_ids_that_others_took_are_drawn_anew_and_followed_once(scene: Scene) -> None:
    """Two of mine go on from theirs, and the conversation that agreed them names each by its own new id."""
    change = save(
        scene,
        (CONTACTS, Add(("contacts",), {"id": "k90", "agreed": ["a90", "a91"]})),
        (ACTIONS, Add(("actions",), {"id": "a90", "what": "first of mine"})),
        (ACTIONS, Add(("actions",), {"id": "a91", "what": "second of mine"})),
    )
    now = moved(scene, ACTIONS, Add(("actions",), {"id": "a90", "what": "theirs"}))
    made = laid(scene, now, lambda _: change, {})
    assert not isinstance(made, list)
    assert made.is_met
    files = {path: applied(now.files.get(path), steps) for path, steps in made.written.steps.items()}
    assert found(files[ACTIONS], ("actions", "a90", "what")) == "theirs"
    assert found(files[ACTIONS], ("actions", "a91", "what")) == "first of mine"
    assert found(files[ACTIONS], ("actions", "a92", "what")) == "second of mine"
    assert found(files[CONTACTS], ("contacts", "k90", "agreed")) == ["a91", "a92"]


@pytest.mark.parametrize(
    ("decision", "status", "is_open"),
    [(None, "stopped", True), ("theirs", "stopped", False), ("mine", "done", False)],
)
def test_what_both_changed_is_decided_by_a_person(
    scene: Scene, decision: str | None, status: str, *, is_open: bool
) -> None:
    change = save(scene, (ACTIONS, Set(("actions", "a1", "status"), "done")))
    now = moved(scene, ACTIONS, Set(("actions", "a1", "status"), "stopped"))
    decisions = {f"{ACTIONS}/actions/a1/status": decision} if decision else {}
    made = laid(scene, now, lambda _: change, decisions)
    assert not isinstance(made, list)
    assert bool(made.clashes) is is_open
    after = applied(now.files[ACTIONS], made.written.steps.get(ACTIONS, ()))
    assert found(after, ("actions", "a1", "status")) == status
