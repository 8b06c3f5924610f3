"""The SENCO's site of the commit that the next save stands on, built beside the work tree and never from it.

A repository of its own, below the store, borrows the clone's objects: so the build reads the same history, and neither the
clone's work tree nor its index, HEAD, settings or hooks have a part in it. The build is the ordinary one, in a process of its own.
"""

import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from typing import NamedTuple, Self

from liverecord.problem import CannotBuild, LiverecordError
from liverecord.read.repository import Repository, repository, started
from liverecord.read.settings import STORE, Settings, settings

AUDIENCE = "senco"
_FOLDER = "edit"
_PATIENCE = 600
_MOST = 2_000
_NO_ANSWER = "Run `liverecord build` in the school's folder: it says why."


class Built(NamedTuple):
    """A built site: its folder and its content-security policy; `commit` is what it shows."""

    folder: Path
    policy: str
    commit: str


class OwnSite:
    """Builds the site in the background whenever another commit is wanted; the last one is up meanwhile.

    Use it as a context: a build that is under way ends with it.
    """

    def __init__(self, school: Settings, today: date) -> None:
        self._school = school
        self._today = today
        self._lock = threading.Condition()
        self._wanted = ""
        self._built: Built | None = None
        self._failed = ""
        self._why = ""
        self._worker: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._is_over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._is_over = True
            process, worker = self._process, self._worker
        if process is not None and process.poll() is None:
            process.kill()
        if worker is not None:
            worker.join()

    def want(self, commit: str) -> None:
        """Have the site of a commit built; returns at once."""
        with self._lock:
            self._wanted = commit
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()

    def shown(self) -> Built:
        """Return the site of the commit that was wanted last, once it is built.

        Raises CannotBuild where it cannot be, and none was built before.
        """
        with self._lock:
            self._lock.wait_for(lambda: self._worker is None, _PATIENCE)
            if self._built is None:
                raise CannotBuild("The site could not be made from these records.", self._why or _NO_ANSWER)
            return self._built

    def _work(self) -> None:
        while True:
            with self._lock:
                wanted = self._wanted
                is_known = self._built is not None and self._built.commit == wanted
                if self._is_over or is_known or self._failed == wanted:
                    self._worker = None
                    self._lock.notify_all()
                    return
            built = self._build(wanted)
            with self._lock:
                if built is not None:
                    self._built = built
                else:
                    self._failed = wanted

    def _build(self, commit: str) -> Built | None:
        """Return the site of a commit; None where the build failed."""
        try:
            root = self._laid_out(commit)
        except (OSError, LiverecordError) as error:
            self._why = str(error)
            return None
        command = [sys.executable, "-m", "liverecord", "build", "--audience", AUDIENCE, "--last-valid"]
        command += ["--today", self._today.isoformat()]
        with self._lock:
            if self._is_over:
                return None
            self._process = subprocess.Popen(  # noqa: S603 - this very program
                command,
                cwd=root,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
        _, words = self._process.communicate()
        if self._process.returncode:
            # The build's own words hold places and code words, and nothing that anybody typed.
            self._why = words.decode(errors="replace")[-_MOST:].strip()
            return None
        output = root / settings(root).output
        policy = (output / f"{AUDIENCE}.policy").read_text(encoding="utf-8").strip()
        return Built(output / AUDIENCE, policy, commit)

    def _laid_out(self, commit: str) -> Path:
        """Lay the files of a commit into the folder beside, and return the school's folder there."""
        clone = repository(self._school.root)
        if clone is None:
            raise CannotBuild("The school's folder is no git repository.", "Run this in a clone of it.")
        folder = self._school.root / STORE / _FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        own = _own_repository(folder, clone)
        own.run("update-ref", "--no-deref", "HEAD", commit)
        own.run_on_files("read-tree", "--reset", "-u", commit)
        return folder / clone.prefix


def _own_repository(folder: Path, clone: Repository) -> Repository:
    """Return the repository in a folder, made where there is none, with the clone's objects as its own."""
    if not (folder / ".git").is_dir():
        with started(folder, "init", "--quiet", "--template=") as (process, _):
            process.stdout.read()
            process.wait()
    objects = Path(_said(clone, "rev-parse", "--git-path", "objects"))
    info = folder / ".git/objects/info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "alternates").write_text(f"{(clone.root / objects).resolve().as_posix()}\n", encoding="utf-8")
    shallow = clone.root / _said(clone, "rev-parse", "--git-path", "shallow")
    if shallow.is_file():
        (folder / ".git/shallow").write_bytes(shallow.read_bytes())
    own = repository(folder)
    if own is None:
        raise CannotBuild("The folder for the site could not be made a repository.", f"Delete {folder.name}.")
    return own


def _said(clone: Repository, *arguments: str) -> str:
    return clone.run(*arguments).decode().strip()
