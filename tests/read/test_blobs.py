"""Past versions of files: every answer belongs to its question, and whatever happens to git, nobody waits for ever."""

import gc
import multiprocessing
import os
import pickle
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from git_repository import commit, from_days, git, repository
from liverecord.problem import HistoryUnavailable
from liverecord.read.blobs import Blobs
from liverecord.read.text import LARGEST

HANDOVER = Path(__file__).parent.parent / "cases" / "history" / "handover"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository with a file of one byte, an empty one, and one of every size up to what a pipe holds."""
    root = repository(tmp_path / "school")
    (root / "one").write_bytes(b"1")
    (root / "empty").write_bytes(b"")
    for power in range(1, 18):
        (root / f"size-{power}").write_bytes(bytes([65 + power]) * 2**power)
    commit(root, "2026-11-01")
    return root


def blob(root: Path, name: str) -> str:
    return git(root, "rev-parse", f"HEAD:{name}").strip()


def sizes(root: Path) -> dict[str, int]:
    return {blob(root, path.name): path.stat().st_size for path in root.iterdir() if path.is_file()}


def test_each_answer_is_its_question_s(root):
    """Blobs that are there, that are not, that are empty and that are asked twice are not mixed up."""
    expected = sizes(root)
    asked = [each for one in expected for each in (one, "0" * 40, "f" * 40, "", one)]
    with Blobs(root) as blobs:
        found = blobs.read(asked)
        assert {each: len(content) for each, content in found.items()} == expected
        assert blobs.read([blob(root, "one")]) == {blob(root, "one"): b"1"}
        assert blobs.read([]) == {}


@pytest.mark.parametrize(
    "hostile", ["HEAD", "HEAD:one", "--batch-check", "-h", "\n", "1234", "A" * 40, "main\nHEAD", "é" * 40]
)
def test_only_ids_are_asked(root, hostile):
    """A text that is no id of an object never reaches git, whoever put it there."""
    with Blobs(root) as blobs:
        assert blobs.read([hostile, blob(root, "one")]) == {blob(root, "one"): b"1"}


def test_a_commit_or_a_folder_is_no_version_of_a_file(root):
    """An id of something else than a file's content is left out, and the next answer is still the next one's."""
    tree, head = (git(root, "rev-parse", name).strip() for name in ("HEAD^{tree}", "HEAD"))
    with Blobs(root) as blobs:
        assert list(blobs.read([tree, head, blob(root, "one")])) == [blob(root, "one")]


def test_what_is_too_large_is_left_out(root):
    """A version past the size limit of a record is not loaded: somebody once saved a film there."""
    (root / "huge").write_bytes(b"x" * (LARGEST + 1))
    (root / "full").write_bytes(b"x" * LARGEST)
    commit(root, "2026-11-02")
    with Blobs(root) as blobs:
        found = blobs.read([blob(root, "huge"), blob(root, "full"), blob(root, "one")])
    assert set(found) == {blob(root, "full"), blob(root, "one")}


def test_thousands_of_questions_do_not_wait_for_each_other(tmp_path):
    """Questions and answers each fill their pipe; asked all at once, git and this program would wait for one another."""
    root = repository(tmp_path)
    for number in range(300):
        (root / str(number)).write_bytes(b"%d" % number * 20_000)
    commit(root, "2026-11-01")
    ids = [line.split()[2] for line in git(root, "ls-tree", "HEAD").splitlines()]
    missing = [f"{number:040x}" for number in range(1, 5_000)]
    with Blobs(root) as blobs:
        assert set(blobs.read([*missing, *ids, *missing])) == set(ids)


def test_nothing_is_left_running(root):
    """Once let go, git has ended, and Python has nothing to warn of; the next question starts another."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        blobs = Blobs(root)
        blobs.close()
        blobs.read([blob(root, "one")])
        process = blobs._process
        blobs.close()
        blobs.close()
        assert process.returncode is not None
        assert blobs.read([blob(root, "one")])
        blobs.close()
        del blobs, process
        gc.collect()


def test_a_git_that_dies_is_said_and_the_next_one_answers(root):
    """Killed in the middle, git has told half of it: that is an error, never a missing version."""
    with Blobs(root) as blobs:
        blobs.read([blob(root, "one")])
        blobs._process.kill()
        blobs._process.wait()
        with pytest.raises(HistoryUnavailable, match="Git stopped"):
            blobs.read(sizes(root))
        assert blobs.read([blob(root, "one")]) == {blob(root, "one"): b"1"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell script")
@pytest.mark.parametrize(
    "answer",
    ["", "$id blob 10\\n12345", "$id blob many\\n", "$id blob 3\\n123", "fatal", "$id"],
)
def test_half_an_answer_is_no_answer(root, tmp_path, monkeypatch, answer):
    """Whatever half of an answer stands in the pipe when git ends, it is not taken for a version of a file."""
    one = blob(root, "one")
    programs = tmp_path / "programs"
    programs.mkdir()
    itself = git(root, "--exec-path").strip() + "/git"
    (programs / "git").write_text(
        '#!/bin/sh\nfor word; do [ "$word" = --batch ] && read -r id && '
        f'printf "{answer}" && exit; done\nexec {itself} "$@"\n',
        encoding="utf-8",
    )
    (programs / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    with Blobs(root) as blobs, pytest.raises(HistoryUnavailable):
        blobs.read([one])


def test_a_damaged_version_is_left_out(root):
    """A blob whose bytes the disk has lost is missing, for its file's history to say so; all others are still there."""
    one = blob(root, "one")
    path = root / ".git/objects" / one[:2] / one[2:]
    path.chmod(0o644)
    path.write_bytes(b"damaged")
    expected = sizes(root)
    with Blobs(root) as blobs:
        assert set(blobs.read(expected)) == set(expected) - {one}


def test_outside_of_a_repository_it_is_said(tmp_path, monkeypatch):
    """A folder without a repository has no past versions."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with Blobs(tmp_path) as blobs:
        assert blobs.read([""]) == {}
        with pytest.raises(HistoryUnavailable, match="no git repository"):
            blobs.read(["1" * 40])


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away"
)
def test_a_stranger_s_repository_is_refused_with_its_cure(root, monkeypatch):
    """Git reads no repository that another user owns; the cure is said here too."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.delenv("SUDO_UID", raising=False)
    one = blob(root, "one")
    for path in (root, root / ".git"):
        os.chown(path, 12345, 12345)
    with Blobs(root) as blobs, pytest.raises(HistoryUnavailable) as caught:
        blobs.read([one])
    assert "safe.directory" in caught.value.hint


def test_an_interrupted_reader_asks_anew(root, monkeypatch):
    """After Ctrl-C in the middle, what git still had to say is not the answer to the next question."""
    with Blobs(root) as blobs:
        monkeypatch.setattr(Blobs, "_some", interrupted)
        with pytest.raises(KeyboardInterrupt):
            blobs.read(sizes(root))
        monkeypatch.undo()
        assert blobs.read([blob(root, "one")]) == {blob(root, "one"): b"1"}


def interrupted(blobs: Blobs, ids: list[str]) -> dict[str, bytes]:
    process = blobs._running()
    process.stdin.write("".join(f"{each}\n" for each in ids).encode())
    process.stdin.flush()
    raise KeyboardInterrupt


# ── Several processes ───────────────────────────────────────────────────────────────────────────────────

_held: list[Blobs] = []


def hold(blobs: Blobs) -> None:
    _held[:] = [blobs]


def read_held(ids: list[str]) -> dict[str, int]:
    return {each: len(content) for each, content in _held[0].read(ids).items()}


@pytest.mark.parametrize("method", sorted(set(multiprocessing.get_all_start_methods()) - {"forkserver"}))
@pytest.mark.parametrize("asked_before", [False, True])
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_workers_ask_a_git_of_their_own(root, method, asked_before):
    """Forked or spawned, before the first question or after it: answers never land in another process."""
    expected = sizes(root)
    parts = [[each] for each in expected] * 5
    with Blobs(root) as blobs:
        if asked_before:
            assert len(blobs.read(expected)) == len(expected)
        with ProcessPoolExecutor(
            2, mp_context=multiprocessing.get_context(method), initializer=hold, initargs=(blobs,)
        ) as pool:
            found = pool.map(read_held, parts)
            assert len(blobs.read(expected)) == len(expected)
            assert list(found) == [{each: expected[each]} for (each,) in parts]
        assert len(blobs.read(expected)) == len(expected)


def test_a_copy_is_another_reader(root):
    """Handed to another process, it starts anew there."""
    with Blobs(root) as blobs:
        blobs.read([blob(root, "one")])
        with pickle.loads(pickle.dumps(blobs)) as copy:
            assert copy.read([blob(root, "one")]) == {blob(root, "one"): b"1"}
        assert blobs.read([blob(root, "one")]) == {blob(root, "one"): b"1"}


def test_two_readers_beside_each_other(root):
    """Each reader has a git of its own, so two threads with one each do not mix their answers."""
    expected = sizes(root)

    def read(_: int) -> dict[str, int]:
        with Blobs(root) as blobs:
            return {each: len(content) for each, content in blobs.read(expected).items()}

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(read, range(8))) == [expected] * 8


def test_every_version_that_the_log_names_is_there(tmp_path):
    """What `history` says a file was can be read."""
    from liverecord.read.history import history

    from_days(HANDOVER, tmp_path)
    changes = [change for each in history(tmp_path).changes.values() for change in each]
    ids = {each for change in changes for each in (*change.before, change.after)} - {""}
    with Blobs(tmp_path) as blobs:
        assert set(blobs.read(ids)) == ids
