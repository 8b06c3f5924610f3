"""Who is meant by a name or a code of a member of staff, as other programs and spreadsheets write them.

Nobody is guessed: a family name alone is nobody's, and a name that two people could have is both of theirs.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from liverecord.intake.spelling import spelt
from liverecord.model.records import Person, Staff
from liverecord.model.rulebook import Rulebook


class Colleagues:
    """The members of staff on one day; those who have left by then are nobody.

    `own` are a mapping's words for people, with their ids in staff.yml: they go before everything else.
    """

    def __init__(self, staff: Staff, today: date, rulebook: Rulebook, own: Mapping[str, str]) -> None:
        self._own = {_plain(word): person for word, person in own.items()}
        self._titles = {_plain(word) for word in rulebook.imports.words_of("title")}
        self._people = [each for each in staff.staff if each.left_on is None or each.left_on >= today]
        self._ids = {each.id for each in self._people}
        self._names = [(each.id, _name(each.name, self._titles)) for each in self._people]
        # A name that staff.yml has without a given name is meant by the very same words alone.
        self._short: dict[str, tuple[str, ...]] = {}
        for each in self._people:
            if _name(each.name, self._titles) is None:
                word = _plain(each.name)
                self._short[word] = (*self._short.get(word, ()), each.id)
        self._known: dict[str, tuple[str, ...]] = {}

    def meant(self, text: str) -> tuple[str, ...]:
        """Return the ids of all whom a text may mean: one where it is sure, none or several where a person must say."""
        if text not in self._known:
            self._known[text] = self._meant(text)
        return self._known[text]

    def _meant(self, text: str) -> tuple[str, ...]:
        plain = _plain(text)
        if plain in self._own:
            return (self._own[plain],) if self._own[plain] in self._ids else ()
        if plain in self._ids:
            return (plain,)
        if plain in self._short:
            return self._short[plain]
        if "@" in plain:
            return tuple(each.id for each in self._people if plain in _addresses(each))
        name = _name(text, self._titles)
        if name is None:
            return ()
        return tuple(person for person, other in self._names if other is not None and _may_be(name, other))


class _Name(NamedTuple):
    """A name as it is compared: given names or their initials, at least one, and the family name."""

    given: tuple[str, ...]
    family: str


def _name(text: str, titles: Collection[str]) -> _Name | None:
    """Return a name's parts; None where it is not one with a given name or an initial."""
    family, comma, given = text.partition(",")
    ordered = f"{given} {family}" if comma else text
    words = [word for word in _WORD.findall(spelt(ordered)) if word not in titles]
    initials = len(words)
    while initials and len(words[initials - 1]) == 1:
        initials -= 1
    # Nobody's family name is a letter: those at the end are given names, as timetables write them.
    words = [*words[initials:], *words[:initials]]
    return _Name(tuple(words[:-1]), words[-1]) if len(words) > 1 else None


def _may_be(one: _Name, other: _Name) -> bool:
    """Tell whether two names are one: the same family name, and the first given name the same or its initial."""
    first, second = one.given[0], other.given[0]
    is_alike = first == second or (1 in (len(first), len(second)) and first[0] == second[0])
    return one.family == other.family and is_alike


def _addresses(person: Person) -> set[str]:
    return {address.casefold() for address in (person.email, *person.git_emails) if address}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(".")


_WORD = re.compile(r"[^\W\d_](?:[\w'\u2019-]*[\w'])?")
