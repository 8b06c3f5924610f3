"""The day on which marks end, in words: a sentence about attendance names it where that is not this week.

Marks that are old say nothing of now. One plain line says so instead, and how newer ones come in.
"""

from collections.abc import Sequence
from datetime import date

from liverecord.render import words
from liverecord.render.pieces import sees
from liverecord.view import View

IMPORT = "Newer ones come in with the form “Bring in marks”"


def until(ends: View | None, as_of: date) -> str:
    """Return "up to 20 November"; "" where the marks go on into this week, or there are none."""
    if ends is None or ends.this_week:
        return ""
    return f"up to {words.short_day(ends.on, as_of)}"


def beside(ends: View | None, as_of: date) -> str:
    """Return the same between commas, to stand within a sentence: ", up to 20 November,"."""
    said = until(ends, as_of)
    return f", {said}," if said else ""


def after(ends: View | None, as_of: date) -> str:
    """Return the same with the space before it: " up to 20 November"."""
    said = until(ends, as_of)
    return f" {said}" if said else ""


def within(gaps: Sequence[date], ends: View | None) -> Sequence[date]:
    """Return the weeks without marks that a sentence names: of old marks, those before their end."""
    if ends is None or not ends.old:
        return gaps
    return [monday for monday in gaps if monday <= ends.on]


def of_pupil(ends: View | None) -> str:
    """Return the line that stands in place of what is not said of now; "" where the marks are not old."""
    if ends is None or not ends.old:
        return ""
    return f"The marks end on {words.day(ends.on)}: nothing is said of attendance now. {IMPORT}."


def of_school(summaries: Sequence[View]) -> str:
    """Return the line for a page of the school; "" where the newest marks of everybody are new, or may not be seen."""
    known = [each for summary in summaries if (each := sees(summary, "ends")) is not None]
    old = sorted(each.on for each in known if each.old)
    if not old:
        return ""
    return line(len(old), len(known), old[0], old[-1])


def line(pupils: int, of: int, first: date, last: date) -> str:
    """Return the line for so many of all pupils with marks, whose marks end between two days."""
    when = f"on {words.day(first)}" if first == last else f"between {words.day(first)} and {words.day(last)}"
    whose = "all" if pupils == of else f"{pupils:,} of"
    return f"The marks of {whose} {words.count(of, 'pupil')} end {when}: nothing is said of attendance now. {IMPORT}."


def newest(summaries: Sequence[View], as_of: date) -> date:
    """Return the day up to which anybody's marks go; the page's own where that is not known."""
    return max((each.on for summary in summaries if (each := sees(summary, "ends"))), default=as_of)
