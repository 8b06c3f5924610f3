"""The figures once more, counted by hand from the law's own tables: the oracle of the real ones.

Written from the statutory guidance and the definitions in the model's docstrings, never from the program's code, and as
plainly as can be: loops over (day, half, code), fractions, a table of codes typed out. Where the definitions are silent
(which day a span starts on, what a week of nothing possible is), what the program was seen to do is written down here.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, NamedTuple

ATTENDED = {
    "/": "present, morning",
    "\\": "present, afternoon",
    "L": "late, before the register closed",
    "K": "education arranged by the authority",
    "V": "educational visit",
    "P": "sporting activity",
    "W": "work experience",
    "B": "another approved activity",
    "J": "interview, before August 2024 an approved activity",
}
AUTHORISED = {
    "C1": "performance",
    "M": "medical appointment",
    "J1": "interview",
    "S": "study leave",
    "C2": "part-time timetable",
    "C": "exceptional circumstances",
    "T": "travelling for work",
    "R": "religious observance",
    "I": "illness",
    "E": "suspended",
    "H": "holiday, before August 2024",
    "F": "extended holiday, before August 2024",
}
UNAUTHORISED = {
    "G": "holiday not granted",
    "N": "reason not yet established",
    "O": "other or unknown",
    "U": "after the register closed",
}
NOT_POSSIBLE = ("D", "X", "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "Y")
NOT_COLLECTED = ("Z", "#")
NO_MARK = "-"
EVERY = (*ATTENDED, *AUTHORISED, *UNAUTHORISED, *NOT_POSSIBLE, *NOT_COLLECTED)

PERSISTENT, SEVERE = Fraction(10, 100), Fraction(50, 100)
HALVES = ("AM", "PM")
remembered = lru_cache(maxsize=200)
WEEK, DAY = timedelta(days=7), timedelta(days=1)
OLD = 2
"""School weeks after the newest mark's own, past which nothing is said of now."""
YEARS_COVERED = [str(year) for year in range(1, 12)]


class Setting(NamedTuple):
    """When school meets: terms as first and last days, and the half days that are closed. No terms: nobody knows."""

    terms: tuple[tuple[date, date], ...] = ()
    closed: frozenset[tuple[date, str]] = frozenset()


NO_CALENDAR = Setting()


@dataclass(frozen=True, eq=False)
class Register:
    """One pupil's register as typed, by Monday ten codes, seen on a day; and since and until when the pupil is on roll.

    Each is itself alone: what was counted of it is remembered for as long as a test looks at it.
    """

    weeks: dict[date, tuple[str, ...]]
    today: date
    setting: Setting = NO_CALENDAR
    joined: date | None = None
    left: date | None = None
    year_group: str = "8"
    aim: int | None = None
    born: date | None = None


class Mark(NamedTuple):
    """What was written for one half day."""

    day: date
    half: str
    code: str


# ── The calendar ────────────────────────────────────────────────────────────────────────────────────────


@cache
def meets(setting: Setting, day: date, half: str) -> bool:
    """Tell whether school is open on a half day."""
    if day.weekday() > 4 or (day, half) in setting.closed:
        return False
    if not setting.terms:
        return True
    return any(start <= day <= end for start, end in setting.terms)


@cache
def is_school_week(setting: Setting, monday: date) -> bool:
    """Tell whether the week has one session at least."""
    return any(meets(setting, monday + timedelta(days=day), half) for day in range(5) for half in HALVES)


def is_whole(setting: Setting, monday: date) -> bool:
    """Tell whether the week has all ten sessions."""
    return all(meets(setting, monday + timedelta(days=day), half) for day in range(5) for half in HALVES)


@cache
def monday_of(day: date) -> date:
    """Return the Monday before a day, or the day itself."""
    while day.weekday() != 0:
        day -= timedelta(days=1)
    return day


def school_year(day: date) -> int:
    """Return the year in which a day's school year began: it begins with August."""
    return day.year if day.month >= 8 else day.year - 1


# ── The marks ───────────────────────────────────────────────────────────────────────────────────────────


@remembered
def marks(register: Register) -> list[Mark]:
    """Return every mark made by today, in order; no mark is no mark."""
    found = []
    for monday in sorted(register.weeks):
        for index, code in enumerate(register.weeks[monday]):
            day = monday + timedelta(days=index // 2)
            if code != NO_MARK and day <= register.today:
                found.append(Mark(day, HALVES[index % 2], code))
    return found


@remembered
def this_year(register: Register) -> list[Mark]:
    """Return the marks of the school year of the newest one."""
    every = marks(register)
    return [mark for mark in every if school_year(mark.day) == school_year(every[-1].day)]


@remembered
def missing(register: Register, monday: date) -> bool:
    """Tell whether the week is a gap: a session was held before today, the pupil was on roll, and nobody wrote a mark.

    Where nobody wrote since when the pupil is on roll, it is since the week of the first mark.
    """
    joined = register.joined or monday_of(marks(register)[0].day)
    written = {(mark.day, mark.half) for mark in marks(register)}
    wholly = all((monday + timedelta(days=day), half) not in written for day in range(5) for half in HALVES)
    if wholly and not register.setting.terms:
        return False  # It may have been holiday: without terms nobody can say.
    for day in (monday + timedelta(days=number) for number in range(5)):
        for half in HALVES:
            held = meets(register.setting, day, half) and joined <= day < register.today
            held = held and is_on_roll(register, day)
            if held and (day, half) not in written:
                return True
    return False


def mondays(first: date, last: date) -> list[date]:
    """Return every Monday from one to another."""
    found = []
    while first <= last:
        found.append(first)
        first += WEEK
    return found


@remembered
def known_weeks(register: Register) -> list[date]:
    """Return every Monday of the newest marks' school year, from the first mark to the day before today.

    Without terms nobody knows of a week after the newest mark whether school met.
    """
    every = marks(register)
    last = every[-1].day
    if register.setting.terms:
        last = max(last, register.today - DAY)
    between = mondays(monday_of(every[0].day), monday_of(last))
    return [monday for monday in between if school_year(monday) == school_year(every[-1].day)]


@remembered
def gaps(register: Register) -> list[date]:
    """Return the Mondays of the school year's weeks with a session that nobody marked."""
    return [monday for monday in known_weeks(register) if missing(register, monday)]


def marks_of(register: Register, monday: date) -> list[Mark]:
    """Return the marks of one week."""
    return [mark for mark in marks(register) if monday_of(mark.day) == monday]


@remembered
def unmarked(register: Register) -> list[date]:
    """Return the day of each session that was waited for and has no mark, in the weeks that the register prints."""
    joined = register.joined or monday_of(marks(register)[0].day)
    written = {(mark.day, mark.half) for mark in marks(register)}
    found = []
    for monday in known_weeks(register):
        if not marks_of(register, monday) and not register.setting.terms:
            continue
        for day in (monday + timedelta(days=number) for number in range(5)):
            for half in HALVES:
                waited_for = meets(register.setting, day, half) and joined <= day < register.today
                if waited_for and is_on_roll(register, day) and (day, half) not in written:
                    found.append(day)
    return found


@remembered
def thin_weeks(register: Register) -> list[date]:
    """Return the Mondays of the weeks with marks of which more than half is without one."""
    found = []
    for monday in known_weeks(register):
        written = len(marks_of(register, monday))
        short = sum(monday_of(day) == monday for day in unmarked(register))
        if written and 2 * short > written + short:
            found.append(monday)
    return found


# ── Until when, and whom ────────────────────────────────────────────────────────────────────────────────


@remembered
def weeks_since(register: Register) -> int:
    """Return the school weeks after the newest mark's own, today's among them; what no term is named for may be one."""
    own, this = monday_of(marks(register)[-1].day), monday_of(register.today)
    setting = register.setting
    count = 0
    for monday in mondays(own + WEEK, this):
        known = [
            week
            for start, end in setting.terms
            for week in mondays(monday_of(start), monday_of(end))
            if is_school_week(setting, week)
        ]
        beyond = bool(known) and not min(known) <= monday <= max(known)
        if is_school_week(setting, monday) or beyond:
            count += 1
    return count


def ends(register: Register) -> dict[str, Any] | None:
    """Return the day on which the marks end, whether that is this week, and whether it is too long ago."""
    if not marks(register):
        return None
    last = marks(register)[-1].day
    return {
        "on": last,
        "this_week": monday_of(last) == monday_of(register.today),
        "old": is_old(register),
    }


def is_old(register: Register) -> bool:
    """Tell whether the marks end more than two school weeks ago."""
    return bool(marks(register)) and weeks_since(register) > OLD


def is_counted_nationally(register: Register, day: date) -> bool | None:
    """Tell whether national figures cover the pupil: 5 to 15 on the 31 August before, else in years 1 to 11."""
    if register.born:
        august = date(day.year if (day.month, day.day) >= (8, 31) else day.year - 1, 8, 31)
        return 5 <= age(register.born, august) <= 15
    return None if register.year_group == "X" else register.year_group in YEARS_COVERED


def is_of_compulsory_age(register: Register, day: date) -> bool | None:
    """Tell whether a day is one of compulsory school age; None where only a date of birth could say.

    It begins on 31 August, 31 December or 31 March, on or after the fifth birthday; it ends with the last Friday in
    June of the school year, from September, in which the pupil turns 16.
    """
    if register.born:
        prescribed = [date(year, *each) for year in range(register.born.year + 5, register.born.year + 7)
                      for each in ((3, 31), (8, 31), (12, 31))]  # fmt: skip
        begins = min(each for each in prescribed if age(register.born, each) >= 5)
        turned = date(register.born.year + 16, register.born.month, 1)
        ends = last_friday_in_june(turned.year + 1 if turned.month >= 9 else turned.year)
        return begins <= day <= ends
    if register.year_group == "X":
        return None
    # What is Year 8 today was Year 7 last school year.
    order = ["N1", "N2", "R", *map(str, range(1, 15))]
    place = order.index(register.year_group) - (school_year(register.today) - school_year(day))
    year_group = order[place] if 0 <= place < len(order) else "none"
    if year_group == "R":
        return None
    left = year_group == "11" and last_friday_in_june(day.year) < day < date(day.year, 9, 1)
    return year_group in YEARS_COVERED and not left


def age(born: date, day: date) -> int:
    """Return the whole years lived on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def last_friday_in_june(year: int) -> date:
    """Return the school leaving date of a year."""
    return max(date(year, 6, number) for number in range(1, 31) if date(year, 6, number).weekday() == 4)


def is_held(found: list[Mark]) -> bool:
    """Tell whether the pupil attended any of these sessions, or could have."""
    return any(
        mark.code in ATTENDED or mark.code in AUTHORISED or mark.code in UNAUTHORISED for mark in found
    )


def is_on_roll(register: Register, day: date) -> bool:
    """Tell whether the pupil has joined by a day and not left before it."""
    return not (
        (register.joined is not None and day < register.joined)
        or (register.left is not None and day > register.left)
    )


# ── The figures ─────────────────────────────────────────────────────────────────────────────────────────


def figures(register: Register) -> dict[str, Any] | None:
    """Return every count of the school year; None where there is not one mark."""
    if not marks(register):
        return None
    found = this_year(register)
    attended = authorised = unauthorised = late = not_counted = excused = 0
    for mark in found:
        if mark.code in ATTENDED:
            attended += 1
        elif mark.code in AUTHORISED:
            authorised += 1
        elif mark.code in UNAUTHORISED:
            unauthorised += 1
        else:
            assert mark.code in NOT_POSSIBLE or mark.code in NOT_COLLECTED, mark.code
            not_counted += 1
        if mark.code == "L":
            late += 1
        if mark.code == "C2":
            excused += 1
    possible = attended + authorised + unauthorised
    ended = found[-1].day
    this_week = monday_of(ended) == monday_of(register.today)
    short = [day for day in unmarked(register) if this_week or day <= ended]
    absent = authorised + unauthorised
    said = not is_mostly_unmarked(register)
    covered = said and is_counted_nationally(register, ended) and not is_old(register)
    return {
        "first": found[0].day,
        "last": found[-1].day,
        "possible": possible,
        "attended": attended,
        "authorised": authorised,
        "unauthorised": unauthorised,
        "late": late,
        "not_counted": not_counted,
        "percent": percent(attended, possible, register.aim) if said else None,
        "agreed_possible": possible - excused,
        "agreed_percent": percent(attended, possible - excused, register.aim) if said else None,
        "persistent": reaches(PERSISTENT, absent, possible, len(short)) if covered else None,
        "severe": reaches(SEVERE, absent, possible, len(short)) if covered else None,
        "by_year": register.born is None,
        "unmarked": len(short),
        "gaps": tuple(gaps(register)),
    }


def is_mostly_unmarked(register: Register) -> bool:
    """Tell whether most of the weeks with marks are mostly unmarked, or most of the sessions in them."""
    marked = {monday_of(mark.day) for mark in this_year(register)}
    written = len(this_year(register))
    short = sum(monday_of(day) in marked for day in unmarked(register))
    return 2 * len(thin_weeks(register)) > len(marked) or 2 * short > written + short


def reaches(line: Fraction, absent: int, possible: int, short: int) -> bool | None:
    """Tell whether absence reaches a line, whichever way the sessions without a mark fall; None where they decide it."""
    whole = possible + short
    if not whole:
        return False
    if Fraction(absent, whole) >= line:
        return True
    return False if Fraction(absent + short, whole) < line else None


def percent(part: int, whole: int, *aims: int | None) -> str | None:
    """Return a percentage as text: to a tenth, halves up, and never onto or over a line that the true figure is not on.

    The lines are those of the law, all and nothing, and the pupil's own aims.
    """
    if whole == 0:
        return None
    true = Fraction(100 * part, whole)
    tenths = int(true * 10 + Fraction(1, 2))
    lines = [0, 100, 100 - 100 * PERSISTENT, 100 - 100 * SEVERE] + [aim for aim in aims if aim is not None]
    for line in lines:
        if true < line <= Fraction(tenths, 10):
            tenths = int(line * 10) - 1
        if true > line >= Fraction(tenths, 10):
            tenths = int(line * 10) + 1
    return f"{tenths // 10}.{tenths % 10}"


# ── Weeks ───────────────────────────────────────────────────────────────────────────────────────────────


def week_count(found: list[Mark], monday: date) -> tuple[date, int, int]:
    """Return a week's possible and missed sessions, agreed absence left out of both."""
    missed = possible = 0
    for mark in found:
        if monday_of(mark.day) != monday or mark.code == "C2":
            continue
        if mark.code in AUTHORISED or mark.code in UNAUTHORISED:
            missed += 1
            possible += 1
        elif mark.code in ATTENDED:
            possible += 1
    return monday, possible, missed


def last_two_weeks(register: Register) -> tuple[tuple[date, int, int] | None, tuple[date, int, int] | None]:
    """Return the newest week in which the pupil had school, and the school week before it if that one is known."""
    every = marks(register)
    held = sorted({monday_of(mark.day) for mark in every if is_held([mark])})
    if is_old(register) or not held or school_year(held[-1]) != school_year(every[-1].day):
        return None, None
    newest = week_count(every, held[-1])
    monday = held[-1] - WEEK
    while school_year(monday) == school_year(held[-1]) and monday >= monday_of(every[0].day):
        inside = [mark for mark in every if monday_of(mark.day) == monday]
        if is_held(inside):
            return newest, week_count(every, monday)
        if not inside and (is_school_week(register.setting, monday) or not register.setting.terms):
            return newest, None  # Nobody knows what that week was like.
        monday -= WEEK
    return newest, None


def printed(register: Register) -> list[tuple[date, bool, list[tuple[date, str, str, str]]]]:
    """Return the register's weeks as pages print them: Monday, whether it is a gap, and ten sessions with their groups."""
    every = marks(register)
    if not every:
        return []
    found = this_year(register)
    written = {(mark.day, mark.half): mark.code for mark in found}
    weeks = []
    for monday in known_weeks(register):
        days = [(monday + timedelta(days=day), half) for day in range(5) for half in HALVES]
        known = any(place in written for place in days)
        if not known and not missing(register, monday):
            continue
        sessions = [(day, half, written.get((day, half), NO_MARK)) for day, half in days]
        weeks.append((monday, not known, [(*session, group(session[2])) for session in sessions]))
    return weeks


def group(code: str) -> str:
    """Return the group a code is drawn in."""
    if code == NO_MARK:
        return "none"
    if code == "L":
        return "late"
    if code == "C2":
        return "agreed"
    if code in ATTENDED:
        return "present"
    if code in AUTHORISED:
        return "authorised"
    return "unauthorised" if code in UNAUTHORISED else "not_counted"
