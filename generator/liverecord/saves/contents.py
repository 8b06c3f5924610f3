"""The files of commits: their bytes and their plain data, each read once, and what a save did to one, as steps.

Paths are from the repository's top, with forward slashes.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from liverecord.model.records import kind_of
from liverecord.read import strict
from liverecord.read.blobs import Blobs
from liverecord.read.repository import Repository, path_text, started
from liverecord.splice.steps import Step, between


class File(NamedTuple):
    """A file of one version: its bytes (None: there is none) and its plain data. `is_read` is false for what is no record, or
    none that can be read: it is the same, or it is another. `is_whole` is false where the bytes are not the file's, but tell
    it from others.
    """

    raw: bytes | None = None
    data: object = None
    is_read: bool = True
    is_whole: bool = True


class Change(NamedTuple):
    """What a save did to a file: before and after, and the steps from one to the other.

    `steps` is None where the file is the same or another as a whole: it went, it is no record, or only its comments differ.
    """

    path: str
    before: File
    after: File
    steps: Sequence[Step] | None

    @property
    def kind(self) -> str:
        """Return what the file holds: a key of KINDS."""
        return kind_of(self.path)


def change(path: str, before: File, after: File) -> Change | None:
    """Return what became of a file; None where nothing did."""
    if before.raw == after.raw and before.data == after.data:
        return None
    if after.raw is None or not (before.is_read and after.is_read):
        return Change(path, before, after, None)
    return Change(path, before, after, between(before.data, after.data) or None)


class Contents:
    """The files of a repository's commits. `blobs` is the caller's to close."""

    def __init__(self, git: Repository, blobs: Blobs) -> None:
        self.git = git
        self._blobs = blobs
        self._ids: dict[tuple[str, str], str] = {}
        self._files: dict[tuple[str, str], File] = {}

    def file(self, commit: str, path: str) -> File:
        """Return a file at a commit."""
        self.find([commit], [path])
        blob = self._ids[commit, path]
        if not blob:
            return File()
        known = self._files.get((kind_of(path), blob))
        if known is None:
            known = self._files[kind_of(path), blob] = _read(path, blob, self._blobs)
        return known

    def find(self, commits: Iterable[str], paths: Iterable[str]) -> None:
        """Look files up at commits, all at once: what is asked of them afterwards is known."""
        paths = list(paths)
        wanted = [(commit, path) for commit in commits for path in paths if (commit, path) not in self._ids]
        asked = "".join(f"{commit}:{path}\n" for commit, path in wanted)
        if not wanted:
            return
        question = asked.encode(errors="surrogateescape")
        with started(self.git.root, "cat-file", "--batch-check", asked=question) as (process, _):
            lines = process.stdout.read().splitlines()
        for key, line in zip(wanted, lines, strict=True):
            blob, _, rest = line.partition(b" ")
            self._ids[key] = blob.decode() if rest.startswith(b"blob ") else ""

    def changed(self, before: str, after: str) -> list[str]:
        """Return the files that differ between two commits, in the whole repository."""
        printed = self.git.run(
            "diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-relative", "--no-ext-diff", before, after
        )  # fmt: skip
        # A name of two lines could not be asked for; no record has one.
        return [path for name in printed.split(b"\0")[:-1] if "\n" not in (path := path_text(name))]

    def changes(self, before: str, after: str) -> list[Change]:
        """Return what differs between two commits."""
        paths = self.changed(before, after)
        self.find((before, after), paths)
        found = (change(path, self.file(before, path), self.file(after, path)) for path in paths)
        return [each for each in found if each is not None]


def _read(path: str, blob: str, blobs: Blobs) -> File:
    """Return a file with its data; one that is too large for a record, or that git no longer has, is told by its blob."""
    raw = blobs.read([blob]).get(blob)
    if raw is None:
        return File(blob.encode(), None, is_read=False, is_whole=False)
    kind = kind_of(path)
    document = strict.parse(path, kind, raw)[0] if kind else None
    return File(raw, document.data if document else None, is_read=document is not None)
