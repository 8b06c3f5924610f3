"""Reading what lies there: a link, a pipe, a device or a file without end is refused before a byte of it is read."""

import os
import socket
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from liverecord.read import regular

MOST = 1000

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="neither pipes nor devices lie in its folders"
)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def link(path: Path) -> None:
    path.symlink_to("/proc/self/environ")


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def round_about(path: Path) -> None:
    path.symlink_to(path.name)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50_000_000_000)


def listening(path: Path) -> None:
    # A socket's name may be a hundred characters long, and a test's folder is longer.
    before = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(before)


LYING: dict[str, tuple[Callable[[Path], object], type[OSError]]] = {
    "a pipe": (pipe, regular.NotAFile),
    "a link out of it": (link, regular.Link),
    "a link to nothing": (dangling, regular.Link),
    "a link to itself": (round_about, regular.Link),
    "a link to a device": (device, regular.Link),
    "a folder": (Path.mkdir, regular.NotAFile),
    "a socket": (listening, regular.NotAFile),
    "50 GB of nothing": (sparse, regular.TooLarge),
}


@pytest.mark.parametrize("name", LYING)
def test_what_is_no_file_of_the_size_is_refused_unread(tmp_path: Path, name: str) -> None:
    """Nothing is waited for, followed or held in memory, and the refusal says why."""
    lay, refusal = LYING[name]
    path = tmp_path / "plan.yml"
    lay(path)
    tracemalloc.start()
    try:
        with pytest.raises(refusal) as refused:
            regular.contents(path, MOST)
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()
    assert refused.value.strerror


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/null", "/proc/self/mem", "/proc/self/fd/0"])
def test_a_device_is_never_opened(path: str) -> None:
    """What the system keeps under /dev and /proc is no record: it is refused, or empty."""
    if not Path(path).exists():
        pytest.skip("this system has none")
    try:
        assert regular.contents(path, MOST) == b""
    except OSError as refused:
        assert refused.strerror  # noqa: PT017 - either answer will do


@pytest.mark.parametrize("name", ["a pipe", "a link out of it", "50 GB of nothing"])
def test_what_takes_its_place_meanwhile_is_refused_too(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at a file and its opening another may be put in its place: the look is repeated at what was opened."""
    lay, refusal = LYING[name]
    path = tmp_path / "plan.yml"
    path.write_bytes(b"a: b\n")
    look = os.lstat

    def swapped(of: str | Path) -> os.stat_result:
        status = look(of)
        path.unlink()
        lay(path)
        return status

    monkeypatch.setattr(os, "lstat", swapped)
    with pytest.raises(refusal):
        regular.contents(path, MOST)


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    """Up to the bound a file's bytes come as they are; past it none do."""
    path = tmp_path / "plan.yml"
    for size in (0, 1, MOST):
        path.write_bytes(b"\r" * size)
        assert regular.contents(path, MOST) == b"\r" * size
    path.write_bytes(b"\r" * (MOST + 1))
    with pytest.raises(regular.TooLarge):
        regular.contents(path, MOST)


@pytest.mark.parametrize("step", [-1, 1])
def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of what somebody is saving is no record."""
    path = tmp_path / "plan.yml"
    path.write_bytes(b"a: b\n")
    read = os.read

    def grown(descriptor: int, size: int) -> bytes:
        os.truncate(path, 5 + step)
        return read(descriptor, size)

    monkeypatch.setattr(os, "read", grown)
    with pytest.raises(regular.Changed):
        regular.contents(path, MOST)
