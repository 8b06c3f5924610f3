"""What helps: the passport, whole, for every adult who teaches the pupil."""

from markupsafe import Markup

from liverecord.model.parts import FIELDS
from liverecord.render import sheet
from liverecord.render.environment import filled
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pieces import sees
from liverecord.view import View

_FIRST = ("helps", "avoid")
"""What an adult in the room does, and does not do; the rest follows as the passport has it."""

_ABOVE = frozenset(("safe_to_attend", "emergency"))
"""What must be known before anything else: it stands at the top of the page, and once."""


def section(record: Joined) -> Markup:
    """Return the passport."""
    plan = record.view.plan
    if not plan.has("passport"):
        return Markup()
    return filled(
        "pages/pupil/passport.html.j2",
        passport=_lines(plan),
        unsaid=sheet.unsaid(plan.passport),
        nobody_said=sheet.NOBODY_SAID,
        pupil=record.view.id,
        card=not record.view.has("on_roll") or record.view.on_roll,
        edit=record.edit("passport"),
    )


def _lines(plan: View) -> list[tuple[str, tuple[str, ...]]]:
    """Return each part of the passport that is filled in, by what it is called, but for what stands at the page's top."""
    fields = FIELDS["plan.passport"]
    lines: list[tuple[str, tuple[str, ...]]] = []
    for name in dict.fromkeys((*_FIRST, *(each for each in fields if each != "first"))):
        said = sees(plan, "passport", name)
        if said and name not in _ABOVE:
            lines.append((fields[name].title, (said,) if isinstance(said, str) else tuple(said)))
    return lines
