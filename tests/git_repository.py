"""Real repositories for tests: folders named by day are copied and committed one after the other.

A case is a folder of folders, each named `YYYY-MM-DD` (a letter may follow, for two on one day): what it holds is laid
over the files that are there, and the whole is committed on that day, at noon. Some files say more about the commit:

    .commit    the author, on its first line, and the message below
    .removed   paths to take away, one a line
    .branch    the branch that it is on, else that of the folder before; a new one may say where it begins: `two from main`
    .merge     branches to merge in, one a line; where they clash, the folder's files are the outcome
    .clock     the day that the author's computer showed, where it was wrong
"""

import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

AUTHOR = "J. Okafor <j.okafor@ashgrove.example>"

_ENVIRONMENT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Git",
    "GIT_AUTHOR_EMAIL": "git@ashgrove.example",
    "GIT_COMMITTER_NAME": "Git",
    "GIT_COMMITTER_EMAIL": "git@ashgrove.example",
}


def git(folder: Path, *arguments: str, day: str | None = None) -> str:
    """Run git in a folder, with nobody's own settings, at noon of a day; return what it prints."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_")
    } | _ENVIRONMENT
    if day:
        environment |= {
            "GIT_AUTHOR_DATE": f"{day}T12:00:00+00:00",
            "GIT_COMMITTER_DATE": f"{day}T12:00:00+00:00",
        }
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)
    return done.stdout.decode()


def commit(folder: Path, day: str, message: str = "Change", author: str = AUTHOR) -> str:
    """Commit everything in the folder's repository on a day, and return the commit's id."""
    git(folder, "add", "--all")
    git(
        folder,
        "commit",
        "--quiet",
        "--allow-empty",
        "--allow-empty-message",
        f"--author={author}",
        f"--message={message}",
        day=day,
    )
    return git(folder, "rev-parse", "HEAD").strip()


def repository(folder: Path, *options: str) -> Path:
    """Make an empty repository in a folder, and return the folder; options are those of `git init`."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main", *options)
    return folder


def from_days(case: Path, folder: Path, *options: str) -> list[str]:
    """Make a repository in `folder` from a case's dated folders, and return the commits' ids, oldest first."""
    repository(folder, *options)
    commits = []
    for day in sorted(path for path in case.iterdir() if path.is_dir()):
        told = {name: _told(day / name) for name in _TOLD}
        _switch(folder, told[".branch"])
        _merge(folder, told[".merge"])
        # With times of their own: git takes a file of the same size and time for unchanged.
        leave = shutil.ignore_patterns(*_TOLD)
        shutil.copytree(day, folder, dirs_exist_ok=True, ignore=leave, copy_function=shutil.copyfile)
        for path in told[".removed"]:
            (folder / path).unlink()
        author, *message = told[".commit"] or [AUTHOR]
        clock = "".join(told[".clock"]) or day.name[:10]
        commits.append(commit(folder, clock, "\n".join(message).strip() or "Change", author))
    return commits


_TOLD = (".commit", ".removed", ".branch", ".merge", ".clock")


def _told(path: Path) -> list[str]:
    """Return the lines of a file; none where it is not there."""
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _switch(folder: Path, told: list[str]) -> None:
    for line in told:
        branch, _, start = line.partition(" from ")
        known = git(folder, "for-each-ref", "--format=%(refname:short)").splitlines()
        new = [] if branch in known else ["--create"]
        git(folder, "switch", "--quiet", *new, branch, *([start] if start else []))


def _merge(folder: Path, branches: list[str]) -> None:
    """Begin to merge branches; several at once begin with what is there, since git gives up where they clash."""
    if branches:
        strategy = ["--strategy=ours"] if len(branches) > 1 else []
        with suppress(subprocess.CalledProcessError):  # a clash, which the folder's files put right
            git(folder, "merge", "--quiet", "--no-commit", "--no-ff", *strategy, *branches)
