"""A single value as YAML: bare where every reader takes it for the text that it is, else in quotes, or as a block of lines.

The strict loader must give back the very text, and so should any other reader: `NO`, `7E1`, `9:15` and `012` are quoted,
days are not, as people write them.
"""

import re


class Unwritable(Exception):
    """A value that strict YAML has no way to say, or that has none at the place where it should stand."""


def scalar(value: object, *, is_in_brackets: bool = False, quote: str = "") -> str:
    """Return a value of one line; `quote` is the sign in which the old one stood, and text keeps it.

    Raises Unwritable for text of several lines, and for what is no plain value.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str) or is_long(value):
        raise Unwritable
    if quote == '"' and not _NEEDS_ESCAPE.search(value):
        return f'"{value}"'
    bare = _BARE_IN_BRACKETS if is_in_brackets else _BARE
    if not quote and bare.fullmatch(value) and not _is_taken_for_more(value):
        return value
    return "'" + value.replace("'", "''") + "'"


def is_long(value: object) -> bool:
    """Tell whether a value is text of several lines, which only a block can hold."""
    return isinstance(value, str) and "\n" in value


def block(text: str, indent: int, column: int) -> tuple[str, list[str]]:
    """Return a text of several lines as the head of a block, and its lines, `indent` deep.

    `column` is that of the key or the dash that it belongs to: a block whose text begins with a space says by how much its
    lines are indented more than that. Raises Unwritable where that is more than YAML can say.
    """
    body = text.rstrip("\n")
    ends = len(text) - len(body)
    chomping = ("-", "")[ends] if ends < 2 and body else "+"
    sign = ""
    if not body or text.lstrip("\n")[:1] in {" ", "\t"}:
        sign = str(indent - column)
        if not 1 <= indent - column <= 9:
            raise Unwritable
    lines = text.removesuffix("\n").split("\n")
    return f"|{sign}{chomping}", [" " * indent + line if line else "" for line in lines]


def is_word(value: object) -> bool:
    """Tell whether a value is one word that needs no quotes anywhere, such as a code or an id."""
    return (
        isinstance(value, str)
        and _BARE_IN_BRACKETS.fullmatch(value) is not None
        and not _is_taken_for_more(value)
    )


# Text that stands bare begins with a letter or digit, and holds nothing that any reader gives a meaning to.
_BARE = re.compile(r"[^\W_](?:[^\s:#{}\[\]|>\"\\']|[ ](?=[^\s#])|[:#'](?=\S))*")
_BARE_IN_BRACKETS = re.compile(r"[^\W_][\w.@+/-]*")
_NUMBER = re.compile(r"[-+.0-9][-+.0-9_eExXoO:]*|0[xX][0-9a-fA-F_]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_NEEDS_ESCAPE = re.compile(r'["\\]')


def _is_taken_for_more(value: str) -> bool:
    """Tell whether some reader takes a bare text for a number, a time, or for yes, no or nothing."""
    return value.lower() in _WORDS or (_NUMBER.fullmatch(value) is not None and not _DAY.fullmatch(value))
