"""What becomes of each pupil's plan: the new plan.yml, judged as `check` would, before anything is written."""

from collections.abc import Sequence

from liverecord.examine.records import Task, World
from liverecord.intake import judging
from liverecord.intake.colleagues import Colleagues
from liverecord.intake.outcomes.additions import additions
from liverecord.intake.outcomes.provided import SupportRow
from liverecord.intake.writing import Draft
from liverecord.problem import Place, Problem
from liverecord.read.versions import on_disk
from liverecord.report.asked import Question
from liverecord.report.outcomes_import import PupilAdded
from liverecord.splice.writing import Refused, spliced


class Planning:
    """What becomes of the pupils, one after the other: drafts, what to tell, and what to ask."""

    def __init__(self, world: World, colleagues: Colleagues) -> None:
        self.drafts: list[Draft] = []
        self.added: list[PupilAdded] = []
        self.problems: list[Problem] = []
        self.left: list[str] = []
        self.in_words: list[Place] = []
        self.same = 0
        self._world = world
        self._colleagues = colleagues
        statuses = world.rulebook.codes.lists["outcome_status"]
        self._closed = frozenset(code for code, row in statuses.items() if row.closed)
        self._asked: dict[str, list[Place]] = {}

    def plan(self, task: Task, rows: Sequence[SupportRow]) -> None:
        """Plan one pupil's new plan.yml; a pupil with a problem is left as it is."""
        first = min(row.place for row in rows)
        stands = judging.standing(self._world, task, first)
        if isinstance(stands, Problem):
            self._leave(task, stands)
            return
        then = additions(stands.pupil.plan, rows, self._colleagues.meant, self._closed)
        if then.problems:
            self._leave(task, *then.problems)
            return
        if then.steps:
            path = task.files["plan"]
            old = on_disk(self._world.root, path)[0]
            made = spliced(path, "plan", old, then.steps)
            if isinstance(made, Refused):
                message = f"Nothing can be put into the outcomes of {task.pupil} as they are written."
                self._leave(task, Problem(made.place, "record-wrong", message, made.reason))
                return
            draft = Draft(path, old, made.raw)
            refused = judging.refusal(self._world, stands, [draft], first)
            if refused is not None:
                self._leave(task, refused)
                return
            self.drafts.append(draft)
            self.added.append(PupilAdded(id=task.pupil, outcomes=then.outcomes, provision=then.provision))
        self.same += then.same
        self.in_words += then.in_words
        for code, places in then.questions.items():
            self._asked.setdefault(code, []).extend(places)

    def questions(self) -> list[Question]:
        """Return what a person must say."""
        return [Question(code=code, places=tuple(places)) for code, places in sorted(self._asked.items())]

    def _leave(self, task: Task, *problems: Problem) -> None:
        self.problems += problems
        self.left.append(task.pupil)
