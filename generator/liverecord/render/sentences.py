"""Sentences on a pupil's page that are made of figures: neutral, with their evidence, and never a percentage alone.

Attendance is not access: beside every percentage, even 100, stands whether being present is being able to learn.
"""

from collections.abc import Sequence
from datetime import date

from liverecord.render import ends, register, words
from liverecord.render.pieces import Setting, sees
from liverecord.view import View

NOT_ACCESS = "attendance is not access"

_NOT_KNOWN = "unknown"  # a reason's code in codes.yml


def access_entry(view: View) -> View | None:
    """Return the newest line on access that holds today, where there is one."""
    entries = sees(view.plan, "attendance", "access") or ()
    now = [entry for entry in entries if entry.since <= view.as_of]
    return max(now, key=lambda entry: entry.since) if now else None


def access(entry: View, setting: Setting) -> str:
    """Return whether being present is being able to learn: "Access partial since 28 September: …"."""
    why = sees(entry, "why")
    since = f"Access {setting.word('access_level', entry.level)} since {setting.day(entry.since)}"
    return f"{since}: {why.rstrip('.')}" if why else since


def access_line(view: View, setting: Setting) -> str:
    """Return the line that stands beside a percentage, even where nothing is recorded."""
    entry = access_entry(view)
    if entry is not None:
        return f"{access(entry, setting)}."
    short = access_short(view, setting)
    return f"{words.capped(short)}{'' if short == NOT_ACCESS else f': {NOT_ACCESS}'}."


def access_short(view: View, setting: Setting) -> str:
    """Return the same in two words, for a second figure: "access partial"."""
    entry = access_entry(view)
    if entry is not None:
        return f"access {setting.word('access_level', entry.level)}"
    # Where it may not be seen, nothing is claimed of the record.
    seen = view.plan.has("attendance") and view.plan.attendance.has("access")
    return "access not recorded" if seen else NOT_ACCESS


def figures(view: View, setting: Setting) -> list[str]:
    """Return the official figure with sessions and own aim, the access line, the change, and weeks without marks.

    Where an agreed timetable excuses sessions, the figure against that timetable comes first: agreed absence is not
    a session missed, though the official figure counts it.
    """
    attendance = view.attendance
    last = sees(attendance, "ends")
    said = [ends.of_pupil(last)]
    figure = sees(attendance, "figures")
    if figure is not None:
        said += _counted(figure, sees(view.plan, "attendance", "target"), last, setting)
        if figure.percent is not None:
            said.append(access_line(view, setting))
    moved = [movement(each, setting.as_of, last) for each in sees(attendance, "movements") or ()]
    said += moved[:1] or [change(attendance, setting.as_of)]
    if figure is not None:
        gaps = ends.within(figure.gaps, last)
        said.append(register.gaps(gaps, sees(attendance, "register") or (), setting.as_of))
    return [sentence for sentence in said if sentence]


def _counted(figure: View, target: View | None, last: View | None, setting: Setting) -> list[str]:
    until = ends.after(last, setting.as_of)
    if not figure.possible:
        return [f"No possible sessions are recorded{until}, so there is no percentage."]
    unmarked = sees(figure, "unmarked") or 0
    without = f"{words.count(unmarked, 'session')} {'has' if unmarked == 1 else 'have'} no mark"
    if figure.percent is None:
        marked = words.count(figure.possible, "possible session")
        return [
            f"{figure.attended} of {marked} with a mark attended{until}; {without}, so there is no percentage."
        ]
    aim = f"; own aim {target.aim} % by {setting.day(target.by)}" if target is not None else ""
    agreed = figure.possible - figure.agreed_possible
    least, of_marked = ("at least ", " with a mark") if unmarked else ("", "")
    more = [f"{words.capped(without)}: what is not known counts neither way."] if unmarked else []
    if not agreed:
        sessions = f"{figure.attended} of {figure.possible} possible sessions{of_marked}"
        return [f"Attended {least}{sessions}{until}, {figure.percent} %{aim}.", *more]
    first = (
        f"Attended {least}{figure.attended} of {figure.agreed_possible} sessions{of_marked} of the agreed timetable{until}, "
        f"{figure.agreed_percent} %{aim}."
        if figure.agreed_percent is not None
        else f"No session was expected beside the agreed absence{aim}."
    )
    return [
        first,
        (
            f"The official figure counts {words.count(agreed, 'agreed absence')} as authorised: "
            f"{figure.attended} of {figure.possible}, {figure.percent} %."
        ),
        *more,
    ]


def counts(view: View) -> list[str]:
    """Return the sessions behind the figure: authorised, unauthorised, late, not possible, and agreed absence.

    Where sessions have no mark each count is at least that.
    """
    figure = sees(view, "attendance", "figures")
    if figure is None:
        return []
    agreed = figure.possible - figure.agreed_possible
    until = ends.until(sees(view, "attendance", "ends"), view.as_of)
    counted = (
        (figure.authorised - agreed, "missed and authorised"),
        (figure.unauthorised, "missed and unauthorised"),
        (figure.late, "late before the register closed"),
        (figure.not_counted, "not possible, or the school closed"),
    )
    said = [f"marks {until}"] if until else []
    for number, what in counted:
        least = "" if not sees(figure, "unmarked") else "at least " if number else "as far as is known "
        said.append(f"{least}{number} {what}")
    if agreed:
        said.append(f"{words.count(agreed, 'agreed absence')}: not missed")
    if figure.severe or figure.persistent:
        kind = "severe" if figure.severe else "persistent"
        said.append(
            f"Counts as {kind} absence in national figures{', which count agreed absence too' if agreed else ''}"
            f"{by_year(figure)}"
        )
    return said


def by_year(about: View) -> str:
    """Return by what it is told that a law or a national figure covers a pupil, where no date of birth says so."""
    return " (told by the year group: no date of birth is recorded)" if sees(about, "by_year") else ""


def explained(view: View) -> str:
    """Return how many missed sessions have a reason in a note or a line, by how they count, and how many have none.

    A reason that is written down as not known explains nothing, and is counted apart.
    """
    figure = sees(view, "attendance", "figures")
    if figure is None or not view.has("reasons"):
        return ""
    # What stands in the log alone is in no figure.
    spans = [span for span in view.reasons if not sees(span, "logged")]
    agreed = figure.possible - figure.agreed_possible
    total = figure.authorised - agreed + figure.unauthorised
    if not total:
        return "No session was missed, so none needs a reason."
    known = [span for span in spans if sees(span, "reason") != _NOT_KNOWN]
    parts = []
    for name, whole in (("authorised", figure.authorised - agreed), ("unauthorised", figure.unauthorised)):
        if whole:
            parts.append(f"{sum(getattr(span, name) for span in known)} of {whole} {name}")
    reason = sum(span.authorised + span.unauthorised for span in known)
    unknown = sum(span.authorised + span.unauthorised for span in spans) - reason
    impossible = sum(span.not_possible for span in known)
    said = [f"{reason} with a reason ({', '.join(parts)})"]
    if unknown:
        said.append(f"{unknown} with a reason not known yet")
    said.append(f"{max(0, total - reason - unknown)} without")
    beside = (
        f" A reason is recorded for {words.count(impossible, 'session')} that {'was' if impossible == 1 else 'were'} not possible."
        if impossible
        else ""
    )
    least = "at least " if sees(figure, "unmarked") else ""
    until = ends.after(sees(view, "attendance", "ends"), view.as_of)
    return f"Of {least}{words.count(total, 'session')} missed{until}: {words.joined(said)}.{beside}"


def movement(move: View, as_of: date, last: View | None) -> str:
    """Return the newest weeks beside the pupil's own earlier ones, in sessions: never a score."""
    now, earlier = moved(move, as_of, last)
    return f"{now}: {earlier}." if earlier else f"{now}."


def moved(move: View, as_of: date, last: View | None) -> tuple[str, str]:
    """Return the same in two parts: the newest weeks, and the own earlier ones ("" where nothing can be compared).

    `last` is the day on which the marks end.
    """
    which = f"{_newest(move, as_of, last)}{ends.beside(last, as_of)}"
    if not move.possible:
        return f"{which}: no session was possible", ""
    now = f"{which} missed {move.missed} of {move.possible}"
    if move.change == "unknown" or not move.earlier_possible:
        return f"{now}; too few earlier weeks are known to compare", ""
    change_of = {"more": ", more than before", "fewer": ", fewer than before"}.get(
        move.change, ", about as before"
    )
    earlier = f"own {words.count(move.earlier_weeks, 'earlier week')}"
    usual = _average(move.earlier_missed * move.possible, move.earlier_possible)
    counts = f"{usual} of {move.possible} on average ({move.earlier_missed} of {move.earlier_possible})"
    return f"{now}{change_of}", f"{earlier} {counts}"


def _newest(move: View, as_of: date, last: View | None) -> str:
    """Return which weeks a movement is of, as a reader on that day calls them."""
    if move.span != "week":
        weeks = words.count(move.weeks, "week")
        return f"The last {weeks}" if last is None or last.this_week else f"The newest {weeks} with marks"
    return words.capped(_week(move.first, as_of))


def _week(day: date, as_of: date) -> str:
    """Return what a reader on a day calls the week of another."""
    monday = date.fromordinal(day.toordinal() - day.weekday())
    days = (as_of - monday).days
    if 0 <= days < 5:
        return "this week so far"
    return "last week" if 5 <= days < 14 else f"the week of {words.short_day(monday, as_of)}"


def _average(part: int, whole: int) -> str:
    """Return a quotient to one decimal, halves rounded up; a whole number stands without one."""
    tenths = (20 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


def change(attendance: View, as_of: date) -> str:
    """Return the newest week beside the week before, in sessions missed. It stands where no earlier weeks are known."""
    last, before = sees(attendance, "last_week"), sees(attendance, "week_before")
    said = []
    if last is not None:
        which = f"{_week(last.monday, as_of)}{ends.after(sees(attendance, 'ends'), as_of)}"
        said.append(f"{which} no marks" if not last.possible else f"{which} {last.missed} missed")
    if before is not None:
        said.append(f"the week before {before.missed if before.possible else 'no marks'}")
    return f"{words.capped(', '.join(said))}." if said else ""


def has_sides(comparison: View) -> bool:
    """Tell whether sessions are known both before and since something began, so that there is anything to compare."""
    return bool(comparison.possible and comparison.before_possible)


def before_after(comparison: View, which: str, last: View | None, setting: Setting) -> str:
    """Return sessions missed since something began, beside the time before. No cause is claimed.

    `which` names the sessions of the pupil's pattern ("such mornings"), where the counts are of those; `last` is the day
    on which the marks end.
    """
    named = which if comparison.of_pattern and which else "sessions"
    return (
        f"since {setting.day(comparison.since)}{ends.after(last, setting.as_of)}: missed {comparison.missed} of {comparison.possible} {named}, "
        f"and {comparison.before_missed} of {comparison.before_possible} before"
    )


def span(first: date | None, last: date | None, setting: Setting) -> str:
    """Return "since 9 November", "5 to 14 October" or "" where no day is known."""
    if first is None:
        return f"to {setting.day(last)}" if last is not None else ""
    if last is None:
        return f"{'since' if first <= setting.as_of else 'from'} {setting.day(first)}"
    if first == last:
        return f"on {setting.day(first)}"
    same = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if same else setting.day(first)} to {setting.day(last)}"


EXPECTED = {"yy": "whole day", "yn": "morning", "ny": "afternoon", "nn": "not expected"}


def expected(typed: str) -> list[str]:
    """Return a week of expected sessions ('yn yn yn yn yn') as words for Monday to Friday; anything else as typed."""
    return [EXPECTED.get(pair, pair) for pair in typed.split()]


def expected_week(typed: str) -> str:
    """Return the same as one line: "Monday to Thursday morning, Friday not expected"."""
    runs: list[list[str]] = []
    for weekday, said in zip(words.WEEKDAYS, expected(typed), strict=False):
        if runs and runs[-1][2] == said:
            runs[-1][1] = weekday
        else:
            runs.append([weekday, weekday, said])
    return ", ".join(
        f"{first if first == last else f'{first} to {last}'} {said}" for first, last, said in runs
    )


def missing(mondays: Sequence[date], weeks: Sequence[View], as_of: date) -> str:
    """Return the weeks without marks, to follow a sentence, with the space before it; "" where there are none."""
    said = register.gaps(mondays, weeks, as_of)
    return f" {said}" if said else ""
