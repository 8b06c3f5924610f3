"""What the week's page keeps of a pupil: only where the week asks for something, and as little as says it.

A school of ten thousand pupils keeps ten thousand summaries at once. So sentences about marks are made here, from the
pupil's own view, and the marks are left behind.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from liverecord.render import ends, paste, patterns, register, second_look, sentences
from liverecord.render.pieces import address, sees
from liverecord.view import View

MORE, FEWER = "more", "fewer"

_PATTERNS = 3
"""Patterns of a pupil that the page names; the pupil's own page has them all."""

_SECTIONS = frozenset(("concerns", "actions", "contacts", "reviews"))


def newest_marks(view: View) -> tuple[date, ...]:
    """Return the Mondays of the newest week whose marks tell anything, and of the school week before it."""
    movements = sees(view, "attendance", "movements")
    if not movements:
        return ()
    newest = movements[0].last
    before = [
        week.monday for week in (sees(view, "attendance", "register") or ())[-3:] if week.monday < newest
    ]
    return (newest, *before[-1:])


def weekly(view: View) -> View | None:
    """Return what the week asks of a pupil; None where that is nothing.

    Where attendance moved or repeats, it holds `moved` (more, fewer), `moves` (now, before), `gaps` and `patterns` in
    words, `size` (sessions more or fewer than the pupil's own earlier weeks would bring) and `access`. It holds
    `lacks`, `contact_due`, `not_written_up` and `in_name_only` as the view has them, each sign with what it is
    `about`.

    Where something is to be written, it holds the open `concerns`, the `free` ids of the next items (with whether
    there are any) and the days that were `checked`. `edit` holds each file's path, line, address on the forge and
    whether it is there.
    """
    if view.has("on_roll") and not view.on_roll:
        return None
    fields = _movement(view)
    for name in ("lacks", "not_written_up"):
        if sees(view, name):
            fields[name] = getattr(view, name)
    if sees(view, "contact_due") is not None:
        fields["contact_due"] = view.contact_due
    if sees(view, "in_name_only"):
        fields["in_name_only"] = tuple(
            View(**dict(sign), about=second_look.named(sign, view)) for sign in view.in_name_only
        )
    if not fields and not sees(view, "silences"):
        return None
    return View(**fields, **_to_write(view))


def _movement(view: View) -> dict[str, Any]:
    movements = [each for each in sees(view, "attendance", "movements") or () if each.change in (MORE, FEWER)]
    repeats = sees(view, "attendance", "patterns") or ()
    is_open = any(concern.status == "open" for concern in sees(view, "concerns") or ())
    if not movements and (not repeats or is_open or not view.has("concerns")):
        return {}
    last = sees(view, "attendance", "ends")
    until = ends.until(last, view.as_of)
    fields: dict[str, Any] = {
        "patterns": tuple(patterns.sentence(each, until) for each in repeats[:_PATTERNS])
    }
    if movements:
        first = movements[0]
        gaps = register.gaps(first.gaps, sees(view, "attendance", "register") or (), view.as_of)
        fields["moved"] = first.change
        fields["span"] = first.span
        fields["moves"] = tuple(sentences.moved(each, view.as_of, last) for each in movements)
        fields["gaps"] = gaps
        fields["size"] = abs(first.missed - first.earlier_missed * first.possible / first.earlier_possible)
        fields["newest"] = first.last
    if view.plan.has("attendance") and view.plan.attendance.has("access"):
        fields["access"] = sentences.access_entry(view)
    return fields


def _to_write(view: View) -> dict[str, Any]:
    """Return what the lines to be written need: open concerns, the next free ids, and where each file is edited."""
    fields: dict[str, Any] = {
        "concerns": tuple(_concerns(view)),
        "free": {
            name: (paste.next_id(prefix, getattr(view, name)), bool(getattr(view, name)))
            for name, prefix in (("contacts", "k"), ("actions", "a"))
            if view.has(name)
        },
    }
    if sees(view, "lacks"):
        fields["checked"] = _checked(view)
    if view.has("edit"):
        # Tuples take a third of the memory of Views, and every summary is in memory at once.
        fields["edit"] = {
            link.section: (
                link.path,
                sees(link, "line"),
                address(link),
                not link.has("exists") or link.exists,
            )
            for link in view.edit
            if link.section in _SECTIONS
        }
    return fields


def _concerns(view: View) -> Iterator[View]:
    for concern in sees(view, "concerns") or ():
        if concern.status == "open":
            updates = sees(concern, "updates") or ()
            yield View(
                id=concern.id,
                what=concern.what,
                owner=sees(concern, "owner"),
                plan_version=sees(concern, "plan_version"),
                line=paste.next_id("u", updates) if concern.has("updates") else None,
                follows=bool(updates),
            )


def _checked(view: View) -> View:
    """Return what the week's checklist shows where nothing is missing.

    That is the plan's version, and the days of the next step, the last conversation and the next review.
    """
    to_come = [
        step.due for step in sees(view, "next_steps") or () if sees(step, "due") and step.due >= view.as_of
    ]
    reviews = [duty.due for duty in sees(view, "duties") or () if duty.group == "review"]
    said = [
        contact.date
        for contact in sees(view, "contacts") or ()
        if contact.date <= view.as_of and sees(contact, "reached")
    ]
    return View(
        version=sees(view.plan, "version"),
        step=min(to_come, default=None),
        contact=max(said, default=None),
        review=min(reviews, default=None),
    )
