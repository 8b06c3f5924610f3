"""What was agreed for a pupil, and what is waited for, in words: target, part-time timetable, clocks, and support first.

Absence that was agreed is a word of its own and never a session missed. A deadline that has passed is the authority's.
"""

from collections.abc import Sequence

from liverecord.render import register, sentences, words
from liverecord.render.pieces import Setting, sees
from liverecord.view import View

_SHOWN_FIRST = ("appeal", "needs_assessment", "referral", "medical_event")


def ordered(circumstances: Sequence[View]) -> list[View]:
    """Return standing circumstances as the page has them: appeal, assessment, referral, medical event, then the others."""
    place = {kind: number for number, kind in enumerate(_SHOWN_FIRST)}
    return sorted(circumstances, key=lambda found: place.get(found.kind, len(place)))


def wait(found: View, setting: Setting) -> str:
    """Return how long a circumstance has been waited for, and what the authority was to have done by when."""
    said = [f"Waiting {words.count(found.weeks, 'week')}, since {setting.day(found.since)}."]
    for deadline in found.deadlines:
        day = setting.day(deadline.due)
        said.append(
            f"The authority was to {deadline.label} by {day}: that day has passed, and it is the authority's to answer."
            if deadline.passed
            else f"The authority is to {deadline.label} by {day}."
        )
    return " ".join(said)


def support_first(found: View, setting: Setting) -> str:
    """Return what calls for support first, in one line: counts beside the law's numbers, and never a verdict."""
    near, ill, run = (sees(found, name) for name in ("nearness", "sickness", "away_in_a_row"))
    said = []
    if near is not None:
        provisional = (
            f", {near.provisional} with a reason not yet established" if sees(near, "provisional") else ""
        )
        known = f" ({near.weeks} with marks{provisional})" if near.weeks != near.window_weeks else provisional
        asks = (
            f"; at {near.limit} the national framework asks the school to consider a notice"
            if near.reached
            else f", near the {near.limit} of the national framework"
        )
        said.append(
            f"{words.count(near.sessions, 'unauthorised session')} in the last "
            f"{words.count(near.window_weeks, 'school week')}{known}{asks}"
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
            f"{words.count(ill.sessions, 'session')} of illness this school year: the return to the authority {state}"
        )
    if not said and (sees(found, "severe") or sees(found, "persistent")):
        said.append(
            f"absence that national figures count as {'severe' if sees(found, 'severe') else 'persistent'}"
        )
    return f"{words.capped('; '.join(said))}." if said else ""


def progress(view: View, setting: Setting) -> list[str]:
    """Return attendance since the target was agreed, beside the own baseline and the steps: sessions first."""
    found = sees(view, "progress")
    if found is None:
        return []
    said = []
    if found.percent is None:
        said.append(f"No session that counts is known since {setting.day(found.since)}.")
    else:
        said.append(
            f"Since {setting.day(found.since)} attended {found.attended} of {found.possible} sessions of the agreed "
            f"timetable, {found.percent} % ({sentences.access_short(view, setting)})."
        )
    last_step = (found.now_aim, found.now_by) == (found.aim, found.by)
    needed = needed_for(found.now_aim, found.possible)
    named = "The aim is" if last_step else "The next step is"
    meets = f": {needed} of {found.possible} would meet it" if found.possible else ""
    said.append(f"{named} {found.now_aim} % by {setting.day(found.now_by)}{meets}.")
    if not last_step:
        said.append(f"The aim is {found.aim} % by {setting.day(found.by)}.")
    if found.baseline is not None:
        said.append(f"Own baseline {found.baseline} %.")
    steps = sees(view.plan, "attendance", "target", "steps") or ()
    if steps:
        listed = words.joined(f"{step.aim} % by {setting.day(step.date)}" for step in steps)
        said.append(f"Steps: {listed}.")
    gaps = register.gaps(found.gaps, sees(view, "attendance", "register") or (), setting.as_of)
    return [*said, gaps] if gaps else said


def needed_for(aim: int, possible: int) -> int:
    """Return how many of these sessions an aim in per cent asks for."""
    return -(-aim * possible // 100)


def part_time(view: View, setting: Setting) -> list[str]:
    """Return what an agreed part-time timetable expects now and next, and what was attended of that: agreed absence apart."""
    found = sees(view, "part_time")
    if found is None:
        return []
    when = {"ahead": "To be expected", "over": "Expected at its end"}.get(found.state, "Expected now")
    said = [
        f"{when}: {sentences.expected_week(found.expected)} ({sentences.span(found.expected_from, None, setting)})."
    ]
    if found.next_from is not None and found.next_expected is not None:
        said.append(f"From {setting.day(found.next_from)}: {sentences.expected_week(found.next_expected)}.")
    if found.possible:
        other = (
            f"; {words.count(found.other_absences, 'expected session')} missed"
            if found.other_absences
            else ""
        )
        said.append(f"Attended {found.attended} of {found.possible} expected sessions{other}.")
    elif found.state != "ahead":
        said.append("No expected session is known yet.")
    if found.agreed_absences:
        said.append(f"{words.count(found.agreed_absences, 'agreed absence')} beside: not missed.")
    if found.state == "over" and found.next_from is None:
        said.append("It has ended: what is expected now?")
    gaps = register.gaps(found.gaps, sees(view, "attendance", "register") or (), setting.as_of)
    return [*said, gaps] if gaps else said
