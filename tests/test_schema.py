"""The schemas: right in themselves, in step with the model, and judged alike by both libraries and by editors."""

import copy
import json
import re
import types
from functools import cache
from pathlib import Path
from typing import Union, get_args, get_origin, get_type_hints
from urllib.parse import urljoin

import jsonschema_rs
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from liverecord.model.records import KINDS, PUPIL_KINDS, Day, Document, Interval, Item, Record
from liverecord.model.rulebook import (
    Audience,
    Closing,
    Code,
    Example,
    Explanation,
    ReviewRule,
    Source,
    Threshold,
)
from liverecord.model.typed import record
from liverecord.read.strict import parse

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "schema"
RECORDS = ROOT / "tests/cases/valid/example/records"
BASE = "https://liverecord.example/schema/"

FILES = sorted([*SCHEMA.glob("*.schema.json"), *(SCHEMA / "rulebook").glob("*.schema.json")])
SCHEMAS = {
    path.relative_to(SCHEMA).as_posix(): json.loads(path.read_text(encoding="utf-8")) for path in FILES
}
RULEBOOK = {
    "codes.yml": "rulebook/codes.schema.json",
    "reviews.yml": "rulebook/reviews-rules.schema.json",
    "thresholds.yml": "rulebook/thresholds.schema.json",
    "audiences.yml": "rulebook/audiences.schema.json",
    "problems.yml": "rulebook/problems.schema.json",
}

REGISTRY = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()
)
QUICK_REGISTRY = jsonschema_rs.Registry([(schema["$id"], schema) for schema in SCHEMAS.values()])

EXAMPLES = sorted(RECORDS.rglob("*.yml"))


# ── What decides ────────────────────────────────────────────────────────────────────────────────────────


@cache
def judges(name):
    """Return both libraries' validators of a schema, formats asserted."""
    explains = Draft202012Validator(
        SCHEMAS[name], registry=REGISTRY, format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    decides = jsonschema_rs.validator_for(SCHEMAS[name], registry=QUICK_REGISTRY, validate_formats=True)
    return explains, decides


def verdict(name, data):
    """Return the verdict that both libraries give, having held them to the same."""
    explains, decides = judges(name)
    assert explains.is_valid(data) == decides.is_valid(data), data
    return decides.is_valid(data)


def read(text, kind="plan"):
    """Read YAML as the program does."""
    document, problems = parse("example.yml", kind, text if isinstance(text, bytes) else text.encode())
    assert document is not None, problems
    return document.data


def plan(**changes):
    """Return the smallest plan, with changes to its pupil."""
    pupil = {"given_name": "Maya", "family_name": "Ellison", "year_group": 8, **changes}
    return {"pupil": pupil, "support": "K", "version": 1}


def walk(schema, path=()):
    """Yield every subschema with where it stands."""
    yield path, schema
    for key in ("properties", "$defs"):
        for name, part in schema.get(key, {}).items():
            yield from walk(part, (*path, key, name))
    for key in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(key), dict):
            yield from walk(schema[key], (*path, key))


SUBSCHEMAS = [(name, path, part) for name, schema in SCHEMAS.items() for path, part in walk(schema)]


def followed(name, part):
    """Return a subschema with its reference followed: the file it stands in, and its keywords over those referred to."""
    while "$ref" in part:
        file, _, pointer = part["$ref"].partition("#/$defs/")
        name = file or name
        part = {
            **SCHEMAS[name]["$defs"][pointer],
            **{key: value for key, value in part.items() if key != "$ref"},
        }
    return name, part


# ── Right in themselves ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_schema(name):
    """Each file is JSON Schema 2020-12, and its address says where it stands."""
    schema = SCHEMAS[name]
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == BASE + name
    Draft202012Validator.check_schema(schema)
    jsonschema_rs.meta.validate(schema)


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
    ("rulebook/problems.schema.json", ("$defs", "problem"), Explanation),
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
        schema = copy.deepcopy(SCHEMAS["actions.schema.json"])
        spoil(schema["properties"]["actions"]["items"])
        with pytest.raises(AssertionError):
            compare(KINDS["actions"], "actions.schema.json", schema, ())


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


# ── Records as they are ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.relative_to(RECORDS).as_posix())
def test_the_example_record_is_accepted_as_it_stands(path):
    """The example is the vocabulary: both libraries accept it, and the model takes it."""
    data = read(path.read_bytes(), path.stem)
    explains, _ = judges(f"{path.stem}.schema.json")
    assert [error.message for error in explains.iter_errors(data)] == []
    assert verdict(f"{path.stem}.schema.json", data)
    assert record(Document(path.name, path.stem, data, {}, ""))


@pytest.mark.parametrize("name", RULEBOOK)
def test_the_rulebook_holds_to_its_schemas(name):
    """The law as data is checked as the records are."""
    data = read((SCHEMA / name).read_bytes())
    explains, _ = judges(RULEBOOK[name])
    assert [f"{error.json_path}: {error.message}" for error in explains.iter_errors(data)] == []
    assert verdict(RULEBOOK[name], data)


def test_a_short_record_is_enough():
    """Support is not more administration: who the pupil is, the provision and a version make a plan."""
    assert verdict("plan.schema.json", plan())
    for kind in KINDS:
        if kind not in {"plan", "school"}:
            assert verdict(f"{kind}.schema.json", {}), kind


def test_an_empty_value_is_not_known():
    """A key without a value is as good as no key, in every file."""
    text = "pupil:\n  given_name: Maya\n  family_name: Ellison\n  year_group: 8\n  form:\n  upn:\nsupport: K\nversion: 1\n"
    assert verdict(
        "plan.schema.json", read(text + "kind:\nneeds:\npassport:\nattendance:\n  target:\n  access:\n")
    )
    assert verdict("reviews.schema.json", read("reviews:\n  - {id: r1, kind: pep, due: , chain: }\n"))
    assert verdict("absences.schema.json", read("weeks:\nlog:\nlessons:\nnotes:\n"))


def test_an_empty_restricted_is_refused():
    """Deny by default: `restricted:` without a value might have been meant, so that somebody has to say."""
    text = "actions:\n  - {id: a1, kind: mentor, what: Walks in, restricted: %s}\n".replace(
        "Walks in", "'Walks in'"
    )
    assert verdict("actions.schema.json", read(text % "true"))
    assert verdict("actions.schema.json", read(text % "false"))
    assert not verdict("actions.schema.json", read(text % ""))
    assert not verdict("actions.schema.json", read(text % "'true'"))


def test_what_is_required_may_not_be_empty():
    """A plan without a name, a provision or a version is no plan."""
    for key in ("given_name", "family_name", "year_group"):
        assert not verdict("plan.schema.json", plan(**{key: None})), key
    for key in ("pupil", "support", "version"):
        assert not verdict("plan.schema.json", {**plan(), key: None}), key
        assert not verdict("plan.schema.json", {k: v for k, v in plan().items() if k != key}), key


@pytest.mark.parametrize("form", ["10", "8B", "7E1", "5 Willow", "012", "NO", "9:15", "1e400", "0x1F", "+44"])
def test_a_form_is_whatever_the_school_calls_it(form):
    """The text as typed, or the whole number that stands for it; never a yes or a no."""
    text = f"pupil:\n  given_name: Maya\n  family_name: Ellison\n  year_group: 8\n  form: {form}\nsupport: K\nversion: 1\n"
    assert verdict("plan.schema.json", read(text))


@pytest.mark.parametrize("form", [70.0, 10, 1.5, -3])
def test_an_editors_reading_of_a_code_is_accepted(form):
    """An editor reads 7E1 as the number 70: it must not underline what the program accepts."""
    assert verdict("plan.schema.json", plan(form=form))
    assert verdict("absences.schema.json", {"lessons": [{"date": "2026-11-10", "period": form, "mark": "U"}]})


@pytest.mark.parametrize("value", [True, False, [], {}, "", " ", "\n"])
def test_a_text_is_not_blank_and_not_a_truth(value):
    """`form: ''` and `name: true` are slips of the keyboard."""
    assert not verdict("plan.schema.json", plan(given_name=value))
    assert not verdict("plan.schema.json", plan(form=value))


@pytest.mark.parametrize("year", ["8", 8, "R", "N1", "X", 14])
def test_year_groups(year):
    """N1, N2, R, 1 to 14 and X, as text or number."""
    assert verdict("plan.schema.json", plan(year_group=year))


@pytest.mark.parametrize("year", [0, 15, "15", "08", "r", "Year 8", True, 8.5])
def test_other_year_groups_are_refused(year):
    """Years that the census does not have."""
    assert not verdict("plan.schema.json", plan(year_group=year))


@pytest.mark.parametrize(
    "day",
    [
        "2026-13-40",
        "2026-02-30",
        "2025-02-29",
        "22/11/2026",
        "2026-1-2",
        "0026-11-22",
        "2026-11-22\n",
        "20261122",
        2026,
    ],
)
def test_a_date_is_a_day_of_the_calendar(day):
    """Formats are asserted: a day that does not exist is refused, and so is a century that cannot be meant."""
    assert not verdict("plan.schema.json", {**plan(), "agreed_on": day})
    assert not verdict("absences.schema.json", {"weeks": {str(day): "/\\ /\\ /\\ /\\ /\\"}})


def test_a_leap_day_is_a_day():
    """29 February in a leap year."""
    assert verdict("plan.schema.json", {**plan(), "agreed_on": "2028-02-29"})


@pytest.mark.parametrize(
    "owner", ["J Okafor", "J-okafor", "1a", "-a", "a_b", "a\n", "a" * 33, "", "ä", 12, True]
)
def test_an_id_is_a_short_plain_name(owner):
    """Ids stand in addresses and file names: small letters, digits and hyphens, beginning with a letter."""
    assert not verdict("plan.schema.json", {**plan(), "keyworker": owner})


@pytest.mark.parametrize("owner", ["a", "j-okafor", "a1", "a" * 32, None])
def test_an_id_that_is_right(owner):
    """One letter is enough, thirty-two characters are the most."""
    assert verdict("plan.schema.json", {**plan(), "keyworker": owner})


def test_a_pupils_folder_says_nothing_of_the_pupil():
    """p- and four to twelve letters or digits: no capital, no hyphen that could part a name, nothing of a path."""
    pattern = re.compile(SCHEMAS["codes.schema.json"]["$defs"]["pupil_id"]["pattern"])
    assert all(map(pattern.search, ["p-7k3m", "p-2xqd", "p-abcdefghijkl"]))
    for name in [
        "p-7k3",
        "p-abcdefghijklm",
        "P-7k3m",
        "7k3m",
        "p-maya-e",
        "p-7k3m\n",
        "../p-7k3m",
        "p-7k3m/..",
    ]:
        assert not pattern.search(name), name


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "//evil.example", "https://a b", 'https://a"onclick=', "ftp://a", "https://a\n"],
)
def test_an_address_of_the_forge_is_a_web_address(address):
    """It becomes a link on every page."""
    school = {"name": "Ashgrove", "phase": "primary", "forge": {"edit": address}}
    assert not verdict("school.schema.json", school)


@pytest.mark.parametrize("value", ["9:15", "24:00", "08:60", "0850", 555, "08:50\n"])
def test_a_time_has_four_digits(value):
    """`starts: 9:15` is 555 to some readers; in four digits and quotes it is a time to all."""
    school = {
        "name": "Ashgrove",
        "phase": "primary",
        "periods": [{"id": "P1", "session": "AM", "starts": value}],
    }
    assert not verdict("school.schema.json", school)
    school["periods"][0]["starts"] = "09:15"
    assert verdict("school.schema.json", school)


def test_an_interval_has_a_length():
    """A school's own interval is a number of days, weeks or months; none at all would be no rule."""
    for interval, is_right in [
        ({"weeks": 2}, True),
        ({}, False),
        ({"weeks": 0}, False),
        ({"weeks": None}, False),
        ({"years": 1}, False),
    ]:
        school = {"name": "A", "phase": "primary", "review_intervals": {"part_time_timetable": interval}}
        assert verdict("school.schema.json", school) == is_right, interval


# ── Two libraries, one verdict ──────────────────────────────────────────────────────────────────────────

WORDS = sorted(
    {key for _, _, part in SUBSCHEMAS for key in part.get("properties", {})} | {"evil", "", "2026-09-07"}
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=40),
    st.dates().map(str),
    st.sampled_from(
        [10**30, -(10**30), 1.0, 70.0, "", " ", "\n", "\x1c", "\x85", "\ufeff", "a1", "a1\n", "A1", "٣", "x" * 201, "x" * 4001,
         "\U0001f600" * 200, "2026-11-22", "2026-11-22\n", "2026-02-30", "0000-01-01", "1900-01-01", "\uff12026-01-01", "08:50", "8:50",
         "yn yn yn yn yn", "K", "E", "8", "R", "open", "none", "attendance", "/", "\\", "#", "Y", "mon", "AM", "a@b", "a@b\n", "@", "https://a",
         "https://a b", "https://a\n", "main", "../main"]
    ),
)  # fmt: skip
VALUES = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=3),
    st.dictionaries(st.sampled_from(WORDS), SCALARS, max_size=3),
)
DOCUMENTS = [(path.stem, read(path.read_bytes(), path.stem)) for path in EXAMPLES]


def places(data):
    """Yield every list and mapping of a document."""
    if isinstance(data, dict | list):
        yield data
        for part in data.values() if isinstance(data, dict) else data:
            yield from places(part)


@st.composite
def mutated(draw):
    """Draw a document of the example record with up to four things changed, added or taken out."""
    kind, data = draw(st.sampled_from(DOCUMENTS))
    data = copy.deepcopy(data)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.sampled_from(list(places(data))))
        value = draw(VALUES)
        if isinstance(place, list):
            if place and draw(st.booleans()):
                place[draw(st.integers(0, len(place) - 1))] = value
            else:
                place.append(draw(st.sampled_from(place)) if place and draw(st.booleans()) else value)
        else:
            key = draw(
                st.sampled_from(sorted(place) or WORDS) if draw(st.booleans()) else st.sampled_from(WORDS)
            )
            if key in place and draw(st.booleans()):
                del place[key]
            else:
                place[key] = value
    return kind, data


def holds_fractions(data):
    """Tell whether a document holds a number that only an editor's loader makes."""
    parts = [
        part for place in places(data) for part in (place.values() if isinstance(place, dict) else place)
    ]
    return any(isinstance(part, float) for part in parts)


@given(mutated())
@settings(max_examples=300, deadline=None)
def test_both_libraries_give_the_same_verdict(case):
    """One decides because it is quick, the other explains: what one refuses the other must be able to explain."""
    kind, data = case
    verdict(f"{kind}.schema.json", data)


@given(mutated())
@settings(max_examples=200, deadline=None)
def test_what_the_schema_accepts_the_model_takes(case):
    """No record that passes the schema may fail later with a traceback. (The loader makes no fractions: they stay text.)"""
    kind, data = case
    if not holds_fractions(data) and verdict(f"{kind}.schema.json", data):
        record(Document("example.yml", kind, data, {}, ""))


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
