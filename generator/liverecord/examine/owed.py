"""Every pupil as of a day: what `due` lists from."""

from datetime import date

from liverecord import derive
from liverecord.cache import Store
from liverecord.examine import sharing
from liverecord.examine.records import Judged, Progress, Records, Task, World, examine
from liverecord.model.case import CaseFile, History
from liverecord.problem import InvalidRecords
from liverecord.read.settings import Settings


def due(settings: Settings, today: date, progress: Progress) -> tuple[list[CaseFile], list[str]]:
    """Return every pupil as of a day, in the order of their ids, and the ids of everyone in staff.yml.

    Raises InvalidRecords: what is wrong is mended first, since a duty may hide behind it.
    """
    with Store(settings.root) as store:
        records = Records(settings, today, store)
        tasks = records.recalled(records.tasks)
        done = list(sharing.shared(_case, records.world, tasks, progress))
        records.keep(zip(tasks, (judged for judged, _ in done), strict=True))
        problems = records.problems + [problem for judged, _ in done for problem in judged.problems]
    if problems:
        raise InvalidRecords(problems)
    cases = [case for _, case in done if case is not None]
    return cases, [person.id for person in records.world.staff.staff]


def _case(world: World, task: Task) -> tuple[Judged, CaseFile | None]:
    pupil, judged = examine(world, task)
    if pupil is None or judged.problems or not world.sound:
        return judged, None
    case = derive.case(pupil, world.school, world.staff, world.rulebook, History(), world.today)
    return judged, case
