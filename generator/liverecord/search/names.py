"""The names of a site, and what the words mean that people type: one small file, read when somebody begins to search.

    names.json   pupils, the site's other pages, the phrases that set filters, and what the site does not hold

It is made from what is found on the same site and nothing else: a phrase stands in it only where one of the site's own
entries has the value that it means, so that a site without need types knows no word for a need.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from string import punctuation

from liverecord.model.conditions import ConditionNames
from liverecord.model.rulebook import Code, Rulebook
from liverecord.model.searching import SearchFilter, SearchWords
from liverecord.view import SearchEntry

FILE = "names.json"


def names(
    entries: Mapping[str, SearchEntry],
    pages: Mapping[str, SearchEntry],
    rules: Rulebook,
    sees: Callable[[str], bool],
) -> bytes:
    """Return what `names.json` holds of one site.

    `entries` maps the addresses of pupils' pages to what is found of them, `pages` those of all other pages that have a
    name. `sees` tells whether the audience sees a path of audiences.yml.
    """
    values: dict[str, int] = {"": 0}
    groups: dict[tuple[int, ...], int] = {}
    pupils: list[list[object]] = []
    for path, entry in sorted(entries.items(), key=lambda item: (item[1].title.casefold(), item[0])):
        shared = tuple(
            values.setdefault(next(iter(entry.filters.get(name, ())), ""), len(values)) for name in _IN_GROUPS
        )
        row: list[object] = [entry.title, _own_part(path), groups.setdefault(shared, len(groups))]
        pupils.append([*row, " ".join(entry.also)] if entry.also else row)
    found = {
        "grouped": _IN_GROUPS,
        "values": list(values),
        "groups": list(groups),
        "pupils": pupils,
        "pages": [_page(path, entry, rules.search) for path, entry in sorted(pages.items())],
        "phrases": _phrases(entries.values(), rules),
        "instead": _instead([*entries.values(), *pages.values()], rules, sees),
        "wide": [row.filter for row in rules.search.filters if row.is_wide],
        "passed_over": sorted({phrase(word) for word in rules.search.passed_over}),
        "not_held": _not_held(rules.search, sees),
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def phrase(words: str) -> str:
    """Return words as they are compared: in small letters, one space between them, no signs; "Maya's" is "maya"."""
    return " ".join(re.findall(r"[^\W_]+", _POSSESSIVE.sub("", words.casefold())))


_POSSESSIVE = re.compile(r"(?<=[^\W_])['\u2019]s\b")
_IN_GROUPS = ("Year group", "Form", "Support")
"""Filters that many pupils share: each value is said once for all of them, in the order in which a result says them."""


def _own_part(path: str) -> str:
    return path.removeprefix("pupils/").removesuffix("/")


def _page(path: str, entry: SearchEntry, meanings: SearchWords) -> list[str]:
    """Return a page's row: its name, its address, what it is, and by what else it is looked for."""
    others = (word for row in meanings.pages if row.path == path for word in row.words)
    return [entry.title, path, entry.summary, *entry.also, *others]


def _phrases(entries: Iterable[SearchEntry], rules: Rulebook) -> dict[str, dict[str, list[str]]]:
    """Return, by filter and value, the phrases that mean it: only of values that an entry has."""
    values: dict[str, set[str]] = {}
    for entry in entries:
        for name, held in entry.filters.items():
            values.setdefault(name, set()).update(held)
    empty = {phrase(word) for word in rules.search.passed_over}
    found: dict[str, dict[str, list[str]]] = {}
    for row in rules.search.filters:
        every = values.get(row.filter, set())
        for value in sorted(every):
            words = dict.fromkeys(filter(None, map(phrase, _said(row, value, every - {value}, rules))))
            found.setdefault(row.filter, {})[value] = [each for each in words if each not in empty]
    return found


def _said(row: SearchFilter, value: str, others: AbstractSet[str], rules: Rulebook) -> Iterator[str]:
    """Yield what people type for one value of a filter, beside which there are these others."""
    # The name of a colleague is a name first: it is a filter only where somebody says so.
    if row.by_itself:
        yield value
    short = value.rsplit(" ", 1)[-1]
    # Class Willow is the one of that name, where there is one, and no class 5 Willow.
    for name in () if row.list else (value,) if short in others else (value, short):
        yield from (f"{before} {name}" for before in row.before)
        yield from (f"{name} {after}" for after in row.after)
    for code in rules.codes.lists.get(row.list, {}).values():
        if code.label == value:
            yield from (word for word in _words(row.list, code, rules.search) if not word.isdigit())
            # A number alone is no year group: somebody may look for a room, a form or a day.
            for before in row.before if code.code.isdigit() else ():
                yield from (f"{before} {code.code}", f"{before}{code.code}")


def _words(name: str, code: Code, meanings: SearchWords) -> Iterator[str]:
    """Yield what else a code is called: itself, and the words of codes.yml and search.yml."""
    yield from (code.code.replace("_", " "), *code.also)
    for meaning in meanings.words:
        if (meaning.list, meaning.code) == (name, code.code):
            yield from meaning.words
    for several in meanings.several:
        if several.list == name and code.code in several.codes:
            yield from several.words


def _instead(
    entries: Sequence[SearchEntry], rules: Rulebook, sees: Callable[[str], bool]
) -> dict[str, list[str]]:
    """Return, by phrase, how the site's entries say the same: only what one of them says."""
    # Of thousands of entries: signs become blanks at once, which `phrase` would look for one after another.
    said_of_all = " ".join(part for each in entries for part in (each.text, each.summary, *each.also))
    words = said_of_all.casefold().translate(_SIGNS).split()
    vocabulary, text = frozenset(words), f" {' '.join(words)} "
    found: dict[str, list[str]] = {}
    for typed, written in _alike(rules, sees):
        said = [
            each
            for each in dict.fromkeys(map(phrase, written))
            if vocabulary.issuperset(each.split()) and f" {each} " in text
        ]
        for each in dict.fromkeys(filter(None, map(phrase, typed))):
            others = found.setdefault(each, [])
            others += [other for other in said if other not in (each, *others)]
    return {each: others for each, others in found.items() if others}


def _alike(rules: Rulebook, sees: Callable[[str], bool]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield what is typed, and what pages may say for it: labels for codes; of words that mean the same, each for the others."""
    for name in _LABELLED:
        for code in rules.codes.lists[name].values():
            yield tuple(_words(name, code, rules.search)), (code.label,)
    for same in rules.search.same:
        yield same.words, same.words
    # Whoever may not know why is not helped to look for it: a text may say "teacher of the deaf".
    names = ConditionNames(rules.conditions)
    for row in rules.conditions.names if any(map(sees, _WHY)) else ():
        every = (
            *(word for word in row.words if "'" not in word),
            *(form for word in row.words if " " not in word for form in sorted(names.endings(word))),
        )
        yield every, every


_SIGNS = {ord(sign): " " for sign in f"{punctuation}\u2018\u2019\u201c\u201d\u2013\u2014\u2026"}

_WHY = ("plan.needs.type", "plan.conditions.name")
"""What an audience sees for which the names of conditions are known."""

_LABELLED = ("circumstance_kind", "driver", "theme", "review_kind", "role")
"""Lists of codes.yml whose labels stand in entries beside what people typed."""


def _not_held(meanings: SearchWords, sees: Callable[[str], bool]) -> str:
    """Return in a sentence what this site does not hold, and whom to ask; "" where it holds all of it."""
    missing = [row.words for row in meanings.not_held if not any(map(sees, row.paths))]
    if not missing:
        return ""
    listed = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} or {missing[-1]}"
    held = [row.words for row in meanings.held if any(map(sees, row.paths))]
    return " ".join([f"This site holds no {listed}.", *held, "Ask the SENCO for more."])
