"""What the name of an event says: by the phrases of calendars.yml alone, the longest first. A name that says two things says none."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from liverecord.model.calendars import Calendars

Kind = Literal[
    "term",
    "starts",
    "ends",
    "break",
    "break_starts",
    "break_ends",
    "closure",
    "bank_holiday",
    "unclear",
    "",
]
"""A term from its first day to its last; its first or its last day; a holiday, its first or its last day; a day without school; a
bank holiday; more than one of these, or nothing settled; nothing about when school meets.
"""


Side = Literal["starts", "ends"]
"""Which end of a term or a holiday."""


class Meaning(NamedTuple):
    """What a name says. `season` is the term's name where it has one, `number` which part of it, `reason` why there is no school."""

    kind: Kind
    season: str = ""
    number: int = 0
    reason: str = ""


def meaning(name: str, words: Calendars) -> Meaning:
    """Return what an event's name says."""
    text = f" {' '.join(_WORD.findall(name.casefold()))} "
    found = []
    for phrase in _phrases(words):
        if f" {phrase.words} " in text:
            text = text.replace(f" {phrase.words} ", " | ")
            found.append(phrase)
    # Of two reasons the one that the file names first says more.
    kinds = {each.kind: each.reason for each in sorted(found, key=lambda each: -each.place)}
    season = next((row.name for row in words.seasons for word in row.words if f" {word} " in text), "")
    number = next((int(each) for each in text.split() if each in _PARTS), 0)
    is_term = " term " in text or (bool(season) and bool(number))
    kind = _kind(set(kinds), set(text.split()), is_term=is_term)
    reason = next((kinds[each] for each in (kind, "bank_holiday", "closure") if kinds.get(each)), "")
    return Meaning(kind, season, number, reason)


def _kind(kinds: set[str], besides: set[str], *, is_term: bool) -> Kind:
    """Return the one thing that is said, by the kinds of its phrases and the words that stand besides."""
    if "unsure" in kinds:
        return "unclear"
    if "none" in kinds:
        return ""
    if kinds in ({"break_starts"}, {"break_ends"}):
        return "break_starts" if "break_starts" in kinds else "break_ends"
    if kinds & {"break_starts", "break_ends"}:
        return "unclear"
    holiday = kinds & _WITHOUT_SCHOOL
    side = {_SIDES[each] for each in kinds - _WITHOUT_SCHOOL}
    if len(side) > 1:
        return "unclear"
    if side and holiday:
        return _beside_a_holiday(next(iter(side)), kinds, besides)
    if side:
        one: Side = next(iter(side))
        is_meant = is_term or bool(besides & (_WHO | _ROUND[one])) or one in kinds
        return one if is_meant else ""
    for kind in _OF_SEVERAL:
        if kind in holiday:
            return kind
    return "term" if is_term else ""


def _beside_a_holiday(side: Side, kinds: set[str], besides: set[str]) -> Kind:
    """Return what an end or a beginning means beside a holiday: the term's, before or after it; or the holiday's own."""
    if "break" not in kinds:
        return "unclear"
    if besides & _ROUND[side]:
        return side
    if kinds & {"starts", "ends"}:
        return "unclear"
    return "break_starts" if side == "starts" else "break_ends"


_SIDES: Mapping[str, Side] = {"starts": "starts", "begins": "starts", "ends": "ends", "finishes": "ends"}
_ROUND: Mapping[Side, frozenset[str]] = {
    "starts": frozenset({"after", "from", "following"}),
    "ends": frozenset({"before", "for"}),
}
"""Words that lead from the end of a term to the holiday after it, and from a holiday to the term that begins then."""
_WITHOUT_SCHOOL = frozenset({"break", "closure", "bank_holiday"})
_OF_SEVERAL: tuple[Kind, ...] = ("break", "bank_holiday", "closure")
"""Which of several is meant: a holiday in which school is closed is a holiday."""
_WHO = frozenset({"term", "school", "schools", "pupils", "students", "children"})
"""Of what a beginning or an end has to be, beside the word for it: fairs, exams and years begin and end too."""


class _Phrase(NamedTuple):
    words: str
    kind: str
    reason: str
    place: int


def _phrases(words: Calendars) -> tuple[_Phrase, ...]:
    return _sorted(
        tuple(
            _Phrase(phrase, row.kind, row.reason or "", place)
            for place, row in enumerate(words.words)
            for phrase in row.words
        )
    )


@lru_cache(maxsize=4)
def _sorted(phrases: tuple[_Phrase, ...]) -> tuple[_Phrase, ...]:
    return tuple(sorted(phrases, key=lambda each: (-len(each.words.split()), -len(each.words), each.words)))


_WORD = re.compile(r"[a-z]+|[0-9]+")
_PARTS = frozenset("123456")
