"""Every pupil as of a day: what `due`, `digest` and `facts` list from.

Git is asked only about those who have something late, since when somebody has held it decides to whom it goes, and about
those whose record does not say since when they have had support. Where every fact is asked for, it is asked about everybody.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple

import msgspec

from liverecord import derive
from liverecord.cache import Store
from liverecord.derive.changes import followed
from liverecord.derive.duties import is_on_roll
from liverecord.derive.duties import owed as owed_for
from liverecord.derive.in_name_only import in_name_only
from liverecord.derive.rules import LATE
from liverecord.examine import log_cache, past_cache, workers
from liverecord.examine.edits import recalled
from liverecord.examine.records import Judged, Progress, Records, Task, World, examine
from liverecord.model.case import CaseFile, Duty, Undated
from liverecord.model.history import History, InNameOnly
from liverecord.model.records import Pupil, School, Staff
from liverecord.model.rulebook import Rulebook
from liverecord.problem import HistoryUnavailable, InvalidRecords, Place
from liverecord.read.blobs import Blobs
from liverecord.read.settings import Settings

Places = Mapping[tuple[str, str], Place]
"""Where the things that duties are about are written: by the pupil's id and the duty's."""


class Owed(NamedTuple):
    """Every pupil as of a day, in the order of their ids, with the school they belong to."""

    cases: list[CaseFile]
    places: Places
    school: School
    staff: Staff
    rulebook: Rulebook


def due(settings: Settings, today: date, progress: Progress) -> tuple[list[CaseFile], list[str]]:
    """Return every pupil as of a day, in the order of their ids, and the ids of everyone in staff.yml; with all that git tells.

    Raises InvalidRecords: what is wrong is mended first, since a duty may hide behind it.
    """
    everything = owed(settings, today, progress, of_all=True)
    return everything.cases, [person.id for person in everything.staff.staff]


def owed(settings: Settings, today: date, progress: Progress, *, of_all: bool = False) -> Owed:
    """Return every pupil as of a day, where their duties are written, and the school; `of_all` asks git about everybody.

    Raises InvalidRecords: what is wrong is mended first, since a duty may hide behind it.
    """
    with Store(settings.root) as store:
        records = Records(settings, today, store)
        tasks = records.recalled(records.tasks)
        done = list(workers.run(_case, records.world, tasks, progress))
        records.keep(zip(tasks, (judged for judged, _, _ in done), strict=True))
        problems = records.problems + [problem for judged, _, _ in done for problem in judged.problems]
        if problems:
            raise InvalidRecords(problems)
        held = _held(
            records,
            [
                task
                for task, (_, case, _) in zip(tasks, done, strict=True)
                if case and (of_all or _asks_git(case))
            ],
            progress,
        )
    places = {(case.id, duty): place for _, case, of_case in done if case for duty, place in of_case.items()}
    world = records.world
    cases = [
        msgspec.structs.replace(case, **held[case.id]) if case.id in held else case
        for _, case, _ in done
        if case is not None
    ]
    return Owed(cases, places, world.school, world.staff, world.rulebook)


def _case(world: World, task: Task) -> tuple[Judged, CaseFile | None, dict[str, Place]]:
    pupil, judged = examine(world, task)
    if pupil is None or judged.problems or not world.sound:
        return judged, None, {}
    case = derive.case(pupil, world.school, world.staff, world.rulebook, (), world.today)
    return judged, case, _places(case, pupil)


# ── Since when ──────────────────────────────────────────────────────────────────────────────────────────


class _Late(NamedTuple):
    """A pupil with something late, what git says of the pupil's files, and what an earlier run has read of it."""

    task: Task
    told: past_cache.KnownToGit
    past: bytes | None


class _Shared(NamedTuple):
    """What a worker holds; `blobs` starts a git of its own in each."""

    world: World
    blobs: Blobs


def _asks_git(case: CaseFile) -> bool:
    """Tell whether git may say more: since when somebody holds what is late, or since when a pupil has had support."""
    is_unsaid = case.plan.support_since is None and not case.plan.agreed_on
    return (is_unsaid and bool(case.duties or case.undated)) or any(
        duty.state in LATE for duty in case.duties
    )


_Told = dict[str, tuple[Duty, ...] | tuple[Undated, ...] | tuple[InNameOnly, ...]]
"""Fields of a case that take what git tells."""


def _held(records: Records, tasks: Sequence[Task], progress: Progress) -> dict[str, _Told]:
    """Return what git tells of these pupils: since when their duties are held, and signs of reviews in name only.

    None where there is no history to be had.
    """
    history = History()
    # Without all of it the list is still right; only since when somebody holds something is then not known.
    with suppress(HistoryUnavailable):
        history = log_cache.history(records) if tasks else history
    if not history.changes:
        return {}
    folders = followed(history.changes)
    known = past_cache.stored(records, (task.pupil for task in tasks))
    jobs = [
        _Late(task, past_cache.known_to_git(task, history, folders), known.get(task.pupil)) for task in tasks
    ]
    since, new = {}, {}
    with suppress(HistoryUnavailable), Blobs(records.settings.root) as blobs:
        shared = _Shared(records.world, blobs)
        for job, (then, read) in zip(jobs, workers.run(_since_when, shared, jobs, progress), strict=True):
            since[job.task.pupil] = then
            if read is not None:
                new[job.task.pupil] = read
    past_cache.keep(records, new)
    return since


def _since_when(shared: _Shared, job: _Late) -> tuple[_Told, bytes | None]:
    world = shared.world
    pupil, _ = examine(world, job.task)
    if pupil is None:
        return {}, None
    edits, read = recalled(
        world.root, job.told.changes, job.told.pending, world.rulebook.policy, shared.blobs, job.past
    )
    found = owed_for(pupil, world.school, world.staff, world.rulebook, world.today, edits)
    then: _Told = {
        "duties": found.duties,
        "undated": found.undated,
        "in_name_only": in_name_only(pupil, edits, world.school, world.rulebook, world.today)
        if is_on_roll(pupil, world.today)
        else (),
    }
    return then, read


# ── Where it is written ─────────────────────────────────────────────────────────────────────────────────


def _places(case: CaseFile, pupil: Pupil) -> dict[str, Place]:
    """Return where the item of each duty is written, as far as that is known; the page's section says the rest."""
    files = {link.section: link.path for link in case.edit}
    written = {
        (place.path, name.rpartition(".")[2]): place
        for name, place in pupil.places.items()
        if name.count(".") == 2
    }
    for outer, inner in _inner(pupil):
        for path, item in [each for each in written if each[1] == outer]:
            written.setdefault((path, inner), written[path, item])
    places = {}
    every: tuple[Duty | Undated, ...] = (*case.duties, *case.undated)
    for duty in every:
        section = files.get(duty.anchor)
        place = written.get((section, duty.item)) if section and duty.item else None
        # What is owed about attendance as such is agreed in the plan; the section's own file is the register.
        place = place or (pupil.places.get(_AGREED) if duty.anchor == "attendance" else None)
        if place is not None:
            places[duty.id] = place
    return places


def _inner(pupil: Pupil) -> Iterator[tuple[str, str]]:
    """Yield items and what is written within them: a file's lines are known for the outer ones."""
    for outcome in pupil.plan.outcomes:
        yield from ((outcome.id, provision.id) for provision in outcome.provision)
    for concern in pupil.concerns:
        yield from ((concern.id, driver.id) for driver in concern.drivers)


_AGREED = "plan.attendance"
