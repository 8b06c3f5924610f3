"""What every generated pupil has in common: the school, its phase, its calendar, its people, its classes."""

import random
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from liverecord.demo import words
from liverecord.demo.people import Colleague
from liverecord.demo.schoolyear import Calendar

_LETTERS = "ABCDEFGHJKLMNPRSTUVW"
_FORMS_AT_LEAST = 3


@dataclass(frozen=True)
class Setting:
    """A demo school while its pupils are being written. `pupils` is how many there will be."""

    phase: str
    calendar: Calendar
    staff: tuple[Colleague, ...]
    pupils: int
    seed: int

    def generator(self, *names: object) -> random.Random:
        """Return a source of chance of its own for a thing, so that one pupil's story never changes another's."""
        return random.Random(" ".join(str(name) for name in (self.seed, self.phase, *names)))  # noqa: S311 - a story, not a secret

    @cached_property
    def school(self) -> dict[str, Any]:
        """What words/school.yml says of the phase."""
        school_words: dict[str, Any] = words.read("school")[self.phase]
        return school_words

    @cached_property
    def keyworkers(self) -> tuple[str, ...]:
        """The ids of those who can be a key worker."""
        today = self.calendar.today
        return tuple(
            person.id for person in self.staff if "keyworker" in person.roles and person.is_here(today)
        )

    def keyworker(self, form: str) -> str:
        """Return who is key worker for a class: always the same person."""
        return self.keyworkers[zlib.crc32(form.encode()) % len(self.keyworkers)]

    def form(self, generator: random.Random, year_group: str) -> str:
        """Return the name of a class of a year group, which has enough classes to keep each at the usual size."""
        expected = self.pupils / len(self.school["years"])
        number = generator.randrange(max(_FORMS_AT_LEAST, -int(-expected // self.school["class_size"])))
        style = self.school["classes"]
        if style == "letters" or (style.endswith("letters") and year_group.isdigit() and int(year_group) > 6):
            turn, place = divmod(number, len(_LETTERS))
            return f"{year_group}{_LETTERS[place]}{turn + 1 if turn else ''}"
        trees = words.read("names")["classes"]
        turn, place = divmod(number, len(trees))
        tree = f"{trees[(place * 7 + 28) % len(trees)]}{f' {turn + 1}' if turn else ''}"
        return tree if style == "trees" else f"{year_group} {tree}"


def pick(generator: random.Random, shares: dict[str, float]) -> str:
    """Return one of the keys, each as likely as its share."""
    return generator.choices(list(shares), weights=list(shares.values()))[0]
