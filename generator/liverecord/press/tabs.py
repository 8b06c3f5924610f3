"""The header's tabs: at most seven stand side by side, and what is more is under one called More, which needs no script.

Which tabs there are is another matter for each audience, so they are counted here, when those of pages that a site does
not have are cut out already.
"""

import re

MOST = 7
"""How many tabs the header holds, the one for the rest among them."""


def folded(html: bytes) -> bytes:
    """Return a page whose tabs, between the marks `tabs` and `end_tabs`, are folded where there are more than seven.

    The tab that leads to the page one is on keeps its mark, and More is marked with it. The marks are gone afterwards.
    """
    return _TABS.sub(lambda match: _fold(match[1]), html)


_TABS = re.compile(rb"\[\[liverecord:tabs\]\]\s*(.*?)\s*\[\[liverecord:end_tabs\]\]", re.DOTALL)
_TAB = re.compile(rb"<li\b.*?</li>", re.DOTALL)
_CURRENT = b" aria-current="


def _fold(tabs: bytes) -> bytes:
    items = _TAB.findall(tabs)
    if len(items) <= MOST:
        return _LIST % b"\n".join(items)
    rest = b"\n".join(items[MOST - 1 :])
    is_here = _CURRENT in rest
    return _LIST % b"\n".join(items[: MOST - 1]) + _MORE % (
        b" lr-more--active" if is_here else b"",
        b' aria-current="true"' if is_here else b"",
        rest,
    )


_LIST = b'<ul class="md-tabs__list">\n%s\n</ul>'
_MORE = (
    b'\n<details class="lr-more%s">\n<summary%s>More<span class="lr-more__pages"> pages</span></summary>\n'
    b'<ul class="lr-more__list">\n%s\n</ul>\n</details>'
)
