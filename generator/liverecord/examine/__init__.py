"""Records read and judged: what `check`, `due` and `build` all start from.

    records           a school's records as they lie on disk, and the store that remembers earlier runs
    workers           many pupils done by several processes at once
    log_cache         what git told an earlier run, kept
    past_cache        what git says of one pupil, and what earlier runs have read of it
    edits             a pupil's past, read and compared
    owed              every pupil as of a day, for `due`
    diff              what a change of the records means, for `diff`
    jobs              a job of the forms on these records: what it may look at, and what its answers mean
    retention         every record beside its keeping date
    past_view         the records of a past commit, in a folder of their own
    last_valid        a record with a problem as it last was valid
    gone_back         what only the past says is wrong: a plan's version that is lower than it was
    restricted_since  what somebody has marked restricted after a version was written

Here stands `check`, which looks at the school's own pages and settings too. It imports no more than it needs: it is what people wait for most often.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from liverecord import validate
from liverecord.cache import Store
from liverecord.examine import workers
from liverecord.examine.gone_back import gone_back
from liverecord.examine.records import Documents, Judged, Progress, Records, Task, Verdict, World, examine
from liverecord.problem import Problem
from liverecord.read.own_pages import own_pages
from liverecord.read.settings import Settings

__all__ = ["check"]


def check(
    settings: Settings, today: date, progress: Progress, only: Sequence[str] = ()
) -> tuple[list[Problem], int]:
    """Return every problem in the records, the school's own pages and its settings, sorted, and how many pupils were looked at.

    `only` narrows both to files and folders, as paths below the school's folder. What is no record there has its
    problem at the folder that it lies in, because its name may be a child's: the folder then counts as well.
    """
    with Store(settings.root) as store:
        records = Records(settings, today, store)
        tasks = [task for task in records.tasks if not only or _touches(task.files.values(), only)]
        # What an earlier run knows of the others is wanted too: laws between pupils look at them all.
        known, unknown = records.known_verdicts(records.tasks)
        chosen = {task.pupil for task in tasks}
        anew = records.recalled(task for task in unknown if task.pupil in chosen)
        judged = list(workers.run(_judged, records.world, anew, progress))
        records.keep(zip(anew, judged, strict=True))
        records.forget_the_gone()
        verdicts: list[Verdict | Judged] = [*known, *judged]
        own_problems = [p for each in verdicts if each.pupil in chosen for p in each.problems]
        upns = {each.pupil: each.upn for each in verdicts}
        own_problems += validate.between_pupils(upns, records.documents)
        if records.world.school.groups and records.listing.school is not None:
            classes: dict[str, tuple[str, ...]] = {task.pupil: () for task in records.tasks}
            classes |= {each.pupil: each.classes for each in verdicts}
            school = Documents(records.folder, {"school": records.listing.school})
            own_problems += validate.groups(records.world.school, school["school"], classes)
        own_problems += gone_back(settings.root, settings.records, records.world.school.forge.branch)
        # A page that may not be published, and a setting that runs a program, are found where people look first.
        problems = [*records.problems, *own_problems, *own_pages(settings)[1]]
    if only:
        own = [f"{settings.records}/{name}.yml" for name in ("school", "staff")]
        records_here = [*own, *(path for task in tasks for path in task.files.values())]
        strange = [path for path in only if not _touches(records_here, [path])]
        problems = [
            problem
            for problem in problems
            if _touches([problem.place.path], only)
            or _touches(strange, [problem.place.path])
            or (problem in own_problems and _touches(only, [problem.place.path]))
        ]
    return sorted(problems), len(tasks)


def _judged(world: World, task: Task) -> Judged:
    return examine(world, task)[1]


def _touches(paths: Iterable[str], only: Sequence[str]) -> bool:
    return any(path == chosen or path.startswith(f"{chosen}/") for path in paths for chosen in only)
