"""The days of the two years: when the new one begins and the old one ends, and the terms and days without school as they are typed.

Autumn 1: 2 September 2027 to 22 October 2027        Autumn 1=2027-09-02..2027-10-22
1 September 2027: INSET                              2027-12-17 PM: Closed from noon
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from liverecord.derive.calendar import HALVES
from liverecord.derive.school_year import school_year_start
from liverecord.forms.days import NoDay, day_typed
from liverecord.forms.job import Scene
from liverecord.forms.question import Answers, Wrong
from liverecord.model.days import in_words
from liverecord.model.records import Closure, Term

BEGINS, ENDS, TERMS, CLOSURES = "begins", "ends", "terms", "closures"
"""The names of the questions."""


class Years(NamedTuple):
    """The days of both years. `ends` is the old one's last day, None where the school names no terms of it.

    `terms` and `closures` are what school.yml gets beyond what it has, as plain data; `has_terms` tells that the new year
    then has terms.
    """

    begins: date
    ends: date | None
    terms: tuple[dict[str, Any], ...]
    closures: tuple[dict[str, Any], ...]
    has_terms: bool

    @property
    def last(self) -> date:
        """The last day of the old year; where no terms are named the day before the new one."""
        return self.ends or self.begins - timedelta(days=1)


def years_of(scene: Scene, answers: Answers) -> Years | list[Wrong]:
    """Return the days that were answered; or what is wrong with them, at their questions."""
    terms, wrong = _typed_terms(scene, answers)
    closures, unread = _typed_closures(scene, answers)
    begins = _day(scene, answers, BEGINS) or first_day(scene, (Term(**each) for each in terms))
    ends = _day(scene, answers, ENDS)
    wrong += [*unread, *(each for each in (begins, ends) if isinstance(each, Wrong))]
    if begins is None and not any(each.name == TERMS for each in wrong):
        wrong.append(Wrong(BEGINS, "Say on which day the new school year begins, or give its terms."))
    if wrong or begins is None or isinstance(begins, Wrong) or isinstance(ends, Wrong):
        return wrong
    known = [term for term in scene.school.terms if _is_of(term.start, begins, scene)]
    new = [Term(**each) for each in terms if Term(**each) not in scene.school.terms]
    wrong = [
        *_wrong_begins(scene, begins, [*known, *new]),
        *_wrong_terms(scene, begins, new),
        *_wrong_ends(scene, begins, ends),
    ]
    if wrong:
        return wrong
    standing = {(each.date, each.session) for each in scene.school.closures}
    return Years(
        begins=begins,
        ends=ends or _last_day(scene, begins),
        terms=tuple(_plain(each) for each in terms if Term(**each) in new),
        closures=tuple(
            _plain(each) for each in closures if not _stands(each["date"], each.get("session"), standing)
        ),
        has_terms=bool(known or new),
    )


def first_day(scene: Scene, terms: Iterable[Term] = ()) -> date | None:
    """Return the first day of the year after this one, by terms that are typed, else by those of school.yml; None where none has it."""
    this = school_year_start(scene.today, scene.rulebook)
    begun = [each.start for each in scene.school.terms if this <= each.start <= scene.today]
    later = [
        each.start
        for each in (*scene.school.terms, *terms)
        if each.start > scene.today and not (begun and school_year_start(each.start, scene.rulebook) == this)
    ]
    return min(later, default=None)


def calendar_lines(terms: Iterable[Term], closures: Iterable[Closure]) -> dict[str, list[str]]:
    """Return a calendar as the answers to the two questions about it."""
    return {
        TERMS: [_term_line(each) for each in terms],
        CLOSURES: [_closure_line(each) for each in closures],
    }


def _term_line(term: Term) -> str:
    return f"{term.name}: {in_words(term.start)} to {in_words(term.end)}"


def _closure_line(closure: Closure) -> str:
    half = f" {closure.session}" if closure.session else ""
    return (
        f"{in_words(closure.date)}{half}: {closure.reason}"
        if closure.reason
        else f"{in_words(closure.date)}{half}"
    )


# ── Typed ───────────────────────────────────────────────────────────────────────────────────────────────


def _typed_terms(scene: Scene, answers: Answers) -> tuple[list[dict[str, Any]], list[Wrong]]:
    terms, wrong = [], []
    for number, line in _lines(answers, TERMS):
        if (match := _TERM.fullmatch(line)) is None:
            wrong.append(Wrong(TERMS, f"Line {number} is no term. Write one so: {_EXAMPLE_TERM}."))
            continue
        try:
            start, end = (day_typed(match[side], scene.today, "ahead") for side in ("first", "last"))
        except NoDay as none:
            wrong.append(Wrong(TERMS, f"Line {number}: {none}"))
            continue
        terms.append({"name": " ".join(match["name"].split()), "start": start, "end": end})
    return terms, wrong


def _typed_closures(scene: Scene, answers: Answers) -> tuple[list[dict[str, Any]], list[Wrong]]:
    closures: list[dict[str, Any]] = []
    wrong = []
    for number, line in _lines(answers, CLOSURES):
        match = _CLOSURE.fullmatch(line)
        assert match is not None
        try:
            days = list(_days(scene, match["day"]))
        except NoDay as none:
            wrong.append(Wrong(CLOSURES, f"Line {number}: {none}"))
            continue
        if not 0 < len(days) <= _LONGEST:
            wrong.append(
                Wrong(CLOSURES, f"Line {number}: the last day comes before the first, or long after it.")
            )
            continue
        half = {"session": match["half"].upper()} if match["half"] else {}
        reason = " ".join((match["reason"] or "").split())
        closures += ({"date": day, **({"reason": reason} if reason else {}), **half} for day in days)
    once = {(each["date"], each.get("session")): each for each in reversed(closures)}
    return [each for each in closures if once[each["date"], each.get("session")] is each], wrong


def _days(scene: Scene, typed: str) -> Iterator[date]:
    """Yield the weekdays from one day to another, or the one day; raises NoDay."""
    match = _RANGE.fullmatch(typed)
    if match is None:
        yield day_typed(typed, scene.today, "ahead")
        return
    first, last = (day_typed(match[side], scene.today, "ahead") for side in ("first", "last"))
    for number in range(min((last - first).days, _LONGEST * 2) + 1):
        day = first + timedelta(days=number)
        if day.weekday() < _SATURDAY:
            yield day


def _lines(answers: Answers, name: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a box, with their numbers, as many as anybody's year has."""
    typed = "\n".join(answers.get(name, ())).replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(typed.split("\n")[:_MOST], start=1):
        if line.strip():
            # A longer line is no term: what is left of it is told as that.
            yield number, line.strip()[:_LONGEST_LINE]


_RANGE_WORD = r"\s*(?:\.\.|\u2013|\u2014|\bto\b|\buntil\b|\s-\s)\s*"
_TERM = re.compile(rf"(?P<name>[^:=]+?)\s*[:=]\s*(?P<first>.+?){_RANGE_WORD}(?P<last>.+)", re.IGNORECASE)
_RANGE = re.compile(rf"(?P<first>.+?){_RANGE_WORD}(?P<last>.+)", re.IGNORECASE)
_CLOSURE = re.compile(
    r"(?P<day>[^:=]*?)(?:\s+(?P<half>am|pm))?\s*(?:[:=]\s*(?P<reason>.*))?", re.IGNORECASE | re.DOTALL
)
_EXAMPLE_TERM = "Autumn 1: 2 September 2027 to 22 October 2027"
_SATURDAY = 5
_LONGEST = 60
"""Weekdays of one line: no closure is longer than a term."""
_LONGEST_LINE = 200
_MOST = 500
"""Lines of a box: nobody's year has as many."""


# ── Judged ──────────────────────────────────────────────────────────────────────────────────────────────


def _day(scene: Scene, answers: Answers, name: str) -> date | Wrong | None:
    typed = next((each for each in answers.get(name, ()) if each.strip()), "")
    try:
        return day_typed(typed, scene.today, "ahead") if typed else None
    except NoDay as none:
        return Wrong(name, str(none))


def _wrong_begins(scene: Scene, begins: date, terms: list[Term]) -> Iterator[Wrong]:
    """Yield why a day is not the first of a year to come."""
    first = min((term.start for term in terms if _is_of(term.start, begins, scene)), default=None)
    if begins <= scene.today or (first is not None and begins > first):
        yield Wrong(
            BEGINS,
            "That school year has begun. This is for the year to come, and is made ready before it. Where pupils still stand in "
            "last year's year groups, bring in the list of pupils again.",
        )
    elif begins > school_year_start(scene.today, scene.rulebook) + timedelta(days=_TWO_YEARS):
        yield Wrong(BEGINS, "That is more than one school year ahead. Go one year at a time.")


def _wrong_terms(scene: Scene, begins: date, new: list[Term]) -> Iterator[Wrong]:
    for term in new:
        span = f"{in_words(term.start)} to {in_words(term.end)}"
        if term.start > term.end:
            yield Wrong(
                TERMS, f"A term that begins on {in_words(term.start)} cannot end on {in_words(term.end)}."
            )
        elif not (_is_of(term.start, begins, scene) and _is_of(term.end, begins, scene)):
            yield Wrong(TERMS, f"{span} is not in the school year that begins on {in_words(begins)}.")
    rows = [(term, True) for term in new] + [(term, False) for term in scene.school.terms]
    rows.sort(key=lambda row: (row[0].start, row[0].end))
    for (one, is_new), (other, is_other_new) in pairwise(rows):
        if other.start <= one.end and (is_new or is_other_new):
            stands = (
                "" if is_new and is_other_new else " One of them stands in the school's calendar already."
            )
            yield Wrong(
                TERMS,
                f"The term that begins on {in_words(one.start)} goes on to {in_words(one.end)}, and another begins on "
                f"{in_words(other.start)}.{stands}",
            )


def _wrong_ends(scene: Scene, begins: date, ends: date | None) -> Iterator[Wrong]:
    if ends is not None and not school_year_start(ends, scene.rulebook) <= ends < begins:
        yield Wrong(ENDS, "The old year ends before the new one begins.")


def _last_day(scene: Scene, begins: date) -> date | None:
    """Return the last day of the last term before a year; None where the year before has none."""
    before = school_year_start(begins, scene.rulebook) - timedelta(days=1)
    return max(
        (
            term.end
            for term in scene.school.terms
            if term.end < begins
            and school_year_start(term.end, scene.rulebook) == school_year_start(before, scene.rulebook)
        ),
        default=None,
    )


def _is_of(day: date, begins: date, scene: Scene) -> bool:
    """Tell whether a day lies in the school year that begins on another."""
    return school_year_start(day, scene.rulebook) == school_year_start(begins, scene.rulebook)


def _stands(day: date, session: str | None, standing: set[tuple[date, str | None]]) -> bool:
    """Tell whether a day is closed already: all of it, or the half that is meant, or both halves one by one."""
    halves = {(day, half) for half in HALVES}
    return (day, None) in standing or (day, session) in standing or halves <= standing


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


_TWO_YEARS = 2 * 366
