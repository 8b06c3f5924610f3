"""Whether something helped, as people recorded it: the result, in whose words, and where the outcome stood and stands.

Nothing here is worked out. What nobody has recorded is said to be that, because a blank may be read as either answer.
"""

from collections.abc import Iterable

from markupsafe import Markup

from liverecord.render import pieces, words
from liverecord.render.pieces import Setting, sees
from liverecord.view import View

BLANK = "nobody has said yet"
"""What stands where a result is asked for and none is recorded."""

_LAST = "Most recently"
_NOT_BEGUN = frozenset(("planned", "not_delivered"))


def tag(line: View, setting: Setting) -> Markup:
    """Return the result of an action or of support as a tag.

    Without one it says that nobody has said; words without a result need no tag, and what never began has none.
    """
    if sees(line, "result"):
        return pieces.status(setting.word("result", line.result), line.result)
    if not line.has("result") or sees(line, "result_note") or sees(line, "status") in _NOT_BEGUN:
        return Markup()
    return pieces.tag(BLANK)


def said(line: View, setting: Setting) -> str:
    """Return the result in words and whose they are, "" where neither is recorded."""
    note, who = sees(line, "result_note"), sees(line, "result_said_by")
    whose = setting.listed("agreed_with", who or ())
    if note and whose:
        return f"{words.ended(note)} In the words of {whose}."
    # Who says so is nobody's words where nothing was said.
    return note or (f"Said by {whose}." if whose and sees(line, "result") else "")


def outcome_stands(outcome: View, reviews: Iterable[View], setting: Setting) -> str:
    """Return where the pupil stood and stands with an outcome, "" where the audience may not see it.

    The newest word counts: what the outcome itself says is so now, or what a later review found; none from before the start.
    """
    if not outcome.has("baseline") or not outcome.has("now"):
        return ""
    start, now = _start(outcome, setting), _now(outcome, reviews, setting)
    if not start and not now:
        return f"At the start, and since: {BLANK}."
    return f"{start or f'At the start: {BLANK}.'} {now or f'Since: {BLANK}.'}"


def is_recorded(outcome: View, reviews: Iterable[View]) -> bool:
    """Tell whether the record says where the pupil stood or stands with an outcome."""
    return bool(sees(outcome, "baseline") or sees(outcome, "now") or _found(outcome, reviews))


def _start(outcome: View, setting: Setting) -> str:
    text, on = sees(outcome, "baseline"), sees(outcome, "baseline_on")
    return _told("At the start", f"on {setting.day(on)}" if on else "", text) if text else ""


def _now(outcome: View, reviews: Iterable[View], setting: Setting) -> str:
    review, text, on = _found(outcome, reviews), sees(outcome, "now"), sees(outcome, "now_on")
    if review is not None and (not text or (on is not None and on < review.held_on)):
        found = next(each for each in review.outcomes if sees(each, "id") == outcome.id)
        told = (setting.word("review_result", found.result), sees(found, "note"))
        at = f"at the review on {setting.day(review.held_on)}"
        return _told(_LAST, at, ": ".join(part for part in told if part))
    who = sees(outcome, "now_said_by")
    parts = (
        f"on {setting.day(on)}" if on else "",
        f"in the words of {setting.listed('agreed_with', who)}" if who else "",
    )
    return _told(_LAST, ", ".join(part for part in parts if part), text) if text else ""


def _told(when: str, beside: str, text: str) -> str:
    return f"{when}{', ' if beside else ''}{beside}: {words.ended(text)}"


def _found(outcome: View, reviews: Iterable[View]) -> View | None:
    """Return the newest review that was held and found something of an outcome."""
    held = [
        review
        for review in reviews
        if sees(review, "held_on")
        and not (sees(outcome, "baseline_on") and review.held_on < outcome.baseline_on)
        and any(
            sees(each, "id") == outcome.id and sees(each, "result") for each in sees(review, "outcomes") or ()
        )
    ]
    return max(held, key=lambda review: review.held_on, default=None)
