"""What to look at before a copy is handed over: for the SENCO, beside the copy and no part of it.

It names people by their ids alone and quotes nothing, because it may lie about longer than the copy.
"""

import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import msgspec

from liverecord.copies.people import Finder
from liverecord.copies.plain import plain
from liverecord.model.parts import FIELDS, LISTS
from liverecord.model.records import Pupil
from liverecord.model.rulebook import Copies, Purpose
from liverecord.render import words
from liverecord.view import View

_WRITTEN = frozenset({"text", "texts", "line"})
_FILES = {
    "notes": "absences",
    "log": "absences",
    "lessons": "absences",
    "timetable": "absences",
    "weeks": "absences",
}
_WIDTH = 100


class Spot(NamedTuple):
    """A place in a record: its part, as audiences.yml names it, and the ids that lead to it, outermost first."""

    part: str
    ids: tuple[str, ...]


def checklist(
    pupil: Pupil, view: View, copies: Copies, purpose: Purpose, finder: Finder, today: date, *, history: bool
) -> str:
    """Return the list for a copy. `view` is what the copy holds, with names as they were typed."""
    lines = [
        f"Before you hand this over: {pupil.id}, {words.uncapped(purpose.label)}, {words.day(today)}",
        "For you alone. This list is no part of the copy: do not send it.",
        "",
    ]
    lines += [line for each in (*purpose.check, *copies.always_checked) for line in _box(each)]
    lines += ["", *_restricted(pupil, purpose), "", *_named(pupil, view, purpose, finder)]
    if pupil.plan.safeguarding is not None:
        does = "holds" if _holds_pointer(view) else "does not hold"
        lines += [
            "",
            *_box(
                f"The record points at a safeguarding record, and this copy {does} the pointer. Ask who holds that record."
            ),
        ]
    if history:
        lines += [
            "",
            *_box("The copy holds what changed and when, old wordings included. Read that part as well."),
        ]
    if purpose.people == "name":
        lines += [
            "",
            *_box("The files in data/ are as they were typed, with the comments in them. Read those too."),
        ]
    return "\n".join(lines) + "\n"


def _restricted(pupil: Pupil, purpose: Purpose) -> list[str]:
    """Return the items marked restricted, by where they stand: a decision for each where the copy holds them."""
    spots = list(_restricted_spots(pupil))
    if not spots:
        return _box("Nothing in this record is marked restricted.")
    does = (
        "The copy holds them: decide for each" if purpose.with_restricted else "The copy does not hold them"
    )
    said = words.count(len(spots), "item is", "items are")
    return [
        *_box(f"{said} marked restricted. {does}."),
        *(f"        {_place(pupil, spot)}" for spot in spots),
    ]


def _named(pupil: Pupil, view: View, purpose: Purpose, finder: Finder) -> list[str]:
    """Return where a text names somebody whom the school's records know."""
    lines = [
        f"        {_place(pupil, spot)}: {', '.join(ids)}"
        for spot, text in _texts(view)
        if (ids := finder.names_in(text))
    ]
    if not lines:
        return _box(
            "No text of it names a colleague or a pupil whom the school's records know. There may be others."
        )
    does = "each is replaced in the copy" if purpose.people == "role" else "they stand in the copy"
    return [
        *_box(f"These texts name colleagues or other pupils by names that the records know; {does}:"),
        *lines,
    ]


def _box(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="[ ] ", subsequent_indent="    ")


def _holds_pointer(view: View) -> bool:
    return view.has("plan") and view.plan.has("safeguarding") and view.plan.safeguarding is not None


# ── Walking a record ────────────────────────────────────────────────────────────────────────────────────


def _restricted_spots(pupil: Pupil) -> Iterator[Spot]:
    record = msgspec.to_builtins(pupil)
    parts = {"plan": record["plan"], **record["absences"]}
    parts |= {name: record[name] for name in LISTS}
    for part, value in parts.items():
        for spot, item in _walk(part, value, ()):
            if item.get("restricted") is True:
                yield spot


def _texts(view: View) -> Iterator[tuple[Spot, str]]:
    for name, value in view:
        if name in ("revisions", "name", "id", "as_of"):
            continue
        for spot, item in _walk(name, plain(value), ()):
            for key, field in FIELDS.get(spot.part, {}).items():
                if field.kind in _WRITTEN and spot.part != "plan.pupil" and item.get(key):
                    texts = item[key] if isinstance(item[key], list) else [item[key]]
                    yield from ((spot, str(text)) for text in texts)


def _walk(part: str, value: Any, ids: tuple[str, ...]) -> Iterator[tuple[Spot, Mapping[str, Any]]]:
    """Yield each mapping of a record with where it stands."""
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _walk(part, each, ids)
    elif isinstance(value, dict):
        here = (*ids, value["id"]) if isinstance(value.get("id"), str) else ids
        yield Spot(part, here), value
        for key, each in value.items():
            yield from _walk(f"{part}.{key}", each, here)


def _place(pupil: Pupil, spot: Spot) -> str:
    """Return where a thing is written: the file and the line of it, or of what holds it, and its ids."""
    first, _, rest = spot.part.partition(".")
    file = _FILES.get(first, first)
    top = rest.partition(".")[0] if first == "plan" else first
    keys = [f"{file}.{top}.{spot.ids[0]}"] if spot.ids else []
    place = next((pupil.places[key] for key in (*keys, f"{file}.{top}", file) if key in pupil.places), None)
    where = f"{place.path}:{place.line}" if place else file
    return f"{where} {'.'.join(spot.ids)}".strip()
