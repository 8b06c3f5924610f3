"""What was typed, told back before it is saved: each value that a change writes into pupils' records, below its sentence.

`diff` tells what changed in a sentence, for people who read many. Whoever typed it reads all of it, in words and whole.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from liverecord.edit.pages import Said
from liverecord.edit.saying import Saying
from liverecord.examine.jobs.preview import Draft
from liverecord.forms.job import Scene
from liverecord.forms.question import Form
from liverecord.model.days import in_words
from liverecord.model.field import Field, fields_of
from liverecord.model.parts import root_of
from liverecord.model.records import KINDS, kind_of
from liverecord.read import strict
from liverecord.render.changes.nouns import NOUNS
from liverecord.render.words import capped
from liverecord.report.changes.rows import PupilChanged, Sentence
from liverecord.report.changes.worded import sentence_said
from liverecord.splice.steps import Path, is_alike

Asked = Mapping[tuple[str, Path], str]
"""Which question asked for what, in the order of the form: (file's path, path in it) → question."""


def in_order(form: Form, asked: Asked) -> Asked:
    """Return which question asked for what, in the order in which the form asks; the address's own come last."""
    places = {question.name: place for place, question in enumerate(form.questions)}
    return dict(sorted(asked.items(), key=lambda each: places.get(each[1], len(places))))


def told_back(scene: Scene, drafts: Iterable[Draft], asked: Asked, pupil: PupilChanged) -> list[Said]:
    """Return what changes in one pupil's record, in the order of the form; what nobody was asked for comes last."""
    own = [draft for draft in drafts if _whose(draft.path) == pupil.id]
    data = {draft.path: (_data(draft, draft.before), _data(draft, draft.after)) for draft in own}
    files = {**scene.files, **{path: after for path, (_, after) in data.items() if after is not None}}
    lines = _Lines(Saying.of(scene._replace(files=files), pupil.id), pupil.sentences)
    places = {key: place for place, key in enumerate(asked)}
    for draft in own:
        before, after = data[draft.path]
        written = _written(kind_of(draft.path), before, after)
        for value in sorted(written, key=lambda each: places.get((draft.path, each.path), len(places))):
            lines.take(value, places.get((draft.path, value.path), len(places)))
    return lines.in_order()


def reworded(told: Sentence) -> tuple[str, ...]:
    """Return the old and the new text of a wording, a line each."""
    rows = (("Before", told.before), ("Now", told.after))
    return tuple(f"{name}: {wording}" for name, wording in rows if wording)


class _Holder(NamedTuple):
    """What a value stands in: a file's own fields, a part, or a thing of a list. `is_new` tells that it was not there before.

    `item` is the id by which changes name it: its own, or that of what holds it.
    """

    part: str
    path: Path
    item: str | None
    is_new: bool
    is_of_list: bool


class _Value(NamedTuple):
    """A value that the change writes, and all that it stands in, outermost first."""

    path: Path
    field: Field
    value: Any
    before: Any
    holders: tuple[_Holder, ...]

    @property
    def part(self) -> str:
        """Return the value's path as changes name it."""
        return f"{self.holders[-1].part}.{self.field.name}".strip(".")


class _Lines:
    """The sentences of one pupil, each with what is said below it."""

    def __init__(self, saying: Saying, sentences: Sequence[Sentence]) -> None:
        self._saying = saying
        self._sentences = sentences
        self._said = [sentence_said(each) for each in sentences]
        self._below: list[list[str]] = [list(reworded(each)) for each in sentences]
        self._place: list[int | None] = [None for _ in sentences]
        self._free: dict[tuple[str, str, str | None], list[int]] = defaultdict(list)
        self._taken: dict[tuple[str, Path], int] = {}
        for number, each in enumerate(sentences):
            self._free[each.kind, each.part, each.item].append(number)
            if (
                each.part in _WHY
                and _is_taken_out(each)
                and any(one.part == "plan.support" for one in sentences)
            ):
                self._below[number].append(_WHY[each.part])

    def take(self, value: _Value, place: int) -> None:
        """Say a value where it belongs: below the thing that is new, at its own sentence, or in one of its own."""
        holder, number = self._new(value)
        if number is None:
            holder, number = value.holders[-1], self._changed(value)
        if number is None:
            self._alone(value, place)
            return
        known = self._place[number]
        self._place[number] = place if known is None else min(known, place)
        if not self._is_said(value, number):
            self._below[number].append(
                f"{self._title(value, holder)}: {self._saying.value(value.field, value.value)}"
            )

    def in_order(self) -> list[Said]:
        """Return the sentences in the order in which the form asked for what they say."""
        last = max((place for place in self._place if place is not None), default=0) + 1
        order = sorted(
            range(len(self._said)),
            key=lambda number: last if self._place[number] is None else self._place[number],  # type: ignore[arg-type, return-value]
        )
        return [Said(self._said[number], tuple(self._below[number])) for number in order]

    def _new(self, value: _Value) -> tuple[_Holder, int | None]:
        """Return the outermost thing a value stands in that is new, and the number of the sentence that says so."""
        for holder in value.holders:
            if not holder.is_new:
                continue
            if (holder.part, holder.path) not in self._taken:
                for kind in ("begun", "added"):
                    if numbers := self._free.get((kind, holder.part, holder.item)):
                        self._taken[holder.part, holder.path] = numbers.pop(0)
                        break
            if (holder.part, holder.path) in self._taken:
                return holder, self._taken[holder.part, holder.path]
        return value.holders[-1], None

    def _changed(self, value: _Value) -> int | None:
        """Return the number of the sentence that says that a value changed; of what is counted, of the one that counts it."""
        if numbers := self._free.get(("changed", value.part, value.holders[-1].item)):
            return numbers.pop(0)
        for name, key in _COUNTED.items():
            if value.path[0] == name and self._free.get(key):
                return self._free[key][0]
        return None

    def _alone(self, value: _Value, place: int) -> None:
        noun = NOUNS.get(value.holders[-1].part)
        whose = f"{noun.one}: " if noun is not None and not noun.plain else ""
        said = self._saying.value(value.field, value.value)
        self._said.append(capped(f"{whose}{value.field.title} set to {said}"))
        self._below.append([])
        self._place.append(place)

    def _title(self, value: _Value, holder: _Holder) -> str:
        """Return what a value is, and of which thing where that stands within what the sentence names."""
        inner = value.holders[-1]
        noun = NOUNS.get(inner.part)
        if inner == holder or not inner.is_of_list or noun is None:
            return capped(value.field.title)
        return f"{noun.one}, {value.field.title}"

    def _is_said(self, value: _Value, number: int) -> bool:
        """Tell whether the sentence says a value whole already: in the place it has there for it, not by chance."""
        told = self._sentences[number]
        if told.kind == "changed":
            # What is true or false is said by the sentence itself: "marked as restricted", "set to yes".
            words = " ".join((told.says, told.before or "", told.after or ""))
            return value.field.kind == "yes" or self._stands_in(value, words)
        noun = NOUNS.get(told.part)
        if noun is None or value.holders[-1].part != told.part:
            return False
        if told.part == "reviews":
            names = {"kind", "held_on", "due"}
        elif value.field.name == "no_change":
            return "no change" in told.says
        else:
            names = {each.rpartition(" ")[2] for each in (*noun.name, *noun.more)}
        return value.field.name in names and self._stands_in(value, told.says)

    def _stands_in(self, value: _Value, words: str) -> bool:
        said = _flat(words)
        values = value.value if isinstance(value.value, list) else [value.value]
        known = value.before if isinstance(value.before, list) else []
        return all(
            any(_flat(way) in said for way in self._ways(value.field, each))
            for each in values
            if each not in known
        )

    def _ways(self, field: Field, value: Any) -> Iterator[str]:
        """Yield a value as a sentence may have it: a day goes without its year where the year is this one."""
        yield self._saying.one(field, value)
        if field.kind in {"day", "past", "ahead"}:
            try:
                yield in_words(date.fromisoformat(str(value))).rpartition(" ")[0]
            except ValueError:
                return


_WHY = {
    "plan.parents_told_on": "It was about the support that has ended: the pupil's page would go on saying it. "
    "What changed keeps the day.",
    "plan.support_since": "It was about the support that has ended. What changed keeps the day.",
}
"""Why a value goes with the support that nobody asked to take out."""

_COUNTED = {
    "weeks": ("marks", "attendance.register", None),
    "lessons": ("lessons", "lessons", None),
}
"""What a sentence only counts: the first key of its path in the file, and its sentence."""


def _is_taken_out(told: Sentence) -> bool:
    return told.kind == "changed" and " taken out (before: " in told.says


def _flat(words: str) -> str:
    return " ".join(words.split()).casefold()


def _whose(path: str) -> str:
    return path.rpartition("/")[0].rpartition("/")[2]


def _data(draft: Draft, raw: bytes | None) -> Any:
    document = strict.parse(draft.path, kind_of(draft.path), raw)[0] if raw is not None else None
    return document.data if document is not None else None


# ── What is written ─────────────────────────────────────────────────────────────────────────────────────


def _written(kind: str, before: Any, after: Any) -> list[_Value]:
    """Return every value that stands after a change and did not stand there before, in the order of its file's fields."""
    top = _Holder(root_of(kind), (), None, is_new=before is None, is_of_list=False)
    return [
        each
        for each in _within(KINDS[kind], before, after, (top,))
        if each.before is None or not is_alike(each.before, each.value)
    ]


def _within(struct: type, before: Any, after: Any, holders: tuple[_Holder, ...]) -> Iterator[_Value]:
    above = holders[-1]
    before = before if isinstance(before, dict) else {}
    for field in fields_of(struct):
        old, new = before.get(field.name), after.get(field.name) if isinstance(after, dict) else None
        path = (*above.path, field.name)
        if new is None or new == [] or field.kind == "own_id":
            continue
        if field.struct is None or field.kind != "part":
            yield _Value(path, field, new, old, holders)
            continue
        part = f"{above.part}.{field.name}".strip(".")
        if not isinstance(new, list):
            holder = _Holder(part, path, above.item, is_new=not old, is_of_list=False)
            yield from _within(field.struct, old, new, (*holders, holder))
            continue
        known = _by_key(old if isinstance(old, list) else [])
        for key, each in _by_key(new).items():
            item = str(each["id"]) if isinstance(each, dict) and "id" in each else None
            holder = _Holder(part, (*path, key), item, is_new=key not in known, is_of_list=True)
            yield from _within(field.struct, known.get(key), each, (*holders, holder))


def _by_key(things: Sequence[Any]) -> dict[str, Any]:
    """Return a list's things by what tells them apart: the id, what a thing without one is about, or the place."""
    named: dict[str, Any] = {}
    for place, each in enumerate(things):
        key = str(place)
        if isinstance(each, dict):
            about = [f"{each[name]}" for name in _APART if name in each]
            key = str(each["id"]) if "id" in each else "/".join(about) or key
        named[key if key not in named else f"{key}/{place}"] = each
    return named


_APART = ("outcome", "who", "from", "since", "date", "day", "period", "session")
