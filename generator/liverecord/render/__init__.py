"""Views to pages of HTML, for the theme's article. Nothing here reaches a record: only what passed the gate comes in.

`pages` has every kind of page that a site may hold; `summary` is the little that they keep of each pupil.
Pages hold no address but relative ones, no inline style and no script.
"""

from collections.abc import Iterator, Sequence

from liverecord.render.changes import ADDRESS as CHANGES
from liverecord.render.changes import FEED, feed
from liverecord.render.overview import Overview
from liverecord.render.pages import PAGES, summary
from liverecord.render.pieces import has_page
from liverecord.view import Page, View

__all__ = ["CHANGES", "FEED", "PAGES", "feed", "of_pupil", "overview", "summary"]


def of_pupil(view: View, school: View) -> Iterator[Page]:
    """Yield the pages of one pupil: its own first, then those that this audience may see."""
    for kind in PAGES:
        page = kind.of_pupil(view, school) if kind.of_pupil is not None else None
        if page is not None:
            yield page


def overview(school: View, summaries: Sequence[View]) -> list[Page]:
    """Return every page that is not one pupil's, made from the summaries of all."""
    whole = Overview(school, summaries)
    return [
        page
        for kind in PAGES
        if kind.of_school is not None and has_page(school, kind.address)
        for page in kind.of_school(whole)
    ]
