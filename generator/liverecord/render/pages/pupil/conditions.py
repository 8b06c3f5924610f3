"""Diagnoses and health conditions."""

from functools import partial

from markupsafe import Markup

from liverecord.render.environment import filled
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pieces import sees
from liverecord.view import View


def section(record: Joined) -> Markup:
    """Return the conditions; nothing where they are hidden."""
    plan = record.view.plan
    if not plan.has("conditions"):
        return Markup()
    return filled(
        "pages/pupil/conditions.html.j2",
        plan=plan,
        pupil=record.view.id,
        edit=record.edit("conditions"),
        condition_small=partial(_small, record),
    )


def _small(record: Joined, condition: View) -> list[str]:
    """Return what is known of a condition's care plan and review."""
    setting = record.setting
    lines = []
    if sees(condition, "fluctuating"):
        lines.append("comes and goes")
    if sees(condition, "health_care_plan"):
        lines.append("has a health care plan")
    if sees(condition, "agreed_on"):
        lines.append(f"agreed {setting.day(condition.agreed_on)}")
    if sees(condition, "review_on"):
        lines.append(f"review {setting.day(condition.review_on)}")
    if sees(condition, "open_to_staff"):
        lines.append("all staff may read its name, as agreed")
    return lines
