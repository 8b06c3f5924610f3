"""A class on a sheet: what every adult who teaches it needs to know of its pupils, to read and to print.

There is one for each form, and for each group that is taught together by the timetable or a list of school.yml; where both have
one name, it is one class.
"""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from liverecord.render import kept, sheet, words
from liverecord.render.environment import filled
from liverecord.render.headings import contents
from liverecord.render.overview import Overview
from liverecord.render.pages import overdue, pupils
from liverecord.render.pages.kind import PageKind
from liverecord.render.pieces import Setting, at_school, has_page, sees
from liverecord.render.rows import in_rows, rows
from liverecord.view import Page


def sheets(overview: Overview) -> Iterator[Page]:
    """Yield the sheet of each form and teaching group."""
    setting = Setting(overview.school, "../../")
    printer = overview.printer("../../")
    follows_up = has_page(overview.school, overdue.ADDRESS)
    half_term = sees(overview.school, "half_term")
    for name, members in overview.members.items():
        made = overview.sheets[name]
        html = filled(
            "pages/classes.html.j2",
            title=name,
            number=len(made.rows),
            urgent=sheet.urgent(sheet.in_order(members)),
            taught_by=_taught_by(overview.teachers.get(name, ()), setting),
            rows=made.rows,
            sides=made.sides,
            is_long=made.sides > made.meant,
            as_of=overview.school.as_of,
            destroy_by=half_term.end if half_term is not None else None,
            due=in_rows(rows(members, overview.school), printer) if follows_up else None,
        )
        yield Page(
            path=f"classes/{overview.classes[name]}/",
            title=name,
            content=html,
            description=f"What to know of pupils in {name}{at_school(overview.school)}",
            contents=contents(html),
        )


def _taught_by(teachers: Sequence[str], setting: Setting) -> Markup:
    """Return who teaches the group, as links, with why somebody is not there."""
    return Markup(words.joined(str(_teacher(each, setting)) for each in teachers))  # noqa: S704


def _teacher(person: str, setting: Setting) -> Markup:
    known = setting.people.get(person)
    left = sees(known, "left_on") if known is not None else None
    why = f"left on {setting.day(left)}" if left else setting.absence(known)
    return Markup("{} ({})").format(setting.person(person), why) if why else setting.person(person)


PAGE = PageKind(
    "classes/{id}/",
    "Class",
    tab=pupils.ADDRESS,
    keeps=(kept.line, kept.duties, kept.support, kept.keyworker, sheet.keep),
    of_school=sheets,
    wide=True,
)
