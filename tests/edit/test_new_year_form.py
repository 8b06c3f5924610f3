"""A new school year by form: asked, looked at in sentences, and sent as one commit that one revert takes back."""

from pathlib import Path

from editing import SENCO, Sitting, cloned, is_sent, served
from git_repository import git
from liverecord.edit.pages import Means
from liverecord.read.blobs import Blobs

TERMS = "Autumn 1: 2 September 2027 to 22 October 2027"


def test_a_new_year_is_one_change(tmp_path: Path) -> None:
    """All of it stands on one branch and in one commit; reverted, the files are those of before, byte for byte."""
    with served(tmp_path) as server, Blobs(school := cloned(server, tmp_path / "senco", SENCO)) as blobs:
        opened = Sitting(school, blobs).open("new-year", None)
        answers = {"terms": (TERMS,), "leavers": ("yes",)}
        means = opened.means(answers)
        assert isinstance(means, Means), means
        assert is_sent(opened.save(answers))
        (branch,) = (each for each in server.branches() if each != "main")
        changed = git(server.repository, "diff", "--name-only", f"main..{branch}").split()
        assert "records/school.yml" in changed
        assert "year_group: 9" in server.file("records/pupils/p-7k3m/plan.yml", branch)
        assert len(git(server.repository, "rev-list", f"main..{branch}").split()) == 1
        work = tmp_path / "work"
        git(tmp_path, "clone", "--quiet", "--branch", branch, str(server.repository), str(work))
        git(work, "revert", "--no-edit", "HEAD", day="2026-11-23")
        assert git(work, "diff", "--stat", "origin/main", "HEAD") == ""
