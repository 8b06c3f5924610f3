"""A text's parts with the places where they begin and end, from a pass of its own over the parser's events.

The strict loader keeps beginnings alone, because that is all a problem needs. Only a text that it found sound comes here.
"""

import re
from bisect import bisect_right
from typing import Any

import msgspec
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from liverecord.read import strict


class Scalar(msgspec.Struct):
    """A text, number or word, from `start` to `end`, quotes included; `style` is its quote, | or >, or "" where it has none.

    Nothing, as behind `key:`, has no width, and only about where it begins do parsers agree.
    """

    start: int
    end: int
    style: str


class Sequence(msgspec.Struct):
    """A list. `column`, from 0, is where its dashes stand; in brackets, `end` is behind the closing one."""

    start: int
    column: int
    is_flow: bool
    items: list["Node"]
    end: int = 0


class Mapping(msgspec.Struct):
    """A mapping. `column`, from 0, is where its keys stand; in braces, `end` is behind the closing one."""

    start: int
    column: int
    is_flow: bool
    entries: list["Entry"]
    end: int = 0


Node = Scalar | Sequence | Mapping


class Entry(msgspec.Struct):
    """A key, from `start` to `end`, quotes included, and its value."""

    key: str
    start: int
    end: int
    value: Node


class Habits(msgspec.Struct):
    """How far a file indents: a mapping below its key, and a list's dashes below theirs."""

    mapping: int = 2
    sequence: int = 2


def tree(text: str) -> tuple[Mapping, Habits]:
    """Return the one mapping of a sound text, and how it indents: what is seen first counts."""
    next_event: Any = strict.Parser(text).get_event
    holder: Any = None
    root: Any = None
    waiting: Any = None
    stack: list[tuple[Any, Any]] = []
    seen: dict[str, int] = {}
    while True:
        event: Any = next_event()
        kind = type(event)
        if kind is ScalarEvent:
            if waiting is None and type(holder) is Mapping:
                waiting = event
                continue
            node: Any = Scalar(event.start_mark.index, event.end_mark.index, event.style or "")
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            made = Mapping if kind is MappingStartEvent else Sequence
            mark = event.start_mark
            node = made(mark.index, mark.column, bool(event.flow_style), [])
            if not node.is_flow and type(holder) is Mapping:
                seen.setdefault(made.__name__, node.column - holder.column)
            stack.append((holder, waiting))
            holder, waiting = node, None
            root = root or node
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            node = holder
            node.end = event.end_mark.index
            holder, waiting = stack.pop()
        elif kind is StreamEndEvent:
            return root, Habits(seen.get("Mapping", 2), seen.get("Sequence", 2))
        else:
            continue
        if type(holder) is Mapping:
            holder.entries.append(
                Entry(waiting.value, waiting.start_mark.index, waiting.end_mark.index, node)
            )
            waiting = None
        elif holder is not None:
            holder.items.append(node)


LINE_END = re.compile(r"\r\n|\r|\n")


def line_end(text: str) -> str:
    """Return how the lines of a text end: as its first does."""
    end = LINE_END.search(text)
    return end[0] if end else "\n"


class Lines:
    """Where the lines of a text begin and end; they count from 0. The text ends with a line end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in LINE_END.finditer(text))]
        self.count = len(self._starts) - 1

    def of(self, index: int) -> int:
        """Return the line that holds a character."""
        return bisect_right(self._starts, index) - 1

    def start(self, line: int) -> int:
        """Return where a line begins; the line behind the last begins at the text's end."""
        return self._starts[line]

    def stop(self, line: int) -> int:
        """Return where a line's own characters end, before its line end."""
        start, stop = self._starts[line], self._starts[line + 1]
        while stop > start and self.text[stop - 1] in "\r\n":
            stop -= 1
        return stop

    def content(self, line: int) -> str:
        """Return a line without its line end."""
        return self.text[self._starts[line] : self.stop(line)]
