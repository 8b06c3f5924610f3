"""Each field of a record is declared once, on its struct, and wholly: what pages, editors and laws say of it comes from there."""

from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
import pytest

from liverecord.model import field
from liverecord.model.field import Field, fields_of
from liverecord.model.parts import FIELDS, PARTS, TITLES, files_of
from liverecord.model.records import KINDS, Day, Item, Record
from liverecord.read.rulebook import rulebook


def structs(below: type = Record) -> set[type]:
    """Return every struct of a record."""
    return {part for child in below.__subclasses__() for part in (child, *structs(child))}


DECLARED = [
    (struct, each)
    for struct in sorted(structs(), key=lambda each: each.__name__)
    for each in fields_of(struct)
]
LISTS = rulebook().codes.lists


def named(value: Any) -> str:
    """Name a struct, or a field by its name."""
    return value.__name__ if isinstance(value, type) else str(value.name)


def typed(struct: type, each: Field) -> Any:
    """Return the type of a field without None, and of a list that of what it holds."""
    kind = get_type_hints(struct)[each.attribute]
    inner = [part for part in get_args(kind) if part is not type(None)]
    if get_origin(kind) is not tuple and type(None) in get_args(kind):
        kind = inner[0]
    return get_args(kind)[0] if get_origin(kind) is tuple else kind


@pytest.mark.parametrize(("struct", "each"), DECLARED, ids=named)
def test_a_field_says_all_of_itself(struct: type, each: Field) -> None:
    """A field has a title, a sentence for whoever types it, and is of the kind that its type is."""
    assert each.title == each.title.strip() != ""
    assert each.description.endswith((".", "?"))
    kind = typed(struct, each)
    kinds = {
        bool: {"yes"},
        int: {"number", "percent"},
        Day: {"day", "past", "ahead"},
        str: {"text", "line", "short", "texts", "week", "time", "code", "codes", "staff", "own_id", "id", "ids", "lesson", "dfe_number",
              "email", "emails", "address", "branch", "pupils"},
    }  # fmt: skip
    if isinstance(kind, type) and issubclass(kind, Record):
        assert each.kind == "part"
    elif get_origin(kind) is dict:
        assert each.kind == "mapping"
    else:
        assert each.kind in kinds[kind]
    assert each.is_list == (
        each.kind in {"texts", "codes", "ids", "emails", "pupils"} or get_origin(_bare(struct, each)) is tuple
    )


def _bare(struct: type, each: Field) -> Any:
    return get_type_hints(struct)[each.attribute]


@pytest.mark.parametrize(("struct", "each"), DECLARED, ids=named)
def test_what_a_field_names_is_there(struct: type, each: Field) -> None:
    """A code is of a list of codes.yml; an id is of structs that have ids, in files of a pupil or among the lessons."""
    if each.kind in {"code", "codes"}:
        assert each.of in LISTS
    elif each.kind in {"id", "ids"}:
        items = {item.__name__.lower() for item in structs(Item)}
        assert set(each.of.split()) <= items
        assert files_of(each)
    else:
        assert each.of == ("period" if each.kind == "lesson" else "")
    assert not each.belongs or each.kind in {"id", "ids"}


def test_a_list_that_looks_alike_is_declared_alike() -> None:
    """What stands in two places of a record, as provision does, is one struct and so one declaration."""
    twice = [path for path, struct in PARTS.items() if struct.__name__ == "Provision"]
    assert twice == ["plan.outcomes.provision", "plan.support_without_plan"]
    assert FIELDS[twice[0]] == FIELDS[twice[1]]


def test_every_part_has_a_heading() -> None:
    """Whatever stands in a file or in another part is called something, the register too."""
    assert set(TITLES) == {*PARTS, "weeks"} - {"plan"}
    assert TITLES["plan.needs"] == "Needs"


def test_a_field_that_says_nothing_is_refused() -> None:
    """A field declared by its type alone is found when it is first read, and named; so is one with a bare title."""

    class Silent(Record, frozen=True, kw_only=True):
        colour: str | None = None

    class Titled(Record, frozen=True, kw_only=True):
        colour: Annotated[str | None, msgspec.Meta(title="colour")] = None

    for struct in (Silent, Titled):
        with pytest.raises(TypeError, match=r"\w+\.colour says nothing of itself"):
            fields_of(struct)


def test_a_declaration_is_read_back_whole() -> None:
    """What is declared of a field is what is read of it, by the records' own key."""

    class Told(Record, frozen=True, kw_only=True):
        with_: Annotated[
            tuple[str, ...], field.points_to_several("concern", "with", "Which.", ["c1"], belongs=True)
        ] = msgspec.field(name="with", default=())
        aim: Annotated[int, field.number("aim", "How many.", 3, lowest=1, highest=9)]

    several, aim = fields_of(Told)
    assert several == Field(
        "with", "with_", "with", "ids", "concern", "Which.", (["c1"],), False, False, (), True, None, True
    )
    assert (aim.is_required, aim.default, aim.schema) == (True, None, {"minimum": 1, "maximum": 9})


def test_every_file_of_a_record_is_one_struct() -> None:
    """Each file's struct is known by the name that its schema has as a title."""
    assert {struct.__name__.lower() for struct in KINDS.values()} == set(KINDS)
