"""Which pupil a row is about: by this record's id, by UPN, or by the number that the school's system has."""

import re
from collections.abc import Sequence

from liverecord.intake.exports.columns import written
from liverecord.intake.exports.gathered import Gathered
from liverecord.intake.exports.headers import Header
from liverecord.intake.sightings import FormerSeen
from liverecord.model.ids import PUPIL_ID
from liverecord.problem import Place

UPN = re.compile(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]")
"""The form of a unique pupil number, temporary ones included; whether its letter is right is for whoever knows the pupils."""

_OWN = re.compile(PUPIL_ID)
_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/._-]{0,31}")

NOBODY_HINT = (
    "Names are not matched: write the pupil's UPN into the row, as plan.yml has it, or the record's id. Delete the row where it is "
    "a note."
)

Key = tuple[str, bool]
"""A pupil's id or number, and whether it is a UPN."""


class Keys:
    """The pupils of one table's rows. An id of these records goes first, then a UPN, then any other number."""

    def __init__(self, header: Header, gathered: Gathered) -> None:
        self._gathered = gathered
        self._header = header
        self._columns = [header.columns[means] for means in ("pupil", "upn") if means in header.columns]
        self._former = header.columns.get("former_upn")
        self._known: dict[tuple[object, ...], Key | None] = {}

    def of(self, number: int, cells: Sequence[object]) -> Key | None:
        """Return a row's pupil, or None: with a problem, unless the row is plainly about nobody."""
        typed = tuple(cells[at] for at in self._columns)
        if typed in self._known:
            key = self._known[typed]
        else:
            key = self._known[typed] = pupil_key(*typed)
        if key is not None:
            self._tell_former(number, cells, key)
        elif self._header.is_totals(cells):
            self._gathered.passed_over.append(number)
        elif not self._header.is_about_nobody(cells):
            self._gathered.problem(
                Place(self._gathered.shown, number, self._columns[0] + 1),
                "row-without-pupil",
                "The row names no pupil by id, UPN or number.",
                NOBODY_HINT,
            )
        return key

    def _tell_former(self, number: int, cells: Sequence[object], key: Key) -> None:
        former = written(cells[self._former]).upper() if self._former is not None else ""
        if key[1] and former != key[0] and UPN.fullmatch(former):
            place = Place(self._gathered.shown, number, (self._former or 0) + 1)
            self._gathered.former.setdefault((key[0], former), FormerSeen(key[0], former, place))


def pupil_key(*typed: object) -> Key | None:
    """Return the best key that a row gives for its pupil. A name never becomes a key."""
    texts = [written(cell) for cell in typed]
    for text in texts:
        if _OWN.fullmatch(text):
            return text, False
    for text in texts:
        if UPN.fullmatch(text.upper()):
            return text.upper(), True
    for text in texts:
        if _NUMBER.fullmatch(text) and any(character.isdigit() for character in text):
            return text, False
    return None
