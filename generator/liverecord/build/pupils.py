"""One pupil after another, from files to finished pages: the part of a run that several processes share.

A worker is handed its bench once and tasks by the handful; it writes pages straight into the editions being made and
gives back only what the lists and the search need. It works the same forked, spawned, or in the one process there is.
"""

from typing import NamedTuple

import msgspec

from liverecord import cache, derive, render
from liverecord.editions import Folder
from liverecord.examine.records import Judged, Task, World, examine
from liverecord.model.case import Change, History
from liverecord.press import Frames
from liverecord.redact import Gate
from liverecord.view import Page, SearchEntry, View


class Stand(NamedTuple):
    """What one audience's pages are made with: its gate, the school as it sees it, its frames, and where they go."""

    gate: Gate
    school: View
    frames: Frames
    edition: Folder


class Bench(NamedTuple):
    """What a worker holds for the whole run."""

    world: World
    stands: dict[str, Stand]
    history: History


class Job(NamedTuple):
    """A pupil to be done: pages for which audiences, and what git says of the pupil's own files."""

    task: Task
    changes: dict[str, tuple[Change, ...]]
    dirty: frozenset[str]
    audiences: tuple[str, ...] = ()


class Made(NamedTuple):
    """One audience's pages of a pupil: what lists show (packed), what the search holds, and each page's address and length."""

    summary: bytes
    entry: bytes
    pages: tuple[tuple[str, int], ...]


class Done(NamedTuple):
    """What came of a job: what was found of the pupil, and a page for each audience where nothing is wrong."""

    judged: Judged
    made: dict[str, Made]


def work(bench: Bench, job: Job) -> Done:
    """Do one job: judge the pupil, and make the pages if nothing is wrong."""
    world = bench.world
    pupil, judged = examine(world, job.task)
    made: dict[str, Made] = {}
    if pupil is not None and not judged.problems and world.sound:
        history = History(head=bench.history.head, changes=job.changes, dirty=job.dirty)
        case = derive.case(pupil, world.school, world.staff, world.rulebook, history, world.today)
        for audience in job.audiences:
            stand = bench.stands[audience]
            view = stand.gate.case(case)
            page, more = render.pupil(view, stand.school), render.attendance(view, stand.school)
            pages = tuple((each.path, _written(stand, each)) for each in (page, more) if each is not None)
            entry = msgspec.msgpack.encode(page.search)
            made[audience] = Made(cache.pack(render.summary(view)), entry, pages)
    return Done(judged, made)


def entry(raw: bytes) -> SearchEntry | None:
    """Return a search entry as `Made` carries it."""
    return msgspec.msgpack.decode(raw, type=SearchEntry | None)


def _written(stand: Stand, page: Page) -> int:
    content = stand.frames.set(page)
    stand.edition.write(f"{page.path}index.html", content)
    return len(content)
