"""Pupils' pages although some records have problems: those are shown as they stood at their last valid commit.

A record that was never valid has no page, and is named; nothing is left out in silence. Without a history to look in,
problems stop the build as they always do.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from liverecord import cache
from liverecord.examine.last_valid import Earlier, LastValid
from liverecord.examine.records import Progress, Records, Task
from liverecord.model.case import NeverValid
from liverecord.model.history import History, Stood
from liverecord.problem import InvalidRecords, Problem
from liverecord.sites import reuse
from liverecord.sites.pupils import Target


class Passed(NamedTuple):
    """What a build passed over: every problem, the pupils shown as they stood, those that were never valid, and why
    school.yml and staff.yml are older than the rest (None: they are not).
    """

    problems: tuple[Problem, ...] = ()
    stood: Mapping[str, Stood] = {}
    never_valid: tuple[NeverValid, ...] = ()
    school: Stood | None = None


def pages(
    records: Records,
    targets: Mapping[str, Target],
    history: History,
    frames_key: str,
    progress: Progress,
    earlier: Earlier | None,
) -> tuple[dict[str, reuse.Pages], Passed]:
    """Make every pupil's pages. `earlier` finds older versions of what has a problem; without it, a problem ends the build.

    Raises InvalidRecords with every problem there is.
    """
    may_pass = earlier is not None and not earlier.hint
    # What does not belong in a pupil's folder is known before the pupil is read: no page is made that has to go again.
    known = _by_pupil(records, records.problems) if may_pass else {}
    tasks = [task for task in records.tasks if task.pupil not in known]
    jobs, made = reuse.planned(records, targets, history, frames_key, tasks)
    problems = records.problems + reuse.judged(records, targets, jobs, made, progress)
    if not problems:
        return made, Passed()
    if earlier is None or not may_pass:
        raise InvalidRecords(problems, earlier.hint if earlier else "")
    wrong = _by_pupil(records, problems)
    versions = earlier.pupils(wrong)
    shown = {pupil: each for pupil, each in versions.items() if each is not None}
    _add(records, targets, history, frames_key, progress, shown, made)
    never = [
        *(_never_valid(pupil, wrong[pupil]) for pupil, each in versions.items() if each is None),
        *_without_a_pupil(records, problems),
    ]
    stood = {pupil: each.stood for pupil, each in shown.items()}
    return made, Passed(tuple(sorted(problems)), stood, tuple(never))


def _add(
    records: Records,
    targets: Mapping[str, Target],
    history: History,
    frames_key: str,
    progress: Progress,
    shown: Mapping[str, LastValid],
    made: Mapping[str, reuse.Pages],
) -> None:
    """Make the pages of the pupils that are shown as they stood, and add them to those that were made."""
    if not shown:
        return
    stood = {pupil: each.stood for pupil, each in shown.items()}
    tasks = [
        Task(
            pupil,
            records.listing.pupils[pupil],
            cache.key("as it stood", each.typed, msgspec.msgpack.encode(each.stood)),
            each.typed,
        )
        for pupil, each in shown.items()
    ]
    jobs, more = reuse.planned(records, targets, history, frames_key, tasks, stood)
    reuse.judged(records, targets, jobs, more, progress)
    reuse.joined(made, more)


def _by_pupil(records: Records, problems: Iterable[Problem]) -> dict[str, list[Problem]]:
    problems_of: dict[str, list[Problem]] = {}
    for problem in problems:
        pupil = _pupil(records, problem)
        if pupil in records.listing.pupils:
            problems_of.setdefault(pupil, []).append(problem)
    return {pupil: problems_of[pupil] for pupil in sorted(problems_of)}


def _pupil(records: Records, problem: Problem) -> str:
    """Return the name of the folder among the pupils' that a problem lies in; "" where it lies in none."""
    start = f"{records.settings.records}/pupils/"
    path = problem.place.path
    return path.removeprefix(start).split("/")[0] if path.startswith(start) else ""


def _without_a_pupil(records: Records, problems: Iterable[Problem]) -> list[NeverValid]:
    """Return what stands among the pupils and is none that could be read: a folder whose name is no id, a link."""
    top = f"{records.settings.records}/pupils"
    problems_of: dict[str, list[Problem]] = {}
    nameless = []
    for problem in problems:
        pupil = _pupil(records, problem)
        if pupil and pupil not in records.listing.pupils:
            problems_of.setdefault(pupil, []).append(problem)
        elif problem.place.path == top:
            # Its name may be a child's, so that it is not told.
            nameless.append(_never_valid("", [problem]))
    return [*(_never_valid(pupil, wrong) for pupil, wrong in sorted(problems_of.items())), *nameless]


def _never_valid(pupil: str, problems: list[Problem]) -> NeverValid:
    first = min(problems)
    return NeverValid(
        id=pupil, code=first.code, path=first.place.path, line=first.place.line, number=len(problems)
    )
