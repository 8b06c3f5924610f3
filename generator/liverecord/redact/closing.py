"""Which items of a case are hidden from an audience, and what goes with them.

Ids are unique in a file, so hidden things are kept by file and id. What belongs to what is the structure of the
records, not policy: it stands here, and a test holds that every field named exists.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from liverecord.model import parts
from liverecord.model.case import CaseFile, EditLink
from liverecord.model.records import Item
from liverecord.redact.policy import OpenKinds, Rules
from liverecord.redact.shape import below, shape, struct_type
from liverecord.redact.together import Words

FILES: Mapping[str, str] = {
    part: file
    for file, names in parts.PARTS_OF_FILE.items()
    for part in names
    if part == "plan" or (part in parts.PARTS and issubclass(parts.PARTS[part], Item))
}
"""The file of each part of a case whose things have ids."""

POINTERS: Mapping[str, tuple[str, ...]] = {
    **parts.POINTERS,
    "next_steps.concern": ("concerns",),
    "stale_plan": ("concerns",),
    "lacks.concern": ("concerns",),
    "not_written_up.contact": ("contacts",),
}
"""Fields that name a thing by its id, derived ones too, and the files it may stand in. They are emptied where it is
hidden."""

_ANCHORED = {
    "passport": "plan",
    "plan": "plan",
    "attendance": "plan",
    "circumstances": "plan",
    "conditions": "plan",
    **{kind: kind for kind in parts.LISTS},
}
"""The file of the item that a duty leads to."""

_ASKED_OF: Mapping[str, str] = {
    "note": "absences",
    "log": "absences",
    "driver": "concerns",
    "provision": "plan",
}
"""The file of the item that a question is about."""


_FILE_OF_SECTION = {"attendance": "absences"}
"""The file of a section of the page whose name is another."""


class Then(NamedTuple):
    """The ids, by file, that are hidden from one audience or were once: what it may not read of the past.

    `closed` and `unseen` mean what they do in Hidden. `known` are the ids, seen or not, whose things are known;
    it is None for the audience that sees what is restricted, for which nothing has to be known.
    """

    closed: dict[str, set[str]]
    unseen: dict[str, set[str]]
    known: dict[str, set[str]] | None

    def seen(self, ids: tuple[str, ...], files: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids that the audience sees and always saw; they may have stood in any of the files."""
        return tuple(
            each
            for each in ids
            if not any(each in self.unseen[file] for file in files)
            and (self.known is None or any(each in self.known[file] for file in files))
        )


class Hidden(NamedTuple):
    """The ids, by file, that one case hides from one audience.

    `closed` are items that the audience does not see though it may see others of their list; `unseen` adds those of
    lists that it does not see at all. `emptied` names the files that closing leaves empty. `then` adds the past.
    """

    closed: dict[str, set[str]]
    unseen: dict[str, set[str]]
    emptied: set[str]
    then: Then

    def seen(self, ids: tuple[str, ...], files: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ids that the audience sees; they may stand in any of the files."""
        return tuple(each for each in ids if not any(each in self.unseen[file] for file in files))


def _none() -> dict[str, set[str]]:
    return {file: set() for file in FILES.values()}


NOTHING_HIDDEN = Hidden(_none(), _none(), set(), Then(_none(), _none(), None))
"""For the school, and for whoever sees all of a case; it is read, and never added to."""

Shut = Callable[[Any, Hidden], bool]
"""The test of whether an item is closed, given what is known to be hidden by then."""

_Look = Callable[[Any, Hidden, bool], None]


def shut(path: str, struct: type[msgspec.Struct], rules: Rules) -> Shut | None:
    """Return the test of whether an item of a list is closed to the audience; None where none can be."""
    tests: list[Shut] = []
    if not rules.widest and "restricted" in struct.__struct_fields__:
        tests.append(lambda item, _: bool(item.restricted))
    if path in rules.kinds:
        tests.append(_by_kind(rules.kinds[path]))
    if path in rules.words and rules.words[path].shut:
        tests.append(_by_words(rules.words[path]))
    if path in _BELONGS:
        tests.append(_BELONGS[path])
    if len(tests) < 2:
        return tests[0] if tests else None
    return lambda item, hidden: any(test(item, hidden) for test in tests)


def survey(rules: Rules) -> Callable[[CaseFile], Hidden] | None:
    """Return the function that finds what a case hides, before any view is made; None where nothing can be hidden."""
    looks: list[tuple[str, _Look]] = []
    for field in struct_type(CaseFile).fields:  # In the order of CaseFile: a concern before its actions.
        if field.name in FILES:
            look = _looker(field.type, field.name, rules, FILES[field.name])
            if look is not None:
                looks.append((field.name, look))
    if not looks:
        return None

    def look_through(case: CaseFile) -> Hidden:
        hidden = Hidden(_none(), _none(), set(), Then(_none(), _none(), None if rules.widest else _none()))
        for name, look in looks:
            look(getattr(case, name), hidden, False)
        _note_emptied(case, hidden)
        for now, then in ((hidden.closed, hidden.then.closed), (hidden.unseen, hidden.then.unseen)):
            for file, ids in now.items():
                then[file].update(ids)
        return hidden

    return look_through


def _by_kind(kinds: OpenKinds) -> Shut:
    def closed(item: Any, _: Hidden) -> bool:
        value = getattr(item, kinds.field)
        if value not in kinds.values:
            return True
        return value in kinds.owned and (item.owner is None or item.owner.left_on is not None)

    return closed


def _by_words(words: Words) -> Shut:
    """Return the test of whether an item is of a kind that cannot be without words that are closed."""
    return lambda item, _: getattr(item, words.field) in words.shut


def _looker(kind: inspect.Type, path: str, rules: Rules, file: str) -> _Look | None:
    """Return the function that notes the hidden ids at and below `path`; None where nothing there can be hidden."""
    value_shape = shape(kind, path)
    if value_shape.struct is None:
        return None
    inner = tuple(
        (field.name, look)
        for field in value_shape.struct.fields
        if (look := _looker(field.type, below(path, field), rules, file)) is not None
    )
    is_item = issubclass(value_shape.struct.cls, Item)
    seen = rules.sees(path)
    closes = shut(path, value_shape.struct.cls, rules)
    # What stands in a closed item is closed with it, so every list is walked, except for an audience that sees all.
    if not inner and not (is_item and (closes is not None or not seen or not rules.widest)):
        return None

    def look_at(value: Any, hidden: Hidden, inside: bool) -> None:
        closed = inside or (closes is not None and closes(value, hidden))
        if is_item:
            if closed:
                hidden.closed[file].add(value.id)
            if closed or not seen:
                hidden.unseen[file].add(value.id)
            if hidden.then.known is not None:
                hidden.then.known[file].add(value.id)
        for name, look in inner:
            look(getattr(value, name), hidden, closed)

    def look_at_all(values: Any, hidden: Hidden, inside: bool) -> None:
        for value in values:
            look_at(value, hidden, inside)

    def look_if_there(value: Any, hidden: Hidden, inside: bool) -> None:
        if value is not None:
            look_at(value, hidden, inside)

    return look_at_all if value_shape.many else look_if_there


def _note_emptied(case: CaseFile, hidden: Hidden) -> None:
    """Note the files that are left empty: that one exists, and who changed it, would reveal that something is there."""
    lists: dict[str, tuple[Item, ...]] = {kind: getattr(case, kind) for kind in parts.LISTS}
    lists["absences"] = () if case.lessons or case.attendance.register else (*case.notes, *case.log)
    for part, items in lists.items():
        closed = hidden.closed[part]
        if items and closed and all(item.id in closed for item in items):
            hidden.emptied.add(part)


def is_emptied(link: EditLink, hidden: Hidden) -> bool:
    """Tell whether all of a file is closed to the audience: it must look like one that is not begun, which has no address."""
    return _FILE_OF_SECTION.get(link.section, link.section) in hidden.emptied


# ── What belongs to something closed ────────────────────────────────────────────────────────────────────


def _of_closed_concern(item: Any, hidden: Hidden) -> bool:
    return item.concern in hidden.closed["concerns"]


def _review_of_hidden(review: Any, hidden: Hidden) -> bool:
    return bool(review.about) and not hidden.seen(review.about, POINTERS["reviews.about"])


def _question_of_closed(question: Any, hidden: Hidden) -> bool:
    file = _ASKED_OF.get(question.source)
    return file is not None and question.item in hidden.closed[file]


def _duty_of_closed(duty: Any, hidden: Hidden) -> bool:
    if duty.item is None:
        # Which circumstance or condition it speaks of cannot be told. If it went only where one is hidden, its being gone would tell.
        return duty.anchor in ("circumstances", "conditions") and hidden.then.known is not None
    file = _ANCHORED.get(duty.anchor)
    return any(duty.item in ids for ids in ((hidden.closed[file],) if file else hidden.closed.values()))


def _sign_of_hidden(sign: Any, hidden: Hidden) -> bool:
    """Tell whether a sign of a review in name only, which tells of past days, is about something that is or was hidden."""
    return sign.item is not None and not hidden.then.seen((sign.item,), _files_of(sign.source))


def _files_of(source: str) -> tuple[str, ...]:
    return (source,) if source in FILES.values() else ()


_BELONGS: Mapping[str, Shut] = {
    "actions": _of_closed_concern,
    "silences": _of_closed_concern,
    "reasons": lambda item, hidden: item.id in hidden.closed["absences"],
    "questions": _question_of_closed,
    "waits": lambda item, hidden: item.circumstance in hidden.closed["plan"],
    "reviews": _review_of_hidden,
    "reviews.outcomes": lambda item, hidden: item.id in hidden.unseen["plan"],
    "duties": _duty_of_closed,
    "undated": _duty_of_closed,
    "tried": lambda item, hidden: item.id in hidden.closed["actions" if item.source == "action" else "plan"],
    "next_steps": lambda item, hidden: item.id in hidden.closed["actions"],
    "unmet": lambda item, hidden: item.need in hidden.closed["plan"],
    "lacks": _of_closed_concern,
    "not_written_up": lambda item, hidden: item.contact in hidden.closed["contacts"],
    "in_name_only": _sign_of_hidden,
}
