"""Cases of wrong records: a folder laid over the example, in which the failing line says what is wrong with it.

A case in tests/cases/invalid/<code>/ holds only the files that differ from the example's records. A line that is wrong
ends in two spaces and `# problem: <code>`. What has no line of its own stands in `case.txt`, one thing a line:

    today 2026-11-18                      judge as of this day instead of 2026-11-22
    without school.yml                    take this file out of the example
    problem pupils/p-case:1 missing-plan  a problem at this path and line
"""

import re
import shutil
from datetime import date
from pathlib import Path
from typing import NamedTuple

from liverecord.examine.records import classes_of
from liverecord.model.records import KINDS, Document, School, Staff
from liverecord.model.rulebook import Rulebook
from liverecord.model.typed import pupil, record
from liverecord.problem import Problem
from liverecord.read.listing import listing
from liverecord.read.strict import parse
from liverecord.read.versions import on_disk
from liverecord.validate import between_pupils
from liverecord.validate import document as check_document
from liverecord.validate import groups as check_groups
from liverecord.validate import pupil as check_pupil
from liverecord.validate import school as check_school

CASES = Path(__file__).parent / "cases"
EXAMPLE = CASES / "valid" / "example"
INVALID = CASES / "invalid"
TODAY = date(2026, 11, 22)

Finding = tuple[str, int, str]
"""A problem as a case names it: path below records/, line, code word."""

_MARK = re.compile(r"(?:^|  )# problem: ([a-z0-9-]+)\s*$")
_NOTES = "case.txt"


class Case(NamedTuple):
    """A case laid out: the school's folder, the day, and the problems that it marks."""

    root: Path
    today: date
    marked: set[Finding]


def lay(case: Path, root: Path) -> Case:
    """Lay a case over the example's records in the folder `root`, and return what it says of itself."""
    records = root / "records"
    shutil.copytree(EXAMPLE / "records", records)
    shutil.copytree(case, records, dirs_exist_ok=True, ignore=shutil.ignore_patterns(_NOTES))
    marked = {
        (path.relative_to(case).as_posix(), number, found[1])
        for path in sorted(case.rglob("*.yml"))
        if path.is_file()
        for number, line in enumerate(path.read_bytes().decode(errors="replace").split("\n"), start=1)
        if (found := _MARK.search(line))
    }
    today = TODAY
    notes = case / _NOTES
    for line in notes.read_text(encoding="utf-8").splitlines() if notes.exists() else ():
        word, _, rest = line.partition(" ")
        if word == "today":
            today = date.fromisoformat(rest)
        elif word == "without":
            (records / rest).unlink()
        elif word == "problem":
            place, code = rest.split(" ")
            path, _, number = place.rpartition(":")
            marked.add((path, int(number), code))
        else:
            raise ValueError(f"{notes}: {line}")
    return Case(root, today, marked)


def check(root: Path, rulebook: Rulebook, today: date = TODAY) -> list[Problem]:
    """Return every problem of the records at `root`: read, held against the schemas, and against each other."""
    found = listing(root)
    problems = list(found.problems)

    def read(path: str | None, kind: str) -> Document | None:
        if path is None:
            return None
        content, unread = on_disk(root, path)
        problems.extend(unread)
        if content is None:
            return None
        document, unparsed = parse(path, kind, content)
        misshapen = check_document(document, rulebook) if document else []
        problems.extend(unparsed + misshapen)
        return None if misshapen else document

    paths = {"school": found.school, "staff": found.staff}
    own = {kind: read(path, kind) for kind, path in paths.items()}
    if own["school"] and own["staff"]:
        documents = {kind: document for kind, document in own.items() if document}
        school, staff = record(own["school"]), record(own["staff"])
        assert isinstance(school, School)
        assert isinstance(staff, Staff)
        problems += check_school(documents, school, staff, rulebook, today)
    else:
        school, staff = School(name="", phase=""), Staff()
    everybody, upns = {}, {}
    classes: dict[str, tuple[str, ...]] = {}
    for pupil_id, files in found.pupils.items():
        parts = {kind: read(files[kind], kind) for kind in KINDS if kind in files}
        whole = {kind: document for kind, document in parts.items() if document}
        classes[pupil_id] = ()
        if own["school"] and own["staff"] and "plan" in whole and len(whole) == len(parts):
            typed = pupil(pupil_id, whole)
            everybody[pupil_id], upns[pupil_id] = whole, typed.plan.pupil.upn
            classes[pupil_id] = classes_of(typed, today)
            problems += check_pupil(typed, whole, school, staff, rulebook, today)
    problems += between_pupils(upns, everybody.__getitem__)
    if own["school"]:
        problems += check_groups(school, own["school"], classes)
    return problems


def findings(problems: list[Problem]) -> set[Finding]:
    """Return problems as cases name them."""
    return {
        (problem.place.path.removeprefix("records/"), problem.place.line, problem.code)
        for problem in problems
    }
