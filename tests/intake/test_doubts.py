"""Whether an import makes sense as a register: each question's case is a folder below tests/cases/imports/doubts/.

`case.txt` holds `doubt marks.csv:3`, the place at which the question is asked, and for each answer `answer OPTIONS`.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from import_runs import importing

from liverecord.report import DOUBTS
from overlay import CASES
from schemas import printed
from schools import example, tree

FOLDER = CASES / "imports" / "doubts"
FOREIGN = {"unknown-import-mark"}
"""Problems that come with a code set of another country, and go with the same answer."""


def told(*arguments: str) -> dict[str, Any]:
    value = json.loads(importing("marks.csv", *arguments, "--json").output)
    printed("import").validate(value)
    return value


@pytest.fixture
def laid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> Path:
    school = example(tmp_path / "school")
    shutil.copytree(FOLDER / code, school, dirs_exist_ok=True)
    monkeypatch.chdir(school)
    return school


def notes(code: str, word: str) -> list[str]:
    lines = (FOLDER / code / "case.txt").read_text(encoding="utf-8").splitlines()
    return [line.partition(" ")[2] for line in lines if line.startswith(f"{word} ")]


def test_every_question_has_its_case() -> None:
    """A doubt without a case, or whose answers nobody has tried, is none."""
    assert {path.name for path in FOLDER.iterdir()} == set(DOUBTS)
    assert all(notes(code, "answer") for code in DOUBTS)


@pytest.mark.parametrize("code", DOUBTS)
def test_a_question_is_asked_with_its_evidence_and_nothing_is_written(laid: Path, code: str) -> None:
    """Exit 1, every byte as it was, one question, no name and no number; a dry run says the same."""
    before = tree(laid / "records")
    for options in ([], ["--dry-run"], ["--partial"]):
        result = importing("marks.csv", *options)
        assert result.return_value == 1
        assert f"  {code}  " in result.output
        assert "Maya" not in result.output
        assert "999432126" not in result.output
        value = told(*options)
        (asked,) = value["doubts"]
        assert (asked["code"], asked["accepted"], value["written"]) == (code, False, False)
        assert [f"{asked['path']}:{asked['line']}"] == notes(code, "doubt")
        assert asked["count"] > 0
        assert {problem["code"] for problem in value["problems"]} <= FOREIGN | {"mark-on-weekend"}
    assert tree(laid / "records") == before


@pytest.mark.parametrize(
    ("code", "answer"), [(code, answer) for code in DOUBTS for answer in notes(code, "answer")]
)
def test_an_answer_settles_the_question_and_asks_no_other(laid: Path, code: str, answer: str) -> None:
    """Doing what the hint says removes the question, and makes neither another nor a problem."""
    (asked,) = told()["doubts"]
    for option in answer.split():
        if option.startswith("--") and option not in ("--map", "--replace"):
            assert option in asked["hint"]
    if "--map" in answer:
        assert "mapping file (--map)" in asked["hint"]
    value = told(*answer.split())
    assert [doubt for doubt in value["doubts"] if not doubt["accepted"]] == []
    assert value["problems"] == []
    assert value["written"] or "--own-marks" in answer
    again = told(*answer.split())
    assert (again["problems"], again["pupils"]) == ([], [])


@pytest.mark.parametrize("code", ["former-upn"])
def test_a_former_number_is_not_kept(laid: Path, code: str) -> None:
    """Marks come in under the record's id; plan.yml stays byte for byte."""
    plan = laid / "records/pupils/p-7k3m/plan.yml"
    before = plan.read_bytes()
    assert told("--accept", code)["problems"] == []
    assert plan.read_bytes() == before


@pytest.mark.parametrize("code", ["former-upn"])
def test_the_present_number_in_the_plan_settles_it_too(laid: Path, code: str) -> None:
    """As the hint says: with the number that the file has now there is no question."""
    plan = laid / "records/pupils/p-7k3m/plan.yml"
    rows = (laid / "marks.csv").read_text(encoding="utf-8").replace("A999432126009", "J999432126009")
    (laid / "marks.csv").write_text(rows, encoding="utf-8")
    text = plan.read_text(encoding="utf-8").replace("C999432126001", "J999432126009")
    plan.write_text(text, encoding="utf-8")
    assert told("--dry-run")["doubts"] == []
