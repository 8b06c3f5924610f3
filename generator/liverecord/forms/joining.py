"""Somebody joins the school's staff: a name, a short name that the records use, roles, and the address of work."""

import re
import unicodedata
from collections.abc import Collection

from liverecord.forms.colleague import STAFF
from liverecord.forms.fields import Ask, added, asked_at, questions, said
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.question import Answers, Form, Section, Wrong


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of a new member of staff; raises NotHere. A short name is proposed once there is a name."""
    if scene.names:
        raise NotHere
    proposed = {"id": (_id(scene, answers),), **answers} if _has_no_id(answers) else answers
    return Form(
        title="Somebody joins",
        about=("Pages show the name and the roles. Nobody is ever taken out who is named in a record.",),
        sections=(Section(questions=questions(scene, "staff", (*STAFF, ""), _ASKS, proposed)),),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the step that adds the person to staff.yml."""
    if scene.names:
        raise NotHere
    name = _id(scene, answers)
    told = said(scene, "staff", (*STAFF, ""), _ASKS, {**answers, "id": (name,)})
    wrong = [*told.wrong, *_wrong_id(scene, name, has_name="name" in told.values)]
    if _has_no_id(answers):
        wrong += _here_already(scene, told.values.get("name"))
    if wrong:
        return wrong
    values = {field: value for field, value in told.values.items() if field != "id"}
    file = scene.path("staff")
    places = asked_at(file, (*STAFF, name), told.names)
    return Written({file: [added("staff", STAFF, name, values)]}, places, f"school: {name} joins")


JOB = Job("joins", "Somebody joins", "school", ask, write)
"""A new member of staff."""

_ASKS = (
    Ask("name", "What is the name?", "As pages print it. For example: R. Adeyemi", missing="Say what the name is."),
    Ask(
        "id",
        "Which short name do the records use?",
        "Only where it is not to be the initial and the family name, as r-adeyemi. It never changes.",
        is_required=False,
    ),
    Ask("roles", "What does the person do?", "What names nobody goes to the first person with its role."),
    Ask(
        "email",
        "What is the work e-mail address?",
        "It ties the person to what they write. Pages do not print it. For example: r.adeyemi@ashgrove.example",
    ),
)  # fmt: skip
_LONGEST = 32
_IS_ID = re.compile(rf"[a-z][a-z0-9-]{{0,{_LONGEST - 1}}}").fullmatch
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "revd", "sir", "dame"})


def _has_no_id(answers: Answers) -> bool:
    return not any(each.strip() for each in answers.get("id", ()))


def _id(scene: Scene, answers: Answers) -> str:
    """Return the short name that was typed, else the one that follows from the name; "" where none does."""
    if not _has_no_id(answers):
        return next(each.strip() for each in answers["id"] if each.strip())
    return short_name(next(iter(answers.get("name", ())), ""), {person.id for person in scene.staff.staff})


def short_name(name: str, taken: Collection[str]) -> str:
    """Return the initial and the family name as an id that nobody has: "R. Adeyemi" is r-adeyemi; "" for a name without letters."""
    words = [_letters(word) for word in name.split()]
    words = [word for word in words if word.strip("-")]
    if len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    if not words:
        return ""
    *given, family = words
    short = "-".join([*(each[0] for each in given[:1]), family]).strip("-")[:_LONGEST].rstrip("-")
    number, free = 1, short
    while free in taken:
        number += 1
        ending = f"-{number}"
        free = short[: _LONGEST - len(ending)].rstrip("-") + ending
    return free


def _letters(word: str) -> str:
    """Return a word in small letters without accents; a hyphen between letters stays."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(each for each in plain if each == "-" or (each.isascii() and each.isalpha())).strip("-")


def _here_already(scene: Scene, name: object) -> list[Wrong]:
    """Return that the staff have this name already: a second entry would leave nobody sure whom it means."""
    held = next((each for each in scene.staff.staff if each.name == name), None)
    if held is None:
        return []
    told = (
        f"Somebody of this name is on the staff already ({held.id}). Where it is another person, type a short name of their own; "
        "where the person is back, empty the last day in the form “Everybody on the staff”."
    )
    return [Wrong("name", told)]


def _wrong_id(scene: Scene, name: str, *, has_name: bool) -> list[Wrong]:
    if not name:
        told = "Type a short name of small letters: none follows from this name."
        return [Wrong("id", told)] if has_name else []
    if not _IS_ID(name):
        return [
            Wrong(
                "id", f"Use small letters, digits and hyphens, {_LONGEST} at most, beginning with a letter."
            )
        ]
    if name in {person.id for person in scene.staff.staff}:
        return [
            Wrong(
                "id",
                "Somebody has this short name already. Choose another: it stands for one person for ever.",
            )
        ]
    return []
