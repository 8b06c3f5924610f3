"""Who changed what, for every pupil: `python timed_history.py log` or `compare`, in a school's folder.

What a build does with git's history and nothing else: the log alone, or every version compared too. Prints how many
changes there are of files, or edits.
"""

import sys
from pathlib import Path
from typing import NamedTuple

from liverecord import cache
from liverecord.examine import log_cache, workers
from liverecord.examine.edits import edits
from liverecord.examine.records import Records
from liverecord.model.history import Change
from liverecord.model.policy import Policy
from liverecord.read.blobs import Blobs
from liverecord.read.settings import settings
from liverecord.read.today import today


class Bench(NamedTuple):
    """What all pupils share."""

    root: Path
    policy: Policy
    blobs: Blobs


def work(bench: Bench, changes: dict[str, tuple[Change, ...]]) -> int:
    """Compare every version of a pupil's files, and return how many edits there are."""
    return len(edits(bench.root, changes, {}, bench.policy, bench.blobs))


def main(what: str) -> None:
    """Read the log with what the store knows; to compare, read all versions anew."""
    found = settings(Path())
    with cache.Store(found.root) as store, Blobs(found.root) as blobs:
        records = Records(found, today(None, found.today), store)
        history = log_cache.history(records)
        jobs = [
            {path: history.changes[path] for path in task.files.values() if path in history.changes}
            for task in records.tasks
        ]
        if what == "compare":
            bench = Bench(found.root, records.rulebook.policy, blobs)
            number = sum(workers.run(work, bench, jobs, lambda _what, _done, _total: None))
        else:
            number = sum(len(changes) for job in jobs for changes in job.values())
        print(number)  # noqa: T201


if __name__ == "__main__":  # worker processes may import this file
    main(sys.argv[1])
