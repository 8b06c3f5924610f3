"""Editions: the numbered builds of one audience's site, and the pointer that readers follow to the newest.

    site/team            what the web server serves: a symbolic link to …
    site/team.7          … the newest edition
    site/team.6          the one before, for readers in the middle of a page
    site/team.8.making   one that is being made; it becomes team.8 when it is whole

A reader never meets a missing or half-written page, and a build that fails leaves the last good site up. Files that did not
change are hard links to the edition before. Where the disk knows no symbolic links (Windows without the right), the
pointer is the newest folder itself, renamed into place.

Whoever makes something holds a lock on its folder, which ends with the process, however that ends: what a run that was
killed left behind goes with the next. Where folders cannot be locked (Windows), it goes after a day.
"""

import contextlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from liverecord.problem import CannotBuild

if sys.platform != "win32":
    import fcntl

_STALE_SECONDS = 24 * 60 * 60


class Folder:
    """A plain folder that a site is written into, such as the one MkDocs made: nothing before it, nothing to switch."""

    previous: Path | None = None
    is_private = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = {folder}

    def write(self, path: str, content: bytes) -> None:
        """Write one file; one that is the same as in the edition before becomes a link to it."""
        target = self.target(path)
        if self.previous is not None:
            last = self.previous / path
            with contextlib.suppress(OSError):
                if last.stat().st_size == len(content) and last.read_bytes() == content:
                    link(last, target)
                    return
        _fresh(target, content)

    def keep(self, path: str, size: int) -> bool:
        """Take one file over from the edition before, if it is there and has the size it should have."""
        if self.previous is None:
            return False
        last = self.previous / path
        try:
            if last.stat().st_size != size:
                return False
            link(last, self.target(path))
        except OSError:
            return False
        return True

    def adopt(self, source: Path, path: str) -> None:
        """Take one file over from elsewhere on the same disk: as a link, but where it must be the owner's alone."""
        if self.is_private:
            _fresh(self.target(path), source.read_bytes())
        else:
            link(source, self.target(path))

    def target(self, path: str) -> Path:
        """Return where a file of the site belongs, its folder made."""
        target = self.folder / path
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        return target


class Edition(Folder):
    """A site being made for one audience. Write into it, then `publish` it or `discard` it.

    A private one shares no file with another edition, whose files others may read.
    """

    def __init__(self, output: Path, audience: str, *, is_private: bool = False) -> None:
        self._pointer = output / audience
        self._lock: int | None = None
        self.is_private = is_private
        try:
            output.mkdir(parents=True, exist_ok=True)
            self.previous = None if is_private else self._newest()
            folder = self._claim()
        except OSError as error:
            message = f"the site's folder {output} cannot be written: {error.strerror}"
            raise CannotBuild(
                message, "Check the folder's permissions and that the disk is not full."
            ) from error
        super().__init__(folder)

    def publish(self) -> Path:
        """Make this edition the one that readers see, remove those older than the one before, and return the pointer."""
        final = self.folder.with_name(self.folder.name.removesuffix(".making"))
        try:
            self._move(final)
        except OSError as error:
            self.discard()
            message = f"the finished site could not be put in place: {error.strerror}"
            raise CannotBuild(
                message, "The last good site is still up. Close programs that hold its files open."
            ) from error
        _let_go(self._lock)
        self._sweep(keep={final, self.previous})
        return self._pointer

    def discard(self) -> None:
        """Throw away what was made; the last good site stays as it was."""
        shutil.rmtree(self.folder, ignore_errors=True)
        _let_go(self._lock)
        self._lock = None

    def _move(self, final: Path) -> None:
        self.folder.rename(final)
        self.folder = final
        if self._pointer.is_symlink() or not self._pointer.exists():
            waiting = final.with_name(f"{final.name}.pointer")
            try:
                waiting.unlink(missing_ok=True)
                waiting.symlink_to(final.name, target_is_directory=True)
            except (OSError, NotImplementedError):
                if not self._pointer.exists():
                    final.rename(self._pointer)
                    return
                raise
            waiting.replace(self._pointer)
            return
        # A plain folder stands where the pointer belongs: this disk has no symbolic links, or somebody copied a site here.
        aside = self._pointer.with_name(f"{self._pointer.name}.{_number(final) - 1}.aside")
        shutil.rmtree(aside, ignore_errors=True)
        self._pointer.rename(aside)
        try:
            final.rename(self._pointer)
        except OSError:
            aside.rename(self._pointer)
            raise
        shutil.rmtree(aside, ignore_errors=True)

    def _newest(self) -> Path | None:
        if not self._pointer.is_dir():
            return None
        return self._pointer.resolve()

    def _claim(self) -> Path:
        for path in self._siblings():
            if path.name.endswith(_MAKING):
                sweep(path)
        number = max((_number(path) for path in self._siblings()), default=0)
        while True:
            number += 1
            folder = self._pointer.with_name(f"{self._pointer.name}.{number}{_MAKING}")
            if folder.with_name(f"{self._pointer.name}.{number}").exists():
                continue
            with contextlib.suppress(FileExistsError, *_LOST):
                folder.mkdir()
                self._lock = _locked(folder)
                return folder

    def _siblings(self) -> Iterator[Path]:
        name = re.compile(re.escape(self._pointer.name) + r"\.\d+(\.making|\.aside)?")
        return (path for path in self._pointer.parent.iterdir() if name.fullmatch(path.name))

    def _sweep(self, keep: set[Path | None]) -> None:
        kept = {path.name for path in keep if path is not None}
        for path in list(self._siblings()):
            if path.name in kept:
                continue
            if path.name.endswith(_MAKING):
                sweep(path)
            else:
                shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def scratch(shelf: Path) -> Iterator[Path]:
    """Make a folder on a shelf for as long as it is needed, for the owner alone; first, those of runs that were killed go."""
    while True:
        # The shelf itself may go, with the run that used it last.
        with contextlib.suppress(*_LOST):
            shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
            for left in shelf.iterdir():
                sweep(left)
            folder = Path(tempfile.mkdtemp(dir=shelf))
            lock = _locked(folder)
            break
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _let_go(lock)
        with contextlib.suppress(OSError):
            shelf.rmdir()


@contextlib.contextmanager
def for_the_owner_alone() -> Iterator[None]:
    """Make every file and folder 0600 and 0700 meanwhile, those of processes that are started too, whatever the machine's custom."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def sweep(folder: Path) -> None:
    """Remove a folder that was being made, where no process holds it any more; where none can, once it is a day old."""
    with contextlib.suppress(OSError):
        lock = _locked(folder)
        try:
            if lock is not None or time.time() - folder.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            _let_go(lock)


def link(source: Path, target: Path) -> None:
    """Make `target` the same file as `source`: a hard link where the disk knows them, a copy elsewhere."""
    try:
        os.link(source, target)
    except FileExistsError:
        target.unlink()
        link(source, target)
    except (OSError, NotImplementedError):
        shutil.copyfile(source, target)


_MAKING = ".making"
_LOST = (BlockingIOError, FileNotFoundError)
"""Raised where another process was quicker: it holds the folder in order to remove it, or has."""


def _locked(folder: Path) -> int | None:
    """Return this process's lock on a folder, None where this system has none. Raises one of _LOST where another was quicker."""
    if sys.platform == "win32":
        return None
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if folder.stat().st_ino == os.fstat(lock).st_ino:
            return lock
    except _LOST:
        os.close(lock)
        raise
    except OSError:  # a disk that knows no locks
        os.close(lock)
        return None
    os.close(lock)
    raise FileNotFoundError(folder)


def _let_go(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)


def _fresh(target: Path, content: bytes) -> None:
    # Never write through a name that exists: it may be a link into the edition that readers are on.
    try:
        with target.open("xb") as file:
            file.write(content)
    except FileExistsError:
        target.unlink()
        _fresh(target, content)


def _number(path: Path) -> int:
    match = re.search(r"\.(\d+)(?:\.\w+)?$", path.name)
    return int(match.group(1)) if match else 0
