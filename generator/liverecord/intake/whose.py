"""Whose a row of a spreadsheet is: by this record's id, by UPN, or by the system's own number with the day of birth.

A name never tells it. Neither a number nor a name stands in a message: the file and its row lead to them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from liverecord.intake import matching
from liverecord.intake.exports.keys import pupil_key
from liverecord.model.ids import is_pupil_id
from liverecord.problem import Place, Problem
from liverecord.read import strict
from liverecord.read.versions import on_disk
from liverecord.validate.identity import has_check_letter


class Key(NamedTuple):
    """What a row says of its pupil: an id of these records, a UPN or a number of the system's, and the day of birth."""

    key: str
    is_upn: bool
    born: date | None = None


def key_of(typed: Sequence[object], born: date | None) -> Key | None:
    """Return the key that cells of a row give, None where they give none."""
    found = pupil_key(*typed)
    return Key(*found, born) if found is not None else None


class Whose:
    """The pupils of some records, found by the keys of some rows; `plans` is each pupil's plan.yml, below `root`."""

    def __init__(self, root: Path, plans: Mapping[str, str], keys: Iterable[Key]) -> None:
        keys = set(keys)
        self._pupils = plans.keys()
        self._by_upn = matching.numbers(root, plans, {key.key for key in keys if key.is_upn})
        own = {key.key for key in keys if not key.is_upn and not is_pupil_id(key.key)}
        self._by_number = _numbered(root, plans) if own else {}

    def pupil(self, key: Key) -> str | None:
        """Return the id of the pupil whom a key names, None where it names nobody of these records, or more than one."""
        if key.is_upn:
            holders = self._by_upn.get(key.key, ())
        elif key.key in self._pupils:
            return key.key
        else:
            holders = self._by_number.get((key.key.casefold(), key.born), ()) if key.born else ()
        return holders[0] if len(holders) == 1 else None

    def is_mistaken(self, key: Key) -> bool:
        """Tell whether a key that names nobody is wrong in itself: then it may be somebody's who has a record."""
        if key.is_upn:
            return len(self._by_upn.get(key.key, ())) > 1 or not has_check_letter(key.key)
        return bool(is_pupil_id(key.key))

    def problem(self, key: Key, places: Sequence[Place]) -> Problem:
        """Return what is wrong with a key that names nobody; `places` are the rows that have it."""
        is_number = not key.is_upn and not is_pupil_id(key.key)
        told = matching.stranger(key.key, is_upn=key.is_upn, places=places, numbers=self._by_upn)
        return told._replace(hint=NUMBER_HINT) if is_number else told


def _numbered(root: Path, plans: Mapping[str, str]) -> dict[tuple[str, date], list[str]]:
    """Return which pupils have which number of the system's with which day of birth."""
    found: dict[tuple[str, date], list[str]] = {}
    for pupil, path in plans.items():
        raw, _ = on_disk(root, path)
        # Reading every plan's YAML takes long, and looking for a key in its bytes no time.
        document = strict.parse(path, "plan", raw)[0] if raw and b"mis_id" in raw else None
        data: Any = document.data if document else None
        identity = data.get("pupil") if isinstance(data, dict) else None
        if isinstance(identity, dict) and identity.get("mis_id") is not None:
            born = identity.get("date_of_birth")
            try:
                day = born if isinstance(born, date) else date.fromisoformat(str(born))
            except ValueError:
                continue
            found.setdefault((str(identity["mis_id"]).casefold(), day), []).append(pupil)
    return found


NUMBER_HINT = (
    "A number of the information system's counts only beside the day of birth, and where plan.yml has both. Have the UPN in each "
    "row, or the record's id. --partial imports the others."
)
