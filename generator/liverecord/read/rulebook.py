"""The law as data: schema/ read, checked and typed.

The YAML files are read by the same strict loader as the records, checked against the schemas in schema/rulebook/, and
then for what a schema cannot say: that every source a row names is there, that ids are unique, that roles and
audiences exist. A rulebook that does not hold together raises: nothing may be judged by half a law.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec

from liverecord.model.calendars import Calendars
from liverecord.model.conditions import Conditions
from liverecord.model.imports import Imports
from liverecord.model.policy import Policy
from liverecord.model.populations import Population, Threshold
from liverecord.model.row import Source
from liverecord.model.rulebook import Code, Codes, Copies, Retention, ReviewRule, Rulebook
from liverecord.model.rulebook import Explanation as ProblemExplanation
from liverecord.model.searching import SearchWords
from liverecord.problem import InvalidRulebook, Problem
from liverecord.read.resources import schema_folder
from liverecord.read.strict import parse

_FILES = {
    "codes": "codes.schema.json",
    "reviews": "reviews-rules.schema.json",
    "thresholds": "thresholds.schema.json",
    "audiences": "audiences.schema.json",
    "imports": "imports.schema.json",
    "calendars": "calendars.schema.json",
    "problems": "problems.schema.json",
    "retention": "retention.schema.json",
    "export": "export.schema.json",
    "search": "search.schema.json",
    "conditions": "conditions.schema.json",
}
"""The YAML files of schema/, each with the schema in schema/rulebook/ that it must agree with."""

_NOBODY = "nobody"
_HINT = "Mend the file in schema/, or install liverecord again."


def rulebook(folder: Path | None = None) -> Rulebook:
    """Load the rulebook from a folder laid out as schema/ (None: the program's own).

    Raises InvalidRulebook, which names the file and what is wrong in it. `digest` is the SHA-256 over the names and
    bytes of all files, so that whatever was made under other rules can be told apart.
    """
    return _understood(tuple(_contents(folder or schema_folder()).items()))


@lru_cache(maxsize=4)
def _understood(files: tuple[tuple[str, bytes], ...]) -> Rulebook:
    """Return what files mean. The same bytes are understood once in a process: a command asks several times."""
    contents = dict(files)
    schemas = {
        name.removesuffix(".schema.json"): _json(name, content)
        for name, content in contents.items()
        if name.endswith(".schema.json") and "/" not in name
    }
    data = {name: _checked(name, contents) for name in _FILES}
    codes = _codes(data["codes"])
    reviews = _typed("reviews", data["reviews"]["rules"], tuple[ReviewRule, ...])
    thresholds = _typed("thresholds", data["thresholds"]["thresholds"], tuple[Threshold, ...])
    populations = _typed("thresholds", data["thresholds"]["populations"], tuple[Population, ...])
    problems = _typed("problems", data["problems"]["problems"], tuple[ProblemExplanation, ...])
    audiences = data["audiences"]
    paths = _ungrouped("audiences", audiences["paths"])
    rows = {key: [_spread(row) for row in audiences.get(key, ())] for key in ("repeats", "let_out")}
    told = _ungrouped("audiences", audiences.get("told", {}))
    policy = _typed("audiences", {**audiences, "paths": paths, "told": told, **rows}, Policy)
    imports = _typed("imports", data["imports"], Imports)
    calendars = _typed("calendars", data["calendars"], Calendars)
    retention = _typed("retention", data["retention"], Retention)
    copies = _copies(data["export"])
    search = _typed("search", data["search"], SearchWords)
    conditions = _typed("conditions", data["conditions"], Conditions)
    review_sources = _typed("reviews", data["reviews"]["sources"], dict[str, Source])
    threshold_sources = _typed("thresholds", data["thresholds"]["sources"], dict[str, Source])

    _unique("reviews", (rule.id for rule in reviews))
    _unique("thresholds", (threshold.id for threshold in thresholds))
    _unique("thresholds", (population.id for population in populations))
    _unique("problems", (problem.code for problem in problems))
    _unique("audiences", (audience.id for audience in policy.audiences))
    _named("reviews", "a source", (rule.source for rule in reviews), review_sources)
    _named("thresholds", "a source", (threshold.source for threshold in thresholds), threshold_sources)
    _populations(populations, thresholds, threshold_sources, codes)
    _named("reviews", "a role", (rule.owner_role for rule in reviews), codes.lists.get("role", {}))
    deciding = (threshold.decided_by for threshold in thresholds)
    _named("thresholds", "a role", deciding, codes.lists.get("role", {}))
    _audiences(policy)
    _imports(imports, codes)
    _calendars(calendars)
    _retention(retention, codes)
    _search(search, codes)
    _conditions(conditions)
    return Rulebook(
        codes=codes,
        reviews=reviews,
        thresholds={threshold.id: threshold for threshold in thresholds},
        populations={population.id: population for population in populations},
        policy=policy,
        problems={problem.code: problem for problem in problems},
        imports=imports,
        calendars=calendars,
        retention=retention,
        copies=copies,
        search=search,
        conditions=conditions,
        schemas=schemas,
        digest=_digest(contents),
        sources=threshold_sources | review_sources,
    )


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────


def _contents(folder: Path) -> dict[str, bytes]:
    """Return every file of the rulebook by its name below the folder, sorted."""
    try:
        paths = [*folder.glob("*.yml"), *folder.glob("*.schema.json"), *folder.glob("rulebook/*.schema.json")]
        contents = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    except OSError as error:
        raise InvalidRulebook(f"The rulebook cannot be read ({error.strerror}).", _HINT) from None
    return dict(sorted(contents.items()))


def _digest(contents: Mapping[str, bytes]) -> str:
    digest = sha256()
    for name, content in contents.items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _json(name: str, content: bytes) -> Any:
    try:
        return msgspec.json.decode(content)
    except msgspec.DecodeError as error:
        raise InvalidRulebook(f"{name} is not JSON: {error}", _HINT) from None


def _checked(name: str, contents: Mapping[str, bytes]) -> Any:
    """Return a YAML file's data, once its own schema accepts it."""
    file = f"{name}.yml"
    if file not in contents:
        raise InvalidRulebook(f"The rulebook has no {file}.", _HINT)
    document, problems = parse(file, name, contents[file])
    if document is None:
        raise InvalidRulebook(_told(problems), problems[0].hint)
    schema = f"rulebook/{_FILES[name]}"
    if schema in contents:
        judge = jsonschema_rs.validator_for(_json(schema, contents[schema]), validate_formats=True)
        for error in judge.iter_errors(document.data):
            place = document.place(*error.instance_path)
            raise InvalidRulebook(f"{place}: {error.message}", _HINT)
    return document.data


def _told(problems: Iterable[Problem]) -> str:
    return "; ".join(f"{problem.place}: {problem.message}" for problem in problems)


def _typed(name: str, data: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        raise InvalidRulebook(f"{name}.yml: {error}", _HINT) from None


def _codes(data: Any) -> Codes:
    """Return the code lists, each by code in the file's order."""
    sources = _typed("codes", data["sources"], dict[str, Source])
    lists = {}
    for name, rows in _typed("codes", data["lists"], dict[str, tuple[Code, ...]]).items():
        _unique("codes", (f"{name} {row.code}" for row in rows))
        _named("codes", "a source", (row.source for row in rows), sources)
        _named("codes", "a source", (row.told for row in rows), sources)
        lists[name] = {row.code: row for row in rows}
    return Codes(sources=sources, lists=lists)


# ── What a schema cannot say ────────────────────────────────────────────────────────────────────────────


def _unique(name: str, ids: Iterable[str]) -> None:
    for each, count in Counter(ids).items():
        if count > 1:
            raise InvalidRulebook(f"{name}.yml holds {each} twice.", _HINT)


def _named(name: str, what: str, keys: Iterable[str | None], known: Iterable[str]) -> None:
    missing = sorted({key for key in keys if key is not None} - set(known))
    if missing:
        raise InvalidRulebook(f"{name}.yml names {what} that is not there: {', '.join(missing)}.", _HINT)


def _ungrouped(name: str, lines: dict[str, Any]) -> dict[str, Any]:
    """Take "a.{b, c}" apart into "a.b" and "a.c", each with the line's value; several groups make every combination."""
    paths: dict[str, Any] = {}
    for line, value in lines.items():
        # What stands in braces has an odd place among the parts.
        parts = enumerate(re.split(r"\{([^{}]*)\}", line))
        choices = [
            [each.strip() for each in part.split(",")] if index % 2 else [part] for index, part in parts
        ]
        for path in map("".join, itertools.product(*choices)):
            if path in paths:
                raise InvalidRulebook(f"{name}.yml decides {path} twice.", _HINT)
            paths[path] = value
    return paths


def _spread(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of what follows from fields, with the groups of its paths taken apart."""
    apart = {key: list(_ungrouped("audiences", dict.fromkeys(row[key]))) for key in ("values", "fields")}
    return {**row, **apart}


def _copies(data: Any) -> Copies:
    """Return what copies hold, its groups taken apart; every line is for purposes that there are."""
    left_out = list(_ungrouped("export", dict.fromkeys(data["left_out"])))
    copies: Copies = _typed(
        "export", {**data, "left_out": left_out, "paths": _ungrouped("export", data["paths"])}, Copies
    )
    _unique("export", (purpose.id for purpose in copies.purposes))
    purposes = [purpose.id for purpose in copies.purposes]
    _named("export", "a purpose", itertools.chain.from_iterable(copies.paths.values()), purposes)
    return copies


def _populations(
    populations: Iterable[Population],
    thresholds: Iterable[Threshold],
    sources: Iterable[str],
    codes: Codes,
) -> None:
    """Check that a population is told by codes that there are, and is there where something names it."""
    populations = tuple(populations)
    known = [population.id for population in populations if population.within is None]
    _named("thresholds", "a source", (population.source for population in populations), sources)
    _named("thresholds", "a population", (population.within for population in populations), known)
    every = [population.id for population in populations]
    _named("thresholds", "a population", (threshold.population for threshold in thresholds), every)
    for population in populations:
        _named(
            "thresholds",
            "a year group",
            [*population.year_groups, *population.unsure_year_groups],
            codes.lists["year_group"],
        )
        _named("thresholds", "a kind of school", population.school_kinds, codes.lists["school_kind"])


def _audiences(policy: Policy) -> None:
    """Check that every line of the policy is decided for an audience, or for nobody."""
    known = [audience.id for audience in policy.audiences]
    if _NOBODY in known:
        raise InvalidRulebook(f"audiences.yml: {_NOBODY} is no audience.", _HINT)
    known.append(_NOBODY)
    _named("audiences", "an audience", policy.paths.values(), known)
    for closing in policy.kinds.values():
        _named("audiences", "an audience", [*closing.values.values(), *closing.unowned.values()], known)


def _imports(imports: Imports, codes: Codes) -> None:
    """Check that a name or a code has one meaning, and that what others stand for is a code of codes.yml."""
    for rows in (
        imports.columns,
        imports.sessions,
        imports.weekdays,
        imports.dates,
        imports.marks,
        imports.footers,
        imports.countries,
        imports.pupil_columns,
        imports.pupil_words,
        imports.timetable_columns,
        imports.outcome_columns,
        imports.words,
    ):
        _named("imports", "a source", (row.source for row in rows), imports.sources)
    _named("imports", "a mark", (row.mark for row in imports.marks), codes.lists["mark"])
    _unique("imports", (row.seen for row in imports.marks))
    for of, known in _WORDS_OF.items():
        codes_of = (row.code for row in imports.pupil_words if row.of == of)
        _named("imports", f"a code of {known}", codes_of, codes.lists[known])
    for meant in (
        {(row.means, name.casefold()) for row in imports.columns for name in row.names},
        {(row.session, word.casefold()) for row in imports.sessions for word in row.words},
        {(str(row.weekday), word.casefold()) for row in imports.weekdays for word in row.words},
        {(row.counts, name.casefold()) for row in imports.footers for name in row.names},
        {(row.means, name.casefold()) for row in imports.pupil_columns for name in row.names},
        {(row.means, name.casefold()) for row in imports.timetable_columns for name in row.names},
        {(row.means, name.casefold()) for row in imports.outcome_columns for name in row.names},
        {
            (f"{row.code} {row.was}", f"{row.of} {word.casefold()}")
            for row in imports.pupil_words
            for word in row.words
        },
    ):
        _unique("imports", (name for _, name in meant))


_WORDS_OF = {"support": "sen_provision", "year_group": "year_group", "need": "need"}
"""The code lists of what words of a list of pupils stand for."""


def _search(search: SearchWords, codes: Codes) -> None:
    """Check that words mean codes that there are, and that no word means two."""
    named = [
        *(row.source for row in search.words),
        *(row.source for row in search.several),
        *(row.source for row in search.same),
    ]
    _named("search", "a source", named, search.sources)
    meanings = [
        *((row.list, (row.code,), row.words) for row in search.words),
        *((row.list, row.codes, row.words) for row in search.several),
    ]
    lists = [*(row.list for row in search.filters if row.list), *(name for name, _, _ in meanings)]
    _named("search", "a list", lists, codes.lists)
    for name, meant, _ in meanings:
        _named("search", f"a code of {name}", meant, codes.lists[name])
    _unique("search", (word.casefold() for _, _, words in meanings for word in words))
    _unique("search", (row.filter for row in search.filters))
    _unique("search", (row.path for row in search.pages))


def _conditions(conditions: Conditions) -> None:
    """Check that a name belongs to one row, and that each row has its source."""
    for rows in (conditions.names, conditions.endings):
        _named("conditions", "a source", (row.source for row in rows), conditions.sources)
    _unique("conditions", (word.casefold() for row in conditions.names for word in row.words))


def _calendars(calendars: Calendars) -> None:
    """Check that a phrase says one thing, and that each row has its source."""
    for rows in (calendars.columns, calendars.words, calendars.seasons):
        _named("calendars", "a source", (row.source for row in rows), calendars.sources)
    _unique("calendars", (name.casefold() for row in calendars.columns for name in row.names))
    phrases = [phrase for row in calendars.words for phrase in row.words]
    _unique("calendars", [*phrases, *(word for row in calendars.seasons for word in row.words)])


def _retention(retention: Retention, codes: Codes) -> None:
    """Check that every row has its source, and that whoever decides is a role."""
    sources = [*(rule.source for rule in retention.rules), retention.passed_on.source]
    _unique("retention", (rule.id for rule in retention.rules))
    _named("retention", "a source", sources, retention.sources)
    _named("retention", "a role", (rule.decided_by for rule in retention.rules), codes.lists.get("role", {}))
    for rule in retention.rules:
        if (rule.years is None) != (rule.from_ is None) or (rule.years is None) != (
            rule.decided_by is not None
        ):
            message = f"retention.yml: {rule.id} needs a number of years and a day from which they count, or who decides."
            raise InvalidRulebook(message, _HINT)
