"""How a copy names other people: colleagues by name or by what they do, and names that stand in what was written.

A program can find a name that the school's own records know. It cannot find one that they do not know, and should not
pretend to: the checklist says so.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from liverecord.model.ids import PUPIL_ID
from liverecord.model.parts import FIELDS
from liverecord.model.records import Identity, Person
from liverecord.model.rulebook import Codes
from liverecord.render.words import joined, uncapped
from liverecord.view import View

ANOTHER_PUPIL = "another pupil"
_COLLEAGUE = "colleague"
_WRITTEN = frozenset({"text", "texts", "line"})
_TITLES = r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? )?"
_SHORTEST = 3


class Known(NamedTuple):
    """A name that the school's records know. `id` is the colleague's or pupil's; `shown` is what a copy has instead."""

    pattern: str
    id: str
    shown: str


def names_of(staff: Iterable[Person], codes: Codes) -> dict[str, str]:
    """Return how each colleague is named in full: "J. Okafor (form tutor and key worker)", by id."""
    return {
        person.id: f"{person.name} ({roles})" if (roles := _roles(person, codes)) else person.name
        for person in staff
    }


def roles_of(staff: Iterable[Person], codes: Codes) -> dict[str, str]:
    """Return what each colleague does, by id: "form tutor and key worker"."""
    return {person.id: _roles(person, codes) or _COLLEAGUE for person in staff}


def known_names(
    staff: Iterable[Person],
    roles: Mapping[str, str],
    others: Mapping[str, Identity],
    pupil: str,
    own: Identity,
) -> list[Known]:
    """Return the names to look for in texts about a pupil: of colleagues and of other pupils, longest first.

    The pupil's own names count for nobody else: a family name shared with a brother is not looked for by itself.
    Whatever looks like a pupil's id counts as one, even if that record is gone.
    """
    mine = {word.casefold() for word in _words(own)}
    known: list[Known] = []
    for person in staff:
        shown = roles.get(person.id, _COLLEAGUE)
        last = person.name.split()[-1] if person.name.split() else ""
        names = [_whole(person.id), *([_whole(person.name, any_case=True)] if last else [])]
        if len(last) >= _SHORTEST and last.casefold() not in mine:
            names.append(_TITLES + _whole(last))
        known += (Known(name, person.id, shown) for name in names)
    for other, identity in others.items():
        names = [_whole(other)]
        for first in filter(None, (identity.given_name, identity.known_as)):
            full = f"{first} {identity.family_name}"
            if set(full.casefold().split()) - mine:
                names.append(_whole(full, any_case=True))
        known += (Known(name, other, ANOTHER_PUPIL) for name in names)
    known.sort(key=lambda each: (-len(each.pattern), each.pattern))
    stranger = rf"(?<!\w)(?!{re.escape(pupil)}(?!\w)){PUPIL_ID}(?!\w)"
    return [*known, Known(stranger, ANOTHER_PUPIL, ANOTHER_PUPIL)]


class Finder:
    """Finds known names in texts: one expression for all of them."""

    def __init__(self, known: Sequence[Known]) -> None:
        self._known = known
        self._any = re.compile("|".join(f"({each.pattern})" for each in known)) if known else None

    def names_in(self, text: str) -> list[str]:
        """Return the ids of the people whom a text names, each once, in the text's order."""
        if self._any is None:
            return []
        return list(dict.fromkeys(self._of(match).id for match in self._any.finditer(text)))

    def pupils_hidden(self, text: str) -> str:
        """Return a text with other pupils' names and ids replaced; colleagues' stay."""
        if self._any is None:
            return text
        return self._any.sub(
            lambda match: f"[{ANOTHER_PUPIL}]" if self._of(match).shown == ANOTHER_PUPIL else match[0], text
        )

    def hidden(self, text: str) -> str:
        """Return a text with what stands for each name in its place: "[form tutor]"."""
        if self._any is None:
            return text
        return self._any.sub(lambda match: f"[{self._of(match).shown}]", text)

    def _of(self, match: re.Match[str]) -> Known:
        assert match.lastindex is not None
        return self._known[match.lastindex - 1]


class Renaming(NamedTuple):
    """How a copy names other people.

    `people` names a colleague by id, and `authors` does so where changes are told; both keep an unknown id. `words`
    replaces names in what people wrote, and `messages` those in what was written about a change of several records.
    """

    people: Mapping[str, str]
    authors: Mapping[str, str]
    words: Callable[[str], str] | None
    messages: Callable[[str], str]


def renamed(view: View, renaming: Renaming) -> View:
    """Return a case's view with other people named as `renaming` has it."""
    return _Renamer(renaming).case(view)


class _Renamer:
    def __init__(self, renaming: Renaming) -> None:
        self._people = renaming.people
        self._authors = renaming.authors
        self._words = renaming.words
        self._messages = renaming.messages

    def case(self, view: View) -> View:
        return View(**{name: self._part(name, value) for name, value in view})

    def _part(self, name: str, value: object) -> object:
        if name == "revisions" and isinstance(value, tuple):
            return tuple(self._revision(each) for each in value)
        return self._value(name, "", value)

    def _value(self, part: str, name: str, value: object) -> object:
        if isinstance(value, View):
            return View(
                **{
                    key: self._value(f"{part}.{name}" if name else part, _key(key), each)
                    for key, each in value
                }
            )
        if isinstance(value, tuple):
            return tuple(self._value(part, name, each) for each in value)
        return self._leaf(part, name, value)

    def _leaf(self, part: str, name: str, value: object) -> object:
        field = FIELDS.get(part, {}).get(name)
        if not isinstance(value, str) or field is None:
            return value
        if field.kind == "staff":
            return self._people.get(value, value)
        return self._words(value) if self._words is not None and field.kind in _WRITTEN else value

    def _revision(self, revision: View) -> View:
        fields = dict(revision)
        if "by" in fields:
            known = self._authors.get(fields.get("by_id") or "")
            fields["by"] = known or (fields["by"] if self._words is None else _COLLEAGUE)
        if fields.get("message"):
            fields["message"] = self._messages(fields["message"])
        fields.pop("by_id", None)
        change = _Renamer(Renaming(self._authors, self._authors, self._words, self._messages))
        fields["amendments"] = tuple(change.amendment(each) for each in fields.get("amendments", ()))
        return View(**fields)

    def amendment(self, amendment: View) -> View:
        """Return what one thing was changed from and to, with other people's names as the copy has them."""
        fields = dict(amendment)
        part, _, name = amendment.part.rpartition(".")
        holder = part if amendment.kind == "changed" else amendment.part
        for side in ("before", "after"):
            if fields.get(side) is not None:
                fields[side] = self._value(part, name, fields[side])
        if fields.get("about") is not None:
            about = {key: self._value(holder, _key(key), value) for key, value in fields["about"]}
            fields["about"] = View(**about)
        return View(**fields)


def _key(name: str) -> str:
    """Return the records' own key for a field: `from` for `from_`."""
    return name.removesuffix("_")


def _roles(person: Person, codes: Codes) -> str:
    return joined(uncapped(codes.label("role", role)) for role in person.roles)


def _words(identity: Identity) -> list[str]:
    names = (identity.given_name, identity.family_name, identity.known_as or "")
    return [word for name in names for word in name.split()]


def _whole(name: str, *, any_case: bool = False) -> str:
    """Return the expression for a name that stands by itself, whatever white space is in it."""
    inside = r"\s+".join(map(re.escape, name.split()))
    return rf"(?<!\w){f'(?i:{inside})' if any_case else inside}(?!\w)"
