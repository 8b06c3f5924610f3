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

from liverecord.problem import CannotBuild, LiverecordError, where
from liverecord.read.repository import Repository, repository
from liverecord.read.rulebook import rulebook
from liverecord.read.settings import STORE, Settings, settings
from liverecord.saves.writing import begun, laid_out

_FOLDER = "edit"
_PATIENCE = 600
_MOST = 2_000
_NO_ANSWER = "Run `liverecord build` in the school's folder: it says why."


class Built(NamedTuple):
    """A built site: its folder and its content-security policy; the commit that it shows, and the day that it is about.

    `is_older` tells that another was wanted since, which is not made.
    """

    folder: Path
    policy: str
    commit: str
    today: date
    is_older: bool = False

    @property
    def shows(self) -> "_Wanted":
        """What it was built for."""
        return _Wanted(self.commit, self.today)


class _Wanted(NamedTuple):
    """A site that is wanted: of which commit, on which day."""

    commit: str
    today: date


class OwnSite:
    """Builds the site in the background whenever another commit or another day is wanted; whoever looks at it waits for that.

    Use it as a context: a build that is under way ends with it.
    """

    def __init__(self, school: Settings) -> None:
        self._school = school
        self._is_begun = False
        self._lock = threading.Condition()
        self._wanted: _Wanted | None = None
        self._built: Built | None = None
        self._failed: _Wanted | None = None
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

    def want(self, commit: str, today: date) -> None:
        """Have the site of a commit built as it is on a day; returns at once."""
        with self._lock:
            self._wanted = _Wanted(commit, today)
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()

    def shown(self) -> Built:
        """Return the site that was wanted last, once it is built; an older one where it cannot be.

        Raises CannotBuild where none was built before.
        """
        with self._lock:
            self._lock.wait_for(lambda: self._worker is None, _PATIENCE)
            if self._built is None:
                raise CannotBuild("The site could not be made from these records.", self._why or _NO_ANSWER)
            return self._built._replace(is_older=self._built.shows != self._wanted)

    def _work(self) -> None:
        try:
            while wanted := self._next():
                built = self._attempted(wanted)
                with self._lock:
                    if built is not None:
                        self._built = built
                    else:
                        self._failed = wanted
        finally:
            with self._lock:
                if self._worker is threading.current_thread():
                    self._worker = None
                    self._lock.notify_all()

    def _next(self) -> "_Wanted | None":
        """Return what to build; None where there is nothing, and then the work has ended."""
        with self._lock:
            is_known = self._built is not None and self._built.shows == self._wanted
            if not (self._is_over or is_known or self._failed == self._wanted):
                return self._wanted
            self._worker = None
            self._lock.notify_all()
            return None

    def _attempted(self, wanted: "_Wanted") -> Built | None:
        """Return a site; None where it could not be built, and why is noted."""
        try:
            return self._build(wanted)
        except LiverecordError as error:
            self._why = f"{error.message} {error.hint}"
        except OSError as error:
            self._why = (
                f"A file of it could not be written or read: {error.strerror or type(error).__name__}."
            )
        except Exception as fault:  # noqa: BLE001 - the next commit is built all the same
            # An exception's own words may quote a record: they go nowhere.
            self._why = f"A fault of the program itself: {type(fault).__name__} at {where(fault)}."
        return None

    def _build(self, wanted: "_Wanted") -> Built | None:
        """Return a site; None where the build says no. Raises LiverecordError, OSError."""
        root = self._laid_out(wanted.commit)
        audience = rulebook().policy.audiences[-1].id
        with self._lock:
            if self._is_over:
                return None
            self._process = subprocess.Popen(  # noqa: S603 - this very program
                command(audience, wanted.today),
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
        policy = (output / f"{audience}.policy").read_text(encoding="utf-8").strip()
        return Built(output / audience, policy, *wanted)

    def _laid_out(self, commit: str) -> Path:
        """Lay the files of a commit into the folder beside, and return the school's folder there."""
        clone = repository(self._school.root)
        if clone is None:
            raise CannotBuild("The school's folder is no git repository.", "Run this in a clone of it.")
        folder = self._school.root / STORE / _FOLDER
        if not self._is_begun:
            _begin(folder, clone)
            self._is_begun = True
        _borrow(folder, clone)
        own = repository(folder)
        if own is None:
            raise CannotBuild(
                "The folder for the site could not be made a repository.", f"Delete {STORE}/{_FOLDER}."
            )
        laid_out(own, commit)
        return folder / clone.prefix


def command(audience: str, today: date) -> list[str]:
    """Return what builds the site of the folder in which it is run."""
    about = ["--audience", audience, "--last-valid", "--today", today.isoformat()]
    return [sys.executable, "-m", "liverecord", "build", *about]


def _begin(folder: Path, clone: Repository) -> None:
    """Make the folder beside a repository of the program's own, with new settings: what somebody else left there says nothing."""
    if folder.is_symlink():
        folder.unlink()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    inside = folder / ".git"
    if inside.is_symlink() or inside.is_file():
        inside.unlink()
    # A lock that a killed run left would keep every later site from being laid out.
    for name in ("config", "commondir", "index.lock", "HEAD.lock"):
        (inside / name).unlink(missing_ok=True)
    begun(folder, _said(clone, "rev-parse", "--show-object-format"))


def _borrow(folder: Path, clone: Repository) -> None:
    """Have the clone's objects, and what it lacks of the past, count in the folder beside as well."""
    objects = Path(_said(clone, "rev-parse", "--git-path", "objects"))
    info = folder / ".git/objects/info"
    info.mkdir(parents=True, exist_ok=True)
    (info / "alternates").write_text(f"{(clone.root / objects).resolve().as_posix()}\n", encoding="utf-8")
    shallow = clone.root / _said(clone, "rev-parse", "--git-path", "shallow")
    if shallow.is_file():
        (folder / ".git/shallow").write_bytes(shallow.read_bytes())


def _said(clone: Repository, *arguments: str) -> str:
    return clone.run(*arguments).decode().strip()
