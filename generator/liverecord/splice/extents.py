"""How far the parts of a text reach: where a thing begins, where its value hangs, and on which line it is over."""

import re
from typing import NamedTuple

from liverecord.splice.scalars import Unwritable
from liverecord.splice.steps import Path
from liverecord.splice.tree import Entry, Lines, Mapping, Node, Scalar, Sequence

BLOCK_HEAD = re.compile(r"[|>][-+0-9]*")
"""What stands behind the key of a block of text."""


class Slot(NamedTuple):
    """Where a value hangs: `behind` the colon or the dash, which stands, as its key does, in a column.

    `path` leads to the value, as `declared` takes it.
    """

    behind: int
    column: int
    is_item: bool
    path: Path


class Held(NamedTuple):
    """A thing in a mapping or a list: where its key or dash begins, where its value hangs, and the first line `below` it.

    A comment on a line of its own is still the thing's where it is indented more than the key or the dash.
    """

    start: int
    slot: Slot
    node: Node
    below: int


class Extents:
    """The extents of one text, which ends with a line end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)

    def held(self, node: Mapping | Sequence, path: Path) -> list[Held]:
        """Return the things of a mapping or a list below its key, whose path it is. Raises Unwritable for a key behind a
        question mark.
        """
        if isinstance(node, Mapping):
            slots = [
                (
                    entry.start,
                    entry.value,
                    Slot(self._colon(entry, node), node.column, False, (*path, entry.key)),
                )
                for entry in node.entries
            ]
        else:
            slots = [
                (
                    dash,
                    item,
                    Slot(dash + 1, node.column, True, path if isinstance(item, Scalar) else (*path, "0")),
                )
                for dash, item in zip(self._dashes(node), node.items, strict=True)
            ]
        return [
            Held(
                start, slot, value, self.below(self.lines.of(self.last(value, slot.behind) - 1), node.column)
            )
            for start, value, slot in slots
        ]

    def last(self, node: Node, behind: int) -> int:
        """Return the place behind a value's last character; nothing as a value ends `behind` its key or dash."""
        if isinstance(node, Scalar):
            if node.start == node.end:
                return behind
            if node.style not in {"|", ">"}:
                return node.end
            head = BLOCK_HEAD.match(self.text, node.start)
            if head and "+" in head[0]:
                return node.end
            return node.start + len(self.text[node.start : node.end].rstrip(" \r\n"))
        if node.is_flow:
            return node.end
        if isinstance(node, Mapping):
            entry = node.entries[-1]
            return self.last(entry.value, self._colon(entry, node))
        return self.last(node.items[-1], node.items[-1].start)

    def below(self, line: int, column: int) -> int:
        """Return the first line that is not a thing's any more, which ends on a line and whose key or dash stands in a column."""
        at = below = line + 1
        while at < self.lines.count:
            content = self.lines.content(at)
            stripped = content.lstrip(" ")
            if stripped.startswith("#") and len(content) - len(stripped) > column:
                below = at + 1
            elif stripped.rstrip():
                break
            at += 1
        return below

    def values_at(self, held: list[Held]) -> int:
        """Return the column in which all values beside their keys begin, where somebody lined up two or more; else 0."""
        beside = [each for each in held if self.beside(each.node, each.slot)[1] > each.slot.behind]
        columns = {each.node.start - self.lines.start(self.lines.of(each.node.start)) for each in beside}
        widths = {each.slot.behind - each.start for each in beside}
        return columns.pop() if len(columns) == 1 and len(widths) > 1 else 0

    def are_parted(self, held: list[Held]) -> bool:
        """Tell whether an empty line parts the last two things of a list."""
        if len(held) < 2:
            return False
        between = range(held[-2].below, self.lines.of(held[-1].start))
        return any(not self.lines.content(line).strip() for line in between)

    def begins_line(self, at: int) -> bool:
        """Tell whether nothing but spaces stands before a place on its line."""
        return not self.text[self.lines.start(self.lines.of(at)) : at].strip(" ")

    def is_beside(self, node: Node, slot: Slot) -> bool:
        """Tell whether a value begins on the line of its key or dash."""
        return self.lines.of(node.start) == self.lines.of(slot.behind - 1)

    def beside(self, node: Node, slot: Slot) -> tuple[int, int]:
        """Return where the part of a value begins and ends that stands beside its key or dash, the head of a block included.

        Of a list or mapping below a dash, that is all of the line; where nothing stands there, both are the slot's place.
        """
        if not self.is_beside(node, slot) or node.start == node.end:
            return slot.behind, slot.behind
        if isinstance(node, Scalar):
            head = BLOCK_HEAD.match(self.text, node.start) if node.style in {"|", ">"} else None
            return node.start, head.end() if head else node.end
        return node.start, node.end if node.is_flow else self.lines.stop(self.lines.of(node.start))

    def block_indent(self, node: Node) -> int | None:
        """Return how deep the lines of a block of text stand; None for anything else."""
        if isinstance(node, Scalar) and node.style in {"|", ">"}:
            for line in range(self.lines.of(node.start) + 1, self.lines.of(node.end - 1) + 1):
                content = self.lines.content(line)
                if content.strip(" "):
                    return len(content) - len(content.lstrip(" "))
        return None

    def _colon(self, entry: Entry, node: Mapping) -> int:
        """Return the place behind a key's colon."""
        colon = _COLON.match(self.text, entry.end)
        if colon is None or entry.start - self.lines.start(self.lines.of(entry.start)) != node.column:
            raise Unwritable
        return colon.end()

    def _dashes(self, node: Sequence) -> list[int]:
        """Return where the dash of each item stands: before it, or alone on a line above."""
        dashes = [node.start]
        for item in node.items[1:]:
            line = self.lines.of(item.start)
            while self.text[at := self.lines.start(line) + node.column] != "-" or not self.begins_line(at):
                line -= 1
            if at <= dashes[-1]:
                raise Unwritable
            dashes.append(at)
        return dashes


_COLON = re.compile(r"\s*:")
