"""The schemas: right in themselves, in step with the model, and known to editors."""

import copy
import json
import re
import types
from typing import Union, get_args, get_origin, get_type_hints
from urllib.parse import urljoin

import jsonschema_rs
import msgspec
import pytest
from jsonschema import Draft202012Validator

from liverecord.model.calendars import CalendarPhrase, CalendarSeason
from liverecord.model.conditions import Ending, Naming
from liverecord.model.imports import (
    ImportColumn,
    ImportCountry,
    ImportDate,
    ImportMark,
    ImportSession,
    ImportWeekday,
    ImportWord,
    ImportWording,
)
from liverecord.model.policy import Audience, Closing
from liverecord.model.records import KINDS, PUPIL_KINDS, Action, Day, Interval, Item, Record
from liverecord.model.row import Source
from liverecord.model.rulebook import (
    Code,
    Example,
    Explanation,
    KeepingRule,
    PassingOn,
    Purpose,
    ReviewRule,
    Threshold,
)
from liverecord.model.searching import (
    SearchAbsence,
    SearchAlike,
    SearchFilter,
    SearchMeaning,
    SearchPlace,
    SearchSeveral,
)
from schemas import (
    BASE,
    REGISTRY,
    ROOT,
    RULEBOOK,
    SCHEMA,
    SCHEMAS,
    SUBSCHEMAS,
    followed,
)

# ── Right in themselves ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_schema(name):
    """Each file is JSON Schema 2020-12, and its address says where it stands."""
    schema = SCHEMAS[name]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == BASE + name
    Draft202012Validator.check_schema(schema)
    jsonschema_rs.meta.validate(schema)


@pytest.mark.parametrize("path", sorted((SCHEMA / "output").glob("*.json")), ids=lambda path: path.stem)
def test_a_documented_shape_is_a_schema(path):
    """What a command prints as JSON is described in JSON Schema 2020-12 as well."""
    Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


def test_every_kind_of_file_has_a_schema():
    """One for each file of a record, the code lists, and one for each YAML file of the rulebook."""
    records = {f"{kind}.schema.json" for kind in KINDS}
    assert set(SCHEMAS) == records | {"codes.schema.json"} | set(RULEBOOK.values())


def test_references_lead_somewhere_without_a_network():
    """An editor follows them from file to file, a library by address: both arrive, and at the same place."""
    references = [(name, path, part["$ref"]) for name, path, part in SUBSCHEMAS if "$ref" in part]
    assert references
    for name, path, reference in references:
        file, _, pointer = reference.partition("#")
        assert not re.match(r"\w+:", reference), (name, path)
        assert not file or (SCHEMA / name).parent.joinpath(file).resolve().is_file(), (name, path)
        address = urljoin(BASE + name, reference)
        assert REGISTRY.resolver().lookup(address).contents, (name, path)
        assert pointer.startswith("/$defs/"), (name, path)


def test_nothing_is_defined_that_nothing_uses():
    """Every definition by hand is referred to; those made from codes.yml are there for every list."""
    used = {urljoin(BASE + name, part["$ref"]) for name, _, part in SUBSCHEMAS if "$ref" in part}
    for name, schema in SCHEMAS.items():
        for key, part in schema.get("$defs", {}).items():
            made = "$comment" in part or key == "pupil_id"
            assert made or f"{BASE}{name}#/$defs/{key}" in used, (name, key)


def test_no_schema_asks_for_one_of_several():
    """With oneOf and anyOf come errors that nobody can read."""
    for name, path, part in SUBSCHEMAS:
        assert not {"oneOf", "anyOf", "allOf", "not", "if"} & set(part), (name, path)


def test_nothing_unknown_is_accepted():
    """A mistyped key is a lost fact: every mapping names its keys, or says of what kind they are."""
    for name, path, part in SUBSCHEMAS:
        if "object" in part.get("type", ()):
            assert part.get("additionalProperties") is False or isinstance(
                part["additionalProperties"], dict
            ), (
                name,
                path,
            )


def test_everything_is_described():
    """Whoever points at a key in an editor is told what it is for, in a sentence."""
    for name, path, part in SUBSCHEMAS:
        if len(path) > 1 and path[-2] == "properties":
            text = part.get("description", "")
            assert re.search(r"^\S.*[.?]$", text), (name, path, text)


def test_examples_and_defaults_are_right():
    """What an editor shows as an example would be accepted where it stands."""
    checked = 0
    for name, path, part in SUBSCHEMAS:
        values = part.get("examples", []) + ([part["default"]] if "default" in part else [])
        for value in values:
            pointer = "".join(f"/{step}" for step in path)
            probe = {"$ref": f"{BASE}{name}#{pointer}"}
            judge = Draft202012Validator(
                probe, registry=REGISTRY, format_checker=Draft202012Validator.FORMAT_CHECKER
            )
            assert judge.is_valid(value), (name, path, value)
            checked += 1
    assert checked > 200


def test_patterns_end_where_the_text_ends():
    """Python's $ lets a last line end through, other engines do not: every pattern that ends says so for both."""
    for name, path, part in SUBSCHEMAS:
        pattern = part.get("pattern", "")
        assert not re.search(r"\\[dwsDWSbB]", pattern), (name, path)  # engines differ over what these hold
        assert "$" not in pattern or pattern.endswith("$(?!\\n)"), (name, path)


# ── In step with the model ──────────────────────────────────────────────────────────────────────────────

RECORD_STRUCTS = [(f"{kind}.schema.json", (), struct) for kind, struct in KINDS.items()]
RULEBOOK_STRUCTS = [
    ("rulebook/codes.schema.json", ("$defs", "source"), Source),
    ("rulebook/codes.schema.json", ("$defs", "code"), Code),
    ("rulebook/reviews-rules.schema.json", ("$defs", "source"), Source),
    ("rulebook/reviews-rules.schema.json", ("$defs", "rule"), ReviewRule),
    ("rulebook/reviews-rules.schema.json", ("$defs", "example"), Example),
    ("rulebook/thresholds.schema.json", ("$defs", "source"), Source),
    ("rulebook/thresholds.schema.json", ("$defs", "threshold"), Threshold),
    ("rulebook/audiences.schema.json", ("$defs", "audience"), Audience),
    ("rulebook/audiences.schema.json", ("$defs", "closing"), Closing),
    ("rulebook/imports.schema.json", ("$defs", "source"), Source),
    ("rulebook/calendars.schema.json", ("$defs", "source"), Source),
    ("rulebook/calendars.schema.json", ("$defs", "column"), ImportColumn),
    ("rulebook/calendars.schema.json", ("$defs", "phrase"), CalendarPhrase),
    ("rulebook/calendars.schema.json", ("$defs", "season"), CalendarSeason),
    ("rulebook/imports.schema.json", ("$defs", "column"), ImportColumn),
    ("rulebook/imports.schema.json", ("$defs", "session"), ImportSession),
    ("rulebook/imports.schema.json", ("$defs", "weekday"), ImportWeekday),
    ("rulebook/imports.schema.json", ("$defs", "date"), ImportDate),
    ("rulebook/imports.schema.json", ("$defs", "mark"), ImportMark),
    ("rulebook/imports.schema.json", ("$defs", "country"), ImportCountry),
    ("rulebook/imports.schema.json", ("$defs", "pupil_column"), ImportColumn),
    ("rulebook/imports.schema.json", ("$defs", "pupil_word"), ImportWord),
    ("rulebook/imports.schema.json", ("$defs", "timetable_column"), ImportColumn),
    ("rulebook/imports.schema.json", ("$defs", "outcome_column"), ImportColumn),
    ("rulebook/imports.schema.json", ("$defs", "wording"), ImportWording),
    ("rulebook/problems.schema.json", ("$defs", "problem"), Explanation),
    ("rulebook/search.schema.json", ("$defs", "source"), Source),
    ("rulebook/search.schema.json", ("$defs", "filter"), SearchFilter),
    ("rulebook/search.schema.json", ("$defs", "meaning"), SearchMeaning),
    ("rulebook/search.schema.json", ("$defs", "several"), SearchSeveral),
    ("rulebook/search.schema.json", ("$defs", "alike"), SearchAlike),
    ("rulebook/search.schema.json", ("$defs", "place"), SearchPlace),
    ("rulebook/search.schema.json", ("$defs", "absence"), SearchAbsence),
    ("rulebook/conditions.schema.json", ("$defs", "source"), Source),
    ("rulebook/conditions.schema.json", ("$defs", "naming"), Naming),
    ("rulebook/conditions.schema.json", ("$defs", "ending"), Ending),
    ("rulebook/retention.schema.json", ("$defs", "source"), Source),
    ("rulebook/retention.schema.json", ("$defs", "rule"), KeepingRule),
    ("rulebook/retention.schema.json", ("properties", "passed_on"), PassingOn),
    ("rulebook/export.schema.json", ("$defs", "purpose"), Purpose),
]


def stripped(annotation):
    """Return a field's type without its None, and whether None was there."""
    if get_origin(annotation) in (Union, types.UnionType):
        (inner,) = (part for part in get_args(annotation) if part is not type(None))
        return inner, True
    return annotation, False


def types_of(part):
    """Return the JSON types that a subschema accepts."""
    named = part.get("type", [])
    return {named} if isinstance(named, str) else set(named)


def compare(struct, name, part, where):
    """Hold a struct to a subschema: the same keys, the same ones required, the same types, all the way down."""
    name, part = followed(name, part)
    hints = get_type_hints(struct)
    fields = msgspec.structs.fields(struct)
    assert set(part["properties"]) == {field.encode_name for field in fields}, where
    required = {field.encode_name for field in fields if field.required}
    assert set(part.get("required", ())) == required, where
    for field in fields:
        inner, is_optional = stripped(hints[field.name])
        at = (*where, field.encode_name)
        file, value = followed(name, part["properties"][field.encode_name])
        may_be_empty = is_optional or (issubclass(struct, Record) and not field.required)
        # An empty `restricted:` might have been meant: it is refused. An interval without a number is none.
        if struct is Interval or field.encode_name == "restricted":
            may_be_empty = False
        assert ("null" in types_of(value)) == may_be_empty, at
        compare_type(inner, file, value, at)


def compare_type(kind, name, part, where):
    """Hold one type to a subschema."""
    name, part = followed(name, part)
    accepted = types_of(part) - {"null"}
    origin = get_origin(kind)
    if origin is tuple:
        assert accepted == {"array"}, where
        compare_type(get_args(kind)[0], name, part["items"], (*where, "[]"))
    elif origin is dict:
        key, value = get_args(kind)
        assert accepted == {"object"}, where
        if key is Day:
            assert followed(name, part["propertyNames"])[1]["format"] == "date", where
        compare_type(stripped(value)[0], name, part["additionalProperties"], (*where, "{}"))
        for own in part.get("properties", {}).values():
            assert (
                followed(name, own)[1]["properties"]
                == followed(name, part["additionalProperties"])[1]["properties"]
            )
    elif kind is Day:
        assert (accepted, part["format"]) == ({"string"}, "date"), where
    elif kind is bool:
        assert accepted == {"boolean"}, where
    elif kind is int:
        assert accepted == {"integer"}, where
    elif kind is str:
        assert "string" in accepted, where
        assert accepted <= {"string", "number", "integer"}, where
        assert not (accepted - {"string"}) or "enum" in part or "number" in accepted, where
    else:
        assert accepted == {"object"}, where
        compare(kind, name, part, where)


@pytest.mark.parametrize(
    ("name", "pointer", "struct"),
    [*RECORD_STRUCTS, *RULEBOOK_STRUCTS],
    ids=lambda value: value.__name__ if isinstance(value, type) else None,
)
def test_schema_and_model_are_the_same(name, pointer, struct):
    """What the schema accepts the model holds, and the other way round; what the model needs the schema requires."""
    part = SCHEMAS[name]
    for step in pointer:
        part = part[step]
    compare(struct, name, part, (struct.__name__,))


def test_a_schema_that_has_fallen_behind_is_found():
    """The comparison fails where it should: a key too few, one too many, another type, one required too many."""
    for spoil in (
        lambda part: part["properties"].pop("what"),
        lambda part: part["properties"].update(colour={"type": "string"}),
        lambda part: part["properties"].update(due=part["properties"]["what"]),
        lambda part: part["required"].append("due"),
        lambda part: part["properties"].update(owner={"$ref": "codes.schema.json#/$defs/id"}),
    ):
        part = copy.deepcopy(SCHEMAS["actions.schema.json"]["$defs"]["action"])
        compare(Action, "actions.schema.json", part, ())
        spoil(part)
        with pytest.raises(AssertionError):
            compare(Action, "actions.schema.json", part, ())


def test_every_item_can_be_restricted():
    """Any item with an id may be kept to the SENCO's site: true or false, never left half said."""
    items = 0
    for name, path, part in SUBSCHEMAS:
        if "restricted" in part.get("properties", {}):
            items += 1
            assert part["properties"]["restricted"]["type"] == "boolean", (name, path)
            assert "id" in part["required"], (name, path)
    assert items == len(every_subclass(Item))


def every_subclass(struct):
    """Return the structs below one."""
    return {part for child in struct.__subclasses__() for part in (child, *every_subclass(child))}


# ── Editors ─────────────────────────────────────────────────────────────────────────────────────────────


def test_editors_know_each_file():
    """VS Code checks and completes every file of a record and of the rulebook, without asking the network."""
    held = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    mapped = {pattern: ROOT / schema for schema, pattern in held["yaml.schemas"].items()}
    wanted = {f"records/pupils/*/{kind}.yml": SCHEMA / f"{kind}.schema.json" for kind in PUPIL_KINDS}
    wanted |= {f"records/{kind}.yml": SCHEMA / f"{kind}.schema.json" for kind in ("school", "staff")}
    wanted |= {f"schema/{name}": SCHEMA / schema for name, schema in RULEBOOK.items()}
    assert mapped == wanted
    assert all(path.is_file() for path in mapped.values())
    assert held["yaml.customTags"] == []
    assert held["yaml.schemaStore.enable"] is False
    advice = json.loads((ROOT / ".vscode/extensions.json").read_text(encoding="utf-8"))
    assert advice["recommendations"] == ["redhat.vscode-yaml"]
