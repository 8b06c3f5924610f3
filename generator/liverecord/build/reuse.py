"""What an earlier run made and nothing has changed since, and what must be done anew."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from liverecord import cache
from liverecord.build import pupils
from liverecord.build.pupils import Job, Made, Stand
from liverecord.editions import Edition
from liverecord.examine.records import Judged, Progress, Records, Task
from liverecord.examine.sharing import shared
from liverecord.model.case import Change, History
from liverecord.problem import Problem


class Pages(NamedTuple):
    """One audience's pupils: each one's key (all that its pages depend on) and what was made, by pupil."""

    kind: str
    keys: dict[str, str]
    made: dict[str, Made]


def planned(
    records: Records, stands: Mapping[str, Stand], history: History, frames_key: str
) -> tuple[list[Job], dict[str, Pages]]:
    """Take over every page that nothing has changed into its new edition; return the jobs that are left."""
    jobs: dict[str, Job] = {}
    pages = {}
    for audience, stand in stands.items():
        kind = f"page {audience} in {records.settings.output}" if isinstance(stand.edition, Edition) else ""
        stored = records.store.facts(kind) if kind else {}
        pages[audience] = Pages(kind, {}, {})
        for task in records.tasks:
            job = jobs.get(task.pupil) or job_of(task, history)
            key = (
                cache.key(records.base, task.key, audience, frames_key, *_told(job))
                if task.key and kind
                else ""
            )
            pages[audience].keys[task.pupil] = key
            known, value = stored.get(task.pupil, ("", b""))
            if key and known == key:
                made = _MADE.decode(value)
                if all(stand.edition.keep(f"{path}index.html", size) for path, size in made.pages):
                    pages[audience].made[task.pupil] = made
                    continue
            jobs[task.pupil] = job._replace(audiences=(*job.audiences, audience))
    tasks = records.recalled(task for task in records.tasks if task.pupil in jobs)
    return [jobs[task.pupil]._replace(task=task) for task in tasks], pages


def judged(
    records: Records,
    stands: Mapping[str, Stand],
    history: History,
    jobs: Sequence[Job],
    pages: Mapping[str, Pages],
    progress: Progress,
) -> list[Problem]:
    """Do the jobs: add what was made to `pages`, remember what was read, and return every problem."""
    problems: list[Problem] = []
    found: list[tuple[Task, Judged]] = []
    # Each job brings its own changes; all of them would be copied into every worker that is not forked.
    bench = pupils.Bench(records.world, dict(stands), History(head=history.head))
    for job, done in zip(jobs, shared(pupils.work, bench, jobs, progress), strict=True):
        problems += done.judged.problems
        found.append((job.task, done.judged))
        if len(found) >= _AT_ONCE:
            records.keep(found)
            found = []
        for audience, made in done.made.items():
            pages[audience].made[job.task.pupil] = made
    records.keep(found)
    return problems


def remember(records: Records, pages: Mapping[str, Pages]) -> None:
    """Store what was made for the next run, and forget pupils whose folders are gone."""
    for each in pages.values():
        if each.kind:
            stored = records.store.facts(each.kind)
            fresh = {
                pupil: (each.keys[pupil], msgspec.msgpack.encode(made))
                for pupil, made in each.made.items()
                if each.keys[pupil] and stored.get(pupil, ("",))[0] != each.keys[pupil]
            }
            records.store.keep(each.kind, fresh)
            records.store.forget(each.kind, stored.keys() - each.made.keys())
    records.forget_the_gone()


def job_of(task: Task, history: History) -> Job:
    """Return a pupil's job for nobody yet, with what git says of the pupil's files."""
    files = task.files.values()
    changes = {path: history.changes[path] for path in files if path in history.changes}
    return Job(task, changes, frozenset(path for path in files if path in history.dirty))


def _told(job: Job) -> tuple[str, ...]:
    """Return what git says of the pupil's files, as far as a page may depend on it."""
    changes = (_told_of(change) for path in sorted(job.changes) for change in job.changes[path])
    return (*changes, *sorted(job.dirty))


def _told_of(change: Change) -> str:
    return f"{change.commit} {change.path} {change.author} {change.email} {change.status}"


_AT_ONCE = 500
"""So many pupils are stored at once: thousands together would only fill the memory."""

_MADE: msgspec.msgpack.Decoder[Made] = msgspec.msgpack.Decoder(Made)
