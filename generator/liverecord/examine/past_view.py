"""The records of a past commit, in a folder of their own for as long as they are needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from liverecord import cache
from liverecord.editions import scratch
from liverecord.problem import Place, Problem
from liverecord.read.blobs import Blobs
from liverecord.read.revisions import Standing, lay_out


class LaidOut(NamedTuple):
    """A folder that holds the records of a past commit; `problems` are of what could not be laid out."""

    folder: Path
    problems: list[Problem]


@contextmanager
def laid_out(root: Path, records: str, standing: Standing) -> Iterator[LaidOut]:
    """Lay the records of a commit out below the store, for the owner alone; the folder is gone afterwards, whatever happens."""
    with scratch(root / cache.FOLDER / "past") as folder:
        with Blobs(root) as blobs:
            tree = lay_out(standing, records, folder, blobs)
        yield LaidOut(folder, _left_out(records, len(tree.left_out)))


def _left_out(records: str, number: int) -> list[Problem]:
    if not number:
        return []
    message = (
        f"At that commit {number} of the records' files cannot be laid out: links, submodules, or too large."
    )
    return [
        Problem(Place(records), "unreadable-file", message, "`git ls-tree -r` and the commit lists them.")
    ]
