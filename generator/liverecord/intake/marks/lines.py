r"""A file as its lines, for edits that leave every other byte alone.

Lines count from 1 and end in \n, \r\n or \r, as YAML has it and as a Document's places count them; a byte-order mark is
no part of the first line. A new line takes the line end of the line that it follows, and a file whose last line has no
line end has none afterwards.
"""

import re
from collections.abc import Iterable

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n)|([^\r\n]+)\Z")
_BYTE_ORDER_MARK = "\ufeff"


class Lines:
    """The lines of one file, with their replacements and the lines added after them; `bytes` makes the file."""

    def __init__(self, raw: bytes) -> None:
        """Take UTF-8, as the strict loader has read it without a problem."""
        text = raw.decode()
        self._start = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
        matches = _LINE.finditer(text, len(self._start))
        self._lines = [(match[1], match[2]) if match[2] else (match[3], "") for match in matches]
        self._newline = next((end for _, end in self._lines if end), "\n")
        self._following: dict[int, list[str]] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, number: int) -> str:
        """Return a line without its line end."""
        return self._lines[number - 1][0]

    def replace(self, number: int, start: int, stop: int, text: str) -> None:
        """Put `text` where the characters from `start` to before `stop` of a line stand, both counted from 0."""
        line, end = self._lines[number - 1]
        self._lines[number - 1] = (line[:start] + text + line[stop:], end)

    def add_after(self, number: int, lines: Iterable[str]) -> None:
        """Put new lines behind a line of the file as it was read, and behind those that were put there before."""
        self._following.setdefault(number, []).extend(lines)

    def bytes(self) -> bytes:
        """Return the file's bytes with all that was changed."""
        parts = [self._start]
        for number, (line, end) in enumerate(self._lines, start=1):
            # Where the last line has no line end, the last of the lines added after it has none instead.
            parts.append((end or self._newline).join([line, *self._following.get(number, ())]) + end)
        return "".join(parts).encode()
