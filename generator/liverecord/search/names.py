"""The names of a site, and what the words mean that people type: one small file, read when somebody begins to search.

    names.json   pupils, the site's other pages, the phrases that set filters, and what the site does not hold

It is made from what is found on the same site and nothing else: a phrase stands in it only where one of the site's own
entries has the value that it means, so that a site without need types knows no word for a need.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from liverecord.model.rulebook import Code, Codes
from liverecord.model.searching import SearchFilter, SearchWords
from liverecord.view import SearchEntry

FILE = "names.json"


def names(
    entries: Mapping[str, SearchEntry],
    pages: Mapping[str, SearchEntry],
    meanings: SearchWords,
    codes: Codes,
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
        "pages": [[entry.title, path, entry.summary] for path, entry in sorted(pages.items())],
        "phrases": _phrases(entries.values(), meanings, codes),
        "instead": _instead(entries.values(), meanings, codes),
        "passed_over": sorted({phrase(word) for word in meanings.passed_over}),
        "not_held": _not_held(meanings, sees),
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def phrase(words: str) -> str:
    """Return words as they are compared: in small letters, one space between them, no signs."""
    return " ".join(re.findall(r"[^\W_]+", words.casefold()))


_IN_GROUPS = ("Year group", "Form", "Support")
"""Filters that many pupils share: each value is said once for all of them, in the order in which a result says them."""


def _own_part(path: str) -> str:
    return path.removeprefix("pupils/").removesuffix("/")


def _phrases(
    entries: Iterable[SearchEntry], meanings: SearchWords, codes: Codes
) -> dict[str, dict[str, list[str]]]:
    """Return, by filter and value, the phrases that mean it: only of values that an entry has."""
    values: dict[str, set[str]] = {}
    for entry in entries:
        for name, held in entry.filters.items():
            values.setdefault(name, set()).update(held)
    empty = {phrase(word) for word in meanings.passed_over}
    found: dict[str, dict[str, list[str]]] = {}
    for row in meanings.filters:
        for value in sorted(values.get(row.filter, ())):
            words = dict.fromkeys(filter(None, map(phrase, _said(row, value, meanings, codes))))
            found.setdefault(row.filter, {})[value] = [each for each in words if each not in empty]
    return found


def _said(row: SearchFilter, value: str, meanings: SearchWords, codes: Codes) -> Iterator[str]:
    """Yield what people type for one value of a filter."""
    # The name of a colleague is a name first: it is a filter only where somebody says so.
    if row.by_itself:
        yield value
    for before in () if row.list else row.before:
        yield from (f"{before} {value}", f"{before} {value.rsplit(' ', 1)[-1]}")
    for code in codes.lists.get(row.list, {}).values():
        if code.label == value:
            yield from _words(row.list, code, meanings)
            # A number alone is no year group: somebody may look for a room, a form or a day.
            for before in row.before if code.code.isdigit() else ():
                yield from (f"{before} {code.code}", f"{before}{code.code}")


def _words(name: str, code: Code, meanings: SearchWords) -> Iterator[str]:
    yield from (word for word in (code.code, *code.also) if not word.isdigit())
    yield from _meant(name, code, meanings)


def _meant(name: str, code: Code, meanings: SearchWords) -> Iterator[str]:
    for meaning in meanings.words:
        if (meaning.list, meaning.code) == (name, code.code):
            yield from meaning.words


def _instead(entries: Iterable[SearchEntry], meanings: SearchWords, codes: Codes) -> dict[str, str]:
    """Return, by phrase, the label that pages say it by: only where an entry says that label."""
    filtered = {row.list for row in meanings.filters}
    texts = [entry.text for entry in entries]
    found: dict[str, str] = {}
    for name in dict.fromkeys((*(meaning.list for meaning in meanings.words), *_ALSO)):
        for code in codes.lists[name].values() if name not in filtered else ():
            words = [phrase(word) for word in (*code.also, *_meant(name, code, meanings))]
            if any(word != phrase(code.label) for word in words) and any(
                code.label in text for text in texts
            ):
                found |= {word: phrase(code.label) for word in words if word and word != phrase(code.label)}
    return found


_ALSO = ("circumstance_kind",)
"""Lists whose labels stand in entries and that codes.yml has other words for."""


def _not_held(meanings: SearchWords, sees: Callable[[str], bool]) -> str:
    """Return in a sentence what this site does not hold, and whom to ask; "" where it holds all of it."""
    missing = [row.words for row in meanings.not_held if not any(map(sees, row.paths))]
    if not missing:
        return ""
    listed = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} or {missing[-1]}"
    return f"This site holds no {listed}. Ask the SENCO."
