"""conditions.yml: what diagnoses and health conditions are called besides, and whether a text says one of these names."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from liverecord.model.row import Row, Source


class Naming(Row, frozen=True, kw_only=True):
    """Names of one condition, or of conditions that are told of by one another.

    Beside a name that is `of_something` a record says of what, and that is no name: an allergy to latex. One that
    `is_plain_word` is also what is felt, heard or kept away, and a name only where a record has it: anxiety.
    """

    words: tuple[str, ...]
    source: str
    of_something: bool = False
    is_plain_word: bool = False


class Ending(Row, frozen=True, kw_only=True):
    """Endings of one name ("epilepsy", "epileptic"), with examples."""

    words: tuple[str, ...]
    endings: tuple[str, ...]
    source: str


class Conditions(Row, frozen=True, kw_only=True):
    """conditions.yml. Words `around` a name are no part of it; `everyday` words are never a name by themselves."""

    sources: dict[str, Source]
    names: tuple[Naming, ...]
    endings: tuple[Ending, ...]
    around: tuple[str, ...]
    everyday: tuple[str, ...]


class Said(NamedTuple):
    """How a condition is called: `words` finds its names in a text as `plain` gives it, `initials` stand in capitals."""

    words: re.Pattern[str]
    initials: frozenset[str]

    def stands_in(self, text: str) -> bool:
        """Tell whether a text says one of the names. Capitals, accents, signs and endings make no difference."""
        text = _undotted(text)
        return self.words.search(f" {plain(text)} ") is not None or not self.initials.isdisjoint(
            _capitals(text)
        )

    def calls(self, recorded: str) -> bool:
        """Tell whether the record calls a condition by one of the names."""
        return self.stands_in(recorded) or not self.initials.isdisjoint(_WORD.findall(_undotted(recorded)))


class ConditionNames:
    """The names of conditions, each looked up once: by what the record calls a condition, all that it is called."""

    def __init__(self, known: Conditions) -> None:
        self._around = frozenset(known.around)
        self._everyday = frozenset(known.everyday)
        self._endings = tuple(row.endings for row in known.endings)
        self._groups = tuple((row, self._said(row.words)) for row in known.names)
        self._looked_up: dict[str, Said] = {}
        self._unrecorded: dict[tuple[int, ...], Said] = {}

    def of(self, recorded: str) -> Said:
        """Return how a condition is called that the record calls `recorded`."""
        if recorded not in self._looked_up:
            groups = [row for row, said in self._groups if said.calls(recorded)]
            is_whole = any(row.of_something for row in groups)
            own = [recorded] if is_whole else list(dict.fromkeys(self._parts(recorded)))
            self._looked_up[recorded] = self._said([word for row in groups for word in row.words], own)
        return self._looked_up[recorded]

    def unrecorded(self, recorded: Iterable[str]) -> Said:
        """Return how all conditions are called that a record, which has those `recorded`, does not have."""
        names = tuple(recorded)
        others = tuple(
            at
            for at, (row, said) in enumerate(self._groups)
            if not row.is_plain_word and not any(said.calls(name) for name in names)
        )
        if others not in self._unrecorded:
            said = self._said(word for at in others for word in self._groups[at][0].words)
            # Two letters alone are too many other things.
            self._unrecorded[others] = Said(
                said.words, frozenset(each for each in said.initials if len(each) > 2)
            )
        return self._unrecorded[others]

    def endings(self, word: str) -> frozenset[str]:
        """Return a name of one word with its other endings: "epileptic" for "epilepsy"."""
        word = plain(word)
        return frozenset(
            stem + other
            for endings in self._endings
            for ending in endings
            if (stem := word.removesuffix(ending)) != word and len(stem) >= _SHORTEST_STEM
            for other in endings
        )

    def _parts(self, recorded: str) -> Iterator[str]:
        """Yield the whole name, what stands apart in it ("Attention deficit (ADHD)"), and each without the words around."""
        for part in (recorded, *_APART.split(recorded)):
            words = part.split()
            yield " ".join(words)
            while words and plain(words[0]) in self._around:
                del words[0]
            while words and plain(words[-1]) in self._around:
                del words[-1]
            yield " ".join(words)

    def _said(self, names: Iterable[str], own: Iterable[str] = ()) -> Said:
        """Return names as they are found. Few letters in capitals are initials, but for the record's `own` name of three."""
        words, initials = set[str](), set[str]()
        for name, shortest in (*((each, 4) for each in names), *((each, 3) for each in own)):
            said = plain(_undotted(name))
            if self._is_everyday(said) or (" " not in said and len(said) < shortest):
                is_initials = name.isupper() and 1 < len(name) <= _MOST_INITIALS
                initials |= {name} if is_initials or _OWNED.fullmatch(name) else set()
            elif not said.isdigit():
                words.add(said)
        for name in own:
            first = "".join(word[0] for word in plain(name).split())
            initials |= {first.upper()} if len(first) > 2 and first.isalpha() else set()
        found = "|".join(self._written(name) for name in sorted(words))
        return Said(re.compile(f" (?:{found}) " if found else r"(?!)"), frozenset(initials))

    def _written(self, name: str) -> str:
        """Return as a pattern how a name is written, its words with any of their endings."""
        words = name.split()
        forms = [self._forms(word) for word in words]
        if len(words) == 1:
            forms = [{form for form in forms[0] if not self._is_everyday(form)}]
        return " ".join(f"(?:{'|'.join(sorted(each))})" for each in forms)

    def _is_everyday(self, word: str) -> bool:
        return not self._everyday.isdisjoint((word, word.removesuffix("s"), word.removesuffix("es")))

    def _forms(self, word: str) -> set[str]:
        forms = {word, *self.endings(word)}
        if len(word) > _SHORTEST_STEM and word.endswith("s") and not word.endswith("ss"):
            forms.add(word[:-1])
        return {form + plural for form in forms for plural in ("", "s", "es")}


def plain(text: str) -> str:
    """Return words as they are compared: in small letters without accents, one space between them, no signs."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(each for each in apart if not unicodedata.combining(each))
    return " ".join(_WORD.findall(_APOSTROPHE.sub("", letters)))


def _capitals(text: str) -> frozenset[str]:
    """Return the words of a text that stand in capitals, none where all of it is shouted; and the names that own ("Down's")."""
    words = _WORD.findall(text)
    is_shouted = len(words) > 1 and text == text.upper()
    owning = {_APOSTROPHE.sub("'", each) for each in _OWNED.findall(text)}
    return frozenset(owning if is_shouted else owning.union(word for word in words if word.isupper()))


def _undotted(text: str) -> str:
    """Return a text with initials as one word: "A.D.H.D." is "ADHD"."""
    return _DOTTED.sub(lambda found: found[0].replace(".", ""), text)


_APART = re.compile(r"[(),;:/&+]|\b(?:and|or|with|due to)\b", re.IGNORECASE)
_APOSTROPHE = re.compile("['\u2018\u2019\u02bc]")
_OWNED = re.compile("\\b[A-Z][a-z]+['\u2018\u2019\u02bc]s\\b")
_DOTTED = re.compile(r"\b[A-Z]\.(?:[A-Z]\.)*[A-Z]\b\.?")
_WORD = re.compile(r"[^\W_]+")
_SHORTEST_STEM = 3
_MOST_INITIALS = 5
