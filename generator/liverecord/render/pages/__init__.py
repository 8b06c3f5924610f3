"""Every kind of page that a site may hold, in the order of the tabs: nobody else knows a page by its name.

Each module holds one kind of page, made from what it says of itself (see kind.py). The tabs, the frames, which site
has which page, and what lists keep of a pupil follow from this list.
"""

from typing import Any

from liverecord.render.pages import (
    about,
    attendance,
    card,
    changes,
    classes,
    colleague,
    coming,
    overdue,
    owners,
    pupil,
    pupil_attendance,
    pupil_history,
    pupils,
    support_first,
    today,
    week,
    written,
)
from liverecord.render.pages.kind import Keep, PageKind
from liverecord.render.pieces import called
from liverecord.view import View

__all__ = ["PAGES", "PageKind", "source", "summary"]

PAGES: tuple[PageKind, ...] = (
    today.PAGE,
    overdue.PAGE,
    coming.PAGE,
    week.PAGE,
    pupils.PAGE,
    classes.PAGE,
    pupil.PAGE,
    card.PAGE,
    attendance.PAGE,
    support_first.PAGE,
    pupil_attendance.PAGE,
    owners.PAGE,
    colleague.PAGE,
    changes.PAGE,
    pupil_history.PAGE,
    written.SEARCH,
    written.GUIDE,
    about.PAGE,
)


def source(kind: PageKind) -> str:
    """Return where a page's Markdown stands in a site's pages: "overdue.md", "pupils/index.md", "pupils/frame.md"."""
    address = kind.frame
    holds_others = any(each.frame != address and each.frame.startswith(address) for each in PAGES)
    return f"{address}index.md" if holds_others else f"{address.removesuffix('/')}.md"


def summary(view: View, school: View | None = None) -> View:
    """Return the small view of a pupil that the pages of the whole school are made from: what each of them keeps."""
    if not view.has("id"):
        return View()
    view = called(view)
    fields: dict[str, Any] = {}
    for keep in _KEEPS:
        fields.update(keep(view, school))
    return View(**fields)


_KEEPS: tuple[Keep, ...] = tuple(dict.fromkeys(keep for kind in PAGES for keep in kind.keeps))
