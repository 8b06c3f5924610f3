r"""One text of many marks and the day on which it begins: a week of ten ('/\ /\ L\ NI'), or as many as it likes."""

from datetime import date, timedelta

from liverecord.intake.exports.columns import Vocabulary, sessions
from liverecord.intake.exports.gathered import AM, PM, Gathered, told_code
from liverecord.problem import Place

Marked = list[tuple[date, str, str]]
"""Day, half and mark, in order."""

LONGEST = 2_000
"""Marks in one text: two years of days, weekends and all. Dates would run out of any calendar."""


def marks_from(
    start: date, text: str, place: Place, words: Vocabulary, gathered: Gathered, *, is_week: bool
) -> Marked:
    """Return the marks of a text from its first day, or nothing with a problem: one lost mark would shift all that follow.

    Two marks a day, Monday to Friday, unless the mapping says that weekends have marks too. `is_week` asks for a Monday
    and no more than ten.
    """
    days = words.mapping.days or _SCHOOL_DAYS
    marks, wrong = words.tokens(text)
    if wrong:
        gathered.unknown_mark(
            place,
            wrong,
            f"{told_code(wrong)} in the text of marks is no mark of the register: where the marks after it belong cannot be told.",
        )
        return []
    message, hint = "", ""
    if wrong is not None:
        message = "The text of marks has spaces in it, and not two marks between them."
        hint = _PAIRS_HINT
    elif len(marks) > LONGEST:
        message, hint = (
            f"The text has {len(marks)} marks: more than two years of days.",
            _LONG_HINT,
        )
    elif is_week and start.weekday() != 0:
        message, hint = f"{start} is not a Monday.", MONDAY_HINT
    elif is_week and len(marks) > 2 * days:
        message, hint = f"The week has {len(marks)} marks: {2 * days} is a whole one.", _WEEK_HINT
    elif start.weekday() >= _SCHOOL_DAYS and words.mapping.days is None:
        message, hint = f"The marks begin on {start}, at a weekend.", _WEEKEND_HINT
    elif words.mapping.days is None and _has_weekends(start, marks, words.uncollected):
        message, hint = "Every fourteen marks four are empty: weekends seem to be counted.", _WEEKEND_HINT
    if message:
        gathered.problem(place, "marks-out-of-step", message, hint)
        return []
    dated_marks = [
        (day, half, mark) for (day, half), mark in zip(sessions(start, days, len(marks)), marks, strict=True)
    ]
    if _is_shifted(dated_marks):
        message = "Present in the morning stands in an afternoon, or the other way round: a mark is missing or too many."
        gathered.problem(place, "marks-out-of-step", message, _SHIFTED_HINT)
        return []
    return dated_marks


def _is_shifted(marked: Marked) -> bool:
    """Tell whether a sign for present stands on the wrong half day, unless one sign is used for both."""
    signs = {mark for _, _, mark in marked if mark in "/\\"}
    return len(signs) > 1 and any((mark, half) in (("/", PM), ("\\", AM)) for _, half, mark in marked)


def _has_weekends(start: date, marks: list[str], uncollected: set[str]) -> bool:
    """Tell whether marks counted over seven days leave every weekend empty, a few of them beside days with marks.

    Marks of five days a week would have to be missing every seventh day, at the right place, to look like that.
    """
    beside = 0
    for index in range(0, len(marks), 2):
        day = start + timedelta(days=index // 2)
        if day.weekday() == _SCHOOL_DAYS:
            weekend = marks[index : index + 4]
            if not uncollected.issuperset(weekend):
                return False
            around = marks[max(0, index - 2) : index] + marks[index + 4 : index + 6]
            beside += len(weekend) == 2 * len((AM, PM)) and not uncollected.issuperset(around)
    return beside >= _ENOUGH_WEEKENDS


_SCHOOL_DAYS = 5
_ENOUGH_WEEKENDS = 3
_PAIRS_HINT = "Write two marks a day, - where there is none."
_LONG_HINT = "Export one school year at a time."
MONDAY_HINT = "A week begins on its Monday: write that day. Where every date falls a day off, --shift-days 1 or --shift-days -1 moves them."
_SHIFTED_HINT = "Look at the first day, and write - where there is no mark."
_WEEK_HINT = (
    "Ten marks a week, two a day from Monday to Friday. A longer text goes under a column `start date`."
)
_WEEKEND_HINT = "Say in a mapping file (--map) whether weekends have marks: `days: 7`, or `days: 5` to count from the next school day."
