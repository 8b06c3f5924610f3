"""What a page says, taken apart: sentences of the golden list, words of the record, numbers and days; and what is none of them."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import sentences
from render.parsed_page import Element, read

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_GAPS = re.compile(rf"[{sentences.GAP}\[\]|]")
_SINGLE = re.compile(r"[\"'>} ]([a-z]+(?:-[a-z]+)*)[\"'<{ ]")
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?")
_DAYS = (
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep oct "
    "nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri am pm a"
)
_INLINE = frozenset(["a", "abbr", "b", "bdi", "code", "em", "i", "kbd", "span", "strong", "time"])


class Known:
    """What may stand on a page: each part of a sentence between its gaps, and each text of the records."""

    def __init__(self, typed: Iterable[str]) -> None:
        parts = {
            words_of(part)
            for said in sentences.collected().values()
            for line in said
            for part in _GAPS.split(line)
        }
        # Of single words in small letters nobody can tell by their looks whether they are said or are codes.
        parts |= {(word,) for text in sentences.sources() for word in _SINGLE.findall(text)}
        parts |= {(word,) for word in _DAYS.split()}
        parts |= {words_of(text) for text in typed}
        plural = {(*part[:-1], f"{part[-1]}{end}") for part in parts if part for end in ("s", "'s")}
        self._parts = parts | plural
        self._longest = max(map(len, self._parts))

    def unexplained(self, text: str) -> str:
        """Return from where on a text is made of nothing that is known; "" where all of it is."""
        said = words_of(text)
        reached = [True, *[False] * len(said)]
        for end in range(1, len(said) + 1):
            is_number = reached[end - 1] and _NUMBER.fullmatch(said[end - 1]) is not None
            reached[end] = is_number or any(
                reached[start] and said[start:end] in self._parts
                for start in range(max(0, end - self._longest), end)
            )
        if reached[-1]:
            return ""
        last = max(place for place, is_reached in enumerate(reached) if is_reached)
        return " ".join(said[last : last + 9])


def words_of(text: str) -> Words:
    """Return the words of a text, small, without what stands between them."""
    return tuple(word.lower() for word in _WORD.findall(text))


def texts_of(html: str) -> Iterator[str]:
    """Yield each text of a page: what one element shows, its inline elements within it, and each attribute that is read."""
    yield from _texts(read(html))


def _texts(element: Element) -> Iterator[str]:
    run: list[str] = []
    for child in element.children:
        if isinstance(child, str):
            run.append(child)
        elif child.name in _INLINE and not _holds_blocks(child):
            run.append(f" {child.text} " if child.name == "span" else child.text)
            for each in (child, *child.every()):
                yield from _heard(each)
        else:
            yield "".join(run)
            run = []
            yield from _heard(child)
            if child.name != "pre":  # lines of a file, to paste
                yield from _texts(child)
    yield "".join(run)


def _holds_blocks(element: Element) -> bool:
    return any(each.name not in _INLINE for each in element.every())


def _heard(element: Element) -> Iterator[str]:
    for name in sentences.SAID:
        if value := element.attributes.get(name):
            yield value


def leaves(value: Any) -> Iterator[str]:
    """Yield every text of a record's data."""
    if isinstance(value, dict):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from leaves(each)
    elif isinstance(value, str):
        yield value
