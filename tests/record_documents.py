"""The example's documents, read once, and ways to change them: what tests of the checks start from."""

import copy
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from liverecord.model.records import Document, Pupil, School, Staff
from liverecord.model.typed import pupil, record
from liverecord.problem import Problem
from liverecord.read.listing import listing
from liverecord.read.rulebook import rulebook
from liverecord.read.strict import parse
from liverecord.read.versions import on_disk
from liverecord.validate import pupil as check_pupil
from liverecord.validate import school as check_school
from overlay import EXAMPLE, TODAY

Path = tuple[str | int, ...]

RULEBOOK = rulebook()


def read(path: str, kind: str) -> Document:
    """Return a document of the example."""
    content, _ = on_disk(EXAMPLE, path)
    assert content is not None
    document, problems = parse(path, kind, content)
    assert document is not None, problems
    return document


FOUND = listing(EXAMPLE)
SCHOOL = {"school": read("records/school.yml", "school"), "staff": read("records/staff.yml", "staff")}
PUPILS = {
    pupil_id: {kind: read(path, kind) for kind, path in files.items()}
    for pupil_id, files in FOUND.pupils.items()
}
DOCUMENTS = (*SCHOOL.values(), *(document for files in PUPILS.values() for document in files.values()))


def typed_school() -> tuple[School, Staff]:
    """Return the example's school and staff."""
    school, staff = record(SCHOOL["school"]), record(SCHOOL["staff"])
    assert isinstance(school, School)
    assert isinstance(staff, Staff)
    return school, staff


def paths(data: object, above: Path = ()) -> Iterator[Path]:
    """Yield the path of every value of a document's data but the whole."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield (*above, key)
            yield from paths(value, (*above, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield (*above, index)
            yield from paths(value, (*above, index))


def changed(document: Document, path: Path, value: object) -> Document:
    """Return the document with another value at a path."""
    data: Any = copy.deepcopy(document.data)
    inner = data
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return msgspec.structs.replace(document, data=data)


def renamed(document: Document, path: Path, key: str) -> Document:
    """Return the document with another key at a path, which ends in a key."""
    data: Any = copy.deepcopy(document.data)
    inner = data
    for part in path[:-1]:
        inner = inner[part]
    inner[key] = inner.pop(path[-1])
    return msgspec.structs.replace(document, data=data)


def judged(document: Document, today: date = TODAY) -> list[Problem]:
    """Return what the laws say of the example with one document changed; its schema must accept it."""
    school, staff = typed_school()
    if document.kind in SCHOOL:
        documents: Mapping[str, Document] = SCHOOL | {document.kind: document}
        new_school, new_staff = record(documents["school"]), record(documents["staff"])
        assert isinstance(new_school, School)
        assert isinstance(new_staff, Staff)
        return check_school(documents, new_school, new_staff, RULEBOOK, today)
    pupil_id = document.path.split("/")[2]
    files = PUPILS[pupil_id] | {document.kind: document}
    return check_pupil(typed(pupil_id, files), files, school, staff, RULEBOOK, today)


def typed(pupil_id: str, files: Mapping[str, Document]) -> Pupil:
    """Return the pupil of a folder's documents."""
    return pupil(pupil_id, files)
