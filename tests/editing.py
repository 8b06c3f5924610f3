"""A school whose SENCO edits by form: a forge with its records, a clone of it, and the desk over the clone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from forge import GITHUB, Forge, forge
from git_repository import git
from liverecord.edit.clone import Clock, Clone
from liverecord.edit.own_site import Built
from liverecord.edit.pages import Means, SentPage
from liverecord.edit.working_desk import WorkingDesk
from liverecord.forms.jobs import job_named
from liverecord.forms.question import Wrong
from liverecord.read.blobs import Blobs
from liverecord.read.settings import settings
from schools import example

TODAY = date(2026, 11, 22)
SENCO = ("R. Adeyemi", "r.adeyemi@ashgrove.example")
COLLEAGUE = ("J. Okafor", "j.okafor@ashgrove.example")

Typed = dict[str, tuple[str, ...]]


@contextmanager
def served(folder: Path, said: str = GITHUB) -> Iterator[Forge]:
    """Run a forge with the example school in its main, and have this process signed in to it."""
    source = example(folder / "source")
    (source / ".gitignore").write_text(".liverecord/\nsite/\n", encoding="utf-8")
    (source / "pages/ours.md").write_text("# Our pages\n", encoding="utf-8")
    names = git(source, "ls-files").splitlines() if (source / ".git").exists() else None
    files = (
        [source / name for name in names] if names else sorted(p for p in source.rglob("*") if p.is_file())
    )
    with forge(folder / "forge", said) as server:
        server.change({path.relative_to(source).as_posix(): path.read_bytes() for path in files})
        before = os.environ.get("GIT_CONFIG_GLOBAL")
        os.environ["GIT_CONFIG_GLOBAL"] = str(server.signed_in(folder / "home"))
        try:
            yield server
        finally:
            if before is None:
                del os.environ["GIT_CONFIG_GLOBAL"]
            else:
                os.environ["GIT_CONFIG_GLOBAL"] = before


def cloned(server: Forge, folder: Path, person: tuple[str, str] | None = SENCO) -> Path:
    """Return a clone in which a person writes; None is somebody whom git does not know yet."""
    school = server.clone(folder)
    for name, value in zip(("user.name", "user.email"), person or (), strict=False):
        git(school, "config", name, value)
    return school


class NoSite:
    """A site of one page that nobody looks at: the desk says which commit it wants."""

    def __init__(self, folder: Path) -> None:
        self.wanted: list[str] = []
        self.wanted_on: list[date] = []
        self.folder = folder

    def shown(self) -> Built:
        """Return a site with a page to come in by."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / "index.html").write_text("<!doctype html><title>Today</title>", encoding="utf-8")
        return Built(self.folder, "default-src 'self'", "", TODAY)

    def want(self, commit: str, today: date) -> None:
        """Note a commit."""
        self.wanted.append(commit)
        self.wanted_on.append(today)


class Sitting:
    """One person at a desk: a form is opened, answered, looked at and sent, as the pages do it."""

    def __init__(self, school: Path, blobs: Blobs, clock: Clock = lambda: TODAY) -> None:
        self.school = school
        self.site = NoSite(school.parent / "no-site")
        self.desk = WorkingDesk(Clone(settings(school), clock, blobs), self.site)  # type: ignore[arg-type]

    def open(self, job: str, pupil: str | None, *names: str) -> "Opened":
        """Open a form."""
        return Opened(self, job, pupil, names)


class Opened:
    """A form that was opened on what the records said then."""

    def __init__(self, sitting: Sitting, job: str, pupil: str | None, names: tuple[str, ...]) -> None:
        self.desk = sitting.desk
        found = job_named(job, of_a_pupil=pupil is not None)
        assert found is not None
        self.job, self.pupil, self.names = found, pupil, names
        self.form = self.job.ask(self.scene(), {})
        self.asked_on = self.scene().commit

    def scene(self):
        """Return what the form may look at now."""
        return self.desk.scene(self.job, self.pupil, self.names)

    def answers(self, typed: Typed) -> Typed:
        """Return what a browser sends: what stood in the form, and what was typed over it."""
        stood = {question.name: question.value for question in self.form.questions if question.value}
        hidden = {name: (value,) for name, value in self.form.hidden.items()}
        return {**stood, **hidden, **typed, "asked-on": (self.asked_on,)}

    def means(self, typed: Typed) -> Means | list[Wrong]:
        """Press "Check and show what it means"."""
        return self.desk.means(self.scene(), self.job, self.answers(typed))

    def save(self, typed: Typed, how="send", seen=None, decisions=None):
        """Press "Send for review" below a preview; `seen` is the preview's own where nobody says another."""
        if seen is None:
            means = self.means(typed)
            assert isinstance(means, Means), means
            seen = means.seen
        return self.desk.save(
            self.scene(), self.job, self.answers(typed), how=how, seen=seen, decisions=decisions or {}
        )  # fmt: skip


def is_sent(done: object) -> bool:
    """Tell whether a save was sent."""
    return isinstance(done, SentPage) and done.is_sent
