"""A # that swallows text: `Moved to set #2` reads as "Moved to set" in every YAML reader, without a word.

Comments leave no trace in YAML's events, so they are looked for in the text itself. After a value, a comment is two
spaces, #, and a space; anything else may be text that was meant. Behind a closing quote or bracket nothing can be
lost, and any spacing will do.
"""

import re
import sys
from collections.abc import Iterator

from liverecord.problem import Place, Problem
from liverecord.read.syntax import LastScalar
from liverecord.read.text import MOST_PROBLEMS, line_start, position

_HASH = re.compile("#")
_LINE_END = re.compile(r"[\r\n]|\Z")
_ITEM_INDENT = re.compile(r" *(?:- +)*")
_OPENERS = frozenset(":-?,[{")
_CLOSERS = frozenset("'\"]}")

_NEVER = sys.maxsize

_HINT = (
    "If it is text, put the whole value in single quotes: 'Moved to set #2'. If it is a comment, type two spaces, "
    "a #, and a space before it."
)


class Comments:
    """The # signs of one text that could begin a comment, judged in order as the values of the text pass by.

    `next` is the first sign that is not judged yet: a reader calls `reach` for the scalar that ends behind it.
    """

    def __init__(self, path: str, text: str) -> None:
        self.problems: list[Problem] = []
        self.next = _NEVER
        self._path = path
        self._text = text
        self._waiting = _candidates(text) if "#" in text else iter(())
        self._is_suspect = False
        self._comment_end = -1
        self._advance()

    def reach(self, start: int, end: int, last: LastScalar) -> None:
        """Judge the signs before the character `end`: between the scalar read `last` and this one, or within it."""
        while self.next < start:
            self._judge(last)
        while self.next < end:
            self._advance()

    def _advance(self) -> None:
        self.next, self._is_suspect = next(self._waiting, (_NEVER, False))

    def _judge(self, last: LastScalar) -> None:
        """Judge a sign outside of all scalars; one within another comment is that comment's own."""
        at = self.next
        if at >= self._comment_end:
            line_end = _LINE_END.search(self._text, at)
            self._comment_end = line_end.start() if line_end else len(self._text)
            if self._is_suspect and len(self.problems) <= MOST_PROBLEMS and self._may_swallow(at, last):
                place = Place(self._path, *position(self._text, at))
                message = "A # makes the rest of the line a comment, and it may be meant as text."
                self.problems.append(Problem(place, "text-after-hash", message, _HINT))
        self._advance()

    def _may_swallow(self, at: int, last: LastScalar) -> bool:
        text = self._text
        if not text[at : self._comment_end].strip("# \t"):
            return False
        plain_end = last.end if not last.style and last.end > last.start else -1
        before = at
        while before and text[before - 1] in " \t":
            before -= 1
        if before and text[before - 1] not in "\r\n":
            return before in (plain_end, at) or text[before - 1] in _OPENERS
        # A line of its own: it swallows text where it would go on with the value above.
        indent = at - before
        while before and text[before - 1] in " \t\r\n":
            before -= 1
        item = _ITEM_INDENT.match(text, line_start(text, before)) if before == plain_end else None
        return item is not None and indent > len(item[0])


def _candidates(text: str) -> Iterator[tuple[int, bool]]:
    """Yield each # that may begin a comment, and whether its spacing is not a comment's; nothing where all are."""
    candidates = []
    has_suspects = False
    for sign in _HASH.finditer(text):
        at = sign.start()
        before = text[at - 2 : at] if at > 1 else text[:at]
        if before and before[-1] not in " \t\r\n" and before[-1] not in _CLOSERS:
            continue  # within a word
        is_spaced = before == "  " and text[at + 1 : at + 2] in ("", " ", "\r", "\n")
        is_suspect = not is_spaced and bool(before) and before[-1] not in "\r\n"
        has_suspects = has_suspects or is_suspect
        candidates.append((at, is_suspect))
    return iter(candidates if has_suspects else ())
