"""Every pupil as of a day: what `due`, `digest` and `facts` list from."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from liverecord import derive
from liverecord.cache import Store
from liverecord.examine import sharing
from liverecord.examine.records import Judged, Progress, Records, Task, World, examine
from liverecord.model.case import CaseFile, History
from liverecord.model.records import Pupil, School, Staff
from liverecord.model.rulebook import Rulebook
from liverecord.problem import InvalidRecords, Place
from liverecord.read.settings import Settings

Places = Mapping[tuple[str, str], Place]
"""Where the things that duties are about are written: by the pupil's id and the duty's."""


class Owed(NamedTuple):
    """Every pupil as of a day, in the order of their ids, with the school they belong to."""

    cases: list[CaseFile]
    places: Places
    school: School
    staff: Staff
    rulebook: Rulebook


def due(settings: Settings, today: date, progress: Progress) -> tuple[list[CaseFile], list[str]]:
    """Return every pupil as of a day, in the order of their ids, and the ids of everyone in staff.yml.

    Raises InvalidRecords: what is wrong is mended first, since a duty may hide behind it.
    """
    found = owed(settings, today, progress)
    return found.cases, [person.id for person in found.staff.staff]


def owed(settings: Settings, today: date, progress: Progress) -> Owed:
    """Return every pupil as of a day, where their duties are written, and the school.

    Raises InvalidRecords: what is wrong is mended first, since a duty may hide behind it.
    """
    with Store(settings.root) as store:
        records = Records(settings, today, store)
        tasks = records.recalled(records.tasks)
        done = list(sharing.shared(_case, records.world, tasks, progress))
        records.keep(zip(tasks, (judged for judged, _, _ in done), strict=True))
        problems = records.problems + [problem for judged, _, _ in done for problem in judged.problems]
    if problems:
        raise InvalidRecords(problems)
    places = {(case.id, duty): place for _, case, found in done if case for duty, place in found.items()}
    world = records.world
    return Owed(
        [case for _, case, _ in done if case is not None], places, world.school, world.staff, world.rulebook
    )


def _case(world: World, task: Task) -> tuple[Judged, CaseFile | None, dict[str, Place]]:
    pupil, judged = examine(world, task)
    if pupil is None or judged.problems or not world.sound:
        return judged, None, {}
    case = derive.case(pupil, world.school, world.staff, world.rulebook, History(), world.today)
    return judged, case, _places(case, pupil)


def _places(case: CaseFile, pupil: Pupil) -> dict[str, Place]:
    """Return where the item of each duty is written, as far as that is known; the page's section says the rest."""
    files = {link.section: link.path for link in case.edit}
    written = {
        (place.path, name.rpartition(".")[2]): place
        for name, place in pupil.places.items()
        if name.count(".") == 2
    }
    for outer, inner in _held(pupil):
        for path, item in [each for each in written if each[1] == outer]:
            written.setdefault((path, inner), written[path, item])
    found = {}
    for duty in case.duties:
        section = files.get(duty.anchor)
        place = written.get((section, duty.item)) if section and duty.item else None
        # What is owed about attendance as such is agreed in the plan; the section's own file is the register.
        place = place or (pupil.places.get(_AGREED) if duty.anchor == "attendance" else None)
        if place is not None:
            found[duty.id] = place
    return found


def _held(pupil: Pupil) -> Iterator[tuple[str, str]]:
    """Yield items and what is written within them: a file's lines are known for the outer ones."""
    for outcome in pupil.plan.outcomes:
        yield from ((outcome.id, provision.id) for provision in outcome.provision)
    for concern in pupil.concerns:
        yield from ((concern.id, driver.id) for driver in concern.drivers)


_AGREED = "plan.attendance"
