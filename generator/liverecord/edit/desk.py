"""What the pages ask of the school's records. The application knows no git, no file and no clock: it knows a desk."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from liverecord.edit.pages import FilesPage, JobsPage, Means, PupilLine, SentPage, WaitingPage
from liverecord.forms.job import Job, Scene
from liverecord.forms.question import Answers, Wrong

ASKED_ON = "asked-on"
"""The hidden field that says on which commit a form was asked."""

How = Literal["send", "keep"]
"""What becomes of a save: sent for review, or kept on this computer."""

Decisions = Mapping[str, Literal["mine", "theirs"]]
"""Which value stays, by a clash's name, as far as it was decided."""


class Person(NamedTuple):
    """Who writes, as git has them."""

    name: str
    email: str


class Shown(NamedTuple):
    """A built site: its folder, and the content-security policy of its pages. `is_older` tells that it lacks what was saved last."""

    folder: Path
    policy: str
    is_older: bool = False


class Upload(NamedTuple):
    """A file that was handed over: its name as the browser gave it, and its bytes."""

    name: str
    content: bytes


class Desk(Protocol):
    """Where one person of the school writes. One request at a time is answered by it.

    Each method may raise LiverecordError, whose words are shown, NotHere (forms/job.py) where what was asked for is not
    there, and Unreadable (examine/jobs/scene.py) where a record holds problems.
    """

    @property
    def school_name(self) -> str:
        """The school's name, as its settings have it."""

    @property
    def dsl_names(self) -> Sequence[str]:
        """The names of the designated safeguarding leads; empty where staff.yml names none."""

    def person(self) -> Person | None:
        """Return who writes; None where git knows no name or no e-mail address yet."""

    def introduce(self, name: str, email: str) -> list[Wrong]:
        """Keep who writes, in this clone alone; or say what is wrong with `name` or `email`."""

    def jobs(self) -> Sequence[Job]:
        """Return every job there is."""

    def pupils(self) -> Sequence[PupilLine]:
        """Return every pupil on roll, by name."""

    def called(self, pupil: str) -> str:
        """Return what a pupil is called; raises NotHere where there is none of that id."""

    def whose(self, pupil: str) -> str:
        """Return who a pupil is: the name, and the form where there is one; raises NotHere as `called` does."""

    def jobs_page(self, pupil: str | None) -> JobsPage:
        """Return what can be written about a pupil, or (None) about the whole school."""

    def scene(self, job: Job, pupil: str | None, names: tuple[str, ...]) -> Scene:
        """Return what a job may look at, from the commit that the next save stands on."""

    def asked_on(self, scene: Scene, job: Job, answers: Answers) -> Scene:
        """Return the scene that a form was asked on, which its answers are about; `scene` where that is not known."""

    def means(self, scene: Scene, job: Job, answers: Answers) -> Means | list[Wrong]:
        """Return what a change means, judged in memory; or what is wrong, at its questions."""

    def save(
        self,
        scene: Scene,
        job: Job,
        answers: Answers,
        *,
        how: How,
        seen: str,
        decisions: Decisions,
    ) -> SentPage | Means | list[Wrong]:
        """Save what was previewed. `seen` is `Means.seen` of the preview that the person had before them.

        A `Means` comes back where it has to be looked at again: somebody else changed the same file since, or a clash
        is not decided.
        """

    def files_page(self, kind: str) -> FilesPage:
        """Return the page that asks for files of a kind, a name of forms.offered.FILES."""

    def read_files(
        self, kind: str, uploads: Sequence[Upload], held: str, ticked: frozenset[str]
    ) -> Means | FilesPage:
        """Return what files would change; its `seen` leads back to them. Or the page again, with what is wrong
        (named "files") and what the import asks.

        Without `uploads`, `held` leads to those of the page before. `ticked` are names of its questions, and of marks "partial",
        "own-marks", "shift 1", "shift -1", "zone UTC".
        """

    def save_files(self, kind: str, seen: str, *, how: How) -> SentPage | Means | FilesPage:
        """Save what a preview of files showed; what is wrong is named "files", such as a preview that is gone."""

    def number_waiting(self) -> int:
        """Return how many changes are not merged yet: quickly, and without asking any server."""

    def waiting(self) -> WaitingPage:
        """Return what is sent and not merged, what is not sent, and what was edited by hand."""

    def send(self) -> SentPage | WaitingPage:
        """Send what is kept here. A `WaitingPage` comes back where a person must decide first what stays."""

    def sign_in(self) -> SentPage | WaitingPage:
        """Let the computer's own credential helper ask for a password in its own window, then do what `send` does."""

    def bring_up_to_date(self, decisions: Decisions) -> WaitingPage:
        """Lay what waits on what the school's records say now; the page holds what a person must decide first."""

    def site_folder(self) -> Shown:
        """Return the site of the commit that the next save stands on, built anew where it has moved; else the last that could be made."""
