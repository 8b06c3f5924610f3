"""Plain data to YAML, in the style in which a SENCO would type it: block style, quotes only where they are needed.

A small emitter of our own, because the vocabulary is small and the school may be large: ten thousand pupils are some
fifty thousand files, and PyYAML's emitter would take minutes over them.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

Plain = Mapping[str, Any] | Sequence[Any] | str | int | bool | date | None
"""What can be written: mappings with text keys, sequences, text, whole numbers, true and false, dates, nothing."""


class Quoted(str):
    """Text that is written in quotes even where it could stand bare: a register's week, a timetable's grid."""

    __slots__ = ()


def document(data: Mapping[str, Plain], schema: str | None = None) -> str:
    """Return a mapping as a YAML document with line ends of one character.

    `schema` is the address of its JSON Schema, relative to the file, for editors that complete as one types.
    A key whose value is None is left out: in a record, what is not known is not written.
    """
    lines: list[str] = [] if schema is None else [f"# yaml-language-server: $schema={schema}"]
    _mapping(data, "", lines)
    lines.append("")
    return "\n".join(lines)


@lru_cache(maxsize=65536)
def text(value: str) -> str:
    """Return one line of text as a YAML scalar that every loader reads back as that text."""
    if _PLAIN.fullmatch(value) and not _NUMBER.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return "'" + value.replace("'", "''") + "'"


# Text that can stand bare starts with a letter or digit and holds nothing that any YAML loader gives a meaning to.
_PLAIN = re.compile(r"[A-Za-z0-9](?:[^\s:#{}\[\]&*!|>'\"%@`\\]|[ '](?=[^\s#]))*")
# 7E1 is 70 and 9:15 is 555 to some loaders; 012 is octal; 2026-11-22 would be a date.
_NUMBER = re.compile(r"[-+.0-9][-+.0-9_eExXoO:]*")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", ""})
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


def _mapping(data: Mapping[str, Plain], indent: str, lines: list[str], first: str | None = None) -> None:
    """Write a mapping's lines; `first` stands before its first key instead of the indent (a list's dash)."""
    lead = indent if first is None else first
    for key, value in data.items():
        if value is None:
            continue
        if isinstance(value, Mapping):
            lines.append(f"{lead}{key}:" if value else f"{lead}{key}: {{}}")
            _mapping(value, indent + "  ", lines)
        elif isinstance(value, list | tuple):
            _sequence(key, value, indent, lead, lines)
        else:
            lines.append(f"{lead}{key}: {_scalar(value)}")
        lead = indent


def _sequence(key: str, values: Sequence[Plain], indent: str, lead: str, lines: list[str]) -> None:
    """Write a list: codes and ids on one line, everything else an entry a line."""
    if not values or (
        key in _INLINE and all(isinstance(value, str) and _CODE.fullmatch(value) for value in values)
    ):
        lines.append(f"{lead}{key}: [{', '.join(str(value) for value in values)}]")
        return
    lines.append(f"{lead}{key}:")
    for value in values:
        if isinstance(value, Mapping):
            _mapping(value, indent + "    ", lines, first=f"{indent}  - ")
        else:
            lines.append(f"{indent}  - {_scalar(value)}")


_INLINE = frozenset(
    {
        "agreed_with",
        "attended",
        "about",
        "agreed",
        "outcomes",
        "sections",
        "days",
        "roles",
        "support",
        "git_emails",
    }
)


def _scalar(value: Plain) -> str:
    if isinstance(value, Quoted):
        return f"'{value}'"
    if isinstance(value, str):
        return text(value)
    if value is True:
        return "true"
    if value is False:
        return "false"
    return str(value)  # a whole number, or a date in its ISO form
