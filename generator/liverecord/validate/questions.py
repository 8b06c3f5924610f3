"""Blocks that were pasted and not filled in: the question of a block that still stands in a record."""

from collections.abc import Iterator

from liverecord.model.asked import ASKED
from liverecord.model.field import field_at
from liverecord.model.records import KINDS, Document
from liverecord.model.rulebook import Rulebook
from liverecord.model.walk import Path
from liverecord.problem import Problem
from liverecord.validate.taken import taken

_QUESTIONS = frozenset(ASKED.values())


def unanswered(document: Document, rulebook: Rulebook) -> dict[Path, Problem]:
    """unanswered: no question of a block to paste is left. Returns the problem of each, by its path."""
    return {path: _asked(document, path, said, rulebook) for path, said in _left(document.data, ())}


def _left(part: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(part, str):
        if part in _QUESTIONS:
            yield path, part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from _left(value, (*path, key))
    elif isinstance(part, list):
        for index, value in enumerate(part):
            yield from _left(value, (*path, index))


def _asked(document: Document, path: Path, question: str, rulebook: Rulebook) -> Problem:
    field = field_at(KINDS[document.kind], path)
    words = taken(field, rulebook)
    hint = f"Write the answer in place of the question{f', {words}' if words else ''}"
    if field is not None and not field.is_required:
        hint += "; or take the line out"
    return Problem(document.place(*path), "unanswered", question, f"{hint}.")
