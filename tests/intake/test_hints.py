"""Every hint of the import is followed to its end: doing what it says removes the problem, and makes no other."""

import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hint_cases import FOLDERS, Answer, Case, codes_of_the_import, constants, hints_in_place, make, read_case
from import_runs import export, importing

from form_scenes import at
from liverecord.cli import imports
from liverecord.forms.new_year import going as new_year
from liverecord.intake import rosters, writing
from liverecord.intake.calendar import reading as calendar
from liverecord.intake.exports import files, mapping
from liverecord.intake.exports.reading import read
from liverecord.intake.register import reading as pupils
from liverecord.problem import LiverecordError, Problem
from liverecord.report import asked
from overlay import CASES, TODAY, check
from record_documents import RULEBOOK
from schools import example, tree

COMMANDS = {
    "import": ["attendance"],
    "pupils": ["pupils"],
    "timetable": ["timetable"],
    "outcomes": ["pupils", "--outcomes"],
}
"""What is typed between `liverecord import` and the rest, by the kind of a case."""

BY_HAND = {"mapping.name", "files.open", "writing.again"}
"""Hints of errors that need a disk or a second hand: each has a test of its own below."""

ANSWERS = [
    pytest.param(name, number, id=f"{name}-{number}")
    for name in FOLDERS
    for number in range(len(read_case(name).answers))
]


def school_of(case: Case, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay a case over the example school, and go there."""
    root = example(folder / "school")
    monkeypatch.chdir(root)
    make(case, [("lay", "."), *case.makes], root, monkeypatch)
    (root / "case.txt").unlink()
    return root


def imported(typed: list[str], kind: str = "import") -> tuple[int, dict[str, Any], str]:
    """Import, and return the exit, what was told as JSON, and all that was printed; a list is read alone."""
    try:
        if kind in READ:
            return READ[kind](typed)
        result = importing(*typed, "--json", command=COMMANDS[kind])
    except LiverecordError as error:
        told = {"code": "error", "hint": error.hint, "message": str(error)}
        return 2, {"problems": [told], "doubts": [], "written": False}, str(error)
    value = json.loads(result.output)
    return result.return_value, {"doubts": value.get("questions", []), **value}, result.output


def listed(typed: list[str]) -> tuple[int, dict[str, Any], str]:
    """Read a list of pupils, and return as much of an import as there is of it."""
    mapping = Path(typed[typed.index("--map") + 1]) if "--map" in typed else None
    return _as_told(pupils.read(Path(typed[0]), typed[0], mapping, rulebook=RULEBOOK).problems)


def scheduled(typed: list[str]) -> tuple[int, dict[str, Any], str]:
    """Read a calendar of the school year to come, and return as much of an import as there is of it."""
    return _as_told(calendar.read(Path(typed[0]), typed[0], rulebook=RULEBOOK, today=TODAY).problems)


def enrolled(typed: list[str]) -> tuple[int, dict[str, Any], str]:
    """Read a table of pupils for the new school year, and return as much of an import as there is of it."""
    known = at(new_year.JOB)
    seen = rosters.read(Path(typed[0]), typed[0], known.pupils, known.staff, rulebook=RULEBOOK, today=TODAY)
    return _as_told(seen.problems)


READ = {"list": listed, "calendar": scheduled, "roster": enrolled}
"""Files that are read alone."""


def _as_told(problems: Iterable[Problem]) -> tuple[int, dict[str, Any], str]:
    told = [{"code": problem.code, "hint": problem.hint, "message": problem.message} for problem in problems]
    value = {"problems": told, "doubts": [], "written": False}
    return int(bool(told)), value, json.dumps(value)


def told_of(value: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the problems and the open questions."""
    asked = [each for each in value.get("doubts", ()) if not each["accepted"]]
    # A list of pupils asks of others too whom the case is not about.
    asked += [] if "to_do" in value else value.get("questions", [])
    return value["problems"] + asked


@pytest.mark.parametrize("name", FOLDERS)
def test_a_case_brings_its_hint(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The case's code words alone are told, with the hint word for word; nothing is written, and nobody is named."""
    case = read_case(name)
    root = school_of(case, tmp_path, monkeypatch)
    before = tree(root / "records")
    code, value, printed = imported(case.typed, case.kind)
    told = told_of(value)
    assert code == (2 if case.codes == {"error"} else 1)
    assert {each["code"] for each in told} == case.codes
    assert case.hint in {each["hint"] for each in told}
    assert not value["written"]
    assert tree(root / "records") == before
    assert not any(word in printed for word in ("Maya", "Rowan", "Idris", "99943212600"))


@pytest.mark.parametrize(("name", "number"), ANSWERS)
def test_following_a_hint_removes_the_problem_and_makes_no_other(
    name: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No problem and no open question is left, and the check finds the records right; `partly` leaves the problem alone."""
    case = read_case(name)
    answer: Answer = case.answers[number]
    root = school_of(case, tmp_path, monkeypatch)
    make(case, answer.makes, root, monkeypatch)
    code, value, printed = imported(answer.typed, case.kind)
    told = told_of(value)
    if answer.is_partly:
        assert (code, value["written"]) == (1, True)
        assert {each["code"] for each in told} <= case.codes
    else:
        assert told == [], printed
        assert code == 0
    today = (
        date.fromisoformat(answer.typed[answer.typed.index("--today") + 1])
        if "--today" in answer.typed
        else TODAY
    )
    assert check(root, RULEBOOK, today) == []
    for word in answer.typed:
        if word.startswith("--") and word not in case.typed and word not in ("--today", "--map"):
            assert word in answer.part, f"{word} is not what the hint says"
    if "--map" in answer.typed and "--map" not in case.typed:
        assert "mapping file (--map)" in case.hint


def test_every_hint_is_followed() -> None:
    """The hints of the import's modules and the hints of the cases are the same; each case has its constant's words."""
    hints = constants()
    cases: dict[str, list[Case]] = {}
    for name in FOLDERS:
        cases.setdefault(".".join(name.split(".")[:2]), []).append(read_case(name))
    assert cases.keys() | BY_HAND == hints.keys()
    for name, those in cases.items():
        for case in those:
            assert hints[name].fullmatch(case.hint), f"{case.folder.name}: {case.hint}"
            assert case.answers, case.folder.name


def test_every_part_of_a_hint_is_followed() -> None:
    """A part that says what to do has lines below it in one of the hint's cases."""
    for name in FOLDERS:
        case = read_case(name)
        lines = (case.folder / "case.txt").read_text(encoding="utf-8").splitlines()
        said = {line.removeprefix("says ") for line in lines if line.startswith("says ")}
        assert said == {answer.part for answer in case.answers}, name


def test_no_hint_is_written_in_place() -> None:
    """A hint that stands in the middle of the program could be left out of the cases unseen."""
    assert hints_in_place() == []


def test_every_code_word_has_a_hint_that_is_followed() -> None:
    """What a case tells of, and what an import can tell of: the same code words."""
    followed = set().union(*(read_case(name).codes for name in FOLDERS)) - {"error"}
    # What answers a question of a timetable or a map is followed in test_timetable_command.py and test_outcomes_command.py.
    told = (codes_of_the_import() & RULEBOOK.problems.keys()) - asked.WORDS.keys()
    others = {
        path.name
        for folder in ("doubts", "reading", "writing")
        for path in (CASES / "imports" / folder).iterdir()
    }
    assert followed == told
    assert others <= followed


# ── By hand ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_zone_that_is_one_is_taken(school: Path) -> None:
    """The hint of a time zone that is none: with either that it names the file is read."""
    file = export("p-2xqd,2026-11-20,AM,/")
    code, value, _ = imported([file, "--time-zone", "Mars"])
    assert (code, told_of(value)[0]["hint"]) == (2, imports._ZONE_HINT)
    for zone in re.findall(r"UTC|[A-Z][a-z]+/[A-Z][a-z]+", imports._ZONE_HINT):
        assert imported([file, "--time-zone", zone, "--dry-run"])[0] == 0


def test_a_mapping_under_its_right_name_is_read(school: Path) -> None:
    """The hint of a mapping that cannot be opened: with the name checked it is."""
    with pytest.raises(LiverecordError) as raised:
        mapping.read_mapping(Path("no-map.yml"), "no-map.yml")
    assert raised.value.hint == mapping._NAME_HINT
    Path("map.yml").write_text("days: 7\n", encoding="utf-8")
    assert mapping.read_mapping(Path("map.yml"), "map.yml")[1] == []


def test_a_file_under_its_right_name_is_read(school: Path) -> None:
    """The hint of a file that cannot be opened: with its name checked it is."""
    with pytest.raises(LiverecordError) as raised:
        read(Path("no-marks.csv"), "no-marks.csv", rulebook=RULEBOOK)
    assert raised.value.hint == files._OPEN_HINT
    file = export("p-2xqd,2026-11-20,AM,/")
    assert read(Path(file), file, rulebook=RULEBOOK).problems == []


def test_importing_again_does_what_a_failed_write_left(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The hint of a write that failed half-way: the same files, imported again, do the rest."""
    file = export("p-2xqd,2026-11-20,AM,/", "p-7k3m,2026-09-24,AM,I", "p-7k3m,2026-09-24,PM,\\")
    put = writing._put

    def fails_for_one(path: Path, content: bytes) -> None:
        if "p-7k3m" in path.parts:
            raise OSError(28, "No space left on device")
        put(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(writing, "_put", fails_for_one)
        code, value, _ = imported([file, "--accept", "unmarked-weeks"])
    assert (code, told_of(value)[0]["hint"]) == (2, writing._AGAIN_HINT.format(rest=1, all=2))
    code, value, _ = imported([file, "--accept", "unmarked-weeks"])
    assert (code, value["written"], len(value["pupils"])) == (0, True, 1)
    assert check(school, RULEBOOK) == []
