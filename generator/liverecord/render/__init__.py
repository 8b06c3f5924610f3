"""Views to pages of HTML, for the theme's article. Nothing here can reach a record: only what passed the gate comes in.

`pupil` makes a pupil's page, `summary` the little that lists keep of it, `overview` every other page from those.
Pages hold no address but relative ones, no inline style and no script.
"""

from collections.abc import Sequence

from liverecord.render import attendance as attending
from liverecord.render import (
    before_enforcement,
    by_owner,
    changes,
    directory,
    lists,
    owners,
    record,
    standing_still,
    week,
    whole_school,
)
from liverecord.render.about import about
from liverecord.render.changes import FEED, feed
from liverecord.render.pieces import Setting, has_page, sees
from liverecord.render.rows import Printer, rows
from liverecord.render.summaries import entry, summary
from liverecord.view import Page, View

__all__ = [
    "BEFORE_ENFORCEMENT",
    "CHANGES",
    "FEED",
    "WEEK",
    "WHOLE_SCHOOL",
    "attendance",
    "feed",
    "history",
    "overview",
    "pupil",
    "summary",
]

WHOLE_SCHOOL = whole_school.ADDRESS
BEFORE_ENFORCEMENT = before_enforcement.ADDRESS
WEEK = week.ADDRESS
CHANGES = changes.ADDRESS
"""The pages that not every audience's site holds; `school.absent` names those that this one does not."""


def pupil(view: View, school: View) -> Page:
    """Return the page of one pupil, with what the search holds of it."""
    content, contents = record.content(view, school)
    form = sees(view.plan, "pupil", "form")
    page = Page(
        path=f"pupils/{view.id}/",
        title=view.name,
        content=content,
        description=", ".join(str(part) for part in (view.name, view.year_label, form) if part),
        contents=contents,
        search=entry(view, Setting(school, "../../", view.as_of)),
    )
    return standing_still.marked(page, view)


def attendance(view: View, school: View) -> Page | None:
    """Return the page of a pupil's attendance in full; None where the audience sees no marks."""
    page = attending.attendance(view, school)
    return page and standing_still.marked(page, view)


def history(view: View, school: View) -> Page | None:
    """Return the page of everything that changed in a pupil's record; None where the audience may not see it."""
    page = changes.history(view, school)
    return page and standing_still.marked(page, view)


def overview(school: View, summaries: Sequence[View]) -> list[Page]:
    """Return every page that is not one pupil's: Today, Overdue, Coming up, Pupils, forms, Attendance, staff, About."""
    split = rows(summaries, school)
    forms = directory.forms_of(summaries)
    below, deep = Printer(Setting(school, "../")), Printer(Setting(school, "../../"))
    at_times = {
        WHOLE_SCHOOL: whole_school.whole_school,
        BEFORE_ENFORCEMENT: before_enforcement.before_enforcement,
        WEEK: week.week,
        CHANGES: changes.changes,
    }
    return [
        lists.today(school, summaries, split),
        by_owner.overdue(school, split, below),
        by_owner.coming(school, split, below),
        directory.pupils(school, summaries, forms),
        *directory.form_pages(school, summaries, forms, deep),
        *(page(school, summaries) for address, page in at_times.items() if has_page(school, address)),
        *owners.owners(school, summaries, split, below, deep),
        about(school, len(summaries)),
    ]
