"""How things are said: dates, durations, plurals, lists of words. Text only; the escaping comes later.

Dates are "22 November 2026"; a date of the page's own year may leave the year out. Nothing here decides anything.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from liverecord.model import days as of_year

MONTHS, WEEKDAYS = of_year.MONTHS, of_year.WEEKDAYS
HALVES = {"AM": "morning", "PM": "afternoon"}

NO_RECORD = "No record of this."
"""What a page says where the record says nothing: never a guess, never an empty box."""


@lru_cache(maxsize=4096)
def day(value: date) -> str:
    """Return a date in full: 22 November 2026."""
    return of_year.in_words(value)


PROMPTS = (
    ("What is happening?", "happening"),
    ("What has changed?", "changed"),
    ("What support is the school trying?", "school_is_trying"),
    ("What does the family think is getting in the way?", "family_view"),
)
"""The four questions of a conversation with the family, and the field that holds each answer."""


def short_day(value: date, beside: date) -> str:
    """Return a date without its year where that is the year of `beside`, the day the page speaks of."""
    return f"{value.day} {MONTHS[value.month - 1]}" if value.year == beside.year else day(value)


def weekday_day(value: date) -> str:
    """Return a date with its weekday: Friday 27 November 2026."""
    return f"{WEEKDAYS[value.weekday()]} {day(value)}"


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: 1 review, 2 reviews, 0 reviews."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def joined(words: Iterable[str], last: str = "and") -> str:
    """Return words as a sentence lists them: "pupil, family and school"."""
    parts = list(words)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def told(facts: Iterable[object]) -> str:
    """Return short facts one after another, each a sentence of its own: "Opened 28 September. Review 27 November."

    A fact that is nothing is left out. A first word with a capital further on ("iPad") stays as it was typed.
    """
    return " ".join(_sentence(said) for fact in facts if (said := str(fact or "").strip()))


def beside(facts: Iterable[object]) -> str:
    """Return what stands small beside a thing: one fact with a capital and without a stop, several as sentences."""
    parts = [said for fact in facts if (said := str(fact or "").strip())]
    return told(parts) if len(parts) > 1 else "".join(map(_begun, parts))


def _sentence(text: str) -> str:
    return ended(_begun(text))


def _begun(text: str) -> str:
    """Return text with its first letter as a capital, but where its first word has one further on ("iPad")."""
    return capped(text) if text.split(" ", 1)[0].islower() else text


_ENDED = re.compile(r"[.?!…][”\"')]*$")


def some(names: Iterable[str], most: int = 3) -> str:
    """Return names as a sentence lists them, where there are many the first of them and the number of the rest."""
    every = list(names)
    rest = len(every) - most
    return joined([*every[:most], count(rest, "other")] if rest > 1 else every)


@lru_cache(maxsize=4096)
def uncapped(text: str) -> str:
    """Return a label as it stands inside a sentence; abbreviations and names keep their capitals.

    A first word that holds another capital or is a name's initial ("SEN support", "EHCP") is left alone.
    """
    first = text.split(" ", 1)[0]
    return text if len(first) < 2 or not first[1:].islower() else text[0].lower() + text[1:]


def capped(text: str) -> str:
    """Return text with its first letter as a capital and the rest as it stands."""
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """Return what somebody typed as a sentence that others may follow: with a full stop where it has no such end."""
    said = text.rstrip()
    return said if _ENDED.search(said) else f"{said}."


def due_words(days: int, *, overdue: bool = False) -> str:
    """Return how far off a day is: "Overdue 9 days" (past a limit of the law), "Behind 37 days", "Due today", "In 5 days".

    records.js says the same from the reader's own date; a test holds the two together.
    """
    if days < 0:
        return f"{'Overdue' if overdue else 'Behind'} {count(-days, 'day')}"
    return "Due today" if days == 0 else f"In {count(days, 'day')}"


def late_words(overdue: int, behind: int) -> str:
    """Return how many are late where both words are counted: "2 overdue, 7 behind"."""
    return f"{overdue:,} overdue, {behind:,} behind"


def weeks_of(mondays: Sequence[date], beside: date) -> str:
    """Return "the week of 19 October" or "the weeks of 5 and 19 October"."""
    named = [short_day(monday, beside) for monday in mondays]
    return f"the {'week' if len(named) == 1 else 'weeks'} of {joined(named)}"


def days(values: Iterable[date], beside: date) -> str:
    """Return days with each month said once: "15, 17, 22 September and 1 October"."""
    months: dict[tuple[int, int], list[date]] = {}
    for value in dict.fromkeys(values):
        months.setdefault((value.year, value.month), []).append(value)
    return joined(
        ", ".join((*(str(each.day) for each in dates[:-1]), short_day(dates[-1], beside)))
        for dates in months.values()
    )


def slug(text: str) -> str:
    """Return text as a folder's name, safe on every disk: "5 Willow" is 5-willow; what has no letters is "form"."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    # Windows keeps these names for devices, whatever follows them.
    if not made or re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", made):
        return f"form-{made}".rstrip("-")
    return made


def slugs(texts: Iterable[str]) -> dict[str, str]:
    """Return a slug for each text, no two of them alike even where a disk does not tell upper case from lower."""
    taken: set[str] = set()
    folders: dict[str, str] = {}
    for text in sorted(set(texts)):
        base = slug(text)
        made, number = base, 2
        while made in taken:
            made, number = f"{base}-{number}", number + 1
        taken.add(made)
        folders[text] = made
    return folders
