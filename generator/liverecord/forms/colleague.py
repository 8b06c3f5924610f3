"""The member of staff that a form is about."""

from liverecord.forms.asking import sentence
from liverecord.forms.job import NotHere, Scene
from liverecord.model.records import Person


def person_at(scene: Scene) -> Person | None:
    """Return the member of staff whom the address names, None where it names nobody; raises NotHere for somebody unknown."""
    if not scene.names:
        return None
    (name, *more) = scene.names
    person = next((each for each in scene.staff.staff if each.id == name), None)
    if person is None or more:
        raise NotHere
    return person


def roles_of(scene: Scene, person: Person) -> str:
    """Return what a member of staff does, in words: "SENCO, Head"; "" where nothing is said."""
    return ", ".join(sentence(scene.rulebook.codes.label("role", role)) for role in person.roles)
