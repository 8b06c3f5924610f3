"""One pupil after another, from files to finished pages: the part of a run that several processes share.

A worker is handed once what all jobs share and tasks by the handful; it writes pages straight into the editions being made and
gives back only what the lists and the search need. It works the same forked, spawned, or in the one process there is.
"""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from liverecord import cache, derive, render
from liverecord.editions import Folder
from liverecord.examine.edits import recalled
from liverecord.examine.records import Judged, Task, World, classes_of, examine
from liverecord.examine.restricted_since import Closed
from liverecord.model.history import Change, Stood
from liverecord.model.records import Pupil
from liverecord.press import Frames
from liverecord.read.blobs import Blobs
from liverecord.redact import Gate
from liverecord.view import Page, SearchEntry, View


class Target(NamedTuple):
    """What one audience's pages are made with: its gate, the school as it sees it, its frames, and where they go."""

    gate: Gate
    school: View
    frames: Frames
    edition: Folder


class Shared(NamedTuple):
    """What all jobs share, which a worker is handed once; `blobs` starts a git of its own in each. In a view of a past day, `closed` is what
    has been restricted since.
    """

    world: World
    targets: dict[str, Target]
    blobs: Blobs
    closed: Mapping[str, Closed]


class Job(NamedTuple):
    """A pupil to be done: pages for which audiences, what git says of the pupil's files, and what an earlier run made of that
    (None: nothing). With `stood`, the task's typed pupil is one as it stood, and not judged again.
    """

    task: Task
    changes: dict[str, tuple[Change, ...]]
    pending: dict[str, str]
    past: bytes | None = None
    audiences: tuple[str, ...] = ()
    stood: Stood | None = None


class Made(NamedTuple):
    """One audience's pages of a pupil: what lists show (packed), what the search holds, and each page's address and length."""

    summary: bytes
    entry: bytes
    pages: tuple[tuple[str, int], ...]


class Done(NamedTuple):
    """What came of a job: what was found of the pupil, a page for each audience where nothing is wrong, and the past where
    something in it is new.
    """

    judged: Judged
    made: dict[str, Made]
    past: bytes | None = None


def work(shared: Shared, job: Job) -> Done:
    """Do one job: judge the pupil, and make the pages if nothing is wrong."""
    world = shared.world
    pupil, judged = _standing(world, job.task) if job.stood else examine(world, job.task)
    made: dict[str, Made] = {}
    past = None
    if pupil is not None and not judged.problems and world.sound:
        known, past = recalled(
            world.root, job.changes, job.pending, world.rulebook.policy, shared.blobs, job.past
        )
        if job.task.pupil in shared.closed:
            pupil = shared.closed[job.task.pupil].over(pupil)
        case = derive.case(pupil, world.school, world.staff, world.rulebook, known, world.today, job.stood)
        for audience in job.audiences:
            target = shared.targets[audience]
            view = target.gate.case(case)
            pages = list(render.of_pupil(view, target.school))
            written = tuple((page.path, _written(target, page)) for page in pages)
            entry = msgspec.msgpack.encode(next((page.search for page in pages if page.search), None))
            made[audience] = Made(cache.pack(render.summary(view, target.school)), entry, written)
    return Done(judged, made, past)


def _standing(world: World, task: Task) -> tuple[Pupil, Judged]:
    assert task.typed is not None
    pupil = msgspec.msgpack.decode(task.typed, type=Pupil)
    return pupil, Judged(task.pupil, [], None, pupil.plan.pupil.upn, classes_of(pupil, world.today))


def entry(raw: bytes) -> SearchEntry | None:
    """Return a search entry as `Made` carries it."""
    return msgspec.msgpack.decode(raw, type=SearchEntry | None)


def _written(target: Target, page: Page) -> int:
    content = target.frames.set(page)
    target.edition.write(f"{page.path}index.html", content)
    return len(content)
