"""Links to pages that a site does not have: cut out of the theme's frames and of hand-written pages.

Each audience has a site of its own, and not every site has every page: neither a tab nor a link may lead nowhere, or
tell that somewhere else there is more.
"""

import posixpath
import re
from collections.abc import Collection, Mapping
from html import escape, unescape


def without_links(html: bytes, name: str, absent: Collection[str]) -> bytes:
    """Return a page without the tabs and links to these addresses; the words of a link inside a text stay.

    `name` is the file's name below the site's root, `absent` are addresses such as "attendance/". The marks
    `[[liverecord:leads ADDRESS]]` and `[[liverecord:end]]`, between which a tab stands, are gone afterwards in any case.
    """

    def tab(match: re.Match[bytes]) -> bytes:
        return b"" if unescape(match[1].decode()) in absent else match[2]

    def words(match: re.Match[bytes]) -> bytes:
        to = posixpath.normpath(posixpath.join(posixpath.dirname(name), unescape(match[1].decode())))
        return match[2] if f"{to.removesuffix('/index.html')}/" in absent else match[0]

    html = _TAB.sub(tab, html)
    return _LINK.sub(words, html) if absent else html


def with_titles(html: bytes, titles: Mapping[str, tuple[str, str]]) -> bytes:
    """Return a page whose tabs have this site's own titles: by address, the title that is replaced and what replaces it.

    A tab that the school itself named otherwise keeps its name. The marks `[[liverecord:called ADDRESS]]` and
    `[[liverecord:so]]`, between which a title stands, are gone afterwards in any case.
    """

    def title(match: re.Match[bytes]) -> bytes:
        usual, own = titles.get(unescape(match[1].decode()), ("", ""))
        return escape(own).encode() if own and match[2] == escape(usual).encode() else match[2]

    return _TITLE.sub(title, html)


_TITLE = re.compile(rb"\[\[liverecord:called ([^\]]*)\]\](.*?)\[\[liverecord:so\]\]", re.DOTALL)
_TAB = re.compile(rb"\[\[liverecord:leads ([^\]]*)\]\]\s*(.*?)\s*\[\[liverecord:end\]\]", re.DOTALL)
_LINK = re.compile(rb"""<a\b[^>]*?\bhref="([^"#?]+)[^"]*"[^>]*>(.*?)</a>""", re.DOTALL)
