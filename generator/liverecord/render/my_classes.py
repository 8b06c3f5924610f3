"""My classes: the first page of those who teach. A box to type into, then forms, groups and pupils, each a link away."""

from collections.abc import Sequence
from typing import Any

from liverecord.render import standing_still
from liverecord.render.environment import filled
from liverecord.render.overview import Overview
from liverecord.render.pieces import Setting, at_school, sees
from liverecord.render.pupils_table import by_name, year_order
from liverecord.render.rows import pupil_link
from liverecord.view import Page, View

TITLE = "My classes"


def my_classes(overview: Overview) -> Page:
    """Return the first page of a site where nobody follows up what others owe.

    All classes are listed. Which are the reader's own is chosen in the browser and remembered there alone.
    """
    setting = Setting(overview.school, "")
    here = [each for each in overview.summaries if not each.has("on_roll") or each.on_roll]
    html = filled(
        "pages/my_classes.html.j2",
        title=TITLE,
        as_of=overview.school.as_of,
        forms=_classes(overview, overview.forms),
        groups=_classes(overview, overview.groups),
        pupils=[_pupil(each, setting) for each in sorted(here, key=by_name)],
        stood=standing_still.section(overview.school, overview.summaries, setting),
    )
    return Page(
        path="", title=TITLE, content=html, description=f"Classes and pupils{at_school(overview.school)}"
    )


def _classes(overview: Overview, names: Sequence[str]) -> list[dict[str, Any]]:
    return [{"name": name, "slug": overview.classes[name]} for name in names]


def _pupil(summary: View, setting: Setting) -> dict[str, Any]:
    keyworker = sees(summary, "keyworker")
    groups = [group.name for group in sees(summary, "groups") or () if sees(group, "name")]
    return {
        "link": pupil_link(summary, setting),
        "stood": standing_still.small(summary),
        "sort": year_order(summary),
        "year": sees(summary, "year_label") or "",
        "classes": ", ".join(dict.fromkeys(filter(None, (sees(summary, "form"), *groups)))),
        "support": sees(summary, "support_label") or "",
        "ask": setting.holder(keyworker) if keyworker is not None else "not recorded",
    }
