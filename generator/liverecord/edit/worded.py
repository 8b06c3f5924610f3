"""What the pages say of a change, a clash and a problem: from the rows of `diff` and the words of the vocabulary."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec.structs import replace

from liverecord.edit import pages
from liverecord.edit.laid import shown
from liverecord.edit.own_files import OWN, own_told
from liverecord.edit.pages import Follows, Lines, Told, Tone
from liverecord.edit.preview import Draft, Preview, kind_of
from liverecord.forms.asking import sentence
from liverecord.forms.days import in_words
from liverecord.read.rulebook import rulebook
from liverecord.report.changes.rows import BECOMES, Difference, DutyMoved, DutyTold, PupilChanged, Sentence
from liverecord.report.changes.worded import lack_said, sentence_said
from liverecord.saves.replay import Clash
from liverecord.splice.steps import declared
from liverecord.splice.writing import difference as changed_lines


def means_of(
    made: Preview,
    *,
    seen: str,
    waiting: int,
    met: str = "",
    clashes: Sequence[Clash] = (),
    stays: str = "",
) -> pages.Means:
    """Return a preview as its page shows it."""
    difference = made.difference
    return pages.Means(
        about=_about(difference),
        told=tuple(_told(difference, made.drafts)),
        seen=seen,
        follows=tuple(follow for pupil in difference.pupils for follow in _follows(pupil, difference)),
        met=met,
        clashes=tuple(clashes_shown(clashes)),
        lines=tuple(_lines(draft) for draft in made.drafts),
        waiting=waiting,
        stays=stays,
    )


def clashes_shown(clashes: Iterable[Clash]) -> Iterator[pages.Clash]:
    """Yield clashes as a person decides them."""
    for clashing in clashes:
        yield pages.Clash(
            name=clashing.name,
            what=_clashing(kind_of(clashing.path), clashing),
            theirs=shown(clashing.clash.theirs),
            mine=shown(clashing.clash.mine),
        )


def _clashing(kind: str, clashing: Clash) -> str:
    """Return what both changed: a field of something, or a file as a whole, which somebody took out or nobody can read."""
    path = clashing.clash.path
    if not path:
        return f"The whole of {clashing.path}"
    field = declared(kind, path)
    what = sentence(field.title) if field is not None else path[-1]
    item = ".".join(path[:-1])
    return f"{what} ({item})" if item else what


def _about(difference: Difference) -> str:
    names = [pupil.name or pupil.id for pupil in difference.pupils]
    if not names:
        return "The school's own files" if difference.school else "The records"
    if len(names) > _FEW:
        return f"{len(names)} pupils"
    return ", ".join(names)


_FEW = 4


def _told(difference: Difference, drafts: Iterable[Draft]) -> Iterator[Told]:
    is_one = len(difference.pupils) == 1 and not difference.school
    if difference.school:
        own = [each for draft in drafts for each in _own(draft)]
        yield Told(tuple(own or _sentences(difference.school)), "The school's own files")
    for pupil in difference.pupils:
        sentences = tuple(_sentences(pupil.sentences))
        if sentences:
            yield Told(sentences, "" if is_one else pupil.name or pupil.id)


def _own(draft: Draft) -> Iterator[str]:
    kind = kind_of(draft.path)
    if kind in OWN:
        yield from own_told(draft.path, kind, draft.before, draft.after, rulebook())


def _sentences(sentences: Iterable[Sentence]) -> Iterator[str]:
    for each in once_named(sentences):
        yield sentence_said(each)
        if each.before:
            yield f"Before: {each.before}"
        if each.after:
            yield f"Now: {each.after}"


def once_named(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield sentences, those of one thing together: the first names it, and the others do not say the name again."""
    of_one: dict[tuple[str, str | None], list[Sentence]] = {}
    for place, each in enumerate(sentences):
        thing = each.part.rpartition(".")[0] if each.kind == _CHANGED else f"{each.part} {place}"
        of_one.setdefault((thing, each.item), []).append(each)
    for told in of_one.values():
        named = [each for each in told if _NAMED.match(each.says)]
        first = next((each for each in told if each not in named), told[0])
        yield first
        for each in told:
            if each is not first:
                yield (
                    replace(each, says=sentence(_NAMED.sub("", each.says, count=1)))
                    if each in named
                    else each
                )


_CHANGED = "changed"
_NAMED = re.compile(r"[^“”]+ “.*?”: (?=\S)", re.DOTALL)
"""What a sentence names a thing by: its noun, its own words, and a colon."""


def _follows(pupil: PupilChanged, difference: Difference) -> Iterator[Follows]:
    whose = f"{pupil.name or pupil.id}: " if len(difference.pupils) > 1 else ""
    for duty in pupil.duties:
        tag, tone = _tag(duty)
        yield Follows(tag, tone, whose + _what(duty.after or duty.before))
    for row in pupil.undated:
        yield Follows("No date yet", "soon", whose + lack_said(row))


def _tag(duty: DutyMoved) -> tuple[str, Tone]:
    """Return the words that say how a duty moved, and the tone that goes with them."""
    if duty.move == BECOMES and duty.after is not None:
        days = duty.after.days
        if duty.after.state == "overdue":
            return "Overdue", "late"
        if days == 0:
            return "Due today", "soon"
        if days is not None:
            return f"In {days} {'day' if days == 1 else 'days'}", "soon"
        return "Comes up", "soon"
    was = duty.before.state if duty.before is not None else None
    return {"overdue": "No longer overdue", "due": "No longer due today"}.get(str(was), "No longer due"), "ok"


def _what(duty: DutyTold | None) -> str:
    if duty is None:
        return ""
    parts = [duty.label or "", duty.what or ""]
    said = ": ".join(part for part in parts if part)
    when = f", by {in_words(duty.due)}" if duty.due is not None else ""
    return f"{said}{when}, {duty.owner_name or duty.owner or 'nobody holds it yet'}"


def _lines(draft: Draft) -> Lines:
    if draft.after is None:
        return Lines(draft.path, (("-", "The file goes"),))
    hunks = changed_lines(draft.before, draft.after)
    lines: list[tuple[Literal["+", "-"], str]] = [
        ("+" if each.sign == "+" else "-", each.text) for hunk in hunks for each in hunk
    ]
    return Lines(draft.path, lines)
