"""New parts of a record as lines, in the style of those who typed the file: how far it indents, what stands in brackets."""

from collections.abc import Iterable
from typing import NamedTuple

from liverecord.splice.scalars import block, is_long, is_word, scalar
from liverecord.splice.steps import Path, declared
from liverecord.splice.tree import Habits

WIDEST = 120
"""Columns of a line past which a list or mapping in brackets is written below its key instead."""


class Behind(NamedTuple):
    """What stands behind `key:` or a dash, on the same line and below."""

    inline: str
    below: list[str]


class Hand:
    """How a file is written. `kind` is a key of KINDS: what a field holds decides how a list of words is written."""

    def __init__(self, kind: str, habits: Habits) -> None:
        self._kind = kind
        self._habits = habits

    def behind(self, value: object, column: int, path: Path, *, gap: int | None = None) -> Behind:
        """Return a value as it stands behind a key in a column; behind a dash where there is a `gap`, the spaces after it.

        Raises Unwritable.
        """
        if is_long(value):
            assert isinstance(value, str)
            return Behind(*block(value, column + self._habits.mapping, column))
        if isinstance(value, dict) and value:
            inner = column + (self._habits.mapping if gap is None else 1 + gap)
            return _led(self.entries(value, inner, path), inner, is_item=gap is not None)
        if isinstance(value, list) and value:
            room = WIDEST - column - len(path[-1] if path else "") - 2
            if self._is_inline(value, path) and len(line := in_brackets(value)) <= room:
                return Behind(line, [])
            inner = column + (self._habits.sequence if gap is None else 1 + gap)
            lines = [line for each in value for line in self.item(each, inner, path)]
            return _led(lines, inner, is_item=gap is not None)
        return Behind(in_brackets(value) if isinstance(value, dict | list) else scalar(value), [])

    def entries(self, value: dict[str, object], column: int, path: Path) -> list[str]:
        """Return the lines of a mapping's keys and values, in a column."""
        return [line for key, each in value.items() for line in self.entry(key, each, column, path)]

    def entry(self, key: object, value: object, column: int, path: Path, *, values_at: int = 0) -> list[str]:
        """Return the lines of a key and its value; `path` is the mapping's, whose values begin in a column where all do."""
        head = f"{' ' * column}{scalar(str(key))}:"
        first, below = self.behind(value, column, (*path, str(key)))
        return [f"{head}{' ' * max(values_at - len(head), 1)}{first}" if first else head, *below]

    def item(self, value: object, column: int, path: Path, *, gap: int = 1) -> list[str]:
        """Return the lines of a list's item, its dash in a column; `path` is the list's."""
        is_thing = isinstance(value, dict | list)
        first, below = self.behind(value, column, (*path, "0") if is_thing else path, gap=gap)
        return [f"{' ' * column}-{' ' * gap}{first}", *below]

    def _is_inline(self, values: list[object], path: Path) -> bool:
        """Tell whether a list is of words that stand beside each other; texts stand below each other, be they short."""
        field = declared(self._kind, path)
        return all(map(is_word, values)) and (field is None or field.kind != "texts")


def in_brackets(value: object, *, is_wide: bool = False) -> str:
    """Return a value as it stands within brackets, on one line; `is_wide` has a space inside of braces. Raises Unwritable."""
    if isinstance(value, dict):
        pairs = (
            f"{scalar(str(key), is_in_brackets=True)}: {in_brackets(each, is_wide=is_wide)}"
            for key, each in value.items()
        )
        return _enclosed("{}", pairs, is_wide=is_wide)
    if isinstance(value, list):
        return _enclosed("[]", (in_brackets(each, is_wide=is_wide) for each in value), is_wide=is_wide)
    return scalar(value, is_in_brackets=True)


def _enclosed(brackets: str, pieces: Iterable[str], *, is_wide: bool) -> str:
    inner = ", ".join(pieces)
    space = " " if is_wide and inner else ""
    return f"{brackets[0]}{space}{inner}{space}{brackets[1]}"


def _led(lines: list[str], column: int, *, is_item: bool) -> Behind:
    """Return lines as they stand below a key; behind a dash, the first of them stands beside it."""
    return Behind(lines[0][column:], lines[1:]) if is_item else Behind("", lines)
