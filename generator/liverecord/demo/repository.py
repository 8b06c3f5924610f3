"""A git repository made in one stream: `git fast-import` takes ten thousand commits in seconds.

Git is run with fixed arguments, and without anybody's own settings: the same records give the same commits anywhere.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from liverecord.demo.history import Commit
from liverecord.problem import LiverecordError
from liverecord.read.repository import end, is_installed, said, start

_BRANCH = "main"


def needs_git() -> None:
    """Raise LiverecordError where there is no git."""
    if not is_installed():
        raise LiverecordError(
            "Git is not installed, and a demo school has a history.",
            "Install it from https://git-scm.com and try again.",
        )


def store(folder: Path, commits: Iterator[Commit]) -> None:
    """Make a repository of `folder` on the branch main; its files must be those that the last commit leaves.

    Raises LiverecordError with git's own words where git fails.
    """
    _run(folder, "init", "--quiet", "--template=")
    _run(folder, "symbolic-ref", "HEAD", f"refs/heads/{_BRANCH}")
    _run(folder, "fast-import", "--quiet", "--done", "--date-format=raw", asked=_stream(commits))
    _run(folder, "read-tree", _BRANCH)
    _run(folder, "update-index", "-q", "--refresh")


# Line ends stay as written on Windows too. Packing lightly halves the time and changes no commit.
_SETTINGS = {"core.autocrlf": "false", "core.compression": "1"}


def _stream(commits: Iterator[Commit]) -> Iterator[bytes]:
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
        yield b"".join(lines)
    yield b"done\n"


def _run(folder: Path, *arguments: str, asked: Iterable[bytes] = ()) -> None:
    with tempfile.TemporaryFile() as errors:
        process = start(folder, *arguments, errors=errors, settings=_SETTINGS, of_nobody=True)
        try:
            _answer(process.stdin, asked)
            process.stdout.read()
            if process.wait():
                raise LiverecordError(
                    f"Git could not make the school's repository ({arguments[0]}).", said(errors).strip()
                )
        finally:
            end(process)


def _answer(to: IO[bytes], asked: Iterable[bytes]) -> None:
    with suppress(BrokenPipeError):  # git has stopped, and says why
        for part in asked:
            to.write(part)
        to.close()
