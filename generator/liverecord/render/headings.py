"""A page's list of contents, taken from its headings."""

import re
from functools import lru_cache

from liverecord.render.pieces import safe
from liverecord.view import Contents

_HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>')
_COUNT = re.compile(r'<span class="count".*?</span>')


def contents(html: str) -> tuple[Contents, ...]:
    """Return the second headings of a page; they are this package's own words, so that none can be typed into a record."""
    return tuple(Contents(title=_plain(found[2]), anchor=found[1]) for found in _HEADING.finditer(html))


@lru_cache(maxsize=256)
def _plain(heading: str) -> str:
    """Return a heading without its tags and its count."""
    return safe((_COUNT.sub("", heading),)).striptags()
