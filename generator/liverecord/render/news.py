"""What changed lately of what everyone who teaches sees, in plain words, for the first page of those who teach.

That something changed comes from the past; its words come from the record as it stands. What somebody took back, such as a
condition's name typed by mistake, is said nowhere again.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup

from liverecord.model.parts import FIELDS
from liverecord.render import words
from liverecord.render.overview import Overview
from liverecord.render.pieces import Setting, sees
from liverecord.render.rows import pupil_link
from liverecord.view import View

_DAYS = 3
"""So many days of a pupil's are told; the newest are what a teacher has not read yet."""

_LETTERS = 140
"""Of a longer text the pupil's page says the rest."""


class News(NamedTuple):
    """What changed of one pupil on one day. `classes` are the slugs of the pupil's classes, by which a browser narrows the list."""

    on: date
    pupil: Markup
    classes: str
    said: tuple[str, ...]


def keep(view: View) -> dict[str, Any]:
    """Keep what changed of a pupil, in words."""
    if not view.has("news"):
        return {}
    told: set[tuple[str, str]] = set()
    days = []
    for day in view.news:
        said = tuple(_said(day.amendments, view, told))
        if said:
            days.append(View(on=day.on, said=said))
    return {"news": tuple(days[:_DAYS])}


def news(overview: Overview, setting: Setting) -> list[News]:
    """Return what changed of everybody on the roll, newest first, then by name."""
    classes: dict[str, list[str]] = {}
    for name, members in overview.members.items():
        for summary in members:
            classes.setdefault(summary.id, []).append(overview.classes[name])
    told = [(day.on, summary, day.said) for summary in overview.here for day in sees(summary, "news") or ()]
    told.sort(key=lambda each: (each[1].name.casefold(), each[1].id))
    told.sort(key=lambda each: each[0], reverse=True)
    return [
        News(day, pupil_link(summary, setting), " ".join(classes.get(summary.id, ())), said)
        for day, summary, said in told
    ]


def _said(amendments: Sequence[View], view: View, told: set[tuple[str, str]]) -> Iterator[str]:
    """Yield a sentence for each thing that changed, but for one that a newer change has told of already."""
    for each in amendments:
        name = each.part.rpartition(".")[2]
        thing = each.part.rpartition(".")[0] if each.kind == "changed" else each.part
        which = (thing if each.item else each.part, str(each.item or ""))
        say = _SAYS.get(thing)
        if say is None or which in told:
            continue
        if said := say(each, name, view):
            told.add(which)
            yield said


def _of_passport(amendment: View, name: str, view: View) -> str:
    passport = sees(view.plan, "passport")
    if amendment.kind != "changed":
        return "Passport written" if amendment.kind == "added" and passport is not None else ""
    field, now = FIELDS["plan.passport"].get(name), sees(passport, name)
    if field is None or name == "first":
        return ""
    if isinstance(now, tuple):
        new = [
            line for line in _lines(amendment.after) if line in now and line not in _lines(amendment.before)
        ]
        return f"{field.title}: {_quoted(new)}" if new else f"{field.title}: changed"
    return f"{field.title}: {_quoted([now])}" if now and now == amendment.after else f"{field.title}: changed"


def _of_plan(amendment: View, name: str, view: View) -> str:
    if amendment.kind == "begun":
        return "New record"
    if name == "support" and sees(view, "support_label"):
        return f"Support: now {words.uncapped(view.support_label)}"
    if name == "keyworker":
        person = sees(view, "keyworker")
        return (
            f"Key worker: now {person.name}"
            if person is not None and sees(person, "name")
            else "Key worker: nobody at present"
        )
    return ""


def _of_identity(_: View, name: str, __: View) -> str:
    return "Name in use: changed" if name == "known_as" else ""


def _of_outcome(amendment: View, name: str, view: View) -> str:
    """Return that the pupil works towards something, as long as that stands."""
    now = next((each for each in sees(view.plan, "outcomes") or () if each.id == amendment.item), None)
    if now is None or amendment.kind == "removed" or (amendment.kind == "changed" and name != "text"):
        return ""
    return f"Works towards: {_quoted([now.text])}" if sees(now, "text") else ""


def _of_provision(amendment: View, _: str, view: View) -> str:
    """Return that support is in place, or how it changed, as long as it stands."""
    every = (
        each for outcome in sees(view.plan, "outcomes") or () for each in sees(outcome, "provision") or ()
    )
    now = next((each for each in every if each.id == amendment.item), None)
    if now is None or not sees(now, "what"):
        return ""
    verb = "New support" if amendment.kind == "added" else "Support changed"
    return f"{verb}: {_quoted([now.what])}"


_SAYS: dict[str, Callable[[View, str, View], str]] = {
    "plan": _of_plan,
    "plan.passport": _of_passport,
    "plan.pupil": _of_identity,
    "plan.outcomes": _of_outcome,
    "plan.outcomes.provision": _of_provision,
}
"""What is told, by the thing that changed. Of lessons, dates and papers nobody is told here."""


def _lines(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()


def _quoted(lines: Sequence[str]) -> str:
    return ", ".join(f"“{_short(line)}”" for line in lines)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LETTERS else f"{line[:_LETTERS].rpartition(' ')[0] or line[:_LETTERS]}…"
