"""What several pages of the whole school keep of a pupil, taken from a view: nothing that is hidden can enter here.

What one page alone keeps stands with that page. Every keeper takes the pupil's view and the school's, and gives
fields.
"""

from collections.abc import Iterable
from typing import Any

from liverecord.render.pieces import sees
from liverecord.view import View


def line(view: View, _school: View | None) -> dict[str, Any]:
    """Keep what a pupil's line in a list says: `id`, `name`, `year_label`, `form`, and whether the pupil is here."""
    kept = _seen(view, "id", "name", "as_of", "on_roll", "year_label", "stood")
    if view.plan.has("pupil"):
        kept |= _seen(view.plan.pupil, "year_group", "form")
    return kept


def duties(view: View, _school: View | None) -> dict[str, Any]:
    """Keep the duties: empty where none may be seen."""
    return {"duties": view.duties if view.has("duties") else ()}


def undated(view: View, _school: View | None) -> dict[str, Any]:
    """Keep what has no date yet."""
    return _seen(view, "undated")


def support(view: View, _school: View | None) -> dict[str, Any]:
    """Keep the support in words."""
    return _seen(view, "support_label")


def needs(view: View, _school: View | None) -> dict[str, Any]:
    """Keep the needs as codes, the primary one first."""
    return {"needs": tuple(need.type for need in ranked(view.plan.needs))} if view.plan.has("needs") else {}


def keyworker(view: View, _school: View | None) -> dict[str, Any]:
    """Keep who the key worker is."""
    return _seen(view, "keyworker")


def silences(view: View, _school: View | None) -> dict[str, Any]:
    """Keep the open concerns without a line this week."""
    return _seen(view, "silences")


def next_steps(view: View, _school: View | None) -> dict[str, Any]:
    """Keep the open actions and who holds them."""
    return _seen(view, "next_steps")


def half_days(view: View, _school: View | None) -> dict[str, Any]:
    """Keep the pupil's part in the school's own patterns."""
    counted = ("missed", "possible", "weeks", "gap_weeks")
    if not view.has("half_days") or (view.half_days is not None and not view.half_days.has(*counted)):
        return {}
    return {"half_days": view.half_days}


def year_behind(view: View, _school: View | None) -> dict[str, Any]:
    """Keep whether the year group is a year behind the date of birth, where it is."""
    return {"year_behind": True} if sees(view, "year_behind") else {}


def marks_end(view: View, _school: View | None) -> dict[str, Any]:
    """Keep the day on which the marks of a pupil who is here end."""
    ends = sees(view, "attendance", "ends")
    is_here = not view.has("on_roll") or view.on_roll
    return {"ends": ends} if ends is not None and is_here else {}


def reasons(view: View, _school: View | None) -> dict[str, Any]:
    """Keep sessions absent, and sessions that were not possible, by reason, without reasons that explain none."""
    if not view.has("reasons"):
        return {}
    counts: dict[str, tuple[int, int]] = {}
    for span in view.reasons:
        code = sees(span, "reason")
        absent = (sees(span, "authorised") or 0) + (sees(span, "unauthorised") or 0)
        not_possible = sees(span, "not_possible") or 0
        if code and (absent or not_possible):
            before = counts.get(code, (0, 0))
            counts[code] = (before[0] + absent, before[1] + not_possible)
    return {"reasons": counts}


def ranked(needs: Iterable[View]) -> list[View]:
    """Return needs with the primary one first; unranked ones keep their order, last."""
    return sorted((need for need in needs if need.has("type")), key=lambda need: sees(need, "rank") or 99)


def _seen(view: View, *names: str) -> dict[str, Any]:
    return {name: getattr(view, name) for name in names if view.has(name)}
