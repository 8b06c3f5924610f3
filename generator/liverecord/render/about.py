"""About this site: for whom, as of which day, what the figures mean, and what is not here."""

from liverecord.render import register
from liverecord.render.environment import filled
from liverecord.render.pieces import Setting, sees
from liverecord.render.record import contents
from liverecord.view import Page, View


def about(school: View, number: int) -> Page:
    """Return the page; the moment of the build is filled in by the browser from site.json, so that no page changes with it."""
    setting = Setting(school, "../")
    labels = school.labels if school.has("labels") else {}
    senco = [
        person
        for person in setting.people.values()
        if "senco" in (sees(person, "roles") or ()) and not sees(person, "left_on")
    ]
    html = filled(
        "about.html.j2",
        school=school,
        audience=setting.audience,
        as_of=school.as_of,
        number=number,
        commit=sees(school, "commit"),
        commit_url=sees(school, "commit_url"),
        committed_at=sees(school, "committed_at"),
        marks=sorted(labels.get("mark", {}).items(), key=lambda item: (item[0].isalnum(), item[0])),
        groups=register.GROUPS,
        senco=[setting.person(person.id) for person in senco],
    )
    return Page(
        path="about/",
        title="About this site",
        content=html,
        description=f"About the live records of {school.name}",
        contents=contents(html),
    )
