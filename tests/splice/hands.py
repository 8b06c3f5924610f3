"""How people type YAML: fourteen texts in as many hands, and any data written in any mixture of them."""

from collections.abc import Iterator
from random import Random
from typing import Any

HANDS: dict[str, str] = {
    "indentless list": "contacts:\n- id: k1\n  date: 2026-11-05\n- id: k2\n  date: 2026-11-06\n",
    "comment after last item": (
        "contacts:\n  - id: k1\n    date: 2026-11-05\n  # ask again next term\n\n# notes below\nother: 1\n"
    ),
    "null beside empty": "contacts:\n  - id: k1\n    date: 2026-11-05\n    a: null\n    b:\n    c: ~\n",
    "flow spacing": (
        "contacts:\n  - { id: k1, date: 2026-11-05 }\n  - {id: k2,date: 2026-11-06}\nx: [ a,b ]\n"
    ),
    "four spaces": "contacts:\n    - id: k1\n      date: 2026-11-05\n      sub:\n          y: 1\n",
    "block text": (
        "contacts:\n  - id: k1\n    date: 2026-11-05\n    t: |\n      One\n      two\n\n"
        "  - id: k2\n    date: 2026-11-06\n    t: >\n      One\n      two\n"
    ),
    "two spaces after dash": "contacts:\n  -   id: k1\n      date: 2026-11-05\n",
    "aligned keys": "contacts:\n  - id:    k1\n    date:  2026-11-05\n    by:    me\n",
    "quoted mix": 'contacts:\n  - id: "k1"\n    date: \'2026-11-05\'\n    t: "It\'s"\n',
    "blank lines": "\n\ncontacts:\n\n  - id: k1\n\n    date: 2026-11-05\n\n\n",
    "document start": "---\ncontacts:\n  - id: k1\n    date: 2026-11-05\n",
    "CRLF": "# c\r\ncontacts:\r\n  - id: k1\r\n    date: 2026-11-05  # c\r\n",
    "item then comment": (
        "contacts:\n  - id: k1\n    date: 2026-11-05  # said by phone\n  # - id: k0 was a mistake\n"
        "  - id: k2\n    date: 2026-11-06  # c\n"
    ),
    "wide comment": (
        "contacts:                 # who\n  - id: k1                # x\n    date: 2026-11-05      # y\n"
    ),
}


def typed(data: dict[str, Any], random: Random) -> str:
    """Return data as somebody might have typed it: one person's habits throughout, and chance for comments and quotes."""
    return "".join(f"{line}\n" for line in _Hand(random).document(data))


class _Hand:
    def __init__(self, random: Random) -> None:
        self._random = random
        self._step = random.choice((2, 2, 2, 3, 4))
        self._offset = random.choice((0, 2, 2, 4))
        self._gap = random.choice((1, 1, 1, 3))
        self._is_aligned = random.random() < 0.2
        self._is_wide = random.random() < 0.3
        self._brackets = random.choice((0.0, 0.3, 0.8))
        self._blanks = random.choice((0.0, 0.0, 0.2))
        self._comments = random.choice((0.0, 0.1, 0.4))
        self._quotes = random.choice((0.0, 0.2, 1.0))

    def document(self, data: dict[str, Any]) -> Iterator[str]:
        if self._is(0.2):
            yield "---"
        if self._is(0.5):
            yield "# yaml-language-server: $schema=../schema/some.schema.json"
        yield from self._mapping(data, 0)
        if self._is(0.2):
            yield from ("", "# That is all.")

    def _is(self, share: float) -> bool:
        return self._random.random() < share

    def _between(self, column: int) -> Iterator[str]:
        if self._is(self._blanks):
            yield ""
        if self._is(self._comments):
            yield " " * column + "# what comes next"

    def _mapping(self, data: dict[str, Any], column: int) -> Iterator[str]:
        width = max(len(str(key)) for key in data) + 1 if self._is_aligned else 0
        for key, value in data.items():
            yield from self._between(column)
            head = " " * column + self._scalar(key, is_key=True) + ":"
            if isinstance(value, dict | list) and value and not self._fits(value):
                yield head + self._comment()
                if isinstance(value, dict):
                    yield from self._mapping(value, column + self._step)
                else:
                    yield from self._list(value, column + self._offset)
            elif isinstance(value, str) and "\n" in value:
                yield from self._block(head, value, column + self._step)
            else:
                shown = self._flow(value) if isinstance(value, dict | list) else self._scalar(value)
                space = " " * max(width - len(str(key)), 1) if shown else ""
                yield head + space + shown + self._comment()

    def _list(self, data: list[Any], column: int) -> Iterator[str]:
        inner = column + 1 + self._gap
        for value in data:
            yield from self._between(column)
            head = " " * column + "-" + " " * self._gap
            if isinstance(value, dict) and value and not self._fits(value):
                lines = list(self._mapping(value, inner))
                first = next(
                    place for place, line in enumerate(lines) if line.strip() and "# what" not in line
                )
                yield head + lines[first][inner:]
                yield from lines[first + 1 :]
            elif isinstance(value, str) and "\n" in value:
                yield from self._block(head.rstrip(), value, inner)
            else:
                yield (
                    head
                    + (self._flow(value) if isinstance(value, dict | list) else self._scalar(value) or "~")
                    + self._comment()
                )

    def _block(self, head: str, text: str, column: int) -> Iterator[str]:
        yield head + (" |" if text.endswith("\n") else " |-") + self._comment()
        for line in text.removesuffix("\n").split("\n"):
            yield " " * column + line if line else ""

    def _comment(self) -> str:
        return "  # c" if self._is(self._comments / 2) else ""

    def _fits(self, value: Any) -> bool:
        """Tell whether a value stands in brackets."""
        return not value or (
            "\n" not in repr(value).replace("\\n", "\n")
            and len(repr(value)) < 100
            and self._is(self._brackets)
        )

    def _flow(self, value: Any) -> str:
        space = " " if self._is_wide and value else ""
        if isinstance(value, dict):
            inner = ", ".join(
                f"{self._scalar(key, is_key=True)}: {self._flow(each)}" for key, each in value.items()
            )
            return f"{{{space}{inner}{space}}}"
        if isinstance(value, list):
            return f"[{space}{', '.join(map(self._flow, value))}{space}]"
        if isinstance(value, str):
            return "'" + value.replace("'", "''") + "'"
        return self._scalar(value) or "null"

    def _scalar(self, value: Any, *, is_key: bool = False) -> str:
        if value is None:
            return self._random.choice(("null", "", "~"))
        if isinstance(value, bool | int):
            return str(value).lower()
        is_plain = (
            value.replace("-", "").replace(" ", "").isalnum()
            and not value.isdigit()
            and value[0].isalnum()
            and value.strip() == value
        )
        if is_plain and value not in {"null", "true", "false"} and (is_key or not self._is(self._quotes)):
            return str(value)
        if '"' not in value and "\\" not in value and self._is(0.5):
            return f'"{value}"'
        return "'" + value.replace("'", "''") + "'"
