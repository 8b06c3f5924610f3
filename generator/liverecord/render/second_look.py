"""Reviews that need a second look: each sign as a fact with its days and the record's line, in neutral words.

Nothing here is a verdict that a review took place in name only: dates move for good reasons. A sign says what the
record says, and the reader decides.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from markupsafe import Markup, escape

from liverecord.render import ways, words
from liverecord.render.pieces import Setting, address, is_web, place, safe, sees
from liverecord.view import View

ANCHOR = "second-look"

_SOURCES = {
    "concerns": "A concern",
    "actions": "An action",
    "reviews": "A review",
    "plan": "The plan",
}


def named(sign: View, view: View) -> View:
    """Return what a sign is about, as far as this audience sees it: its `words`, else a `code` of the list `codes`.

    It is taken while the pupil's whole view is at hand, so that lists can name the thing without keeping the rest.
    """
    item = sees(sign, "item")
    if item is None:
        return View()
    if sign.source in {"concerns", "actions"}:
        return View(words=sees(_by_id(sees(view, sign.source), item), "what"))
    if sign.source == "reviews":
        return View(codes="review_kind", code=sees(_by_id(sees(view, "reviews"), item), "kind"))
    return _of_plan(item, view.plan)


def thing(sign: View, of: View, setting: Setting) -> str:
    """Return what a sign is about in words: “Misses mornings”, or "SEN support review"."""
    own, code = sees(of, "words"), sees(of, "code")
    if own is not None:
        return f"“{own}”"
    if code is not None:
        return setting.label(of.codes, code)
    # Among the plan's parts without an id, only the part-time timetable has a review date of its own.
    if sign.source == "plan" and not sees(sign, "item") and sign.kind in {"moved_on", "postponed"}:
        return "Part-time timetable"
    return _SOURCES.get(sign.source, _SOURCES["plan"])


def sentence(sign: View, setting: Setting) -> str:
    """Return a sign as a sentence with its days; a kind without a sentence has its label and the days."""
    said = _SAID.get(sign.kind)
    days = sign.days if sign.has("days") else ()
    told = said(sign, days, setting) if said is not None else ""
    if told:
        return told
    label = setting.label("in_name_only", sign.kind)
    return f"{label}: {words.days(days, setting.as_of)}." if days else f"{label}."


def line(sign: View, pupil: str, whose: str) -> Markup:
    """Return where the record says it, as a link where the school has a forge; "" where the place is not known."""
    if not sees(sign, "path"):
        return Markup()
    where, url = place(sign), address(sign)
    leads = ways.of_sign(pupil, sign)
    if url is not None and is_web(url):
        return safe(
            (
                '<a class="edit"',
                leads,
                ' href="',
                escape(url),
                '">',
                "Edit this",
                unseen(f": {whose}"),
                "</a>",
            )
        )
    return safe(('<span class="edit"', leads, ">", escape(where), "</span>"))


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
        plan_part = _by_id(items, item)
        if plan_part is not _NOTHING:
            return View(
                words=sees(plan_part, words_of), codes="circumstance_kind", code=sees(plan_part, "kind")
            )
    return View()


def _by_id(items: Iterable[View] | None, item: str) -> View:
    return next((each for each in items or () if sees(each, "id") == item), _NOTHING)


_NOTHING = View()


# ── What each sign says ─────────────────────────────────────────────────────────────────────────────────

_Days = tuple[date, ...]


def _moved_on(_sign: View, days: _Days, setting: Setting) -> str:
    if len(days) < 2:
        return ""
    return f"Moved from {setting.day(days[0])} to {setting.day(days[-1])} without being held."


def _postponed(sign: View, days: _Days, setting: Setting) -> str:
    times = sees(sign, "number")
    if not times or len(days) < 2:
        return ""
    between = "".join(f", then {setting.day(day)}" for day in days[1:-1])
    often = "twice" if times == 2 else f"{times} times"
    return (
        f"Postponed {often}: first planned for {setting.day(days[0])}{between}, now {setting.day(days[-1])}."
    )


def _no_change(sign: View, days: _Days, setting: Setting) -> str:
    if not days:
        return ""
    times = sees(sign, "number") or len(days)
    said = f"{times} reviews found no progress" if sign.source == "reviews" else f"“No change” {times} times"
    return f"{said}, one after another: {words.days(days, setting.as_of)}."


def _plan_changed(_sign: View, days: _Days, setting: Setting) -> str:
    return f"Changed since it was last reviewed on {setting.day(days[0])}." if days else ""


def _without_voice(_sign: View, days: _Days, setting: Setting) -> str:
    return (
        f"Held on {words.days(days, setting.as_of)}, with no word of the pupil or the family recorded."
        if days
        else ""
    )


def _old_plan(_sign: View, days: _Days, setting: Setting) -> str:
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
