"""A change to what stands in brackets or braces: the same text, but for the pieces that change."""

import re
from itertools import pairwise
from typing import Any

from liverecord.splice.alignment import aligned
from liverecord.splice.lines import in_brackets
from liverecord.splice.scalars import Unwritable, scalar
from liverecord.splice.steps import is_alike
from liverecord.splice.tree import Entry, Mapping, Node, Scalar, Sequence


def changed(text: str, node: Node, old: Any, new: Any) -> str:
    """Return the source of a node within brackets, now that it says `new`.

    Raises Unwritable for text of several lines, and where a comment would go that stands between two pieces.
    """
    if is_alike(old, new):
        return text[node.start : node.end]
    if isinstance(node, Mapping) and isinstance(new, dict) and node.entries and new:
        return _mapping(text, node, old, new)
    if isinstance(node, Sequence) and isinstance(new, list) and node.items and new:
        return _sequence(text, node, old, new)
    if isinstance(node, Scalar) and not isinstance(new, dict | list):
        return scalar(new, is_in_brackets=True, quote=node.style)
    if holds_comment(text, node):
        raise Unwritable
    return in_brackets(new, is_wide=is_wide(text, node))


def is_wide(text: str, node: Node) -> bool:
    """Tell whether spaces stand within the braces of a node."""
    return not isinstance(node, Scalar) and text[node.start + 1] == " "


def holds_comment(text: str, node: Node) -> bool:
    """Tell whether a comment stands anywhere within a node in brackets."""
    at = node.start
    for start, end in _scalars(node):
        if "#" in text[at:start]:
            return True
        at = end
    return "#" in text[at : node.end]


_Span = tuple[int, int]
_Piece = tuple[int | None, str]
"""Where a piece stood before, None for a new one; and its source."""


def _scalars(node: Node) -> list[_Span]:
    if isinstance(node, Scalar):
        return [(node.start, node.end)]
    if isinstance(node, Sequence):
        return [span for item in node.items for span in _scalars(item)]
    return [span for entry in node.entries for span in ((entry.start, entry.end), *_scalars(entry.value))]


def _mapping(text: str, node: Mapping, old: dict[str, Any], new: dict[str, Any]) -> str:
    spans = [(entry.start, _end(text, entry)) for entry in node.entries]
    pieces: list[_Piece] = [
        (place, _entry(text, entry, old[entry.key], new[entry.key]))
        for place, entry in enumerate(node.entries)
        if entry.key in new
    ]
    added = {key: value for key, value in new.items() if key not in old}
    pieces += [(None, in_brackets({key: value})[1:-1]) for key, value in added.items()]
    return _joined(text, node, spans, pieces)


def _entry(text: str, entry: Entry, old: Any, new: Any) -> str:
    if is_alike(old, new):
        return text[entry.start : _end(text, entry)]
    colon = text.index(":", entry.end) + 1
    is_empty = entry.value.start == entry.value.end
    gap = " " if is_empty else text[colon : entry.value.start] or " "
    return text[entry.start : colon] + gap + changed(text, entry.value, old, new)


def _end(text: str, entry: Entry) -> int:
    """Return where an entry ends: nothing as its value stands right behind the colon."""
    is_empty = entry.value.start == entry.value.end
    return text.index(":", entry.end) + 1 if is_empty else entry.value.end


def _sequence(text: str, node: Sequence, old: list[Any], new: list[Any]) -> str:
    spans = [(item.start, item.end) for item in node.items]
    wide = is_wide(text, node.items[-1])
    pieces: list[_Piece] = [
        (None, in_brackets(new[after], is_wide=wide))
        if before is None
        else (before, changed(text, node.items[before], old[before], new[after]))
        for before, after in aligned(old, new)
        if after is not None
    ]
    return _joined(text, node, spans, pieces)


def _joined(text: str, node: Mapping | Sequence, spans: list[_Span], pieces: list[_Piece]) -> str:
    """Return the pieces between the node's own brackets: old neighbours keep what parts them, new ones have it as the last two."""
    between = [text[one[1] : other[0]] for one, other in pairwise(spans)]
    usual = between[-1] if between and _SEPARATOR.fullmatch(between[-1]) else ", "
    source = text[node.start : spans[0][0]]
    known: int | None = None
    for number, (place, piece) in enumerate(pieces):
        if number:
            are_neighbours = known is not None and place == known + 1
            source += between[place - 1] if are_neighbours and place is not None else usual
            if are_neighbours and place is not None:
                between[place - 1] = ""
        source += piece
        known = place
    if any("#" in left_out for left_out in between):
        raise Unwritable
    return source + text[spans[-1][1] : node.end]


_SEPARATOR = re.compile(r",\s*")
