"""Marks from the school's information system into absences.yml, so that nobody types them.

    sightings   what a file says, before anything is known of the records
    exports     files of any shape into sightings
    matching    whose they are
    days        what the calendar and the law say of a mark on a half day
    merging     sightings over the weeks that the record has
    weeks       weeks into the bytes of absences.yml; needs: the same for plan.yml; lines: for both
    planning    one pupil's part, judged before anything is written
    writing     files into the records

This module runs the whole import. It writes nothing unless it understands everything, or a partial import was asked
for.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from liverecord.cache import Store
from liverecord.examine.records import Progress, Records
from liverecord.intake import matching, planning, writing
from liverecord.intake.days import Days
from liverecord.intake.exports import reading
from liverecord.intake.planning import Choices, News, Planned
from liverecord.intake.sightings import Seen
from liverecord.problem import InvalidRecords
from liverecord.read.settings import Settings
from liverecord.report.imports import FileTaken, Taken

__all__ = ["CAREFUL", "Choices", "attendance"]

CAREFUL = Choices()
"""Nothing in a record gives way, and no need is added."""


def attendance(
    settings: Settings,
    files: Sequence[Path],
    *,
    form: str = "auto",
    mapping: Path | None = None,
    choices: Choices = CAREFUL,
    dry_run: bool = False,
    partial: bool = False,
    today: date,
    progress: Progress,
) -> Taken:
    """Import the marks of some files into the records, and return what came of it.

    `form` is the files' shape (auto, long, wide, weekly, ctf), `mapping` a file that names their columns. `partial`
    writes what is understood and leaves the rest; `dry_run` writes nothing. All files of the records are planned
    before the first is written.

    Raises InvalidRecords where school.yml is wrong or staff.yml has the wrong shape: then neither calendar nor records
    can be judged. Raises LiverecordError where a file cannot be written.
    """
    with Store(settings.root) as store:
        records = Records(settings, today, store)
    calendar = [problem for problem in records.problems if problem.place.path == records.listing.school]
    if calendar or not records.world.sound:
        raise InvalidRecords(calendar or records.problems)
    seen = []
    for number, path in enumerate(files, start=1):
        shown = _shown(path, settings.root)
        seen.append(reading.read(path, shown, form, mapping, rulebook=records.rulebook))
        progress("Files", number, len(files))
    return _taken(records, files, seen, choices, dry_run=dry_run, partial=partial, progress=progress)


def _taken(
    records: Records,
    files: Sequence[Path],
    seen: Sequence[Seen],
    choices: Choices,
    *,
    dry_run: bool,
    partial: bool,
    progress: Progress,
) -> Taken:
    world = records.world
    tasks = {task.pupil: task for task in records.tasks}
    plans = {pupil: task.files["plan"] for pupil, task in tasks.items() if "plan" in task.files}
    numbers = matching.numbers(world.root, plans, matching.wanted_numbers(seen))
    matched = matching.match(seen, tasks, numbers)
    days = Days(world.school, world.staff, world.rulebook, world.today)
    pupils = sorted({*matched.sightings, *matched.support})
    planned: dict[str, Planned] = {}
    for number, pupil in enumerate(pupils, start=1):
        news = News(matched.sightings.get(pupil, ()), matched.support.get(pupil, ()))
        planned[pupil] = planning.plan(world, tasks[pupil], news, days, choices)
        progress("Pupils", number, len(pupils))

    problems = [problem for file in seen for problem in file.problems] + matched.problems
    problems += (problem for plan in planned.values() for problem in plan.problems)
    drafts = [draft for plan in planned.values() for draft in plan.drafts]
    is_written = bool(drafts) and not dry_run and (partial or not problems)
    if is_written:
        writing.write(world.root, drafts)
    return Taken(
        day=world.today,
        is_dry=dry_run,
        is_partial=partial,
        is_written=is_written,
        files=tuple(
            FileTaken(path=_shown(path, world.root), form=file.form, marks=len(file.sightings))
            for path, file in zip(files, seen, strict=True)
        ),
        pupils_seen=len(pupils),
        pupils=tuple(plan.taken for plan in planned.values() if plan.taken is not None),
        kept=sum(plan.kept for plan in planned.values()),
        left=tuple(pupil for pupil, plan in planned.items() if plan.is_left),
        differences=tuple(row for plan in planned.values() for row in plan.differences),
        problems=tuple(sorted(set(problems))),
    )


def _shown(path: Path, root: Path) -> str:
    """Return a file's path as messages have it: below the school's folder, else as it was named."""
    resolved = path.resolve()
    return (resolved.relative_to(root) if resolved.is_relative_to(root) else path).as_posix()
