"""What in a school's own page the content-security policy stops: scripts, handlers, and what brings strangers' pages in.

A browser would only leave such things out without a word, on every reader's screen, so they are said where the page is
written. The same look is taken twice: at the Markdown as it was typed, which knows the line, and at the HTML that was made of it.
"""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple


class Stopped(NamedTuple):
    """Something that the policy stops: what it is, and its line and column, from 1."""

    line: int
    column: int
    what: str


def stopped(html: str) -> list[Stopped]:
    """Return what the policy stops in HTML, in its order."""
    reader = _Reader(convert_charrefs=True)
    reader.feed(html)
    # What is still open at the end would be dropped: a tag without its bracket is a tag in a browser.
    reader.feed(">")
    reader.close()
    return reader.found


def stopped_in_markdown(text: str) -> list[Stopped]:
    """Return what the policy stops in a page as it was typed; examples in code are text and are passed over."""
    text = _CODE.sub(_blank, text)
    found = set(stopped(text))
    for number, line in enumerate(text.split("\n"), start=1):
        for column, address in _addresses(line):
            if is_script(address):
                found.add(Stopped(number, column, _LINK))
        found.update(
            Stopped(number, match.start() + 1, f"a handler ({match[1].lower()})")
            for match in _ATTRIBUTE_LIST.finditer(line)
        )
    return sorted(found)


def is_script(address: str) -> bool:
    """Tell whether an address is a program: browsers pass over blanks and controls in it, and so does this."""
    plain = re.sub(r"[\x00-\x20\\]", "", unescape(address)).lower()
    return plain.startswith(("javascript:", "vbscript:", "data:text", "data:application", "data:image/svg"))


_LINK = "a link that is a script"
_ELEMENTS = frozenset(
    {"applet", "base", "embed", "frame", "frameset", "iframe", "link", "meta", "object", "portal", "script", "style"}
)  # fmt: skip
_ADDRESSES = frozenset({"action", "background", "data", "formaction", "href", "poster", "src", "xlink:href"})


class _Reader(HTMLParser):
    """Reads tags as a browser does, and keeps what the policy stops of them."""

    def __init__(self, *, convert_charrefs: bool) -> None:
        super().__init__(convert_charrefs=convert_charrefs)
        self.found: list[Stopped] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        if tag in _ELEMENTS:
            self.found.append(Stopped(line, column + 1, f"<{tag}>"))
        for name, value in attrs:
            if re.fullmatch(r"on[a-z]+", name):
                self.found.append(Stopped(line, column + 1, f"a handler ({name})"))
            elif name == "srcdoc":
                self.found.append(Stopped(line, column + 1, "a page in a page (srcdoc)"))
            elif name in _ADDRESSES and value and is_script(value):
                self.found.append(Stopped(line, column + 1, _LINK))


_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[`~]*[ \t]*$|(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)",
    re.MULTILINE | re.DOTALL,
)
_ATTRIBUTE_LIST = re.compile(r"\{[^{}]*?\b(on[a-z]+)\s*=[^{}]*\}", re.IGNORECASE)
_IN_MARKDOWN = re.compile(r"\]\(\s*<?([^\s)>]+)|^\s{0,3}\[[^\]]+\]:\s*<?(\S+)|<([a-zA-Z&][^\s>]*:[^\s>]*)>")


def _addresses(line: str) -> Iterator[tuple[int, str]]:
    for match in _IN_MARKDOWN.finditer(line):
        yield match.start() + 1, next(group for group in match.groups() if group)


def _blank(match: re.Match[str]) -> str:
    """Return blanks in a piece's place, its lines kept."""
    return re.sub(r"[^\n]", " ", match[0])
