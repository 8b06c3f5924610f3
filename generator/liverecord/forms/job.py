"""A job: what it asks, and what its answers change. `forms/jobs.py` lists them all."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal, NamedTuple

from liverecord.forms.question import Answers, Form, Wrong
from liverecord.model.case import CaseFile
from liverecord.model.records import Pupil, School, Staff
from liverecord.model.rulebook import Rulebook
from liverecord.splice.steps import Path, Steps


class Known(NamedTuple):
    """A pupil's record as it stands: typed, and with what follows from it. Only a sound record is known."""

    pupil: Pupil
    case: CaseFile


class Scene(NamedTuple):
    """What a job may look at: the records of the commit that the save will stand on.

    `person` is the id from staff.yml of who writes, None where that is not known. `pupils` holds every pupil that the job
    may speak of, by id; of a job about one pupil that one alone. `names` are what the address names beyond the pupil, such
    as an item's id. `files` are the plain data of every file, by its path relative to the school's folder, a missing one left
    out; `records` is the records' folder, whose pupils lie in `records`/pupils/ID/. `commit` is where all of that stands.
    `drawn` is an id that no pupil has, drawn by whoever made the scene. `unread` are the ids of pupils that a job about the
    school would speak of, were there no problem in their records.
    """

    today: date
    person: str | None
    rulebook: Rulebook
    school: School
    staff: Staff
    pupils: Mapping[str, Known]
    files: Mapping[str, object]
    records: str = "records"
    pupil: str | None = None
    names: tuple[str, ...] = ()
    commit: str = ""
    drawn: str = ""
    unread: tuple[str, ...] = ()

    def path(self, kind: str, pupil: str | None = None) -> str:
        """Return a file's path by its noun (a key of KINDS): the school's own, or one of a pupil."""
        if kind in {"school", "staff"}:
            return f"{self.records}/{kind}.yml"
        return f"{self.records}/pupils/{pupil or self.pupil}/{kind}.yml"

    def data(self, kind: str, pupil: str | None = None) -> object:
        """Return a file's plain data; None where there is no such file."""
        return self.files.get(self.path(kind, pupil))


class Written(NamedTuple):
    """What the answers change: steps by file, and for what was written from which question, so that a problem that the
    check finds there stands at the question: (file's path, path in it) → question's name. `message` is the commit's: plain
    words, with ids and days only.
    """

    steps: Steps
    asked_at: Mapping[tuple[str, Path], str]
    message: str


class Job(NamedTuple):
    """A daily job. `name` is its part of an address, `scope` whether it is about one pupil or the whole school.

    `ask` makes the form, with the answers so far in it; raises NotHere where what the address names is not there.
    `write` turns answers into what they change, or says what is wrong with them, in the questions' order.
    """

    name: str
    title: str
    scope: Literal["pupil", "school"]
    ask: Callable[[Scene, Answers], Form]
    write: Callable[[Scene, Answers], Written | list[Wrong]]


class NotHere(Exception):
    """What an address names is not there, or is not what the job is about."""
