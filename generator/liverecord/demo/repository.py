"""A git repository made in one stream: `git fast-import` takes ten thousand commits in seconds.

Git is run with fixed arguments, and without anybody's own settings: the same records give the same commits anywhere.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from liverecord.demo.history import Commit
from liverecord.problem import LiverecordError

_BRANCH = "main"


def git() -> str:
    """Return the git program's path, or raise LiverecordError where there is none."""
    program = shutil.which("git")
    if program is None:
        raise LiverecordError(
            "Git is not installed, and a demo school has a history.",
            "Install it from https://git-scm.com and try again.",
        )
    return program


def store(program: str, folder: Path, commits: Iterator[Commit]) -> None:
    """Make a repository of `folder` on the branch main; its files must be those that the last commit leaves.

    Raises LiverecordError with git's own words where git fails.
    """
    _run(program, folder, "init", "--quiet", "--template=")
    _run(program, folder, "symbolic-ref", "HEAD", f"refs/heads/{_BRANCH}")
    arguments = [program, *_SETTINGS, "fast-import", "--quiet", "--done", "--date-format=raw"]
    with subprocess.Popen(  # noqa: S603 - fixed arguments; nothing typed reaches them
        arguments, cwd=folder, env=_environment(), stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        try:
            _stream(process.stdin, commits)
            process.stdin.close()
        except BrokenPipeError:
            pass  # git has stopped, and says why below
        words = process.stderr.read().decode("utf-8", "replace")
    if process.returncode:
        raise LiverecordError("Git could not store the history.", words.strip())
    _run(program, folder, "read-tree", _BRANCH)
    _run(program, folder, "update-index", "-q", "--refresh")


# Line ends stay as written on Windows too. Packing lightly halves the time and changes no commit.
_SETTINGS = ("-c", "core.autocrlf=false", "-c", "core.fsmonitor=false", "-c", "core.compression=1")


def _stream(to: IO[bytes], commits: Iterator[Commit]) -> None:
    for commit in commits:
        author = commit.author
        when = f"{int(commit.at.timestamp())} {commit.at:%z}"
        message = commit.message.encode()
        lines = [
            f"commit refs/heads/{_BRANCH}\n"
            f"author {author.name} <{author.email}> {when}\n"
            f"committer {author.name} <{author.email}> {when}\n"
            f"data {len(message)}\n".encode(),
            message,
            b"\n",
        ]
        for path, text in commit.texts.items():
            content = text.encode()
            lines += [f"M 100644 inline {path}\ndata {len(content)}\n".encode(), content, b"\n"]
        to.write(b"".join(lines))
    to.write(b"done\n")


def _run(program: str, folder: Path, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 - fixed arguments; nothing typed reaches them
        [program, *_SETTINGS, *arguments], cwd=folder, env=_environment(), capture_output=True, check=False
    )
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip()
        raise LiverecordError(f"Git could not make the school's repository ({arguments[0]}).", words)


def _environment() -> dict[str, str]:
    """Return the environment without any git setting of the person or machine."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return kept | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}
