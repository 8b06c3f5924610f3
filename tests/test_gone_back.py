"""`check` and the past: a plan's version that is lower than it was when the change began, by real repositories."""

import shutil
from pathlib import Path

import pytest

from git_repository import commit, git, repository
from liverecord.examine import check
from liverecord.problem import Problem
from liverecord.read.settings import settings
from schools import change, example
from test_diff import TODAY

PLAN = "records/pupils/p-7k3m/plan.yml"


def found(folder: Path, *only: str) -> list[Problem]:
    return check(settings(folder), TODAY, lambda *_: None, only)[0]


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """The example school with one commit on main; the plan is at version 3."""
    folder = repository(example(tmp_path / "school"))
    commit(folder, "2026-11-01", "The records begin")
    return folder


@pytest.mark.parametrize(("now", "codes"), [(1, ["version-backwards"]), (3, []), (4, []), (8, [])])
def test_check_finds_a_version_that_goes_backwards(school: Path, now: int, codes: list[str]) -> None:
    """The files on the disk are held beside the commit that they began from, without a word typed."""
    change(school, PLAN, "version: 3", f"version: {now}")
    assert [problem.code for problem in found(school) if problem.code == "version-backwards"] == codes


def test_its_hint_settles_it(school: Path) -> None:
    """Doing what the hint says removes the problem and makes no other; the place is the line to change."""
    lines = (school / PLAN).read_text(encoding="utf-8").splitlines()
    change(school, PLAN, "version: 3", "version: 2")
    told = [problem for problem in found(school) if problem.code == "version-backwards"]
    assert [lines[problem.place.line - 1] for problem in told] == ["version: 3"]
    assert told[0].hint == "Leave it at 3; a plan that was renewed has 4."
    change(school, PLAN, "version: 2", "version: 3")
    assert found(school) == []
    change(school, PLAN, "version: 3", "version: 4")
    assert found(school) == []


def test_a_branch_is_held_beside_where_it_began(school: Path) -> None:
    """What is committed on a branch of one's own is found there too: a pull request's check has no other files."""
    git(school, "switch", "--quiet", "--create", "change")
    change(school, PLAN, "version: 3", "version: 2")
    commit(school, "2026-11-02")
    assert "version-backwards" in {problem.code for problem in found(school)}
    git(school, "switch", "--quiet", "main")
    assert found(school) == []


def test_only_what_was_asked_for_is_told(school: Path) -> None:
    """With a path, another pupil's version is not told of."""
    change(school, PLAN, "version: 3", "version: 2")
    assert "version-backwards" in {problem.code for problem in found(school, PLAN)}
    assert found(school, "records/pupils/p-9wtr") == []


def test_a_broken_plan_has_its_own_problem_alone(school: Path) -> None:
    """What cannot be read has no version; nor has a plan that is new, or gone."""
    (school / PLAN).write_text("pupil: {", encoding="utf-8")
    assert "version-backwards" not in {problem.code for problem in found(school)}
    shutil.rmtree((school / PLAN).parent)
    assert "version-backwards" not in {problem.code for problem in found(school)}


@pytest.mark.parametrize("past", ["none", "no commit", "shallow"])
def test_without_a_past_there_is_nothing_to_hold_it_beside(school: Path, tmp_path: Path, past: str) -> None:
    """No repository, none committed yet, older commits never fetched: the check is made, and says nothing of the past."""
    if past == "shallow":
        git(school, "switch", "--quiet", "--create", "change")
        change(school, PLAN, "version: 3", "version: 4")
        commit(school, "2026-11-02")
        git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-single-branch", f"file://{school}", "other")
        school = tmp_path / "other"
    else:
        shutil.rmtree(school / ".git")
        if past == "no commit":
            repository(school)
    assert found(school) == []
