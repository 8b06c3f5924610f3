"""What leaves the redaction gate, and what is made of it.

A View holds only what one audience may see: a field that the policy hides is not there at all, so a template that
names it fails instead of leaking it (Jinja's StrictUndefined).
"""

from collections.abc import Iterator
from typing import Any

import msgspec


class View:
    """A redacted thing: the visible fields as attributes, lists as tuples of Views or plain values.

    `view.has("concerns")` tells whether the audience may see a field at all; a field that it may see but that is
    not known is there and is None (or an empty tuple). The two must look different on a page.
    """

    __slots__ = ("__dict__",)

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)

    def has(self, *names: str) -> bool:
        """Tell whether every one of these fields passed the gate."""
        return all(name in self.__dict__ for name in names)

    def __getattr__(self, name: str) -> Any:
        # Only reached for what is not there; declared so that type checkers accept the visible fields.
        raise AttributeError(name)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self.__dict__.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, View) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"View({', '.join(self.__dict__)})"


class Contents(msgspec.Struct, frozen=True):
    """One line of a page's contents list: the heading's words and its anchor (without #)."""

    title: str
    anchor: str


class SearchEntry(msgspec.Struct, frozen=True):
    """What the search index holds of a page: only words that people look for, never mark tables.

    `filters` maps a facet's name ("Year group") to its values; `text` is plain text, unescaped. `also` are other names
    by which it is found.
    """

    title: str
    text: str
    summary: str
    filters: dict[str, tuple[str, ...]]
    bundle: str = ""
    also: tuple[str, ...] = ()


class Page(msgspec.Struct, frozen=True):
    """A page ready to be set into the theme's frame.

    `path` is its address below the site's root, always a folder with a trailing slash ("pupils/p-7k3m/", "" for the
    front page). `content` is safe HTML. `description` is plain text.
    """

    path: str
    title: str
    content: str
    description: str = ""
    contents: tuple[Contents, ...] = ()
    search: SearchEntry | None = None
