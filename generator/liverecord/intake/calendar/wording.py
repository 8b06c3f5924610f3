"""What the name of an event says: by the phrases of calendars.yml alone, the longest first. A name that says two things says none."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from liverecord.model.calendars import Calendars

Kind = Literal["term", "starts", "ends", "break", "closure", "bank_holiday", "unclear", ""]
"""A term from its first day to its last; its first or its last day; a holiday; a day without school; a bank holiday; more than one
of these, or nothing settled; nothing about when school meets.
"""


class Meaning(NamedTuple):
    """What a name says. `season` is the term's name where it has one, `number` which part of it, `reason` why there is no school."""

    kind: Kind
    season: str = ""
    number: int = 0
    reason: str = ""


def meaning(name: str, words: Calendars) -> Meaning:
    """Return what an event's name says."""
    text = f" {' '.join(_WORD.findall(name.casefold()))} "
    kinds: dict[str, str] = {}
    for phrase, kind, reason in _phrases(words):
        if f" {phrase} " in text:
            text = text.replace(f" {phrase} ", " | ")
            kinds.setdefault(kind, reason)
    season = next((row.name for row in words.seasons for word in row.words if f" {word} " in text), "")
    number = next((int(each) for each in text.split() if each in _PARTS), 0)
    is_term = " term " in text or (bool(season) and bool(number))
    kind = _kind(set(kinds), is_term=is_term)
    return Meaning(kind, season, number, kinds.get(kind, ""))


def _kind(kinds: set[str], *, is_term: bool) -> Kind:
    """Return the one thing that is said."""
    if "unsure" in kinds:
        return "unclear"
    if "none" in kinds:
        return ""
    if len(kinds) > 1:
        return "unclear"
    for kind in kinds:
        return kind  # type: ignore[return-value]
    return "term" if is_term else ""


def _phrases(words: Calendars) -> tuple[tuple[str, str, str], ...]:
    return _sorted(tuple((phrase, row.kind, row.reason or "") for row in words.words for phrase in row.words))


@lru_cache(maxsize=4)
def _sorted(rows: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple(sorted(rows, key=lambda row: (-len(row[0].split()), -len(row[0]), row[0])))


_WORD = re.compile(r"[a-z]+|[0-9]+")
_PARTS = frozenset("123456")
