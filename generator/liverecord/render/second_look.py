"""Reviews that need a second look: each sign as a fact with its days and the record's line, in neutral words.

That a review took place in name only is nobody's verdict here: dates move for good reasons. What is said is what the
record says, and who reads it decides.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from markupsafe import Markup, escape

from liverecord.render import words
from liverecord.render.pieces import Setting, is_web, safe, sees
from liverecord.view import View

ANCHOR = "second-look"

_SOURCES = {
    "concerns": "A concern",
    "actions": "An action",
    "reviews": "A review",
    "plan": "The plan",
}


def named(found: View, view: View) -> View:
    """Return what a sign is about, as far as this audience sees it: its own `words`, else a `code` of the list that names it.

    It is taken while the pupil's whole view is at hand, so that lists can name the thing without keeping the rest.
    """
    item = sees(found, "item")
    if item is None:
        return View()
    if found.source in {"concerns", "actions"}:
        return View(words=sees(_by_id(sees(view, found.source), item), "what"))
    if found.source == "reviews":
        return View(codes="review_kind", code=sees(_by_id(sees(view, "reviews"), item), "kind"))
    return _of_plan(item, view.plan)


def thing(found: View, of: View, setting: Setting) -> str:
    """Return what a sign is about in words: “Misses mornings”, or "SEN support review"."""
    own, code = sees(of, "words"), sees(of, "code")
    if own is not None:
        return f"“{own}”"
    if code is not None:
        return setting.label(of.codes, code)
    # Of what the plan holds without an id, only the part-time timetable has a review date of its own.
    if found.source == "plan" and not sees(found, "item") and found.kind in {"moved_on", "postponed"}:
        return "Part-time timetable"
    return _SOURCES.get(found.source, _SOURCES["plan"])


def sentence(found: View, setting: Setting) -> str:
    """Return a sign as a sentence with its days; a kind without one of its own has the label of codes.yml, and the days."""
    said = _SAID.get(found.kind)
    days = found.days if found.has("days") else ()
    told = said(found, days, setting) if said is not None else ""
    if told:
        return told
    label = setting.label("in_name_only", found.kind)
    return f"{label}: {words.days(days, setting.as_of)}." if days else f"{label}."


def line(found: View, whose: str) -> Markup:
    """Return where the record says it, as a way to edit it where the school has one; "" where the place is not known."""
    if not sees(found, "path"):
        return Markup()
    at = sees(found, "line")
    where = f"{found.path}, line {at}" if at else str(found.path)
    url = sees(found, "url")
    if is_web(url):
        return safe(
            ('<a class="edit" href="', escape(url), '">', escape(where), unseen(f": edit, {whose}"), "</a>")
        )
    return safe(('<span class="edit">', escape(where), "</span>"))


def unseen(text: str) -> Markup:
    """Return words that only a screen reader speaks, so that links of the same words differ."""
    return safe(('<span class="unseen">', escape(text), "</span>"))


def _of_plan(item: str, plan: View) -> View:
    """Return an outcome's, provision's, condition's or circumstance's own words."""
    outcomes = sees(plan, "outcomes") or ()
    given = [line for outcome in outcomes for line in sees(outcome, "provision") or ()]
    for items, words_of in (
        (outcomes, "text"),
        (given, "what"),
        (sees(plan, "support_without_plan"), "what"),
        (sees(plan, "conditions"), "name"),
        (sees(plan, "circumstances"), "service"),
    ):
        found = _by_id(items, item)
        if found is not _NOTHING:
            return View(words=sees(found, words_of), codes="circumstance_kind", code=sees(found, "kind"))
    return View()


def _by_id(items: Iterable[View] | None, item: str) -> View:
    return next((each for each in items or () if sees(each, "id") == item), _NOTHING)


_NOTHING = View()


# ── What each sign says ─────────────────────────────────────────────────────────────────────────────────

_Days = tuple[date, ...]


def _moved_on(_found: View, days: _Days, setting: Setting) -> str:
    if len(days) < 2:
        return ""
    return f"Moved from {setting.day(days[0])} to {setting.day(days[-1])} without being held."


def _postponed(found: View, days: _Days, setting: Setting) -> str:
    times = sees(found, "number")
    if not times or len(days) < 2:
        return ""
    between = "".join(f", then {setting.day(day)}" for day in days[1:-1])
    often = "twice" if times == 2 else f"{times} times"
    return (
        f"Postponed {often}: first planned for {setting.day(days[0])}{between}, now {setting.day(days[-1])}."
    )


def _no_change(found: View, days: _Days, setting: Setting) -> str:
    if not days:
        return ""
    times = sees(found, "number") or len(days)
    said = f"{times} reviews found no progress" if found.source == "reviews" else f"“No change” {times} times"
    return f"{said}, one after another: {words.days(days, setting.as_of)}."


def _plan_changed(_found: View, days: _Days, setting: Setting) -> str:
    return f"Changed since it was last reviewed on {setting.day(days[0])}." if days else ""


def _without_voice(_found: View, days: _Days, setting: Setting) -> str:
    return (
        f"Held on {words.days(days, setting.as_of)}, with no word of the pupil or the family recorded."
        if days
        else ""
    )


def _old_plan(_found: View, days: _Days, setting: Setting) -> str:
    since = f", which was agreed on {setting.day(days[-1])}" if days else ""
    return f"Still points to an older version than the plan in force{since}."


_SAID: Mapping[str, Callable[[View, _Days, Setting], str]] = {
    "moved_on": _moved_on,
    "postponed": _postponed,
    "no_change": _no_change,
    "plan_changed": _plan_changed,
    "without_voice": _without_voice,
    "old_plan": _old_plan,
}
