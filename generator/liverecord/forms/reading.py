"""An answer as the value of its field: what the record will say, or why the answer cannot be taken."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from liverecord.forms.asking import YES, choices_of, field_of, has_several
from liverecord.forms.days import NoDay, Toward, day_typed
from liverecord.forms.job import Scene
from liverecord.forms.question import Answers, Wrong
from liverecord.model.field import Field, fields_of
from liverecord.model.records import Interval
from liverecord.splice.steps import Path


class Unanswered(NamedTuple):
    """An answer that was left empty: the record then says nothing of it."""


Read = str | int | bool | list[str] | dict[str, Any] | Unanswered | Wrong


def read(
    scene: Scene,
    kind: str,
    path: Path,
    answers: Answers,
    *,
    name: str | None = None,
    is_required: bool | None = None,
    missing: str = "Answer this.",
    pupil: str | None = None,
) -> Read:
    """Return the value that an answer is, Unanswered where it is empty, Wrong where it cannot be taken."""
    field = field_of(kind, path)
    question = name or field.name
    typed = [_normal(each) for each in answers.get(question, ())]
    value = _value(scene, field, [each for each in typed if each.strip()], pupil)
    if isinstance(value, _Refused):
        return Wrong(question, value)
    required = field.is_required if is_required is None else is_required
    if isinstance(value, Unanswered) and required:
        return Wrong(question, missing)
    return value


def as_typed(text: str) -> str | int:
    """Return a whole number as one: 8, as people write it in a record, and not '8'."""
    is_number = text.isdecimal() and text.isascii() and len(text) <= _LONGEST_NUMBER
    return int(text) if is_number and str(int(text)) == text else text


class _Refused(str):
    """Why an answer cannot be taken."""

    __slots__ = ()


def _value(scene: Scene, field: Field, typed: list[str], pupil: str | None) -> Read | _Refused:
    if not typed:
        return Unanswered()
    choices = choices_of(scene, field, typed, pupil)
    if choices or has_several(field):
        if not {choice.value for choice in choices}.issuperset(typed):
            return _Refused("Choose one of the answers that are there.")
        if has_several(field):
            return list(dict.fromkeys(typed))
        return typed[0] == YES if field.kind == "yes" else as_typed(typed[0])
    text = typed[0]
    if field.kind in {"day", "past", "ahead"}:
        try:
            return day_typed(text, scene.today, _TOWARD.get(field.kind, "near")).isoformat()
        except NoDay as none:
            return _Refused(str(none))
    if field.kind in {"number", "percent"}:
        return _number(field, text)
    if field.kind in {"texts", "emails"}:
        return [line.strip() for line in text.split("\n") if line.strip()]
    if field.kind == "mapping":
        return _mapping(text)
    if field.kind == "text":
        return text.strip("\n").rstrip()
    return as_typed(" ".join(text.split()))


_TOWARD: Mapping[str, Toward] = {"past": "past", "ahead": "ahead"}


def _normal(typed: str) -> str:
    """Return text as a record holds it: a browser ends each line of a box with two characters."""
    return typed.replace("\r\n", "\n").replace("\r", "\n")


_LONGEST_NUMBER = 9
"""A text of more digits is no number that anybody counts with, and is read as text."""


def _number(field: Field, text: str) -> int | _Refused:
    words = text.strip().removesuffix("%").strip()
    low, high = field.schema["minimum"], field.schema["maximum"]
    is_number = words.isascii() and words.isdecimal() and len(words) <= _LONGEST_NUMBER
    if not is_number or not low <= int(words) <= high:
        return _Refused(f"This is a whole number from {low} to {high}.")
    return int(words)


def _mapping(text: str) -> dict[str, Any] | _Refused:
    pairs: dict[str, Any] = {}
    for line in text.split("\n"):
        if not line.strip():
            continue
        key, colon, value = line.partition(":")
        if not colon or not key.strip() or not value.strip():
            return _Refused("Write each on a line of its own: a name, a colon, and what it is.")
        if key.strip() in pairs:
            return _Refused("The same name stands here twice.")
        pairs[key.strip()] = _interval(value.strip()) or as_typed(value.strip())
    return pairs


def _interval(text: str) -> dict[str, int]:
    """Return a length of time in its units, each once: "1 month, 2 weeks"; empty where a text is none."""
    interval: dict[str, int] = {}
    for part in text.split(", "):
        number, _, unit = part.partition(" ")
        is_number = number.isdecimal() and number.isascii() and len(number) <= _LONGEST_NUMBER
        if not is_number or unit not in _UNITS or _UNITS[unit] in interval:
            return {}
        interval[_UNITS[unit]] = int(number)
    return interval


_UNITS = {
    word: field.name for field in fields_of(Interval) for word in (field.name, field.name.removesuffix("s"))
}
"""A length of time as people write it: 2 weeks, 1 month."""
