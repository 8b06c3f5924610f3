"""The ways in which a repository is not what it seems: each is told with its cure, or read rightly; all are real."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from git_repository import commit, from_days, git, repository
from liverecord.model.history import History
from liverecord.problem import HistoryUnavailable
from liverecord.read.blobs import Blobs
from liverecord.read.history import history

HANDOVER = Path(__file__).parent.parent / "cases" / "history" / "handover"
PLAN = "records/pupils/p-7k3m/plan.yml"

posix = pytest.mark.skipif(
    sys.platform == "win32", reason="needs a shell script, a link or a free choice of name"
)


def write(root: Path, path: str, text: str = "a: b\n") -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def bare_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an empty folder the only one that programs are looked for in, and return it."""
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_git_absent_is_said_where_there_is_a_repository(tmp_path, monkeypatch):
    """A site without its history must not pass for one whose records nobody ever changed: the cure is said instead."""
    from_days(HANDOVER, tmp_path / "school")
    bare_path(tmp_path / "programs", monkeypatch)
    with pytest.raises(HistoryUnavailable) as caught:
        history(tmp_path / "school")
    assert "git is not installed" in caught.value.message
    assert "https://git-scm.com" in caught.value.hint
    with pytest.raises(HistoryUnavailable), Blobs(tmp_path / "school") as blobs:
        blobs.read(["1" * 40])


def test_git_absent_and_no_repository_is_no_history(tmp_path, monkeypatch):
    """Records that were copied without their repository have no history, whether git is there or not."""
    write(tmp_path, PLAN)
    bare_path(tmp_path / "programs", monkeypatch)
    if not any((folder / ".git").exists() for folder in tmp_path.parents):
        assert history(tmp_path) == History()


def test_git_absent_from_the_start_is_said_too(tmp_path):
    """GitPython cannot even be loaded where git is missing; the words are the same."""
    from_days(HANDOVER, tmp_path)
    program = (
        "import sys; from pathlib import Path; from liverecord.problem import HistoryUnavailable\n"
        "from liverecord.read.history import history\n"
        "try:\n    history(Path(sys.argv[1]))\n"
        "except HistoryUnavailable as error:\n    sys.exit(error.message)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        env={**os.environ, "PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "git is not installed" in done.stderr


@posix
@pytest.mark.parametrize(
    ("version", "refused"), [("2.17.1", True), ("2.30.9", True), ("2.31.0", False), ("3.0", False)]
)
def test_git_too_old_is_said_with_the_version_that_is_needed(tmp_path, monkeypatch, version, refused):
    """An old git takes a guard for a word, and its answers would be wrong without a sign: it is not asked at all."""
    git_itself = git(tmp_path, "--exec-path").strip() + "/git"
    from_days(HANDOVER, tmp_path / "school")
    old = bare_path(tmp_path / "programs", monkeypatch) / "git"
    old.write_text(
        f'#!/bin/sh\nfor word; do [ "$word" = version ] && echo "git version {version} (Apple Git-1)" && exit; done\n'
        f'exec {git_itself} "$@"\n',
        encoding="utf-8",
    )
    old.chmod(0o755)
    if refused:
        with pytest.raises(HistoryUnavailable) as caught:
            history(tmp_path / "school")
        assert f"Git {version.rpartition('.')[0]} is too old: 2.31 or newer is needed" in caught.value.message
        assert "https://git-scm.com" in caught.value.hint
    else:
        assert history(tmp_path / "school").head is not None


def test_a_partial_clone_is_said_with_its_cure(tmp_path):
    """Its past versions were never fetched, and nothing is fetched behind anybody's back."""
    commits = from_days(HANDOVER, tmp_path / "whole")
    git(tmp_path / "whole", "config", "uploadpack.allowFilter", "true")
    address = f"file://{(tmp_path / 'whole').as_posix()}"
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", address, "partial")
    found = history(tmp_path / "partial")
    assert found.head == commits[-1]
    old = [change.after for change in found.changes[PLAN]]
    with Blobs(tmp_path / "partial") as blobs:
        with pytest.raises(HistoryUnavailable) as caught:
            blobs.read(old)
        assert "partial clone" in caught.value.message
        assert "--filter" in caught.value.hint
    git(tmp_path, "clone", "--quiet", "--filter=tree:0", "--no-checkout", address, "treeless")
    with pytest.raises(HistoryUnavailable, match="partial clone"):
        history(tmp_path / "treeless")


def test_a_rewritten_history_is_read_as_it_is_now(tmp_path):
    """After a force-push the old commits are in no history: their authors and days are gone from it."""
    from_days(HANDOVER, tmp_path)
    before = history(tmp_path)
    git(tmp_path, "reset", "--quiet", "--hard", "HEAD~2")
    write(tmp_path, PLAN, "given_name: Ilse\nform: 9R\n")
    other = commit(tmp_path, "2026-11-20", author="M. Lindqvist <m.lindqvist@ashgrove.example>")
    after = history(tmp_path)
    assert after.head == other
    assert after.changes[PLAN][0].author == "M. Lindqvist"
    assert {change.commit for change in after.changes[PLAN][1:]} <= {
        change.commit for change in before.changes[PLAN]
    }
    assert "records/pupils/p-7k3m/concerns.yml" in after.changes
    assert after.changes["records/school.yml"][0].status == "A"


def test_a_sha_256_repository_is_read_like_any_other(tmp_path):
    """Git's newer ids are longer; nothing else is different."""
    commits = from_days(HANDOVER, tmp_path, "--object-format=sha256")
    write(tmp_path, PLAN, "changed\n")
    found = history(tmp_path)
    assert found.head == commits[-1]
    assert len(commits[-1]) == 64
    newest, oldest = found.changes[PLAN]
    assert newest.before == (oldest.after,)
    assert found.blobs[PLAN] == newest.after
    with Blobs(tmp_path) as blobs:
        assert set(blobs.read([newest.after, *newest.before])) == {newest.after, oldest.after}


def test_a_worktree_is_a_repository(tmp_path):
    """A second work tree of one repository stands at a commit of its own."""
    first, second, *_ = from_days(HANDOVER, tmp_path / "school")
    git(tmp_path / "school", "worktree", "add", "--quiet", "--detach", str(tmp_path / "other"), second)
    write(tmp_path / "other", PLAN, "changed\n")
    found = history(tmp_path / "other")
    assert (found.head, found.dirty) == (second, {PLAN})
    assert [change.commit for change in found.changes[PLAN]] == [second, first]
    with Blobs(tmp_path / "other") as blobs:
        assert blobs.read([found.blobs[PLAN]])


def test_a_school_that_is_a_submodule_has_its_own_history(tmp_path):
    """The school's repository may lie inside of another as a submodule: its own commits count, not the outer one's."""
    commits = from_days(HANDOVER, tmp_path / "school")
    outer = repository(tmp_path / "outer")
    git(
        outer,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(tmp_path / "school"),
        "inner",
    )
    commit(outer, "2026-11-14")
    found = history(outer / "inner")
    assert (found.head, found.dirty) == (commits[-1], frozenset())
    assert len(found.changes[PLAN]) == 2


def test_a_submodule_among_the_records_is_no_record(tmp_path):
    """A repository inside of the records is another's: neither it nor its files are told as changes of a record."""
    from_days(HANDOVER, tmp_path / "school")
    root = repository(tmp_path / "root")
    write(root, PLAN)
    commit(root, "2026-11-01")
    git(
        root,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(tmp_path / "school"),
        "records/inner",
    )
    commit(root, "2026-11-14")
    write(root, PLAN, "changed\n")
    found = history(root)
    assert set(found.changes) == {PLAN}
    assert set(found.blobs) == {PLAN}


@posix
def test_a_symbolic_link_is_no_version_of_a_record(tmp_path):
    """A file that became a link was taken away, one that a link became is new: what a link leads to is in no commit."""
    root = repository(tmp_path)
    write(root, PLAN)
    write(root, "records/school.yml")
    commit(root, "2026-11-01")
    (root / PLAN).unlink()
    (root / PLAN).symlink_to("/etc/passwd")
    commit(root, "2026-11-02")
    (root / PLAN).unlink()
    (root / PLAN).symlink_to("/etc/group")
    commit(root, "2026-11-03")
    (root / PLAN).unlink()
    write(root, PLAN, "back\n")
    commit(root, "2026-11-04")
    changes = history(root).changes[PLAN]
    assert [(change.status, bool(change.before[0]), bool(change.after)) for change in changes] == [
        ("A", False, True),
        ("D", True, False),
        ("A", False, True),
    ]


@posix
def test_a_name_that_is_no_text_comes_through(tmp_path):
    """A name in an older encoding is the bytes that it is, as the disk's own listing has it."""
    root = repository(tmp_path)
    name = os.fsdecode(b"records/caf\xe9.yml")
    try:
        write(root, name)
    except OSError:
        pytest.skip("this disk holds text names only")
    commit(root, "2026-11-01")
    write(root, name, "changed\n")
    found = history(root)
    assert list(found.changes) == [name]
    assert found.dirty == {name}
    assert list(found.blobs) == [name]


def test_what_git_is_told_to_ignore_is_not_committed_either(tmp_path):
    """A record that .gitignore hides from git is in no commit, and must not pass for one that is."""
    from_days(HANDOVER, tmp_path)
    write(tmp_path, ".gitignore", "p-hidd/\n.liverecord/\n")
    commit(tmp_path, "2026-11-14")
    write(tmp_path, "records/pupils/p-hidd/plan.yml")
    write(tmp_path, ".liverecord/store.sqlite")
    assert history(tmp_path).dirty == {"records/pupils/p-hidd/plan.yml"}


def test_what_a_file_was_is_known_where_it_differs(tmp_path):
    """A file that differs from the commit has its blob there; without a difference none is looked up."""
    from_days(HANDOVER, tmp_path)
    assert history(tmp_path).blobs == {}
    write(tmp_path, PLAN, "changed\n")
    write(tmp_path, "records/new.yml")
    found = history(tmp_path)
    assert found.dirty == {PLAN, "records/new.yml"}
    assert found.blobs[PLAN] == found.changes[PLAN][0].after
    assert "records/new.yml" not in found.blobs


def test_blobs_of_a_school_deeper_down_have_its_own_paths(tmp_path):
    """Paths are relative to the school's folder, there as everywhere."""
    root = repository(tmp_path) / "schools" / "ash grove"
    write(root, PLAN)
    write(tmp_path, PLAN, "another school's\n")
    commit(tmp_path, "2026-11-01")
    write(root, PLAN, "changed\n")
    found = history(root)
    assert found.blobs == {PLAN: found.changes[PLAN][0].after}


def test_a_message_in_another_language_is_understood(tmp_path, monkeypatch):
    """Git's words are read to tell one refusal from another, so it is asked to speak English."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("LANGUAGE", "de")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert history(tmp_path) == History()


def test_a_talkative_git_is_heard_out(tmp_path, monkeypatch):
    """With tracing on, git writes more beside its answer than a pipe holds: nobody waits for anybody."""
    from_days(HANDOVER, tmp_path)
    plain = history(tmp_path)
    for name in ("GIT_TRACE", "GIT_TRACE_SETUP", "GIT_TRACE2_EVENT", "GIT_TRACE_PACK_ACCESS"):
        monkeypatch.setenv(name, "2" if name != "GIT_TRACE" else "1")
    assert history(tmp_path) == plain


def test_a_replaced_commit_does_not_rewrite_the_past(tmp_path):
    """`git replace` shows another commit in one's place on one machine only; the site shows what was committed."""
    commits = from_days(HANDOVER, tmp_path)
    plain = history(tmp_path)
    git(tmp_path, "replace", commits[1], commits[0])
    assert history(tmp_path) == plain


def test_an_order_file_changes_nothing(tmp_path):
    """A setting that sorts git's own output leaves the history as it is."""
    from_days(HANDOVER, tmp_path)
    plain = history(tmp_path)
    (tmp_path / "order").write_text("records/school.yml\n", encoding="utf-8")
    git(tmp_path, "config", "diff.orderFile", "order")
    found = history(tmp_path)
    assert found == plain
    assert list(found.changes) == list(plain.changes) == sorted(plain.changes)
