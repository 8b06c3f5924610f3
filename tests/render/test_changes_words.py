"""The words in which changes are told: every path that a record can change has them, and each field is the kind it says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from msgspec import inspect

from liverecord.model.case import CaseFile
from liverecord.model.field import plain
from liverecord.model.parts import FIELDS
from liverecord.model.records import Record
from liverecord.render.changes.nouns import FILES, NOUNS, SECTIONS, VERBS, section

SCHEMA = Path(__file__).parents[2] / "schema"
CODES = yaml.safe_load((SCHEMA / "codes.yml").read_text("utf-8"))["lists"]
FILE_OF = {"notes": "absences", "log": "absences", "lessons": "absences", "timetable": "absences"}


def inner(kind: inspect.Type) -> tuple[inspect.Type, bool]:
    """A type without None and the list around it."""
    kind, _ = plain(kind)
    if isinstance(kind, inspect.VarTupleType):
        return inner(kind.item_type)[0], True
    return kind, False


def record_paths() -> Iterator[tuple[str, inspect.Type, bool]]:
    """Every part and field of a pupil's record as the model has it, by the records' own keys."""

    def below(kind: inspect.Type, path: str, many: bool) -> Iterator[tuple[str, inspect.Type, bool]]:
        yield path, kind, many
        if isinstance(kind, inspect.StructType):
            for field in kind.fields:
                yield from below(*inner_at(field, path))

    def inner_at(field: inspect.Field, path: str) -> tuple[inspect.Type, str, bool]:
        kind, many = inner(field.type)
        return kind, f"{path}.{field.encode_name}".lstrip("."), many

    found = inspect.type_info(CaseFile)
    assert isinstance(found, inspect.StructType)
    for field in found.fields:
        kind, path, many = inner_at(field, "")
        if isinstance(kind, inspect.StructType) and issubclass(kind.cls, Record):
            yield from below(kind, path, many)


PATHS = {path: (kind, many) for path, kind, many in record_paths()}
PARTS = sorted(path for path, (kind, _) in PATHS.items() if isinstance(kind, inspect.StructType))
LEAVES = sorted(
    path
    for path, (kind, _) in PATHS.items()
    if not isinstance(kind, inspect.StructType) and not path.endswith(".id")
)


def test_the_paths_are_those_of_the_policy() -> None:
    """What the tests below go through is what audiences.yml decides of a record."""
    text = (SCHEMA / "audiences.yml").read_text("utf-8")
    assert {"plan", "actions", "plan.attendance.target.steps", "notes"} <= set(PARTS)
    assert {"actions.due", "plan.circumstances.stage", "contacts.with"} <= set(LEAVES)
    assert len(LEAVES) > 150
    assert "plan.outcomes.provision" in text


@pytest.mark.parametrize("part", PARTS)
def test_every_part_has_a_noun(part: str) -> None:
    """No part of a record is told as "something"; its name and small print are fields of its own."""
    if part == "plan.attendance":
        assert all(path in NOUNS for path in PARTS if path.startswith("plan.attendance."))
    noun = NOUNS[part]
    for wanted in (*noun.name, *noun.more):
        assert wanted.rpartition(" ")[2] in FIELDS[part], wanted


@pytest.mark.parametrize("leaf", LEAVES)
def test_every_field_has_a_label_of_its_kind(leaf: str) -> None:
    """Each field that a record can change has a label, and is told as what the model says it holds."""
    part, _, name = leaf.rpartition(".")
    field = FIELDS[part][name]
    kind, many = PATHS[leaf]
    if many:
        assert field.kind in {"texts", "codes", "ids"}
    elif isinstance(kind, inspect.DateType):
        assert field.kind in {"day", "past", "ahead"}
    elif isinstance(kind, inspect.BoolType):
        assert field.kind == "yes"
    elif isinstance(kind, inspect.IntType):
        assert field.kind in {"number", "percent"}
    else:
        assert field.kind in {"text", "line", "short", "code", "staff", "id", "week", "lesson"}
    if NOUNS[part].plain:
        assert field.title[0].isupper()
    else:
        assert field.title == field.title.strip()
        assert field.title[0].islower() or field.title.startswith("SEN")


def test_no_word_is_left_over() -> None:
    """A noun for what no record holds would hide that the model has moved on."""
    assert set(NOUNS) - set(PARTS) == {"attendance.register", "school"}


def test_verbs_are_of_codes_that_exist() -> None:
    """Each state that has a verb is a code of its field's list."""
    for path, code in VERBS:
        part, _, name = path.rpartition(".")
        codes = {str(row["code"]) for row in CODES[FIELDS[part][name].of]}
        assert code in codes


@pytest.mark.parametrize("part", [*PARTS, *FILES, "attendance.register"])
def test_every_part_belongs_to_a_section(part: str) -> None:
    """What changed can be filtered by the section of the page on which it stands."""
    assert section(part) in SECTIONS


def test_some_sections() -> None:
    """Sections are the pupil's page's own: conditions and circumstances are not the plan's."""
    assert section("plan.conditions.name") == "conditions"
    assert section("plan.circumstances") == "circumstances"
    assert section("plan.attendance.target.aim") == "attendance"
    assert section("plan.outcomes.provision") == "plan"
    assert section("notes") == "attendance"
    assert section("concerns.updates") == "concerns"
