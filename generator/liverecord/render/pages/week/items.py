"""What the parts of the week's page are made of: items, in groups, folded where they are many.

An item has three cells: the pupil, what is asked, and what stands beside it; below them are the blocks to paste, which
paper leaves out. Everything that people typed is escaped here.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from liverecord.render import paste, second_look, ways, words
from liverecord.render.pieces import Setting, is_web, safe, sees, year_and_form
from liverecord.render.rows import pupil_link
from liverecord.view import View

SHOWN = 40
"""How many pupils of a list are told in full before the rest stand by name alone."""

AT_ONCE = 8
"""How many of them stand open; the others are folded under "and 12 more"."""


class Item(NamedTuple):
    """One line: the pupil's summary, for the names of those that are not shown, and the HTML."""

    summary: View
    html: str


class Group(NamedTuple):
    """Items under a heading ("" for none), with a hint below it in small; `folded` as a whole where they may wait."""

    heading: str
    hint: str
    items: Sequence[Item]
    folded: bool = False


def folded(items: Sequence[Item], setting: Setting) -> Markup:
    """Return items as a list: the first ones open, the next folded, those past SHOWN by name alone."""
    if not items:
        return Markup()
    parts = [_listed(items[:AT_ONCE])]
    rest = items[AT_ONCE:SHOWN]
    if rest:
        named = [f"<li>{pupil_link(item.summary, setting)}</li>" for item in items[SHOWN:]]
        further = f'<ul class="jump named">{"".join(named)}</ul>' if named else ""
        more = f"<summary>and {len(items) - AT_ONCE:,} more</summary>"
        parts.append(f'<details class="further">{more}{_listed(rest)}{further}</details>')
    return safe(parts)


def _listed(items: Iterable[Item]) -> str:
    return f'<ul class="asked">{"".join(item.html for item in items)}</ul>\n'


def item(summary: View, setting: Setting, what: str, beside: str = "", below: str = "") -> Item:
    """Return an item; `what`, `beside` and `below` are HTML."""
    year = year_and_form(summary)
    side = f'<div class="beside">{beside}</div>' if beside else ""
    return Item(
        summary,
        f'<li><div class="who">{pupil_link(summary, setting)}<br><span class="small">{escape(year)}</span></div>'
        f'<div class="what">{what}</div>{side}{below}</li>\n',
    )


def with_week(summaries: Iterable[View]) -> Iterator[tuple[View, View]]:
    """Yield each pupil for whom the week asks something, with what it asks."""
    for summary in summaries:
        week = sees(summary, "week")
        if week is not None:
            yield summary, week


def keyworker(summary: View) -> str | None:
    """Return the id of a pupil's key worker, where there is one."""
    colleague = sees(summary, "keyworker")
    return None if colleague is None else str(colleague.id)


def small(text: str) -> str:
    """Return text as a small line; nothing where there is none."""
    return f'<p class="small">{escape(text)}</p>' if text else ""


def tools(below: str) -> str:
    """Return the blocks for writing, which paper leaves out."""
    return f'<div class="write">{below}</div>' if below else ""


def edit(week: View, section: str, summary: View, form: tuple[str, ...] = ()) -> Markup:
    """Return the link to a section's file on the forge; without a forge, the file's path and line.

    `form` is what asks for it where records are written by form: without one, that of the whole section.
    """
    link = _link(week, section)
    if link is None:
        return Markup()
    leads = ways.mark(summary.id, *(form or ways.SECTIONS[section]))
    if not link.exists:
        whose = second_look.unseen(f": {summary.name}")
        return safe(('<span class="edit"', leads, ">", "nothing written yet", whose, "</span>"))
    if link.url is not None and is_web(link.url):
        whose = second_look.unseen(f": {section}, {summary.name}")
        return safe(('<a class="edit"', leads, ' href="', escape(link.url), '">Edit this', whose, "</a>"))
    whose, at = second_look.unseen(f": {summary.name}"), f", line {link.line}" if link.line else ""
    return safe(('<span class="edit"', leads, ">", escape(f"{link.path}{at}"), whose, "</span>"))


def pasted(block: paste.Block, said: str, week: View, section: str, summary: View) -> str:
    """Return a folded block to paste, with the file it goes into."""
    link = _link(week, section)
    into = f"Into {link.path}, {block.where}." if link is not None else f"{block.where}."
    return (
        f'<details class="add"{ways.mark(summary.id, *block.form, chosen=block.chosen)}><summary>{escape(said)}{second_look.unseen(f": {summary.name}")}</summary>'
        f'<p class="small">{escape(words.capped(into))} {edit(week, section, summary)}</p>'
        f'<pre><code tabindex="0">{escape(block.yaml)}</code></pre></details>'
    )


class _Link(NamedTuple):
    path: str
    line: int | None
    url: str | None
    exists: bool


def _link(week: View, section: str) -> _Link | None:
    place = (sees(week, "edit") or {}).get(section)
    return _Link(*place) if place is not None else None
