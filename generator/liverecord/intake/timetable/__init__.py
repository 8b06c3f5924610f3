"""Lessons and teaching groups from the school's timetable into absences.yml, so that nobody types them.

    taught      what a file says, before anything is known of the records
    lessons     a file into lessons; `slots` when a lesson is
    succession  which lessons of a record go on, end and begin

This module runs the whole import. Nothing is written unless all is understood, or a partial import was asked for.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from liverecord.cache import Store
from liverecord.derive.calendar import calendar_of
from liverecord.examine.records import Progress, Records, Task, World
from liverecord.intake import planning, writing
from liverecord.intake.colleagues import Colleagues
from liverecord.intake.exports.mapping import Mapping as MappingFile
from liverecord.intake.exports.mapping import read_mapping
from liverecord.intake.timetable import lessons
from liverecord.intake.timetable.succession import Succession, Wanted, succession
from liverecord.intake.timetable.taught import LessonSeen, TimetableSeen
from liverecord.intake.whose import Key, Whose
from liverecord.intake.writing import Draft
from liverecord.problem import InvalidRecords, Place, Problem
from liverecord.read.settings import Settings
from liverecord.read.versions import on_disk
from liverecord.report.asked import Question
from liverecord.report.timetable_import import PupilTaught, TimetableFile, TimetableTaken
from liverecord.splice.writing import Refused, spliced

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
    opened or written.
    """
    with Store(settings.root) as store:
        records = Records(settings, today, store)
    world = records.world
    calendar = [problem for problem in records.problems if problem.place.path == records.listing.school]
    if calendar or not world.sound:
        raise InvalidRecords(calendar or records.problems)
    begins = begins or calendar_of(world.school).next_school_day(today)
    words, wrong = read_mapping(mapping, mapping.name) if mapping else (MappingFile(), [])
    shown = [_shown(path, settings.root) for path in files]
    seen = []
    for number, (path, name) in enumerate(zip(files, shown, strict=True), start=1):
        seen.append(
            TimetableSeen("", [], [])
            if wrong
            else lessons.read(path, name, words, school=world.school, rulebook=records.rulebook)
        )
        progress("Files", number, len(files))

    matched = _matched(world, records.tasks, seen)
    problems = [*wrong, *(problem for file in seen for problem in file.problems), *matched.problems]
    planning_of = _Planning(world, Colleagues(world.staff, today, records.rulebook, words.staff), begins, until)
    tasks = {task.pupil: task for task in records.tasks}
    for number, pupil in enumerate(sorted(matched.lessons), start=1):
        planning_of.plan(tasks[pupil], matched.lessons[pupil])
        progress("Pupils", number, len(matched.lessons))
    problems += planning_of.problems
    is_written = bool(planning_of.drafts) and not dry_run and (partial or not problems)
    if is_written:
        writing.write(world.root, planning_of.drafts)
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
            for name, file in zip(shown, seen, strict=True)
        ),
        pupils_seen=len(matched.lessons),
        without_record=matched.without_record,
        pupils=tuple(planning_of.taught),
        same=planning_of.same,
        left=tuple(planning_of.left),
        questions=tuple(planning_of.questions()),
        problems=tuple(sorted(set(problems))),
    )


class _Matched(NamedTuple):
    """The lessons by pupil, how many pupils of the files have no record, and the keys that may be somebody's and are wrong."""

    lessons: dict[str, list[LessonSeen]]
    without_record: int
    problems: list[Problem]


def _matched(world: World, tasks: Sequence[Task], seen: Sequence[TimetableSeen]) -> _Matched:
    every = [lesson for file in seen for lesson in file.lessons]
    plans = {task.pupil: task.files["plan"] for task in tasks if "plan" in task.files}
    whose = Whose(world.root, plans, (lesson.key for lesson in every))
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
    return _Matched(found, strangers, problems)


class _Planning:
    """What becomes of the pupils, one after the other: drafts, what to tell, and what to ask."""

    def __init__(self, world: World, colleagues: Colleagues, begins: date, until: date | None) -> None:
        self.drafts: list[Draft] = []
        self.taught: list[PupilTaught] = []
        self.problems: list[Problem] = []
        self.left: list[str] = []
        self.same = 0
        self._world = world
        self._colleagues = colleagues
        self._begins = begins
        self._until = until
        self._nobody: dict[str, list[Place]] = {}
        self._several: dict[str, list[Place]] = {}
        self._shared: list[Place] = []

    def plan(self, task: Task, seen: Sequence[LessonSeen]) -> None:
        """Plan one pupil's new absences.yml, judged as `check` would; a pupil with a problem is left as it is."""
        first = min(lesson.place for lesson in seen)
        stands = planning.standing(self._world, task, first)
        if isinstance(stands, Problem):
            self._leave(task, stands)
            return
        week, problems = self._week(seen)
        if problems:
            self._leave(task, *problems)
            return
        then = succession(stands.pupil.absences.timetable, week, self._begins, self._until)
        self.same += then.same
        if not then.steps:
            return
        draft = _draft(self._world.root, task, then)
        if isinstance(draft, Refused):
            message = f"The timetable of {task.pupil} cannot be written. {draft.reason}"
            self._leave(task, Problem(draft.place, "timetable-not-in-lines", message, LINES_HINT))
            return
        refused = planning.refusal(self._world, stands, [draft], first)
        if refused is not None:
            self._leave(task, refused)
            return
        self.drafts.append(draft)
        self.taught.append(
            PupilTaught(id=task.pupil, begun=then.begun, ended=then.ended, corrected=then.corrected)
        )

    def questions(self) -> list[Question]:
        """Return what a person must say: whom the file means by a teacher's name or code."""
        asked = [
            Question.of(
                "teacher-not-known", places, "The teacher here is nobody in staff.yml.", NOBODY_HINT
            )
            for places in self._nobody.values()
        ]
        asked += [
            Question.of("teacher-not-sure", places, "The teacher here may be two people of staff.yml.", SEVERAL_HINT)
            for places in self._several.values()
        ]
        if self._shared:
            message = "The lesson here has two teachers, and a record holds one."
            asked.append(Question.of("two-teachers", self._shared, message, SHARED_HINT))
        return sorted(asked, key=lambda each: each.place)

    def _leave(self, task: Task, *problems: Problem) -> None:
        self.problems += problems
        self.left.append(task.pupil)

    def _week(self, seen: Sequence[LessonSeen]) -> tuple[dict[tuple[str, str], Wanted], list[Problem]]:
        """Return what is wanted of a pupil's week; two different lessons at once are a problem."""
        slots: dict[tuple[str, str], list[LessonSeen]] = {}
        for lesson in seen:
            slots.setdefault((lesson.day, lesson.period), []).append(lesson)
        week: dict[tuple[str, str], Wanted] = {}
        problems = []
        for slot, those in slots.items():
            one = those[0]
            other = next(
                (each for each in those[1:] if (each.subject, each.group) != (one.subject, one.group)), None
            )
            if other is not None:
                message = f"The pupil has another lesson at the same time, on line {one.place.line} of {one.place.path}."
                problems.append(Problem(other.place, "lessons-differ", message, DIFFER_HINT))
                continue
            week[slot] = Wanted(one.subject, one.group, self._teacher(those))
        return week, problems

    def _teacher(self, those: Sequence[LessonSeen]) -> str | None:
        typed = {lesson.teacher: lesson.place for lesson in reversed(those) if lesson.teacher}
        people = set()
        for text, place in typed.items():
            meant = self._colleagues.meant(text)
            people.update(meant if len(meant) == 1 else ())
            if not meant:
                self._nobody.setdefault(text, []).append(place)
            elif len(meant) > 1:
                self._several.setdefault(text, []).append(place)
        if len(typed) > 1 and len(people) > 1:
            self._shared.append(min(typed.values()))
            return None
        return people.pop() if len(typed) == 1 and people else None


def _draft(root: Path, task: Task, then: Succession) -> Draft | Refused:
    path = task.files.get("absences") or f"{task.files['plan'].rpartition('/')[0]}/absences.yml"
    old = on_disk(root, path)[0] if "absences" in task.files else None
    made = spliced(path, "absences", old, then.steps)
    return made if isinstance(made, Refused) else Draft(path, old, made.raw)


def _shown(path: Path, root: Path) -> str:
    """Return a file's path as messages have it: below the school's folder, else as it was named."""
    resolved = path.resolve()
    return (resolved.relative_to(root) if resolved.is_relative_to(root) else path).as_posix()


LINES_HINT = "Write each lesson of the timetable on a line of its own, behind a dash; then import again."
NOBODY_HINT = (
    "It is left out. Where the teacher holds something in the records, write the person into staff.yml; a code is explained in a "
    "mapping file (--map), as `staff: {RAD: r-adeyemi}`. Then import again."
)
SEVERAL_HINT = "It is left out. Say which in a mapping file (--map), as `staff: {'A Smith': a-smith}`, and import again."
SHARED_HINT = "It is left out. Take the rows of one of the two out of the file, and import again."
DIFFER_HINT = "Take the one that is wrong out of the file, or correct it in the timetable. --partial imports the others."
