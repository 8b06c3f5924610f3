"""A page's list of contents, taken from its headings."""

import re
from functools import lru_cache

from liverecord.render.pieces import safe
from liverecord.view import Contents

_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>')
_COUNT = re.compile(r'<span class="count".*?</span>')


def contents(html: str) -> tuple[Contents, ...]:
    """Return a page's second-level headings: they are this package's own words, never typed into a record."""
    return tuple(Contents(title=_plain(heading[2]), anchor=heading[1]) for heading in _HEADING.finditer(html))


@lru_cache(maxsize=256)
def _plain(heading: str) -> str:
    """Return a heading without its tags and its count."""
    return safe((_COUNT.sub("", heading),)).striptags()
