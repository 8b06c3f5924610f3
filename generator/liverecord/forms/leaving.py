"""Somebody leaves the school: the last day, what whoever takes over needs to know, and who takes each thing over, in one save.

leaves                choose who
leaves/j-okafor       that person
"""

from collections.abc import Iterator
from datetime import date

from liverecord.forms.colleague import STAFF, choosing, is_here, person_at
from liverecord.forms.fields import NOTHING, Ask, asked_at, changes, day_ask, questions, said
from liverecord.forms.job import Job, Scene, Written
from liverecord.forms.question import Answers, Form, Section, Wrong
from liverecord.forms.taking_over import add_taken, has_left_on, in_hands, rows_of, sections, takers
from liverecord.model.days import in_words
from liverecord.model.records import Person
from liverecord.render.words import capped, count
from liverecord.splice.steps import Step


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of somebody who leaves, or the choice of who it is; raises NotHere."""
    person = person_at(scene)
    if person is None:
        return choosing(scene, JOB.name, JOB.title, _who(scene), "Nobody is left at the school.")
    path = (*STAFF, person.id)
    rows = list(rows_of(scene, person))
    first = Section(questions=questions(scene, "staff", path, _asks(scene), answers))
    taken = tuple(sections(scene, person, rows, answers, about=_AT_ONCE, hint=_FOR_ALL, nobody="Nobody yet"))
    return Form(
        title=f"{person.name} leaves",
        about=(
            *has_left_on(scene, person),
            *in_hands(scene, person, rows),
            *_roles_of_nobody_else(scene, person),
        ),
        sections=(first, *(taken if rows else ())),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps over all records by which each thing is in the hands of whoever takes it over."""
    person = person_at(scene)
    if person is None:
        return [Wrong("", "Choose first who leaves.")]
    path = (*STAFF, person.id)
    rows = list(rows_of(scene, person))
    told = said(scene, "staff", path, _asks(scene), answers)
    taken, unclear = takers(scene, person, rows, answers, missing=UNCLEAR)
    if told.wrong or unclear:
        return [*told.wrong, *unclear]
    file = scene.path("staff")
    steps: dict[str, list[Step]] = {file: list(changes("staff", scene.data("staff"), path, told))}
    last = date.fromisoformat(told.values["left_on"])
    places = asked_at(file, path, told.names) | add_taken(scene, rows, taken, last, steps)
    steps = {path: each for path, each in steps.items() if each}
    if not steps:
        return [Wrong("", NOTHING)]
    over = f", {count(len(taken), 'thing')} handed over" if taken else ""
    return Written(steps, places, f"school: {person.id} leaves on {in_words(last)}{over}")


JOB = Job("leaves", "Somebody leaves", "school", ask, write)
"""Leaving, with everything that is in somebody's hands."""

_AT_ONCE = "Whoever takes something over has it as soon as this is in the school's records, and not only from the last day on."
_FOR_ALL = (
    "This goes for each thing below where you choose nobody. What nobody takes over yet stays as it is, and the page "
    "Owners lists it from the last day on."
)
UNCLEAR = "Choose who takes over what is left empty below, or that nobody does yet."
"""What is said where nothing says who takes a thing over."""


def _asks(scene: Scene) -> tuple[Ask, ...]:
    return (
        day_ask(
            scene.today,
            "left_on",
            "What is the last day at the school?",
            "Say which day is the last at the school.",
        ),
        Ask(
            "handover",
            "What does whoever takes over need to know?",
            "For example: The transport form is half filled in",
        ),
    )


def _who(scene: Scene) -> list[Person]:
    """Return everybody who is here, and after them who has left and still holds something."""
    here = [person for person in scene.staff.staff if is_here(scene, person)]
    gone = [person for person in scene.staff.staff if not is_here(scene, person)]
    return [*here, *(person for person in gone if next(rows_of(scene, person), None) is not None)]


def _roles_of_nobody_else(scene: Scene, person: Person) -> Iterator[str]:
    alone = [role for role in person.roles if not _has_another(scene, person, role)]
    if alone:
        roles = ", ".join(capped(scene.rulebook.codes.label("role", role)) for role in alone)
        word = "role" if len(alone) == 1 else "roles"
        yield f"Nobody else has the {word}: {roles}. What goes by it is then in nobody's hands, until somebody else is given it."


def _has_another(scene: Scene, person: Person, role: str) -> bool:
    return any(
        role in other.roles and is_here(scene, other) for other in scene.staff.staff if other.id != person.id
    )
