"""How sure the record is of what drives a concern or lay behind an absence, and what was tried to find out.

One word wins where two fields speak of the same thing: what is confirmed is no longer being tested, and what is not known
yet has no certainty beside it.
"""

from markupsafe import Markup

from liverecord.render import pieces
from liverecord.render.pieces import Setting, sees
from liverecord.view import View

_UNKNOWN, _CONFIRMED, _OPEN = "unknown", "confirmed", "open"  # codes of codes.yml


def tag(what: str | None, certainty: str | None, setting: Setting) -> Markup:
    """Return how sure something is as a tag; "Not known yet" says it alone."""
    if not certainty or what == _UNKNOWN:
        return Markup()
    return pieces.status(setting.word("certainty", certainty), certainty)


def tested(driver: View, action: View | None, setting: Setting) -> str:
    """Return what is being tried, is to be tried or was tried to find out, "" where no action is known."""
    if action is None:
        return ""
    began = sees(action, "started_on")
    if sees(driver, "certainty") == _CONFIRMED and sees(driver, "driver") != _UNKNOWN:
        said = "How it was found out"
    elif sees(action, "status") != _OPEN:
        said = "Was tested"
    elif began is not None and began > setting.as_of:
        said = f"To be tested from {setting.day(began)}"
    else:
        said = "Being tested"
    return f"{said}: {action.what}"
