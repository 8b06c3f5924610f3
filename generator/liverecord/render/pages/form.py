"""A form or class: its pupils, and what is late and coming up for them."""

from collections.abc import Iterator

from liverecord.render import kept
from liverecord.render.environment import filled
from liverecord.render.headings import contents
from liverecord.render.overview import Overview
from liverecord.render.pages import pupils
from liverecord.render.pages.kind import PageKind
from liverecord.render.pieces import Setting, at_school, sees
from liverecord.render.pupils_table import by_name, pupils_table
from liverecord.render.rows import in_rows, rows
from liverecord.view import Page, View


def forms(overview: Overview) -> Iterator[Page]:
    """Yield a page for each form or class."""
    members: dict[str, list[View]] = {}
    for summary in overview.summaries:
        if sees(summary, "form"):
            members.setdefault(summary.form, []).append(summary)
    setting = Setting(overview.school, "../../")
    printer = overview.printer("../../")
    for form, summaries in sorted(members.items()):
        html = filled(
            "pages/form.html.j2",
            title=form,
            number=len(summaries),
            table=pupils_table(sorted(summaries, key=by_name), setting, {}),
            **in_rows(rows(summaries, overview.school), printer),
        )
        yield Page(
            path=f"forms/{overview.forms[form]}/",
            title=form,
            content=html,
            description=f"Pupils of {form}{at_school(overview.school)}",
            contents=contents(html),
        )


PAGE = PageKind(
    "forms/{form}/",
    "Form",
    tab=pupils.ADDRESS,
    keeps=(kept.line, kept.duties, kept.support, kept.needs, kept.keyworker),
    of_school=forms,
)
