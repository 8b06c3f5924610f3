"""Demo schools, read back and judged the way `liverecord check` does."""

import hashlib
from datetime import date
from pathlib import Path

from liverecord import validate
from liverecord.model import typed
from liverecord.model.records import Document, Pupil, School, Staff
from liverecord.problem import Problem
from liverecord.read.listing import listing
from liverecord.read.rulebook import rulebook
from liverecord.read.strict import parse
from liverecord.read.versions import on_disk


def digest(folder: Path) -> str:
    """Return one digest of every file's path and bytes below a folder, .git left out."""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def read(root: Path, today: date, records: str = "records") -> tuple[School, dict[str, Pupil], list[Problem]]:
    """Return a school, its pupils by id, and every problem in its records."""
    rules = rulebook()
    found = listing(root, records)
    problems = list(found.problems)

    def document(path: str, kind: str) -> Document:
        content, unreadable = on_disk(root, path)
        assert content is not None, unreadable
        made, wrong = parse(path, kind, content)
        assert made is not None, wrong
        problems.extend([*wrong, *validate.document(made, rules)])
        return made

    assert found.school is not None
    assert found.staff is not None
    own = {"school": document(found.school, "school"), "staff": document(found.staff, "staff")}
    school, staff = typed.record(own["school"]), typed.record(own["staff"])
    assert isinstance(school, School)
    assert isinstance(staff, Staff)
    problems += validate.school(own, school, staff, rules, today)
    pupils = {}
    for pupil_id, files in found.pupils.items():
        documents = {kind: document(path, kind) for kind, path in files.items()}
        pupils[pupil_id] = typed.pupil(pupil_id, documents)
        problems += validate.pupil(pupils[pupil_id], documents, school, staff, rules, today)
    return school, pupils, problems
