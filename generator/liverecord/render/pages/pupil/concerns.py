"""Concerns: what the school is concerned about, what may drive it, and a line for each week."""

from functools import partial

from markupsafe import Markup

from liverecord.render.environment import filled
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pieces import sees
from liverecord.view import View


def section(record: Joined) -> Markup:
    """Return the concerns, open ones first; nothing where they are hidden."""
    if not record.view.has("concerns"):
        return Markup()
    return filled(
        "pages/pupil/concerns.html.j2",
        setting=record.setting,
        pupil=record.view.id,
        edit=record.edit("concerns"),
        blocks=record.blocks("concerns"),
        open_concerns=record.open_concerns,
        closed_concerns=[concern for concern in record.listed("concerns") if concern.status != "open"],
        small=partial(_small, record),
    )


def _small(record: Joined, concern: View) -> list[str]:
    """Return a concern's theme, days, owner, plan version and outcomes."""
    setting = record.setting
    lines = [setting.label("theme", concern.theme)] if sees(concern, "theme") else []
    if sees(concern, "opened_on"):
        lines.append(f"opened {setting.day(concern.opened_on)}")
    if sees(concern, "closed_on"):
        lines.append(f"closed {setting.day(concern.closed_on)}")
    if sees(concern, "owner"):
        person = setting.people.get(concern.owner)
        lines.append(f"owner {person.name if person else concern.owner}")
    if sees(concern, "review_on") and concern.status == "open":
        lines.append(f"review {setting.day(concern.review_on)}")
    if sees(concern, "plan_version"):
        lines.append(f"plan version {concern.plan_version}")
    return lines + [f"outcome: {record.outcome_named(name)}" for name in sees(concern, "outcomes") or ()]
