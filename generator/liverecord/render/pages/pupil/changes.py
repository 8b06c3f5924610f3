"""What changed lately in a pupil's record, in short, and who last changed each part."""

from collections.abc import Iterable

from markupsafe import Markup

from liverecord.render.changes import lines
from liverecord.render.changes.entries import ADDRESS
from liverecord.render.changes.nouns import SECTIONS
from liverecord.render.changes.nouns import section as section_of
from liverecord.render.changes.sentences import Teller
from liverecord.render.changes.voice import names
from liverecord.render.environment import filled
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pieces import Setting, has_page, safe
from liverecord.view import View

_NEWEST = 5
_SENTENCES = 3
"""So many revisions, and sentences of each, stand here; the page of the past has all."""

_KNOWN_AGAIN = 30
"""So many of the newest revisions a browser remembers to have seen."""


def section(record: Joined) -> Markup:
    """Return the newest changes; nothing where the past is hidden."""
    view, setting = record.view, record.setting
    if not view.has("revisions") or not has_page(setting.school, ADDRESS):
        return Markup()
    teller = Teller(setting, names=names(view)) if view.revisions else None
    marks = map(lines.mark, view.revisions[:_KNOWN_AGAIN])
    return filled(
        "pages/pupil/changes.html.j2",
        view=view,
        newest=[_short(each, setting, teller) for each in view.revisions[:_NEWEST]] if teller else [],
        last_changed=_last_changed(view.revisions, setting),
        revisions_not_known=lines.NOT_KNOWN,
        revisions_href=f"{setting.root}history/{view.id}/",
        revisions_marks=" ".join(mark for mark in marks if mark),
    )


def _last_changed(revisions: Iterable[View], setting: Setting) -> list[tuple[str, Markup]]:
    """Return each part of the record that ever changed, in the page's order, with who last did so and when."""
    newest: dict[str, View] = {}
    for revision in revisions:
        for amendment in revision.amendments:
            newest.setdefault(section_of(amendment.part), revision)
    return [
        (heading, lines.who_and_when(newest[name], setting))
        for name, heading in SECTIONS.items()
        if name in newest
    ]


def _short(revision: View, setting: Setting, teller: Teller) -> Markup:
    told = lines.lines(revision, teller)
    more = len(told) - _SENTENCES
    said = lines.listed(told[: _SENTENCES + (more == 1)], len(told), wordings=False)
    return safe(
        (
            lines.opened(revision),
            '<p class="by">',
            lines.who_and_when(revision, setting),
            "</p>",
            said,
            f'<p class="small">and {more} more</p>' if more > 1 else "",
            "</li>",
        )
    )
