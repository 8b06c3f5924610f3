"""The cases of wrong records: folders that anybody could add to, in which the failing line says what is wrong."""

from pathlib import Path

import pytest

from overlay import EXAMPLE, INVALID, check, findings, lay
from record_documents import RULEBOOK

CASES = sorted(path.name for path in INVALID.iterdir() if path.is_dir())


def test_the_example_holds_no_problem() -> None:
    """The example records are right, as they stand, on the day they are told for."""
    assert check(EXAMPLE, RULEBOOK) == []


@pytest.mark.parametrize("name", CASES)
def test_exactly_the_marked_lines_are_wrong(name: str, tmp_path: Path) -> None:
    """A case gives the problems that its own lines mark, at those lines, and no others."""
    case = lay(INVALID / name, tmp_path / "school")
    problems = check(case.root, RULEBOOK, case.today)
    assert findings(problems) == case.marked, "\n".join(map(str, problems))
    assert name in {problem.code for problem in problems}
    assert all(problem.place.column >= 1 for problem in problems)


@pytest.mark.parametrize("name", CASES)
def test_every_problem_is_explained(name: str, tmp_path: Path) -> None:
    """Whatever is found has a row in problems.yml, and says in a sentence what is wrong."""
    case = lay(INVALID / name, tmp_path / "school")
    for problem in check(case.root, RULEBOOK, case.today):
        assert problem.code in RULEBOOK.problems
        assert problem.message.endswith((".", "!", "?")), problem.message
