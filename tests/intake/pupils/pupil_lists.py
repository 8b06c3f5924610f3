"""Lists of pupils as their reader hands them over, and the command run on one."""

import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from click.testing import CliRunner, Result

from liverecord.cli import commands
from liverecord.intake.pupils import reading
from liverecord.intake.register.seen import PupilSeen, RegisterSeen
from liverecord.problem import Place
from liverecord.read.strict import parse
from schemas import printed
from schools import example

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
LIST = "pupils.csv"


def upn(number: int) -> str:
    """Return a unique pupil number of an authority that does not exist, with its check letter."""
    digits = f"99943212{number:04d}"
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return UPN_LETTERS[total % len(UPN_LETTERS)] + digits


def row(number: int, **said: Any) -> PupilSeen:
    """Return one row of a list, the first pupil's being the second: a pupil of Year 8 with SEN support."""
    base = PupilSeen(
        place=Place(LIST, number + 1),
        upn=upn(number),
        given_name=f"Givenone{'abcdefghij'[number % 10]}",
        family_name=f"Familytwo{'abcdefghij'[number // 10 % 10]}",
        born=date(2014, 2, 11),
        year="8",
        form="8B",
        support="K",
    )
    return base._replace(**said)


def run(
    rows: Sequence[PupilSeen],
    *arguments: str,
    problems: Sequence[Any] = (),
    unclear: Sequence[PupilSeen] = (),
    school: str = "",
) -> Result:
    """Run the command in the current folder, with these rows read from its one file."""
    Path(LIST).touch()
    seen = RegisterSeen("csv", list(rows), list(problems), unclear=tuple(unclear), school=school)
    with mock.patch.object(reading, "read", return_value=seen):
        return CliRunner().invoke(
            commands, ["import", "pupils", LIST, *arguments], standalone_mode=False, catch_exceptions=False
        )


def told(rows: Sequence[PupilSeen], *arguments: str, **read: Any) -> dict[str, Any]:
    """Run the command for its JSON, which has the shape that its schema says, with its exit as `exit`."""
    result = run(rows, *arguments, "--json", **read)
    value: dict[str, Any] = json.loads(result.output)
    printed("import-pupils").validate(value)
    return value | {"exit": result.return_value}


def asked(value: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Return the open questions: their names and whom they are about."""
    return [(each["code"], each["pupil"]) for each in value["questions"] if not each["accepted"]]


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the example school before any pupil has a record, which is also the current folder."""
    return emptied(tmp_path / "school", monkeypatch)


def emptied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay out the example school without its pupils, and go there."""
    example(folder)
    shutil.rmtree(folder / "records/pupils")
    monkeypatch.chdir(folder)
    return folder


def plans(school: Path) -> dict[str, dict[str, Any]]:
    """Return the data of every plan by its pupil's id."""
    found = {}
    for path in sorted(school.glob("records/pupils/*/plan.yml")):
        document, problems = parse(path.name, "plan", path.read_bytes())
        assert document is not None, problems
        found[path.parent.name] = document.data
    return found
