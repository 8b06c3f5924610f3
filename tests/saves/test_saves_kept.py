"""A save is a commit on the person's own branch: what is checked out stays as it is, and nothing is ever half-done."""

import tempfile
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest
from clones import ACTIONS, CONTACTS, OKAFOR, RECORDS, Clone
from hypothesis import given
from hypothesis import strategies as st

from examples import one_in
from git_repository import commit, git, repository
from liverecord.problem import HistoryUnavailable, LiverecordError
from liverecord.read import repository as starting
from liverecord.read.history import uncommitted
from liverecord.saves.catching_up import bring_up_to_date
from liverecord.saves.keeping import Kept, NotKept, keep
from liverecord.saves.person import Person
from liverecord.saves.standing import standing
from liverecord.splice.steps import Set


@pytest.fixture
def here(tmp_path: Path) -> Clone:
    """A clone without a server, with hooks and settings that would leave a mark, and with hand edits."""
    return laid(tmp_path / "here", tmp_path / "sprung")


def laid(root: Path, mark: Path) -> Clone:
    repository(root)
    for path, raw in RECORDS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(raw)
    commit(root, "2026-11-02")
    program = mark.with_name("trap")
    program.write_text(f'#!/bin/sh\ntouch "{mark}"\n', encoding="utf-8")
    program.chmod(0o755)
    for hook in (
        "pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "post-index-change", "reference-transaction",
        "post-rewrite", "post-checkout", "pre-auto-gc",
    ):  # fmt: skip
        (root / ".git/hooks").mkdir(exist_ok=True)
        (root / ".git/hooks" / hook).symlink_to(program)
    for name, value in {
        "commit.gpgSign": "true",
        "gpg.program": str(program),
        "core.fsmonitor": str(program),
        "core.splitIndex": "true",
        "filter.x.clean": str(program),
        "i18n.commitEncoding": "ISO-8859-1",
    }.items():
        git(root, "config", name, value)
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/attributes").write_text("* filter=x text eol=crlf\n", encoding="utf-8")
    (root / CONTACTS).write_bytes(RECORDS[CONTACTS] + b"# by hand\n")
    (root / "new.txt").write_text("new\n", encoding="utf-8")
    mark.unlink(missing_ok=True)
    return Clone(root)


def checked_out(root: Path) -> dict[str, object]:
    """Return all that a person sees of what is checked out."""
    files = {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(root).parts
    }
    index = root / ".git/index"
    return {
        "files": files,
        "head": (root / ".git/HEAD").read_bytes(),
        "index": index.read_bytes() if index.exists() else b"",
        "at": git(root, "rev-parse", "HEAD", "main"),
        "in git": sorted(path.name for path in (root / ".git").iterdir() if path.name != "logs"),
    }


def test_a_save_touches_nothing_that_is_checked_out(here: Clone, tmp_path: Path) -> None:
    """HEAD, the index and every file are as they were, no hook or program ran, and the commit is all there is."""
    before = checked_out(here.root)
    steps = {ACTIONS: [Set(("actions", "a1", "status"), "done")]}
    kept = here.save(steps, "p-7k3m: a1 is done")
    assert checked_out(here.root) == before
    assert not (tmp_path / "sprung").exists()
    assert git(here.root, "diff", "--stat", "main", kept.commit).splitlines()[0].startswith(f" {ACTIONS} ")
    about = git(here.root, "log", "-1", "--format=%an <%ae> %cn <%ce> %s|%G?", kept.commit).strip()
    okafor = "J. Okafor <j.okafor@ashgrove.example>"
    assert about == f"{okafor} {okafor} p-7k3m: a1 is done|N"
    assert uncommitted(here.root) == (CONTACTS,)


CONTENT = st.binary(max_size=40) | st.sampled_from([b"a\r\nb\r\n", b"\xef\xbb\xbfa: b", b"$Id$\n", b""])


@one_in(4)
@given(st.dictionaries(st.sampled_from([*RECORDS, "records/staff.yml", "records/pupils/p-new1/plan.yml"]), CONTENT | st.none(), min_size=1))  # fmt: skip
def test_what_is_kept_is_byte_for_byte_what_was_given(files: dict[str, bytes | None]) -> None:
    """Whatever attributes and filters say: line ends, marks and odd bytes are as they were, and all other files too."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        here = laid(folder / "here", folder / "sprung")
        before, then = checked_out(here.root), here.standing.base
        files = {path: raw for path, raw in files.items() if raw is not None or path in RECORDS}
        kept = keep(here.root, here.standing, OKAFOR, files, "p-7k3m: é")
        assert checked_out(here.root) == before
        if isinstance(kept, NotKept):
            assert kept.reason == "nothing"
            assert all(here.raw(path, then) == raw for path, raw in files.items())
            assert here.standing.saves == ()
            return
        assert here.waiting == ["p-7k3m: é"]
        assert {path: here.raw(path) for path in {*RECORDS, *files}} == {**RECORDS, **files}


def test_two_windows_do_not_write_over_each_other(here: Clone) -> None:
    """A save that stands on what is no longer the newest is not kept, and the other is whole."""
    then = here.standing
    first = here.save({ACTIONS: [Set(("actions", "a1", "status"), "done")]}, "p-7k3m: first")
    second = keep(here.root, then, OKAFOR, {ACTIONS: b"actions: []\n"}, "p-7k3m: second")
    assert isinstance(second, NotKept)
    assert second.reason == "moved"
    assert here.standing.base == first.commit


def test_a_branch_that_is_checked_out_is_left(here: Clone) -> None:
    """Who has the own branch checked out sees no file change under their hands: the next save begins another on it."""
    first = here.save({ACTIONS: [Set(("actions", "a1", "status"), "done")]}, "p-7k3m: first")
    git(here.root, "symbolic-ref", "HEAD", f"refs/heads/{first.branch}")
    before = checked_out(here.root)
    second = here.save({ACTIONS: [Set(("actions", "a2", "status"), "done")]}, "p-7k3m: second")
    assert checked_out(here.root) == before
    assert second.branch == "edit/j-okafor-2"
    assert here.waiting == ["p-7k3m: first", "p-7k3m: second"]


def test_an_id_that_becomes_known_finds_what_was_saved_before(here: Clone) -> None:
    """Somebody who is not in staff.yml yet has branches too; once there, what waits on them goes on."""
    here.person = OKAFOR._replace(staff_id=None)
    first = here.save({ACTIONS: [Set(("actions", "a1", "status"), "done")]}, "p-7k3m: first")
    assert first.branch.startswith("edit/")
    assert "okafor" not in first.branch
    here.person = OKAFOR
    assert here.standing.branch == first.branch
    assert here.waiting == ["p-7k3m: first"]


def test_how_a_file_is_kept_stays(here: Clone) -> None:
    """A file that is marked as a program stays so: nothing changes but what was written."""
    git(here.root, "config", "--unset", "filter.x.clean")
    git(here.root, "update-index", "--chmod=+x", ACTIONS)
    git(here.root, "commit", "--quiet", "--no-gpg-sign", "-m", "Odd")
    kept = here.save({ACTIONS: [Set(("actions", "a1", "status"), "done")]}, "p-7k3m: a1 is done")
    assert git(here.root, "ls-tree", kept.commit, "--", ACTIONS).startswith("100755 ")


@pytest.mark.parametrize("way", ["a branch in the way", "another git at work"])
def test_a_branch_that_cannot_be_moved_is_said(here: Clone, way: str) -> None:
    """What no second look would mend is not told as somebody else's save."""
    then = here.standing
    if way == "a branch in the way":
        git(here.root, "branch", "edit")
    else:
        (here.root / ".git/refs/heads/edit").mkdir()
        (here.root / ".git/refs/heads/edit/j-okafor-1.lock").write_bytes(b"")
    with pytest.raises(LiverecordError, match="nothing was saved"):
        keep(here.root, then, OKAFOR, {ACTIONS: b"actions: []\n"}, "p-7k3m: x")


def test_a_name_in_any_script_is_kept(here: Clone) -> None:
    """People are called what they are called; half a letter in a message stops nothing."""
    someone = Person("Zoë Łukasiewicz 李", "zoe@ashgrove.example")
    kept = keep(here.root, here.standing, someone, {ACTIONS: b"actions: []\n"}, "p-7k3m: \ud800 é")
    assert isinstance(kept, Kept)
    assert git(here.root, "log", "-1", "--format=%an|%s", kept.commit) == f"{someone.name}|p-7k3m: ? é\n"


def test_many_saves_are_read_as_few_are(here: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page asks where the next save goes: however many wait on a main that stays, git is started no more often."""
    started = starting.start
    asked: list[str] = []

    def start(*arguments: Any, **named: Any) -> Any:
        asked.append(arguments[1])
        return started(*arguments, **named)

    times, messages = [], []
    for number in range(3):
        here.save(
            {ACTIONS: [Set(("actions", "a1", "what"), f"Ring {number}")]},
            f"p-7k3m: \u2028é {number}\n\nMore.",
        )
        messages.append(f"p-7k3m: \u2028é {number}")
        with monkeypatch.context() as patched:
            patched.setattr(starting, "start", start)
            assert here.waiting == messages
        times.append(len(asked))
        asked.clear()
    assert len({*times}) == 1


# ── Killed in between ───────────────────────────────────────────────────────────────────────────────────


class Killed(BaseException):
    """The program ends here."""


def deaths(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Have the program end at the start of the n-th git from now."""
    counted = iter(range(1000))
    started = starting.start

    def start(*arguments: Any, **named: Any) -> Any:
        if next(counted) == at:
            raise Killed
        return started(*arguments, **named)

    monkeypatch.setattr(starting, "start", start)


def test_whenever_it_ends_nothing_is_half_done(here: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between any two steps: the branch is where it was, what is checked out too, and the same save works afterwards."""
    before, then = checked_out(here.root), here.standing
    files = {ACTIONS: b"actions: []\n", CONTACTS: None}
    ends = 0
    while True:
        with monkeypatch.context() as patched:
            deaths(patched, ends)
            try:
                kept = keep(here.root, then, OKAFOR, files, "p-7k3m: all at once")
            except Killed:
                ends += 1
            else:
                break
        assert here.standing == then
        assert checked_out(here.root) == before
    assert ends > 8
    assert isinstance(kept, Kept)
    assert here.standing.base == kept.commit


def test_whenever_catching_up_ends_nothing_is_half_done(here: Clone, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same of what waits and meets a main that has moved."""
    here.save({ACTIONS: [Set(("actions", "a1", "status"), "done")]}, "p-7k3m: a1 is done")
    git(here.root, "commit", "--quiet", "--allow-empty", "--no-gpg-sign", "-m", "Another")
    before, then = checked_out(here.root), here.standing
    assert then.main_moved
    ends = 0
    while True:
        with monkeypatch.context() as patched:
            deaths(patched, ends)
            try:
                done = bring_up_to_date(here.root, then, OKAFOR)
            except Killed:
                ends += 1
            else:
                break
        assert here.standing == then
        assert checked_out(here.root) == before
    assert ends > 8
    assert here.standing.base == done.commit
    assert here.waiting == ["p-7k3m: a1 is done"]


# ── What cannot be ──────────────────────────────────────────────────────────────────────────────────────


def test_no_repository_is_said(tmp_path: Path) -> None:
    """Where there is no git, or no commit, there is nowhere to keep anything."""
    with pytest.raises(HistoryUnavailable, match="nowhere to keep"):
        standing(tmp_path, "main", OKAFOR)
    repository(tmp_path)
    with pytest.raises(HistoryUnavailable, match="no branch main"):
        standing(tmp_path, "main", OKAFOR)


def test_a_branch_of_another_name_is_named(here: Clone) -> None:
    """Where the records are committed on another branch than school.yml names, both are named, and how to go on."""
    git(here.root, "branch", "--move", "main", "master")
    git(here.root, "update-ref", "-d", "refs/remotes/origin/main")
    with pytest.raises(HistoryUnavailable) as refused:
        standing(here.root, "main", OKAFOR)
    assert "no branch main here for a change to stand on: the branch here is master." in refused.value.message
    assert "school.yml (forge: branch)" in refused.value.message
    assert "branch: master under forge:" in refused.value.hint


@pytest.mark.parametrize("options", [["--depth=1"], ["--filter=blob:none"]], ids=["shallow", "partial"])
def test_a_clone_that_lacks_a_part_is_refused(here: Clone, tmp_path: Path, options: list[str]) -> None:
    """Where the past is not all there it cannot be told what stands in main: said with the cure."""
    git(here.root, "config", "uploadpack.allowFilter", "true")
    git(here.root, "commit", "--quiet", "--allow-empty", "--no-gpg-sign", "-m", "Another")
    git(tmp_path, "clone", "--quiet", *options, f"file://{here.root}", str(tmp_path / "part"))
    with pytest.raises(HistoryUnavailable):
        standing(tmp_path / "part", "main", OKAFOR)


def test_a_repository_that_takes_nothing_is_said(here: Clone) -> None:
    """Where an object cannot be written (a full disk, a file in a folder's place), it is said, and nothing is saved."""
    then = here.standing
    objects = here.root / ".git/objects"
    bodies = (f"actions: []  # {number}\n".encode() for number in range(1000))
    raw, folder = next(
        (body, folder)
        for body in bodies
        if not (folder := objects / sha1(b"blob %d\0%b" % (len(body), body)).hexdigest()[:2]).exists()
    )
    folder.write_text("in the way", encoding="utf-8")
    with pytest.raises(LiverecordError, match="could not write"):
        keep(here.root, then, OKAFOR, {ACTIONS: raw}, "p-7k3m: x")
    assert here.standing == then
