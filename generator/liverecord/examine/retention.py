"""Every record as it stands to its keeping date: what `retention` lists."""

from datetime import date

from liverecord.cache import Store
from liverecord.derive.retention import Keeping, keeping
from liverecord.examine import workers
from liverecord.examine.records import Judged, Progress, Records, Task, World, examine
from liverecord.model.rulebook import Rulebook
from liverecord.problem import InvalidRecords
from liverecord.read.settings import Settings


def kept(settings: Settings, today: date, progress: Progress) -> tuple[list[Keeping], Rulebook]:
    """Return how each record stands to its keeping date, in the order of their ids, and the rules that say so.

    Raises InvalidRecords: a date that is wrong would keep a record too long, or not long enough.
    """
    with Store(settings.root) as store:
        records = Records(settings, today, store)
        tasks = records.recalled(records.tasks)
        done = list(workers.run(_kept, records.world, tasks, progress))
        records.keep(zip(tasks, (judged for judged, _ in done), strict=True))
        problems = records.problems + [problem for judged, _ in done for problem in judged.problems]
    if problems:
        raise InvalidRecords(problems)
    return [keeping_date for _, keeping_date in done if keeping_date is not None], records.rulebook


def _kept(world: World, task: Task) -> tuple[Judged, Keeping | None]:
    pupil, judged = examine(world, task)
    if pupil is None or judged.problems or not world.sound:
        return judged, None
    return judged, keeping(pupil, world.school, world.rulebook, world.today)
