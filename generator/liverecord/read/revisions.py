"""The records as they stood: a commit that somebody named, the files it holds, and those files laid out on the disk.

    resolve(root, "main~3")       the commit that a branch, a tag, an id or HEAD~3 names
    resolve(root, "2026-10-01")   the commit that stood at the end of that day in London
    compared(root, "main..HEAD")  both sides of a pull request, as a forge shows it: from where the two parted
    standing.files("records")     its files, path → blob
    changed_files(one, other)     the files that differ, each with its blob on either side
    lay_out(standing, …)          the files written into a folder

Nothing here changes the repository, its work tree or its index.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from liverecord.problem import CannotBuild, HistoryUnavailable, NoSuchRevision
from liverecord.read.blobs import Blobs
from liverecord.read.history import uncommitted
from liverecord.read.repository import Repository, Tree, moment, repository, shallow

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}").fullmatch
_LONGEST = 500


class Standing(NamedTuple):
    """A commit: `at` is the moment it was committed (not authored), in London's time."""

    repository: Repository
    commit: str
    at: datetime

    def tree(self, records: str = "records") -> Tree:
        """Return the files of the records folder at this commit, and what was left out: symbolic links, submodules."""
        return self.repository.tree(self.commit, records)

    def files(self, records: str = "records") -> dict[str, str]:
        """Return the files of the records folder at this commit, path → blob: relative to the school's folder, sorted."""
        return self.tree(records).files


def resolve(root: Path, typed: str) -> Standing:
    """Return the commit that a person named: a revision (branch, tag, id, HEAD~3) or a day (2026-10-01).

    A day means the commit that stood at its end, in London: of the commits that HEAD itself has been (its first parents, so
    that a branch counts from the day that it was merged), the newest that was committed by then. A day wins over a branch
    of that name, which `refs/heads/2026-10-01` still reaches.
    Raises NoSuchRevision where nothing of that name is there, or the day is before the first commit; HistoryUnavailable
    where there is no repository, no commit, or a shallow clone would give a wrong answer.
    """
    git = _repository(root)
    text = typed.strip()
    if not text or len(text) > _LONGEST or not text.isprintable():
        raise NoSuchRevision(
            "No revision was named.", "Type a branch, a tag, a commit's id or a day such as 2026-10-01."
        )
    if _DAY(text):
        return _by_day(git, text)
    commit = git.commit(text)
    if commit is None:
        if git.is_shallow:
            raise shallow(f"'{text}' is not in it")
        raise NoSuchRevision(
            f"Git knows no commit by the name '{text}', or more than one.",
            "Type a branch, a tag, a commit's id (all of it is safest) or a day such as 2026-10-01; "
            "`git log --oneline` lists commits. A branch of another clone must be fetched first.",
        )
    return _standing(git, commit)


def compared(root: Path, typed: str = "") -> tuple[Standing, Standing]:
    """Return both sides of "BASE..HEAD": where HEAD's commits began (the merge base, as a forge's pull request shows it), and HEAD.

    A side left out is HEAD; "BASE" alone is "BASE..HEAD", and BASE...HEAD is the same as BASE..HEAD. Either may be a
    day. Raises as `resolve` and `between` do.
    """
    base, _, head = typed.partition("..")
    one = resolve(root, base.strip() or "HEAD")
    other = resolve(root, head.removeprefix(".").strip() or "HEAD")
    return between(one, other), other


def between(base: Standing, head: Standing) -> Standing:
    """Return the newest commit that both stand on: what `head` changed since is what a pull request into `base` shows.

    Raises HistoryUnavailable where they share none, or a shallow clone does not hold it.
    """
    if base.commit == head.commit:
        return base
    git = head.repository
    if git.is_shallow:
        raise shallow("the commit where the two parted may not be in it")
    printed = git.answer("merge-base", "--end-of-options", base.commit, head.commit)
    if printed is None:
        raise HistoryUnavailable(
            "The two revisions have no commit in common, so that what changed between them cannot be told.",
            "One of them comes from another repository, or its history was rewritten from the first commit.",
        )
    return _standing(git, printed.decode().split()[0])


def own_branch(root: Path, branch: str) -> Standing:
    """Return where the school's own branch stands: as it was last fetched, else as it is here.

    Raises NoSuchRevision where there is none of that name, and as `resolve` does.
    """
    for name in (f"refs/remotes/origin/{branch}", f"refs/heads/{branch}"):
        with suppress(NoSuchRevision):
            return resolve(root, name)
    raise NoSuchRevision(
        f"There is no branch {branch} to compare with.",
        "Name where to begin: liverecord diff HEAD~1. What the branch is called stands in school.yml (forge: branch).",
    )


def differing(base: Standing, records: str = "records") -> list[str]:
    """Return the files of the records at a commit that another commit has changed since, or that are not committed as they lie
    on the disk, gone ones too. One that was changed back is among them.
    """
    git = base.repository
    now = git.tree(git.head or base.commit, records).files
    pending = frozenset(uncommitted(git.root, records))
    return [path for path, blob in base.files(records).items() if path in pending or now.get(path) != blob]


def changed_files(base: Standing, head: Standing, records: str = "records") -> dict[str, tuple[str, str]]:
    """Return each file of the records that differs between two commits: path → its blob in each, "" where it is not there."""
    before, after = base.files(records), head.files(records)
    return {
        path: (before.get(path, ""), after.get(path, ""))
        for path in sorted(before.keys() | after.keys())
        if before.get(path) != after.get(path)
    }


def lay_out(standing: Standing, records: str, folder: Path, blobs: Blobs) -> Tree:
    """Write the records of a commit into a folder that is new or empty, for its owner alone; return what was written.

    The bytes are as git has them. Symbolic links are never written, and no path leads out of the folder: such are named in
    `left_out`, as is a file that git no longer has or that is too large. Raises CannotBuild where the disk refuses.
    """
    tree = standing.tree(records)
    left_out = list(tree.left_out)
    written = {}
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CannotBuild("The folder for the past version is not empty.", "Name another, or empty it.")
        for part in _parts(tree.files):
            content = blobs.read(part.values())
            for path, blob in part.items():
                if blob in content and _write(folder, path, content[blob]):
                    written[path] = blob
                else:
                    left_out.append(path)
    except OSError as error:
        raise CannotBuild(
            f"A past version of the records could not be written to {folder}: {error.strerror}.",
            "Check the folder's permissions and that the disk is not full.",
        ) from error
    return Tree(written, tuple(sorted(left_out)))


_AT_ONCE = 200


def _parts(files: dict[str, str]) -> Iterator[dict[str, str]]:
    """Yield some files at a time, so that the whole school never lies in memory."""
    paths = list(files)
    for start in range(0, len(paths), _AT_ONCE):
        yield {path: files[path] for path in paths[start : start + _AT_ONCE]}


def _write(top: Path, path: str, content: bytes) -> bool:
    """Write a file below a folder that holds only what was written here; tell whether this disk can hold it."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return False  # no text: one disk takes it, another does not, and no record is called so
    *above, name = path.split("/")
    folder = top
    for part in above:
        folder /= part
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        descriptor = os.open(folder / name, flags, 0o600)
    except FileExistsError:
        return False  # two names that differ in capitals only are one here
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    return True


def _repository(root: Path) -> Repository:
    git = repository(root)
    if git is None:
        raise HistoryUnavailable(
            "The records lie in no git repository, so there is no past to show.",
            "Run this in a clone of the school's repository.",
        )
    if git.head is None:
        raise HistoryUnavailable(
            "Nothing has been committed yet, so there is no past to show.",
            "Commit the records once: git add records, then git commit.",
        )
    return git


def _standing(git: Repository, commit: str) -> Standing:
    printed = git.run("show", "--no-patch", "--format=%ct", "--end-of-options", commit)
    return Standing(git, commit, moment(printed.strip()))


def _by_day(git: Repository, text: str) -> Standing:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NoSuchRevision(
            f"'{text}' is no day of the calendar.", "Type it as year, month, day: 2026-10-01."
        ) from None
    if git.is_shallow:
        raise shallow("what stood on that day may not be in it")
    printed = git.run("log", "--first-parent", "--format=%ct %H", "--end-of-options", str(git.head))
    chain = [
        (moment(when), commit.decode())
        for when, _, commit in (line.partition(b" ") for line in printed.splitlines())
    ]
    stood = [each for each in chain if each[0].date() <= day]
    if not stood:
        first = min(at for at, _ in chain)
        raise NoSuchRevision(
            f"Nothing was committed yet on {_spoken(day)}.",
            f"The first commit is of {_spoken(first.date())}: type that day or a later one.",
        )
    # Of one second, the first in the list, which is the newest.
    at, commit = max(stood, key=lambda each: each[0])
    return Standing(git, commit, at)


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"
