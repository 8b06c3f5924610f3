"""A text that says one thing made to say another: the lines that must change, and every other byte as it was.

What is the same before and after keeps its lines. A comment goes with the thing that it stands in: behind it, or on a line of
its own that is indented more than the thing's key or dash. Every other comment stays, so one above a thing that goes
stands above the next.
"""

import re
from typing import Any

from liverecord.model.field import fields_of
from liverecord.model.records import KINDS
from liverecord.splice import brackets
from liverecord.splice.alignment import aligned
from liverecord.splice.extents import BLOCK_HEAD, Extents, Held, Slot
from liverecord.splice.lines import WIDEST, Behind, Hand, in_brackets
from liverecord.splice.scalars import Unwritable, block, is_long, scalar
from liverecord.splice.steps import Path, declared, is_alike
from liverecord.splice.tree import Mapping, Node, Scalar, Sequence, line_end, tree


def edited(
    kind: str, text: str, before: dict[str, Any], after: dict[str, Any], *, is_open: bool = False
) -> str:
    """Return a sound text that says `before` so that it says `after`; it ends with a line end, and so does the answer.

    `is_open` tells that the file has no line end there. Raises Unwritable where there is no way that keeps all else.
    """
    editing = _Editing(kind, text)
    editing.root(before, after)
    if is_open:
        editing.close()
    return editing.result()


class _Editing:
    """The edits of one text, as (start, end, new text): none overlaps another, and at one place they hold in their order."""

    def __init__(self, kind: str, text: str) -> None:
        self._kind = kind
        self._text = text
        self._tree, habits = tree(text)
        self._hand = Hand(kind, habits)
        self._extents = Extents(text)
        self._lines = self._extents.lines
        self._line_end = line_end(text)
        self._edits: list[tuple[int, int, str]] = []

    def root(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Note what changes between what the text says and what it should."""
        if self._tree.is_flow:
            self._in_brackets(None, self._tree, before, after)
        elif after:
            self._mapping(None, self._tree, before, after)
        else:
            self._emptied(None, self._tree)

    def close(self) -> None:
        """Say of a block of text that was the last, without a line end, that it has none now that lines stand behind it."""
        end = len(self._text)
        node: Node | None = self._tree
        while isinstance(node, Mapping | Sequence):
            inner = [entry.value for entry in node.entries] if isinstance(node, Mapping) else node.items
            node = inner[-1] if inner else None
        if (
            node
            and node.style in {"|", ">"}
            and node.end == end
            and any(each[0] == end for each in self._edits)
        ):
            head = BLOCK_HEAD.match(self._text, node.start)
            if head and not any(edit[0] <= node.start < edit[1] for edit in self._edits):
                self._edits.append((*head.span(), re.sub(r"[-+]", "", head[0]) + "-"))

    def result(self) -> str:
        """Return the text with everything that was changed."""
        pieces, at = [], 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[:2]):
            if start < at:
                raise Unwritable
            pieces += [self._text[at:start], new]
            at = end
        return "".join([*pieces, self._text[at:]])

    # ── Values ──────────────────────────────────────────────────────────────────────────────────────────

    def _value(self, slot: Slot, node: Node, old: Any, new: Any) -> None:
        if old is new or is_alike(old, new):
            return
        is_same = type(old) is type(new)
        if isinstance(node, Scalar):
            is_one_line = node.style not in {"|", ">"} and node.end > node.start
            if is_one_line and not isinstance(new, dict | list) and not is_long(new):
                self._put(node.start, node.end, scalar(new, quote=node.style))
            else:
                self._replaced(slot, node, new)
        elif is_same and old and node.is_flow:
            self._in_brackets(slot, node, old, new)
        elif is_same and old and new and isinstance(node, Mapping):
            self._mapping(slot, node, old, new)
        elif is_same and old and new and isinstance(node, Sequence):
            self._sequence(slot, node, old, new)
        elif is_same and not new and not self._extents.is_beside(node, slot):
            self._emptied(slot, node)
        else:
            self._replaced(slot, node, new)

    def _replaced(self, slot: Slot, node: Node, new: Any) -> None:
        """Write a value anew, behind its key or dash and below. Comments within go with it, but none in or behind brackets."""
        start, end = self._extents.beside(node, slot)
        last = self._lines.of(self._extents.last(node, slot.behind) - 1)
        if isinstance(node, Mapping | Sequence) and not node.is_flow:
            last = self._extents.below(last, slot.column) - 1
        elif self._loses_comment(slot, node):
            raise Unwritable
        gap = self._text[slot.behind : start] or " "
        first, below = self._behind(slot, node, new, len(gap))
        self._put(slot.behind, end, gap + first if first else "")
        self._swap(self._lines.of(end - 1) + 1, last + 1, below)

    def _loses_comment(self, slot: Slot, node: Node) -> bool:
        """Tell whether a comment would go with a value that is written anew: in brackets, or beside a value below its key."""
        if isinstance(node, Mapping | Sequence) and brackets.holds_comment(self._text, node):
            return True
        if node.start == node.end or self._extents.is_beside(node, slot):
            return False
        if isinstance(node, Scalar) and node.style in {"|", ">"}:
            return True
        stop = self._lines.stop(self._lines.of(node.end - 1))
        return "#" in self._text[slot.behind : node.start] + self._text[node.end : stop]

    def _behind(self, slot: Slot, node: Node, new: Any, gap: int) -> Behind:
        indent = self._extents.block_indent(node)
        if indent is not None and is_long(new):
            return Behind(*block(new, indent, slot.column))
        return self._hand.behind(new, slot.column, slot.path, gap=gap if slot.is_item else None)

    def _in_brackets(self, slot: Slot | None, node: Mapping | Sequence, old: Any, new: Any) -> None:
        """Change what stands in brackets; what would grow too long for its line is written below its key instead."""
        has_comment = brackets.holds_comment(self._text, node)
        try:
            source = brackets.changed(self._text, node, old, new)
        except Unwritable:
            if has_comment:
                raise
            source = ""
        line = self._lines.of(node.start)
        before = node.start - self._lines.start(line)
        is_one_line = self._lines.of(node.end - 1) == line
        may_grow = before + len(source) <= max(WIDEST, before + node.end - node.start)
        if source and (has_comment or not new or not is_one_line or may_grow):
            self._put(node.start, node.end, source)
        elif slot is None:
            self._edits.append((node.start, node.end, self._line_end.join(self._hand.entries(new, 0, ()))))
        else:
            self._replaced(slot, node, new)

    # ── Mappings and lists below their key ──────────────────────────────────────────────────────────────

    def _mapping(self, slot: Slot | None, node: Mapping, old: dict[str, Any], new: dict[str, Any]) -> None:
        path = slot.path if slot else ()
        held = self._extents.held(node, path)
        keys = [entry.key for entry in node.entries]
        gone = [place for place, key in enumerate(keys) if key not in new]
        if not self._remove(held, gone):
            assert slot is not None
            self._replaced(slot, node, new)
            return
        for key, each in zip(keys, held, strict=True):
            if key in new:
                self._value(each.slot, each.node, old[key], new[key])
        order, values_at = self._order(path), self._extents.values_at(held)
        for key in sorted((key for key in new if key not in old), key=lambda key: order.get(key, len(order))):
            at = held[_place_for(key, keys, order)].below
            self._swap(at, at, self._hand.entry(key, new[key], node.column, path, values_at=values_at))

    def _sequence(self, slot: Slot, node: Sequence, old: list[Any], new: list[Any]) -> None:
        held = self._extents.held(node, slot.path)
        pairs = list(aligned(old, new))
        gone = [before for before, after in pairs if before is not None and after is None]
        begins_anew = pairs[0][0] is None and not self._extents.begins_line(held[0].start)
        if begins_anew or not self._remove(held, gone):
            self._replaced(slot, node, new)
            return
        for before, after in pairs:
            if before is not None and after is not None:
                self._value(held[before].slot, held[before].node, old[before], new[after])
        at = self._lines.of(held[0].start)
        are_parted = self._extents.are_parted(held)
        for before, after in pairs:
            if before is not None:
                at = held[before].below
            elif after is not None:
                above = [""] * (are_parted and at == held[-1].below)
                self._swap(at, at, above + self._item(node, held[-1], new[after], slot.path))

    def _item(self, node: Sequence, last: Held, value: Any, path: Path) -> list[str]:
        """Return the lines of a new item, in the style of the list's last one."""
        between = self._text[last.slot.behind : last.node.start]
        gap = len(between) if between and not between.strip(" ") else 1
        if isinstance(last.node, Mapping) and last.node.is_flow and isinstance(value, dict):
            try:
                inline = in_brackets(value, is_wide=brackets.is_wide(self._text, last.node))
            except Unwritable:  # text of several lines
                inline = " " * WIDEST
            line = f"{' ' * node.column}-{' ' * gap}{inline}"
            if len(line) <= WIDEST:
                return [line]
        return self._hand.item(value, node.column, path, gap=gap)

    def _remove(self, held: list[Held], gone: list[int]) -> bool:
        """Take things out with their lines. Return False, with nothing done, where none stays beside the dash of the first."""
        lines = self._lines
        if 0 in gone and not self._extents.begins_line(held[0].start):
            stays = next((place for place in range(len(held)) if place not in gone), None)
            if stays is None:
                return False
            if all(held[place].below == lines.of(held[place + 1].start) for place in range(stays)):
                self._edits.append((held[0].start, held[stays].start, ""))
                gone = gone[stays:]
            else:  # comments stay where they are, below a dash alone
                dash = len(self._text[: held[0].start].rstrip(" "))
                self._edits.append((dash, lines.stop(held[0].below - 1), ""))
                gone = gone[1:]
        for place in gone:
            self._swap(lines.of(held[place].start), held[place].below, [])
        return True

    def _emptied(self, slot: Slot | None, node: Mapping | Sequence) -> None:
        """Take out everything below a key, but for comments that stand in nothing of it, and say that it is empty."""
        held = self._extents.held(node, slot.path if slot else ())
        if slot is None:
            line = self._lines.of(held[0].start)
            self._swap(line, line, ["{}"])
        else:
            self._put(slot.behind, slot.behind, " {}" if isinstance(node, Mapping) else " []")
        self._remove(held, list(range(len(held))))

    def _order(self, path: Path) -> dict[str, int]:
        """Return the declared fields of the part at a path, in their order."""
        field = declared(self._kind, path) if path else None
        struct = KINDS[self._kind] if not path else field.struct if field else None
        return {each.name: place for place, each in enumerate(fields_of(struct))} if struct else {}

    # ── Edits ───────────────────────────────────────────────────────────────────────────────────────────

    def _put(self, start: int, end: int, new: str) -> None:
        """Put new text in the place of old on one line; a comment behind it keeps its column where there is room."""
        comment = _COMMENT.fullmatch(self._text, end, self._lines.stop(self._lines.of(end)))
        if comment is None:
            self._edits.append((start, end, new))
            return
        space = len(comment[1])
        width = max(space - len(new) + end - start, 2)
        self._edits.append((start, end + space, new + " " * width))

    def _swap(self, first: int, last: int, lines: list[str]) -> None:
        """Put new lines in the place of some, or of none."""
        if first < last or lines:
            new = "".join(line + self._line_end for line in lines)
            self._edits.append((self._lines.start(first), self._lines.start(last), new))


_COMMENT = re.compile(r"([ \t]+)#.*")


def _place_for(key: str, keys: list[str], order: dict[str, int]) -> int:
    """Return the place of the key behind which a new one belongs: as the fields are declared, else behind the last."""
    before = [place for place, each in enumerate(keys) if order.get(each, len(order)) < order.get(key, 0)]
    return before[-1] if before else len(keys) - 1
