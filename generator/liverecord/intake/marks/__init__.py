"""Marks from the school's information system into absences.yml, so that nobody types them.

    doubts      whether all of it makes sense as this school's register
    days        what the calendar and the law say of a mark on a half day
    merging     sightings over the weeks that the record has
    weeks       weeks into the bytes of absences.yml; needs: the same for plan.yml; lines: for both
    planning    one pupil's part, judged before anything is written

This module runs the whole import. It writes nothing unless it understands everything, or a partial import was asked
for.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from liverecord.cache import Store
from liverecord.examine.records import Progress, Records
from liverecord.intake import matching, writing
from liverecord.intake.exports import reading as exported
from liverecord.intake.exports.headers import seven_digits
from liverecord.intake.marks import doubts, planning
from liverecord.intake.marks.days import Days
from liverecord.intake.marks.planning import Choices, News, Planned
from liverecord.intake.shown import shown_path
from liverecord.intake.sightings import Seen
from liverecord.problem import InvalidRecords
from liverecord.read.settings import Settings
from liverecord.report.imports import FileTaken, Taken

__all__ = ["AS_WRITTEN", "CAREFUL", "Choices", "Reading", "attendance"]


class Reading(NamedTuple):
    """How the files are to be taken, where they leave a doubt: which doubts are accepted, and what corrects the rest.

    `zone` is the time zone of their times, `shift` the days by which their dates fall off; with `is_own_marks` the marks
    that they say are another school's are left out.
    """

    accepted: frozenset[str] = frozenset()
    zone: str | None = None
    shift: int | None = None
    is_own_marks: bool = False


AS_WRITTEN = Reading()
"""Nothing is accepted, and nothing corrected."""

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
    reading: Reading = AS_WRITTEN,
    today: date,
    progress: Progress,
) -> Taken:
    """Import the marks of some files into the records, and return what came of it.

    `form` is the files' shape (auto, long, wide, weekly, ctf), `mapping` a file that names their columns. `partial`
    writes what is understood and leaves the rest; `reading` answers doubts, and while one is open nothing is written;
    `dry_run` writes nothing. All files of the records are planned
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
        shown = shown_path(path, settings.root)
        seen.append(
            exported.read(
                path, shown, form, mapping, rulebook=records.rulebook, zone=reading.zone, shift=reading.shift
            )
        )
        progress("Files", number, len(files))
    return _taken(records, files, seen, choices, reading, dry_run=dry_run, partial=partial, progress=progress)


def _taken(
    records: Records,
    files: Sequence[Path],
    seen: Sequence[Seen],
    choices: Choices,
    reading: Reading,
    *,
    dry_run: bool,
    partial: bool,
    progress: Progress,
) -> Taken:
    world = records.world
    tasks = {task.pupil: task for task in records.tasks}
    plans = {pupil: task.files["plan"] for pupil, task in tasks.items() if "plan" in task.files}
    numbers = matching.numbers(world.root, plans, matching.wanted_numbers(seen))
    matched = matching.match(seen, tasks, numbers, takes_former="former-upn" in reading.accepted)
    own = seven_digits(world.school.dfe_number or "")
    if reading.is_own_marks and own:
        for pupil, marks in matched.sightings.items():
            matched.sightings[pupil] = [mark for mark in marks if mark.school in ("", own)]
    sightings = {pupil: marks for pupil, marks in matched.sightings.items() if marks}
    days = Days(world.school, world.staff, world.rulebook, world.today)
    shown = [shown_path(path, world.root) for path in files]
    questions = [
        *matched.doubts,
        *doubts.doubts(seen, shown, sightings, own, days, world.rulebook),
    ]
    pupils = sorted({*sightings, *matched.support})
    planned: dict[str, Planned] = {}
    for number, pupil in enumerate(pupils, start=1):
        news = News(sightings.get(pupil, ()), matched.support.get(pupil, ()))
        planned[pupil] = planning.plan(world, tasks[pupil], news, days, choices)
        progress("Pupils", number, len(pupils))

    problems = [problem for file in seen for problem in file.problems] + matched.problems
    problems += (problem for plan in planned.values() for problem in plan.problems)
    problems += days.closed([sighting for plan in planned.values() for sighting in plan.closed])
    drafts = [draft for plan in planned.values() for draft in plan.drafts]
    changed = [(plan.recorded, plan.changed) for plan in planned.values() if plan.recorded is not None]
    questions += doubts.doubts_of_weeks(changed, sightings, days, world.rulebook)
    asked = tuple(
        msgspec.structs.replace(doubt, is_accepted=doubt.code in reading.accepted) for doubt in questions
    )
    is_open = any(not doubt.is_accepted for doubt in asked)
    is_written = bool(drafts) and not dry_run and not is_open and (partial or not problems)
    if is_written:
        writing.write(world.root, drafts)
    return Taken(
        day=world.today,
        is_dry=dry_run,
        is_partial=partial,
        is_written=is_written,
        files=tuple(
            FileTaken(
                path=shown_path(path, world.root),
                form=file.form,
                marks=len(file.sightings),
                passed_over=tuple(file.passed_over),
            )
            for path, file in zip(files, seen, strict=True)
        ),
        pupils_seen=len(pupils),
        pupils=tuple(plan.taken for plan in planned.values() if plan.taken is not None),
        kept=sum(plan.kept for plan in planned.values()),
        left=tuple(pupil for pupil, plan in planned.items() if plan.is_left),
        differences=tuple(row for plan in planned.values() for row in plan.differences),
        problems=tuple(sorted(set(problems))),
        doubts=asked,
    )
