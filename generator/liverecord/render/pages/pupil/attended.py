"""What both of a pupil's pages say about attendance. Without marks, or where they are hidden, every part is empty."""

from typing import Any

from markupsafe import Markup

from liverecord.render import ends, given, patterns, results, sentences, standing, words
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pieces import sees
from liverecord.view import View

_FIRST_SCREEN = 2
"""Patterns on the first screen."""

_MOST_DAYS = 12
"""Days that are named one by one; more are named by the first and the last."""


def weeks(record: Joined) -> tuple[View, ...]:
    """Return the school year's register, oldest week first."""
    return sees(record.view, "attendance", "register") or ()


def last_marks(record: Joined) -> View | None:
    """Return the day on which the marks end."""
    last: View | None = sees(record.view, "attendance", "ends")
    return last


def every_pattern(record: Joined) -> tuple[View, ...]:
    """Return every pattern that was found."""
    return sees(record.view, "attendance", "patterns") or ()


def first_patterns(record: Joined) -> list[str]:
    """Return the patterns that the first screen names."""
    until = _until(record)
    return [patterns.sentence(each, until) for each in every_pattern(record)[:_FIRST_SCREEN]]


def said(record: Joined, most_days: int | None = None) -> dict[str, Any]:
    """Return the sentences that both pages have; a pattern of more days than `most_days` leaves them to the other page."""
    view, setting, of_year = record.view, record.setting, weeks(record)
    if not view.has("attendance"):
        return {}
    attendance, last, until = view.attendance, last_marks(record), _until(record)
    return {
        "counts": sentences.counts(view),
        "explained": sentences.explained(view),
        "progress": standing.progress(view, setting),
        "part_time": standing.part_time(view, setting),
        "movements": [
            sentences.movement(movement, setting.as_of, last)
            for movement in sees(attendance, "movements") or ()
        ],
        "runs": [patterns.run(run, last, setting) for run in sees(attendance, "runs") or ()],
        "patterns": [
            (patterns.sentence(pattern, until), patterns.evidence(pattern, of_year, setting, most_days))
            for pattern in every_pattern(record)
        ],
        "looked": patterns.looked(sees(attendance, "looked"), every_pattern(record), of_year, last, setting),
        "asked": asked(record),
    }


def _until(record: Joined) -> str:
    return ends.until(last_marks(record), record.setting.as_of)


def tried_tag(record: Joined, line: View) -> Markup:
    """Return how something that was tried stands: provision's own state, and the result; the words beside it stand apart."""
    setting = record.setting
    made = [results.tag(line, setting)]
    if line.source != "action":
        made.insert(0, given.tag(sees(line, "status"), sees(line, "ended_on"), setting))
    return Markup(" ").join(part for part in made if part)


def tried_outcome(record: Joined, line: View) -> str:
    """Return where the outcome of provision stood and stands; where sessions say whether it helps, only what is recorded."""
    outcome = record.outcome_of(line.id) if line.source != "action" and line.has("id") else None
    if outcome is None:
        return ""
    reviews = record.listed("reviews")
    if sees(line, "about_attendance") and not results.is_recorded(outcome, reviews):
        return ""
    stands = results.outcome_stands(outcome, reviews, record.setting)
    return f"Towards: {words.ended(outcome.text)} {stands}" if stands else ""


def tried_span(record: Joined, line: View) -> str:
    """Return from when to when it was tried, "" where no day is known."""
    days = sees(line, "started_on"), sees(line, "ended_on")
    if line.source == "action":
        return sentences.span(*days, record.setting)
    return given.span(sees(line, "status"), *days, record.setting)


def tried_when(record: Joined, line: View) -> str:
    """Return since when it was tried, what the counts were before and since, and who agreed."""
    setting = record.setting
    before_after = sees(line, "before_after")
    when = tried_span(record, line)
    agreed = (
        f"agreed with {setting.listed('agreed_with', line.agreed_with)}" if sees(line, "agreed_with") else ""
    )
    if before_after is None or not sentences.has_sides(before_after):
        return ", ".join(part for part in (when or "start not recorded", agreed) if part)
    compared = sentences.before_after(
        before_after, patterns.such(record.pattern), last_marks(record), setting
    )
    return words.beside(
        ("" if when == f"since {setting.day(before_after.since)}" else when, compared, agreed)
    )


def note_days(record: Joined, note: View) -> str:
    """Return which sessions a reason is for: "15 September to 19 November, Tuesday and Thursday mornings"."""
    setting = record.setting
    when = sentences.span(note.from_, sees(note, "until") or note.from_, setting)
    days = words.joined(setting.label("weekday", name) for name in sees(note, "days") or ())
    half = words.HALVES.get(note.session, str(note.session)) + "s" if sees(note, "session") else ""
    return ", ".join(part for part in (when, f"{days} {half}".strip()) if part)


def note_joins(record: Joined, note: View) -> list[str]:
    """Return what a reason is joined to: the concern, action, provision or condition that it names."""
    lines = []
    concern = record.concerns_by_id.get(sees(note, "concern") or "")
    if concern is not None:
        lines.append(f"concern: {concern.what}")
    action = record.actions_by_id.get(sees(note, "action"))
    if action is not None:
        lines.append(f"action: {action.what}")
    provision, condition = sees(note, "provision"), sees(note, "condition")
    if provision:
        lines += [f"provision: {line.what}" for line in record.provision() if sees(line, "id") == provision]
    if condition:
        lines += [
            f"condition: {each.name}"
            for each in sees(record.view.plan, "conditions") or ()
            if each.id == condition
        ]
    return lines


def asked(record: Joined) -> list[tuple[str, str]]:
    """Return each question with what stands small below it."""
    return [
        (
            record.setting.label("question", question.kind),
            words.beside((_about(record, question), _days(record, question))),
        )
        for question in record.listed("questions")
    ]


def _about(record: Joined, question: View) -> str:
    item = sees(question, "item")
    if item is None:
        return ""
    setting = record.setting
    if question.source in {"note", "log"}:
        lines = (line for name in ("notes", "log") for line in record.listed(name) if line.id == item)
        return next((setting.label("reason", sees(line, "reason")) for line in lines), "")
    if question.source == "driver":
        drivers = (each for concern in record.listed("concerns") for each in sees(concern, "drivers") or ())
        return next(
            (setting.label("driver", each.driver) for each in drivers if sees(each, "id") == item), ""
        )
    return next((str(line.what) for line in record.provision() if sees(line, "id") == item), "")


def _days(record: Joined, question: View) -> str:
    if not question.sessions:
        return ""
    days = (
        f" on {words.days(question.days, record.setting.as_of)}" if len(question.days) <= _MOST_DAYS else ""
    )
    if not days and question.days:
        days = f", {sentences.span(question.days[0], question.days[-1], record.setting)}"
    return f"{words.count(question.sessions, 'session')}{days}"
