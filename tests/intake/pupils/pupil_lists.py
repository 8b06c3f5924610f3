"""Lists of pupils as their reader hands them over, and the command run on one."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

from click.testing import CliRunner, Result

from liverecord.cli import commands
from liverecord.intake.pupils import reading
from liverecord.intake.register.seen import PupilSeen, RegisterSeen
from liverecord.problem import Place
from schemas import printed

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


def run(rows: Sequence[PupilSeen], *arguments: str, problems: Sequence[Any] = ()) -> Result:
    """Run the command in the current folder, with these rows read from its one file."""
    Path(LIST).touch()
    seen = RegisterSeen("csv", list(rows), list(problems))
    with mock.patch.object(reading, "read", return_value=seen):
        return CliRunner().invoke(
            commands, ["import", "pupils", LIST, *arguments], standalone_mode=False, catch_exceptions=False
        )


def told(rows: Sequence[PupilSeen], *arguments: str, problems: Sequence[Any] = ()) -> dict[str, Any]:
    """Run the command for its JSON, which has the shape that its schema says, with its exit as `exit`."""
    result = run(rows, *arguments, "--json", problems=problems)
    value: dict[str, Any] = json.loads(result.output)
    printed("import-pupils").validate(value)
    return value | {"exit": result.return_value}


def asked(value: dict[str, Any]) -> list[tuple[str, str | None]]:
    """Return the open questions: their names and whom they are about."""
    return [(each["code"], each["pupil"]) for each in value["questions"] if not each["accepted"]]
