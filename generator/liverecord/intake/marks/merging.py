r"""One pupil's marks from files laid over the weeks that the record has: what is new, what changes, what cannot be.

One rule joins two marks of one session, whichever came first. No mark gives way to any mark, and N (reason not yet
established) to an established one, because the register itself is corrected in that way. / and \ both mean present.
Everything else that differs is a Problem at the file's row. Pure.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from liverecord.derive.calendar import monday_of
from liverecord.derive.marks import NO_MARK, NOT_ESTABLISHED, SESSIONS_A_WEEK
from liverecord.intake.marks.days import ON_CLOSED_DAY, Days
from liverecord.intake.marks.weeks import Marks
from liverecord.intake.sightings import Sighting
from liverecord.model.days import in_words
from liverecord.problem import Place, Problem

Session = tuple[date, int]
"""A Monday, and one of its week's ten sessions (0 to 9)."""


class Recorded(NamedTuple):
    """What a pupil's record says already: `weeks` with where each stands, `log` the single absences, and the days of the roll."""

    pupil: str
    weeks: Mapping[date, Marks]
    places: Mapping[date, Place]
    log: Mapping[Session, str]
    joined: date
    left: date


class Merged(NamedTuple):
    """What a pupil's register becomes.

    `weeks` are the whole weeks that are new or change. `filled` counts the sessions that had no mark, and
    `established` those whose N now has its reason. `replaced` counts those whose mark gave way to the file's, and
    `kept` those where the file has N and the record knows more. `closed` are marks that count on days that school.yml has
    closed. `is_barred` says that nothing of this pupil may be written.
    """

    weeks: dict[date, Marks]
    filled: int
    established: int
    replaced: int
    kept: int
    problems: list[Problem]
    closed: list[Sighting]
    is_barred: bool


def merge(sightings: Iterable[Sighting], recorded: Recorded, days: Days, *, replace: bool = False) -> Merged:
    """Lay what files say of one pupil over the record; `replace` takes the file's word where the two differ.

    A session with a problem keeps what the record has. No mark in a file never erases one.
    """
    seen, problems, closed = _sessions(sightings, recorded, days)
    weeks: dict[date, list[str]] = {}
    counts = {"filled": 0, "established": 0, "replaced": 0, "kept": 0}
    is_barred = False
    for (monday, index), sighting in seen.items():
        have = recorded.weeks.get(monday)
        old = have[index] if have else NO_MARK
        mark = sighting.mark
        if _same(old, mark):
            continue
        outcome = _outcome(old, mark, days, replace=replace)
        if outcome == "differs":
            problems.append(_differs(sighting, recorded, monday, old))
            continue
        counts[outcome] += 1
        if outcome == "kept":
            continue
        logged = recorded.log.get((monday, index), mark)
        if logged != mark:
            problems.append(_log_differs(sighting, recorded, logged))
            is_barred = True
        weeks.setdefault(monday, list(have or (NO_MARK,) * SESSIONS_A_WEEK))[index] = mark
    new = {monday: tuple(marks) for monday, marks in sorted(weeks.items())}
    return Merged(new, **counts, problems=problems, closed=closed, is_barred=is_barred)


def _sessions(
    sightings: Iterable[Sighting], recorded: Recorded, days: Days
) -> tuple[dict[Session, Sighting], list[Problem], list[Sighting]]:
    """Return one sighting for each session, the problems, and the marks on closed days; a session with two marks is left out."""
    seen: dict[Session, Sighting] = {}
    problems: list[Problem] = []
    closed: list[Sighting] = []
    torn: set[Session] = set()
    quiet = days.not_collected | {NO_MARK}
    for given in sightings:
        mark, day, half = given.mark, given.day, given.half
        if mark in quiet and (days.says_nothing(mark, day) or _is_off_roll_all_week(day, recorded)):
            continue
        if mark in _PRESENT:
            mark = _PRESENT[half == "PM"]
        sighting = given._replace(mark=mark) if mark != given.mark else given
        refusal = days.refusal(mark, day, half)
        if refusal is not None and refusal.code == ON_CLOSED_DAY:
            closed.append(sighting)
            continue
        if refusal is not None:
            problems.append(_problem(sighting, recorded, refusal.code, refusal.message, refusal.hint))
            continue
        if mark in days.counted and not recorded.joined <= day <= recorded.left:
            message = f"{mark} counts, but the pupil was not on the roll"
            problems.append(_problem(sighting, recorded, "mark-off-roll", message, _ROLL_HINT))
            continue
        session = days.place(day, half)
        known = seen.get(session)
        if known is None or (known.mark == NOT_ESTABLISHED and _is_established(mark, days)):
            seen[session] = sighting
        elif known.mark != mark and not (mark == NOT_ESTABLISHED and _is_established(known.mark, days)):
            torn.add(session)
            message = f"{mark} here, and {known.mark} in {known.place.path}, row {known.place.line}"
            problems.append(_problem(sighting, recorded, "marks-disagree", message, _FILES_HINT))
    for session in torn:
        del seen[session]
    return seen, problems, closed


_TO_FRIDAY = timedelta(days=4)
_PRESENT = ("/", "\\")
_ROLL_HINT = "Take the mark out of the file, or correct on_roll_from and on_roll_until in plan.yml."
_FILES_HINT = "See which of the two the register has, and take the other row out of the file."
_RECORD_HINT = (
    "See which of the two the register has. If it is the file, import again with --replace; if it is the record, "
    "correct the information system."
)
_LOG_HINT = (
    "The register counts: correct the entry under `log:`, or take it out (what it says beyond the code belongs in notes); "
    "then import again. Nothing of this pupil is written until then."
)


def _outcome(old: str, mark: str, days: Days, *, replace: bool) -> str:
    if old == NO_MARK:
        return "filled"
    if old == NOT_ESTABLISHED and _is_established(mark, days):
        return "established"
    if replace:
        return "replaced"
    if mark == NOT_ESTABLISHED and _is_established(old, days):
        return "kept"
    return "differs"


def _same(one: str, other: str) -> bool:
    return one == other or (one in _PRESENT and other in _PRESENT)


def _is_established(mark: str, days: Days) -> bool:
    return mark != NOT_ESTABLISHED and mark not in days.not_collected


def _is_off_roll_all_week(day: date, recorded: Recorded) -> bool:
    """Tell whether the pupil was off the roll for a day's whole week: there Z adds nothing to plan.yml."""
    monday = monday_of(day)
    return monday + _TO_FRIDAY < recorded.joined or monday > recorded.left


def _differs(sighting: Sighting, recorded: Recorded, monday: date, old: str) -> Problem:
    place = recorded.places.get(monday)
    where = f" ({place.path}:{place.line})" if place else ""
    message = f"{sighting.mark} here, and {old} in the record{where}"
    return _problem(sighting, recorded, "marks-disagree", message, _RECORD_HINT)


def _log_differs(sighting: Sighting, recorded: Recorded, logged: str) -> Problem:
    message = f"{sighting.mark} here, and {logged} in the record's log of single absences"
    return _problem(sighting, recorded, "log-differs", message, _LOG_HINT)


def _problem(sighting: Sighting, recorded: Recorded, code: str, message: str, hint: str) -> Problem:
    half = "morning" if sighting.half == "AM" else "afternoon"
    told = f"{recorded.pupil}, {in_words(sighting.day)}, {half}: {message}."
    return Problem(sighting.place, code, told, hint)
