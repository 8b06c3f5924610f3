"""A field of a record as a question, made from what its struct declares, with what the record says in it.

A path is one of splice.steps: it may lead through a thing that is not there yet.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from liverecord.forms.days import EXAMPLE, in_words
from liverecord.forms.job import Scene
from liverecord.forms.question import Answers, Choice, Kind, Question
from liverecord.forms.things import things, things_named
from liverecord.model.field import Field, fields_of
from liverecord.model.parts import root_of
from liverecord.model.records import Away, Item, Person
from liverecord.splice.steps import Path, declared, found, is_there

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
    is_answered = question in answers or (bool(answers) and field.kind in {"codes", "ids"})
    recorded = in_record(scene, kind, path, pupil) or tuple(otherwise)
    value = tuple(answers.get(question, ())) if is_answered else recorded
    choices = tuple(choices_of(scene, field, value, pupil))
    return Question(
        name=question,
        label=label or sentence(field.title),
        kind=_kind(field, choices),
        hint=_hint(field) if hint is None else hint,
        seen_by=seen_by(scene, kind, path, pupil),
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


def seen_by(scene: Scene, kind: str, path: Path, pupil: str | None = None) -> str:
    """Return who will see an answer, in words, by the policy, what the school has narrowed, and what is restricted."""
    names = [name for depth, name in enumerate(path) if not _is_thing(kind, path[:depth])]
    line = ".".join([*([root_of(kind)] if root_of(kind) else []), *names])
    if kind in {"school", "staff"}:
        return "It stands in the records; pages show what staff need of it."
    audience = scene.school.audiences.get(line) or scene.rulebook.policy.paths.get(line)
    audiences = scene.rulebook.policy.audiences
    place = next((place for place, each in enumerate(audiences) if each.id == audience), None)
    if place is None:
        return "No page shows this; it stands in the record."
    if _is_restricted(scene, kind, path, pupil):
        place = len(audiences) - 1
    others = "; other staff will not" if place else ""
    return f"{audiences[place].label} will see this{others}."


def choices_of(
    scene: Scene, field: Field, chosen: Iterable[str] = (), pupil: str | None = None
) -> list[Choice]:
    """Return a field's possible answers in order; none for one that is typed. What is chosen already stays among them."""
    if field.kind in {"code", "codes"}:
        rows = scene.rulebook.codes.lists[field.of].values()
        return [
            Choice(row.code, sentence(row.label))
            for row in rows
            if row.code in chosen or _is_in_force(row.valid_from, row.valid_until, scene.today)
        ]
    if field.kind == "staff":
        return staff_choices(scene, chosen)
    if field.kind in {"id", "ids"}:
        return things_named(scene, field.of.split(), pupil)
    if field.kind == "lesson":
        return [Choice(period.id, period.id) for period in scene.school.periods]
    if field.kind == "yes":
        return [Choice(YES, "Yes"), Choice(NO, "No")]
    return []


def staff_choices(scene: Scene, chosen: Iterable[str] = ()) -> list[Choice]:
    """Return the staff who are here, whoever is away with the cover, and who is chosen already even if gone."""
    names = {person.id: person.name for person in scene.staff.staff}
    choices = []
    for person in scene.staff.staff:
        has_left = person.left_on is not None and person.left_on < scene.today
        if has_left and person.id not in chosen:
            continue
        choices.append(Choice(person.id, person.name + _standing(person, scene, names, has_left=has_left)))
    return choices


def field_of(kind: str, path: Path) -> Field:
    """Return what the field at a path declares; every path of a form is one that is declared."""
    field = declared(kind, path)
    assert field is not None, f"{kind} declares no {'.'.join(path)}"
    return field


YES, NO = "yes", "no"


def sentence(words: str) -> str:
    """Return words with a capital letter in front."""
    return words[:1].upper() + words[1:]


# ── Asking ──────────────────────────────────────────────────────────────────────────────────────────────


def _is_thing(kind: str, path: Path) -> bool:
    """Tell whether a path's next name is a thing's id: the path ends with a list of things."""
    if not path:
        return False
    field = declared(kind, path)
    before = declared(kind, path[:-1]) if len(path) > 1 else None
    return field is not None and field.is_list and field.struct is not None and field != before


def _is_restricted(scene: Scene, kind: str, path: Path, pupil: str | None) -> bool:
    """Tell whether the record keeps a thing on a path, or what it belongs to, for the widest audience alone."""
    data = scene.data(kind, pupil)
    for depth in range(1, len(path)):
        if not _is_thing(kind, path[:depth]) or not is_there(data, path[: depth + 1]):
            continue
        thing = found(data, path[: depth + 1])
        if not isinstance(thing, dict):
            continue
        if thing.get("restricted") is True:
            return True
        for field in fields_of(field_of(kind, path[: depth + 1]).struct or Item):
            if field.belongs and _is_any_restricted(scene, field, thing.get(field.name), pupil):
                return True
    return False


def _is_any_restricted(scene: Scene, field: Field, named: object, pupil: str | None) -> bool:
    ids = {str(each) for each in (named if isinstance(named, list) else [named])}
    nouns = field.of.split()
    return any(
        thing.noun in nouns and thing.id in ids and thing.data.get("restricted") is True
        for thing in things(scene, pupil)
    )


def _kind(field: Field, choices: Sequence[Choice]) -> Kind:
    if field.kind in {"codes", "ids"}:
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


def _hint(field: Field) -> str:
    """Return what a field is for, with an example; of a day, how it may be typed."""
    told = _IN_A_FILE.sub("", field.description)
    if field.kind == "yes":
        return _TRUTH.sub(lambda word: sentence({"true": YES, "false": NO}[word[0].lower()]), told)
    if field.kind in {"day", "past", "ahead"}:
        return f"{told} {EXAMPLE}."
    if field.kind in {"text", "line", "short"} and field.examples:
        return f"{told} For example: {field.examples[0]}"
    if field.kind in {"texts", "emails"}:
        return f"{told} One on each line."
    if field.kind == "mapping":
        return f"{told} One on each line, with a colon."
    return told


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
        return texts if field.kind in {"codes", "ids"} else ("\n".join(texts),)
    if field.kind in {"day", "past", "ahead"} and isinstance(value, str):
        try:
            return (in_words(date.fromisoformat(value)),)
        except ValueError:
            return (value,)
    return (str(value),)


def _told(value: object) -> str:
    """Return a value of a mapping on one line: an interval as "2 weeks"."""
    if isinstance(value, dict):
        return ", ".join(f"{number} {unit}" for unit, number in value.items())
    return str(value)


def _standing(person: Person, scene: Scene, names: Mapping[str, str], *, has_left: bool) -> str:
    if has_left:
        return " (has left)"
    if person.id == scene.person:
        return " (you)"
    if person.away is None or not _is_away(person.away, scene.today):
        return ""
    until = f" until {in_words(person.away.until)}" if person.away.until else ""
    cover = names.get(person.away.cover or "")
    return f" (away{until}{f', {cover} covers' if cover else ''})"


def _is_away(away: Away, today: date) -> bool:
    return away.from_ <= today and (away.until is None or today <= away.until)


def _is_in_force(start: date | None, end: date | None, today: date) -> bool:
    return (start is None or start <= today) and (end is None or today <= end)
