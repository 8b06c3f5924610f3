"""How support stands on a day, by its state and its days together: one word, and one span that agrees with it.

The days win: support of which the last day has passed has ended, whatever state was written while it went on.
"""

from datetime import date

from markupsafe import Markup

from liverecord.render import pieces, sentences
from liverecord.render.pieces import Setting

_GOES_ON = frozenset(("in_place", "partial", "at_risk"))  # codes of codes.yml under which it is delivered


def has_ended(status: str | None, until: date | None, setting: Setting) -> bool:
    """Tell whether support that was delivered has had its last day."""
    return status in _GOES_ON and until is not None and until < setting.as_of


def state(status: str | None, until: date | None, setting: Setting) -> str:
    """Return the state of support as it stands inside a sentence, "" where it is not seen."""
    if has_ended(status, until, setting):
        return "ended"
    return setting.word("provision_status", status)


def tag(status: str | None, until: date | None, setting: Setting) -> Markup:
    """Return the same as a tag."""
    said = state(status, until, setting)
    return pieces.status(said, None if has_ended(status, until, setting) else status) if said else Markup()


def span(status: str | None, first: date | None, last: date | None, setting: Setting) -> str:
    """Return from when to when: "since" only of what goes on, "from" of what was planned, or was taken back."""
    if status in _GOES_ON or first is None or last is not None:
        return sentences.span(first, last, setting)
    return f"from {setting.day(first)}"
