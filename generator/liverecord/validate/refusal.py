"""One thing that a schema refuses, and what is known about its place: the field, its codes, the colleagues."""

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from jsonschema.exceptions import ValidationError

from liverecord.model.field import Field, field_at
from liverecord.model.records import KINDS, Document
from liverecord.model.rulebook import Code, Rulebook
from liverecord.model.walk import Path
from liverecord.problem import Problem
from liverecord.validate.meant import People, free_id

_COUNTED = re.compile(r"[A-Za-z]+[0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Refusal(NamedTuple):
    """One thing that a schema refuses: where, what stands there, and which keyword of which schema refuses it."""

    document: Document
    path: Path
    value: Any
    keyword: str
    wanted: Any
    schema: dict[str, Any]
    keys: frozenset[str]
    rulebook: Rulebook
    people: People

    @property
    def name(self) -> str:
        """What to call the value: its key in quotes, or which item of which list it is."""
        if not self.path:
            return f"{self.document.kind}.yml"
        if isinstance(self.path[-1], int):
            return f"item {self.path[-1] + 1} of {self.quoted(self.path[-2])}"
        return self.quoted(self.path[-1])

    def quoted(self, key: str | int) -> str:
        """Return a key in quotes if the schemas have it or it is a date; what a person made up is not repeated."""
        return f"'{key}'" if key in self.keys or _DATE.fullmatch(str(key)) else "what stands here"

    def rows(self, options: Collection[str]) -> Mapping[str, Code]:
        """Return the list of codes.yml that has exactly these codes; none where there is no such list."""
        lists = self.rulebook.codes.lists.values()
        return next((rows for rows in lists if rows.keys() == set(options)), {})

    def field(self, *key: str) -> Field | None:
        """Return the declared field at this place, or under a key of it; None for what is none."""
        struct: type | None = KINDS.get(self.document.kind)
        return field_at(struct, (*self.path, *key)) if struct is not None else None

    def is_in_braces(self) -> bool:
        """Tell whether the keys here stand in braces, {id: a1, …}, where a key is added in the row and on no line."""
        document, first = self.document, next(iter(self.value), "")
        return document.key_marks.get((*self.path, first)) != document.marks.get(self.path)

    def free_id(self) -> str:
        """Return the next free id of the list that a thing stands in; "" where ids are no letters with a number."""
        things: Any = self.document.data
        for step in self.path[:-1]:
            things = things[step]
        example = str(self.schema["properties"]["id"].get("examples", ["a1"])[0])
        return free_id(things, example) if _COUNTED.fullmatch(example) else ""

    def problem(
        self, code: str, message: str, hint: str = "", *, path: Path | None = None, key: bool = False
    ) -> Problem:
        """Return a problem at the value's place, or at another path's (at its key with `key`)."""
        place = self.document.place(*(self.path if path is None else path), key=key)
        # A sentence may begin with the value's name; file names and keys stay as they are written.
        begun = message.startswith(("item ", "what "))
        return Problem(place, code, message[0].upper() + message[1:] if begun else message, hint)


def refused(
    document: Document, error: ValidationError, keys: frozenset[str], rulebook: Rulebook, people: People
) -> Refusal:
    """Return what an error of the explaining library is about; `keys` are all that the schemas name."""
    path = tuple(error.absolute_path)
    keyword = str(error.validator)
    if "propertyNames" in error.absolute_schema_path and isinstance(error.instance, str):
        path, keyword = (*path, error.instance), "propertyNames"
    schema = error.schema if isinstance(error.schema, dict) else {}
    return Refusal(
        document, path, error.instance, keyword, error.validator_value, schema, keys, rulebook, people
    )
