"""A school's clone as a person writes in it: where the next save stands, who writes, and the records there as scenes."""

import secrets
from contextlib import suppress
from datetime import date

from liverecord.edit.desk import ASKED_ON, Unreadable
from liverecord.edit.scene import Ground, Line, Memory, Unsound, ground_at, pupil_lines, scene_of
from liverecord.edit.worded import problems_shown
from liverecord.forms.job import Job, NotHere, Scene
from liverecord.forms.question import Answers
from liverecord.model.records import Person as Colleague
from liverecord.problem import HistoryUnavailable, NoSuchRevision
from liverecord.read.blobs import Blobs
from liverecord.read.repository import is_object
from liverecord.read.revisions import resolve
from liverecord.read.settings import Settings
from liverecord.saves.person import Person, person
from liverecord.saves.standing import Standing, standing


class Clone:
    """A clone on one day. What was read of a commit stays read; `blobs` is the caller's to close."""

    def __init__(self, settings: Settings, today: date, blobs: Blobs) -> None:
        self.settings = settings
        self.today = today
        self.blobs = blobs
        self._grounds: dict[str, Ground] = {}
        self._memory: Memory = {}

    def now(self) -> Ground:
        """Return the records that the next save stands on."""
        return self.ground(self.standing().base)

    def standing(self) -> Standing:
        """Return where the next save stands, and what waits."""
        return standing(self.settings.root, self.branch(), self.writer())

    def writer(self) -> Person:
        """Return who writes, with the id that staff.yml has for the address; somebody unknown to git has no saves yet."""
        known = person(self.settings.root) or Person("", "")
        staff_id = None
        with suppress(HistoryUnavailable, KeyError):
            people = self.ground(self._head()).world.staff.staff
            staff_id = next((each.id for each in people if known.email and _is(each, known.email)), None)
        return known._replace(staff_id=staff_id)

    def branch(self) -> str:
        """Return what the school's main branch is called."""
        return self.ground(self._head()).world.school.forge.branch

    def _head(self) -> str:
        """Return the commit whose staff.yml and school.yml say who is who: what is checked out, whatever it lacks."""
        return resolve(self.settings.root, "HEAD").commit

    def ground(self, commit: str) -> Ground:
        """Return the records at a commit; raises HistoryUnavailable, NoSuchRevision."""
        if commit not in self._grounds:
            files = resolve(self.settings.root, commit).files(self.settings.records)
            if len(self._grounds) > _AT_ONCE:
                self._grounds.clear()
            self._grounds[commit] = ground_at(self.settings, self.today, commit, files, self.blobs)
        return self._grounds[commit]

    def scene(self, ground: Ground, job: Job, pupil: str | None, names: tuple[str, ...]) -> Scene:
        """Return what a job may look at there; raises NotHere, Unreadable."""
        writer = self.writer()
        try:
            return scene_of(
                self.settings,
                ground,
                self.blobs,
                job,
                self._memory,
                person=writer.staff_id,
                pupil=pupil,
                names=names,
                drawn=self._drawn(ground) if pupil is None else "",
            )
        except Unsound as unsound:
            raise Unreadable(problems_shown(unsound.problems)) from None

    def _drawn(self, ground: Ground) -> str:
        """Return an id that no pupil has."""
        while True:
            drawn = "p-" + "".join(secrets.choice(_ID_LETTERS) for _ in range(_ID_LENGTH))
            if not any(f"/pupils/{drawn}/" in path for path in ground.files):
                return drawn

    def asked_on(self, now: Scene, job: Job, answers: Answers) -> Scene:
        """Return the scene that a form was asked on, which its answers are about; the newest where that is not known."""
        (commit,) = answers.get(ASKED_ON) or (now.commit,)
        if commit == now.commit or not is_object(commit):
            return now
        try:
            return self.scene(self.ground(commit), job, now.pupil, now.names)._replace(drawn=now.drawn)
        except (HistoryUnavailable, NoSuchRevision, NotHere, Unreadable):
            return now

    def pupils(self) -> list[Line]:
        """Return every pupil whose plan can be read, by name."""
        return pupil_lines(self.settings, self.now(), self.blobs)


_AT_ONCE = 20
_ID_LETTERS = "23456789bcdfghjkmnpqrstvwxz"
_ID_LENGTH = 4


def _is(colleague: Colleague, email: str) -> bool:
    known = {address.casefold() for address in (colleague.email or "", *colleague.git_emails) if address}
    return email.casefold() in known
