"""The five questions that the first screen of a pupil's page answers."""

from collections.abc import Iterable
from functools import partial

from markupsafe import Markup

from liverecord.render import no_date, sentences, words
from liverecord.render.environment import filled
from liverecord.render.pages.pupil import attended
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pages.pupil.reviews import dated
from liverecord.render.pieces import is_overdue, sees
from liverecord.view import View


def section(record: Joined) -> Markup:
    """Return the questions of which this audience may see an answer."""
    view, setting = record.view, record.setting
    weeks, access = attended.weeks(record), sentences.access_entry(view)
    open_concerns = record.open_concerns
    return filled(
        "pages/pupil/questions.html.j2",
        view=view,
        setting=setting,
        questions=_questions(record),
        open_concerns=open_concerns,
        first_patterns=attended.first_patterns(record),
        figures=sentences.figures(view, setting) if weeks else [],
        logged=sees(view, "attendance", "logged") or 0,
        access=sentences.access(access, setting) if access is not None and not weeks else "",
        drivers=[(concern, driver) for concern in open_concerns for driver in sees(concern, "drivers") or ()],
        actions_by_id=record.actions_by_id,
        voices=_voices(record),
        tried=_tried(record),
        tried_tag=partial(attended.tried_tag, record),
        tried_when=partial(attended.tried_when, record),
        next_steps=_next_steps(record),
        next_small=partial(_next_small, record),
        undated=[no_date.said(row, setting, record.view.id) for row in record.listed("undated")],
        checks=_merged(dated(record)),
        silences=record.listed("silences"),
    )


def _questions(record: Joined) -> frozenset[int]:
    """Return which of the five questions this audience may see an answer to."""
    view = record.view
    named = (
        (1, ("concerns", "attendance")),
        (2, ("concerns",)),
        (3, ("tried",)),
        (5, ("duties",)),
    )
    seen = {number for number, fields in named if any(view.has(field) for field in fields)}
    # Where only a colleague's actions may be seen, having none of those would not mean that there is no next step.
    return frozenset(seen | {4} if view.has("next_steps") or _next_steps(record) else seen)


def _tried(record: Joined) -> list[tuple[View, str]]:
    """Return what was tried, each with how its outcome stands; of several that one outcome has, with the first."""
    told: set[str] = set()
    lines = []
    for line in record.listed("tried"):
        stands = attended.tried_outcome(record, line)
        lines.append((line, "" if stands in told else stands))
        told.add(stands)
    return lines


def _next_steps(record: Joined) -> list[tuple[View, View | None]]:
    """Return the next steps, each with its duty; where they may not be seen, the actions that a colleague owes."""
    duties = record.listed("duties")
    if record.view.has("next_steps"):
        by_id = {duty.id: duty for duty in duties if duty.has("id")}
        return [(step, by_id.get(sees(step, "duty"))) for step in record.view.next_steps]
    return [(duty, duty) for duty in sorted(duties, key=lambda duty: duty.due) if duty.kind == "action_due"]


def _next_small(record: Joined, step: View, since: str = "") -> str:
    """Return who is away, and until when a step runs; `since` says since when somebody has held one that is late."""
    away = record.setting.absence(sees(step, "owner"))
    if since:
        due = since
    elif not sees(step, "due"):
        due = "no day set"
    elif step.due < record.view.as_of:
        due = "" if away else f"due {words.day(step.due)}"
    else:
        due = f"until {words.day(step.due)}"
    return words.beside((away, due))


def _voices(record: Joined) -> list[View]:
    """Return the newest words of each who spoke, the pupil's first."""
    newest: dict[str, View] = {}
    for voice in sees(record.view.plan, "views") or ():
        if voice.from_ not in newest or voice.date >= newest[voice.from_].date:
            newest[voice.from_] = voice
    return sorted(newest.values(), key=lambda voice: (voice.from_ != "pupil", voice.from_))


def _merged(duties: Iterable[View]) -> list[View]:
    """Return duties to look again, what is overdue first, without a driver's recheck on the day of a concern's review."""
    ordered = sorted(duties, key=lambda duty: not is_overdue(duty))
    reviewed = {duty.due for duty in ordered if duty.kind == "concern_review"}
    return [duty for duty in ordered if duty.kind != "driver_recheck" or duty.due not in reviewed]
