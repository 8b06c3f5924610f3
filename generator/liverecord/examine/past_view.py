"""The records of a past commit, in a folder of their own for as long as they are needed."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from liverecord import cache
from liverecord.problem import Place, Problem
from liverecord.read.blobs import Blobs
from liverecord.read.revisions import Standing, lay_out

_STALE_SECONDS = 24 * 60 * 60


class LaidOut(NamedTuple):
    """A folder that holds the records of a past commit; `problems` are of what could not be laid out."""

    folder: Path
    problems: list[Problem]


@contextmanager
def laid_out(root: Path, records: str, standing: Standing) -> Iterator[LaidOut]:
    """Lay the records of a commit out below the store, for the owner alone; the folder is gone afterwards, whatever happens."""
    shelf = root / cache.FOLDER / "past"
    shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(shelf)
    folder = Path(tempfile.mkdtemp(prefix=f"{standing.commit}.", dir=shelf))
    try:
        with Blobs(root) as blobs:
            tree = lay_out(standing, records, folder, blobs)
        yield LaidOut(folder, _left_out(records, len(tree.left_out)))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            shelf.rmdir()


def _sweep(shelf: Path) -> None:
    """Remove what a run that was killed left behind; younger folders may be another run's."""
    for folder in shelf.iterdir():
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


def _left_out(records: str, number: int) -> list[Problem]:
    if not number:
        return []
    message = (
        f"At that commit {number} of the records' files cannot be laid out: links, submodules, or too large."
    )
    return [
        Problem(Place(records), "unreadable-file", message, "`git ls-tree -r` and the commit lists them.")
    ]
