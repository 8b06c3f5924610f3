"""Coming up: what falls due in the windows of thresholds.yml, under the name of whoever has it in hand."""

from liverecord.render import filters, kept
from liverecord.render.in_hands import Named, every_hands, listed
from liverecord.render.overview import Overview
from liverecord.render.pages.kind import FOLLOWED_UP, PageKind
from liverecord.render.pieces import sees
from liverecord.render.rows import Rows
from liverecord.view import Page, View

ADDRESS = "coming/"
TITLE = "Coming up"


def coming(overview: Overview) -> Page:
    """Return everything that is coming up."""
    school, soon = overview.school, overview.rows.coming
    return listed(
        school,
        ADDRESS,
        TITLE,
        Named(TITLE, _reach(school), "Nothing is coming up.", "coming up", "When"),
        every_hands(school, Rows(late=soon), overview.printer("../"), "data-coming", ""),
        len(soon),
        [filters.owner(soon), filters.kind(soon), filters.due_in(school)],
    )


def _reach(school: View) -> str:
    """Return how far the list of what is coming up looks ahead."""
    windows, half_term = sees(school, "windows"), sees(school, "half_term")
    reach = [f"in the next {max(windows)} days"] if windows else []
    if half_term is not None:
        reach.append(f"by the end of {half_term.name}")
    return f"What falls due {' or '.join(reach)}, and what has to be prepared before." if reach else ""


PAGE = PageKind(
    ADDRESS,
    TITLE,
    tab=ADDRESS,
    needs=FOLLOWED_UP,
    keeps=(kept.line, kept.duties),
    of_school=lambda overview: [coming(overview)],
    wide=True,
)
