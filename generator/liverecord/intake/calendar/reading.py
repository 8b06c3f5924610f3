"""The events of one school year into terms and days without school; what is not clear is told, and its term is left out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from liverecord.derive.school_year import school_year_start
from liverecord.intake.calendar.events import Happening, read_events
from liverecord.intake.calendar.wording import Meaning, meaning
from liverecord.intake.exports.gathered import Gathered
from liverecord.model.days import in_words
from liverecord.model.records import Closure, Term
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Place, Problem


class CalendarSeen(NamedTuple):
    """What a calendar says of one school year: its terms and closures, oldest first, and what is wrong or not clear.

    `passed_over` counts events of that year that say nothing about when school meets, and bank holidays in the holidays.
    """

    terms: tuple[Term, ...] = ()
    closures: tuple[Closure, ...] = ()
    problems: tuple[Problem, ...] = ()
    passed_over: int = 0


def read(
    path: Path, shown: str, *, rulebook: Rulebook, today: date, begins: date | None = None
) -> CalendarSeen:
    """Read a calendar file, called `shown` in messages: the year that `begins` lies in, else the first that begins after today.

    Raises LiverecordError only where the file cannot be opened.
    """
    gathered = Gathered(shown, "line")
    events = read_events(path, shown, rulebook, gathered)
    said = [_Said(event, meaning(event.name, rulebook.calendars)) for event in events]
    year = school_year_start(begins, rulebook) if begins else _next_year(said, rulebook, today)
    own = [each for each in said if school_year_start(each.event.first, rulebook) == year]
    own = list({_told_once(each): each for each in own}.values())
    for each in own:
        if each.means.kind == "unclear" or (each.event.is_odd and each.means.kind):
            told = f"What is said of {in_words(each.event.first)} is not settled, or can be read in two ways."
            gathered.problem(each.event.place, "calendar-unclear", told, _TYPE_HINT, str(each.event.first))
    own = [each for each in own if not each.event.is_odd]
    spans = [*_whole(own), *_between(own, gathered)]
    breaks = _joined(
        [*(each.event for each in own if each.means.kind == "break"), *_of_two(own, spans, gathered)]
    )
    terms = tuple(_numbered(_terms(spans, breaks, gathered)))
    closures, outside = _closures([*own, *_short(own, spans, gathered)], terms)
    if not terms and not gathered.has_problems:
        gathered.problem(
            Place(shown), "calendar-unclear", "No term of the new school year stands in it.", _TYPE_HINT
        )
    passed = sum(not each.means.kind for each in own) + outside
    return CalendarSeen(terms, closures, tuple(gathered.problems()), passed)


class _Said(NamedTuple):
    event: Happening
    means: Meaning


class _Span(NamedTuple):
    """A term before it is cut by its half term: its first and last day, its name's season and number, and where it stands."""

    first: date
    last: date
    season: str
    number: int
    place: Place


def _next_year(said: Iterable[_Said], rulebook: Rulebook, today: date) -> date:
    """Return the first school year that has a start of a term after today, and none before; where nothing settled says a start,
    what is not settled does.
    """
    starts = [each.event.first for each in said if each.means.kind in {"starts", "term"}]
    this = school_year_start(today, rulebook)
    has_begun = any(school_year_start(day, rulebook) == this and day <= today for day in starts)
    unsettled = [each.event.first for each in said if each.means.kind in {"unclear", "ends"}]
    ahead = {school_year_start(day, rulebook) for day in (starts or unsettled) if day > today}
    return min((year for year in ahead if not (has_begun and year == this)), default=this)


# ── Terms ───────────────────────────────────────────────────────────────────────────────────────────────


def _terms(spans: Iterable[_Span], breaks: Iterable[Happening], gathered: Gathered) -> Iterator[_Span]:
    """Yield the terms, cut where a half term lies within them; a single day is a day without school."""
    longer = [each for each in breaks if not _is_one_day(each)]
    for span in sorted(spans, key=lambda each: (each.first, each.last)):
        within = [each for each in longer if span.first < each.first and each.last < span.last]
        if any(_weekdays(one.last, other.first) <= 0 for one, other in pairwise(within)):
            told = f"In the term that begins on {in_words(span.first)} two holidays meet. Which of them is your school's?"
            gathered.problem(within[0].place, "calendar-unclear", told, _TYPE_HINT, str(span.first))
            continue
        first = span.first
        for each in within:
            yield span._replace(first=first, last=_weekday(each.first, -1))
            first = _weekday(each.last, 1)
        yield span._replace(first=first)


def _told_once(said: _Said) -> tuple[object, ...]:
    """Return what an event says and of which days: a first or last day that is told twice is told once."""
    kind = said.means.kind
    what = (kind,) if kind in _ENDS else said.means
    return what, said.event.first, said.event.last


def _of_two(own: Iterable[_Said], spans: Sequence[_Span], gathered: Gathered) -> Iterator[Happening]:
    """Yield the holidays of which the first and the last day are events of their own; in a term one without the other is told."""
    sides = [each for each in own if each.means.kind in {"break_starts", "break_ends"}]
    sides.sort(key=lambda each: (each.event.first, each.means.kind == "break_ends"))
    alone: list[_Said] = []
    begun: _Said | None = None
    for each in sides:
        if each.means.kind == "break_starts":
            alone += [begun] if begun else []
            begun = each
        elif begun is None:
            alone.append(each)
        else:
            yield begun.event._replace(last=each.event.last)
            begun = None
    for each in [*alone, *([begun] if begun else [])]:
        if any(span.first < each.event.first < span.last for span in spans):
            told = f"Of a holiday in a term, {in_words(each.event.first)} is the first or the last day, and the other is not there."
            gathered.problem(each.event.place, "calendar-unclear", told, _TYPE_HINT, str(each.event.first))


def _short(own: Iterable[_Said], spans: Sequence[_Span], gathered: Gathered) -> Iterator[_Said]:
    """Yield the holidays of a single day that are bank holidays or days on which school is closed; others in a term are told."""
    of = {each.event: each for each in own if each.means.kind == "break"}
    for event in _joined(of):
        if not _is_one_day(event) or event not in of:
            continue
        if reason := of[event].means.reason:
            yield _Said(event, Meaning("bank_holiday", reason=reason))
        elif any(span.first < event.first < span.last for span in spans):
            told = f"Whether {in_words(event.first)} is a day without school does not follow from what the event is called."
            gathered.problem(event.place, "calendar-unclear", told, _TYPE_HINT, str(event.first))


def _is_one_day(event: Happening) -> bool:
    return _weekdays(event.first - timedelta(days=1), event.last + timedelta(days=1)) <= 1


def _joined(breaks: Iterable[Happening]) -> list[Happening]:
    """Return holidays in order; two of one name that follow each other, as the weeks of a long half term, are one."""
    joined: list[Happening] = []
    for each in sorted(breaks, key=lambda each: (each.first, each.last)):
        before = joined[-1] if joined else None
        if before is not None and before.name == each.name and _weekdays(before.last, each.first) == 0:
            joined[-1] = before._replace(last=each.last)
        else:
            joined.append(each)
    return joined


def _whole(own: Iterable[_Said]) -> Iterator[_Span]:
    for each in own:
        if each.means.kind == "term" and each.event.last > each.event.first:
            yield _Span(
                each.event.first, each.event.last, each.means.season, each.means.number, each.event.place
            )


def _between(own: Iterable[_Said], gathered: Gathered) -> Iterator[_Span]:
    """Yield a term for each first day with the last day that follows; one without the other is told."""
    ends = sorted(
        (each for each in own if each.means.kind in {"starts", "ends"}),
        key=lambda each: (each.event.first, each.means.kind == "ends"),
    )
    begun: _Said | None = None
    for each in ends:
        is_start = each.means.kind == "starts"
        if each.event.first != each.event.last or is_start == (begun is not None):
            told = (
                f"The term that begins on {in_words((begun or each).event.first)} has more than one first day, or no last day."
                if is_start
                else f"The last day of a term, {in_words(each.event.first)}, has no first day before it."
            )
            gathered.problem(each.event.place, "calendar-unclear", told, _TYPE_HINT, str(each.event.first))
            begun = each if is_start else None
        elif is_start:
            begun = each
        elif begun is not None:
            season = begun.means.season or each.means.season
            yield _Span(begun.event.first, each.event.first, season, begun.means.number, begun.event.place)
            begun = None
    if begun is not None:
        told = f"The term that begins on {in_words(begun.event.first)} has no last day."
        gathered.problem(begun.event.place, "calendar-unclear", told, _TYPE_HINT, str(begun.event.first))


def _numbered(spans: Iterable[_Span]) -> Iterator[Term]:
    """Yield terms with their names: Autumn 1 and Autumn 2, or Term 1 and on where no season is said."""
    counts: dict[str, int] = {}
    rows = list(spans)
    for span in rows:
        name = span.season or "Term"
        counts[name] = counts.get(name, 0) + 1
        is_alone = (
            bool(span.season) and sum(each.season == span.season for each in rows) == 1 and not span.number
        )
        yield Term(name=name if is_alone else f"{name} {counts[name]}", start=span.first, end=span.last)


# ── Days without school ─────────────────────────────────────────────────────────────────────────────────


def _closures(own: Iterable[_Said], terms: Sequence[Term]) -> tuple[tuple[Closure, ...], int]:
    """Return the days without school, and how many bank holidays are in the holidays anyway."""
    closures: dict[date, str] = {}
    outside = 0
    for each in own:
        if each.means.kind not in {"closure", "bank_holiday"}:
            continue
        for number in range(min((each.event.last - each.event.first).days, _LONGEST) + 1):
            day = each.event.first + timedelta(days=number)
            is_in_term = any(term.start <= day <= term.end for term in terms)
            if each.means.kind == "bank_holiday" and not is_in_term:
                outside += 1
            elif day.weekday() < _SATURDAY:
                closures.setdefault(day, each.means.reason)
    return tuple(
        Closure(date=day, reason=reason or None) for day, reason in sorted(closures.items())
    ), outside


def _weekday(day: date, step: int) -> date:
    """Return the next weekday after a day, or the last before it (`step` is -1)."""
    day += timedelta(days=step)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=step)
    return day


def _weekdays(earlier: date, later: date) -> int:
    """Count the weekdays after one day and before another; negative where they overlap."""
    if later <= earlier:
        return -1
    return sum(
        (earlier + timedelta(days=number)).weekday() < _SATURDAY
        for number in range(1, (later - earlier).days)
    )


_ENDS = frozenset({"starts", "ends"})
_SATURDAY = 5
_LONGEST = 60
_TYPE_HINT = "Type the terms and the days without school that are your school's, or take out what is not settled, and read it again."
