"""What the pages say of a change: from the rows of `diff` and the words of the vocabulary."""

import re
from collections.abc import Iterable, Iterator, Sequence
from types import MappingProxyType
from typing import Literal

from msgspec.structs import replace

from liverecord.edit import pages
from liverecord.edit.own_files import OWN, own_told
from liverecord.edit.pages import Follows, Lines, Said, Told, Tone
from liverecord.edit.told_back import Asked, reworded, told_back
from liverecord.examine.jobs.preview import Draft, Preview
from liverecord.forms.job import Scene
from liverecord.model.days import in_words
from liverecord.model.parts import FIELDS
from liverecord.model.records import kind_of
from liverecord.read.rulebook import rulebook
from liverecord.render.changes.nouns import NOUNS
from liverecord.render.states import WEEK
from liverecord.render.words import capped, count, joined, uncapped
from liverecord.report.changes.rows import (
    BECOMES,
    CEASES,
    Difference,
    DutyMoved,
    DutyTold,
    NoDate,
    PupilChanged,
    Sentence,
)
from liverecord.report.changes.worded import sentence_said
from liverecord.report.duties.rows import LATE
from liverecord.splice.writing import difference as changed_lines


def means_of(
    made: Preview,
    scene: Scene | None = None,
    asked: Asked = MappingProxyType({}),
    *,
    seen: str,
    waiting: int,
    met: str = "",
    clashes: Sequence[pages.Clash] = (),
    stays: str = "",
) -> pages.Means:
    """Return a preview as its page shows it. With the scene of its form, what was typed is told back whole."""
    difference = made.difference
    return pages.Means(
        about=_about(difference),
        told=tuple(_told(difference, made.drafts, scene, asked)),
        seen=seen,
        follows=tuple(_first(_alike([*_follows(difference)], is_one=len(difference.pupils) == 1))),
        met=met,
        clashes=tuple(clashes),
        lines=tuple(_lines(draft) for draft in made.drafts),
        waiting=waiting,
        stays=stays,
    )


def _about(difference: Difference) -> str:
    names = [pupil.name or pupil.id for pupil in difference.pupils]
    if not names:
        return "The school's own files" if difference.school else "The records"
    if len(names) > _FEW:
        return f"{len(names)} pupils"
    return ", ".join(names)


_FEW = 4


def _told(
    difference: Difference, drafts: Sequence[Draft], scene: Scene | None, asked: Asked
) -> Iterator[Told]:
    is_one = len(difference.pupils) == 1 and not difference.school
    if difference.school:
        own = [Said(each) for draft in drafts for each in _own(draft)]
        yield Told(tuple(own or _sentences(difference.school)), "The school's own files")
    yield from _said_once(_of_pupils(difference, drafts, scene, asked), is_one=is_one)


def _of_pupils(
    difference: Difference, drafts: Sequence[Draft], scene: Scene | None, asked: Asked
) -> Iterator[tuple[str, tuple[Said, ...]]]:
    for pupil in difference.pupils:
        sentences = (
            tuple(_sentences(pupil.sentences))
            if scene is None
            else tuple(
                told_back(scene, drafts, asked, replace(pupil, sentences=tuple(once_named(pupil.sentences))))
            )
        )
        if sentences:
            yield pupil.name or pupil.id, sentences


def _said_once(said: Iterable[tuple[str, tuple[Said, ...]]], *, is_one: bool) -> Iterator[Told]:
    """Yield what changes by pupil; of many what is the very same is said once, with their names, classes one after another."""
    groups: dict[tuple[Said, ...], list[str]] = {}
    for name, sentences in said:
        groups.setdefault(sentences, []).append(name)
    is_long = sum(map(len, groups.values())) > _AT_MOST
    for sentences in sorted(groups, key=_as_read) if is_long else groups:
        names = sorted(groups[sentences])
        if len(names) > _FEW:
            yield Told(sentences, count(len(names), "pupil"), names)
        elif is_long:
            yield Told(sentences, joined(names))
        else:
            yield from (Told(sentences, "" if is_one else name) for name in groups[sentences])


def _as_read(sentences: Sequence[Said]) -> list[tuple[int, str]]:
    """Return what puts sentences in order, a number in them by its size: year 9 before year 10."""
    parts = _NUMBER.split(" ".join(each.sentence for each in sentences))
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts if part]


_NUMBER = re.compile(r"([0-9]{1,9})")


def _own(draft: Draft) -> Iterator[str]:
    kind = kind_of(draft.path)
    if kind in OWN:
        yield from own_told(draft.path, kind, draft.before, draft.after, rulebook())


def _sentences(sentences: Iterable[Sentence]) -> Iterator[Said]:
    for each in once_named(sentences):
        yield Said(sentence_said(each), reworded(each))


def once_named(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Yield sentences, those of one thing together: the first names it, and the others do not say the name again."""
    of_one: dict[tuple[str, str | None], list[Sentence]] = {}
    for place, each in enumerate(sentences):
        thing = each.part.rpartition(".")[0] if each.kind == _CHANGED else f"{each.part} {place}"
        of_one.setdefault((thing, each.item), []).append(each)
    for told in of_one.values():
        named = [each for each in told if _NAMED.match(each.says)]
        first = next((each for each in told if each not in named), told[0])
        # Lessons have no ids: under another name it is another thing.
        others = {name[0] for each in named if (name := _NAMED.match(each.says))}
        yield first
        for each in told:
            if each is not first:
                is_said = each in named and len(others) == 1
                yield replace(each, says=capped(_NAMED.sub("", each.says, count=1))) if is_said else each


_CHANGED = "changed"
_NAMED = re.compile(r"[^“”]+ “.*?”: (?=\S)", re.DOTALL)
"""What a sentence names a thing by: its noun, its own words, and a colon."""


def _follows(difference: Difference) -> Iterator[tuple[PupilChanged, Follows]]:
    """Yield what follows, each with its pupil."""
    for pupil in difference.pupils:
        for duty in pupil.duties:
            tag, tone = _tag(duty)
            yield pupil, Follows(tag, tone, _what(duty, pupil))
        for row in pupil.undated:
            yield pupil, Follows("No date yet", "missing", _lack(row))
        for row in pupil.answered:
            yield pupil, Follows("No longer asked", "ok", row.label)


def _alike(
    follows: Sequence[tuple[PupilChanged, Follows]], *, is_one: bool
) -> list[tuple[set[str], Follows]]:
    """Return what follows, each with the ids of its pupils; what is the very same for many once, and before the rest."""
    groups: dict[Follows, list[PupilChanged]] = {}
    for pupil, follow in follows:
        groups.setdefault(follow, []).append(pupil)
    many = [
        ({each.id for each in whose}, follow._replace(of=sorted(each.name or each.id for each in whose)))
        for follow, whose in groups.items()
        if len({each.id for each in whose}) > _FEW
    ]
    few = [
        (
            {pupil.id},
            follow if is_one else follow._replace(what=f"{pupil.name or pupil.id}: {follow.what}"),
        )
        for pupil, follow in follows
        if len({each.id for each in groups[follow]}) <= _FEW
    ]
    return [*many, *few]


def _first(follows: Sequence[tuple[set[str], Follows]]) -> Iterator[Follows]:
    """Yield what follows for one pupil; for several the first of it, and how much more there is.

    A rule of the school's own may move every pupil's days.
    """
    rest = follows[_AT_MOST:] if len(set().union(*(whose for whose, _ in follows))) > 1 else ()
    shown = follows if len(rest) < _WORTH_IT else follows[:_AT_MOST]
    yield from (follow for _, follow in shown)
    if shown is not follows:
        whose = count(len(set().union(*(each for each, _ in rest))), "pupil")
        yield Follows(f"{len(rest):,} more", "plain", f"Days of {whose} that move too, or are not known yet")


_AT_MOST = 12
_WORTH_IT = 2


def _tag(duty: DutyMoved) -> tuple[str, Tone]:
    """Return the words that say how a duty moved, and the tone that goes with them."""
    if duty.move == BECOMES and duty.after is not None:
        days = duty.after.days
        if duty.after.state in LATE:
            return str(duty.after.state).capitalize(), "late"
        if days == 0:
            return "Due today", "soon"
        if days is not None:
            return f"In {days} {'day' if days == 1 else 'days'}", "soon" if days <= WEEK else "later"
        return "Comes up", "later"
    was = duty.before.state if duty.before is not None else None
    return (
        f"No longer {was}" if was in LATE else "No longer due today" if was == "due" else "No longer due",
        "ok",
    )


def _what(duty: DutyMoved, pupil: PupilChanged) -> str:
    """Return what is due and when, or what became of it; where its day moved, the one before as well."""
    before, after = duty.before, duty.after
    if after is None:
        return _gone(before, pupil) if before is not None else ""
    when = f", by {in_words(after.due)}" if after.due is not None else ""
    if before is not None and before.due is not None and after.due is not None and before.due != after.due:
        was = (
            f"it was due {in_words(before.due)}" if duty.move == CEASES else f"before: {in_words(before.due)}"
        )
        when = f"{': next' if duty.move == CEASES else ','} by {in_words(after.due)} ({was})"
    if after.limit is not None and after.limit != after.due:
        when += f", the limit is {in_words(after.limit)}"
    return f"{_named(after)}{when}, {after.owner_name or after.owner or 'nobody holds it yet'}"


def _gone(duty: DutyTold, pupil: PupilChanged) -> str:
    was = f" (it was due {in_words(duty.due)})" if duty.due is not None else ""
    of_it = [each for each in pupil.sentences if duty.item is not None and each.item == duty.item]
    if any(each.part == "reviews.held_on" for each in of_it):
        return f"{_named(duty)}: held{was}"
    if any(each.kind == "removed" for each in of_it):
        return f"{_named(duty)}: taken out{was}"
    return f"{_named(duty)}: not asked for any more{was}"


def _named(duty: DutyTold) -> str:
    return ": ".join(part for part in (duty.label or "", duty.what or "") if part)


def _lack(row: NoDate) -> str:
    """Return what has no date, and which question gives it one."""
    part, _, name = (row.field or "").rpartition(".")
    field, noun = FIELDS.get(part, {}).get(name), NOUNS.get(part)
    if field is None:
        return f"{row.label} ({row.missing})" if row.missing else row.label
    whose = f" of the {uncapped(noun.one)}" if noun is not None and not noun.plain else ""
    return f"{row.label}: it gets a date once “{capped(field.title)}”{whose} is answered"


def _lines(draft: Draft) -> Lines:
    if draft.after is None:
        return Lines(draft.path, (("-", "The file goes"),))
    hunks = changed_lines(draft.before, draft.after)
    lines: list[tuple[Literal["+", "-"], str]] = [
        ("+" if each.sign == "+" else "-", each.text) for hunk in hunks for each in hunk
    ]
    return Lines(draft.path, lines)
