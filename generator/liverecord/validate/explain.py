"""What a schema did not accept, in words that a SENCO understands. Loaded only for documents that were refused.

The messages name keys, code words and dates. What a person wrote in a field is never repeated, unless it nearly is one of
the words that the field takes.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, cast

import jsonschema_rs
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from liverecord.model.days import day_meant
from liverecord.model.field import fields_of
from liverecord.model.records import Document
from liverecord.model.rulebook import Rulebook
from liverecord.model.walk import Path
from liverecord.problem import Problem
from liverecord.validate.meant import NOBODY, People, code_meant, colleague_meant
from liverecord.validate.refusal import Refusal, refused
from liverecord.validate.taken import taken
from liverecord.validate.wording import listed, near, quoted

FORMATS = ("date", "date-time", "time", "email", "uri", "regex")
"""The formats that a schema may name; whatever is added here has the judge's meaning."""


def problems(document: Document, rulebook: Rulebook, people: People = NOBODY) -> Iterator[Problem]:
    """Yield everything that the schema of a document's kind does not accept, in the schema's order.

    `people` are those whom a name may have been meant for, or who must not be named.
    """
    explainers, keys = _explainers(rulebook)
    refusals: dict[Path, list[Refusal]] = {}
    for error in explainers[document.kind].iter_errors(document.data):
        refusal = refused(document, error, keys, rulebook, people)
        refusals.setdefault(refusal.path, []).append(refusal)
    for those in refusals.values():
        yield from _said_once(those)


def unexplained(document: Document, error: jsonschema_rs.ValidationError) -> Problem:
    """Return a problem for what only the judge refuses: its place, and no more than that."""
    return Problem(
        document.place(*error.instance_path),
        "wrong-shape",
        "This is not as the schema asks.",
        "Compare it with the same key in another record.",
    )


def _explainers(rulebook: Rulebook) -> tuple[dict[str, Draft202012Validator], frozenset[str]]:
    """Return the schemas of a rulebook ready to explain, and every key they name: the last ones again if it is the same."""
    if not _LATEST or _LATEST[0][0] is not rulebook:
        schemas = cast("dict[str, dict[str, Any]]", rulebook.schemas)
        registry: Registry[Any] = Registry().with_resources(
            (schema["$id"], Resource.from_contents(schema, default_specification=DRAFT202012))
            for schema in schemas.values()
        )
        formats = _formats()
        explainers = {
            name: Draft202012Validator(schema, registry=registry, format_checker=formats)
            for name, schema in schemas.items()
        }
        _LATEST[:] = [(rulebook, explainers, frozenset(_keys(list(schemas.values()))))]
    return _LATEST[0][1:]


def _said_once(refusals: list[Refusal]) -> Iterator[Problem]:
    """Explain what is refused in one place: every mistake in a mapping's keys, but only the most telling in a value.

    An unknown code is often of the wrong type too, and a date that is none has the wrong form.
    """
    seen: set[str] = set()
    told = min(
        (_WEIGHTIEST.index(each.keyword) for each in refusals if each.keyword in _WEIGHTIEST), default=None
    )
    for refusal in refusals:
        if refusal.keyword in seen:
            continue
        seen.add(refusal.keyword)
        if refusal.keyword not in _WEIGHTIEST or _WEIGHTIEST.index(refusal.keyword) == told:
            yield from _EXPLANATIONS.get(refusal.keyword, _other)(refusal)


def _unknown_keys(refusal: Refusal) -> Iterator[Problem]:
    known = refusal.schema.get("properties", {})
    for key in refusal.value:
        if key not in known:
            match = _key_meant(key, refusal)
            is_key = (_PLAIN_KEY.fullmatch(key) and not refusal.people.named_in(key)) or (
                match and (_KEY.fullmatch(key) or _as_a_key(key) == match)
            )
            said = f"'{key}'" if is_key else "What stands before the colon"
            free = [name for name in known if name not in refusal.value]
            yield refusal.problem(
                "unknown-key",
                f"{said} is no key of {refusal.name}.",
                f"Did you mean '{match}'?"
                if match
                else f"Take it out{f', or use a key that is still free here: {listed(free)}' if free else ''}.",
                path=(*refusal.path, key),
                key=True,
            )


def _key_meant(key: str, refusal: Refusal) -> str | None:
    return near(key, [name for name in refusal.schema.get("properties", {}) if name not in refusal.value])


def _as_a_key(key: str) -> str:
    """Return a key as the records have it: in small letters, with _ for a space or a hyphen."""
    return key.casefold().replace(" ", "_").replace("-", "_")


def _key_names(refusal: Refusal) -> Iterator[Problem]:
    key = str(refusal.path[-1])
    if refusal.schema.get("format") == "date":
        said = f"'{key}' is not a date." if _DATE_LIKE.fullmatch(key) else "A key here is a date."
        hint = day_meant(key) or "Write the year, the month and the day, each with its zeros: 2026-09-07."
        yield refusal.problem("not-a-date", said, hint, key=True)
    else:
        hint = str(refusal.schema.get("patternErrorMessage", ""))
        yield refusal.problem("wrong-form", "A key here is not written as it has to be.", hint, key=True)


def _missing_keys(refusal: Refusal) -> Iterator[Problem]:
    known = refusal.schema.get("properties", {})
    # A key that is only mistyped is told of as that.
    meant = {_key_meant(name, refusal) for name in refusal.value if name not in known}
    for key in refusal.wanted:
        if key not in refusal.value:
            if key in meant:
                continue
            yield refusal.problem(
                "missing-key", f"'{key}' is missing from {refusal.name}.", _added(refusal, key)
            )


def _added(refusal: Refusal, key: str) -> str:
    """Return how a key is added where it is missing: on a line, or in the row that stands in braces."""
    is_row = refusal.is_in_braces()
    where = "Write it between the braces" if is_row else "Add a line"
    if key == "id" and (free := refusal.free_id()):
        return f"{where}, with the next free number: id: {free}"
    field = refusal.field(key)
    if field is not None and field.struct is not None:
        keys = listed(each.name for each in fields_of(field.struct) if each.is_required)
        return f"{where}, {key}:, and below it the keys that it needs, each on an indented line: {keys}."
    words = taken(field, refusal.rulebook, in_row=is_row)
    return f"{where}: {key}: …{f' ({words})' if words else ''}"


def _dependent_keys(refusal: Refusal) -> Iterator[Problem]:
    for key, others in refusal.wanted.items():
        for other in others:
            if key in refusal.value and other not in refusal.value:
                yield refusal.problem(
                    "missing-key", f"'{key}' is written, but '{other}' is missing.", _added(refusal, other)
                )


def _wrong_type(refusal: Refusal) -> Iterator[Problem]:
    wanted = [refusal.wanted] if isinstance(refusal.wanted, str) else list(refusal.wanted)
    if refusal.value is None:
        yield refusal.problem(
            "empty-value", f"{refusal.name} is empty.", f"Write its value{_or_out(refusal)}."
        )
    elif refusal.schema.get("format") == "date":
        yield _no_date(refusal)
    elif "object" in wanted:
        yield refusal.problem(
            "wrong-shape",
            f"{refusal.name} has to hold keys of its own.",
            _keys_hint(refusal),
        )
    elif "array" in wanted:
        yield refusal.problem("wrong-shape", f"{refusal.name} has to be a list.", _list_hint(refusal))
    elif "boolean" in wanted:
        yield refusal.problem(
            "not-yes-or-no", f"{refusal.name} has to be true or false.", "Write true or false."
        )
    elif "string" in wanted:
        is_nested = isinstance(refusal.value, dict | list)
        hint = (
            "Put the whole text in single quotes: ': ' in it, or '- ', a bracket or a brace before it, means something else."
            if is_nested
            else "Put it in single quotes."
        )
        yield refusal.problem("not-text", f"{refusal.name} has to be text.", hint)
    elif "integer" in wanted or "number" in wanted:
        yield refusal.problem(
            "not-a-number",
            f"{refusal.name} has to be a whole number.",
            "Write digits alone, without quotes or a unit.",
        )
    else:
        yield from _other(refusal)


def _or_out(refusal: Refusal) -> str:
    """Return that a line may go as well, where the record is right without it."""
    field, path = refusal.field(), refusal.path
    # What is declared nowhere is named by the school, and may go; below that stands an interval's number, which may not.
    is_needed = isinstance(path[-1], str) and (field.is_required if field else len(path) > _NAMED)
    return "" if is_needed else ", or take it out"


def _keys_hint(refusal: Refusal) -> str:
    """Return how a thing with keys of its own is written: those that it needs, or else all, are named."""
    keys = listed(refusal.schema.get("required") or refusal.schema.get("properties", {}))
    where = (
        "the first behind the dash"
        if refusal.path and isinstance(refusal.path[-1], int)
        else "indented below it"
    )
    return f"Write its keys, each on a line of its own, {where}{f': {keys}' if keys else ''}."


def _list_hint(refusal: Refusal) -> str:
    """Return how a list is written: of things with keys of their own, of ids, of code words, or of texts."""
    field = refusal.field()
    if field is not None and field.struct is not None:
        keys = listed(each.name for each in fields_of(field.struct) if each.is_required)
        return f"Write each of its things below it, behind '- ', with its keys, each on a line of its own: {keys}."
    return _LIST_HINTS.get(field.kind if field else "", _LIST_HINT).format(field)


def _unknown_code(refusal: Refusal) -> Iterator[Problem]:
    # A number that an editor reads as one stands twice in the list, once as text.
    options = list(dict.fromkeys(str(option) for option in _options(refusal) if option is not None))
    if refusal.value is None:
        yield refusal.problem("empty-value", f"{refusal.name} is empty.", f"Write one of: {listed(options)}.")
        return
    code = code_meant(refusal.value, refusal.rows(options))
    if code is not None:
        yield refusal.problem(
            "unknown-code", f"{refusal.name} has to be one of its code words.", f"Write {code}."
        )
        return
    match = near(refusal.value, options)
    shown = quoted(refusal.value, options) if match else ""
    said = f": {shown} is none of them" if shown else ""
    hint = f"Did you mean '{match}'?" if match else f"It is one of: {listed(options)}."
    yield refusal.problem("unknown-code", f"{refusal.name} has to be one of its code words{said}.", hint)


def _options(refusal: Refusal) -> list[Any]:
    return [refusal.wanted] if refusal.keyword == "const" else list(refusal.wanted)


def _wrong_format(refusal: Refusal) -> Iterator[Problem]:
    if refusal.wanted == "date":
        yield _no_date(refusal)
    else:
        yield from _wrong_form(refusal)


def _no_date(refusal: Refusal) -> Problem:
    typed = str(refusal.value)
    said = f": '{typed}' is none" if _DATE_LIKE.fullmatch(typed) else ""
    return refusal.problem(
        "not-a-date",
        f"{refusal.name} has to be a date{said}.",
        day_meant(typed) or "Write the year, the month and the day, each with its zeros: 2026-09-07.",
    )


def _wrong_form(refusal: Refusal) -> Iterator[Problem]:
    if not str(refusal.value).strip():
        yield from _empty_text(refusal)
        return
    hint = refusal.schema.get("patternErrorMessage") or refusal.schema.get("description") or ""
    field = refusal.field()
    if field is not None and field.kind == "staff":
        hint = colleague_meant(str(refusal.value), refusal.people.staff)
    yield refusal.problem("wrong-form", f"{refusal.name} is not written as it has to be.", str(hint))


def _too_long(refusal: Refusal) -> Iterator[Problem]:
    yield refusal.problem(
        "too-long",
        f"{refusal.name} has {len(refusal.value)} characters, and {refusal.wanted} fit.",
        "Shorten it; what belongs to another day or another matter has a line of its own.",
    )


def _empty_text(refusal: Refusal) -> Iterator[Problem]:
    yield refusal.problem("empty-text", f"{refusal.name} holds no text.", f"Write it{_or_out(refusal)}.")


def _too_few(refusal: Refusal) -> Iterator[Problem]:
    yield refusal.problem(
        "too-few",
        f"{refusal.name} needs one of: {listed(refusal.schema.get('properties', {}))}.",
        f"Write one of them between the braces, or take {refusal.name} out.",
    )


def _repeated(refusal: Refusal) -> Iterator[Problem]:
    seen: list[Any] = []
    for index, item in enumerate(refusal.value):
        if item in seen:
            path = (*refusal.path, index)
            yield refusal.problem(
                "repeated", f"{refusal.name} says the same thing twice.", "Keep one.", path=path
            )
        seen.append(item)


def _out_of_range(refusal: Refusal) -> Iterator[Problem]:
    bounds = [
        f"{word} {refusal.schema[keyword]}"
        for keyword, word in (("minimum", "from"), ("maximum", "to"))
        if keyword in refusal.schema
    ]
    yield refusal.problem(
        "out-of-range",
        f"{refusal.name} has to be a number {' '.join(bounds)}.",
        f"Write a number {' '.join(bounds)}: a digit may be too many here, or one too few.",
    )


def _other(refusal: Refusal) -> Iterator[Problem]:
    yield refusal.problem(
        "wrong-shape",
        f"{refusal.name} is not as the schema asks.",
        str(refusal.schema.get("description", "")),
    )


def _formats() -> FormatChecker:
    """Return formats that are what the judge says they are, so that the two libraries cannot differ over them."""
    checker = FormatChecker(formats=())
    for name in FORMATS:
        judge = jsonschema_rs.validator_for({"format": name}, validate_formats=True)
        checker.checks(name)(cast("Callable[[object], bool]", judge.is_valid))
    return checker


def _keys(part: object) -> Iterator[str]:
    """Yield every key that a part of the schemas names."""
    if isinstance(part, dict):
        yield from part.get("properties", ())
        for inner in part.values():
            yield from _keys(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _keys(inner)


# A school with a new mistake everywhere should not wait: what explains one record explains the next.
_LATEST: list[tuple[Rulebook, dict[str, Draft202012Validator], frozenset[str]]] = []

_KEY = re.compile(r"[A-Za-z_-]{1,32}")
_PLAIN_KEY = re.compile(r"[a-z]+(_[a-z]+)*[0-9]{0,4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_LIKE = re.compile(r"[0-9][0-9/. -]{3,11}")

_LIST_HINT = (
    "Write each of them on a line of its own below the key, indented by two spaces and begun with '- '."
)
_LIST_HINTS = {
    "ids": "It takes ids in brackets, {0.examples[0][0]} or another: [{0.examples[0][0]}]. {0.description} Words of your own "
    "belong in a field of text.",
    "codes": "It takes code words in brackets: [{0.examples[0][0]}]. {0.description}",
}
"""What a list takes, by its field's kind."""

_NAMED = 2
"""How deep lies what a school names: under `review_intervals`, `audiences`, `weeks`."""

# Keywords that judge one value, the one that says most first.
_WEIGHTIEST = ("const", "enum", "format", "type", "maxLength", "minLength", "pattern")

_EXPLANATIONS: dict[str, Callable[[Refusal], Iterator[Problem]]] = {
    "additionalProperties": _unknown_keys,
    "unevaluatedProperties": _unknown_keys,
    "propertyNames": _key_names,
    "required": _missing_keys,
    "dependentRequired": _dependent_keys,
    "type": _wrong_type,
    "enum": _unknown_code,
    "const": _unknown_code,
    "format": _wrong_format,
    "pattern": _wrong_form,
    "maxLength": _too_long,
    "minLength": _empty_text,
    "minProperties": _too_few,
    "uniqueItems": _repeated,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "exclusiveMinimum": _out_of_range,
    "exclusiveMaximum": _out_of_range,
}
