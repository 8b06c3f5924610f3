"""One document against its JSON Schema: jsonschema-rs decides, and only what it refuses is explained."""

from typing import cast

import jsonschema_rs

from liverecord.model.records import Document
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Problem
from liverecord.validate.meant import NOBODY, People

ADDRESS = "https://liverecord.example/schema/"
"""What every schema's $id begins with; schemas refer to each other by file name below it."""


def problems(document: Document, rulebook: Rulebook, people: People = NOBODY) -> list[Problem]:
    """Return what the schema of a document's kind does not accept, each with its place; in no order."""
    judge = _judges(rulebook)[document.kind]
    if judge.is_valid(document.data):
        return []
    # The explaining library takes a tenth of a second to load: records are mostly right, and then it is not needed.
    from liverecord.validate import explain  # noqa: PLC0415

    schema_problems = list(explain.problems(document, rulebook, people))
    if schema_problems:
        return schema_problems
    # The two libraries could differ over a pattern. What the judge refuses is never let pass in silence.
    return [explain.unexplained(document, error) for error in judge.iter_errors(document.data)]


def _judges(rulebook: Rulebook) -> dict[str, jsonschema_rs.Validator]:
    """Return the compiled schemas of a rulebook: those of the last one again where it is the same."""
    if _LATEST and _LATEST[0][0] is rulebook:
        return _LATEST[0][1]
    schemas = cast("dict[str, dict[str, object]]", rulebook.schemas)
    registry = jsonschema_rs.Registry(
        [(str(schema.get("$id", f"{ADDRESS}{name}.schema.json")), schema) for name, schema in schemas.items()]
    )
    judges = {
        name: jsonschema_rs.validator_for(schema, registry=registry, validate_formats=True)
        for name, schema in schemas.items()
    }
    _LATEST[:] = [(rulebook, judges)]
    return judges


# Compiling takes milliseconds, judging microseconds. The rulebook is kept with its judges, so that no other can take
# its place in memory while they are remembered.
_LATEST: list[tuple[Rulebook, dict[str, jsonschema_rs.Validator]]] = []
