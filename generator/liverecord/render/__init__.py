"""Views to pages of HTML, for the theme's article. Nothing here can reach a record: only what passed the gate comes in.

`pupil` makes a pupil's page, `summary` the little that lists keep of it, `overview` every other page from those.
Pages hold no address but relative ones, no inline style and no script.
"""

from collections.abc import Sequence

from liverecord.render import directory, lists, record
from liverecord.render.about import about
from liverecord.render.pieces import Setting, sees
from liverecord.render.rows import Printer, rows
from liverecord.render.summaries import entry, summary
from liverecord.view import Page, View

__all__ = ["overview", "pupil", "summary"]


def pupil(view: View, school: View) -> Page:
    """Return the page of one pupil, with what the search holds of it."""
    content, contents = record.content(view, school)
    form = sees(view.plan, "pupil", "form")
    return Page(
        path=f"pupils/{view.id}/",
        title=view.name,
        content=content,
        description=", ".join(str(part) for part in (view.name, view.year_label, form) if part),
        contents=contents,
        search=entry(view, Setting(school, "../../", view.as_of)),
    )


def overview(school: View, summaries: Sequence[View]) -> list[Page]:
    """Return every page that is not one pupil's: Today, Overdue, Coming up, Pupils, forms, staff, About."""
    split = rows(summaries)
    forms = directory.forms_of(summaries)
    below, deep = Printer(Setting(school, "../")), Printer(Setting(school, "../../"))
    return [
        lists.today(school, summaries, split),
        lists.overdue(school, split, below),
        lists.coming(school, split, below),
        directory.pupils(school, summaries, forms),
        *directory.form_pages(school, summaries, forms, deep),
        *directory.staff(school, summaries, split, deep),
        about(school, len(summaries)),
    ]
