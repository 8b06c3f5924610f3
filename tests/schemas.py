"""The schemas as the tests hold them: loaded, resolved, and judged by both libraries at once."""

import json
from functools import cache
from pathlib import Path

import jsonschema_rs
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

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
    "imports.yml": "rulebook/imports.schema.json",
    "calendars.yml": "rulebook/calendars.schema.json",
    "problems.yml": "rulebook/problems.schema.json",
    "retention.yml": "rulebook/retention.schema.json",
    "export.yml": "rulebook/export.schema.json",
    "search.yml": "rulebook/search.schema.json",
    "conditions.yml": "rulebook/conditions.schema.json",
}

REGISTRY = Registry().with_resources(
    (schema["$id"], Resource.from_contents(schema)) for schema in SCHEMAS.values()
)
QUICK_REGISTRY = jsonschema_rs.Registry([(schema["$id"], schema) for schema in SCHEMAS.values()])

EXAMPLES = sorted(RECORDS.rglob("*.yml"))


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


@cache
def printed(name: str) -> Draft202012Validator:
    """Return the judge of what a command prints as JSON: schema/output/<name>.schema.json, `schema` of which is the document."""
    document = json.loads((SCHEMA / f"output/{name}.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(document, format_checker=Draft202012Validator.FORMAT_CHECKER)
