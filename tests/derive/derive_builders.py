"""Small records to derive from: a school of one autumn, two people, and pupils with only what a test is about."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from liverecord import derive
from liverecord.model import typed
from liverecord.model.case import CaseFile
from liverecord.model.history import Edit
from liverecord.model.records import Pupil, School, Staff
from liverecord.model.rulebook import Rulebook
from liverecord.read.rulebook import rulebook as load
from liverecord.read.strict import parse

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "tests/cases/valid/example"
TODAY = date(2026, 11, 22)
MONDAY = date(2026, 9, 7)
WHOLE = "/\\ /\\ /\\ /\\ /\\"


@cache
def rulebook() -> Rulebook:
    """Return the program's own rulebook."""
    return load()


def school(**changes: Any) -> School:
    """Return a school with the two halves of an autumn term, and whatever is changed."""
    made: dict[str, Any] = {
        "name": "Ashgrove School",
        "phase": "secondary",
        "kind": "academy",
        "terms": [
            {"name": "Autumn 1", "start": "2026-09-02", "end": "2026-10-23"},
            {"name": "Autumn 2", "start": "2026-11-02", "end": "2026-12-18"},
        ],
    }
    return msgspec.convert(made | changes, School)


def staff(*people: Mapping[str, Any]) -> Staff:
    """Return the people given; without any, a SENCO and a tutor."""
    default = (
        {"id": "r-adeyemi", "name": "R. Adeyemi", "roles": ["senco"], "email": "r@ashgrove.example"},
        {"id": "j-okafor", "name": "J. Okafor", "roles": ["form_tutor", "keyworker"]},
    )
    return msgspec.convert({"staff": people or default}, Staff)


def pupil(
    plan: Mapping[str, Any] | None = None, weeks: Mapping[date, str] | None = None, **parts: Any
) -> Pupil:
    """Return a pupil: `plan` adds to a bare plan, `weeks` are marks by Monday, the rest as in the files."""
    bare: dict[str, Any] = {
        "pupil": {"given_name": "Maya", "family_name": "Ellison", "year_group": "8"},
        "support": "K",
        "version": 3,
        "agreed_on": "2026-09-18",
    }
    absences = {"weeks": dict(weeks or {}), **parts.pop("absences", {})}
    return msgspec.convert(
        {"id": "p-1", "plan": bare | dict(plan or {}), "absences": absences, **parts}, Pupil
    )


def concern(**more: Any) -> dict[str, Any]:
    """Return a concern about attendance, and whatever is changed."""
    return {
        "id": "c1",
        "theme": "attendance",
        "opened_on": "2026-09-07",
        "what": "Misses first lessons",
    } | more


def case(
    of: Pupil,
    at: School | None = None,
    people: Staff | None = None,
    today: date = TODAY,
    edits: Sequence[Edit] = (),
) -> CaseFile:
    """Return the case of a pupil at a small school."""
    return derive.case(of, at or school(), people or staff(), rulebook(), edits, today)


def after(weeks: Mapping[date, str]) -> date:
    """Return the Saturday after the newest of some weeks of marks: the day on which they are new, and none is waited for."""
    return max(weeks, default=TODAY - timedelta(days=5)) + timedelta(days=5)


def in_order(weeks: Iterable[str], first: date = MONDAY) -> dict[date, str]:
    """Return weeks of marks on Mondays that follow each other."""
    return {first + timedelta(weeks=number): marks for number, marks in enumerate(weeks)}


@cache
def example_school() -> tuple[School, Staff]:
    """Return the example's school and staff."""
    found = [
        typed.record(_document(EXAMPLE / f"records/{kind}.yml", EXAMPLE)) for kind in ("school", "staff")
    ]
    at, people = found
    assert isinstance(at, School)
    assert isinstance(people, Staff)
    return at, people


@cache
def example_pupil(pupil_id: str) -> Pupil:
    """Return one of the example's pupils."""
    files = sorted((EXAMPLE / f"records/pupils/{pupil_id}").glob("*.yml"))
    return typed.pupil(pupil_id, {path.stem: _document(path, EXAMPLE) for path in files})


@cache
def example(pupil_id: str, today: date = TODAY) -> CaseFile:
    """Return the case of one of the example's pupils."""
    at, people = example_school()
    return derive.case(example_pupil(pupil_id), at, people, rulebook(), (), today)


def record_at(folder: Path, pupil_id: str | None = None) -> tuple[Pupil, School, Staff]:
    """Return the pupil of a folder's school (the only one where none is named), the school and its staff."""
    made = [typed.record(_document(folder / f"records/{kind}.yml", folder)) for kind in ("school", "staff")]
    assert isinstance(made[0], School)
    assert isinstance(made[1], Staff)
    folders = sorted((folder / "records/pupils").iterdir())
    (found,) = [each for each in folders if pupil_id in (None, each.name)]
    documents = {path.stem: _document(path, folder) for path in sorted(found.glob("*.yml"))}
    return typed.pupil(found.name, documents), made[0], made[1]


def _document(path: Path, root: Path) -> Any:
    document, problems = parse(path.relative_to(root).as_posix(), path.stem, path.read_bytes())
    assert document is not None, problems
    return document
