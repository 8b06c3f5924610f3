"""The command `liverecord edit`: what it prints, what it opens, how it ends, and what it says where it cannot begin."""

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from git_repository import git
from schools import example, run

HERE = Path(__file__).parents[1]
PROGRAM = """
import sys, webbrowser
from contextlib import nullcontext
sys.path.insert(0, sys.argv.pop(1))
from pathlib import Path
from liverecord.edit import working_desk
from toy_desk import ToyDesk
working_desk.working_desk = lambda settings, clock: nullcontext(ToyDesk(Path("pages")))
webbrowser.open = lambda address: print(f"browser: {address}", flush=True)
from liverecord.cli import main
main()
"""
"""The command as it is, with a desk in memory and a browser that only says what it was asked."""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Lay out a school in a repository."""
    folder = example(tmp_path / "school")
    (folder / "pages/index.html").write_text("<html><body>Today</body></html>", encoding="utf-8")
    git(folder, "init", "--quiet")
    return folder


@contextmanager
def started(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the command; give its process, and the first address that it prints."""
    command = [sys.executable, "-u", "-c", PROGRAM, str(HERE), "edit", *arguments]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        try:
            assert process.stdout is not None
            lines = iter(process.stdout.readline, "")
            yield process, next(found.group() for line in lines if (found := re.search(r"http://\S+", line)))
        finally:
            process.terminate()


def test_the_address_opens_the_site_and_ends_quietly(clone: Path) -> None:
    """What it prints opens the site once, on this computer alone; Ctrl+C ends it without a word of trouble."""
    with started(clone, "--no-browser") as (process, address):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/enter\?token=[\w-]{40,}", address)
        reader = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        with reader.open(address) as answer:
            assert answer.url.endswith("/")
            assert b"Today" in answer.read()
        with pytest.raises(urllib.error.HTTPError, match="403") as refused:
            urllib.request.urlopen(address)
        refused.value.close()
        if sys.platform != "win32":
            process.send_signal(signal.SIGINT)
            said, trouble = process.communicate(timeout=20)
            assert (said, trouble) == ("Stopped.\n", "")
            assert process.returncode == 0


def test_it_opens_a_browser_at_the_same_address(clone: Path) -> None:
    """The address is printed as well: a browser may stay away."""
    with started(clone) as (process, address):
        assert process.stdout is not None
        assert (
            next(line for line in process.stdout if line.startswith("browser: ")) == f"browser: {address}\n"
        )


def test_a_second_run_has_an_address_of_its_own(clone: Path) -> None:
    """Two run side by side, and one's token says nothing to the other."""
    with started(clone, "--no-browser") as (_, one), started(clone, "--no-browser") as (_, other):
        tokens = {address.partition("token=")[2] for address in (one, other)}
        ports = {address.partition("/enter")[0] for address in (one, other)}
        assert (len(tokens), len(ports)) == (2, 2)


def test_a_port_that_is_taken_is_said(clone: Path) -> None:
    """In words, with the way out."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-c", PROGRAM, str(HERE), "edit", "--port", port]
        result = subprocess.run(command, cwd=clone, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 2
    assert "--port" in result.stderr


def test_a_day_that_cannot_be_read_is_said(clone: Path) -> None:
    """Before anything opens, though the day is asked anew whenever it counts."""
    result = run(clone, "edit", "--no-browser", "--today", "2026-02-30")
    assert result.returncode == 2
    assert "--today is not a date" in result.stderr


def test_a_folder_without_git_is_said(tmp_path: Path) -> None:
    """There is nothing to save into: exit 2, and what to do."""
    result = run(example(tmp_path / "school"), "edit", "--no-browser")
    assert result.returncode == 2
    assert "no git repository" in result.stderr
    assert "cloned" in result.stderr


def test_a_folder_without_a_school_is_said(tmp_path: Path) -> None:
    """No mkdocs.yml: exit 2, as every command says it."""
    result = run(tmp_path, "edit", "--no-browser")
    assert result.returncode == 2
    assert "mkdocs.yml" in result.stderr


def test_a_computer_without_git_is_said(clone: Path) -> None:
    """Exit 2, and where to get it."""
    command = [sys.executable, "-m", "liverecord", "edit", "--no-browser"]
    environment = {**os.environ, "PATH": str(clone)}
    result = subprocess.run(
        command, cwd=clone, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 2
    assert "Git is not installed" in result.stderr
    assert "https://git-scm.com" in result.stderr
