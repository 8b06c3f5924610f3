"""Many pupils done by several processes at once: the same forked, spawned, or in the one process there is."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from liverecord.examine.records import Progress

Bench = TypeVar("Bench")
Job = TypeVar("Job")
Done = TypeVar("Done")

ALONE_UP_TO = 40
"""So few pupils are done sooner than another process starts."""

_HANDFUL = 20


def shared(
    work: Callable[[Bench, Job], Done], bench: Bench, jobs: Sequence[Job], progress: Progress
) -> Iterator[Done]:
    """Do all jobs and yield what came of each, in order; `progress` hears how many are done.

    A worker is handed its bench (what all jobs share) once, and jobs by the handful. `work` is a module's own function.
    Raises whatever a worker raised: an error of this program is never swallowed.
    """
    if workers() < 2 or len(jobs) <= ALONE_UP_TO:
        for count, job in enumerate(jobs, 1):
            yield work(bench, job)
            progress("Pupils", count, len(jobs))
        return
    # A check that finds nothing new needs no pool, and this is a tenth of its time.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    handfuls = [jobs[start : start + _HANDFUL] for start in range(0, len(jobs), _HANDFUL)]
    with ProcessPoolExecutor(workers(), initializer=_sit_down, initargs=(work, bench)) as pool:
        count = 0
        for results in pool.map(_work_all, handfuls):
            yield from results
            count += len(results)
            progress("Pupils", count, len(jobs))


def workers() -> int:
    """Return how many processes share the pupils: one for each processor."""
    return os.cpu_count() or 1


_place: list[tuple[Callable[[Any, Any], Any], Any]] = []


def _sit_down(work: Callable[[Any, Any], Any], bench: Any) -> None:
    _place[:] = [(work, bench)]


def _work_all(jobs: Sequence[Any]) -> list[Any]:
    work, bench = _place[0]
    return [work(bench, job) for job in jobs]
