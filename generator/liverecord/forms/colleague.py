"""The member of staff that a form is about, chosen first where the address names nobody."""

from collections.abc import Iterable

from liverecord.forms.job import NotHere, Scene
from liverecord.forms.question import Choice, Form
from liverecord.model.records import Away, Person
from liverecord.render.words import capped
from liverecord.splice.steps import Path

STAFF: Path = ("staff",)
"""Where the staff stand in staff.yml."""


def person_at(scene: Scene) -> Person | None:
    """Return the member of staff whom the address names, None where it names nobody; raises NotHere for somebody unknown."""
    if not scene.names:
        return None
    person = next((each for each in scene.staff.staff if (each.id,) == scene.names), None)
    if person is None:
        raise NotHere
    return person


def choosing(scene: Scene, job: str, title: str, people: Iterable[Person], none: str) -> Form:
    """Return the form that leads on to one of these people; `none` is said where there is nobody."""
    leads = tuple(Choice(f"{job}/{person.id}", person.name, roles_of(scene, person)) for person in people)
    return Form(title=title, none=none if not leads else "Choose who it is.", leads=leads)


def roles_of(scene: Scene, person: Person) -> str:
    """Return what a member of staff does, in words: "SENCO, Head"; "" where nothing is said."""
    return ", ".join(capped(scene.rulebook.codes.label("role", role)) for role in person.roles)


def is_here(scene: Scene, person: Person) -> bool:
    """Tell whether somebody has not left; the last day is still worked, and whoever is away has not left."""
    return person.left_on is None or person.left_on >= scene.today


def absence(scene: Scene, person: Person) -> Away | None:
    """Return the absence of somebody that goes on or is to come; one that is over is none."""
    away = person.away
    return away if away is not None and (away.until is None or away.until >= scene.today) else None


def others(person: Person, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Return everybody of these but the person."""
    return tuple(choice for choice in choices if choice.value != person.id)
