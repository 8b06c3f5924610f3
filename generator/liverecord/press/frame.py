"""The theme's frame, cut once at its slots, and every page set into it.

A frame is a finished HTML file in which marks such as `[[liverecord:content]]` stand where a page's own words go.
Cutting it once and joining bytes costs some 50 µs a page, where rendering the theme costs 2 ms. What is set into a
slot is never searched for marks again, so a record that holds the text of a mark is only text.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import NamedTuple

from liverecord.press.links import with_titles, without_links
from liverecord.press.parts import without_parts
from liverecord.press.scripts import inline_scripts
from liverecord.press.tables import with_headers
from liverecord.press.tabs import folded
from liverecord.problem import CannotBuild
from liverecord.render.pages import PAGES
from liverecord.view import Contents, Page

FRAME_ONLY = tuple(f"{kind.frame}index.html" for kind in PAGES if kind.has_many)
"""Files that the theme makes only to be cut; a finished site does not hold them."""

THEME_ONLY = ".theme/"
"""A folder of pages that the theme makes without a word of the school's: their scripts are the theme's own."""


class PastNotice(NamedTuple):
    """The sign that a whole site shows a past day: `commit` and its `address` as far as its readers may know them."""

    on: date
    commit: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of one site; pickles, so that worker processes can be handed it.

    `written` maps file names to the finished bytes of the hand-written pages, which need no `set`; `assets` names
    the files to be copied as they are. All names are relative to the site's root, with forward slashes. The frame
    files themselves are in neither, so they do not stay in a finished site. `scripts` holds the theme's own inline
    scripts, each once, as they stand in pages without a word of the school's.
    """

    written: Mapping[str, bytes]
    assets: tuple[str, ...]
    scripts: tuple[bytes, ...]
    _own: Mapping[str, "_Pieces"]
    _kinds: Mapping[str, "_Pieces"]

    def set(self, page: Page) -> bytes:
        """Give the whole HTML file of this page, UTF-8.

        An overview page is set into the frame of its own address, every other into the frame of its kind: the page
        `pupils/p-7k3m/` into `pupils/frame/`, which lies as deep, so that relative links fit.
        Raises CannotBuild when the theme has no frame for the page.
        """
        pieces = self._own.get(page.path) or self._kinds.get(_kind(page.path))
        if pieces is None:
            raise CannotBuild(
                f"The theme has no frame for the page '{page.path}'.",
                "Look into mkdocs.yml: exclude_docs or draft_docs may leave it out.",
            )
        return pieces.join(
            {
                "title": escape(page.title).encode(),
                "description": escape(page.description).encode(),
                "content": page.content.encode(),
                "contents": _contents(page.contents),
                "contents_short": _short_contents(page.contents),
            }
        )

    def paths(self) -> tuple[str, ...]:
        """Name the addresses that have a frame of their own, sorted."""
        return tuple(sorted(self._own))


def frames(
    folder: Path,
    audience: str = "",
    as_of: date | None = None,
    absent: Collection[str] = (),
    past: PastNotice | None = None,
    own_titles: Mapping[str, tuple[str, str]] | None = None,
    sees: Callable[[str], bool] = lambda _: True,
) -> Frames:
    """Read a built theme folder and cut its frames at their slots.

    What every page of one site says of itself is filled in here: `audience` says in words whom it is for, as a sentence
    does ("all staff"), `as_of` the day that the pages speak of. `absent` are addresses for which this site has no page: nothing leads there. `own_titles`
    are tabs that this site calls otherwise, by address: the theme's title and its own. `sees` tells whether the site's
    readers see a path of audiences.yml, for parts of hand-written pages that only some have. `past` is set where
    every page must say, on screen and on paper, that it is not the current record.
    Raises CannotBuild when a frame lacks a slot that its pages need, when there is no frame, and when a page holds an
    inline script that the theme itself does not have.
    """
    fixed = _fixed(audience, as_of, past)
    own: dict[str, _Pieces] = {}
    kinds: dict[str, _Pieces] = {}
    written: dict[str, bytes] = {}
    assets: list[str] = []
    scripts: set[bytes] = set()
    found: dict[bytes, str] = {}
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        name = file.relative_to(folder).as_posix()
        if file.suffix != ".html":
            assets.append(name)
            continue
        html = file.read_bytes()
        if name.startswith(THEME_ONLY):
            scripts |= inline_scripts(html)
            continue
        found |= dict.fromkeys(inline_scripts(html), name)
        html = with_headers(without_links(without_parts(html, name, sees), name, absent))
        pieces = _cut(folded(with_titles(html, own_titles or {})), fixed)
        if "content" not in pieces.slots:
            written[name] = pieces.join(dict.fromkeys(pieces.slots, b""))
            continue
        _require(pieces, name)
        address = name.removesuffix("index.html")
        if address.endswith("/frame/"):
            kinds[_kind(address)] = pieces
        else:
            own[address] = pieces
    if not kinds:
        raise CannotBuild(
            "The theme made no frame for the pupils' pages.",
            "The program and its theme do not fit together: install liverecord again.",
        )
    for script in found.keys() - scripts:
        raise CannotBuild(
            f"The page {found[script]} holds a script that is not the theme's own.",
            "Look into that page of yours, and into site_name, nav and theme in mkdocs.yml: a text there holds markup.",
        )
    return Frames(
        written=written, assets=tuple(assets), scripts=tuple(sorted(scripts)), _own=own, _kinds=kinds
    )


_SLOT = re.compile(rb"\[\[liverecord:([a-z_]+)\]\]")
_NEEDED = ("title", "description", "content")


@dataclass(frozen=True, slots=True)
class _Pieces:
    """A frame in pieces: `texts` has one more item than `slots`, and they alternate."""

    texts: tuple[bytes, ...]
    slots: tuple[str, ...]

    def join(self, values: Mapping[str, bytes]) -> bytes:
        parts = [self.texts[0]]
        for slot, text in zip(self.slots, self.texts[1:], strict=True):
            parts.append(values[slot])
            parts.append(text)
        return b"".join(parts)


def _cut(html: bytes, fixed: Mapping[str, bytes]) -> _Pieces:
    """Cut at the slots that differ from page to page; those that do not are filled here, once."""
    texts: list[bytes] = [b""]
    slots: list[str] = []
    position = 0
    for mark in _SLOT.finditer(html):
        texts[-1] += html[position : mark.start()]
        position = mark.end()
        name = mark[1].decode()
        if name in fixed:
            texts[-1] += fixed[name]
        elif name in _VARYING:
            slots.append(name)
            texts.append(b"")
        else:
            raise CannotBuild(f"The theme names a slot that does not exist: '{name}'.")
    texts[-1] += html[position:]
    return _Pieces(tuple(texts), tuple(slots))


_VARYING = frozenset(("title", "description", "content", "contents", "contents_short"))


def _fixed(audience: str, as_of: date | None, past: PastNotice | None) -> dict[str, bytes]:
    return {
        "audience": escape(audience).encode(),
        "as_of": as_of.isoformat().encode() if as_of else b"",
        "as_of_words": _words(as_of).encode() if as_of else b"",
        "past": _banner(past).encode() if past else b"",
        "past_sheet": " · not the current record".encode() if past else b"",
    }


def _banner(past: PastNotice) -> str:
    commit = ""
    if past.commit:
        short = escape(past.commit[:_SHORT])
        linked = f'<a href="{escape(past.address)}">{short}</a>' if past.address else short
        commit = f" (version {linked})"
    return (
        f'<p class="banner" role="note"><b>This is how the records stood on {_words(past.on)}</b>{commit}. '
        "It is not the current record.</p>"
    )


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


_SHORT = 7
"""So many characters of a commit's id are shown, as forges do."""


def _require(pieces: _Pieces, name: str) -> None:
    missing = [slot for slot in _NEEDED if slot not in pieces.slots]
    if missing:
        raise CannotBuild(
            f"The frame {name} has no slot for: {', '.join(missing)}.",
            "The program and its theme do not fit together: install liverecord again.",
        )


def _kind(path: str) -> str:
    """Name the frame that fits a page without one of its own: the first folder, and only two folders deep."""
    return path.split("/", 1)[0] if path.count("/") == 2 else ""


def _contents(contents: Sequence[Contents]) -> bytes:
    """List the page's headings with the class names that make Material mark the one in view."""
    if not contents:
        return b""
    rows = "".join(
        f'<li class="md-nav__item"><a href="#{escape(line.anchor)}" class="md-nav__link">'
        f'<span class="md-ellipsis">{escape(line.title)}</span></a></li>'
        for line in contents
    )
    return (
        '<div class="md-sidebar md-sidebar--secondary" data-md-component="sidebar" data-md-type="toc">'
        '<div class="md-sidebar__scrollwrap"><div class="md-sidebar__inner">'
        '<nav class="md-nav md-nav--secondary" aria-labelledby="lr-contents">'
        '<p class="md-nav__title" id="lr-contents">On this page</p>'
        f'<ul class="md-nav__list" data-md-component="toc" data-md-scrollfix>{rows}</ul></nav></div></div></div>'
    ).encode()


def _short_contents(contents: Sequence[Contents]) -> bytes:
    """List the headings once more, folded, for screens too narrow for a column of contents."""
    if not contents:
        return b""
    rows = "".join(f'<li><a href="#{escape(line.anchor)}">{escape(line.title)}</a></li>' for line in contents)
    return f'<details class="lr-contents"><summary>On this page</summary><ul>{rows}</ul></details>'.encode()
