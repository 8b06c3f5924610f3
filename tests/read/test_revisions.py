"""The records as they stood: what a person may type, what it names, and what is laid out of it; all on real repositories."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from git_repository import commit, from_days, git, repository
from liverecord.problem import CannotBuild, HistoryUnavailable, LiverecordError, NoSuchRevision
from liverecord.read.blobs import Blobs
from liverecord.read.revisions import between, changed_files, compared, lay_out, resolve

CASES = Path(__file__).parent.parent / "cases" / "history"
PLAN = "records/pupils/p-7k3m/plan.yml"
CONCERNS = "records/pupils/p-7k3m/concerns.yml"

posix = pytest.mark.skipif(
    sys.platform == "win32", reason="needs links, permissions or a free choice of name"
)


def write(root: Path, path: str, text: str = "a: b\n") -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an empty repository."""
    return repository(tmp_path / "school")


@pytest.fixture
def handover(tmp_path: Path) -> tuple[Path, list[str]]:
    """Return the repository of the case `handover`, and its commits: of 18 September, 2 October, 6 and 13 November 2026."""
    folder = tmp_path / "handover"
    return folder, from_days(CASES / "handover", folder)


# ── What a person may type ──────────────────────────────────────────────────────────────────────────────


def test_a_branch_a_tag_an_id_and_a_step_back_name_a_commit(handover):
    """Whatever git takes for the name of one commit is taken here; the moment is when it was committed, in London."""
    root, commits = handover
    git(root, "tag", "--annotate", "--message=t", "autumn", commits[1])
    git(root, "branch", "feature/two words".replace(" ", "-"), commits[0])
    for typed, expected in {
        "HEAD": commits[3],
        "main": commits[3],
        " HEAD~3 ": commits[0],
        commits[2]: commits[2],
        commits[2][:12]: commits[2],
        "autumn": commits[1],
        "refs/tags/autumn": commits[1],
        "feature/two-words": commits[0],
        "HEAD^": commits[2],
    }.items():
        assert resolve(root, typed).commit == expected, typed
    assert resolve(root, "autumn").at.isoformat() == "2026-10-02T13:00:00+01:00"


@pytest.mark.parametrize(
    "typed",
    [
        "nothing-of-that-name",
        "--all",
        "--output=records/school.yml",
        "-h",
        "--end-of-options",
        "HEAD~99",
        "HEAD:records",
        "HEAD^{tree}",
        "^HEAD",
        "HEAD..main",
        "HEAD main",
        "*",
        ":/",
        ":(glob)*",
        "records",
        "a" * 41,
        "f" * 40,
        "@{-99}",
    ],
)
def test_what_names_no_commit_is_refused(handover, typed):
    """Nothing that is typed becomes an option, a range or a path; the message names it and what may be typed."""
    root, _ = handover
    with pytest.raises(NoSuchRevision) as caught:
        resolve(root, typed)
    assert "`git log --oneline`" in caught.value.hint
    assert git(root, "status", "--porcelain") == ""


@pytest.mark.parametrize(
    "typed", ["", "  ", "\n", "HEAD\n", "HEAD\0", "HE\tAD", "x" * 501, "\udcff", "a\u2028b"]
)
def test_what_cannot_be_a_name_is_refused(handover, typed):
    """An empty name, and one with a control character inside, never reach git."""
    root, commits = handover
    if typed == "HEAD\n":
        assert (
            resolve(root, typed).commit == commits[-1]
        )  # a line end after it is of the paste, not of the name
        return
    with pytest.raises(NoSuchRevision, match="No revision was named"):
        resolve(root, typed)


@pytest.mark.parametrize(
    ("day", "place"),
    [
        ("2026-09-18", 0),
        ("2026-10-01", 0),
        ("2026-10-02", 1),
        ("2026-11-12", 2),
        ("2026-11-13", 3),
        ("2030-01-01", 3),
        ("9999-12-31", 3),
    ],
)
def test_a_day_means_what_stood_at_its_end(handover, day, place):
    """The commits of the day itself count; later ones do not."""
    root, commits = handover
    assert resolve(root, day).commit == commits[place]


def test_a_day_before_the_first_commit_is_said_with_the_first(handover):
    """The hint names the day from which there is something to show."""
    root, _ = handover
    with pytest.raises(NoSuchRevision) as caught:
        resolve(root, "2026-09-17")
    assert caught.value.message == "Nothing was committed yet on 17 September 2026."
    assert "18 September 2026" in caught.value.hint


@pytest.mark.parametrize("day", ["2026-02-30", "2026-13-01", "0000-01-01"])
def test_a_day_that_no_calendar_has_is_said(handover, day):
    """A mistyped day is never taken for another one."""
    root, _ = handover
    with pytest.raises(NoSuchRevision, match="no day of the calendar"):
        resolve(root, day)


def test_a_day_ends_at_midnight_in_london(root):
    """In summer 23:30 of universal time is half past midnight of the next day; the committer's own zone does not matter."""
    write(root, PLAN, "1\n")
    commit(root, "2026-06-28")
    write(root, PLAN, "2\n")
    git(root, "add", "--all")
    environment = [
        "env",
        "GIT_COMMITTER_DATE=2026-06-29T23:30:00+00:00",
        "GIT_AUTHOR_DATE=2020-01-01T00:00:00+00:00",
    ]
    if sys.platform == "win32":
        pytest.skip("needs env")
    identity = ["-c", "user.name=G", "-c", "user.email=g@ashgrove.example"]
    subprocess.run([*environment, "git", *identity, "commit", "--quiet", "-m", "late"], cwd=root, check=True)
    assert resolve(root, "2026-06-29").commit == resolve(root, "HEAD~1").commit
    assert resolve(root, "2026-06-30").commit == resolve(root, "HEAD").commit


def test_a_branch_counts_from_the_day_that_it_was_merged(tmp_path):
    """What somebody prepared on a branch was not in the records yet: a pull request counts once it is merged."""
    root = tmp_path / "school"
    commits = from_days(CASES / "two-at-once", root)
    assert resolve(root, "2026-11-04").commit == commits[0]
    assert resolve(root, "2026-11-05").commit == commits[3]
    assert resolve(root, "2026-11-06").commit == commits[4]


def test_wrong_clocks_hide_nothing_of_other_days(tmp_path):
    """A commit dated in the future does not stand yet on any earlier day, and one dated long ago does not end the search."""
    root = tmp_path / "school"
    commits = from_days(CASES / "wrong-clocks", root)
    assert resolve(root, "2026-11-02").commit == commits[0]
    assert resolve(root, "2026-11-22").commit == commits[3]
    assert resolve(root, "2031-01-01").commit == commits[1]
    assert resolve(root, "2020-01-01").commit == commits[2]


def test_a_day_wins_over_a_branch_of_that_name(handover):
    """Somebody who types a day means the day; the branch has a longer name too."""
    root, commits = handover
    git(root, "branch", "2026-10-02", commits[0])
    assert resolve(root, "2026-10-02").commit == commits[1]
    assert resolve(root, "refs/heads/2026-10-02").commit == commits[0]


def test_a_shallow_clone_answers_only_what_it_can(handover, tmp_path):
    """What is checked out is there; a day, an older commit and what a branch changed may not be, and the cure is said."""
    root, commits = handover
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{root.as_posix()}", "shallow")
    shallow = tmp_path / "shallow"
    head = resolve(shallow, "HEAD")
    assert head.commit == commits[-1]
    for ask in (
        lambda: resolve(shallow, "2026-10-02"),
        lambda: resolve(shallow, commits[0]),
        lambda: compared(shallow, f"{commits[0]}..HEAD"),
        lambda: between(head._replace(commit=commits[0]), head),
    ):
        with pytest.raises(HistoryUnavailable, match="shallow clone") as caught:
            ask()
        assert "fetch-depth: 0" in caught.value.hint


def test_no_repository_and_no_commit_are_said(tmp_path, monkeypatch):
    """Without a past there is none to show; the words say what is missing."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(HistoryUnavailable, match="no git repository"):
        resolve(tmp_path, "HEAD")
    root = repository(tmp_path / "school")
    with pytest.raises(HistoryUnavailable, match="Nothing has been committed yet"):
        resolve(root, "HEAD")


def test_messages_end_in_one_line_each(handover):
    """Whatever was typed, a message stays a line: nothing typed can draw a second one."""
    root, _ = handover
    for typed in ("x" * 500, "\x1b[31mred", "a\u2028b", "HEAD\rHEAD"):
        with pytest.raises(LiverecordError) as caught:
            resolve(root, typed)
        assert len(f"{caught.value.message}{caught.value.hint}".splitlines()) == 1
        assert "\x1b" not in caught.value.message


# ── What it holds ───────────────────────────────────────────────────────────────────────────────────────


def test_the_files_of_a_commit_are_those_of_the_records(handover):
    """The records folder alone, with paths below the school's folder, as they stood; what lies on the disk does not matter."""
    root, commits = handover
    write(root, PLAN, "not committed\n")
    assert list(resolve(root, commits[1]).files()) == [CONCERNS, PLAN, "records/school.yml"]
    assert list(resolve(root, "HEAD").files()) == [PLAN, "records/school.yml"]
    assert resolve(root, "HEAD").files("nothing-here") == {}
    blob = resolve(root, "HEAD").files()[PLAN]
    assert git(root, "rev-parse", f"HEAD:{PLAN}").strip() == blob


def test_a_school_deeper_down_has_its_own_files(tmp_path):
    """Paths are relative to the school's folder, and a neighbour's stay out."""
    top = repository(tmp_path / "top")
    for name in ("schools/ash grove/records/a.yml", "records/b.yml", "schools/ash grove/records-old/c.yml"):
        write(top, name)
    commit(top, "2026-11-01")
    assert list(resolve(top / "schools/ash grove", "HEAD").files()) == ["records/a.yml"]


@posix
def test_links_and_submodules_are_left_out_and_named(root, tmp_path):
    """Neither is a file of the records: a link may lead anywhere, a submodule is another repository."""
    from_days(CASES / "handover", tmp_path / "other")
    write(root, PLAN)
    (root / "records/link.yml").symlink_to("/etc/passwd")
    (root / "records/pupils/p-8888").symlink_to("/")
    commit(root, "2026-11-01")
    git(
        root,
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        str(tmp_path / "other"),
        "records/inner",
    )
    commit(root, "2026-11-02")
    tree = resolve(root, "HEAD").tree()
    assert list(tree.files) == [PLAN]
    assert tree.left_out == ("records/inner", "records/link.yml", "records/pupils/p-8888")


# ── What a pull request changes ─────────────────────────────────────────────────────────────────────────


def test_a_pull_request_is_what_its_own_commits_changed(tmp_path):
    """As on a forge: from where the branch began, not from where main has gone since."""
    root = tmp_path / "school"
    commits = from_days(CASES / "two-at-once", root)
    base, head = compared(root, f"{commits[3]}..review-moved")
    assert (base.commit, head.commit) == (commits[0], commits[2])
    assert set(changed_files(base, head)) == {PLAN, "records/pupils/p-7k3m/actions.yml"}
    assert changed_files(base, head)["records/pupils/p-7k3m/actions.yml"][0] == ""
    back = changed_files(head, base)
    assert back == {path: (after, before) for path, (before, after) in changed_files(base, head).items()}


@pytest.mark.parametrize(
    ("typed", "base", "head"),
    [
        ("", 3, 3),
        ("HEAD~2", 1, 3),
        ("HEAD~2..", 1, 3),
        ("HEAD~3..HEAD~1", 0, 2),
        ("HEAD~3...HEAD~1", 0, 2),
        ("..HEAD~1", 2, 2),
        ("2026-10-02..HEAD", 1, 3),
        ("2026-09-30..2026-11-06", 0, 2),
    ],
)
def test_a_range_may_leave_a_side_out(handover, typed, base, head):
    """A side that is not typed is what is checked out; a day may stand on either side."""
    root, commits = handover
    assert [each.commit for each in compared(root, typed)] == [commits[base], commits[head]]


@pytest.mark.parametrize("typed", ["a..b..c", "HEAD..--all", "HEAD....HEAD", "nope..HEAD"])
def test_a_range_of_nothing_is_refused(handover, typed):
    """Each side is a name by itself."""
    root, _ = handover
    with pytest.raises(NoSuchRevision):
        compared(root, typed)


def test_two_histories_without_a_common_commit_are_said(handover):
    """After a rewrite from the first commit on there is nothing to compare with."""
    root, _ = handover
    git(root, "switch", "--quiet", "--orphan", "anew")
    write(root, PLAN, "anew\n")
    commit(root, "2026-11-20")
    with pytest.raises(HistoryUnavailable, match="no commit in common"):
        compared(root, "main..HEAD")


# ── Laid out ────────────────────────────────────────────────────────────────────────────────────────────


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_commit_is_laid_out_byte_for_byte(root, tmp_path):
    """What git holds is what is written: no line end changed, nothing added."""
    contents = {
        "records/school.yml": b"crlf\r\nlf\nnone",
        PLAN: b"",
        "records/two words/café.yml": b"\xff\x00",
    }
    git(root, "config", "core.autocrlf", "false")
    for name, content in contents.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    write(root, "elsewhere.yml")
    commit(root, "2026-11-01")
    git(root, "config", "core.autocrlf", "true")
    with Blobs(root) as blobs:
        tree = lay_out(resolve(root, "HEAD"), "records", tmp_path / "out", blobs)
    assert bytes_below(tmp_path / "out") == contents
    assert (set(tree.files), tree.left_out) == (set(contents), ())


@posix
def test_what_is_laid_out_is_for_the_owner_alone(handover, tmp_path):
    """Folders 0700, files 0600, whatever git or the umask says: they are as secret as the records."""
    root, _ = handover
    (root / PLAN).chmod(0o755)
    commit(root, "2026-11-20")
    with Blobs(root) as blobs:
        lay_out(resolve(root, "HEAD"), "records", tmp_path / "out", blobs)
    for path in (tmp_path / "out", *(tmp_path / "out").rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@posix
def test_nothing_is_written_outside_of_the_folder(root, tmp_path):
    """A tree made by hand can hold what no clone would: steps upward, git's own folder, a link; none of it is written."""
    blob = (
        subprocess.run(
            ["git", "hash-object", "-w", "--stdin"],
            cwd=root,
            input=b"evil\n",
            capture_output=True,
            check=True,
        )
        .stdout.decode()
        .strip()
    )

    def tree(*entries: tuple[str, str, str, str]) -> str:
        raw = b"".join(
            f"{mode} {name}\0".encode() + bytes.fromhex(identity) for mode, _, identity, name in entries
        )
        made = subprocess.run(
            ["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
            cwd=root,
            input=raw,
            capture_output=True,
            check=True,
        )
        return made.stdout.decode().strip()

    inner = tree(("100644", "blob", blob, "config"))
    upward = tree(("100644", "blob", blob, "escaped.yml"))
    records = tree(
        ("120000", "blob", blob, "a-link"),
        ("40000", "tree", upward, ".."),
        ("40000", "tree", upward, "."),
        ("40000", "tree", inner, ".git"),
        ("40000", "tree", inner, ".GIT"),
        ("100644", "blob", blob, "good.yml"),
        ("40000", "tree", tree(("40000", "tree", upward, "..")), "pupils"),
    )
    top = tree(("40000", "tree", records, "records"))
    identity = ["-c", "user.name=G", "-c", "user.email=g@ashgrove.example"]
    made = git(root, *identity, "commit-tree", "-m", "evil", top).strip()
    git(root, "update-ref", "refs/heads/main", made)
    with Blobs(root) as blobs:
        found = lay_out(resolve(root, made), "records", tmp_path / "deep" / "out", blobs)
    assert list(bytes_below(tmp_path / "deep")) == ["out/records/good.yml"]
    assert list(found.files) == ["records/good.yml"]
    assert len(found.left_out) == 6


def test_what_is_too_large_or_gone_is_named(handover, tmp_path):
    """A file past the size limit of a record, and one that git has lost, are left out and named."""
    root, _ = handover
    write(root, "records/huge.yml", "x" * 1_000_001)
    commit(root, "2026-11-20")
    blob = resolve(root, "HEAD").files()["records/school.yml"]
    lost = root / ".git/objects" / blob[:2] / blob[2:]
    lost.chmod(0o644)
    lost.unlink()
    with Blobs(root) as blobs:
        tree = lay_out(resolve(root, "HEAD"), "records", tmp_path / "out", blobs)
    assert tree.left_out == ("records/huge.yml", "records/school.yml")
    assert list(bytes_below(tmp_path / "out")) == [PLAN]


def test_a_folder_that_holds_something_is_refused(handover, tmp_path):
    """Nothing is written over, and nothing old is taken for a part of the past."""
    root, _ = handover
    write(tmp_path / "out", "kept.txt")
    with Blobs(root) as blobs, pytest.raises(CannotBuild, match="not empty"):
        lay_out(resolve(root, "HEAD"), "records", tmp_path / "out", blobs)
    assert list(bytes_below(tmp_path / "out")) == ["kept.txt"]


def test_a_disk_that_refuses_is_said(handover, tmp_path):
    """A file where the folder should be is an error with words, not a trace."""
    root, _ = handover
    write(tmp_path, "out")
    with Blobs(root) as blobs, pytest.raises(CannotBuild, match="could not be written"):
        lay_out(resolve(root, "HEAD"), "records", tmp_path / "out", blobs)


def test_the_work_tree_is_left_alone(handover, tmp_path):
    """Looking at the past changes nothing: neither files, nor what is staged, nor what is checked out."""
    root, commits = handover
    write(root, PLAN, "staged\n")
    git(root, "add", "--all")
    write(root, PLAN, "changed\n")
    before = git(root, "status", "--porcelain"), git(root, "rev-parse", "HEAD"), git(root, "stash", "list")
    with Blobs(root) as blobs:
        lay_out(resolve(root, commits[0]), "records", tmp_path / "out", blobs)
    compared(root, f"{commits[0]}..main")
    assert (
        git(root, "status", "--porcelain"),
        git(root, "rev-parse", "HEAD"),
        git(root, "stash", "list"),
    ) == before
