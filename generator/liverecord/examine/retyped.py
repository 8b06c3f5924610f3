"""The line as it should be typed, where what was meant is certain: for a person at a terminal, who sees the line anyway.

A line is tried in the few ways in which its words can be kept and its signs mended. It is offered only where the strict
reader and the schema then find nothing on it, in a file that can be read to its end. A # is never decided: it may begin a
comment.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from liverecord import validate
from liverecord.model.field import fields_of
from liverecord.model.records import KINDS, Document
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Problem
from liverecord.read import strict

_MOST_LINES = 40
"""Lines of a file that are tried: past that it is not a slip of the hand."""

_NEVER = frozenset({"text-after-hash"})


def retyped(path: str, lines: Iterable[str], rulebook: Rulebook) -> dict[int, str]:
    """Return the lines of a file that its reader refuses, each as it should be typed, by their numbers."""
    kind = PurePosixPath(path).stem
    if kind not in KINDS:
        return {}
    typed = list(lines)
    meant: dict[int, str] = {}
    document, problems = _read(path, kind, typed)
    while document is None:
        number = problems[0].place.line
        if number in meant or len(meant) == _MOST_LINES or problems[0].code in _NEVER or number > len(typed):
            return {}
        for line in _candidates(typed[number - 1], _KEYS[kind]):
            tried = [*typed[: number - 1], line, *typed[number:]]
            document, left = _read(path, kind, tried)
            if all(problem.place.line > number for problem in left) and line != typed[number - 1]:
                meant[number], typed, problems = line, tried, left
                break
        else:
            return {}
    refused = {problem.place.line for problem in validate.document(document, rulebook)}
    return {number: line for number, line in meant.items() if number not in refused}


def _read(path: str, kind: str, lines: Iterable[str]) -> tuple[Document | None, list[Problem]]:
    return strict.parse(path, kind, "\n".join(lines).encode())


def _names(struct: type) -> Iterator[str]:
    for field in fields_of(struct):
        yield field.name
        if field.struct is not None:
            yield from _names(field.struct)


_KEYS = {kind: "|".join(sorted(set(_names(struct)), key=len, reverse=True)) for kind, struct in KINDS.items()}
"""Every key of each file, as a choice of a regular expression: only these cut a line into pieces."""

_PLAIN = re.compile(r"[\w./-]+|\[[\w./, -]*\]")
_UNKNOWN_KEY = re.compile(r"[,;]\s*\w+:\s")
_QUOTED = re.compile(r"'(?:[^']|'')*'")


def _candidates(line: str, keys: str) -> Iterator[str]:
    """Yield a line in the ways in which it may have been meant, the likeliest first."""
    rest = line.strip().removeprefix("-").lstrip()
    start = line.rstrip().removesuffix(rest).replace("\t", "  ")
    if start.endswith("-"):
        start = f"{start} "
    yield f"{start}{rest}"
    pair = re.fullmatch(rf"({keys})(?::[ \t]*|[ \t]*=[ \t]*|[ \t]+)(.*)", rest)
    key, value = (f"{pair[1]}: ", pair[2]) if pair else ("", rest)
    if value[:1] in ("{", "(") and value[-1:] in ("}", ")"):
        yield f"{start}{key}{{{_braces(value.strip('{}()'), keys)}}}"
    elif value[:1] == "{" and value.count("{") == 1:
        yield f"{start}{key}{{{_braces(value[1:], keys)}}}"
    elif value[:1] == "[" and value.count("[") == 1:
        items = ", ".join(_quoted(item.strip()) for item in value.strip("[]").split(",") if item.strip())
        yield f"{start}{key}[{items}]"
    elif key == "id: " and re.search(rf", *(?:{keys}): ", value):
        yield f"{start}{{{_braces(rest, keys)}}}"
    if key and "  #" not in value:
        yield f"{start}{key}{value}"
        yield f"{start}{key}{_quoted(value)}"


def _braces(inside: str, keys: str) -> str:
    """Return what stands in braces with every text in quotes: a comma ends it only where one of the keys follows."""
    pieces = re.split(rf"(?:^|[,;])\s*({keys})(?::\s*|\s*=\s*)", inside)
    if any(_UNKNOWN_KEY.search(piece) for piece in pieces[2::2]):
        return inside  # a text, or a key that is mistyped
    pairs = zip(pieces[1::2], pieces[2::2], strict=True)
    return ", ".join(f"{key}: {_quoted(value.strip().rstrip(',;'))}" for key, value in pairs)


def _quoted(value: str) -> str:
    """Return a value as it stands where that is one word or whole already, else its words in single quotes."""
    if not value or _PLAIN.fullmatch(value) or _QUOTED.fullmatch(value):
        return value
    if value[:1] in "'\"":
        quote = value[0]
        value = value[1:].removesuffix(quote)
        value = value.replace("''", "'") if quote == "'" else value.replace('\\"', '"')
    return "'" + value.replace("'", "''") + "'"
