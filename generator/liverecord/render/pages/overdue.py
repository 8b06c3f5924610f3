"""Overdue and behind: everything that is late, under the name of whoever has it in hand."""

from liverecord.render import filters, kept, no_date
from liverecord.render.in_hands import Named, every_hands, listed
from liverecord.render.overview import Overview
from liverecord.render.pages.kind import FOLLOWED_UP, PageKind
from liverecord.render.pieces import Setting
from liverecord.render.rows import Rows
from liverecord.render.tiles import owed_by_others
from liverecord.view import Page

ADDRESS = "overdue/"
TITLE = "Overdue"

_NAMED = Named(
    heading="Overdue and behind",
    note="Overdue is past a limit of the law. Behind is past the day that guidance or practice asks for, or that the "
    "school set itself, while no limit is past.",
    empty="Nothing is overdue or behind.",
    filtered="overdue or behind",
    when="Since",
)
_OWED = (
    "of these is for an authority or a service to do",
    "of these are for an authority or a service to do",
)


def overdue(overview: Overview) -> Page:
    """Return everything that is late, and before it what has no date yet; what is coming is there too, hidden until its day has passed."""
    school, split = overview.school, overview.rows
    every = split.late + split.near
    named = [*every, *no_date.rows(overview.summaries)]
    shown = Rows(late=split.late, near=split.near)
    return listed(
        school,
        ADDRESS,
        TITLE,
        _NAMED._replace(late=(len(split.overdue), len(split.behind)), owed=owed_by_others(split, *_OWED)),
        every_hands(school, shown, overview.printer("../"), "", "data-latent hidden"),
        len(split.late),
        [filters.owner(named), filters.kind(named), filters.late_as(), filters.late_by(school)],
        undated=no_date.of_pupils(overview.summaries, Setting(school, "../")),
    )


PAGE = PageKind(
    ADDRESS,
    TITLE,
    tab=ADDRESS,
    needs=FOLLOWED_UP,
    keeps=(kept.line, kept.duties, kept.undated),
    of_school=lambda overview: [overdue(overview)],
    wide=True,
)
