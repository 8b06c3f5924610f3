"""Several fields of one thing, asked and read together: a job says which, in what order and in what words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec

from liverecord.forms.asking import asked, field_of
from liverecord.forms.job import Scene, Written
from liverecord.forms.known import how_to_say_a_day
from liverecord.forms.question import Answers, Choice, Question, Wrong
from liverecord.forms.reading import Unanswered, read
from liverecord.model.field import fields_of
from liverecord.splice.steps import Add, Path, Remove, Set, Step, declared, found, is_there


class Ask(NamedTuple):
    """A field that a job asks. `name` is its key in the record; what is left empty is as the record declares it.

    `otherwise` stands in the question where nothing was answered and the record says nothing: a fact, never a guess.
    `choices` are the only answers there are, where not every one that the field could have makes sense.
    """

    name: str
    label: str | None = None
    hint: str | None = None
    is_required: bool | None = None
    missing: str = "Answer this."
    otherwise: tuple[str, ...] = ()
    choices: tuple[Choice, ...] | None = None


def day_ask(today: date, field: str, label: str, missing: str, hint: str = "") -> Ask:
    """Return what asks for a day that has to be said; `hint` stands before what today is, and how a day may be typed."""
    return Ask(field, label, f"{hint} {how_to_say_a_day(today)}".strip(), is_required=True, missing=missing)


class Said(NamedTuple):
    """What was answered of one thing: values by field, an empty answer left out; what is wrong; and each field's question."""

    values: dict[str, Any]
    wrong: list[Wrong]
    names: dict[str, str]


def questions(
    scene: Scene,
    kind: str,
    path: Path,
    asks: Sequence[Ask],
    answers: Answers,
    *,
    prefix: str = "",
    pupil: str | None = None,
) -> tuple[Question, ...]:
    """Return the questions for fields of the thing at a path. `prefix` keeps their names apart from another thing's."""
    return tuple(
        _question(scene, kind, path, ask, answers, name=prefix + ask.name, pupil=pupil) for ask in asks
    )


def said(
    scene: Scene,
    kind: str,
    path: Path,
    asks: Sequence[Ask],
    answers: Answers,
    *,
    prefix: str = "",
    pupil: str | None = None,
) -> Said:
    """Return what was answered to the questions of the same fields."""
    made = Said({}, [], {ask.name: prefix + ask.name for ask in asks})
    for ask in asks:
        name = prefix + ask.name
        value = read(
            scene,
            kind,
            (*path, ask.name),
            answers,
            name=name,
            is_required=ask.is_required,
            missing=ask.missing,
            pupil=pupil,
        )
        if isinstance(value, Wrong):
            made.wrong.append(value)
        elif isinstance(value, Unanswered):
            pass
        elif not _is_among(value, ask.choices):
            made.wrong.append(Wrong(name, NOT_THERE))
        else:
            made.values[ask.name] = value
    return made


NOT_THERE = "Choose one of the answers that are there."
"""What is said of an answer that no choice was."""


def asked_at(file: str, path: Path, names: Mapping[str, str], whole: str = "") -> dict[tuple[str, Path], str]:
    """Return for the fields of a thing which question each came from; `whole` is that for the thing itself."""
    places: dict[tuple[str, Path], str] = {(file, (*path, field)): name for field, name in names.items()}
    if whole:
        places[file, path] = whole
    return places


def changes(kind: str, data: object, path: Path, answered: Said, *, is_part: bool = False) -> Iterator[Step]:
    """Yield the steps by which a thing that is there says what was answered; an answer that was emptied goes.

    What a field is where it is left out needs no line. With `is_part` the path is that of a part that stands once: it comes
    whole, and goes whole with its last answer.
    """
    part = found(data, path) if is_part and is_there(data, path) else None
    if is_part and not part:
        if whole := _whole(kind, path, answered.values):
            yield Set(path, whole)
        return
    if isinstance(part, dict) and not answered.values and set(part) <= set(answered.names):
        yield Remove(path)
        return
    for field in answered.names:
        at = (*path, field)
        is_written = is_there(data, at)
        if field in answered.values:
            before = found(data, at) if is_written else field_of(kind, at).default
            if before is None or not says_same(before, answered.values[field]):
                yield Set(at, answered.values[field])
        elif is_written and found(data, at) not in (None, []):
            yield Remove(at)


def added(kind: str, things: Path, name: str, values: Mapping[str, Any]) -> Add:
    """Return the step that adds a thing to a list under the id `name`, its fields in the order of their declaration.

    What a field is where it is left out needs no line.
    """
    return Add(things, _whole(kind, things, {"id": name, **values}))


def _whole(kind: str, path: Path, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a new part or thing of the list at a path holds, its fields in the order of their declaration."""
    field = declared(kind, path)
    assert field is not None
    assert field.struct is not None
    return in_order(field.struct, beyond_defaults(field.struct, values))


def beyond_defaults(struct: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values without those that their fields have where they are left out."""
    defaults = {field.name: field.default for field in fields_of(struct)}
    return {name: value for name, value in values.items() if not says_same(defaults.get(name), value)}


def optional(asks: Iterable[Ask]) -> tuple[Ask, ...]:
    """Return the questions of a set that may be left out whole, as they are shown: none of them has to be answered."""
    return tuple(ask._replace(is_required=False) for ask in asks)


def says_same(before: object, after: object) -> bool:
    """Tell whether a record says already what was answered; a text of digits and the number are typed alike."""
    if isinstance(before, bool) or isinstance(after, bool):
        return before is after
    if isinstance(before, list) and isinstance(after, list):
        return [str(each) for each in before] == [str(each) for each in after]
    if isinstance(before, str | int) and isinstance(after, str | int):
        return str(before).strip() == str(after).strip()
    return before == after


def in_order(struct: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a new thing's values in the order in which its struct declares the fields, as people write them."""
    names = ["id", *(field.name for field in fields_of(struct) if field.name != "id")]
    return {name: values[name] for name in names if name in values}


def example(kind: str, path: Path) -> str:
    """Return the hint of a field whose label says already what is asked: its declared example alone."""
    examples = field_of(kind, path).examples
    return f"For example: {examples[0]}" if examples else ""


def written(
    scene: Scene, kind: str, path: Path, told: Said, steps: Sequence[Step], message: str, whole: str = ""
) -> Written | list[Wrong]:
    """Return the steps of one thing, with the questions that its fields came from; that nothing differs where there are none."""
    if not steps:
        return [Wrong("", NOTHING)]
    file = scene.path(kind)
    return Written({file: steps}, asked_at(file, path, told.names, whole), message)


NOTHING = "Nothing here differs from the record, so there is nothing to send."
"""What is said of a form that would change nothing."""


def _question(
    scene: Scene, kind: str, path: Path, ask: Ask, answers: Answers, *, name: str, pupil: str | None
) -> Question:
    question = asked(
        scene,
        kind,
        (*path, ask.name),
        answers,
        name=name,
        label=ask.label,
        hint=ask.hint,
        is_required=ask.is_required,
        otherwise=ask.otherwise,
        pupil=pupil,
    )
    return question if ask.choices is None else msgspec.structs.replace(question, choices=ask.choices)


def _is_among(value: object, choices: tuple[Choice, ...] | None) -> bool:
    if choices is None:
        return True
    known = {choice.value for choice in choices}
    return {str(each) for each in (value if isinstance(value, list) else [value])} <= known
