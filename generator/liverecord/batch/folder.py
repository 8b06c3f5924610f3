"""A school's records as they lie in its folder: what a job may look at there, and what is put into them.

Git is not needed. Where there is one, it says who writes; nothing is committed here.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import NamedTuple

from liverecord.batch.writing import changed_meanwhile, put
from liverecord.examine.diff import drafted
from liverecord.examine.jobs.preview import Draft, Preview, preview
from liverecord.examine.jobs.scene import (
    Ground,
    Memory,
    Unreadable,
    drawn_for,
    files_in_folder,
    ground_at,
    scene_of,
    staff_id,
)
from liverecord.examine.records import Progress
from liverecord.forms.job import Job, Scene, Written
from liverecord.forms.question import Answers, Form, Wrong
from liverecord.forms.settling import settled
from liverecord.model.records import PUPIL_KINDS, Staff, kind_of
from liverecord.problem import HistoryUnavailable, InvalidRecords, LiverecordError
from liverecord.read import strict
from liverecord.read.blobs import Blobs
from liverecord.read.settings import Settings
from liverecord.report.changes.rows import Difference
from liverecord.saves.person import person
from liverecord.splice.steps import is_alike


class Done(NamedTuple):
    """What a job changes: in sentences, as `diff` tells them; the message that a commit of it may bear, of ids and days alone;
    the files, relative to the school's folder; and whether they are written.
    """

    difference: Difference
    message: str
    files: tuple[str, ...]
    is_written: bool


class Folder:
    """A school's records as they lie in its folder, on one day. What was read of a pupil stays read."""

    def __init__(self, settings: Settings, today: date, progress: Progress) -> None:
        self._settings = settings
        self._today = today
        self._progress = progress
        self._blobs = Blobs(settings.root)  # every file lies on the disk: git never starts
        self._memory: Memory = {}
        self._seen: dict[str, object] = {}

    @cached_property
    def ground(self) -> Ground:
        """The files, and what every pupil is judged against."""
        files = files_in_folder(self._settings)
        return ground_at(self._settings, self._today, "", files, self._blobs)

    @cached_property
    def pupils(self) -> frozenset[str]:
        """The ids of all pupils who have a folder."""
        return frozenset(path.split("/")[-2] for path in self.ground.files if kind_of(path) in PUPIL_KINDS)

    @property
    def staff(self) -> Staff:
        """Everybody in staff.yml; raises InvalidRecords where school.yml or staff.yml is wrong, and nobody is known."""
        if not self.ground.world.sound:
            raise InvalidRecords(self.ground.problems)
        return self.ground.world.staff

    def scene(self, job: Job, *, pupil: str | None = None, names: Sequence[str] = ()) -> Scene:
        """Return what a job may look at; a job about the school may look at every pupil.

        Raises NotHere for a pupil that is not there; InvalidRecords where what the job is about holds problems.
        """
        try:
            scene = scene_of(
                self._settings,
                self.ground,
                self._blobs,
                job,
                self._memory,
                person=self._writer,
                pupil=pupil,
                names=tuple(names),
                drawn=drawn_for(self.ground.files) if pupil is None else "",
                progress=self._progress,
            )
        except Unreadable as unreadable:
            raise InvalidRecords(unreadable.problems) from None
        self._seen.update(scene.files)
        return scene

    @cached_property
    def _writer(self) -> str | None:
        """Who writes, by git's settings and the addresses in staff.yml; None where that is not known."""
        known = None
        with suppress(HistoryUnavailable):
            known = person(self._settings.root)
        return staff_id(self.ground.world.staff, known.email) if known is not None else None

    def put(self, written: Written, *, dry_run: bool, audience: str | None = None) -> Done | list[Wrong]:
        """Judge steps with all other records, tell what they change, and write them; with `dry_run` nothing is written.

        Return what is wrong where the records would be wrong with them, and then nothing is written either. `audience` is
        whose gate decides what is told; without one ids stand for names, and no typed word is told.
        Raises LiverecordError for an unknown audience, and where a file was changed since the job looked at it.
        """
        self._known(audience)
        made = preview(
            self._settings,
            self.ground,
            self._blobs,
            written,
            in_words=audience is not None,
            progress=self._progress,
        )
        if isinstance(made, list):
            return made
        for draft in made.drafts:
            self._same(draft)
        told = self._told(made, audience)
        if not dry_run:
            put(self._settings.root, made.drafts)
        files = tuple(draft.path for draft in made.drafts)
        return Done(told, written.message, files, is_written=not dry_run)

    def _told(self, made: Preview, audience: str | None) -> Difference:
        """Return what differs as an audience may know it; the judging itself is done with all that there is."""
        if audience in {None, self.ground.world.rulebook.policy.audiences[-1].id}:
            return made.difference
        after = {draft.path: draft.after for draft in made.drafts}
        return drafted(
            self._settings, self._today, self.ground.files, after, self._blobs, audience, self._progress
        )

    def _known(self, audience: str | None) -> None:
        known = [each.id for each in self.ground.world.rulebook.policy.audiences]
        if audience is not None and audience not in known:
            raise LiverecordError("There is no audience of that name.", f"It is one of {', '.join(known)}.")

    def _same(self, draft: Draft) -> None:
        """See that a file says what the job was asked on; raises LiverecordError where somebody has saved it since."""
        if draft.before is None or draft.path not in self._seen:
            return
        document, _ = strict.parse(draft.path, kind_of(draft.path), draft.before)
        data = document.data if document is not None else None
        read = settled(data, self._today) if kind_of(draft.path) == "plan" else data
        if document is None or not is_alike(read, self._seen[draft.path]):
            raise changed_meanwhile(draft.path)


def asked(form: Form, given: Answers) -> dict[str, Sequence[str]]:
    """Return the answers that a form sends: what stands in it untouched, what it hides, and over that what was given."""
    standing: Mapping[str, Sequence[str]] = {each.name: each.value for each in form.questions if each.value}
    return {**standing, **{name: (value,) for name, value in form.hidden.items()}, **given}


def done(
    settings: Settings,
    today: date,
    job: Job,
    answers: Answers,
    *,
    pupil: str | None = None,
    names: Sequence[str] = (),
    dry_run: bool = False,
    audience: str | None = None,
    progress: Progress,
) -> Done | list[Wrong]:
    """Do a job with these answers, as its form would with them typed into it: judged, told, and written but with `dry_run`.

    Return what is wrong where an answer cannot be taken, or where the records would be wrong; then nothing is written.
    Raises NotHere for a pupil or an address that is not there, InvalidRecords where what the job is about holds problems,
    LiverecordError as `Folder.put` does.
    """
    folder = Folder(settings, today, progress)
    scene = folder.scene(job, pupil=pupil, names=names)
    written = job.write(scene, asked(job.ask(scene, {}), answers))
    if isinstance(written, list):
        return written
    return folder.put(written, dry_run=dry_run, audience=audience)
