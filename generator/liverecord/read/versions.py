"""The bytes of the records' files, wherever a version stands: on the disk, or in git at a commit.

A version is named by its blob; a file as it lies on the disk by DISK and its path, since a colon is in no blob's name.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from liverecord.problem import Place, Problem
from liverecord.read.blobs import Blobs
from liverecord.read.text import LARGEST, too_large

DISK = "disk:"
"""What the name of a file on the disk begins with, where a blob's would stand."""


class Versions:
    """Reads versions of files, those of git all at once."""

    def __init__(self, root: Path, blobs: Blobs) -> None:
        self._root = root
        self._blobs = blobs

    def read(self, files: Mapping[str, str]) -> tuple[dict[str, bytes], list[Problem]]:
        """Return the bytes of each file that can be read, by its path, and why the others cannot.

        `files` are path → version. Raises HistoryUnavailable where git cannot be asked.
        """
        contents: dict[str, bytes] = {}
        problems: list[Problem] = []
        of_git = self._blobs.read(version for version in files.values() if not version.startswith(DISK))
        for path, version in files.items():
            if version.startswith(DISK):
                content, wrong = on_disk(self._root, version.removeprefix(DISK))
                problems += wrong
            else:
                content = of_git.get(version)
                if content is None:
                    message = "Git no longer has this version."
                    problems.append(Problem(Place(path), "unreadable-file", message))
            if content is not None:
                contents[path] = content
        return contents, problems


def on_disk(root: Path, path: str) -> tuple[bytes | None, list[Problem]]:
    """Return a file's bytes, or why it cannot be read; `path` is as a Listing has it.

    A file past the size limit is refused from its size. A symbolic link, and anything that is not a plain file (a
    pipe would wait for ever), is never opened.
    """
    place = os.path.join(root, path)  # noqa: PTH118 - sixty thousand Paths cost a second
    try:
        status = os.lstat(place)
        if stat.S_ISLNK(status.st_mode):
            return None, [symbolic_link(path)]
        if not stat.S_ISREG(status.st_mode):
            message = "A folder or a device stands where a file should."
            return None, [
                Problem(Place(path), "unreadable-file", message, "Delete it, or move it out of the records.")
            ]
        if status.st_size > LARGEST:
            return None, [too_large(path)]
        content = _bytes(place, status.st_size)
    except FileNotFoundError:
        hint = "It was moved or deleted while the records were read: run the command again."
        return None, [Problem(Place(path), "unreadable-file", "The file is gone.", hint)]
    except OSError as error:
        message = f"The file cannot be opened ({os.strerror(error.errno or 0)})."
        return None, [
            Problem(
                Place(path), "unreadable-file", message, "Look at who may read it, and whether it is in use."
            )
        ]
    if len(content) != status.st_size:
        hint = "It was being saved while the records were read: run the command again."
        return None, [Problem(Place(path), "unreadable-file", "The file changed while it was read.", hint)]
    return content, []


def _bytes(place: str, size: int) -> bytes:
    """Return a file's bytes, and one more than `size` if it has grown; Python's own files take three times as long."""
    descriptor = os.open(place, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0))
    try:
        return os.read(descriptor, size + 1)
    finally:
        os.close(descriptor)


def symbolic_link(path: str) -> Problem:
    """Return the problem that a symbolic link in the records is."""
    message = "A symbolic link stands in the records: it can lead out of them, and is no file on Windows."
    return Problem(Place(path), "symbolic-link", message, "Put the file itself here, or delete the link.")
