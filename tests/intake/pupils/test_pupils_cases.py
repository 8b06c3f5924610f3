"""What an import of lists tells of and asks: each code word's case is a folder below tests/cases/imports/pupils/.

It holds a list, what differs from the example's `records/`, and in case.txt the options to import with, the rows that are told
of, and the options with which nothing is told any more, once the files of `mended` lie over it:

    options --update
    told pupils.csv:3
    follow --update --accept same-pupil
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from liverecord.cli import commands
from liverecord.report import PUPIL_QUESTIONS
from overlay import CASES, check
from record_documents import RULEBOOK
from schemas import printed
from schools import example, tree

PUPILS = CASES / "imports/pupils"
FOLDERS = sorted(path.name for path in PUPILS.iterdir())


def imported(options: list[str]) -> tuple[dict[str, Any], set[tuple[str, str]]]:
    """Import the list of the current folder, and return what is told, with its code words and places."""
    result = CliRunner().invoke(
        commands,
        ["import", "pupils", "pupils.csv", *options, "--json"],
        standalone_mode=False,
        catch_exceptions=False,
    )
    value: dict[str, Any] = json.loads(result.output)
    printed("import-pupils").validate(value)
    told = [*value["problems"], *(each for each in value["questions"] if not each["accepted"])]
    assert result.return_value == (1 if told else 0)
    assert not any(word in result.output for word in ("Nola", "Marsh", "Maya", "Ellison", "99943"))
    return value, {(each["code"], f"{each['path']}:{each['line']}") for each in told}


@pytest.mark.parametrize("code", FOLDERS)
def test_exactly_the_named_rows_are_told_and_what_the_hint_says_answers_it(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A problem writes nothing; a question leaves the record as it is; what answers it leaves nothing told and the records right."""
    school = example(tmp_path / "school")
    shutil.copytree(PUPILS / code, school, dirs_exist_ok=True, ignore=shutil.ignore_patterns("mended"))
    notes = [line.partition(" ") for line in (school / "case.txt").read_text(encoding="utf-8").splitlines()]
    options = [word for what, _, rest in notes if what == "options" for word in rest.split()]
    monkeypatch.chdir(school)
    before = tree(school / "records")
    value, told = imported(options)
    assert told == {(code, rest) for what, _, rest in notes if what == "told"}
    after = tree(school / "records")
    assert {path: after[path] for path in before} == before
    assert after == before or code in PUPIL_QUESTIONS
    assert value["problems"] == [] or not value["written"]
    if (PUPILS / code / "mended").exists():
        shutil.copytree(PUPILS / code / "mended", school, dirs_exist_ok=True)
    follow = next(rest.split() for what, _, rest in notes if what == "follow")
    value, told = imported(follow)
    assert told == set()
    assert check(school, RULEBOOK) == []


def test_every_question_has_its_case() -> None:
    """A question that nobody can answer would stand for ever. A number that changed is tried in test_pupils_follow.py."""
    assert set(PUPIL_QUESTIONS) - set(FOLDERS) == {"former-upn"}
