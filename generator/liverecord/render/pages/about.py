"""About this site: for whom, as of which day, what the figures mean, and what is not here."""

from liverecord.render import register
from liverecord.render.environment import filled
from liverecord.render.headings import contents
from liverecord.render.overview import Overview
from liverecord.render.pages import attendance, overdue
from liverecord.render.pages.kind import PageKind
from liverecord.render.pieces import Setting, at_school, has_page, sees
from liverecord.view import Page

ADDRESS = "about/"


def about(overview: Overview) -> Page:
    """Return the page, with the figures that this site shows. The browser fills in the moment of the build from site.json, so no page changes with it."""
    school = overview.school
    setting = Setting(school, "../")
    labels = school.labels if school.has("labels") else {}
    senco = [
        person
        for person in setting.people.values()
        if "senco" in (sees(person, "roles") or ()) and not sees(person, "left_on")
    ]
    html = filled(
        "pages/about.html.j2",
        at_school=at_school(school),
        audience=setting.audience,
        follows_up=has_page(school, overdue.ADDRESS),
        has_attendance=has_page(school, attendance.ADDRESS),
        as_of=school.as_of,
        number=len(overview.summaries),
        commit=sees(school, "commit"),
        commit_url=sees(school, "commit_url"),
        committed_at=sees(school, "committed_at"),
        marks=sorted(labels.get("mark", {}).items(), key=lambda item: (item[0].isalnum(), item[0])),
        groups=register.GROUPS,
        senco=[setting.person(person.id) for person in senco],
    )
    return Page(
        path=ADDRESS,
        title="About this site",
        content=html,
        description=f"About the live records{at_school(school)}",
        contents=contents(html),
    )


PAGE = PageKind(ADDRESS, "About", tab=ADDRESS, of_school=lambda overview: [about(overview)], last=True)
