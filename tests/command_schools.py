"""The demo school in git, and what the forms would make of the same answers: what commands are compared with."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from editing import SENCO, TODAY
from form_scenes import ROOT
from git_repository import commit, git
from liverecord.batch import asked
from liverecord.edit.clone import Clone
from liverecord.examine.jobs.preview import Preview, preview
from liverecord.forms.job import Job, Written
from liverecord.read.blobs import Blobs
from liverecord.read.settings import settings
from schools import settle, tree

Typed = Mapping[str, Sequence[str]]


def demo(folder: Path) -> Path:
    """Lay out the demo school in a folder, in a repository in which the SENCO writes, all of it committed."""
    shutil.copytree(ROOT / "records", folder / "records")
    settle(folder)
    (folder / ".gitignore").write_text(".liverecord/\nsite/\n", encoding="utf-8")
    git(folder, "init", "--quiet", "--initial-branch=main")
    for name, value in zip(("user.name", "user.email"), SENCO, strict=True):
        git(folder, "config", name, value)
    commit(folder, "2026-11-20", "The records")
    return folder


def drafted(
    school: Path, job: Job, typed: Typed, pupil: str | None = None, names: tuple[str, ...] = ()
) -> dict[str, bytes]:
    """Return the files that the forms' preview drafts, where these answers are typed into the form that stands open."""
    with Blobs(school) as blobs:
        clone = Clone(settings(school), lambda: TODAY, blobs)
        ground = clone.now()
        scene = clone.scene(ground, job, pupil, names)
        written = job.write(scene, asked(job.ask(scene, {}), typed))
        assert isinstance(written, Written), written
        made = preview(settings(school), ground, blobs, written)
        assert isinstance(made, Preview), made
        return {draft.path: draft.after for draft in made.drafts if draft.after is not None}


def records(school: Path) -> dict[str, bytes]:
    """Return every file of the records."""
    return {f"records/{path}": raw for path, raw in tree(school / "records").items()}


@contextmanager
def put_back(school: Path) -> Iterator[dict[str, bytes]]:
    """Yield the records as they are, and put them back afterwards."""
    before = records(school)
    try:
        yield before
    finally:
        git(school, "checkout", "--quiet", "--", ".")
        git(school, "clean", "-fdq")
        assert records(school) == before


def changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that are new or say something else; none is ever gone."""
    assert before.keys() <= after.keys()
    return {path: raw for path, raw in after.items() if before.get(path) != raw}
