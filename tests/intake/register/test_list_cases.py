"""Lists that are wrong: each code word's case is a folder below tests/cases/imports/lists/.

`case.txt` holds `problem list.csv:3` for each row that is told of. Every problem that they bring has the folder's code word.
"""

import pytest

from liverecord.intake.register.reading import read
from overlay import CASES
from record_documents import RULEBOOK

LISTS = CASES / "imports/lists"


@pytest.mark.parametrize("code", sorted(path.name for path in LISTS.iterdir()))
def test_what_is_wrong_in_a_list_is_told_at_its_row(code: str) -> None:
    """Row and code word are those that the case marks; a row with anything wrong is there, and no pupil to be kept."""
    folder = LISTS / code
    marked = {
        line.removeprefix("problem ")
        for line in (folder / "case.txt").read_text(encoding="utf-8").splitlines()
    }
    seen = read(folder / "list.csv", "list.csv", rulebook=RULEBOOK)
    assert {f"{problem.place.path}:{problem.place.line}" for problem in seen.problems} == marked
    assert {problem.code for problem in seen.problems} == {code}
    assert {f"list.csv:{pupil.place.line}" for pupil in seen.unclear} == marked
    assert [pupil.place.line for pupil in seen.pupils] == [2]
    for problem in seen.problems:
        assert problem.hint
        assert problem.message.endswith(".")
        assert not any(word in problem.message for word in ("Quill", "Ada", "99943"))
