"""One commit as pages show it: who, when, which commit, and its sentences, the first few open and the rest folded."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from markupsafe import Markup, escape

from liverecord.render.changes.nouns import section
from liverecord.render.changes.sentences import Teller, Told
from liverecord.render.pieces import Setting, is_web, safe, sees
from liverecord.view import View

SHORT = 7
"""How many characters of a commit's id are shown, as on forges."""

_MESSAGE = 500
"""How many characters of a commit's message are shown."""

NOT_KNOWN = "Who changed what is not known, because no history of the records is kept here."


class Line(NamedTuple):
    """One sentence of a revision, with the section of the page and the kind of change, by which readers filter."""

    part: str
    kind: str
    told: Told

    @property
    def what(self) -> str:
        """Return both, as the browser reads them: "actions:added"."""
        return f"{self.part}:{self.kind}"


def lines(revision: View, teller: Teller) -> list[Line]:
    """Return what a revision changed, in sentences."""
    told = teller.together(revision.amendments)
    return [Line(section(first.part), first.kind, said) for first, said in told]


def listed(sentences: Sequence[Line], shown: int, *, wordings: bool = True) -> Markup:
    """Return sentences as a list, folded after the first `shown`; a single further one stands open too."""
    cut = shown if len(sentences) > shown + 1 else len(sentences)
    parts = ['<ul class="changed">', *(_item(line, wordings) for line in sentences[:cut]), "</ul>"]
    if sentences[cut:]:
        folded = "".join(_item(line, wordings) for line in sentences[cut:])
        parts.append(
            f'<details class="rest"><summary>and {len(sentences) - cut} more</summary><ul class="changed">{folded}</ul></details>'
        )
    return safe(parts)


def sentence(told: Told) -> Markup:
    """Return a sentence; beside it stands, in small, what holds the thing."""
    small = f' <span class="small">{escape(told.small)}</span>' if told.small else ""
    return safe((told.text, small))


def by_whom(revision: View, setting: Setting) -> Markup:
    """Return who made a revision: a link to a colleague, or the name in git; "" where the audience may not see it."""
    name = sees(revision, "by")
    return setting.person(sees(revision, "by_id"), name) if sees(revision, "by_id") else escape(name or "")


def who(revision: View) -> str:
    """Return what the filter by person compares: a staff id, or the name in git of somebody not on the staff."""
    return str(sees(revision, "by_id") or sees(revision, "by") or "")


def commit(revision: View) -> Markup:
    """Return the commit by its short id, as a link where the forge has an address for it."""
    commit_id = sees(revision, "commit")
    if not commit_id:
        return Markup()
    address, short = sees(revision, "commit_url"), escape(commit_id[:SHORT])
    said = safe(('<span class="unseen">version </span>', short))
    return safe((f'<a href="{escape(address)}">', said, "</a>")) if is_web(address) else said


def message(revision: View) -> Markup:
    """Return the commit's message, where the audience may read it."""
    said = sees(revision, "message")
    if not said:
        return Markup()
    cut = said if len(said) <= _MESSAGE else f"{said[:_MESSAGE].rstrip()}…"
    return safe(('<p class="message small">', escape(cut.strip()), "</p>"))


def clock(at: datetime) -> Markup:
    """Return the time of a moment, as it was in the school."""
    return safe((f'<time datetime="{at.isoformat()}">{at.hour:02}:{at.minute:02}</time>',))


def day_of(revision: View) -> date | None:
    """Return the day of a revision; None where it is not committed, or its moment is not to be seen."""
    at = sees(revision, "at")
    return at.date() if at is not None else None


def is_pending(revision: View) -> bool:
    """Tell whether a revision is not committed yet."""
    return (revision.has("commit") and revision.commit is None) or (
        revision.has("at") and revision.at is None
    )


def mark(revision: View) -> str:
    """Return how the browser recognises a revision: by its commit, or its moment; "" for one that is not committed."""
    if is_pending(revision):
        return ""
    at = sees(revision, "at")
    return str(sees(revision, "commit") or "")[:SHORT] or (at.isoformat() if at else "")


def _item(line: Line, wordings: bool) -> str:
    told = line.told
    wording = _wording(told) if wordings and (told.before or told.after) else ""
    return f'<li data-what="{line.what}">{sentence(told)}{wording}</li>'


def _wording(told: Told) -> str:
    rows = (("before", told.before), ("now", told.after))
    said = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in rows if text)
    return f'<dl class="wording">{said}</dl>'


def who_and_when(revision: View, setting: Setting) -> Markup:
    """Return who made a revision and on which day, or that it is not committed yet."""
    if is_pending(revision):
        return Markup("not yet in the history")
    day = day_of(revision)
    parts = [part for part in (by_whom(revision, setting), setting.day(day) if day else "") if part]
    return Markup(", ").join(parts)


def opened(revision: View) -> str:
    """Return the opening tag of a revision in a list, with the mark by which the browser recognises it."""
    known_as = mark(revision)
    known = f' data-revision="{escape(known_as)}"' if known_as else ""
    return f'<li class="revision"{known}>'
