"""What somebody meant who typed something else: a code by its label, a colleague by the name, an id that is still free."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from liverecord.model.ids import next_id
from liverecord.model.records import Staff
from liverecord.model.rulebook import Code


class People(NamedTuple):
    """Who is known while a file is judged: the colleagues of staff.yml, and the pupil's own names.

    A name may have been meant where an id belongs; `names` are never repeated, a key that is made of them included.
    """

    staff: Staff = Staff()
    names: frozenset[str] = frozenset()

    @classmethod
    def around(cls, staff: Staff, names: Iterable[object]) -> "People":
        """Return the people of a record: the words of every name of the pupil's and of the staff's are names."""
        everybody = (*names, *(person.name for person in staff.staff))
        return cls(
            staff, frozenset(word for name in everybody for word in _WORD.findall(str(name).casefold()))
        )

    def named_in(self, text: str) -> bool:
        """Return whether a text has a word in it that is in somebody's name."""
        return not self.names.isdisjoint(_WORD.findall(text.casefold()))


_WORD = re.compile(r"[^\W_]{2,}")
NOBODY = People()
"""Where no people are known."""

_TITLE = re.compile(r"^(mr|mrs|ms|miss|mx|dr)\b\.?\s*")


def code_meant(typed: object, rows: Mapping[str, Code]) -> str | None:
    """Return the code whose label, or whose other words, somebody typed in its place; None where that is none or several."""
    word = str(typed).casefold().strip()
    meant = {
        code
        for code, row in rows.items()
        if word in {code.casefold(), row.label.casefold(), *(each.casefold() for each in row.also)}
    }
    return meant.pop() if len(meant) == 1 else None


def colleague_meant(typed: str, staff: Staff) -> str:
    """Return whose id somebody meant who wrote a name; the name shown is staff.yml's own."""
    words = _TITLE.sub("", typed.casefold()).replace(".", " ").split()
    meant = []
    for person in staff.staff:
        names = person.name.casefold().replace(".", " ").split()
        if words and (words == names or (len(words) == 1 and words == names[-1:])):
            meant.append(person)
    if len(meant) == 1:
        return f"{meant[0].name} is {meant[0].id}: write {meant[0].id}."
    return "Write the person's id in staff.yml, as r-adeyemi."


def free_id(things: Iterable[object], example: str) -> str:
    """Return the next free id of a list: the letters of an example ("a1"), and the number after the highest there is."""
    ids = (thing.get("id") for thing in things if isinstance(thing, dict))
    return next_id(example.rstrip("0123456789"), ids)
