"""Writing into the repository: commits, references and two settings, with git's plumbing alone.

HEAD, the index and the work tree of a person's clone are never touched: a commit is made from a list of files of its own, outside
of the repository, which holds paths and ids. No hook runs. A reference moves last, and only from where it was thought to be.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from liverecord.problem import HistoryUnavailable, LiverecordError
from liverecord.read.profiles import WRITING, Profile
from liverecord.read.repository import Repository, is_object, partial, repository, shallow, started


class Author(Protocol):
    """Whose name and address a commit bears."""

    @property
    def name(self) -> str:
        """The name."""

    @property
    def email(self) -> str:
        """The e-mail address."""


def opened(root: Path) -> Repository:
    """Return the repository that the school's folder lies in; raises HistoryUnavailable where nothing can be kept in one."""
    git = repository(root)
    if git is None:
        raise HistoryUnavailable(
            "The records lie in no git repository, so there is nowhere to keep a change.",
            "Run this in a clone of the school's repository.",
        )
    if git.is_shallow:
        raise shallow("what is in it already cannot be told from what is not")
    if git.is_partial:
        raise partial()
    return git


def tree(git: Repository, on: str, files: Mapping[str, bytes | None]) -> str:
    """Make the tree of a commit with other bytes in some files, and return its id. Paths are from the repository's top; None: the
    file goes.
    """
    return _tree(git, on, files) if files else tree_of(git, on)


def tree_of(git: Repository, commit: str) -> str:
    """Return the tree of a commit."""
    return _id(git, "rev-parse", "--verify", "--end-of-options", f"{commit}^{{tree}}", profile=WRITING)


def committed(
    git: Repository, tree: str, parents: Sequence[str], message: str, author: Author, at: str = ""
) -> str:
    """Make a commit and return its id. Nothing points to it yet. `at` is when it was written, as git has it; "" is now."""
    profile = WRITING.having(
        GIT_AUTHOR_NAME=author.name,
        GIT_AUTHOR_EMAIL=author.email,
        GIT_COMMITTER_NAME=author.name,
        GIT_COMMITTER_EMAIL=author.email,
        **({"GIT_AUTHOR_DATE": at} if at else {}),
    )
    every = [part for parent in parents for part in ("-p", parent)]
    return _id(
        git,
        "commit-tree",
        *every,
        tree,
        asked=f"{message.strip()}\n".encode(errors="replace"),
        profile=profile,
    )


def move(git: Repository, reference: str, new: str, old: str | None) -> bool:
    """Move a reference from where it was thought to be (None: not there) to a commit; False where it is elsewhere by now.

    Raises LiverecordError where it is there still, and does not move.
    """
    before = old or "0" * len(new)
    code, _, _ = _asked(
        git, "update-ref", "--no-deref", "-m", "liverecord: a save", reference, new, before, profile=WRITING
    )
    if code and git.commit(reference) == old:
        raise LiverecordError(
            "Git could not begin or move your branch, so nothing was saved.",
            "Another program may be at work in the repository: try again. If there is a branch called edit, rename it.",
        )
    return code == 0


def follow(git: Repository, references: Mapping[str, tuple[str | None, str | None]]) -> None:
    """Move references that say what a server has: reference → (new, old), None being no reference. All move, or none does.

    Where another program has just moved one, what it found there is as new, and is left.
    """
    lines = [
        f"update {name} {new} {old or '0' * len(new)}" if new else f"delete {name} {old}"
        for name, (new, old) in references.items()
        if new != old
    ]
    if lines:
        asked = "".join(f"option no-deref\n{line}\n" for line in lines).encode()
        _asked(git, "update-ref", "--stdin", asked=asked, profile=WRITING)


def begun(folder: Path, object_format: str) -> None:
    """Make a folder a repository of its own, with the settings of a new one; what it held before stays there.

    `object_format` is "sha1" or "sha256". Raises LiverecordError where git cannot.
    """
    with started(
        folder, "init", "--quiet", "--template=", f"--object-format={object_format}", profile=WRITING
    ) as (process, _):
        process.stdout.read()
        if process.wait():
            raise _not_written()


def laid_out(git: Repository, commit: str) -> None:
    """Lay a commit's files into a repository's folder over those that lie there, and have HEAD stand on it.

    For a repository that this program made for itself, and never for a person's. Raises HistoryUnavailable.
    """
    git.run("update-ref", "--no-deref", "HEAD", commit, profile=WRITING)
    git.run_on_files("read-tree", "--reset", "-u", commit, profile=WRITING)


def settle(git: Repository, name: str, value: str) -> None:
    """Write a setting of the clone's own; neither may begin with a hyphen."""
    _run(git, "config", "--local", "--replace-all", name, value, profile=WRITING)


def _tree(git: Repository, on: str, files: Mapping[str, bytes | None]) -> str:
    modes = _modes(git, on, files)
    nothing = "0" * len(on)
    lines = []
    for path, raw in files.items():
        blob = nothing
        if raw is not None:
            blob = _id(
                git,
                "hash-object",
                "-w",
                "--no-filters",
                "--stdin",
                asked=raw,
                profile=WRITING,
            )
        mode = "0" if raw is None else modes.get(path, "100644")
        lines.append(f"{mode} {blob}\t".encode() + _bytes(path) + b"\0")
    with tempfile.TemporaryDirectory(prefix="liverecord-", ignore_cleanup_errors=True) as folder:
        profile = WRITING.having(GIT_INDEX_FILE=str(Path(folder) / "index"))
        _run(git, "read-tree", on, profile=profile)
        # From the top, wherever the school's folder lies.
        _run(git, "update-index", "-z", "--index-info", asked=b"".join(lines), profile=profile)
        return _id(git, "write-tree", profile=profile)


def _modes(git: Repository, on: str, files: Mapping[str, bytes | None]) -> dict[str, str]:
    """Return how the files that are there already are kept, so that one that is marked as a program stays so."""
    printed = git.run("ls-tree", "-z", "--full-tree", on, "--", *files)
    entries = (entry.partition(b"\t") for entry in printed.split(b"\0")[:-1])
    return {
        name.decode(errors="surrogateescape"): about.split()[0].decode()
        for about, _, name in entries
        if about.startswith(b"100")
    }


def _id(git: Repository, *arguments: str, asked: bytes = b"", profile: Profile) -> str:
    text = _run(git, *arguments, asked=asked, profile=profile).decode(errors="replace").strip()
    if not is_object(text):
        raise _not_written()
    return text


def _run(git: Repository, *arguments: str, asked: bytes = b"", profile: Profile) -> bytes:
    code, printed, _ = _asked(git, *arguments, asked=asked, profile=profile)
    if code:
        raise _not_written()
    return printed


def _asked(git: Repository, *arguments: str, asked: bytes = b"", profile: Profile) -> tuple[int, bytes, str]:
    with started(git.root, *arguments, asked=asked, profile=profile) as (process, words):
        printed = process.stdout.read()
        return process.wait(), printed, words()


def _bytes(path: str) -> bytes:
    return path.encode(errors="surrogateescape")


def _not_written() -> LiverecordError:
    return LiverecordError(
        "Git could not write into this repository, so nothing was saved.",
        "See that the disk is not full, and that you may write into the folder and its .git.",
    )
