"""Many pupils done by several processes at once: the same forked, spawned, or in the one process there is."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from liverecord.examine.records import Progress

Shared = TypeVar("Shared")
Job = TypeVar("Job")
Done = TypeVar("Done")

ALONE_UP_TO = 40
"""So few pupils are done sooner than another process starts."""

_HANDFUL = 20


def run(
    work: Callable[[Shared, Job], Done], shared: Shared, jobs: Sequence[Job], progress: Progress
) -> Iterator[Done]:
    """Do all jobs and yield what came of each, in order; `progress` hears how many are done.

    A worker is handed what all jobs share once, and jobs by the handful. `work` is a module's own function.
    Raises whatever a worker raised: an error of this program is never swallowed.
    """
    if number() < 2 or len(jobs) <= ALONE_UP_TO:
        for count, job in enumerate(jobs, 1):
            yield work(shared, job)
            progress("Pupils", count, len(jobs))
        return
    # A check that finds nothing new needs no pool, and this is a tenth of its time.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    handfuls = [jobs[start : start + _HANDFUL] for start in range(0, len(jobs), _HANDFUL)]
    with ProcessPoolExecutor(number(), initializer=_start, initargs=(work, shared)) as pool:
        count = 0
        for results in pool.map(_work_all, handfuls):
            yield from results
            count += len(results)
            progress("Pupils", count, len(jobs))


def number() -> int:
    """Return how many processes share the pupils: one for each processor."""
    return os.cpu_count() or 1


_work: list[tuple[Callable[[Any, Any], Any], Any]] = []
"""What a worker does with each job, and what all of its jobs share."""


def _start(work: Callable[[Any, Any], Any], shared: Any) -> None:
    _work[:] = [(work, shared)]


def _work_all(jobs: Sequence[Any]) -> list[Any]:
    work, shared = _work[0]
    return [work(shared, job) for job in jobs]
