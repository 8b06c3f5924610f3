"""What an earlier run made and nothing has changed since, and what must be done anew."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from liverecord import cache
from liverecord.derive.changes import followed
from liverecord.editions import Edition
from liverecord.examine import past_cache, workers
from liverecord.examine.records import Judged, Progress, Records, Task
from liverecord.model.history import Change, History, Stood
from liverecord.problem import Problem
from liverecord.read.blobs import Blobs
from liverecord.sites import pupils
from liverecord.sites.pupils import Job, Made, Target


class Pages(NamedTuple):
    """One audience's pupils: each one's key (all that its pages depend on), what was made, and whose was made anew."""

    kind: str
    keys: dict[str, str]
    made: dict[str, Made]
    anew: set[str]


def planned(
    records: Records,
    targets: Mapping[str, Target],
    history: History,
    frames_key: str,
    tasks: Sequence[Task],
    stood: Mapping[str, Stood] | None = None,
) -> tuple[list[Job], dict[str, Pages]]:
    """Take over every page of these pupils that nothing has changed into its new edition; return the jobs that are left.

    `stood` says why a pupil is shown as it stood: its task then holds that version, typed, and a key of it.
    """
    jobs: dict[str, Job] = {}
    pages = {}
    each_folder = followed(history.changes)
    for audience, target in targets.items():
        kind = f"page {audience} in {records.settings.output}" if isinstance(target.edition, Edition) else ""
        stored = records.store.facts(kind) if kind and not _is_past_view(target.edition.previous) else {}
        pages[audience] = Pages(kind, {}, {}, set())
        for task in tasks:
            job = jobs.get(task.pupil) or Job(task, *past_cache.known_to_git(task, history, each_folder))
            if stood:
                job = job._replace(stood=stood[task.pupil])
            key = (
                cache.key(records.base, task.key, audience, frames_key, *_told(job))
                if task.key and kind
                else ""
            )
            pages[audience].keys[task.pupil] = key
            known, value = stored.get(task.pupil, ("", b""))
            if key and known == key:
                made = _MADE.decode(value)
                if all(target.edition.keep(f"{path}index.html", size) for path, size in made.pages):
                    pages[audience].made[task.pupil] = made
                    continue
            jobs[task.pupil] = job._replace(audiences=(*job.audiences, audience))
    left = [task for task in tasks if task.pupil in jobs]
    if not stood:
        left = records.recalled(left)
    return [jobs[task.pupil]._replace(task=task) for task in left], pages


def joined(pages: Mapping[str, Pages], more: Mapping[str, Pages]) -> None:
    """Add the pages of more pupils to those that are there."""
    for audience, each in more.items():
        pages[audience].keys.update(each.keys)
        pages[audience].made.update(each.made)
        pages[audience].anew.update(each.anew)


def _is_past_view(edition: Path | None) -> bool:
    """Tell whether somebody put a past view where this site belongs: none of its pages may be taken for one of today's."""
    if edition is None:
        return False
    try:
        return bool(json.loads((edition / "site.json").read_bytes()).get("past"))
    except (OSError, ValueError, AttributeError):
        return False


def judged(
    records: Records,
    targets: Mapping[str, Target],
    jobs: Sequence[Job],
    pages: Mapping[str, Pages],
    progress: Progress,
) -> list[Problem]:
    """Do the jobs: add what was made to `pages`, remember what was read, and return every problem."""
    problems: list[Problem] = []
    verdicts: list[tuple[Task, Judged]] = []
    new: dict[str, bytes] = {}
    known = past_cache.stored(records, (job.task.pupil for job in jobs))
    jobs = [job._replace(past=known.get(job.task.pupil)) for job in jobs]
    with Blobs(records.settings.root) as blobs:
        shared = pupils.Shared(records.world, dict(targets), blobs, records.closed)
        for job, done in zip(jobs, workers.run(pupils.work, shared, jobs, progress), strict=True):
            pupil = job.task.pupil
            problems += done.judged.problems
            if job.stood is None:
                verdicts.append((job.task, done.judged))
            if done.past is not None:
                new[pupil] = done.past
            if len(verdicts) >= _AT_ONCE:
                records.keep(verdicts)
                past_cache.keep(records, new)
                verdicts, new = [], {}
            for audience, made in done.made.items():
                pages[audience].made[pupil] = made
                pages[audience].anew.add(pupil)
    records.keep(verdicts)
    past_cache.keep(records, new)
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
    past_cache.forget_the_gone(records)
    records.forget_the_gone()


def _told(job: Job) -> tuple[str, ...]:
    """Return what git says of the pupil's files, as far as a page may depend on it."""
    changes = (_told_of(change) for path in sorted(job.changes) for change in job.changes[path])
    return (*changes, *(f"{path} {blob}" for path, blob in sorted(job.pending.items())))


def _told_of(change: Change) -> str:
    blobs = " ".join((*change.before, change.after))
    return f"{change.commit} {change.path} {change.author} {change.email} {change.status} {blobs}"


_AT_ONCE = 500
"""So many pupils are stored at once: thousands together would only fill the memory."""

_MADE: msgspec.msgpack.Decoder[Made] = msgspec.msgpack.Decoder(Made)
