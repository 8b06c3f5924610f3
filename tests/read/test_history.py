"""Who changed what: read from real repositories, made anew for each test."""

import os
import sys
from datetime import date
from pathlib import Path

import pytest

from git_repository import commit, from_days, git, repository
from liverecord.model.history import History
from liverecord.problem import HistoryUnavailable
from liverecord.read.history import history

HANDOVER = Path(__file__).parent.parent / "cases" / "history" / "handover"
PLAN = "records/pupils/p-7k3m/plan.yml"


def write(root: Path, path: str, text: str = "a: b\n") -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an empty repository."""
    return repository(tmp_path / "school")


def test_each_file_has_its_changes_newest_first(tmp_path):
    """One pass tells of every file who changed it, when, how and in which commit; what lies outside of records/ is left out."""
    first, second, _, last = from_days(HANDOVER, tmp_path)
    found = history(tmp_path)
    assert found.head == last
    assert found.dirty == frozenset()
    assert {
        path: [(change.commit, change.status) for change in changes]
        for path, changes in found.changes.items()
    } == {
        PLAN: [(second, "M"), (first, "A")],
        "records/pupils/p-7k3m/concerns.yml": [(last, "D"), (second, "A")],
        "records/school.yml": [(last, "M"), (first, "A")],
    }
    newest = found.changes[PLAN][0]
    assert (newest.path, newest.message, newest.at.date()) == (
        PLAN,
        "Second plan, and a concern",
        date(2026, 10, 2),
    )


def test_authors_are_as_the_mailmap_has_them(tmp_path):
    """A person with two addresses is one person, once .mailmap says so."""
    from_days(HANDOVER, tmp_path)
    change = history(tmp_path).changes[PLAN][0]
    assert (change.author, change.email) == ("J. Okafor", "j.okafor@ashgrove.example")


def test_times_are_london_s(root):
    """A change at noon in winter's universal time is at one o'clock in summer: the day is the one people know."""
    write(root, "records/school.yml")
    commit(root, "2026-06-30")
    assert history(root).changes["records/school.yml"][0].at.isoformat() == "2026-06-30T13:00:00+01:00"


def test_names_of_every_kind_come_through(root):
    """Spaces, line ends, quotes and accents in a file's name, and a colon at its beginning, change nothing."""
    names = ["two words.yml", "café.yml", "quote'\".yml", ":colon.yml", "-dash.yml"]
    if sys.platform != "win32":
        names += ["line\nend.yml", "\nbegun.yml", "tab\t.yml"]
    for name in names:
        write(root, f"records/{name}")
    commit(
        root, "2026-11-01", author="A. Ångström, jr <a@x.example>", message="Accents: é\nand a second line"
    )
    found = history(root)
    assert set(found.changes) == {f"records/{name}" for name in names}
    assert {(change.author, change.message) for (change,) in found.changes.values()} == {
        ("A. Ångström, jr", "Accents: é and a second line")
    }


def test_a_commit_may_say_nothing(root):
    """An empty message takes no field from the next commit."""
    write(root, "records/a.yml")
    commit(root, "2026-11-01", message="First")
    write(root, "records/a.yml", "b")
    commit(root, "2026-11-02", message="")
    assert [change.message for change in history(root).changes["records/a.yml"]] == ["", "First"]


def test_a_merge_is_told_once(root):
    """Each change is its own commit's; of the merge itself only what it changed on its own is told."""
    write(root, "records/a.yml", "1\n")
    write(root, "records/b.yml", "1\n")
    base = commit(root, "2026-11-01")
    git(root, "switch", "--quiet", "--create", "other")
    write(root, "records/a.yml", "other\n")
    write(root, "records/c.yml", "other\n")
    theirs = commit(root, "2026-11-02")
    git(root, "switch", "--quiet", "main")
    write(root, "records/a.yml", "ours\n")
    ours = commit(root, "2026-11-03")
    git(root, "merge", "--quiet", "--no-commit", "--strategy=ours", "other", day="2026-11-04")
    write(root, "records/a.yml", "both\n")
    write(root, "records/c.yml", "other\n")
    merge = commit(root, "2026-11-04")
    found = history(root).changes
    assert [change.commit for change in found["records/a.yml"]] == [merge, ours, theirs, base]
    assert [change.commit for change in found["records/b.yml"]] == [base]
    assert [change.commit for change in found["records/c.yml"]] == [theirs]
    assert found["records/a.yml"][0].status == "M"


def test_a_branch_that_was_overruled_is_told_too(root):
    """A change that a merge took back still happened: who made it is not forgotten."""
    write(root, "records/a.yml", "1\n")
    commit(root, "2026-11-01")
    git(root, "switch", "--quiet", "--create", "other")
    write(root, "records/a.yml", "other\n")
    theirs = commit(root, "2026-11-02")
    git(root, "switch", "--quiet", "main")
    write(root, "x")
    commit(root, "2026-11-03")
    git(root, "merge", "--quiet", "--strategy=ours", "other", "--message=ours", day="2026-11-04")
    assert theirs in [change.commit for change in history(root).changes["records/a.yml"]]


def test_a_detached_head_is_a_head(tmp_path):
    """CI checks out a commit, not a branch: the history is that commit's."""
    first, second, *_ = from_days(HANDOVER, tmp_path)
    git(tmp_path, "checkout", "--quiet", "--detach", second)
    found = history(tmp_path)
    assert found.head == second
    assert [change.commit for change in found.changes[PLAN]] == [second, first]


def test_the_school_may_lie_deeper_in_the_repository(tmp_path):
    """Paths are relative to the school's folder, and a neighbour's records stay out."""
    root = repository(tmp_path) / "schools" / "ash grove"
    write(root, "records/school.yml")
    write(root, "records-old/school.yml")
    write(tmp_path, "records/school.yml")
    commit(tmp_path, "2026-11-01")
    write(root, "records/school.yml", "changed\n")
    write(root, "records/new.yml")
    write(tmp_path, "records/other.yml")
    found = history(root)
    assert set(found.changes) == {"records/school.yml"}
    assert found.dirty == {"records/school.yml", "records/new.yml"}


def test_what_is_not_committed_is_dirty(tmp_path):
    """A file changed, added, moved or deleted since the commit is named, each by itself, folders opened."""
    from_days(HANDOVER, tmp_path)
    write(tmp_path, PLAN, "changed\n")
    write(tmp_path, "records/pupils/p-new0/plan.yml")
    write(tmp_path, "records/pupils/p-new0/two words.yml")
    write(tmp_path, "elsewhere.yml")
    git(tmp_path, "mv", "records/school.yml", "records/moved.yml")
    assert history(tmp_path).dirty == {
        PLAN,
        "records/moved.yml",
        "records/school.yml",
        "records/pupils/p-new0/plan.yml",
        "records/pupils/p-new0/two words.yml",
    }


def test_records_may_have_another_name(root):
    """The records folder's name is a setting, and no pattern."""
    write(root, "data/*/a.yml")
    write(root, "data/live/a.yml")
    commit(root, "2026-11-01")
    assert set(history(root, "data/*").changes) == {"data/*/a.yml"}


def test_no_repository_is_no_history(tmp_path, monkeypatch):
    """Without a repository it is not known who changed what, and nothing is made up."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert history(tmp_path) == History()


def test_a_repository_without_commits_is_no_history(root):
    """A repository that has just been made knows nothing yet."""
    write(root, "records/a.yml")
    assert history(root) == History()


def test_a_bare_repository_is_no_history(tmp_path):
    """A folder inside of git's own is no school's."""
    git(tmp_path, "init", "--quiet", "--bare")
    assert history(tmp_path) == History()
    root = repository(tmp_path / "school")
    write(root, "records/a.yml")
    commit(root, "2026-11-01")
    assert history(root / ".git") == History()


def test_a_shallow_clone_is_refused_with_its_cure(tmp_path):
    """Its oldest commit would seem to have changed every file: no date at all is better than a wrong one."""
    from_days(HANDOVER, tmp_path / "whole")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{(tmp_path / 'whole').as_posix()}", "shallow")
    with pytest.raises(HistoryUnavailable) as caught:
        history(tmp_path / "shallow")
    assert "git fetch --unshallow" in caught.value.hint
    assert "fetch-depth: 0" in caught.value.hint
    git(tmp_path / "shallow", "fetch", "--quiet", "--unshallow")
    assert history(tmp_path / "shallow").head is not None


def test_a_damaged_repository_is_said(tmp_path):
    """A history with a hole is not read as a short one."""
    commits = from_days(HANDOVER, tmp_path)
    lost = tmp_path / ".git/objects" / commits[0][:2] / commits[0][2:]
    lost.chmod(0o644)
    lost.unlink()
    with pytest.raises(HistoryUnavailable) as caught:
        history(tmp_path)
    assert "git fsck" in caught.value.hint


def test_a_broken_index_is_said(tmp_path):
    """What is not committed must be known too, or the site would claim a wrong commit."""
    from_days(HANDOVER, tmp_path)
    (tmp_path / ".git/index").write_bytes(b"broken")
    with pytest.raises(HistoryUnavailable):
        history(tmp_path)


def test_broken_settings_are_said(root):
    """A repository that git cannot make sense of is no folder without one."""
    (root / ".git/config").write_text("[core\n", encoding="utf-8")
    with pytest.raises(HistoryUnavailable):
        history(root)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away"
)
def test_a_stranger_s_repository_is_refused_with_its_cure(tmp_path, monkeypatch):
    """Git does not read a repository that another user owns, which is usual in containers; the cure is said."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.delenv("SUDO_UID", raising=False)
    from_days(HANDOVER, tmp_path / "school")
    for path in (tmp_path / "school", tmp_path / "school/.git"):
        os.chown(path, 12345, 12345)
    with pytest.raises(HistoryUnavailable) as caught:
        history(tmp_path / "school")
    assert "safe.directory" in caught.value.hint


def test_a_hook_of_another_repository_does_not_mislead(tmp_path, monkeypatch):
    """Git's hooks point at their repository through the environment; the folder that was asked for is read, and the pointers stay."""
    commits = from_days(HANDOVER, tmp_path / "school")
    other = repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git/index"))
    found = history(tmp_path / "school")
    assert (found.head, found.dirty) == (commits[-1], frozenset())
    assert os.environ["GIT_DIR"] == str(other / ".git")


def test_a_repository_s_settings_run_nothing(tmp_path):
    """A clone may name programs in its settings: none of them runs, and none bends what is read."""
    from_days(HANDOVER, tmp_path)
    plain = history(tmp_path)
    marker = tmp_path.parent / f"{tmp_path.name}-ran"
    program = f"touch '{marker.as_posix()}'; cat"
    for setting, value in {
        "core.fsmonitor": program,
        "core.pager": program,
        "pager.log": program,
        "diff.external": program,
        "diff.text.textconv": program,
        "gpg.program": program,
        "log.showSignature": "true",
        "log.showRoot": "false",
        "core.quotePath": "true",
        "color.ui": "always",
        "diff.renames": "copies",
        "diff.relative": "true",
        "format.notes": "*",
    }.items():
        git(tmp_path, "config", setting, value)
    (tmp_path / ".git/info/attributes").write_text("*.yml diff=text\n", encoding="utf-8")
    assert history(tmp_path) == plain
    assert not marker.exists()


def test_a_damaged_date_is_long_ago(root):
    """A commit whose date no calendar holds is never taken for one of today."""
    write(root, "records/a.yml")
    commit(root, "2026-11-01")
    text = git(root, "cat-file", "commit", "HEAD").replace("> 1793534400 ", "> 99999999999999999 ")
    (root / "commit").write_text(text, encoding="utf-8", newline="\n")
    made = git(root, "hash-object", "-t", "commit", "-w", "--literally", "commit").strip()
    (root / "commit").unlink()
    git(root, "update-ref", "HEAD", made)
    assert history(root).changes["records/a.yml"][0].at.year <= 1970
