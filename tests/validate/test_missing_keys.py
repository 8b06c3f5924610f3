"""A key that is missing is told with what it takes, and what is told is taken; what may go is told to go."""

import copy
import re
from typing import Any

import msgspec
import pytest

from liverecord.model.records import Document
from liverecord.problem import Problem
from liverecord.read.strict import parse
from liverecord.validate import document as check_document
from record_documents import DOCUMENTS, RULEBOOK, Path, changed, paths

SHOWN = re.compile(
    r"(?P<key>\w+): (?:… \((?:as (?P<example>.*)|one of: (?P<code>[^,)]+).*|(?P<yes>true) or false)\)|(?P<id>\w+))$"
)
"""A hint's key, and what it shows that the key takes."""


def without(document: Document, path: Path) -> Document:
    """Return the document without the key at a path."""
    data: Any = copy.deepcopy(document.data)
    inner = data
    for part in path[:-1]:
        inner = inner[part]
    del inner[path[-1]]
    return msgspec.structs.replace(document, data=data)


def missing() -> list[tuple[str, Document, Path, Problem]]:
    """Return every key that the example's documents cannot do without, each kind of place once, with what is told of it."""
    found: dict[tuple[str, ...], tuple[str, Document, Path, Problem]] = {}
    for document in DOCUMENTS:
        for path in paths(document.data):
            place = (document.kind, *(part for part in path if isinstance(part, str)))
            if place in found or not isinstance(path[-1], str):
                continue
            for problem in check_document(without(document, path), RULEBOOK):
                if problem.code == "missing-key":
                    found[place] = (".".join(place), document, path, problem)
    return list(found.values())


MISSING = [each for each in missing() if each[0] != "plan.pupil"]


@pytest.mark.parametrize(("name", "document", "path", "problem"), MISSING, ids=[each[0] for each in MISSING])
def test_what_the_hint_shows_is_taken(name: str, document: Document, path: Path, problem: Problem) -> None:
    """The key of the hint, with the value that it shows, typed as it stands there, makes the file right."""
    shown = SHOWN.search(problem.hint)
    assert shown is not None, problem.hint
    value = next(each for each in shown.group("example", "code", "yes", "id") if each)
    row = f"{shown['key']}: {value}"
    row = f"{{{row}}}" if "between the braces" in problem.hint else row
    typed, unread = parse("records/typed.yml", document.kind, f"{row}\n".encode())
    assert typed is not None, unread
    data: Any = without(document, path)
    inner = data.data
    for part in path[:-1]:
        inner = inner[part]
    inner.update(typed.data)
    assert check_document(data, RULEBOOK) == [], name


@pytest.mark.parametrize("typed", ["", " ", None, {}, "Rowan was tired"])
def test_what_is_told_to_go_may_go(typed: object) -> None:
    """Wherever a hint says that something may be taken out, the file is right without it."""
    told = 0
    for document in DOCUMENTS:
        for path in paths(document.data):
            for problem in check_document(changed(document, path, typed), RULEBOOK):
                if problem.hint.endswith(("take it out.", f"take '{path[-1]}' out.")):
                    told += 1
                    assert check_document(without(document, path), RULEBOOK) == [], (path, problem)
    assert told or typed == "Rowan was tired"
