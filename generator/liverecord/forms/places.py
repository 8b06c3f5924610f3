"""Where a thing stands, or will stand: an address names it by its id, or names nothing, and then the next id is drawn."""

from typing import NamedTuple

from liverecord.forms.job import NotHere, Scene
from liverecord.forms.things import is_thing
from liverecord.model.field import fields_of
from liverecord.model.ids import next_id
from liverecord.splice.steps import Path, declared, found, ids, is_there


class Place(NamedTuple):
    """The path of a thing of a list, and whether it has to be added."""

    path: Path
    is_new: bool

    @property
    def id(self) -> str:
        """Return the thing's id."""
        return self.path[-1]


def place_at(scene: Scene, kind: str, things_at: Path, names: Path) -> Place:
    """Return the place of the thing of a list that an address names, of the next where it names none; raises NotHere."""
    if not names:
        return Place((*things_at, new_id(scene, kind, things_at)), is_new=True)
    path = (*things_at, *names)
    if len(names) > 1 or not is_thing(scene.data(kind), path):
        raise NotHere
    return Place(path, is_new=False)


def new_id(scene: Scene, kind: str, things_at: Path, pupil: str | None = None) -> str:
    """Return the id of the next thing of a list, in the form that its struct declares."""
    data, field = scene.data(kind, pupil), declared(kind, things_at)
    assert field is not None
    assert field.struct is not None
    return next_id(letters_of(field.struct), ids(found(data, things_at)) if is_there(data, things_at) else ())


def letters_of(struct: type) -> str:
    """Return what the ids of such things begin with, by their declared example; "" where a person chooses them."""
    for field in fields_of(struct):
        if field.kind == "own_id" and field.examples:
            example = str(field.examples[0])
            letters = example.rstrip("0123456789")
            return letters if letters != example else ""
    return ""
