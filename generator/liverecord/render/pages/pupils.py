"""Pupils: one table of everybody with a live record."""

from liverecord.render import filters, kept, sheet
from liverecord.render.environment import filled
from liverecord.render.overview import Overview
from liverecord.render.pages import overdue
from liverecord.render.pages.kind import PageKind
from liverecord.render.pieces import Setting, at_school, has_page, sees
from liverecord.render.pupils_table import by_name, pupils_table, year_order
from liverecord.view import Page

ADDRESS = "pupils/"
TITLE = "Pupils"


def pupils(overview: Overview) -> Page:
    """Return one table of all pupils, with filters that work in the browser; without script it is a plain table."""
    setting = Setting(overview.school, "../")
    follows_up = has_page(overview.school, overdue.ADDRESS)
    ordered = sorted(overview.summaries, key=by_name)
    years = {year: year_order(summary) for summary in ordered if (year := sees(summary, "year_label"))}
    html = filled(
        "pages/pupils.html.j2",
        title=TITLE,
        number=len(ordered),
        table=pupils_table(ordered, setting, overview.classes, due=follows_up),
        filters=filters.of_pupils(ordered, setting, years, due=follows_up),
        classes=overview.classes,
        forms=overview.forms,
        groups=overview.groups,
    )
    description = f"All pupils with a live record{at_school(overview.school)}"
    return Page(path=ADDRESS, title=TITLE, content=html, description=description)


PAGE = PageKind(
    ADDRESS,
    TITLE,
    tab=ADDRESS,
    keeps=(kept.line, kept.duties, kept.support, kept.needs, kept.keyworker, sheet.keep),
    of_school=lambda overview: [pupils(overview)],
)
