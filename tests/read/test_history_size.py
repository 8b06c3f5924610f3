"""A history may be of any size: what is read, and what is held, grows with it and no faster."""

import subprocess
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from git_repository import git, repository
from liverecord.derive.changes import ComparedPast
from liverecord.examine.edits import _AT_ONCE, _Versions
from liverecord.model.history import Change
from liverecord.read.history import history
from liverecord.read.repository import moment

PLAN = "records/pupils/p-7k3m/plan.yml"
WHO = "J. Okafor <j.okafor@ashgrove.example>"


def commit(mark: int, parents: Iterable[int], at: int, version: int, branch: str) -> str:
    """Return a commit as `git fast-import` reads it."""
    lines = [f"commit refs/heads/{branch}", f"mark :{mark}", f"committer {WHO} {1_700_000_000 + at} +0000"]
    lines += ["data 6", "Change"]
    lines += [f"{'merge' if place else 'from'} :{parent}" for place, parent in enumerate(parents)]
    text = f"version: {version}\n"
    return "\n".join([*lines, f"M 100644 inline {PLAN}", f"data {len(text)}", text, ""])


def one_after_another(number: int) -> Iterator[str]:
    for mark in range(1, number + 1):
        yield commit(mark, [mark - 1] if mark > 1 else [], mark, mark, "main")


def merged(number: int) -> Iterator[str]:
    """Yield a change on a branch and its merge, as a forge makes them of each pull request, so many times."""
    yield commit(1, [], 0, 0, "main")
    tip = 1
    for version in range(1, number + 1):
        yield commit(tip + 1, [tip], 2 * version, version, "work")
        yield commit(tip + 2, [tip, tip + 1], 2 * version + 1, version, "main")
        tip += 2


def made(folder: Path, commits: Iterator[str]) -> Path:
    repository(folder)
    command = ["git", "fast-import", "--quiet"]
    subprocess.run(command, cwd=folder, input="".join(commits).encode(), check=True)
    git(folder, "reset", "--quiet", "--hard", "main")
    return folder


def seconds(root: Path) -> float:
    """Return what reading takes of this process alone: git's own time is git's."""
    started = time.process_time()
    history(root)
    return time.process_time() - started


def bytes_held(root: Path) -> int:
    """Return the most memory that reading holds at once, the answer included."""
    history(root)  # what is loaded once is none of it
    tracemalloc.start()
    try:
        history(root)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("shape", [one_after_another, merged])
def test_time_grows_with_the_commits_and_no_faster(
    tmp_path: Path, shape: Callable[[int], Iterator[str]]
) -> None:
    """Four times the commits take four times as long: every merge was once held beside every commit there is."""
    few, many = made(tmp_path / "few", shape(700)), made(tmp_path / "many", shape(2_800))
    seconds(few)
    assert min(seconds(many) for _ in range(3)) < 8 * min(seconds(few) for _ in range(3))


@pytest.mark.parametrize(("shape", "most"), [(one_after_another, 1_500), (merged, 3_000)])
def test_each_commit_is_held_in_few_bytes(
    tmp_path: Path, shape: Callable[[int], Iterator[str]], most: int
) -> None:
    """A commit costs its ids, its words and a line of the answer, and an author's name is held once."""
    few, many = made(tmp_path / "few", shape(500)), made(tmp_path / "many", shape(2_500))
    assert (bytes_held(many) - bytes_held(few)) / 2_000 < most


class Counting:
    """Blobs that count how often each is read."""

    def __init__(self) -> None:
        self.read_ids: list[str] = []

    def read(self, ids: Iterable[str]) -> dict[str, bytes]:
        wanted = list(ids)
        self.read_ids += wanted
        return {each: f"version: {int(each, 16)}\n".encode() for each in wanted}


def test_versions_are_read_once_and_let_go() -> None:
    """Of 100,000 versions of a file a few are held at a time; asked for in their order, none is read twice."""
    blobs = Counting()
    versions = _Versions(blobs)  # type: ignore[arg-type]
    names = [f"{number:040x}" for number in range(1_000, 0, -1)]
    changes = [
        Change(
            path=PLAN, commit=after, at=moment(0), author="", email="", message="", status="M", before=(before,), after=after
        )
        for after, before in zip(names, [*names[1:], ""], strict=True)
    ]  # fmt: skip
    versions.fetch({PLAN: changes}, ComparedPast())
    for change in changes:
        for blob in (change.after, *change.before):
            assert not blob or versions[blob] == {"version": int(blob, 16)}
        assert max(len(versions._raw), len(versions._data)) <= _AT_ONCE
    assert sorted(blobs.read_ids, reverse=True) == names
    assert versions[names[0]] == {"version": 1_000}  # read again, where somebody asks again
