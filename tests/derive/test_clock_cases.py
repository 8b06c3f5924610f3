"""The clocks in the cases that people ask about: each folder of tests/cases/clocks is a small school and what is right there.

`expected.yml` says it row by row: on `today`, a duty of `kind` has this day, limit, state, and is owed by this one; or there is
a `question` for a field, or the kind is `absent` from both lists. A kind may end with a star: "transfer_*".
"""

from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from derive_builders import record_at, rulebook

from liverecord import derive
from liverecord.model.case import CaseFile

CLOCKS = Path(__file__).parents[1] / "cases/clocks"


class Row(NamedTuple):
    """One row of a case's expected.yml."""

    case: str
    number: int
    said: dict[str, Any]


ROWS = [
    Row(folder.name, number, said)
    for folder in sorted(CLOCKS.iterdir())
    for number, said in enumerate(yaml.safe_load((folder / "expected.yml").read_text(encoding="utf-8")))
]

_OF_A_DUTY = ("due", "limit", "state", "owed_by", "force", "beside")


def found(case: str, pupil: str | None, today: date) -> CaseFile:
    """Return what is derived for the one pupil of a case, or for the pupil named."""
    of, at, people = record_at(CLOCKS / case, pupil)
    return derive.case(of, at, people, rulebook(), (), today)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.case}-{row.number}")
def test_clocks_in_the_cases_that_people_ask_about(row: Row) -> None:
    """On its day, each case has the duty, the question or the silence that its source gives."""
    said = row.said
    assert said.keys() <= {"today", "pupil", "kind", "absent", "question", "note", *_OF_A_DUTY}
    of = found(row.case, said.get("pupil"), said["today"])
    duties = [duty for duty in of.duties if fnmatchcase(duty.kind, said["kind"])]
    asked = [undated for undated in of.undated if fnmatchcase(undated.kind, said["kind"])]
    if said.get("absent"):
        assert (duties, asked) == ([], [])
    elif "question" in said:
        assert [undated.field for undated in asked] == [said["question"]]
    else:
        wanted = {name: said[name] for name in _OF_A_DUTY if name in said}
        assert [{name: _plain(getattr(duty, name)) for name in wanted} for duty in duties] == [wanted]


def test_a_case_says_something() -> None:
    """A folder without a row, or a row that asks for nothing, would prove nothing."""
    assert {row.case for row in ROWS} == {folder.name for folder in CLOCKS.iterdir()}
    assert all({"absent", "question", "due", "state"} & row.said.keys() for row in ROWS)


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
