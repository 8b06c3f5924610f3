"""Reading one regular file: no link is followed, nothing is waited for, and no more is read than was allowed.

What lies in a folder that was handed over may be a pipe, a device, a link out of it or a file of 50 GB. Each is refused
before a byte of it is read, and so is what takes a file's place between the look at it and its opening.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    # Windows has neither: there the look before the opening is all there is.
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
)
_REPARSE_POINT = getattr(stat, "FILE_ATTRIBUTE_REPARSE_POINT", 0x400)


class Refused(OSError):
    """A file that is not read, though it is there; its `strerror` says why, as that of any OSError does."""

    number = errno.EINVAL
    said = ""

    def __init__(self, path: str | Path) -> None:
        super().__init__(self.number, self.said, str(path))


class Link(Refused):
    """A symbolic link, or on Windows a junction."""

    number = errno.ELOOP
    said = "it is a link, not the file itself"


class NotAFile(Refused):
    """A folder, a pipe, a socket or a device."""

    said = "it is no file, but a folder, a pipe or a device"


class TooLarge(Refused):
    """A file of more bytes than were allowed."""

    number = errno.EFBIG
    said = "it is too large"


class Changed(Refused):
    """A file that grew or shrank while it was read."""

    number = errno.EAGAIN
    said = "it changed while it was read"


def contents(path: str | Path, most: int) -> bytes:
    """Return a file's bytes, at most `most` of them.

    Raises Link, NotAFile, TooLarge and Changed, and OSError where the disk refuses.
    """
    descriptor, size = _open(path, most)
    try:
        # In one piece: Python's own files take three times as long. One byte more shows that it has grown.
        content = os.read(descriptor, size + 1)
        while len(content) < size and (more := os.read(descriptor, size - len(content))):
            content += more
    finally:
        os.close(descriptor)
    if len(content) != size:
        raise Changed(path)
    return content


@contextmanager
def opened(path: str | Path) -> Iterator[BufferedReader]:
    """Yield a file to be read piece by piece, however large it is; raises Link, NotAFile, and OSError as `contents` does."""
    descriptor, _ = _open(path, None)
    with os.fdopen(descriptor, "rb") as file:
        yield file


def _open(path: str | Path, most: int | None) -> tuple[int, int]:
    """Return an open descriptor, and the size of what was opened."""
    _look(path, os.lstat(path), most)  # before it is opened: opening a device may already do something
    try:
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        if error.errno in {errno.ELOOP, getattr(errno, "EMLINK", errno.ELOOP)}:
            raise Link(path) from None
        raise
    try:
        status = os.fstat(descriptor)
        _look(path, status, most)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor, status.st_size


def _look(path: str | Path, status: os.stat_result, most: int | None) -> None:
    """Refuse what is no regular file, or too large a one."""
    if stat.S_ISLNK(status.st_mode) or getattr(status, "st_file_attributes", 0) & _REPARSE_POINT:
        raise Link(path)
    if not stat.S_ISREG(status.st_mode):
        raise NotAFile(path)
    if most is not None and status.st_size > most:
        raise TooLarge(path)
