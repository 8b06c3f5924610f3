"""One pupil after another, from files to finished pages: the part of a run that several processes share.

A worker is handed its bench once and tasks by the handful; it writes pages straight into the editions being made and
gives back only what the lists and the search need. It works the same forked, spawned, or in the one process there is.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

import msgspec

from liverecord import cache, derive, render
from liverecord.build.judged import Progress, Task, World, judge
from liverecord.editions import Folder
from liverecord.model.case import CaseFile, Change, History
from liverecord.press import Frames
from liverecord.problem import Problem
from liverecord.redact import Gate
from liverecord.view import SearchEntry, View

ALONE_UP_TO = 40
"""So few pupils are done sooner than another process starts."""

_HANDFUL = 20


class Stand(NamedTuple):
    """What one audience's pages are made with: its gate, the school as it sees it, its frames, and where they go."""

    gate: Gate
    school: View
    frames: Frames
    edition: Folder


class Bench(NamedTuple):
    """What a worker holds for the whole run. Without stands it only judges."""

    world: World
    stands: dict[str, Stand]
    history: History


class Job(NamedTuple):
    """A pupil to be done: pages for which audiences, the case itself or not, and what git says of the pupil's own files."""

    task: Task
    changes: dict[str, tuple[Change, ...]]
    dirty: frozenset[str]
    audiences: tuple[str, ...] = ()
    case: bool = False


class Made(NamedTuple):
    """One audience's page of a pupil: what lists show of it (packed), what the search holds, and how long the file is."""

    summary: bytes
    entry: bytes
    size: int


class Done(NamedTuple):
    """What came of a job. `typed` is the pupil for the store, None where it was there already or cannot be typed;
    `case` only where the job asked for it.
    """

    pupil: str
    problems: list[Problem]
    typed: bytes | None
    made: dict[str, Made]
    case: CaseFile | None = None


def run(bench: Bench, jobs: Sequence[Job], progress: Progress) -> Iterator[Done]:
    """Do all jobs and yield what came of each, in order; `progress` hears how many are done.

    Raises whatever a worker raised: an error of this program is never swallowed.
    """
    if workers() < 2 or len(jobs) <= ALONE_UP_TO:
        for count, job in enumerate(jobs, 1):
            yield work(bench, job)
            progress("Pupils", count, len(jobs))
        return
    handfuls = [jobs[start : start + _HANDFUL] for start in range(0, len(jobs), _HANDFUL)]
    with ProcessPoolExecutor(workers(), initializer=_sit_down, initargs=(bench,)) as pool:
        count = 0
        for results in pool.map(_work_all, handfuls):
            yield from results
            count += len(results)
            progress("Pupils", count, len(jobs))


def workers() -> int:
    """Return how many processes share the pupils: one for each processor."""
    return os.cpu_count() or 1


def work(bench: Bench, job: Job) -> Done:
    """Do one job: judge the pupil, and make the pages if nothing is wrong."""
    pupil, problems = judge(bench.world, job.task)
    packed = None
    if pupil is not None and job.task.typed is None and job.task.key:
        packed = msgspec.msgpack.encode(pupil)
    made: dict[str, Made] = {}
    case = None
    if pupil is not None and not problems and bench.world.sound and (job.audiences or job.case):
        world = bench.world
        history = History(head=bench.history.head, changes=job.changes, dirty=job.dirty)
        case = derive.case(pupil, world.school, world.staff, world.rulebook, history, world.today)
        for audience in job.audiences:
            stand = bench.stands[audience]
            view = stand.gate.case(case)
            page = render.pupil(view, stand.school)
            content = stand.frames.set(page)
            stand.edition.write(f"{page.path}index.html", content)
            entry = msgspec.msgpack.encode(page.search)
            made[audience] = Made(cache.pack(render.summary(view)), entry, len(content))
    return Done(job.task.pupil, problems, packed, made, case if job.case else None)


def entry(raw: bytes) -> SearchEntry | None:
    """Return a search entry as `Made` carries it."""
    return msgspec.msgpack.decode(raw, type=SearchEntry | None)


_bench: list[Bench] = []


def _sit_down(bench: Bench) -> None:
    _bench[:] = [bench]


def _work_all(jobs: Sequence[Job]) -> list[Done]:
    return [work(_bench[0], job) for job in jobs]
