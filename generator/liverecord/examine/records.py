"""The records of a school, read and judged: what `check`, `due` and `build` all start from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from liverecord import cache, validate
from liverecord.examine.restricted_since import closed_now
from liverecord.model import typed
from liverecord.model.next_year import in_force
from liverecord.model.records import Document, Pupil, School, Staff
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Problem
from liverecord.read import listing as listings
from liverecord.read import strict
from liverecord.read.rulebook import rulebook as read_rulebook
from liverecord.read.settings import Settings
from liverecord.read.versions import on_disk

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


class World(NamedTuple):
    """What every pupil is judged against. `sound` is false where school.yml or staff.yml is itself wrong:
    then laws that compare a pupil with them would only repeat that. Without `laws` a record is only read: one of a past
    day is shown as it was, contradictions and all.
    """

    root: Path
    rulebook: Rulebook
    school: School
    staff: Staff
    today: date
    sound: bool
    laws: bool = True


class Task(NamedTuple):
    """One pupil to be judged: files by kind, and the typed pupil from an earlier run if its bytes are the same."""

    pupil: str
    files: dict[str, str]
    key: str
    typed: bytes | None = None


class Documents(Mapping[str, Document]):
    """A pupil's documents by kind, parsed when somebody first asks for one; `problems` is what parsing found.

    `raws` holds the files' bytes by path where they are not those on the disk: a version that git keeps.
    """

    def __init__(self, root: Path, files: Mapping[str, str], raws: Mapping[str, bytes] | None = None) -> None:
        self._root = root
        self._files = files
        self._raws = raws
        self._parsed: dict[str, Document | None] = {}
        self.problems: list[Problem] = []

    def __getitem__(self, kind: str) -> Document:
        document = self._document(kind)
        if document is None:
            raise KeyError(kind)
        return document

    def __iter__(self) -> Iterator[str]:
        return (kind for kind in self._files if self._document(kind) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, kind: object) -> bool:
        return kind in self._files and self._document(str(kind)) is not None

    def _document(self, kind: str) -> Document | None:
        if kind not in self._files:
            return None
        if kind not in self._parsed:
            path = self._files[kind]
            raw, problems = on_disk(self._root, path) if self._raws is None else (self._raws[path], [])
            document = None
            if raw is not None:
                document, problems = strict.parse(path, kind, raw)
            self._parsed[kind] = document
            self.problems += problems
        return self._parsed[kind]


class Records:
    """A school's records as they lie on disk, with the store that remembers earlier runs.

    `folder` holds them where that is not the school's own folder: a past day's, laid out beside, which are read and not judged.
    They need a store of their own. `closed` is then what the school's own folder marks restricted today.
    """

    def __init__(
        self, settings: Settings, today: date, store: cache.Store, folder: Path | None = None
    ) -> None:
        self.settings = settings
        self.store = store
        self.folder = folder or settings.root
        self.closed = closed_now(settings.root, settings.records) if folder is not None else {}
        self.listing = listings.listing(self.folder, settings.records)
        self.problems = list(self.listing.problems)
        self.rulebook = read_rulebook()
        paths = [path for files in self.listing.pupils.values() for path in files.values()]
        own = [path for path in (self.listing.school, self.listing.staff) if path is not None]
        self.digests = store.digests(self.folder, own + paths)
        files = {"school": self.listing.school, "staff": self.listing.staff}
        self.world, wrong = world_of(
            self.folder,
            {kind: path for kind, path in files.items() if path},
            self.rulebook,
            today,
            laws=folder is None,
        )
        self.problems += wrong
        self.base = self._base(self.digests.get(path, "") for path in own)

    def stand_in(self, world: "World", made_of: Iterable[str]) -> None:
        """Judge and show every pupil in another world, because the school's own files are wrong; before `tasks` are used.

        `made_of` names all that the world was made of.
        """
        self.world = world
        self.base = self._base(made_of)

    def _base(self, made_of: Iterable[str]) -> str:
        return cache.key(cache.program_digest(), self.rulebook.digest, *made_of, self.world.today.isoformat())

    @cached_property
    def tasks(self) -> list[Task]:
        """Every pupil, in the order of their ids. A pupil with a file that cannot be read has no key: nothing of it is remembered."""
        tasks = []
        for pupil, files in self.listing.pupils.items():
            digests = [f"{path} {self.digests[path]}" for path in files.values() if path in self.digests]
            whole = len(digests) == len(files)
            key = cache.key(cache.program_digest(), self.rulebook.digest, *digests) if whole else ""
            tasks.append(Task(pupil, files, key))
        return tasks

    def documents(self, pupil: str) -> "Documents":
        """Return a pupil's documents as they lie on the disk."""
        return Documents(self.folder, self.listing.pupils[pupil])

    def recalled(self, tasks: Iterable[Task]) -> list[Task]:
        """Return the tasks with the typed pupils of an earlier run, where their files have not changed since."""
        tasks = list(tasks)
        known = self.store.some("typed", [task.pupil for task in tasks])
        return [
            task._replace(typed=known[task.pupil][1])
            if task.key and known.get(task.pupil, ("",))[0] == task.key
            else task
            for task in tasks
        ]

    def known_verdicts(self, tasks: Iterable[Task]) -> tuple[list["Verdict"], list[Task]]:
        """Return what an earlier run found of unchanged pupils, and the tasks that must be judged anew."""
        known = self.store.facts("verdict")
        verdicts: list[Verdict] = []
        anew = []
        for task in tasks:
            key, value = known.get(task.pupil, ("", b""))
            if task.key and key == cache.key(self.base, task.key):
                if value:
                    verdicts.append(_VERDICT.decode(value))
            else:
                anew.append(task)
        return verdicts, anew

    def keep(self, judged: Iterable[tuple[Task, "Judged"]]) -> None:
        """Remember what was found of pupils, for the next run."""
        typed: dict[str, tuple[str, bytes]] = {}
        verdicts: dict[str, tuple[str, bytes]] = {}
        for task, verdict in judged:
            if task.key:
                has_more = verdict.problems or verdict.upn or verdict.classes
                said = Verdict(task.pupil, verdict.problems, verdict.upn, verdict.classes)
                told = msgspec.msgpack.encode(said) if has_more else b""
                verdicts[task.pupil] = (cache.key(self.base, task.key), told)
                if verdict.typed is not None:
                    typed[task.pupil] = (task.key, verdict.typed)
        self.store.keep("typed", typed)
        if self.world.sound:
            self.store.keep("verdict", verdicts)

    def forget_the_gone(self) -> None:
        """Drop what is remembered of pupils whose folders are gone."""
        for kind in ("typed", "verdict"):
            self.store.forget(kind, self.store.names(kind) - self.listing.pupils.keys())


class Verdict(NamedTuple):
    """What the store keeps of a judged pupil: what is wrong, and what the laws between pupils ask."""

    pupil: str
    problems: list[Problem]
    upn: str | None
    classes: tuple[str, ...] = ()


class Judged(NamedTuple):
    """What was found of one pupil. `typed` is the pupil for the store, None where it was there already or cannot be typed."""

    pupil: str
    problems: list[Problem]
    typed: bytes | None
    upn: str | None
    classes: tuple[str, ...] = ()


def examine(world: World, task: Task) -> tuple[Pupil | None, Judged]:
    """Read and judge one pupil: the pupil (None where it cannot be typed), and what was found."""
    documents = Documents(world.root, task.files)
    written, problems = _as_written(world, task, documents)
    pupil, problems = _judged(world, written, problems, documents)
    # What is kept goes by the files alone: it is the pupil as written, whatever school year has begun on the day.
    anew = written is not None and task.typed is None and task.key
    typed = msgspec.msgpack.encode(written) if anew else None
    if pupil is None:
        return None, Judged(task.pupil, problems, typed, None)
    return pupil, Judged(task.pupil, problems, typed, pupil.plan.pupil.upn, classes_of(pupil, world.today))


def classes_of(pupil: Pupil, today: date) -> tuple[str, ...]:
    """Return the names of the form and of the timetable's groups that are not over, each once."""
    lessons = pupil.absences.timetable
    going_on = (each.group for each in lessons if each.until is None or each.until >= today)
    named = (pupil.plan.pupil.form, *going_on)
    return tuple(dict.fromkeys(name for name in named if name is not None))


def judge(world: World, task: Task, documents: Documents | None = None) -> tuple[Pupil | None, list[Problem]]:
    """Read one pupil and return it as of the day, with everything that is wrong; None where it cannot be typed.

    `documents` are the pupil's where they are not those on the disk.
    """
    if documents is None:
        documents = Documents(world.root, task.files)
    written, problems = _as_written(world, task, documents)
    return _judged(world, written, problems, documents)


def _as_written(world: World, task: Task, documents: Documents) -> tuple[Pupil | None, list[Problem]]:
    """Return a pupil as the files have it, whatever day it is; None with the problems where it cannot be typed."""
    if task.typed is not None:
        return msgspec.msgpack.decode(task.typed, type=Pupil), []
    kinds = list(documents)
    problems = list(documents.problems)
    people = validate.People.around(world.staff, _names(documents))
    for kind in kinds:
        problems += validate.document(documents[kind], world.rulebook, people)
    if problems or "plan" not in documents:
        return None, problems
    return typed.pupil(task.pupil, documents), []


def _judged(
    world: World, written: Pupil | None, problems: list[Problem], documents: Documents
) -> tuple[Pupil | None, list[Problem]]:
    """Return a pupil as of the world's day, and what the laws find."""
    if written is None:
        return None, problems
    pupil = in_force(written, world.today)
    if not world.sound or not world.laws:
        return pupil, []
    return pupil, validate.pupil(pupil, documents, world.school, world.staff, world.rulebook, world.today)


def _names(documents: Documents) -> list[object]:
    """Return what the plan calls the pupil, before anything is known to be right."""
    plan: Any = documents["plan"].data if "plan" in documents else None
    written = plan.get("pupil") if isinstance(plan, dict) else None
    return [*written.values()] if isinstance(written, dict) else []


def world_of(
    root: Path,
    files: Mapping[str, str],
    rulebook: Rulebook,
    today: date,
    raws: Mapping[str, bytes] | None = None,
    *,
    laws: bool = True,
) -> tuple[World, list[Problem]]:
    """Return the world that school.yml and staff.yml make, and what is wrong in them.

    `files` are their paths by kind ("school", "staff"), `raws` their bytes where they are not those on the disk. Without
    `laws` they, and all that is judged in that world, are only read.
    """
    documents = Documents(root, files, raws)
    kinds = list(documents)
    problems = list(documents.problems)
    sound: dict[str, Any] = {}
    for kind in kinds:
        wrong = validate.document(documents[kind], rulebook)
        problems += wrong
        if not wrong:
            sound[kind] = typed.record(documents[kind])
    school = sound.get("school", School(name="", phase=""))
    staff = sound.get("staff", Staff())
    if len(sound) == 2 and laws:
        problems += validate.school(documents, school, staff, rulebook, today)
    return World(root, rulebook, school, staff, today, len(sound) == 2, laws), problems


_VERDICT: msgspec.msgpack.Decoder[Verdict] = msgspec.msgpack.Decoder(Verdict)
