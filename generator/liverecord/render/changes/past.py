"""A pupil's past: the page of everything that changed, newest first, and the newest of it on the pupil's own page."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from liverecord.render import words
from liverecord.render.changes import lines
from liverecord.render.changes.filters import Filtered, filters_of
from liverecord.render.changes.nouns import SECTIONS, section
from liverecord.render.changes.sentences import Teller
from liverecord.render.changes.voice import names
from liverecord.render.environment import filled
from liverecord.render.pieces import Setting, has_page, safe, sees
from liverecord.view import Contents, Page, View

ADDRESS = "changes/"
"""Where the school's own changes stand. A site without that page tells nothing of the past at all."""

NOT_KNOWN = "Who changed what is not known: the records are not in git, or have no commits."

_NEWEST = 5
_SENTENCES = 3
"""So many revisions, and sentences of each, stand on the pupil's own page."""

_UNFOLDED = 8
"""So many sentences of one revision stand open on the page of the past."""

_KNOWN_AGAIN = 30
"""So many of the newest revisions a browser remembers to have seen."""


def history(view: View, school: View) -> Page | None:
    """Return the page of everything that changed in a pupil's record; None where the audience may not see it."""
    if not view.has("revisions") or not has_page(school, ADDRESS):
        return None
    setting = Setting(school, "../../", view.as_of)
    teller = Teller(setting, names=names(view))
    told = [(revision, lines.lines(revision, teller)) for revision in view.revisions]
    number = sum(len(found) for _, found in told)
    months = list(_months(told, setting))
    html = filled(
        "history.html.j2",
        name=view.name,
        back=f"{setting.root}pupils/{view.id}/",
        facts=[view.year_label, *([view.support_label] if view.has("support_label") else [])],
        number=number,
        not_known=NOT_KNOWN,
        months=[(anchor, heading, html) for anchor, heading, html in months],
        filters=filters_of(
            (
                Filtered((line.what for line in found), lines.who(revision), str(sees(revision, "by") or ""))
                for revision, found in told
            ),
            setting,
        ),
        id=view.id,
    )
    return Page(
        path=f"history/{view.id}/",
        title=f"What changed: {view.name}",
        content=html,
        description=f"What changed in the record of {view.name}, {view.year_label}",
        contents=tuple(Contents(title=heading, anchor=anchor) for anchor, heading, _ in months),
    )


def latest(view: View, setting: Setting) -> dict[str, Any]:
    """Return what the pupil's own page tells of the past: who last changed each part, and the newest revisions in short."""
    revisions: Sequence[View] = view.revisions if view.has("revisions") else ()
    teller = Teller(setting, names=names(view)) if revisions else None
    return {
        "changes_seen": view.has("revisions") and has_page(setting.school, ADDRESS),
        "last_changed": _last_changed(revisions, setting),
        "newest": [_short(revision, setting, teller) for revision in revisions[:_NEWEST]] if teller else [],
        "revisions_not_known": NOT_KNOWN,
        "revisions_href": f"{setting.root}history/{view.id}/",
        "revisions_marks": " ".join(mark for mark in map(lines.mark, revisions[:_KNOWN_AGAIN]) if mark),
    }


def _last_changed(revisions: Iterable[View], setting: Setting) -> list[tuple[str, Markup]]:
    """Return each part of the record that ever changed, in the page's order, with who last did so and when."""
    newest: dict[str, View] = {}
    for revision in revisions:
        for amendment in revision.amendments:
            newest.setdefault(section(amendment.part), revision)
    return [
        (heading, _who_and_when(newest[name], setting))
        for name, heading in SECTIONS.items()
        if name in newest
    ]


def _who_and_when(revision: View, setting: Setting) -> Markup:
    if lines.is_pending(revision):
        return Markup("not yet committed")
    day = lines.day_of(revision)
    parts = [part for part in (lines.by_whom(revision, setting), setting.day(day) if day else "") if part]
    return Markup(", ").join(parts)


def _short(revision: View, setting: Setting, teller: Teller) -> Markup:
    found = lines.lines(revision, teller)
    more = len(found) - _SENTENCES
    said = lines.listed(found[: _SENTENCES + (more == 1)], len(found), wordings=False)
    return safe(
        (
            _open(revision),
            '<p class="by">',
            _who_and_when(revision, setting),
            "</p>",
            said,
            f'<p class="small">and {more} more</p>' if more > 1 else "",
            "</li>",
        )
    )


def _open(revision: View) -> str:
    mark = lines.mark(revision)
    known = f' data-revision="{escape(mark)}"' if mark else ""
    return f'<li class="revision"{known}>'


# ── The page of the past ────────────────────────────────────────────────────────────────────────────────

_Told = tuple[View, list[lines.Line]]


def _months(told: Sequence[_Told], setting: Setting) -> Iterator[tuple[str, str, Markup]]:
    """Give each month with its anchor, heading and days; what is not committed comes first, without a month."""
    for (anchor, heading), found in groupby(told, key=lambda each: _month(each[0])):
        days = [
            safe(
                (
                    _day_heading(day),
                    '<ul class="revisions">',
                    *(_whole(each, setting) for each in of_day),
                    "</ul></section>",
                )
            )
            for day, of_day in groupby(found, key=lambda each: lines.day_of(each[0]))
        ]
        yield anchor, heading, safe(days)


def _month(revision: View) -> tuple[str, str]:
    if lines.is_pending(revision):
        return "pending", "Not yet committed"
    day = lines.day_of(revision)
    if day is None:
        return "some-day", "On a day that is not shown here"
    return f"m-{day:%Y-%m}", f"{words.MONTHS[day.month - 1]} {day.year}"


def _day_heading(day: date | None) -> str:
    return f"<section data-group><h3>{words.weekday_day(day)}</h3>" if day else "<section data-group>"


def _whole(told: _Told, setting: Setting) -> Markup:
    revision, found = told
    at = sees(revision, "at")
    head = [
        part
        for part in (lines.by_whom(revision, setting), lines.clock(at) if at else "", lines.commit(revision))
        if part
    ]
    what = " ".join(dict.fromkeys(line.what for line in found))
    return safe(
        (
            _open(revision).removesuffix(">"),
            f' data-entry data-what="{what}" data-by="{escape(lines.who(revision))}">',
            '<p class="by">' if head else "",
            Markup(", ").join(head),
            "</p>" if head else "",
            lines.message(revision),
            lines.listed(found, _UNFOLDED),
            "</li>",
        )
    )
