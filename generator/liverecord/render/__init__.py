"""Views to pages of HTML, for the theme's article. Nothing here reaches a record: only what passed the gate comes in.

`pages` has every kind of page that a site may hold; `summary` is the little that they keep of each pupil.
Pages hold no address but relative ones, no inline style and no script.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from markupsafe import Markup

from liverecord.render.changes import ADDRESS as CHANGES
from liverecord.render.changes import FEED, feed
from liverecord.render.overview import Overview
from liverecord.render.pages import PAGES, overdue, summary
from liverecord.render.pieces import called, has_page
from liverecord.render.searched import named as _named
from liverecord.view import Page, SearchEntry, View

__all__ = [
    "CHANGES",
    "FEED",
    "PAGES",
    "absent",
    "feed",
    "named",
    "of_pupil",
    "overview",
    "own_titles",
    "summary",
]

_NOTHING = "This school shows nothing here"


def absent(sees: Callable[[str], bool]) -> frozenset[str]:
    """Return the addresses of the pages that a site does not hold: a school that closes what they need loses them."""
    if not sees("as_of"):
        return frozenset(kind.address for kind in PAGES if kind.address and kind.has_content)
    return frozenset(kind.address for kind in PAGES if not all(map(sees, kind.needs)))


def own_titles(absent: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return the pages that are called otherwise on a site that lacks these: by address, the usual title and its own."""
    if overdue.ADDRESS not in absent:
        return {}
    return {kind.address: (kind.title, kind.own_title) for kind in PAGES if kind.own_title}


def of_pupil(view: View, school: View) -> Iterator[Page]:
    """Yield the pages of one pupil: its own first, then those that this audience may see."""
    if not view.has("id"):
        return
    view = called(view)
    for kind in PAGES:
        page = kind.of_pupil(view, school) if kind.of_pupil is not None else None
        if page is not None:
            yield page


def overview(school: View, summaries: Sequence[View]) -> list[Page]:
    """Return every page that is not one pupil's, made from the summaries of all."""
    if not school.has("as_of"):
        return [Page(path="", title=_NOTHING, content=Markup("<h1>{0}</h1>\n<p>{0}</p>").format(_NOTHING))]
    whole = Overview(school, [each for each in summaries if each.has("id")])
    return [
        page
        for kind in PAGES
        if kind.of_school is not None and has_page(school, kind.address)
        for page in kind.of_school(whole)
    ]


def named(pages: Sequence[Page], school: View) -> dict[str, SearchEntry]:
    """Return what the search holds of each page that is not one pupil's, by its address: pages written by hand as well."""
    many = [kind for kind in PAGES if kind.has_many and kind.of_school is not None]
    by_hand = {
        kind.address: kind.title
        for kind in PAGES
        if kind.has_tab and not kind.has_content and has_page(school, kind.address)
    }
    return _named(pages, {f"{kind.address.partition('/')[0]}/": kind.title for kind in many}, by_hand)
