"""Words for a terminal or a log: nothing in them moves the cursor, and columns line up."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from liverecord.model.days import in_words

# A backslash takes a character's meaning away. A forge still looks up a name after @, a number after # and a bare
# address: a space without width stops that.
_MARKDOWN = {character: f"\\{character}" for character in r"\`*_{}[]()<>|~!&$"} | {
    character: f"{character}\N{ZERO WIDTH SPACE}" for character in "@#"
}  # fmt: skip


_SPACES = re.compile(" {2,}")


def plain(text: str) -> str:
    """Return text on one line that no terminal acts on: control and formatting characters become �."""
    return "".join(_seen(character) for character in text)


def width(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return sum(_columns(character) for character in text)


def table(lines: Iterable[Sequence[str]], indent: str = "  ") -> list[str]:
    """Return lines with their cells set under each other, two spaces apart."""
    rows = [[plain(cell) for cell in cells] for cells in lines]
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        (indent + "  ".join(cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True))).rstrip()
        for cells in rows
    ]  # fmt: skip


def long_date(day: date) -> str:
    """Return "22 November 2026", whatever the computer's language."""
    return in_words(day)


def counted(count: int, one: str, many: str | None = None) -> str:
    """Return "1 problem" or "3 problems"."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def github_text(text: str) -> str:
    """Return text as the message of a GitHub workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def github_property(text: str) -> str:
    """Return text as a property of a GitHub workflow command, where : and , would end it."""
    return github_text(text).replace(":", "%3A").replace(",", "%2C")


def markdown(text: str) -> str:
    """Return text as a part of a line of Markdown that a forge shows: no markup, no HTML, nobody called by an @name.

    Several spaces become one, as a reader sees them. A text of spaces alone becomes one that keeps its place.
    """
    line = _SPACES.sub(" ", plain(text))
    line = "\N{NO-BREAK SPACE}" if line == " " else line
    inert = "".join(_MARKDOWN.get(character, character) for character in line)
    return inert.replace("://", ":\N{ZERO WIDTH SPACE}//").replace("www.", "www\N{ZERO WIDTH SPACE}.")


def _seen(character: str) -> str:
    if character in "\t\n\r":
        return " "
    # C: controls, formatting such as text direction, lone surrogates; Zl and Zp: line ends that are not \n.
    category = unicodedata.category(character)
    return "\N{REPLACEMENT CHARACTER}" if category[0] == "C" or category in ("Zl", "Zp") else character


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
