"""What changed lately in all records: by day, then by person, each pupil's changes under the one who made them.

What one commit did alike to many records, as an import of the register does, stands once, with the pupils folded below.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from markupsafe import Markup, escape

from liverecord.render import words
from liverecord.render.changes import lines
from liverecord.render.changes.filters import Filtered, filters_of
from liverecord.render.changes.past import ADDRESS, NOT_KNOWN
from liverecord.render.changes.recent import of_school
from liverecord.render.environment import filled
from liverecord.render.pieces import Setting, safe, sees
from liverecord.render.rows import pupil_link
from liverecord.view import Contents, Page, View

FEED = "changes.xml"
"""The address of the feed, below the site's root."""

_A_DAY = 40
"""So many commits' entries of one day stand on the page."""

_ALIKE = 4
"""So many pupils to whom one commit did the same stand one by one; more are told of together."""

_NAMED = 100
"""So many pupils are named where one commit did the same to all of them."""


class Entry(NamedTuple):
    """What one commit did to one pupil's record, or alike to several; to none: to the school's settings."""

    revision: View
    pupils: tuple[View, ...]

    @property
    def day(self) -> date | None:
        """Return its day; None where it is not committed yet."""
        return lines.day_of(self.revision)


def changes(school: View, summaries: Sequence[View]) -> Page:
    """Return the page of what changed in the school's records lately."""
    setting = Setting(school, "../")
    found = entries(school, summaries)
    days: dict[date | None, list[Entry]] = {}
    for entry in found:
        days.setdefault(entry.day, []).append(entry)
    told = [(_anchor(day), _heading(day), _day(of_day, setting)) for day, of_day in days.items()]
    html = filled(
        "changes.html.j2",
        title="What changed",
        days=sees(school, "recent_days") or 0,
        number=len(found),
        known=bool(sees(school, "commit")) or bool(found),
        not_known=NOT_KNOWN,
        told=told,
        filters=filters_of((_filtered(entry) for entry in found), setting, summaries),
        feed=f"{setting.root}{FEED}",
    )
    return Page(
        path=ADDRESS,
        title="What changed",
        content=html,
        description=f"What changed lately in the records of {school.name}",
        contents=tuple(Contents(title=heading, anchor=anchor) for anchor, heading, _ in told),
    )


def entries(school: View, summaries: Iterable[View]) -> list[Entry]:
    """Return what changed lately, newest first, what is not committed yet before all."""
    alike: dict[tuple[object, ...], list[tuple[View, View]]] = {}
    for summary in summaries:
        for revision in sees(summary, "lately") or ():
            key = (revision.commit, revision.at, revision.who, revision.said, revision.plain, revision.more)
            alike.setdefault(key, []).append((revision, summary))
    found = [Entry(revision, ()) for revision in of_school(school)]
    for same in alike.values():
        if len(same) > _ALIKE:
            found.append(Entry(same[0][0], tuple(sorted((pupil for _, pupil in same), key=_by_name))))
        else:
            found += [Entry(revision, (pupil,)) for revision, pupil in same]
    pending = [entry for entry in found if entry.day is None]
    committed = [entry for entry in found if entry.day is not None]
    # Two sorts: the newest first, and what one moment did by pupil.
    committed.sort(key=_order)
    committed.sort(key=lambda entry: entry.revision.at, reverse=True)
    return sorted(pending, key=_order) + committed


def _order(entry: Entry) -> tuple[str, str, str]:
    name, pupil = _by_name(entry.pupils[0]) if entry.pupils else ("", "")
    return (str(entry.revision.commit or ""), name, pupil)


def _by_name(summary: View) -> tuple[str, str]:
    return (summary.name.casefold(), summary.id)


def _anchor(day: date | None) -> str:
    return f"d-{day.isoformat()}" if day else "pending"


def _heading(day: date | None) -> str:
    return words.weekday_day(day) if day else "Not yet committed"


def _day(found: Sequence[Entry], setting: Setting) -> Markup:
    """Return a day's entries by person, people in the order of their names, the newest of each first."""
    shown = found[:_A_DAY]
    people: dict[str, list[Entry]] = {}
    for entry in shown:
        people.setdefault(entry.revision.who, []).append(entry)
    parts = [
        _person(people[who], setting)
        for who in sorted(people, key=lambda who: (people[who][0].revision.by.casefold(), who))
    ]
    if len(found) > len(shown):
        more = words.count(
            len(found) - len(shown), "more change of that day is", "more changes of that day are"
        )
        parts.append(f'<p class="small">{more} told on the pupils\' own pages.</p>')
    return safe(parts)


def _person(found: Sequence[Entry], setting: Setting) -> str:
    first = found[0].revision
    name = setting.person(first.by_id, first.by) if first.by_id else escape(first.by)
    heading = f"<h3>{name}</h3>" if name else ""
    return "".join(
        (
            '<section class="by-person" data-group>',
            heading,
            '<ul class="revisions">',
            *(_entry(entry, setting) for entry in found),
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
        "year": str(pupil.year_label) if pupil else "",
        "form": sees(pupil, "form") or "" if pupil else "",
    }
    return " data-entry" + "".join(
        f' data-{name}="{escape(value)}"' for name, value in values.items() if value
    )
