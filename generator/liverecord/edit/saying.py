"""Values of the records in words: labels of codes, names of staff, days as people write them, things by what they say."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from liverecord.forms.job import Scene
from liverecord.forms.things import called, things
from liverecord.model.days import in_words
from liverecord.model.field import Field, fields_of
from liverecord.model.rulebook import Rulebook
from liverecord.render.sentences import expected_week


class Saying(NamedTuple):
    """What is needed to say a value: the rulebook's labels, the names of the staff by their ids, and of a pupil's things."""

    rulebook: Rulebook
    staff: Mapping[str, str]
    things: Mapping[tuple[str, str], str] = {}

    @classmethod
    def of(cls, scene: Scene, pupil: str) -> "Saying":
        """Return what is needed to say the values of one pupil's record."""
        return cls(
            scene.rulebook,
            {each.id: each.name for each in scene.staff.staff},
            {(thing.noun, thing.id): called(scene, thing) for thing in things(scene, pupil)},
        )

    @classmethod
    def of_school(cls, scene: Scene) -> "Saying":
        """Return what is needed to say the values of the school's own files."""
        return cls(scene.rulebook, {each.id: each.name for each in scene.staff.staff})

    def whole(self, field: Field, value: Any) -> str:
        """Return a value, or a thing or part with all that it says: "Kind: Conversation; due: 20 November 2026"."""
        if field.struct is None or field.kind != "part":
            return self.value(field, value)
        if isinstance(value, list):
            return "; ".join(self.whole(field, each) for each in value)
        said = value if isinstance(value, dict) else {}
        return "; ".join(
            f"{inner.title}: {self.whole(inner, said[inner.name])}"
            for inner in fields_of(field.struct)
            if said.get(inner.name) not in (None, []) and inner.kind != "own_id"
        )

    def value(self, field: Field, value: Any) -> str:
        """Return a value as a page says it, whole."""
        values = value if isinstance(value, list) else [value]
        between = "; " if field.kind == "texts" else ", "
        return between.join(self.one(field, each) for each in values)

    def one(self, field: Field, value: Any) -> str:
        """Return one value, where a field may have several."""
        if field.kind in {"code", "codes"}:
            return self.rulebook.codes.label(field.of, str(value))
        if field.kind == "staff":
            return self.staff.get(str(value), str(value))
        if field.kind in {"id", "ids"}:
            return self._thing(field, str(value))
        if field.kind in {"day", "past", "ahead"}:
            return day(str(value))
        if field.kind == "percent":
            return f"{value} %"
        if field.kind == "week":
            return expected_week(str(value))
        return shown(value)

    def _thing(self, field: Field, item: str) -> str:
        named = (self.things.get((noun, item)) for noun in field.of.split())
        name = next((each for each in named if each), "")
        return f"“{name}”" if name else item


def day(text: str) -> str:
    """Return a day of the record as people write it; what is none stays as it is."""
    try:
        return in_words(date.fromisoformat(text))
    except ValueError:
        return text


def shown(value: Any) -> str:
    """Return a value as a person compares it with another."""
    if value is None:
        return "nothing: it was taken out"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(shown(each) for each in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {shown(inner)}" for key, inner in value.items())
    return str(value)
