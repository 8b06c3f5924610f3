"""The cases of imports that may not be written: folders that anybody could add to.

A case in tests/cases/imports/writing/<code>/ (timetables/ and outcomes/ likewise) holds files to import, beside what differs from the example's `records/`.
Its case.txt names the rows that are wrong with this code, one a line, and the options to import with:

    options --needs
    problem marks.csv:3                            a row of a file
    problem records/pupils/p-case/plan.yml:4       a line of a record
"""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from liverecord.cli import commands
from liverecord.report import DOUBTS
from overlay import CASES
from record_documents import RULEBOOK
from schools import example, tree

IMPORTS = CASES / "imports"
COMMANDS = {"writing": ["attendance"], "timetables": ["timetable"], "outcomes": ["pupils"]}
"""What is typed after `liverecord import`, by the folder of the cases."""


@pytest.mark.parametrize(
    ("folder", "code"),
    [(name, path.name) for name in COMMANDS for path in sorted((IMPORTS / name).iterdir())],
)
def test_exactly_the_named_rows_are_wrong_and_nothing_is_written(
    folder: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case gives its problem at the rows that it names and no other; the records stay as they are."""
    school = example(tmp_path / "school")
    shutil.copytree(IMPORTS / folder / code, school, dirs_exist_ok=True)
    notes = (school / "case.txt").read_text(encoding="utf-8").splitlines()
    options = [word for line in notes if line.startswith("options ") for word in line.split()[1:]]
    files = sorted(path.name for path in school.iterdir() if path.suffix in {".csv", ".xml"})
    if folder == "outcomes":
        files = [word for file in files for word in ("--outcomes", file)]
    before = tree(school / "records")
    monkeypatch.chdir(school)
    result = CliRunner().invoke(
        commands,
        ["import", *COMMANDS[folder], *files, *options],
        standalone_mode=False,
        catch_exceptions=False,
    )
    assert result.return_value == 1, result.output
    told = {
        (place.rsplit(":", 1)[0], found)
        for line in result.output.splitlines()
        if len(words := line.split("  ")) > 2
        for place, found in [(words[0], words[1])]
        if found in RULEBOOK.problems and found not in DOUBTS
    }
    assert told == {(line.removeprefix("problem "), code) for line in notes if line.startswith("problem ")}
    assert tree(school / "records") == before
