"""What becomes of each pupil's timetable: the new absences.yml, judged as `check` would, before anything is written."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from liverecord.examine.records import Task, World
from liverecord.intake import judging
from liverecord.intake.colleagues import Colleagues
from liverecord.intake.timetable.succession import Succession, Wanted, succession
from liverecord.intake.timetable.taught import LessonSeen
from liverecord.intake.writing import Draft
from liverecord.problem import Place, Problem
from liverecord.read.versions import on_disk
from liverecord.report.asked import Question
from liverecord.report.timetable_import import PupilTaught
from liverecord.splice.writing import Refused, spliced


class Planning:
    """What becomes of the pupils, one after the other: drafts, what to tell, and what to ask."""

    def __init__(
        self, world: World, colleagues: Colleagues, begins: date, until: date | None, *, is_whole: bool
    ) -> None:
        self.drafts: list[Draft] = []
        self.taught: list[PupilTaught] = []
        self.problems: list[Problem] = []
        self.left: list[str] = []
        self.same = 0
        self._world = world
        self._colleagues = colleagues
        self._begins = begins
        self._until = until
        self._is_whole = is_whole
        self._nobody: dict[str, list[Place]] = {}
        self._several: dict[str, list[Place]] = {}
        self._shared: list[Place] = []

    def plan(self, task: Task, seen: Sequence[LessonSeen]) -> None:
        """Plan one pupil's new absences.yml, judged as `check` would; a pupil with a problem is left as it is."""
        first = min(lesson.place for lesson in seen)
        stands = judging.standing(self._world, task, first)
        if isinstance(stands, Problem):
            self._leave(task, stands)
            return
        week, problems = self._week(seen)
        if problems:
            self._leave(task, *problems)
            return
        then = succession(
            stands.pupil.absences.timetable, week, self._begins, self._until, is_whole=self._is_whole
        )
        self.same += then.same
        if not then.steps:
            return
        draft = _draft(self._world.root, task, then)
        if isinstance(draft, Refused):
            message = f"Nothing can be put into the timetable of {task.pupil} as it is written."
            self._leave(task, Problem(draft.place, "record-wrong", message, draft.reason))
            return
        refused = judging.refusal(self._world, stands, [draft], first)
        if refused is not None:
            self._leave(task, refused)
            return
        self.drafts.append(draft)
        self.taught.append(
            PupilTaught(id=task.pupil, begun=then.begun, ended=then.ended, corrected=then.corrected)
        )

    def questions(self) -> list[Question]:
        """Return what a person must say: whom the file means by a teacher's name or code."""
        asked = [Question(code="teacher-not-known", places=tuple(each)) for each in self._nobody.values()]
        asked += [Question(code="teacher-not-sure", places=tuple(each)) for each in self._several.values()]
        asked += [Question(code="two-teachers", places=tuple(self._shared))] if self._shared else []
        return sorted(asked, key=lambda each: (each.code, each.places))

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
                problems.append(Problem(other.place, "lessons-differ", message, _DIFFER_HINT))
                continue
            week[slot] = Wanted(one.subject, one.group, self._teacher(those))
        return week, problems

    def _teacher(self, those: Sequence[LessonSeen]) -> str | None:
        typed = {lesson.teacher: lesson.place for lesson in reversed(those) if lesson.teacher}
        people: set[str] = set()
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


_DIFFER_HINT = "Take the one that is wrong out of the file, or correct it in the timetable. --partial imports the others."
