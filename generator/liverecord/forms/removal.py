"""Taking something out of a record: asked why, and told what pointed at it, which then no longer does.

What is over is not removed: it gets a state and stays, because the record says what was tried.
"""

from typing import Any

from liverecord.forms.choosing import choice_made, one_of
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.letting_go import let_go, will_be_restricted, without
from liverecord.forms.question import Answers, Choice, Form, Section, Wrong
from liverecord.forms.things import Pointer, Thing, called, pointers
from liverecord.forms.wording import noun_of
from liverecord.model.records import KINDS
from liverecord.render.words import capped
from liverecord.splice.steps import Path, Remove, Step, declared, found, is_there

WHY = (
    Choice("mistake", "It was entered by mistake"),
    Choice(
        "elsewhere",
        "It belongs to another pupil",
        "It is not put there by this: write it into the other record too. The history of this one keeps it.",
    ),
    Choice("twice", "It stands in the record twice"),
    Choice(
        "kept",
        "Its time for keeping is over",
        "This takes it out of the record and off the pages, and does not erase it: see the guide first.",
    ),
)
"""Why something may go. Chosen and not typed: the reason stands in git's log for good."""


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form that asks whether, and why; raises NotHere."""
    thing = _thing(scene)
    pointing = _pointing(scene, thing)
    about = [called(scene, thing)]
    about += [_named(scene, pointer, thing) for pointer in pointing]
    if any(pointer.field.is_required for pointer in pointing):
        about.append("One of these cannot do without it: change or remove that first.")
    return Form(
        title=f"Remove this {noun_of(thing.struct).words}?",
        about=tuple(about),
        sections=(
            Section(
                about=(
                    "It goes from the record and from the pages. It stays in the history of the records, where it can be read.",
                    "How something is erased for good stands in the guide, under “Keeping, copying and erasing records”.",
                ),
                hint="If it is simply over, give it a state or a result instead: what was tried is worth knowing.",
                questions=(
                    one_of(
                        "why",
                        "Why does it go?",
                        WHY,
                        answers,
                        hint="The reason stays in the record's history.",
                    ),
                ),
            ),
        ),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps that take the thing out, and its name out of what points at it."""
    thing = _thing(scene)
    why = choice_made("why", WHY, answers, "Choose why it goes.")
    if isinstance(why, Wrong):
        return [why]
    steps: dict[str, list[Step]] = {}
    for pointer in _pointing(scene, thing):
        if pointer.field.is_required:
            return [Wrong("", f"{_where(scene, pointer)} cannot do without it. Change or remove that first.")]
        steps.setdefault(scene.path(pointer.kind), []).extend(
            let_go(scene, pointer, without(scene, pointer, thing.id))
        )
    steps.setdefault(scene.path(thing.kind), []).append(Remove(thing.path))
    message = f"{scene.pupil or 'school'}: remove {'.'.join(thing.path)} ({why.label.lower()})"
    return Written(steps, {(scene.path(thing.kind), thing.path): "why"}, message)


JOBS = (
    Job("remove", "Remove something", "pupil", ask, write),
    Job("take-out", "Remove something of the school's", "school", ask, write),
)
"""Taking something out of a pupil's record, or of the school's own files."""


def _thing(scene: Scene) -> Thing:
    kind, *rest = scene.names or ("",)
    path: Path = tuple(rest)
    own = {"school", "staff"}
    field = (
        declared(kind, path) if path and (kind in own) == (scene.pupil is None) and kind in KINDS else None
    )
    if field is None or field.struct is None or not field.is_list or not is_there(scene.data(kind), path):
        raise NotHere
    data: Any = found(scene.data(kind), path)
    if not isinstance(data, dict):
        raise NotHere
    return Thing(field.struct.__name__.lower(), kind, path, field.struct, data)


def _pointing(scene: Scene, thing: Thing) -> list[Pointer]:
    """Return what names the thing from outside of it; nothing of a pupil's names a part of the school's files so."""
    if scene.pupil is None or "id" not in thing.data:
        return []
    inside = (thing.kind, thing.path)
    return [
        pointer
        for pointer in pointers(scene, thing)
        if (pointer.kind, pointer.path[: len(thing.path)]) != inside
    ]


def _where(scene: Scene, pointer: Pointer) -> str:
    """Return what holds a pointer, by its own words, and the field's title."""
    path = pointer.path[:-1]
    field = declared(pointer.kind, path)
    if not path or field is None or field.struct is None:
        return capped(pointer.field.title)
    data: Any = found(scene.data(pointer.kind), path)
    holder = Thing(field.struct.__name__.lower(), pointer.kind, path, field.struct, data)
    return f"{capped(noun_of(holder.struct).words)} “{called(scene, holder)}” ({pointer.field.title})"


def _named(scene: Scene, pointer: Pointer, thing: Thing) -> str:
    """Return what becomes of a field that names the thing; of one that was closed by it, how what holds it stays so."""
    told = f"{_where(scene, pointer)} names it, and will not any more."
    return f"{told} {will_be_restricted(scene, pointer, without(scene, pointer, thing.id))}".strip()
