# ruff: noqa: INP001 - a script beside the data it reads, not a package
"""Make the enumerations of codes.schema.json from the rulebook, so that editors complete what the program accepts.

    python schema/enumerations.py            write schema/codes.schema.json
    python schema/enumerations.py --check    compare only; exit 1 where it is out of step

Every list of codes.yml becomes two definitions: `need`, and `need_or_null` for a key that may stay empty. One more,
`review_intervals`, offers the rules of reviews.yml that count an interval. Definitions without the mark below are
written by hand and kept as they stand.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

MARK = "Made by enumerations.py"
"""The `$comment` of every definition that this program makes."""

_SCHEMA = Path(__file__).resolve().parent
_TARGET = _SCHEMA / "codes.schema.json"

Row = Mapping[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Write the file, or with --check compare it; return the exit status."""
    made = rendered(json.loads(_TARGET.read_text(encoding="utf-8")), _SCHEMA)
    if "--check" not in arguments:
        _TARGET.write_text(made, encoding="utf-8", newline="")
        return 0
    if _TARGET.read_text(encoding="utf-8") == made:
        return 0
    sys.stderr.write("codes.schema.json is out of step: run python schema/enumerations.py\n")
    return 1


def rendered(present: Mapping[str, Any], folder: Path) -> str:
    """Return the text of codes.schema.json: what is written by hand in `present`, and what follows from `folder`'s YAML."""
    by_hand = {
        name: definition
        for name, definition in present["$defs"].items()
        if definition.get("$comment") != MARK
    }
    definitions = by_hand | enumerations(folder)
    return json.dumps({**present, "$defs": definitions}, indent=2, ensure_ascii=False) + "\n"


def enumerations(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the definitions that follow from the YAML files of a rulebook's folder, by name."""
    made: dict[str, dict[str, Any]] = {}
    for name, rows in _read(folder / "codes.yml")["lists"].items():
        made[name] = _enumeration(rows)
        made[f"{name}_or_null"] = _enumeration(rows, may_be_empty=True)
    made["review_intervals"] = _intervals(_read(folder / "reviews.yml")["rules"])
    return made


def _intervals(rules: Iterable[Row]) -> dict[str, Any]:
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
    return bool(rule["kind"] == "interval")


def _enumeration(rows: Sequence[Row], *, may_be_empty: bool = False) -> dict[str, Any]:
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
    types = [name for name, kind in _TYPES.items() if any(isinstance(value, kind) for value in values)]
    return {
        "$comment": MARK,
        "description": "; ".join(f"{row['code']}: {row['label']}" for row in rows),
        "type": types[0] if len(types) == 1 else types,
        "enum": values,
        "enumDescriptions": labels,
    }


_TYPES: Mapping[str, type] = {"string": str, "integer": int, "null": type(None)}


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


def _read(path: Path) -> Any:
    # Every scalar as text: codes are what was typed, never numbers or dates.
    return yaml.load(path.read_bytes(), yaml.BaseLoader)  # noqa: S506 - the loader makes nothing but text, lists and mappings


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
