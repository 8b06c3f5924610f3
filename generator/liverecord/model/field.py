"""What a field of a record is: the words with which each struct in model/records/ declares its own, and their reading back.

A field is declared once, on its struct: `Annotated[str, text("wording", "What is done.", "Meets at the gate")]`. The title
is how pages and what changed call it, inside a sentence; the description and the examples are for whoever types it, in an
editor. The record schemas, the walk over a record, and the words for a field on pages and in copies are made from that.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

import msgspec
from msgspec import Meta, inspect


class Field(NamedTuple):
    """A declared field. `name` is the records' own key ("from"), `attribute` Python's name for it ("from_").

    `kind` is the function below that declared it, and `of` that function's argument: a list of codes.yml for `code`
    and `codes`; for `id` and `ids` the structs whose things it may name, in small letters with a space between
    ("provision action"). `struct` is what a `part` holds, or each thing of a list. `belongs`, `is_far`, `is_at_school` and
    `schema` are said where they are declared.
    """

    name: str
    attribute: str
    title: str
    kind: str
    of: str = ""
    description: str = ""
    examples: tuple[object, ...] = ()
    is_required: bool = False
    may_be_none: bool = True
    default: str | int | bool | None = None
    is_list: bool = False
    struct: type | None = None
    belongs: bool = False
    is_far: bool = False
    is_at_school: bool = False
    schema: dict[str, Any] = {}  # noqa: RUF012 - a constant, as every default of a NamedTuple


# ── What people type ────────────────────────────────────────────────────────────────────────────────────


def text(title: str, description: str, *examples: str) -> Meta:
    """Declare sentences."""
    return _meta("text", title, description, examples)


def line(title: str, description: str, *examples: str) -> Meta:
    """Declare a few words."""
    return _meta("line", title, description, examples)


def short(title: str, description: str, *examples: str) -> Meta:
    """Declare a word or a number that counts as one."""
    return _meta("short", title, description, examples)


def texts(title: str, description: str, *examples: list[str]) -> Meta:
    """Declare a list of lines."""
    return _meta("texts", title, description, examples)


def yes(title: str, description: str) -> Meta:
    """Declare true or false."""
    return _meta("yes", title, description)


def number(title: str, description: str, *examples: int, lowest: int, highest: int) -> Meta:
    """Declare a whole number, both bounds among those that are accepted."""
    return _meta("number", title, description, examples, schema={"minimum": lowest, "maximum": highest})


def percent(title: str, description: str, *examples: int) -> Meta:
    """Declare a whole number in per cent."""
    return _meta("percent", title, description, examples, schema={"minimum": 0, "maximum": 100})


# ── Days and times ──────────────────────────────────────────────────────────────────────────────────────


def day(title: str, description: str, *examples: str, is_far: bool = False) -> Meta:
    """Declare a day, past or to come; one that `is_far` may lie a whole schooling ahead."""
    return _meta("day", title, description, examples, is_far=is_far)


def past(title: str, description: str, *examples: str, is_at_school: bool = False) -> Meta:
    """Declare the day on which something was held, done, said or agreed: never later than today.

    What `is_at_school`, here and below, takes place with people at school, and so on a school day.
    """
    return _meta("past", title, description, examples, is_at_school=is_at_school)


def ahead(title: str, description: str, *examples: str, is_at_school: bool = False) -> Meta:
    """Declare a day to come, which may be moved."""
    return _meta("ahead", title, description, examples, is_at_school=is_at_school)


def week(title: str, description: str, *examples: str) -> Meta:
    """Declare a week of expected sessions: 'yn yn yn yn yn'."""
    return _meta("week", title, description, examples)


def time(title: str, description: str, *examples: str) -> Meta:
    """Declare a time of day in four digits: '08:50'."""
    return _meta("time", title, description, examples)


# ── What is named elsewhere ─────────────────────────────────────────────────────────────────────────────


def code(of: str, title: str, description: str, *examples: str) -> Meta:
    """Declare a code of a list of codes.yml."""
    return _meta("code", title, description, examples, of=of)


def codes(of: str, title: str, description: str, *examples: list[str]) -> Meta:
    """Declare several codes of a list of codes.yml."""
    return _meta("codes", title, description, examples, of=of)


def staff(title: str, description: str, *examples: str | list[str]) -> Meta:
    """Declare the id of a member of staff, or several of them."""
    return _meta("staff", title, description, examples)


def pupils(title: str, description: str, *examples: list[str]) -> Meta:
    """Declare the ids of pupils, which are their folders' names."""
    return _meta("pupils", title, description, examples)


def dfe_number(title: str, description: str, *examples: str) -> Meta:
    """Declare a school's number with the Department for Education: the authority's three digits, the school's four."""
    return _meta("dfe_number", title, description, examples)


def own_id(title: str, description: str, *examples: str) -> Meta:
    """Declare the id by which a thing is named from elsewhere, and followed in history."""
    return _meta("own_id", title, description, examples)


def item_id(noun: str, *examples: str) -> Meta:
    """Declare the id of a thing in a list of a pupil's record."""
    told = (
        f"A short name for this {noun} that nothing else in the list has. It never changes, because other parts of the "
        "record and the history refer to it."
    )
    return own_id("id", told, *examples)


def points(to: str, title: str, description: str, *examples: str, belongs: bool = False) -> Meta:
    """Declare the id of a thing of this record: of one of the structs `to` names ("provision action").

    With `belongs`, the thing that holds the id belongs to the thing it names, and is hidden with it.
    """
    return _meta("id", title, description, examples, of=to, belongs=belongs)


def points_to_several(
    to: str, title: str, description: str, *examples: list[str], belongs: bool = False
) -> Meta:
    """Declare the ids of several things of this record, as `points` has it."""
    return _meta("ids", title, description, examples, of=to, belongs=belongs)


def lesson(title: str, description: str, *examples: str) -> Meta:
    """Declare a lesson of the school day, by the id that school.yml gives it."""
    return _meta("lesson", title, description, examples, of="period")


def email(title: str, description: str, *examples: str) -> Meta:
    """Declare an e-mail address."""
    return _meta("email", title, description, examples)


def emails(title: str, description: str, *examples: list[str]) -> Meta:
    """Declare several e-mail addresses."""
    return _meta("emails", title, description, examples)


def address(title: str, description: str, *examples: str) -> Meta:
    """Declare a web address, which may have gaps to fill in."""
    return _meta("address", title, description, examples)


def branch(title: str, description: str, *examples: str) -> Meta:
    """Declare a branch of the records' repository."""
    return _meta("branch", title, description, examples)


# ── What holds other things ─────────────────────────────────────────────────────────────────────────────


def part(title: str, description: str) -> Meta:
    """Declare a part with fields of its own, or a list of such things."""
    return _meta("part", title, description)


def mapping(title: str, description: str, *examples: dict[str, Any], schema: dict[str, Any]) -> Meta:
    """Declare a mapping whose keys people choose; `schema` is what JSON Schema says of it."""
    return _meta("mapping", title, description, examples, schema=schema)


ONE_WORD = frozenset((
    "address", "ahead", "branch", "code", "codes", "day", "dfe_number", "email", "emails", "id", "ids", "lesson", "number",
    "own_id", "past", "percent", "pupils", "staff", "time", "yes",
))  # fmt: skip
"""The kinds whose value is one word, or a list of such: the schema refuses anything else, and knows what was meant."""


# ── Reading back ────────────────────────────────────────────────────────────────────────────────────────


@cache
def fields_of(struct: type) -> tuple[Field, ...]:
    """Return the declared fields of a struct, in its order; raises TypeError, naming it, for one that declares nothing."""
    account = inspect.type_info(struct)
    assert isinstance(account, inspect.StructType)
    return tuple(_field(struct, each) for each in account.fields)


def field_at(struct: type, path: Iterable[str | int]) -> Field | None:
    """Return the field that a path leads to, from a struct through keys and indexes; None where it leads to none."""
    at: type | None = struct
    field = None
    for step in path:
        if isinstance(step, str):
            field = next((each for each in fields_of(at) if each.name == step), None) if at else None
            at = field.struct if field is not None else None
    return field


def plain(kind: inspect.Type) -> tuple[inspect.Type, bool]:
    """Return a type without what was declared of it and without None, and whether None was there."""
    if isinstance(kind, inspect.Metadata):
        return plain(kind.type)
    if isinstance(kind, inspect.UnionType):
        inner = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
        if len(inner) == 1:
            return inner[0], True
    return kind, False


def _meta(
    kind: str,
    title: str,
    description: str,
    examples: tuple[Any, ...] = (),
    *,
    of: str = "",
    schema: dict[str, Any] | None = None,
    **said: bool,
) -> Meta:
    more = {"kind": kind, "of": of, "schema": schema or {}, **said}
    return Meta(title=title, description=description, examples=list(examples) or None, extra=more)


def _field(struct: type, declared: inspect.Field) -> Field:
    if not isinstance(declared.type, inspect.Metadata) or not declared.type.extra:
        raise TypeError(
            f"{struct.__name__}.{declared.name} says nothing of itself: declare it by model/field.py"
        )
    said = declared.type.extra_json_schema or {}
    kind, may_be_none = plain(declared.type)
    is_list = isinstance(kind, inspect.VarTupleType)
    inner = plain(kind.item_type)[0] if isinstance(kind, inspect.VarTupleType) else kind
    is_required = declared.default is msgspec.NODEFAULT and declared.default_factory is msgspec.NODEFAULT
    return Field(
        name=declared.encode_name,
        attribute=declared.name,
        title=said["title"],
        description=said["description"],
        examples=tuple(said.get("examples", ())),
        is_required=is_required,
        may_be_none=may_be_none,
        default=None if declared.default is msgspec.NODEFAULT else declared.default,
        is_list=is_list,
        struct=inner.cls if isinstance(inner, inspect.StructType) else None,
        **declared.type.extra,
    )
