"""On a system that is no POSIX the forms do the same: simulated, because nobody has tried a real one yet."""

import subprocess
import sys
from pathlib import Path

from editing import cloned, served

POSIX_ONLY = (
    "fchmod", "fchown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getpgid", "getpgrp", "getsid", "getuid", "killpg",
    "lchown", "mkfifo", "mknod", "nice", "openpty", "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "posix_spawn",
    "posix_spawnp", "register_at_fork", "setegid", "seteuid", "setgid", "setpgid", "setsid", "setuid",
)  # fmt: skip
"""What Python's `os` lacks on Windows; what its own subprocess asks of it on this system (WNOHANG) has to stay."""

PROGRAM = """
import os, signal, sys
{standard}
for name in {names!r}:
    if hasattr(os, name):
        delattr(os, name)
found = shutil.which("git")
shutil.which = lambda *_, **__: found
sys.platform = "win32"
for name in ("fcntl", "grp", "pwd", "resource"):
    sys.modules[name] = None
import multiprocessing
multiprocessing.set_start_method("spawn")
sys.path[:0] = {path!r}
from pathlib import Path
from editing import Sitting, is_sent
from liverecord.read.blobs import Blobs
with Blobs(school := Path({school!r})) as blobs:
    sitting = Sitting(school, blobs)
    form = sitting.open("item", "p-7k3m", "contacts", "contacts")
    done = form.save({{"date": ("20 November",), "with": ("mother",), "how": ("phone",)}})
    assert is_sent(done), done
    page = sitting.desk.waiting()
    assert len(page.sent) == 1, page
"""
STANDARD = (
    "import asyncio, concurrent.futures.process, logging, multiprocessing, shutil, socket, ssl, subprocess, tempfile, threading\n"
    "import click, click.testing, flask, git, hypothesis, jinja2, mkdocs.commands.build, pytest, rich.progress, waitress.server, yaml"
)
"""Python's own modules and other people's look once at what system they are on, when they are first imported."""


def test_a_save_is_sent_without_what_posix_alone_has(tmp_path: Path) -> None:
    """Opened, checked, kept and sent, with nothing of `os` that another system lacks, and processes that are spawned."""
    with served(tmp_path) as server:
        school = cloned(server, tmp_path / "school")
        program = PROGRAM.format(
            standard=STANDARD, names=POSIX_ONLY, path=[str(Path(__file__).parents[1])], school=str(school)
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        assert "date: 2026-11-20" in server.file("records/pupils/p-7k3m/contacts.yml", "edit/r-adeyemi-1")
