"""Versions of one file, read one after another: what a version has word for word from the one before is not parsed again.

A text is cut where no value of strict YAML can run across: before each key that begins a line, and before each item of
a list that such a key holds. The strict loader parses the pieces. A text that cannot be cut so, or with anything wrong
in it, is parsed whole, so that the answer is always the strict loader's own.
"""

import re
from collections.abc import Iterator
from typing import Any

from liverecord.read.strict import parse
from liverecord.read.text import decode


class Reader:
    """Reads versions into plain data, and holds the pieces of the last one.

    Versions share what they have in common: whoever takes their data must not change it.
    """

    def __init__(self) -> None:
        self._before: dict[str, dict[str, Any] | None] = {}
        self._pieces: dict[str, dict[str, Any] | None] = {}

    def data(self, raw: bytes) -> object:
        """Return the data that `strict.parse` reads from a file's bytes, kind unknown; None where anything is wrong."""
        text, problems = decode("", raw)
        if problems:
            return None
        self._before, self._pieces = self._pieces, {}
        joined = self._joined(text)
        return _parsed(text) if joined is None else joined

    def _joined(self, text: str) -> dict[str, Any] | None:
        """Return the data, put together from the pieces; None where they are not all there is to say."""
        first = _BEGINNING.match(text)
        if first is None or _UNEVEN.search(text):
            return None
        joined: dict[str, Any] = {}
        for piece in _cut(text[first.end() :], _KEY):
            part = self._part(piece)
            if part is None or not part.keys().isdisjoint(joined):
                return None
            joined |= part
        return joined or None

    def _part(self, piece: str) -> dict[str, Any] | None:
        """Return what a key says; its list item by item, where it begins on a line of its own."""
        head = _LIST.match(piece)
        if head is None:
            return self._mapping(piece)
        key = self._mapping(head[0])
        if key is None or list(key.values()) != [None]:
            return None
        items: list[Any] = []
        for item in _cut(piece[head.end() :], re.compile(f"^{head['indent']}-(?=[ \r\n])", re.MULTILINE)):
            part = self._mapping(f"_:\n{item}")
            if part is None:
                return None
            items += part["_"]
        return dict.fromkeys(key, items)

    def _mapping(self, piece: str) -> dict[str, Any] | None:
        if piece not in self._pieces:
            known = self._before.get(piece)
            self._pieces[piece] = _parsed(piece) if known is None else known
        return self._pieces[piece]


# A tab, an old Mac's line end, or a line that begins with neither a key nor a comment, such as the --- of a document.
_UNEVEN = re.compile(r"\t|\r(?!\n)|^[^\sa-z#]", re.MULTILINE)
_BEGINNING = re.compile(r"(?:[ ]*(?:#.*|\r)?\n)*(?=[a-z])")
_KEY = re.compile(r"^[a-z]", re.MULTILINE)
_LIST = re.compile(r"[a-z_]+:[ ]*(?:#.*|\r)?\n(?:[ ]*(?:#.*|\r)?\n)*(?=(?P<indent> +)-[ \r\n])")


def _cut(text: str, beginning: re.Pattern[str]) -> Iterator[str]:
    starts = [match.start() for match in beginning.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield text[start:end]


def _parsed(text: str) -> dict[str, Any] | None:
    document, _ = parse("", "", text.encode())
    return document.data if document is not None and isinstance(document.data, dict) else None
