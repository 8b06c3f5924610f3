"""What was agreed for a pupil, and what is waited for, in words: target, part-time timetable, waits, support first.

Agreed absence is named as such and never counted as missed. A deadline that has passed is the authority's to answer.
"""

from collections.abc import Sequence

from liverecord.render import ends, register, sentences, words
from liverecord.render.pieces import Setting, sees
from liverecord.view import View

_SHOWN_FIRST = ("appeal", "needs_assessment", "referral", "medical_event")


def ordered(circumstances: Sequence[View]) -> list[View]:
    """Return standing circumstances in the page's order: appeal, assessment, referral, medical event, the others."""
    place = {kind: number for number, kind in enumerate(_SHOWN_FIRST)}
    return sorted(circumstances, key=lambda circumstance: place.get(circumstance.kind, len(place)))


def wait(waiting: View, setting: Setting) -> str:
    """Return how long a circumstance has been waited for, and what the authority has to do by which day."""
    said = [f"Waiting {words.count(waiting.weeks, 'week')}, since {setting.day(waiting.since)}."]
    for deadline in sees(waiting, "deadlines") or ():
        day = setting.day(deadline.due)
        said.append(
            f"The authority was to {deadline.label} by {day}: that day has passed, and it is the authority's to answer."
            if deadline.passed
            else f"The authority is to {deadline.label} by {day}."
        )
    return " ".join(said)


def support_first(counts: View, last: View | None, setting: Setting) -> str:
    """Return what calls for support first, in one line: counts beside the law's numbers, and never a verdict.

    `last` is the day on which the marks end: what old ones triggered is owed as of it.
    """
    until = ends.after(last, setting.as_of)
    near, ill, run = (sees(counts, name) for name in ("nearness", "sickness", "away_in_a_row"))
    said = []
    if near is not None:
        provisional = (
            f", {near.provisional} with a reason not yet established" if sees(near, "provisional") else ""
        )
        known = f" ({near.weeks} with marks{provisional})" if near.weeks != near.window_weeks else provisional
        asks = (
            f". At {near.limit} the national framework asks the school to consider a notice"
            if near.reached
            else f", near the {near.limit} of the national framework"
        )
        said.append(
            f"{'at least ' if sees(near, 'at_least') else ''}{words.count(near.sessions, 'unauthorised session')} in the last "
            f"{words.count(near.window_weeks, 'school week')}{known}{until}{asks}"
        )
    if run is not None:
        said.append(
            f"{'at least ' if run.at_least else ''}{words.count(run.sessions, 'unauthorised session')} in a row, "
            f"{sentences.span(run.first, run.last, setting)}: a return to the authority"
        )
    if ill is not None:
        sent = f"was sent on {setting.day(ill.sent_on)}" if sees(ill, "sent_on") else ""
        state = {"near": "may be due", "due": "is due"}.get(ill.state, sent or "was sent")
        said.append(
            f"{'at least ' if sees(ill, 'at_least') else ''}{words.count(ill.sessions, 'session')} of illness "
            f"{f'in the school year{until}' if until else 'this school year'}: the return to the authority {state}"
        )
    if not said and (sees(counts, "severe") or sees(counts, "persistent")):
        said.append(
            f"absence{until} that national figures count as {'severe' if sees(counts, 'severe') else 'persistent'}"
        )
    return words.told([*said[:-1], f"{said[-1]}{sentences.by_year(counts)}"]) if said else ""


def progress(view: View, setting: Setting) -> list[str]:
    """Return attendance since the target was agreed, beside the own baseline and the steps: sessions first."""
    target, last = sees(view, "progress"), sees(view, "attendance", "ends")
    if target is None:
        return []
    said = []
    until = ends.beside(last, setting.as_of)
    if not target.possible:
        said.append(f"No session that counts is known since {setting.day(target.since)}.")
    elif target.percent is None:
        said.append(
            f"Since {setting.day(target.since)}{until} attended {target.attended} of {target.possible} sessions with a mark. "
            "Most have none, so there is no percentage."
        )
    else:
        said.append(
            f"Since {setting.day(target.since)}{until} attended {target.attended} of {target.possible} sessions of the agreed "
            f"timetable, {target.percent} % ({sentences.access_short(view, setting)})."
        )
    last_step = (target.now_aim, target.now_by) == (target.aim, target.by)
    needed = needed_for(target.now_aim, target.possible)
    named = "The aim is" if last_step else "The next step is"
    meets = f": {needed} of {target.possible} would meet it" if target.possible else ""
    said.append(f"{named} {target.now_aim} % by {setting.day(target.now_by)}{meets}.")
    if not last_step:
        said.append(f"The aim is {target.aim} % by {setting.day(target.by)}.")
    if target.baseline is not None:
        said.append(f"Own baseline {target.baseline} %.")
    steps = sees(view.plan, "attendance", "target", "steps") or ()
    if steps:
        listed = words.joined(f"{step.aim} % by {setting.day(step.date)}" for step in steps)
        said.append(f"Steps: {listed}.")
    gaps = register.gaps(
        ends.within(target.gaps, last), sees(view, "attendance", "register") or (), setting.as_of
    )
    return [*said, gaps] if gaps else said


def needed_for(aim: int, possible: int) -> int:
    """Return how many of these sessions an aim in per cent asks for."""
    return -(-aim * possible // 100)


def part_time(view: View, setting: Setting) -> list[str]:
    """Return what an agreed part-time timetable expects now and next, what was attended, and agreed absence apart."""
    timetable, last = sees(view, "part_time"), sees(view, "attendance", "ends")
    if timetable is None:
        return []
    when = {"ahead": "To be expected", "over": "Expected at its end"}.get(timetable.state, "Expected now")
    said = [
        (
            f"{when}: {sentences.expected_week(timetable.expected)} "
            f"({sentences.span(timetable.expected_from, None, setting)})."
        )
    ]
    if sees(timetable, "next_from") and sees(timetable, "next_expected"):
        said.append(
            f"From {setting.day(timetable.next_from)}: {sentences.expected_week(timetable.next_expected)}."
        )
    if timetable.possible:
        other = (
            f"; {words.count(timetable.other_absences, 'expected session')} missed"
            if timetable.other_absences
            else ""
        )
        said.append(
            f"Attended {timetable.attended} of {timetable.possible} expected sessions{ends.after(last, setting.as_of)}{other}."
        )
    elif timetable.state != "ahead":
        said.append("No expected session is known yet.")
    if timetable.agreed_absences:
        said.append(f"{words.count(timetable.agreed_absences, 'agreed absence')} beside: not missed.")
    if timetable.state == "over" and not sees(timetable, "next_from"):
        said.append("It has ended: what is expected now?")
    gaps = register.gaps(
        ends.within(timetable.gaps, last), sees(view, "attendance", "register") or (), setting.as_of
    )
    return [*said, gaps] if gaps else said
