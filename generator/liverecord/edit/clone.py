"""A school's clone as a person writes in it: where the next save stands, who writes, and the records there as scenes."""

from collections.abc import Callable, Mapping
from datetime import date

from liverecord.edit.desk import ASKED_ON
from liverecord.examine.jobs.scene import (
    Ground,
    Line,
    Memory,
    Unreadable,
    drawn_for,
    ground_at,
    pupil_lines,
    scene_of,
    staff_id,
)
from liverecord.forms.job import Job, NotHere, Scene
from liverecord.forms.question import Answers
from liverecord.problem import HistoryUnavailable, NoSuchRevision
from liverecord.read.blobs import Blobs
from liverecord.read.repository import is_object
from liverecord.read.revisions import resolve
from liverecord.read.settings import Settings
from liverecord.saves.person import Person, person
from liverecord.saves.standing import LOCAL, REMOTE, Standing, standing
from liverecord.saves.writing import opened

Clock = Callable[[], date]
"""Says which day it is now: the program may stay open over midnight."""


class Clone:
    """A clone. What was read of a commit stays read for the day; `blobs` is the caller's to close."""

    def __init__(self, settings: Settings, clock: Clock, blobs: Blobs) -> None:
        self.settings = settings
        self.blobs = blobs
        self._clock = clock
        self._git = opened(settings.root)
        self._grounds: dict[tuple[str, date], Ground] = {}
        self._person: Person | None = None
        self._known: tuple[dict[str, str], Standing] | None = None
        self._lines: tuple[tuple[str, date], list[Line]] | None = None
        self._memory: Memory = {}

    @property
    def today(self) -> date:
        """The day, asked anew each time: all that follows from it is of this day or known by it."""
        return self._clock()

    def now(self) -> Ground:
        """Return the records that the next save stands on."""
        return self.ground(self.standing().base)

    def standing(self) -> Standing:
        """Return where the next save stands, and what waits."""
        references = self._references()
        if self._known is None or self._known[0] != references:
            branch, writer = self._branch(references), self._writer(references)
            self._known = references, standing(self.settings.root, branch, writer)
        return self._known[1]

    def forget(self) -> None:
        """Look anew who writes."""
        self._person = self._known = None

    def writer(self) -> Person:
        """Return who writes, with the id that staff.yml has for the address; somebody unknown to git has no saves yet."""
        return self._writer(self._references())

    def branch(self) -> str:
        """Return what the school's main branch is called: by school.yml as it is checked out, however old that is."""
        return self._branch(self._references())

    def _writer(self, references: Mapping[str, str]) -> Person:
        known = self._person = self._person or person(self.settings.root)
        if known is None:
            return Person("", "")
        branch = self._branch(references)
        main = references.get(f"{REMOTE}{branch}") or references.get(f"{LOCAL}{branch}")
        staff = self.ground(main or references["HEAD"]).world.staff
        return known._replace(staff_id=staff_id(staff, known.email))

    def _branch(self, references: Mapping[str, str]) -> str:
        return self.ground(references["HEAD"]).world.school.forge.branch

    def _references(self) -> dict[str, str]:
        """Return the commit of HEAD and of each reference: what stands where follows from them alone."""
        printed = (self._git.answer("show-ref", "--head") or b"").decode(errors="replace")
        lines = (line.partition(" ") for line in printed.splitlines())
        references = {name: commit for commit, _, name in lines}
        if "HEAD" not in references:
            raise HistoryUnavailable(
                "Nothing is committed here yet, so there is nothing to write on.",
                "Commit the records once, by git add --all and git commit, and run this again.",
            )
        return references

    def ground(self, commit: str) -> Ground:
        """Return the records at a commit; raises HistoryUnavailable, NoSuchRevision."""
        key = commit, self.today
        if key not in self._grounds:
            files = resolve(self.settings.root, commit).files(self.settings.records)
            if len(self._grounds) > _AT_ONCE:
                self._grounds.clear()
            self._grounds[key] = ground_at(self.settings, key[1], commit, files, self.blobs)
        return self._grounds[key]

    def scene(self, ground: Ground, job: Job, pupil: str | None, names: tuple[str, ...]) -> Scene:
        """Return what a job may look at there; raises NotHere, Unreadable."""
        writer = self.writer()
        return scene_of(
            self.settings,
            ground,
            self.blobs,
            job,
            self._memory,
            person=writer.staff_id,
            pupil=pupil,
            names=names,
            drawn=drawn_for(ground.files) if pupil is None else "",
        )

    def asked_on(self, now: Scene, job: Job, answers: Answers) -> Scene:
        """Return the scene that a form was asked on, which its answers are about; the newest where that is not known."""
        commit = next(iter(answers.get(ASKED_ON, ())), now.commit)
        if commit == now.commit or not is_object(commit):
            return now
        try:
            return self.scene(self.ground(commit), job, now.pupil, now.names)._replace(drawn=now.drawn)
        except (HistoryUnavailable, NoSuchRevision, NotHere, Unreadable):
            return now

    def pupils(self) -> list[Line]:
        """Return every pupil whose plan can be read, by name."""
        now = self.now()
        key = now.commit, now.world.today
        if self._lines is None or self._lines[0] != key:
            self._lines = key, pupil_lines(self.settings, now, self.blobs)
        return self._lines[1]


_AT_ONCE = 20
