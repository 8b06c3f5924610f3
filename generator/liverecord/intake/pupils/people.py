"""Whom a list means by a key worker's name: one member of staff exactly, or nobody."""

import re
from collections.abc import Sequence
from datetime import date

from liverecord.model.records import Person, Staff

_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "revd", "sir", "dame", "lady", "lord"}
)


def named(typed: str, staff: Staff, today: date) -> str | None:
    """Return the id of the one member of staff whom a name, an e-mail address or an id means; None for nobody, or several.

    Titles and capitals do not count, "Adeyemi, R" is "R Adeyemi", and an initial stands for a given name. A family name alone
    names nobody: a colleague of the same name may not stand in staff.yml.
    """
    here = [person for person in staff.staff if person.left_on is None or today <= person.left_on]
    text = _plain(typed)
    exact = [person.id for person in here if text in _known_by(person)]
    found = exact or [person.id for person in here if _is_alike(_words(typed), _words(person.name))]
    return found[0] if len(found) == 1 else None


def _known_by(person: Person) -> set[str]:
    """Return what means this person word for word: the name as it is written, the id, and the addresses."""
    known = (person.id, person.name, person.email or "", *person.git_emails)
    return {_plain(each) for each in known if each}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _words(name: str) -> list[str]:
    """Return a name's words in the order in which they are spoken, without titles; an address has those before its @."""
    text = name.strip().casefold()
    if "@" in text:
        text = text.partition("@")[0].replace("_", " ")
    family, comma, given = text.partition(",")
    if comma:
        text = f"{given} {family}"
    return [word for word in re.split(r"[\s.]+", text) if word and word not in _TITLES]


def _is_alike(typed: Sequence[str], written: Sequence[str]) -> bool:
    """Tell whether two names are one: as many words, the last of them the same, an initial for a word that begins with it."""
    if len(typed) != len(written) or len(typed) < _FULL or typed[-1] != written[-1]:
        return False
    return all(
        one == other or (1 in (len(one), len(other)) and one[0] == other[0])
        for one, other in zip(typed[:-1], written[:-1], strict=True)
    )


_FULL = 2
"""Words of a name that says who it is: a given name, or its initial, and the family name."""
