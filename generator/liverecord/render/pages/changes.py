"""What changed lately in all records: by day, then by person, each pupil's changes under the one who made them.

What one commit did alike to many records, as an import of the register does, stands once, its pupils folded below.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup, escape

from liverecord.render import kept, words
from liverecord.render.changes import lines
from liverecord.render.changes.entries import ADDRESS, FEED, Entry, entries
from liverecord.render.changes.filters import Filtered, filters_of
from liverecord.render.changes.recent import lately
from liverecord.render.environment import filled
from liverecord.render.overview import Overview
from liverecord.render.pages.kind import PageKind
from liverecord.render.pieces import Setting, at_school, safe, sees
from liverecord.render.rows import pupil_link
from liverecord.view import Contents, Page, View

_A_DAY = 40
"""How many entries of one day stand on the page."""

_NAMED = 100
"""How many pupils are named where one commit did the same to all of them."""


TITLE = "What changed"


def changes(overview: Overview) -> Page:
    """Return the page of what changed in the school's records lately."""
    school, summaries = overview.school, overview.summaries
    setting = Setting(school, "../")
    all_entries = entries(school, summaries)
    days: dict[date | None, list[Entry]] = {}
    for entry in all_entries:
        days.setdefault(entry.day, []).append(entry)
    told = [(_anchor(day), _heading(day), _day(of_day, setting)) for day, of_day in days.items()]
    html = filled(
        "pages/changes.html.j2",
        title=TITLE,
        days=sees(school, "recent_days") or 0,
        number=len(all_entries),
        known=bool(sees(school, "commit")) or bool(all_entries),
        not_known=lines.NOT_KNOWN,
        told=told,
        filters=filters_of((_filtered(entry) for entry in all_entries), setting, summaries),
        feed=f"{setting.root}{FEED}",
    )
    return Page(
        path=ADDRESS,
        title=TITLE,
        content=html,
        description=f"What changed lately in the records{at_school(school)}",
        contents=tuple(Contents(title=heading, anchor=anchor) for anchor, heading, _ in told),
    )


def _anchor(day: date | None) -> str:
    return f"d-{day.isoformat()}" if day else "pending"


def _heading(day: date | None) -> str:
    return words.weekday_day(day) if day else "Not yet in the history"


def _day(of_day: Sequence[Entry], setting: Setting) -> Markup:
    """Return a day's entries by person, people in the order of their names, the newest of each first."""
    shown = of_day[:_A_DAY]
    people: dict[str, list[Entry]] = {}
    for entry in shown:
        people.setdefault(entry.revision.who, []).append(entry)
    parts = [
        _person(people[who], setting)
        for who in sorted(people, key=lambda who: (people[who][0].revision.by.casefold(), who))
    ]
    if len(of_day) > len(shown):
        more = words.count(
            len(of_day) - len(shown), "more change of that day is", "more changes of that day are"
        )
        parts.append(f'<p class="small">{more} told on the pupils\' own pages.</p>')
    return safe(parts)


def _person(of_person: Sequence[Entry], setting: Setting) -> str:
    first = of_person[0].revision
    name = setting.person(first.by_id, first.by) if first.by_id else escape(first.by)
    heading = f"<h3>{name}</h3>" if name else ""
    return "".join(
        (
            '<section class="by-person" data-group>',
            heading,
            '<ul class="revisions">',
            *(_entry(entry, setting) for entry in of_person),
            "</ul></section>",
        )
    )


def _entry(entry: Entry, setting: Setting) -> str:
    revision = entry.revision
    when = [
        part for part in (lines.clock(revision.at) if revision.at else "", lines.commit(revision)) if part
    ]
    small = f' <span class="small">{Markup(", ").join(when)}</span>' if when else ""
    said = [f'<li data-what="{what}">{html}</li>' for what, html in revision.said]
    if len(entry.pupils) > 1:
        return _alike(entry, said, small, setting)
    pupil = entry.pupils[0] if entry.pupils else None
    named = f"<b>{pupil_link(pupil, setting)}</b>" if pupil else "<b>The school's settings</b>"
    rest = f'<p class="small">{_more(revision.more, pupil, setting)}</p>' if revision.more else ""
    return "".join(
        (
            f'<li class="revision"{_told_to_filters(revision, pupil)}>',
            f'<p class="by">{named}{small}</p><ul class="changed">',
            *said,
            f"</ul>{rest}</li>",
        )
    )


def _more(number: int, pupil: View | None, setting: Setting) -> str:
    if pupil is None:
        return f"and {number} more"
    return f'<a class="alone" href="{setting.root}history/{escape(pupil.id)}/">and {number} more</a>'


def _alike(entry: Entry, said: Sequence[str], small: str, setting: Setting) -> str:
    revision, number = entry.revision, len(entry.pupils)
    named = [
        f"<li{_told_to_filters(revision, pupil)}>{pupil_link(pupil, setting)}</li>"
        for pupil in entry.pupils[:_NAMED]
    ]
    rest = f'<p class="small">and {number - _NAMED} more</p>' if number > _NAMED else ""
    return "".join(
        (
            f'<li class="revision" data-group><p class="by"><b>{words.count(number, "pupil")}</b>{small}</p><ul class="changed">',
            *said,
            f'</ul><details><summary>Their names</summary><ul class="jump">{"".join(named)}</ul>{rest}</details></li>',
        )
    )


def _filtered(entry: Entry) -> Filtered:
    return Filtered(entry.revision.what, entry.revision.who, entry.revision.by)


def _told_to_filters(revision: View, pupil: View | None) -> str:
    """Return what the browser filters an entry by."""
    values: Mapping[str, str] = {
        "what": " ".join(revision.what),
        "by": revision.who,
        "year": sees(pupil, "year_label") or "" if pupil else "",
        "form": sees(pupil, "form") or "" if pupil else "",
    }
    return " data-entry" + "".join(
        f' data-{name}="{escape(value)}"' for name, value in values.items() if value
    )


def _lately(view: View, school: View | None) -> dict[str, tuple[View, ...]]:
    """Return the revisions of the last days, told."""
    return {"lately": lately(view, school)} if school is not None and view.has("revisions") else {}


PAGE = PageKind(
    ADDRESS,
    TITLE,
    tab=ADDRESS,
    needs=("revisions.amendments",),
    keeps=(kept.line, _lately),
    of_school=lambda overview: [changes(overview)],
)
