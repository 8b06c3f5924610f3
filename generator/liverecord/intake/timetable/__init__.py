"""Lessons and teaching groups from the school's timetable into absences.yml, so that nobody types them.

    taught      what a file says, before anything is known of the records
    lessons     a file into lessons; `slots` when a lesson is
    succession  which lessons of a record go on, end and begin
    planned     one pupil after the other: the new absences.yml, judged before anything is written

This module runs the whole import. Nothing is written unless all is understood, or a partial import was asked for.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from liverecord.cache import Store
from liverecord.derive.calendar import calendar_of
from liverecord.examine.records import Progress, Records, Task, World
from liverecord.intake import writing
from liverecord.intake.colleagues import Colleagues
from liverecord.intake.exports.mapping import Mapping as MappingFile
from liverecord.intake.exports.mapping import read_mapping
from liverecord.intake.named import shown
from liverecord.intake.timetable import lessons
from liverecord.intake.timetable.planned import Planning
from liverecord.intake.timetable.taught import LessonSeen, TimetableSeen
from liverecord.intake.whose import Key, Whose
from liverecord.model.days import in_words
from liverecord.problem import InvalidRecords, LiverecordError, Problem
from liverecord.read.settings import Settings
from liverecord.report.timetable_import import TimetableFile, TimetableTaken

__all__ = ["timetable"]


def timetable(
    settings: Settings,
    files: Sequence[Path],
    *,
    mapping: Path | None = None,
    begins: date | None = None,
    until: date | None = None,
    dry_run: bool = False,
    partial: bool = False,
    today: date,
    progress: Progress,
) -> TimetableTaken:
    """Import the lessons of some timetables into the records, and return what came of it.

    They begin on `begins` (None: the first day of school from today on) and go on to `until`, where one is named. Only pupils
    whom the files name are touched, and of whom they name no lesson none ends. `partial` writes what is understood and leaves the
    rest; `dry_run` writes nothing.

    Raises InvalidRecords where school.yml is wrong or staff.yml has the wrong shape. Raises LiverecordError where a file cannot be
    opened or written, and where `until` is before the first day.
    """
    with Store(settings.root) as store:
        records = Records(settings, today, store)
    world = records.world
    calendar = [problem for problem in records.problems if problem.place.path == records.listing.school]
    if calendar or not world.sound:
        raise InvalidRecords(calendar or records.problems)
    begins = begins or calendar_of(world.school).next_school_day(today)
    if until is not None and until < begins:
        raise LiverecordError(f"The last day is before {in_words(begins)}, on which the lessons begin.")
    words, wrong = read_mapping(mapping, mapping.name) if mapping else (MappingFile(), [])
    names = [shown(path, settings.root) for path in files]
    seen = []
    for number, (path, name) in enumerate(zip(files, names, strict=True), start=1):
        seen.append(
            TimetableSeen("", [], [])
            if wrong
            else lessons.read(path, name, words, school=world.school, rulebook=records.rulebook)
        )
        progress("Files", number, len(files))

    matched = _matched(world, records.tasks, seen)
    problems = [*wrong, *(problem for file in seen for problem in file.problems), *matched.problems]
    planning = Planning(
        world,
        Colleagues(world.staff, today, records.rulebook, words.staff),
        begins,
        until,
        is_whole=not any(file.is_torn for file in seen),
    )
    tasks = {task.pupil: task for task in records.tasks}
    for number, pupil in enumerate(sorted(matched.lessons), start=1):
        if pupil not in matched.torn:
            planning.plan(tasks[pupil], matched.lessons[pupil])
        progress("Pupils", number, len(matched.lessons))
    problems += planning.problems
    is_written = bool(planning.drafts) and not dry_run and (partial or not problems)
    if is_written:
        writing.write(world.root, planning.drafts)
    return TimetableTaken(
        day=today,
        begins=begins,
        until=until,
        is_dry=dry_run,
        is_partial=partial,
        is_written=is_written,
        files=tuple(
            TimetableFile(
                path=name,
                form=file.form,
                lessons=len(file.lessons),
                passed_over=file.passed_over,
                columns_left=tuple(file.columns_left),
            )
            for name, file in zip(names, seen, strict=True)
        ),
        pupils_seen=len(matched.lessons.keys() | matched.torn),
        without_record=matched.without_record,
        pupils=tuple(planning.taught),
        same=planning.same,
        left=tuple(sorted({*planning.left, *matched.torn})),
        questions=tuple(planning.questions()),
        problems=tuple(sorted(set(problems))),
    )


class _Matched(NamedTuple):
    """The lessons by pupil, the pupils of whom one is not understood, how many of the files have no record, and wrong keys."""

    lessons: dict[str, list[LessonSeen]]
    torn: frozenset[str]
    without_record: int
    problems: list[Problem]


def _matched(world: World, tasks: Sequence[Task], seen: Sequence[TimetableSeen]) -> _Matched:
    every = [lesson for file in seen for lesson in file.lessons]
    plans = {task.pupil: task.files["plan"] for task in tasks if "plan" in task.files}
    torn = {key for file in seen for key in file.torn}
    whose = Whose(world.root, plans, [*(lesson.key for lesson in every), *torn])
    by_key: dict[Key, list[LessonSeen]] = {}
    for lesson in every:
        by_key.setdefault(lesson.key, []).append(lesson)
    found: dict[str, list[LessonSeen]] = {}
    problems = []
    strangers = 0
    for key, those in by_key.items():
        pupil = whose.pupil(key)
        if pupil is not None:
            found.setdefault(pupil, []).extend(those)
        elif whose.is_mistaken(key):
            problems.append(whose.problem(key, [lesson.place for lesson in those]))
        else:
            strangers += 1
    own = frozenset(pupil for key in torn if (pupil := whose.pupil(key)) is not None)
    return _Matched(found, own, strangers, problems)
