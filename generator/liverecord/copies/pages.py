"""A copy as one page: readable without a network, on paper and on a phone, with nothing in it but what the copy holds."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from liverecord.copies.plain import plain
from liverecord.copies.sections import (
    GROUPS,
    NOTHING,
    Writer,
    anchor_of,
    known_things,
    part_of,
    register,
    title_of,
)
from liverecord.model.rulebook import Purpose
from liverecord.render import words
from liverecord.render.changes import Teller, Told, names
from liverecord.render.pieces import Setting, safe
from liverecord.view import View

STYLES = "copy.css"


class Since(NamedTuple):
    """What changed since a day, or since an earlier copy of that day (`is_copy`).

    `revisions` is None where that cannot be told. `why` gives the reason, or what else the reader should know.
    """

    on: date
    revisions: tuple[View, ...] | None
    why: str = ""
    is_copy: bool = True


class Facts(NamedTuple):
    """What a page says about itself. `commit` is the records' commit; `pending` tells whether they differ from it."""

    school: str
    purpose: Purpose
    commit: str | None
    pending: bool
    version: str


def page(
    view: View,
    weeks: Mapping[date, str] | None,
    facts: Facts,
    labels: Mapping[str, Mapping[str, str]],
    marks: Callable[[str], list[tuple[str, str]]],
    since: Since | None,
    history: Sequence[View] | None,
) -> bytes:
    """Return the page. `weeks` None: the copy does not hold the register; `history` None: it was not asked for."""
    case = {name.removesuffix("_"): plain(value) for name, value in view}
    writer = Writer(lambda name, code: labels.get(name, {}).get(code, code), known_things(case))
    setting = Setting(
        View(labels={name: dict(rows) for name, rows in labels.items()}, name=facts.school), "", view.as_of
    )
    teller = Teller(setting, names=names(view))
    body: list[Markup] = []
    listed: list[tuple[str, str, list[tuple[str, str]]]] = []
    if since is not None:
        title = "What changed since the last copy" if since.is_copy else "What changed lately"
        listed.append(("since", title, []))
        body += [_heading(2, "since", title), _since(since, teller)]
    for number, (title, sections) in enumerate(GROUPS.items(), 1):
        parts = []
        entries = []
        for part in sections:
            content = _content(part, case, weeks, marks, writer)
            if content is None:
                continue
            anchor = anchor_of(part)
            entries.append((anchor, title_of(part)))
            parts += [_heading(3, anchor, title_of(part)), content]
        if parts:
            listed.append((f"group-{number}", title, entries))
            body += [_heading(2, f"group-{number}", title), *parts]
    if history is not None:
        listed.append(("history", "What changed, and when", []))
        body += [_heading(2, "history", "What changed, and when"), _revisions(history, teller)]
    return _document(view, facts, listed, body).encode("utf-8", "replace")


def told(revision: View, teller: Teller) -> list[Told]:
    """Return what a revision changed, in sentences."""
    return [teller.told(amendment) for amendment in revision.amendments]


def _content(part: str, case: Mapping[str, Any], weeks: Any, marks: Any, writer: Writer) -> Markup | None:
    """Return a section's content; None where the copy does not hold it."""
    if part == "weeks":
        return None if weeks is None else register(weeks, marks)
    try:
        return writer.section(part, part_of(case, part))
    except KeyError:
        return None


def _document(
    view: View, facts: Facts, listed: Sequence[tuple[str, str, list[tuple[str, str]]]], body: Sequence[Markup]
) -> Markup:
    title = f"{facts.purpose.label}: {view.name}"
    stands = f"As the record stood on {words.day(view.as_of)}"
    if facts.commit:
        stands += f", at version {facts.commit[:10]}"
    stands += ", with changes that were not yet in the history." if facts.pending else "."
    contents = [
        safe(
            (
                f'<li><a href="#{anchor}">', escape(name), "</a>",
                *(("<ul>", *(safe((f'<li><a href="#{each}">', escape(called), "</a></li>")) for each, called in inner), "</ul>") if inner else ()),
                "</li>",
            )
        )
        for anchor, name, inner in listed
    ]  # fmt: skip
    return safe(
        (
            '<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="robots" content="noindex, nofollow"><meta name="referrer" content="no-referrer">',
            "<title>", escape(title), f'</title><link rel="stylesheet" href="{STYLES}"></head><body>',
            '<header><p class="confidential">Confidential</p><h1>', escape(view.name), '</h1><p class="kind">',
            escape(facts.purpose.label), "</p><p>", escape(f"{facts.school}. {stands}"), "</p></header>",
            '<nav aria-label="Contents"><h2>Contents</h2><ul>', *contents, "</ul></nav><main>",
            _about(facts.purpose), *body, "</main><footer><p>",
            escape(f"{title}. {stands} Made by liverecord {facts.version}."), "</p></footer></body></html>\n",
        )
    )  # fmt: skip


def _about(purpose: Purpose) -> Markup:
    lines = [safe(("<li>", escape(line), "</li>")) for line in purpose.leaves_out]
    nothing = (
        "nothing is written there"
        if purpose.with_restricted
        else "nothing that this copy may hold is written there"
    )
    told = f"“No record of this” means that {nothing}; a part that this copy does not hold is not mentioned."
    return safe(
        (
            _heading(2, "about", "About this copy"),
            "<p>It shows the record field by field, in the words in which it was written. ",
            escape(told),
            "</p><ul>",
            *lines,
            "</ul>",
        )
    )


def _since(since: Since, teller: Teller) -> Markup:
    opening = (
        f"The last copy is of {words.day(since.on)}." if since.is_copy else f"Since {words.day(since.on)}:"
    )
    said = safe(("<p>", escape(f"{opening} {since.why}".strip()), "</p>"))
    if since.revisions is None:
        return said
    if not since.revisions:
        return safe((said, "<p>Nothing that this copy holds has changed since.</p>"))
    return safe((said, _revisions(since.revisions, teller)))


def _revisions(revisions: Sequence[View], teller: Teller) -> Markup:
    """Return what changed, newest first: the day, who, and one sentence a change."""
    if not revisions:
        return NOTHING
    return safe(_revision(each, teller) for each in revisions)


def _revision(revision: View, teller: Teller) -> Markup:
    when = words.weekday_day(revision.at.date()) if revision.at else "Not yet in the history"
    by = revision.by if revision.has("by") and revision.by else ""
    message = revision.message if revision.has("message") else ""
    return safe(
        (
            '<section class="item change"><h3>', escape(when), "</h3>",
            safe(("<p>", escape(by), "</p>")) if by else "",
            safe(("<p>Its message: ", escape(message), "</p>")) if message else "",
            "<ul>", *(_sentence(each) for each in told(revision, teller)), "</ul></section>",
        )
    )  # fmt: skip


def _sentence(told: Told) -> Markup:
    values = [
        safe((f"<dt>{name}</dt><dd>", escape(value), "</dd>"))
        for name, value in (("Before", told.before), ("After", told.after))
        if value
    ]
    inside = safe((' <span class="inside">(', escape(told.small), ")</span>")) if told.small else ""
    return safe(("<li>", told.text, ".", inside, *(("<dl>", *values, "</dl>") if values else ()), "</li>"))


def _heading(level: int, anchor: str, text: str) -> Markup:
    return safe((f'<h{level} id="{anchor}">', escape(text), f"</h{level}>"))
