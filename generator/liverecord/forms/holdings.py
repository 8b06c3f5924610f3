"""What is in somebody's hands: every field of the pupils' records that says who holds a thing that goes on."""

from collections.abc import Iterator
from typing import NamedTuple

from liverecord.derive.holding import OWNER_FIELDS
from liverecord.forms.asking import field_of
from liverecord.forms.job import Scene
from liverecord.forms.known import has_left
from liverecord.forms.things import Thing, called_with_its_kind, going_on
from liverecord.model.field import fields_of
from liverecord.model.parts import PARTS
from liverecord.model.records import KINDS, PUPIL_KINDS, Mentor
from liverecord.render.words import capped
from liverecord.splice.steps import Path


class Held(NamedTuple):
    """Something that somebody holds: whose record and which file it stands in, the path of the field that names the holder,
    and what it is called. `is_mentor` tells that the holder is one of several in a row, each with days of their own.
    """

    pupil: str
    kind: str
    path: Path
    called: str
    is_mentor: bool = False


def held_by(scene: Scene, person: str) -> Iterator[Held]:
    """Yield everything in a person's hands, pupil by pupil by name; pupils who have left the roll need nobody."""
    for pupil, known in sorted(
        scene.pupils.items(), key=lambda pair: (pair[1].case.name.casefold(), pair[0])
    ):
        if has_left(known, scene.today):
            continue
        for kind in PUPIL_KINDS:
            yield from _of_the_file(scene, pupil, kind, person)
        for thing in going_on(scene, pupil):
            for field in fields_of(thing.struct):
                if (thing.struct, field.name) in HOLDING and thing.data.get(field.name) == person:
                    path = (*thing.path, field.name)
                    is_mentor = thing.struct is Mentor
                    yield Held(pupil, thing.kind, path, _called(scene, thing), is_mentor)


_ALSO = ("plan.safeguarding.held_by", "plan.mentors.who", "plan.pupil.next_year.keyworker")
"""What somebody holds beyond what can be owed: whoever leaves does not keep it."""
HOLDING = frozenset(
    (PARTS[part], name) for part, _, name in (field.rpartition(".") for field in (*OWNER_FIELDS, *_ALSO))
)
"""The fields that say who holds something, by their structs. Others say who did something, which stays true."""


def _of_the_file(scene: Scene, pupil: str, kind: str, person: str) -> Iterator[Held]:
    """Yield what the fields of a file itself say that a person holds: the key worker."""
    data, struct = scene.data(kind, pupil), KINDS[kind]
    for field in fields_of(struct):
        if (struct, field.name) in HOLDING and isinstance(data, dict) and data.get(field.name) == person:
            yield Held(pupil, kind, (field.name,), capped(field.title))


def _called(scene: Scene, thing: Thing) -> str:
    """Return what a thing is called in a list of many kinds of things."""
    if "id" not in thing.data:
        field = field_of(thing.kind, thing.path)
        return "Mentor" if thing.struct is Mentor else capped(field.title)
    return called_with_its_kind(scene, thing)
