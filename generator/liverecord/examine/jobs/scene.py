"""The records at a commit, or as they lie in the school's folder, as a job of the forms may look at them."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from liverecord import derive
from liverecord.examine.diff import world_at
from liverecord.examine.records import Documents, Progress, Task, World, judge
from liverecord.forms.job import Job, Known, NotHere, Scene
from liverecord.forms.settling import settled
from liverecord.model.ids import drawn_id
from liverecord.model.records import PUPIL_KINDS, Staff, kind_of
from liverecord.problem import Problem
from liverecord.read import strict
from liverecord.read.blobs import Blobs
from liverecord.read.listing import listing
from liverecord.read.settings import Settings
from liverecord.read.versions import DISK, Versions

_PUPILS = "pupils"


class Unreadable(Exception):
    """A record that a form would have to look at holds problems: they are mended by hand, or where they were made."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


class Ground(NamedTuple):
    """The records at a commit, "" being the folder itself: their files, path → version, and what every pupil is judged against."""

    commit: str
    files: Mapping[str, str]
    world: World
    problems: tuple[Problem, ...]


class Read(NamedTuple):
    """A pupil's record as read, and the plain data of its files."""

    known: Known
    data: Mapping[str, object]


class Line(NamedTuple):
    """A pupil to choose: the id, the name, the form (else the year), and whether on the roll today."""

    id: str
    name: str
    form: str
    is_on_roll: bool


Memory = dict[tuple[str, tuple[str, ...]], Read]
"""Pupils that were read already, by what their files and the school's are: the same bytes are judged once a day."""


def ground_at(settings: Settings, today: date, commit: str, files: Mapping[str, str], blobs: Blobs) -> Ground:
    """Return the ground that a commit is; raises HistoryUnavailable where git cannot be asked."""
    world, problems = world_at(settings, files, Versions(settings.root, blobs), today)
    return Ground(commit, files, world, tuple(problems))


def files_in_folder(settings: Settings) -> dict[str, str]:
    """Return the records' files as they lie in the school's folder, path → version; git is not asked, and need not be there."""
    found = listing(settings.root, settings.records)
    own = (path for path in (found.school, found.staff) if path is not None)
    of_pupils = (path for files in found.pupils.values() for path in files.values())
    return {path: f"{DISK}{path}" for path in (*own, *of_pupils)}


def drawn_for(files: Iterable[str]) -> str:
    """Draw an id for a pupil's record that nobody's files are called by."""
    taken = {path.rpartition("/")[0].rpartition("/")[2] for path in files}
    return drawn_id(secrets.choice, taken.__contains__)


def staff_id(staff: Staff, email: str) -> str | None:
    """Return the id of the member of staff to whom an e-mail address belongs; None where it is nobody's."""
    for person in staff.staff:
        known = {address.casefold() for address in (person.email or "", *person.git_emails) if address}
        if email.casefold() in known:
            return person.id
    return None


def scene_of(
    settings: Settings,
    ground: Ground,
    blobs: Blobs,
    job: Job,
    memory: Memory,
    *,
    person: str | None = None,
    pupil: str | None = None,
    names: tuple[str, ...] = (),
    drawn: str = "",
    progress: Progress | None = None,
) -> Scene:
    """Return what a job may look at; a job about the school may look at every pupil.

    Raises NotHere for a pupil that is not there, Unreadable where what the job is about holds problems.
    """
    if not ground.world.sound:
        raise Unreadable(ground.problems)
    of_pupils = _by_pupil(settings, ground.files)
    if (job.scope == "pupil") != (pupil is not None) or (pupil is not None and pupil not in of_pupils):
        raise NotHere
    pupils: dict[str, Known] = {}
    files: dict[str, object] = _own(settings, ground, blobs)
    unread: list[str] = []
    wanted = list(of_pupils) if pupil is None else [pupil]
    for number, each in enumerate(wanted, 1):
        if progress is not None:
            progress("Records", number, len(wanted))
        try:
            read = _read(settings, ground, blobs, memory, each, of_pupils[each])
        except Unreadable:
            if pupil is not None:
                raise
            unread.append(each)  # the others' week goes on; the check says what is wrong with this one
            continue
        pupils[each] = read.known
        files.update(read.data)
    return Scene(
        today=ground.world.today,
        person=person,
        rulebook=ground.world.rulebook,
        school=ground.world.school,
        staff=ground.world.staff,
        pupils=pupils,
        files=files,
        records=settings.records,
        pupil=pupil,
        names=names,
        commit=ground.commit,
        drawn=drawn,
        unread=tuple(unread),
    )


def pupil_lines(settings: Settings, ground: Ground, blobs: Blobs) -> list[Line]:
    """Return every pupil whose plan can be read, by name."""
    plans = {
        pupil: files[path]
        for pupil, files in _by_pupil(settings, ground.files).items()
        if (path := f"{settings.records}/{_PUPILS}/{pupil}/plan.yml") in files
    }
    raws, _ = Versions(settings.root, blobs).read(plans)
    lines = []
    for pupil, raw in raws.items():
        document, _ = strict.parse("", "plan", raw)
        plan = settled(document.data, ground.world.today) if document is not None else None
        written = plan.get("pupil") if isinstance(plan, dict) else None
        if isinstance(written, dict):
            lines.append(_line(pupil, written, ground))
    return sorted(lines, key=lambda line: (line.name.casefold(), line.id))


def _line(pupil: str, written: Mapping[str, object], ground: Ground) -> Line:
    first = written.get("known_as") or written.get("given_name") or ""
    label = ground.world.rulebook.codes.label("year_group", str(written.get("year_group", "")))
    until = written.get("on_roll_until")
    has_left = isinstance(until, str) and until < ground.world.today.isoformat()
    name = f"{first} {written.get('family_name') or ''}".strip()
    return Line(pupil, name, str(written.get("form") or label), is_on_roll=not has_left)


def _own(settings: Settings, ground: Ground, blobs: Blobs) -> dict[str, object]:
    paths = {kind: f"{settings.records}/{kind}.yml" for kind in ("school", "staff")}
    raws, _ = Versions(settings.root, blobs).read({path: ground.files[path] for path in paths.values()})
    documents = Documents(settings.root, paths, raws)
    return {paths[kind]: document.data for kind, document in documents.items()}


def _by_pupil(settings: Settings, files: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return each pupil's files, path → blob."""
    pupils: dict[str, dict[str, str]] = {}
    for path, blob in files.items():
        top, _, pupil = path.rpartition("/")[0].removeprefix(f"{settings.records}/").rpartition("/")
        if top == _PUPILS and kind_of(path) in PUPIL_KINDS:
            pupils.setdefault(pupil, {})[path] = blob
    return pupils


def _read(
    settings: Settings, ground: Ground, blobs: Blobs, memory: Memory, pupil: str, files: Mapping[str, str]
) -> Read:
    own = (ground.files.get(f"{settings.records}/{kind}.yml", "") for kind in ("school", "staff"))
    key = (pupil, (*files.values(), *own, ground.world.today.isoformat()))
    if key not in memory:
        raws, problems = Versions(settings.root, blobs).read(files)
        kinds = {kind_of(path): path for path in raws}
        documents: Any = Documents(settings.root, kinds, raws)
        typed, wrong = judge(ground.world, Task(pupil, kinds, ""), documents)
        if typed is None or problems or wrong:
            raise Unreadable([*problems, *wrong])
        world = ground.world
        case = derive.case(typed, world.school, world.staff, world.rulebook, (), world.today)
        data = {document.path: document.data for document in documents.values()}
        plan = kinds["plan"]
        memory[key] = Read(Known(typed, case), {**data, plan: settled(data[plan], world.today)})
    return memory[key]
