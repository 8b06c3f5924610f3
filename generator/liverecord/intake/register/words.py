"""What the words in a list of pupils mean, from imports.yml and codes.yml, with a school's own mapping before both.

Capitals, spaces and a few signs do not count. Any other sign leaves a word unknown: "K?" is no K. A word that is not known is
told of, never guessed by its first letter.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from liverecord.intake.exports.columns import Vocabulary, written
from liverecord.intake.exports.mapping import Mapping as MappingFile
from liverecord.intake.exports.names import Names, plain
from liverecord.model.imports import Imports, ImportWord
from liverecord.model.rulebook import Rulebook


class Ended(NamedTuple):
    """A word that is not in use any more: what it meant, and the last day on which it did."""

    was: str
    until: date | None


Ranked = tuple[str, int | None]
"""A type of need, and its rank where one stands beside it."""

Meant = str | Ended | None
"""A code, "" for a cell that says nothing, what was meant once, or None for a word that is not known."""


class Words:
    """The words of one list. `names` are its columns' names, `days` reads its dates."""

    def __init__(self, rulebook: Rulebook, mapping: MappingFile) -> None:
        imports, lists = rulebook.imports, rulebook.codes.lists
        self.days = Vocabulary(rulebook, mapping)
        self.names = Names(imports.pupil_columns, mapping.pupil_columns, _ALIKE)
        self._nothing = {_plain(word) for row in _rows(imports, "nothing") for word in row.words}
        self._labels = tuple(word.casefold() for row in _rows(imports, "label") for word in row.words)
        self._before = {_plain(word) for row in _rows(imports, "year_before") for word in row.words} | {""}
        self._known = {
            "support": _table(_rows(imports, "support"), lists["sen_provision"], mapping.support),
            "enrolment": _table(_rows(imports, "enrolment"), (), mapping.enrolment),
            "answer": _table(_rows(imports, "answer"), (), {}),
            "need_rank": _table(_rows(imports, "need_rank"), (), {}),
            "year_group": _table(_rows(imports, "year_group"), lists["year_group"], mapping.years),
            "need": _table(_rows(imports, "need"), lists["need"], mapping.needs),
        }
        self._own_years = {_plain(word) for word in mapping.years}
        for name in ("year_group", "need"):
            labels = {_plain(row.label): code for code, row in lists[name].items()}
            self._known[name] = {**labels, **self._known[name]}
        self.strange = _strange(mapping, rulebook, {row.code for row in _rows(imports, "enrolment")})
        """The table of the mapping that gives a code which the code list does not have, "" where none does."""

    def support(self, cell: object) -> Meant:
        """Return the SEN provision: N, K or E."""
        return self._meant("support", written(cell))

    def enrolment(self, cell: object) -> Meant:
        """Return the enrolment: main, subsidiary, guest or left; "" too where it says on the roll and not which."""
        return self._meant("enrolment", written(cell))

    def answer(self, cell: object) -> bool | None:
        """Return what an answer says, False where it says nothing, or None where it is neither yes nor no."""
        return {"yes": True, "no": False, "": False}.get(str(self._meant("answer", written(cell))))

    def is_said(self, cell: object) -> bool:
        """Tell whether a cell of notes holds any: all but a word for no and one for nothing. What it holds is not looked at."""
        return bool(written(cell)) and self.answer(cell) is not False

    def year(self, cell: object) -> Meant:
        """Return the year group: a number, R, N1, N2 or X, with or without a word for "year" before it."""
        text = _WHOLE.sub(r"\1", written(cell))
        if len(text) > _LONGEST_WORD or (_MINUS.search(text) and text.strip() not in self._own_years):
            return None
        if len(_NUMBER.findall(text)) > 1 and _plain(text) not in self._own_years:
            return None  # "1/2" is a class of two years, and no Year 12
        meant = self._meant("year_group", text)
        if meant is not None:
            return meant
        name = _plain(text)
        for size in range(len(name)):
            if name[:size] in self._before:
                code = self._known["year_group"].get(name[size:].lstrip("0"))
                if code is not None:
                    return code
        return None

    def needs(self, cell: object) -> tuple[str, ...] | None:
        """Return the types of need in a cell, by their ranks where each has its own, else in its order; None where one is not known."""
        text = written(cell)
        if not text or _plain(text) in self._nothing:
            return ()
        if len(text) > _LONGEST_CELL:
            return None
        ranked = self._several(text, _BETWEEN)
        if ranked is None:
            return None
        ranks = [rank for _, rank in ranked]
        if None not in ranks and len(set(ranks)) == len(ranks):
            ranked.sort(key=lambda each: each[1] or 0)
        return tuple(dict.fromkeys(code for code, _ in ranked if code))

    def is_nothing(self, text: str) -> bool:
        """Tell whether a text says that there is nothing to say."""
        return _plain(text) in self._nothing

    def is_label(self, text: str) -> bool:
        """Tell whether a text begins as a line does that is no pupil's: with a word for a sum, a page or a report, or a number."""
        name = " ".join(text.split()).casefold()
        return any(name == label or name.startswith((f"{label} ", f"{label}:")) for label in self._labels)

    def _several(self, text: str, between: tuple[re.Pattern[str], ...]) -> list[Ranked] | None:
        """Return the codes of the needs in a text, which may stand between any of these signs; the longest known run goes first."""
        rank, rest = self._ranked(text)
        whole = self._need(rest)
        if whole is not None or not between:
            return None if whole is None else [(whole, rank)]
        pieces = [piece.strip() for piece in between[0].split(text) if piece.strip()]
        if len(pieces) <= 1:
            return self._several(text, between[1:])
        codes: list[Ranked] = []
        start = 0
        while start < len(pieces):
            runs = range(min(len(pieces), start + _LONGEST_RUN), start + 1, -1)
            run = next(
                (end for end in runs if self._need(self._ranked(" ".join(pieces[start:end]))[1]) is not None),
                start + 1,
            )
            found = self._several(" ".join(pieces[start:run]), between[1:])
            if found is None:
                return None
            codes += found
            start = run
        return codes

    def _ranked(self, text: str) -> tuple[int | None, str]:
        """Return the rank that stands before or behind a need, as a number or a word, and the need without it."""
        for pattern in (_RANK_BEFORE, _RANK_BEHIND):
            match = pattern.fullmatch(text)
            word = match["rank"] if match else ""
            rank = word if word.isdigit() else self._known["need_rank"].get(_plain(word), "")
            if match and isinstance(rank, str) and rank:
                return int(rank), match["rest"]
        return None, text

    def _need(self, text: str) -> str | None:
        meant = self._meant("need", text)
        return meant if isinstance(meant, str) else None

    def _meant(self, kind: str, text: str) -> Meant:
        """Return what a text means: as a whole, or where each of its parts ("K - SEN support") means the same."""
        if not text:
            return ""
        if len(text) > _LONGEST_WORD:
            return None
        known, name = self._known[kind], _plain(text)
        if name in known:
            return known[name]
        if name in self._nothing:
            return ""
        for parts in _parts(text):
            meanings = {known.get(_plain(part)) for part in parts}
            if len(meanings) == 1 and None not in meanings:
                return meanings.pop()
        return None


def _rows(imports: Imports, of: str) -> list[ImportWord]:
    return [row for row in imports.pupil_words if row.of == of]


def _table(
    rows: Iterable[ImportWord], codes: Iterable[str], mapped: Mapping[str, str | None]
) -> dict[str, str | Ended]:
    """Return what words mean, each as it is compared: a mapping's own, imports.yml's, and codes themselves."""
    own = {_plain(word): code or "" for word, code in mapped.items()}
    table: dict[str, str | Ended] = {_plain(code): code for code in codes}
    for row in rows:
        meant: str | Ended = row.code or ""
        words = [_plain(word) for word in row.words]
        if row.was:
            # Of a word that is not in use, what the mapping says of one way to write it holds for all.
            meant = next((own[word] for word in words if word in own), Ended(row.was, row.until))
        table |= dict.fromkeys(words, meant)
    return {**table, **own}


def _strange(mapping: MappingFile, rulebook: Rulebook, enrolments: Collection[str | None]) -> str:
    lists = rulebook.codes.lists
    given: dict[str, tuple[Mapping[str, str | None], Collection[str | None]]] = {
        "support": (mapping.support, lists["sen_provision"]),
        "enrolment": (mapping.enrolment, enrolments),
        "years": (mapping.years, lists["year_group"]),
        "needs": (mapping.needs, lists["need"]),
    }
    for name, (table, codes) in given.items():
        if any(code and code not in codes for code in table.values()):
            return name
    return ""


def _plain(text: str) -> str:
    """Return a word as it is compared; one with a sign that may mean something, such as a question mark or a minus, as it stands."""
    if not _IGNORED.fullmatch(text) or _MINUS.search(text):
        return text.strip()
    return plain(text.replace("&", " and ").replace("+", " plus "))


def _parts(text: str) -> Iterator[list[str]]:
    """Yield the ways to take a text apart into a code and its words."""
    for pattern in (_DASH, _BRACKET, _FIRST):
        match = pattern.fullmatch(text)
        if match:
            yield [match[1], match[2]]


_ALIKE = (
    ("family_name", "used_family_name", "legal_family_name"),
    ("given_name", "legal_given_name"),
    ("primary_need", "further_need", "sen_needs"),
)
"""Columns of which one that a mapping names takes the place of all."""

_IGNORED = re.compile(r"[\w\s.,:;/()'\u2019&+\u2013\u2014-]*")
_WHOLE = re.compile(r"([0-9]+)\.0+")
_NUMBER = re.compile(r"[0-9]+")
_MINUS = re.compile(r"(?:^|\s)[-\u2212\u2013][0-9]")
"""Some systems count a year before Reception as -1: it is no Year 1."""
_DASH = re.compile(r"(.+?)\s*(?:\s[-\u2013\u2014]|[-\u2013\u2014]\s|[:=])\s*(.+)", re.DOTALL)
_BRACKET = re.compile(r"(.+?)\s*\(([^()]+)\)", re.DOTALL)
_FIRST = re.compile(r"(\S+)\s+(.+)", re.DOTALL)
_BETWEEN = tuple(re.compile(sign) for sign in (r"[;|\r\n\t•]", r"/", r",", r"\+|\s&\s|\s(?:and|AND)\s"))
_RANK_BEFORE = re.compile(
    r"\s*\(?(?P<rank>[0-9]{1,2}|[^\W\d]{1,20}(?: need)?)\s*[.):-]\s*(?P<rest>.+)", re.DOTALL
)
_RANK_BEHIND = re.compile(
    r"(?P<rest>.+?)\s*\(\s*(?P<rank>[0-9]{1,2}|[^\W\d]{1,20}(?: need)?)\s*\)\s*", re.DOTALL
)
_LONGEST_RUN = 6
_LONGEST_WORD, _LONGEST_CELL = 200, 1_000
"""Characters of one word, and of several in a cell: nothing that is known is as long, and taking more apart would take long."""
