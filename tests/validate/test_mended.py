"""Every hint is followed to the letter: the problem is gone, and no other has come of it."""

from pathlib import Path

import pytest

from mending import MENDED, Mending, mendings, told
from overlay import INVALID, check
from record_documents import RULEBOOK

MENDINGS = mendings()


@pytest.mark.parametrize("mending", MENDINGS, ids=lambda each: f"{each.code} {each.title}".strip())
def test_doing_what_the_hints_say_leaves_no_problem(mending: Mending, tmp_path: Path) -> None:
    """A case's hints stand in its mended text word for word, and the edits that follow them leave nothing to tell."""
    case = mending.lay(tmp_path)
    problems = check(case.root, RULEBOOK, case.today)
    assert mending.code in {problem.code for problem in problems}
    assert told(problems) == mending.hints()
    mending.follow(case.root)
    assert list(map(str, check(case.root, RULEBOOK, case.today))) == []


def test_every_case_is_mended() -> None:
    """Each folder of a wrong record has its mended text, and no text is without one."""
    assert {path.stem for path in MENDED.glob("*.txt")} == {path.name for path in INVALID.iterdir()}
    assert {mending.code for mending in MENDINGS if not mending.title} == {
        path.name for path in INVALID.iterdir()
    }


def test_nothing_is_told_without_a_hint() -> None:
    """Every problem of a case says what to do."""
    assert [mending for mending in MENDINGS if any(not said for _, said in mending.hints())] == []
