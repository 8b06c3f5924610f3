"""Who saves: the name and the e-mail address that git ties a save to."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

from liverecord.read.repository import Repository, path_text
from liverecord.saves.writing import opened, settle

_LONGEST = 100
_EMAIL = re.compile(r"[^@\s<>\"']+@[^@\s<>\"']+").fullmatch
_STAFF_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}").fullmatch


class Person(NamedTuple):
    """Who saves. `staff_id` is the person's id in staff.yml, where it is known: git does not know it, the caller adds it."""

    name: str
    email: str
    staff_id: str | None = None

    @property
    def marks(self) -> tuple[str, ...]:
        """Return what the person's branches may be called by, the one for a new branch first."""
        by_email = sha256(self.email.strip().casefold().encode()).hexdigest()[:8]
        return (self.staff_id, by_email) if self.staff_id and _STAFF_ID(self.staff_id) else (by_email,)


class Unfit(NamedTuple):
    """What keeps an answer from being a name or an e-mail address, with the cure."""

    field: Literal["name", "email"]
    message: str


def person(root: Path) -> Person | None:
    """Return who saves here, as the clone's settings or the person's own have it; None where neither says both."""
    git = opened(root)
    found = Person(_setting(git, "user.name"), _setting(git, "user.email"))
    return None if unfit(found.name, found.email) else found


def introduce(root: Path, name: str, email: str) -> Person | tuple[Unfit, ...]:
    """Keep who saves in the clone's own settings, and nowhere else; return what is wrong with what was typed instead."""
    name, email = " ".join(name.split()), email.strip()
    wrong = unfit(name, email)
    if wrong:
        return wrong
    git = opened(root)
    settle(git, "user.name", name)
    settle(git, "user.email", email)
    return Person(name, email)


def unfit(name: str, email: str) -> tuple[Unfit, ...]:
    """Return what keeps two texts from being a name and an e-mail address in git."""
    wrong = []
    if not any(character.isalnum() for character in name):
        wrong.append(Unfit("name", "Type your name, for instance J. Okafor."))
    elif not _is_one_line(name) or name.startswith("-") or any(sign in name for sign in "<>"):
        wrong.append(Unfit("name", "Type your name on one line, without < or > and no hyphen before it."))
    if not email:
        wrong.append(Unfit("email", "Type your work e-mail address."))
    elif not _is_one_line(email) or email.startswith("-") or not _EMAIL(email):
        wrong.append(Unfit("email", "Type an e-mail address, for instance j.okafor@ashgrove.example."))
    return tuple(wrong)


def _is_one_line(text: str) -> bool:
    return text.isprintable() and len(text) <= _LONGEST


def _setting(git: Repository, name: str) -> str:
    return path_text(git.answer("config", "--get", name) or b"").removesuffix("\n")
