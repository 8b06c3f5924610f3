"""Overdue: everything that is late, under the name of whoever has it in hand."""

from liverecord.render import filters, kept, no_date
from liverecord.render.in_hands import every_hands, listed
from liverecord.render.overview import Overview
from liverecord.render.pages.kind import PageKind
from liverecord.render.pieces import Setting
from liverecord.render.rows import Rows
from liverecord.view import Page

ADDRESS = "overdue/"
TITLE = "Overdue"


def overdue(overview: Overview) -> Page:
    """Return everything that is overdue, and before it what has no date yet; what is coming is there too, hidden until its day has passed."""
    school, split = overview.school, overview.rows
    every = split.overdue + split.near
    named = [*every, *no_date.rows(overview.summaries)]
    shown = Rows(overdue=split.overdue, near=split.near)
    return listed(
        school,
        ADDRESS,
        TITLE,
        every_hands(school, shown, overview.printer("../"), "", "data-latent hidden"),
        len(split.overdue),
        [filters.owner(named), filters.kind(named), filters.overdue_by(school)],
        undated=no_date.of_pupils(overview.summaries, Setting(school, "../")),
    )


PAGE = PageKind(
    ADDRESS,
    TITLE,
    tab=ADDRESS,
    keeps=(kept.line, kept.duties, kept.undated),
    of_school=lambda overview: [overdue(overview)],
    wide=True,
)
