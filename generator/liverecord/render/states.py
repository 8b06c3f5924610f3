"""How a state looks: each has one class, each class has one meaning, and words always stand beside the colour.

The one table of it. states.css gives each class its colours, in the site and in the forms; records.js tells days anew
by the same rule.
"""

from collections.abc import Mapping

WEEK = 7
"""Days within which a day to come is soon. Of every rule alike: rows that say "In 12 days" look alike."""

CLASSES: Mapping[str, str] = {
    "overdue": "past a limit of the law",
    "late": "past its own day",
    "soon": "due within a week",
    "later": "due after that",
    "ok": "in place, reached, or it helped",
    "partly": "partly so, or it may not last",
    "missing": "not there, or taken back",
    "plain": "neither good nor bad: its words alone",
}
"""Each class that a state may have, and what it means wherever it stands."""

STATES: Mapping[str, str] = {
    "in_place": "ok",
    "met": "ok",
    "helped": "ok",
    "achieved": "ok",
    "partial": "partly",
    "at_risk": "partly",
    "partly": "partly",
    "not_delivered": "missing",
    "withdrawn": "missing",
}
"""The class of a status by its code; one that is not named is plain."""


def of_code(code: str | None) -> str:
    """Return the class of a status by its code."""
    return STATES.get(code or "", "plain")


def of_days(days: int, *, is_overdue: bool = False) -> str:
    """Return the class of a day by how far off it is, and whether a limit of the law is past; an overdue one is late too."""
    if days < 0:
        return "late overdue" if is_overdue else "late"
    return "soon" if days <= WEEK else "later"
