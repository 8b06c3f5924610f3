"""The bytes of the records' files, wherever a version stands: on the disk, in git at a commit, or in nobody's hands but ours.

A version is named by its blob; a file as it lies on the disk by DISK and its path, a draft that is written nowhere by DRAFT
and its path, since a colon is in no blob's name.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from liverecord.problem import Place, Problem
from liverecord.read import regular
from liverecord.read.blobs import Blobs
from liverecord.read.text import LARGEST, too_large

DISK = "disk:"
"""What the name of a file on the disk begins with, where a blob's would stand."""


DRAFT = "draft:"
"""The same for a draft."""


class Versions:
    """Reads versions of files, those of git all at once. `drafts` are the bytes of those that are written nowhere, by path."""

    def __init__(self, root: Path, blobs: Blobs, drafts: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self._root = root
        self._blobs = blobs
        self._drafts = dict(drafts)  # a plain one can be handed to another process

    def read(self, files: Mapping[str, str]) -> tuple[dict[str, bytes], list[Problem]]:
        """Return the bytes of each file that can be read, by its path, and why the others cannot.

        `files` are path → version. Raises HistoryUnavailable where git cannot be asked.
        """
        contents: dict[str, bytes] = {}
        problems: list[Problem] = []
        of_git = self._blobs.read(each for each in files.values() if not each.startswith((DISK, DRAFT)))
        for path, version in files.items():
            if version.startswith(DISK):
                content, wrong = on_disk(self._root, version.removeprefix(DISK))
                problems += wrong
            elif version.startswith(DRAFT):
                content = self._drafts[version.removeprefix(DRAFT)]
            else:
                content = of_git.get(version)
                if content is None:
                    message = "Git no longer has this version."
                    problems.append(Problem(Place(path), "unreadable-file", message))
            if content is not None:
                contents[path] = content
        return contents, problems


def on_disk(root: Path, path: str) -> tuple[bytes | None, list[Problem]]:
    """Return a file's bytes, or why it cannot be read; `path` is as a Listing has it."""
    place = os.path.join(root, path)  # noqa: PTH118 - sixty thousand Paths cost a second
    try:
        return regular.contents(place, LARGEST), []
    except regular.Link:
        return None, [symbolic_link(path)]
    except regular.TooLarge:
        return None, [too_large(path)]
    except regular.NotAFile:
        message = "A folder or a device stands where a file should."
        hint = "Delete it, or move it out of the records."
    except regular.Changed:
        message = "The file changed while it was read."
        hint = "It was being saved while the records were read: run the command again."
    except FileNotFoundError:
        message = "The file is gone."
        hint = "It was moved or deleted while the records were read: run the command again."
    except OSError as error:
        message = f"The file cannot be opened ({os.strerror(error.errno or 0)})."
        hint = "Look at who may read it, and whether it is in use."
    return None, [Problem(Place(path), "unreadable-file", message, hint)]


def symbolic_link(path: str) -> Problem:
    """Return the problem that a symbolic link in the records is."""
    message = "A symbolic link stands in the records: it can lead out of them, and is no file on Windows."
    return Problem(Place(path), "symbolic-link", message, "Put the file itself here, or delete the link.")
