"""My classes: the first page of those who teach. A box to type into, then forms, groups and pupils, each a link away."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from liverecord.render import sheet, standing_still, words
from liverecord.render.environment import filled
from liverecord.render.news import news
from liverecord.render.overview import Overview
from liverecord.render.pieces import Setting, at_school, sees
from liverecord.render.pupils_table import by_name, year_order
from liverecord.render.rows import pupil_link
from liverecord.view import Page, View

TITLE = "My classes"

SHOWN = 6
"""So many of the newest changes stand open; the rest are folded, so that the classes stay in sight."""


class Class(NamedTuple):
    """A class in the list: `said` is how many of its pupils have a record, `urgent` how many have a line for an emergency."""

    name: str
    slug: str
    said: str
    urgent: int


def my_classes(overview: Overview) -> Page:
    """Return the first page of a site where nobody follows up what others owe.

    All classes are listed. Which are the reader's own is chosen in the browser and remembered there alone.
    """
    school = overview.school
    setting = Setting(school, "")
    told = news(overview, setting)
    html = filled(
        "pages/my_classes.html.j2",
        title=TITLE,
        as_of=school.as_of,
        forms=_classes(overview, overview.forms),
        groups=_classes(overview, overview.groups),
        pupils=[_pupil(each, setting) for each in sorted(overview.here, key=by_name)],
        stood=standing_still.section(school, overview.summaries, setting),
        tells_news=any(summary.has("news") for summary in overview.summaries),
        known=bool(sees(school, "commit")),
        days=sees(school, "recent_days") or 0,
        newest=told[:SHOWN],
        earlier=told[SHOWN:],
    )
    return Page(path="", title=TITLE, content=html, description=f"Classes and pupils{at_school(school)}")


def _classes(overview: Overview, names: Sequence[str]) -> list[Class]:
    return [_class(name, overview.classes[name], sheet.in_order(overview.members[name])) for name in names]


def _class(name: str, slug: str, here: Sequence[View]) -> Class:
    urgent = sum(bool(sees(each, "passport", "emergency")) for each in here)
    return Class(name, slug, words.count(len(here), "pupil") if here else "nobody with a record", urgent)


def _pupil(summary: View, setting: Setting) -> dict[str, Any]:
    keyworker = sees(summary, "keyworker")
    groups = [group.name for group in sees(summary, "groups") or () if sees(group, "name")]
    return {
        "link": pupil_link(summary, setting),
        "stood": standing_still.small(summary),
        "sort": year_order(summary),
        "year": sees(summary, "year_label") or "",
        "classes": ", ".join(dict.fromkeys(filter(None, (sees(summary, "form"), *groups))))
        or "none recorded",
        "support": sees(summary, "support_label") or "",
        "ask": setting.holder(keyworker) if keyworker is not None else "not recorded",
    }
