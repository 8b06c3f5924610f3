# ruff: noqa: INP001 - a script beside the data that it makes, not a package
"""Make the schemas that follow from the model and the rulebook, so that editors complete what the program accepts.

    python schema/make.py            write what has changed
    python schema/make.py --check    compare only; exit 1 where a file is out of step, and name it

    *.schema.json               one for each file of a record, from what model/records/ declares of each field
    codes.schema.json           the lists of codes.yml; the kinds of value before them are written by hand and kept
    output/facts.schema.json    the shape of `liverecord facts`, from its structs and the descriptions in output/facts.yml

Run it with the package installed. It acts on the folder that it stands in.
"""

import inspect
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from liverecord.model.field import Field, fields_of
from liverecord.model.records import KINDS
from liverecord.report.facts import SCHEMA, Facts

MARK = "Made by make.py"
"""The `$comment` of everything that this program makes."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ADDRESS = "https://liverecord.example/schema/"

Row = Mapping[str, Any]
Schema = dict[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Write the files, or with --check compare them; return the exit status."""
    folder = Path(__file__).resolve().parent
    changed = [(path, text) for path, text in rendered(folder) if not _holds(path, text)]
    for path, text in changed:
        if "--check" in arguments:
            sys.stderr.write(f"{path.name} is out of step: run python schema/make.py\n")
        else:
            path.write_text(text, encoding="utf-8", newline="")
    return 1 if changed and "--check" in arguments else 0


def rendered(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each file that follows from the model and from the YAML of a folder laid out as schema/, with its text."""
    for kind, struct in KINDS.items():
        yield folder / f"{kind}.schema.json", _text(record_schema(kind, struct))
    path = folder / "codes.schema.json"
    yield path, _text(codes_schema(json.loads(path.read_text(encoding="utf-8")), folder))
    yield folder / "output" / "facts.schema.json", _text(facts_schema(folder))


def _holds(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _text(schema: Schema) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


# ── The files of a record ───────────────────────────────────────────────────────────────────────────────


def record_schema(kind: str, struct: type) -> Schema:
    """Return the schema of a file, by its noun and what it holds.

    A part that stands once is written where it stands; what a list holds is a definition. Nothing asks for one of several
    (`anyOf`): an editor's errors about those cannot be read.
    """
    held: dict[str, Schema] = {}
    whole = _object(struct, held)
    head = {
        "$schema": _DIALECT,
        "$id": f"{_ADDRESS}{kind}.schema.json",
        "$comment": MARK,
        "title": struct.__name__,
        "description": _said(struct),
    }
    return {**head, **whole, **({"$defs": held} if held else {})}


def _object(struct: type, held: dict[str, Schema]) -> Schema:
    """Return the schema of a mapping with the struct's keys and no other; what its lists hold is added to `held`."""
    fields = fields_of(struct)
    required = [field.name for field in fields if field.is_required]
    return {
        "type": "object",
        "additionalProperties": False,
        **({"required": required} if required else {}),
        "properties": {field.name: _property(field, held) for field in fields},
    }


def _property(field: Field, held: dict[str, Schema]) -> Schema:
    told: Schema = {"description": field.description, **_value(field, held)}
    if field.default is not None and not field.is_list and field.struct is None:
        told["default"] = field.default
    if field.examples:
        told["examples"] = list(field.examples)
    return told


_DEFINITIONS: Mapping[str, str] = {
    "past": "day",
    "ahead": "day",
    "week": "week_pattern",
    "own_id": "id",
    "staff": "id",
    "lesson": "short",
    "texts": "line",
    "ids": "id",
    "pupils": "pupil_id",
    "emails": "email",
}
"""The definition of codes.schema.json for a kind of field, where it is not of the same name."""

_TYPES: Mapping[str, str] = {"yes": "boolean", "number": "integer", "percent": "integer", "mapping": "object"}


def _value(field: Field, held: dict[str, Schema]) -> Schema:
    """Return what a field accepts."""
    may_be_empty = _may_be_empty(field)
    if field.kind == "part":
        return _part(field, held, may_be_empty=may_be_empty)
    if field.kind in _TYPES and "$ref" not in field.schema:
        return {"type": _typed(_TYPES[field.kind], may_be_empty=may_be_empty), **field.schema}
    if field.schema:
        return field.schema
    name = field.of if field.kind in {"code", "codes"} else _DEFINITIONS.get(field.kind, field.kind)
    if field.is_list:
        unique = {} if field.kind == "texts" else {"uniqueItems": True}
        return {"type": _typed("array", may_be_empty=may_be_empty), "items": _reference(name), **unique}
    return _reference(f"{name}_or_null" if may_be_empty else name)


def _part(field: Field, held: dict[str, Schema], *, may_be_empty: bool) -> Schema:
    assert field.struct is not None
    if not field.is_list:
        inner = _object(field.struct, held)
        return {**inner, "type": _typed("object", may_be_empty=may_be_empty)}
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", field.struct.__name__).lower()
    if name not in held:
        held[name] = {}  # Its place, before those of what stands in it.
        held[name] |= {"description": _said(field.struct), **_object(field.struct, held)}
    return {"type": _typed("array", may_be_empty=may_be_empty), "items": {"$ref": f"#/$defs/{name}"}}


def _may_be_empty(field: Field) -> bool:
    """Tell whether a key may stand there without a value, which is then not known.

    An empty `restricted:` might have been meant: what is true or false unless somebody says so has to be said.
    """
    return field.may_be_none if field.kind == "yes" else not field.is_required


def _typed(name: str, *, may_be_empty: bool) -> str | list[str]:
    return [name, "null"] if may_be_empty else name


def _reference(name: str) -> Schema:
    return {"$ref": f"codes.schema.json#/$defs/{name}"}


def _said(struct: type) -> str:
    """Return the first paragraph of a struct's docstring, which is what an editor says of it."""
    return " ".join(inspect.cleandoc(struct.__doc__ or "").partition("\n\n")[0].split())


# ── The lists of codes ──────────────────────────────────────────────────────────────────────────────────


def codes_schema(present: Mapping[str, Any], folder: Path) -> Schema:
    """Return codes.schema.json: what is written by hand in `present`, and what follows from the folder's YAML."""
    by_hand = {name: part for name, part in present["$defs"].items() if part.get("$comment") != MARK}
    return {**present, "$defs": by_hand | enumerations(folder)}


def enumerations(folder: Path) -> dict[str, Schema]:
    """Return the definitions that follow from the YAML of a rulebook's folder, by name.

    Every list of codes.yml becomes two: `need`, and `need_or_null` for a key that may stay empty. One more,
    `review_intervals`, offers the rules of reviews.yml that count an interval.
    """
    made: dict[str, Schema] = {}
    for name, rows in _read(folder / "codes.yml")["lists"].items():
        made[name] = _enumeration(rows)
        made[f"{name}_or_null"] = _enumeration(rows, may_be_empty=True)
    made["review_intervals"] = _intervals(_read(folder / "reviews.yml")["rules"])
    return made


def _intervals(rules: Iterable[Row]) -> Schema:
    """Return a mapping of intervals that offers the rules' names; whether a name is known is for the checks to say."""
    interval = {"$ref": "#/$defs/interval"}
    return {
        "$comment": MARK,
        "description": "An interval for each rule that the school is stricter than.",
        "type": ["object", "null"],
        "properties": {
            rule["id"].removesuffix("_review"): {"description": f"{rule['label']}.", **interval}
            for rule in rules
            if _counts_one(rule)
        },
        "additionalProperties": interval,
    }


def _counts_one(rule: Row) -> bool:
    """Tell whether a school's own interval has an effect on a rule (validate/strictness.py says the same)."""
    if rule["kind"] == "limit" and rule.get("owed_by", "school") == "school":
        return any(("plus" in leg) != ("less" in leg) for leg in rule["legs"])
    return rule["kind"] in {"interval", "termly"}


def _enumeration(rows: Sequence[Row], *, may_be_empty: bool = False) -> Schema:
    """Return a definition that lists codes and their labels.

    A code of digits is first listed as a number, because `year_group: 8` reads as one, and again as text at the end.
    """
    numbers = [row for row in rows if row["code"].isdigit()]
    values: list[str | int | None] = [int(row["code"]) if row in numbers else row["code"] for row in rows]
    values += [row["code"] for row in numbers]
    labels = [_label(row) for row in [*rows, *numbers]]
    if may_be_empty:
        values.append(None)
        labels.append("not known")
    types = [name for name, kind in _JSON_TYPES.items() if any(isinstance(value, kind) for value in values)]
    return {
        "$comment": MARK,
        "description": "; ".join(f"{row['code']}: {row['label']}" for row in rows),
        "type": types[0] if len(types) == 1 else types,
        "enum": values,
        "enumDescriptions": labels,
    }


_JSON_TYPES: Mapping[str, type] = {"string": str, "integer": int, "null": type(None)}


def _label(row: Row) -> str:
    """Return what an editor shows beside a code: its label, its stages, and when it is or was in force."""
    parts = [row["label"]]
    if stages := row.get("stages"):
        parts.append(f"stages: {', '.join(stages)}")
    if since := row.get("valid_from"):
        parts.append(f"from {since}")
    if until := row.get("valid_until"):
        parts.append(f"until {until}")
    if note := row.get("note"):
        parts.append(note)
    return "; ".join(parts)


# ── What `liverecord facts` prints ───────────────────────────────────────────────────────────────────────


def facts_schema(folder: Path) -> Schema:
    """Return the schema of the facts. Raises KeyError, naming it, for a field that output/facts.yml does not describe."""
    _, parts = msgspec.json.schema_components([Facts], ref_template="#/$defs/{name}")
    codes = _read(folder / "codes.yml")["lists"]
    told = _read(folder / "output" / "facts.yml")
    choices = told["choices"] | {
        field: [row["code"] for row in codes[name]] for field, name in told["coded"].items()
    }
    closed = {name: _closed(name, part, told["fields"], choices) for name, part in parts.items()}
    whole = closed.pop("Facts")
    whole["properties"]["schema"]["const"] = SCHEMA
    head = {"$schema": _DIALECT, "$id": f"{_ADDRESS}output/facts.schema.json", "$comment": MARK}
    return {**head, **whole, "$defs": {name: closed[name] for name in sorted(closed)}}


def _closed(
    struct: str, part: Row, fields: Mapping[str, str], choices: Mapping[str, Sequence[str]]
) -> Schema:
    """Return a struct's schema with every key described and asked for, and no other let in."""
    properties = {
        name: _fact(struct, name, value, fields, choices) for name, value in part["properties"].items()
    }
    return {
        "title": struct,
        "description": re.sub(r"\bNone\b", "null", inspect.cleandoc(part["description"])),
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


def _fact(
    struct: str, name: str, value: Row, fields: Mapping[str, str], choices: Mapping[str, Sequence[str]]
) -> Schema:
    key = f"{struct}.{name}"
    # No default: every key is always printed.
    kind = {word: told for word, told in value.items() if word != "default"}
    if "anyOf" in kind and not any("$ref" in each for each in kind["anyOf"]):
        plain, empty = kind.pop("anyOf")
        kind |= {**plain, "type": [plain["type"], empty["type"]]}
    if allowed := choices.get(key, choices.get(name)):
        if kind["type"] == "array":
            kind["items"] = {**kind["items"], "enum": list(allowed)}
        else:
            kind["enum"] = [*allowed, None] if isinstance(kind["type"], list) else list(allowed)
    return {"description": fields[key] if key in fields else fields[name], **kind}


def _read(path: Path) -> Any:
    # Every scalar as text: codes are what was typed, never numbers or dates.
    return yaml.load(path.read_bytes(), yaml.BaseLoader)  # noqa: S506 - the loader makes nothing but text, lists and mappings


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
