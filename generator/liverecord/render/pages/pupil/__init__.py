"""A pupil's page: the five questions on the first screen, and the whole record below, one module a noun beside its template.

Each module gives its section as HTML, or nothing where the audience may not see it.
"""

from liverecord.render import standing_still
from liverecord.render.headings import contents
from liverecord.render.pages import overdue
from liverecord.render.pages.kind import PageKind
from liverecord.render.pages.pupil import (
    actions,
    attendance,
    changes,
    circumstances,
    concerns,
    conditions,
    contacts,
    head,
    passport,
    plan,
    questions,
    reviews,
)
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pieces import Setting, has_page, safe, sees
from liverecord.render.searched import entry
from liverecord.view import Page, View

SECTIONS = (
    head.section,
    circumstances.section,
    questions.section,
    passport.section,
    plan.section,
    attendance.section,
    concerns.section,
    actions.section,
    contacts.section,
    reviews.section,
    conditions.section,
    changes.section,
)
"""The page's sections, from top to bottom."""

HELPS_FIRST = tuple(
    dict.fromkeys((head.section, circumstances.section, passport.section, *SECTIONS)),
)
"""The same for who teaches and does not lead: what helps comes before dates and steps."""


def pupil(view: View, school: View) -> Page:
    """Return the page of one pupil, with what the search holds of it."""
    setting = Setting(school, "../../", view.as_of)
    record = Joined(view, setting)
    html = safe(section(record) for section in (SECTIONS if view.has("concerns") else HELPS_FIRST))
    form = sees(view.plan, "pupil", "form")
    page = Page(
        path=f"pupils/{view.id}/",
        title=view.name,
        content=html,
        description=", ".join(str(part) for part in (view.name, sees(view, "year_label"), form) if part),
        contents=contents(html),
        search=entry(view, setting, follows_up=has_page(school, overdue.ADDRESS)),
    )
    return standing_still.marked(page, view)


PAGE = PageKind("pupils/{id}/", "Pupil", tab="pupils/", of_pupil=pupil)
