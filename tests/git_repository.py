"""Real repositories for tests: folders named by day are copied and committed one after the other.

A case is a folder of folders, each named `YYYY-MM-DD` (a letter may follow, for two on one day): what it holds is laid
over the files that are there, and the whole is committed on that day. A file `.removed` lists paths to take away, and
`.commit` may hold the author, on its first line, and the message below.
"""

import os
import shutil
import subprocess
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


def repository(folder: Path) -> Path:
    """Make an empty repository in a folder, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    return folder


def from_days(case: Path, folder: Path) -> list[str]:
    """Make a repository in `folder` from a case's dated folders, and return the commits' ids, oldest first."""
    repository(folder)
    commits = []
    for day in sorted(path for path in case.iterdir() if path.is_dir()):
        # With times of their own: git takes a file of the same size and time for unchanged.
        shutil.copytree(day, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
        for path in _taken(folder / ".removed").splitlines():
            (folder / path).unlink()
        author, _, message = _taken(folder / ".commit").partition("\n")
        commits.append(commit(folder, day.name[:10], message.strip() or "Change", author.strip() or AUTHOR))
    return commits


def _taken(path: Path) -> str:
    """Return what a file says and take it away; nothing where it is not there."""
    if not path.exists():
        return ""
    text = path.read_text(encoding="utf-8")
    path.unlink()
    return text
