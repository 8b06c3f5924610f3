"""Files that are wrong: each code word's case is a folder of exports below tests/cases/imports/reading/.

`case.txt` holds, one a line: `format long` to name a form, and `problem export.csv:3` for each row that is told of. A
`map.yml` beside them is their mapping. Every problem that they bring has the folder's code word.
"""

import pytest

from liverecord.intake.exports.reading import read
from overlay import CASES
from record_documents import RULEBOOK

READING = CASES / "imports/reading"
FOLDERS = sorted(path.name for path in READING.iterdir())


@pytest.mark.parametrize("code", FOLDERS)
def test_what_is_wrong_is_told_at_its_row(code: str) -> None:
    """File, row and code word are those that the case marks, no more and no fewer; a hint says what to do."""
    folder = READING / code
    form, marked = "auto", set()
    for line in (folder / "case.txt").read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if word == "format":
            form = rest
        else:
            assert word == "problem", line
            marked.add(rest)
    mapping = folder / "map.yml"
    found = set()
    for path in sorted(folder.iterdir()):
        if path.name not in ("case.txt", "map.yml"):
            seen = read(path, path.name, form, mapping if mapping.exists() else None, rulebook=RULEBOOK)
            for problem in seen.problems:
                assert problem.code == code, problem
                assert problem.hint, problem
                assert problem.message.endswith("."), problem
                found.add(f"{problem.place.path}:{problem.place.line}")
    assert found == marked


def test_what_is_right_beside_it_is_read() -> None:
    """A wrong row takes nothing from the others, except where it makes all of them doubtful."""
    seen = read(READING / "row-without-pupil/long.csv", "long.csv", rulebook=RULEBOOK)
    assert len(seen.sightings) == 1
    seen = read(READING / "marks-differ/long.csv", "long.csv", rulebook=RULEBOOK)
    assert seen.sightings == []
    seen = read(READING / "import-date-unclear/month-first.csv", "month-first.csv", rulebook=RULEBOOK)
    assert seen.sightings == []
    seen = read(READING / "marks-out-of-step/weekly.csv", "weekly.csv", rulebook=RULEBOOK)
    assert seen.sightings == []
