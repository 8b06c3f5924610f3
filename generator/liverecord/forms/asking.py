"""A field of a record as a question, made from what its struct declares, with what the record says in it.

A path is one of splice.steps: it may lead through a thing that is not there yet.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from liverecord.derive.people import people_of
from liverecord.forms.days import EXAMPLE
from liverecord.forms.job import Scene
from liverecord.forms.known import has_left, pupil_called
from liverecord.forms.question import Answers, Choice, Kind, Question
from liverecord.forms.seen import seen_by
from liverecord.forms.things import things_named
from liverecord.forms.wording import says_more, told_of
from liverecord.model.days import in_words
from liverecord.model.derived import Assignee
from liverecord.model.field import Field, fields_of
from liverecord.model.records import KINDS
from liverecord.render.words import capped
from liverecord.splice.steps import Path, declared, found, is_there
from liverecord.validate.ground import in_force

FEW = 7
"""So many choices stand as radio buttons; more of them are a list to choose from."""


def asked(
    scene: Scene,
    kind: str,
    path: Path,
    answers: Answers,
    *,
    name: str | None = None,
    label: str | None = None,
    hint: str | None = None,
    is_required: bool | None = None,
    otherwise: Sequence[str] = (),
    pupil: str | None = None,
) -> Question:
    """Return the question for a field. `kind` is its file's noun, `name` the question's where it is not the field's own.

    In it stands what was answered, else what the record says, else `otherwise`: only a fact, never a guess.
    """
    field = field_of(kind, path)
    question = name or field.name
    # Of boxes that were all unticked a browser sends nothing: among other answers that is an answer too.
    is_answered = question in answers or (bool(answers) and has_several(field))
    recorded = in_record(scene, kind, path, pupil) or tuple(otherwise)
    value = tuple(answers.get(question, ())) if is_answered else recorded
    choices = tuple(choices_of(scene, field, value, pupil))
    return Question(
        name=question,
        label=label or capped(field.title),
        kind=_kind(field, choices),
        hint=_hint(kind, path, field, label or field.title) if hint is None else hint,
        seen_by=seen_by(scene, kind, path, pupil, _chosen(kind, path, answers, question)),
        choices=choices,
        is_required=field.is_required if is_required is None else is_required,
        value=value,
    )


def in_record(scene: Scene, kind: str, path: Path, pupil: str | None = None) -> tuple[str, ...]:
    """Return what the record says of a field as a form shows it; () where it says nothing."""
    data = scene.data(kind, pupil)
    if not is_there(data, path):
        return ()
    return _shown(field_of(kind, path), found(data, path))


def choices_of(
    scene: Scene, field: Field, chosen: Iterable[str] = (), pupil: str | None = None
) -> list[Choice]:
    """Return a field's possible answers in order; none for one that is typed. What is chosen already stays among them."""
    if field.kind in {"code", "codes"}:
        rows = scene.rulebook.codes.lists[field.of].values()
        return [
            Choice(row.code, capped(row.label))
            for row in rows
            if row.code in chosen or in_force(row, scene.today)
        ]
    if field.kind == "staff":
        return staff_choices(scene, chosen)
    if field.kind == "pupils":
        return pupil_choices(scene, chosen)
    if field.kind in {"id", "ids"}:
        return things_named(scene, field.of.split(), pupil)
    if field.kind == "lesson":
        return [Choice(period.id, period.id) for period in scene.school.periods]
    if field.kind == "yes":
        return [Choice(YES, "Yes"), Choice(NO, "No")]
    return []


def staff_choices(scene: Scene, chosen: Iterable[str] = ()) -> list[Choice]:
    """Return the staff who are here, whoever is away with the cover, and who is chosen already even if gone."""
    people = people_of(scene.staff, scene.today)
    holders = [people.assignee(person.id) for person in scene.staff.staff]
    return [
        Choice(holder.id, holder.name + _standing(scene, holder))
        for holder in holders
        if not holder.left_on or holder.id in chosen
    ]


def pupil_choices(scene: Scene, chosen: Iterable[str] = ()) -> list[Choice]:
    """Return the pupils who have not left, by name, then who is chosen already even if gone."""
    chosen = tuple(chosen)
    here = sorted(
        (pupil_called(known), pupil)
        for pupil, known in scene.pupils.items()
        if pupil in chosen or not has_left(known, scene.today)
    )
    others = [pupil for pupil in chosen if pupil not in scene.pupils]
    return [*(Choice(pupil, called) for called, pupil in here), *(Choice(each, each) for each in others)]


def has_several(field: Field) -> bool:
    """Tell whether a field holds several of the answers that it can have."""
    return field.kind in {"codes", "ids", "pupils"} or (field.kind == "staff" and field.is_list)


def field_of(kind: str, path: Path) -> Field:
    """Return what the field at a path declares; every path of a form is one that is declared."""
    field = declared(kind, path)
    assert field is not None, f"{kind} declares no {'.'.join(path)}"
    return field


YES, NO = "yes", "no"


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────────────


def _kind(field: Field, choices: Sequence[Choice]) -> Kind:
    if has_several(field):
        return "several"
    if field.kind in {"code", "staff", "id", "lesson"}:
        return "choice" if len(choices) <= FEW and field.kind == "code" else "select"
    return _KINDS.get(field.kind, "line")


_KINDS: Mapping[str, Kind] = {
    "text": "text",
    "texts": "texts",
    "emails": "texts",
    "mapping": "texts",
    "yes": "yes",
    "number": "number",
    "percent": "number",
    "day": "day",
    "past": "day",
    "ahead": "day",
}


def _chosen(kind: str, path: Path, answers: Answers, question: str) -> dict[str, Any]:
    """Return what was chosen so far by which a thing is for few: that it is restricted, what it belongs to, its kind."""
    struct = _holder(kind, path)
    before = question.removesuffix(path[-1])
    chosen: dict[str, Any] = {}
    for field in fields_of(struct):
        said = answers.get(before + field.name)
        if field.belongs and said:
            chosen[field.name] = list(said)
        elif field.name == "restricted" and said is not None:
            chosen[field.name] = list(said) == [YES]
        elif field.kind == "code" and said:
            chosen[field.name] = said[0]
    return chosen


def _holder(kind: str, path: Path) -> type:
    """Return the struct that declares the field at a path."""
    held = declared(kind, path[:-1]) if len(path) > 1 else None
    return held.struct if held is not None and held.struct is not None else KINDS[kind]


def _hint(kind: str, path: Path, field: Field, label: str) -> str:
    """Return what a field is for, where that is more than its label says, with an example; of a day, how it may be typed."""
    told = told_of(_holder(kind, path), field.name)
    if told is None:
        told = _IN_A_FILE.sub("", field.description)
    if field.kind == "yes":
        told = _TRUTH.sub(lambda word: capped({"true": YES, "false": NO}[word[0].lower()]), told)
    if not says_more(told, label):
        told = ""
    return f"{told} {_how(field)}".strip()


def _how(field: Field) -> str:
    """Return how a field is answered: with an example, or in what form."""
    if field.kind in {"day", "past", "ahead"}:
        return f"{EXAMPLE}."
    if field.kind in {"text", "line", "short"} and field.examples:
        return f"For example: {field.examples[0]}"
    if field.kind in {"texts", "emails"}:
        return "One on each line."
    if field.kind == "mapping":
        return "One on each line, with a colon."
    return ""


_IN_A_FILE = re.compile(
    r": (?:an? ids?|ids|the ids?|their ids?)\b[^.]*(?:\.yml)?| Leave the key out unless it is needed\.",
    re.IGNORECASE,
)
"""What a field's description says to whoever types ids: a form has choices for that."""

_TRUTH = re.compile(r"\b(?:true|false)\b")


def _shown(field: Field, value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, bool):
        return (YES if value else NO,)
    if isinstance(value, dict):
        return ("\n".join(f"{key}: {_told(inner)}" for key, inner in value.items()),)
    if isinstance(value, list):
        texts = tuple(str(each) for each in value)
        return texts if has_several(field) else ("\n".join(texts),)
    if field.kind in {"day", "past", "ahead"} and isinstance(value, str):
        try:
            return (in_words(date.fromisoformat(value)),)
        except ValueError:
            return (value,)
    return (str(value),)


def _told(value: object) -> str:
    """Return a value of a mapping on one line: an interval as "1 month, 2 weeks"."""
    if isinstance(value, dict):
        return ", ".join(
            f"{number} {str(unit).removesuffix('s') if number == 1 else unit}"
            for unit, number in value.items()
        )
    return str(value)


def _standing(scene: Scene, holder: Assignee) -> str:
    if holder.left_on:
        return " (has left)"
    if holder.id == scene.person:
        return " (you)"
    if not holder.is_away:
        return ""
    until = f" until {in_words(holder.away_until)}" if holder.away_until else ""
    return f" (away{until}{f', {holder.cover_name} covers' if holder.cover_name else ''})"
