"""What moves and what repeats, once more: weeks against earlier ones, runs, the trend, and the patterns by scipy's tests.

As `recount`: from the definitions alone, with plain loops and fractions.
"""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from oracle.recount import (
    ATTENDED,
    DAY,
    HALVES,
    UNAUTHORISED,
    WEEK,
    Mark,
    Register,
    gaps,
    is_held,
    is_old,
    is_on_roll,
    known_weeks,
    marks,
    marks_of,
    meets,
    missing,
    monday_of,
    mondays,
    remembered,
    thin_weeks,
    this_year,
    week_count,
)

FRIDAY = timedelta(days=4)


@remembered
def held_weeks(register: Register) -> list[date]:
    """Return the Mondays of the school year's weeks in which the pupil attended, or could have; mostly unmarked ones are none."""
    found = this_year(register)
    return [
        monday
        for monday in known_weeks(register)
        if monday not in thin_weeks(register)
        and is_held([mark for mark in found if monday_of(mark.day) == monday])
    ]


def total(register: Register, weeks: list[date]) -> tuple[int, int]:
    """Return the sessions missed and possible of some weeks, against the agreed timetable."""
    found = this_year(register)
    counts = [week_count(found, monday) for monday in weeks]
    return sum(missed for _, _, missed in counts), sum(possible for _, possible, _ in counts)


# ── Movement, runs, trend ───────────────────────────────────────────────────────────────────────────────


def movements(register: Register) -> list[dict[str, Any]]:
    """Return the newest week, and the newest four, against the pupil's own earlier weeks."""
    weeks = held_weeks(register) if marks(register) and not is_old(register) else []
    if not weeks:
        return []
    found = []
    for span, size, sessions in (("week", 1, 2), ("four_weeks", 4, 4)):
        newest, earlier = weeks[-size:], weeks[:-size]
        missed, possible = total(register, newest)
        before_missed, before_possible = total(register, earlier)
        change = "unknown"
        if len(newest) == size and len(earlier) >= 4 and before_possible and possible:
            more = missed - Fraction(before_missed, before_possible) * possible
            change = "more" if more >= sessions else "fewer" if more <= -sessions else "same"
        found.append({
            "span": span,
            "first": newest[0],
            "last": newest[-1],
            "weeks": len(newest),
            "missed": missed,
            "possible": possible,
            "earlier_weeks": len(earlier),
            "earlier_missed": before_missed,
            "earlier_possible": before_possible,
            "change": change,
            "gaps": tuple(monday for monday in gaps(register) if weeks[0] <= monday <= weeks[-1]),
        })  # fmt: skip
    return found


def runs(register: Register) -> list[dict[str, Any]]:
    """Return the five longest stretches of four sessions or more missed one after another."""
    if not marks(register):
        return []
    found: list[dict[str, Any]] = []
    run: list[Mark] = []
    unknown_before = False
    said = [*steps(register), "end"]
    for place, step in enumerate(said):
        if isinstance(step, Mark) and step.code not in ATTENDED:
            run.append(step)
            continue
        if len(run) >= 4:
            found.append({
                "first": run[0].day,
                "last": run[-1].day,
                "sessions": len(run),
                "unauthorised": sum(mark.code in UNAUTHORISED for mark in run),
                "at_least": unknown_before or step == "unknown",
                "ongoing": not any(isinstance(later, Mark) for later in said[place:]),
            })  # fmt: skip
        run, unknown_before = [], step == "unknown"
    found.sort(key=lambda each: (each["sessions"], each["last"]), reverse=True)
    return found[:5]


def steps(register: Register) -> list[Mark | str]:
    """Return what says something of a run, in order: sessions missed or attended, and "unknown" where a mark is missing."""
    written = {(mark.day, mark.half): mark for mark in this_year(register)}
    found: list[Mark | str] = []
    # Without terms nothing is known of the weeks before the school year's first mark, not even that a mark is missing.
    first = known_weeks(register)[0] if register.setting.terms else monday_of(this_year(register)[0].day)
    for monday in known_weeks(register):
        if monday < first:
            continue
        days = [(monday + timedelta(days=day), half) for day in range(5) for half in HALVES]
        if not any(place in written for place in days):
            if not register.setting.terms or missing(register, monday):
                found.append("unknown")
            continue
        for place in days:
            mark = written.get(place)
            if mark is None:
                day, half = place
                if meets(register.setting, day, half) and day < register.today and is_on_roll(register, day):
                    found.append("unknown")
            elif mark.code != "C2" and is_held([mark]):
                found.append(mark)
    return found


def trend(register: Register) -> list[dict[str, Any]]:
    """Return each school week: attended of possible, and the same of it and the three weeks with marks before it."""
    if not marks(register):
        return []
    held = held_weeks(register)
    found = []
    for monday in known_weeks(register):
        if monday in held:
            recent = [week for week in held if week <= monday][-4:]
            missed, possible = total(register, [monday])
            recent_missed, recent_possible = total(register, recent)
            found.append(
                (monday, possible - missed, possible, recent_possible - recent_missed, recent_possible)
            )
        elif is_unknown(register, monday):
            found.append((monday, None, None, 0, 0))
    return found


def looked(register: Register) -> dict[str, Any] | None:
    """Return the newest twelve school weeks and what is known of them."""
    if not marks(register) or is_old(register):
        return None
    # Where every week was impossible, those are what was looked in.
    marked = sorted({monday_of(mark.day) for mark in this_year(register)})
    window = pattern_weeks(register) or marked[-12:]
    held = [
        monday for monday in window if monday in (held_weeks(register) if pattern_weeks(register) else marked)
    ]
    missed, possible = total(register, held)
    return {
        "first": window[0],
        "last": window[-1],
        "weeks": len(held),
        "possible": possible,
        "missed": missed,
        "enough": len(held) >= 4 and possible >= 30,
        "gaps": tuple(
            monday
            for monday in [*gaps(register), *weeks_after_the_year(register)]
            if window[0] <= monday <= window[-1] and missing(register, monday)
        ),
    }


@remembered
def pattern_weeks(register: Register) -> list[date]:
    """Return the Mondays of the newest twelve school weeks, those without marks among them, up to the day before today.

    Whoever came back in September, and has no mark yet, has gap weeks after the school year of the newest marks.
    """
    held = held_weeks(register)
    found = [monday for monday in known_weeks(register) if monday in held or is_unknown(register, monday)]
    later = [monday for monday in weeks_after_the_year(register) if missing(register, monday)]
    return [*found, *later][-12:]


def weeks_after_the_year(register: Register) -> list[date]:
    """Return every Monday up to the day before today that is past the school year of the newest marks; none without terms."""
    last = known_weeks(register)[-1]
    return mondays(last + WEEK, register.today - DAY) if register.setting.terms else []


def is_unknown(register: Register, monday: date) -> bool:
    """Tell whether nothing at all, or too little, is known of a school week."""
    return missing(register, monday) and (not marks_of(register, monday) or monday in thin_weeks(register))


def half_days(register: Register) -> dict[str, Any] | None:
    """Return the sessions missed and possible in each half day of the week, in the school year's weeks with marks enough."""
    if not marks(register):
        return None
    read = {monday_of(mark.day) for mark in this_year(register)} - set(thin_weeks(register))
    if not read:
        return None
    missed, possible = [0] * 10, [0] * 10
    for mark in this_year(register):
        if monday_of(mark.day) not in read or mark.code == "C2" or not is_held([mark]):
            continue
        place = 2 * mark.day.weekday() + HALVES.index(mark.half)
        possible[place] += 1
        missed[place] += mark.code not in ATTENDED
    return {
        "missed": tuple(missed),
        "possible": tuple(possible),
        "weeks": len(read),
        "gap_weeks": sum(is_unknown(register, monday) for monday in known_weeks(register)),
    }
