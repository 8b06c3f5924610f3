"""People who do not exist: opaque ids, names, dates of birth, unique pupil numbers, and the school's staff."""

import random
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import yaml

from liverecord.demo import words
from liverecord.demo.schoolyear import DAY, Calendar

_ID_LETTERS = "23456789bcdfghjkmnpqrstvwxz"
"""No vowels, so that an id never spells a word; nothing that is read for something else (0 o, 1 l i)."""

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_FICTIONAL_AUTHORITY = "999"
_ESTABLISHMENT = 5001
_SERIALS = 999

_PUPILS_TO_A_COLLEAGUE = 25
_COLLEAGUES_WRITTEN = 13


@dataclass(frozen=True)
class Colleague:
    """A member of staff, as the records and the history name them."""

    id: str
    name: str
    email: str
    roles: tuple[str, ...] = ()
    away_from: date | None = None
    left_on: date | None = None

    def is_here(self, day: date) -> bool:
        """Tell whether the person works at the school on a day."""
        return (self.left_on is None or day <= self.left_on) and (
            self.away_from is None or day < self.away_from
        )


def pupil_ids(generator: random.Random, taken: set[str]) -> Iterator[str]:
    """Yield opaque pupil ids that nobody has yet, for ever."""
    while True:
        new_id = "p-" + "".join(generator.choices(_ID_LETTERS, k=4))
        if new_id not in taken:
            taken.add(new_id)
            yield new_id


def birthday(generator: random.Random, year_group: str, academic_year: int) -> date:
    """Return a date of birth that fits a year group in an academic year; X is any age from 4 to 18."""
    level = {"N1": -2, "N2": -1, "R": 0}.get(year_group)
    if level is None:
        level = generator.randint(0, 13) if year_group == "X" else int(year_group)
    return date(academic_year - level - 5, 9, 1) + timedelta(days=generator.randrange(365))


def upn(year: int, number: int) -> str:
    """Return a unique pupil number of an authority that does not exist, its check letter right; one for each `number`."""
    establishment, serial = divmod(number, _SERIALS)
    digits = f"{_FICTIONAL_AUTHORITY}{_ESTABLISHMENT + establishment}{year % 100:02}{serial + 1:03}"
    return check_letter(digits) + digits


def check_letter(digits: str) -> str:
    """Return the letter that goes before the twelve digits of a unique pupil number.

    The letter is the sum of the twelve digits times their places (2 to 13), modulo 23, in an alphabet without I, O, S.
    """
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return _UPN_LETTERS[total % len(_UPN_LETTERS)]


def staff_text(generator: random.Random, phase: str, pupils: int, calendar: Calendar) -> str:
    """Return staff.yml: the colleagues of the worked cases, and one more for each two dozen pupils beyond them."""
    text = words.text("staff").replace("ashgrove.example", words.read("school")[phase]["domain"])
    if calendar.today != DAY:
        text = re.sub(
            r"\d{4}-\d{2}-\d{2}", lambda match: str(calendar.moved(date.fromisoformat(match[0]))), text
        )
    taken = {colleague.id for colleague in staff(text)}
    more = max(0, pupils // _PUPILS_TO_A_COLLEAGUE + 1 - _COLLEAGUES_WRITTEN)
    return text + "".join([_another(generator, number, phase, taken) for number in range(more)])


@lru_cache
def staff(text: str) -> tuple[Colleague, ...]:
    """Return the colleagues whom staff.yml names."""
    return tuple(
        Colleague(
            person["id"],
            person["name"],
            person["email"],
            tuple(person["roles"]),
            person.get("away", {}).get("from"),
            person.get("left_on"),
        )
        for person in yaml.safe_load(text)["staff"]
    )


def _another(generator: random.Random, number: int, phase: str, taken: set[str]) -> str:
    names = words.read("names")
    domain = words.read("school")[phase]["domain"]
    roles = ("form_tutor", "class_teacher", "class_teacher", "teaching_assistant", "mentor", "year_lead")[
        number % 6
    ]
    while True:
        initial, family = generator.choice(names["given"])[0], generator.choice(names["family"])
        plain = unicodedata.normalize("NFKD", family).encode("ascii", "ignore").decode().lower()
        identity = f"{initial.lower()}-{plain}"
        if identity not in taken:
            taken.add(identity)
            email = f"{initial.lower()}.{plain}@{domain}"
            return f"  - {{id: {identity}, name: '{initial}. {family}', roles: [{roles}, keyworker], email: {email}}}\n"
