"""What helps: the passport, whole, for every adult who teaches the pupil."""

from markupsafe import Markup

from liverecord.render.environment import filled
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pieces import sees
from liverecord.view import View

_PASSPORT = (
    ("Safe to attend when", "safe_to_attend"),
    ("In an emergency", "emergency"),
    ("Does well", "strengths"),
    ("Helps", "helps"),
    ("Avoid", "avoid"),
    ("Communication", "communication"),
    ("Physical care", "physical_care"),
)


def section(record: Joined) -> Markup:
    """Return the passport."""
    plan = record.view.plan
    if not plan.has("passport"):
        return Markup()
    return filled("pages/pupil/passport.html.j2", passport=_lines(plan), edit=record.edit("passport"))


def _lines(plan: View) -> list[tuple[str, tuple[str, ...]]]:
    passport = sees(plan, "passport")
    found: list[tuple[str, tuple[str, ...]]] = []
    for title, name in _PASSPORT:
        value = sees(passport, name) if passport is not None else None
        if value:
            found.append((title, (value,) if isinstance(value, str) else tuple(value)))
    return found
