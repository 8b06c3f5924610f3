"""The records of a school, read and judged: what `check`, `due` and `build` all start from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from liverecord import cache, derive, validate
from liverecord.model import typed
from liverecord.model.case import History, SchoolCase
from liverecord.model.records import Document, Pupil, School, Staff
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Problem
from liverecord.read import listing as listings
from liverecord.read import strict
from liverecord.read.rulebook import rulebook as read_rulebook
from liverecord.read.settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


class World(NamedTuple):
    """What every pupil is judged against. `sound` is false where school.yml or staff.yml is itself wrong:
    then laws that compare a pupil with them would only repeat that.
    """

    root: Path
    rulebook: Rulebook
    school: School
    staff: Staff
    today: date
    sound: bool


class Task(NamedTuple):
    """One pupil to be judged: files by kind, and the typed pupil from an earlier run if its bytes are the same."""

    pupil: str
    files: dict[str, str]
    key: str
    typed: bytes | None = None


class Documents(Mapping[str, Document]):
    """A pupil's documents by kind, parsed when somebody first asks for one; `problems` is what parsing found."""

    def __init__(self, root: Path, files: Mapping[str, str]) -> None:
        self._root = root
        self._files = files
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
            raw, problems = listings.raw(self._root, path)
            document = None
            if raw is not None:
                document, problems = strict.parse(path, kind, raw)
            self._parsed[kind] = document
            self.problems += problems
        return self._parsed[kind]


class Records:
    """A school's records as they lie on disk, with the store that remembers earlier runs."""

    def __init__(self, settings: Settings, today: date, store: cache.Store | None) -> None:
        self.settings = settings
        self.store = store
        self.listing = listings.listing(settings.root, settings.records)
        self.problems = list(self.listing.problems)
        self.rulebook = read_rulebook()
        paths = [path for files in self.listing.pupils.values() for path in files.values()]
        own = [path for path in (self.listing.school, self.listing.staff) if path is not None]
        self.digests = store.digests(settings.root, own + paths) if store else {}
        self.world, found = _world(settings.root, self.listing, self.rulebook, today)
        self.problems += found
        self.base = cache.key(
            cache.program_digest(),
            self.rulebook.digest,
            *(self.digests.get(path, "") for path in own),
            today.isoformat(),
        )

    @cached_property
    def tasks(self) -> list[Task]:
        """Every pupil, in the order of their ids. Without a store nothing is remembered and keys are empty."""
        remembered = self.store.facts("typed") if self.store else {}
        tasks = []
        for pupil, files in self.listing.pupils.items():
            if not self.store or any(path not in self.digests for path in files.values()):
                tasks.append(Task(pupil, files, ""))
                continue
            key = cache.key(
                cache.program_digest(),
                self.rulebook.digest,
                *(f"{path} {self.digests[path]}" for path in files.values()),
            )
            known, value = remembered.get(pupil, ("", None))
            tasks.append(Task(pupil, files, key, value if known == key else None))
        return tasks

    def remember(self, typed_pupils: Mapping[str, tuple[str, bytes]]) -> None:
        """Keep pupils that were read and accepted by their schemas, and forget those whose folders are gone."""
        if self.store:
            self.store.keep("typed", typed_pupils)


def judge(world: World, task: Task) -> tuple[Pupil | None, list[Problem]]:
    """Read one pupil and return it with everything that is wrong; None where it cannot be typed."""
    documents = Documents(world.root, task.files)
    if task.typed is not None:
        pupil = msgspec.msgpack.decode(task.typed, type=Pupil)
    else:
        kinds = list(documents)
        problems = list(documents.problems)
        for kind in kinds:
            problems += validate.document(documents[kind], world.rulebook)
        if problems or "plan" not in documents:
            return None, problems
        pupil = typed.pupil(task.pupil, documents)
    if not world.sound:
        return pupil, []
    laws = validate.pupil(pupil, documents, world.school, world.staff, world.rulebook, world.today)
    return pupil, laws


def verdicts(records: Records, tasks: Iterable[Task]) -> tuple[list[Problem], list[Task]]:
    """Return the problems that an earlier run found in unchanged pupils, and the tasks that must be judged anew."""
    known = records.store.facts("verdict") if records.store else {}
    problems: list[Problem] = []
    anew = []
    for task in tasks:
        key, value = known.get(task.pupil, ("", b""))
        if task.key and key == cache.key(records.base, task.key):
            if value:
                problems += _PROBLEMS.decode(value)
        else:
            anew.append(task)
    return problems, anew


def verdict(records: Records, task: Task, problems: list[Problem]) -> tuple[str, bytes]:
    """Return what to remember of a pupil that was judged."""
    return cache.key(records.base, task.key), msgspec.msgpack.encode(problems) if problems else b""


def school_case(records: Records, history: History) -> SchoolCase:
    """Return the school as of the day."""
    world = records.world
    return derive.school_case(world.school, world.staff, world.rulebook, history, world.today)


def _world(
    root: Path, found: listings.Listing, rulebook: Rulebook, today: date
) -> tuple[World, list[Problem]]:
    files = {
        kind: path for kind, path in (("school", found.school), ("staff", found.staff)) if path is not None
    }
    documents = Documents(root, files)
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
    if len(sound) == 2:
        problems += validate.school(documents, school, staff, rulebook, today)
    return World(root, rulebook, school, staff, today, len(sound) == 2), problems


_PROBLEMS: msgspec.msgpack.Decoder[list[Problem]] = msgspec.msgpack.Decoder(list[Problem])
