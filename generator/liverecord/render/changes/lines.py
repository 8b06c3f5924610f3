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
"""So many characters of a commit's id are shown, as forges do."""

_MESSAGE = 500
"""So many characters of a commit's message are shown."""

NOT_KNOWN = "Who changed what is not known: the records are not in git, or have no commits."


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


def listed(found: Sequence[Line], shown: int, *, wordings: bool = True) -> Markup:
    """Return sentences as a list, those after the first `shown` folded; "and 1 more" would be longer than the one."""
    cut = shown if len(found) > shown + 1 else len(found)
    parts = ['<ul class="changed">', *(_item(line, wordings) for line in found[:cut]), "</ul>"]
    if found[cut:]:
        folded = "".join(_item(line, wordings) for line in found[cut:])
        parts.append(
            f'<details class="rest"><summary>and {len(found) - cut} more</summary><ul class="changed">{folded}</ul></details>'
        )
    return safe(parts)


def sentence(told: Told) -> Markup:
    """Return a sentence in words, with what holds the thing small beside it."""
    small = f' <span class="small">{escape(told.small)}</span>' if told.small else ""
    return safe((told.text, small))


def by_whom(revision: View, setting: Setting) -> Markup:
    """Return who made a revision: a member of staff with a link, or git's name of somebody; "" where that is not to be seen."""
    name = sees(revision, "by")
    return setting.person(sees(revision, "by_id"), name) if sees(revision, "by_id") else escape(name or "")


def who(revision: View) -> str:
    """Return by what readers filter for a person: the id, or git's name where it is nobody's of the staff."""
    return str(sees(revision, "by_id") or sees(revision, "by") or "")


def commit(revision: View) -> Markup:
    """Return the commit by its short id, as a link where the forge has an address for it."""
    found = sees(revision, "commit")
    if not found:
        return Markup()
    address, short = sees(revision, "commit_url"), escape(found[:SHORT])
    said = safe(('<span class="unseen">commit </span>', short))
    return safe((f'<a href="{escape(address)}">', said, "</a>")) if is_web(address) else said


def message(revision: View) -> Markup:
    """Return the words that the commit was made with, where the audience may read them."""
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
    """Return by what the browser knows a revision again: its commit, or its moment; "" for one that is not committed."""
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
        return Markup("not yet committed")
    day = day_of(revision)
    parts = [part for part in (by_whom(revision, setting), setting.day(day) if day else "") if part]
    return Markup(", ").join(parts)


def opened(revision: View) -> str:
    """Return the start of a revision's place in a list, by which a browser knows it again."""
    known_as = mark(revision)
    known = f' data-revision="{escape(known_as)}"' if known_as else ""
    return f'<li class="revision"{known}>'
