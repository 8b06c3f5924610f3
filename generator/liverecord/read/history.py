"""Who changed what, from git: one pass over all commits, however many files there are.

Each commit is read once, as it is for ever; what the records' history is follows from the commits alone, so that those an
earlier run has read need not be read again. No history means that it is not known who changed what; a shallow clone
knows it wrongly, and raises.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from liverecord.model.history import Change, History
from liverecord.problem import HistoryUnavailable
from liverecord.read.log import Commit, Fresh, Log, Side, up_to
from liverecord.read.repository import (
    Repository,
    moment,
    path_text,
    refused,
    repository,
    shallow,
    started,
)

Changes = dict[str, tuple[Change, ...]]
"""Each file's changes, newest first, by its path."""


Recall = Callable[[str, Callable[[Log], Log]], Log]
"""Handed a text that names all that a log depends on beside the commits, and the way to bring one up to the commit that is
checked out, reading only what it lacks (of an empty one, all); returns the log.
"""


def history(
    root: Path, records: str = "records", recall: Recall | None = None, at: str | None = None
) -> History:
    """Return what git knows of the records folder: each file's changes, newest first, and what is not committed.

    `recall` may know the log of an earlier run. `at` is the id of a past commit: what was known there, and nothing of what lies
    on the disk now. Paths are relative to `root`, which may lie anywhere in its repository.
    Without a repository or a commit the history is empty and its `head` None. Times are in London's, as people read
    them; authors are as .mailmap has them. Raises HistoryUnavailable for a shallow clone, where there is a repository and no
    git or one too old, and where git refuses the repository.
    """
    git = repository(root)
    if git is None or git.head is None:
        return History()
    if git.is_shallow:
        raise shallow("its oldest commit would seem to have changed everything")
    _refuse_odd([_above(git)[-1] / _NAMES])
    head = at or git.head

    def read(kept: Log) -> Log:
        return up_to(
            head,
            kept,
            lambda known: _commits(git, records, head, known),
            lambda merges: _sides(git, records, merges),
        )

    log = recall(_depends_on(git, records), read) if recall else read(Log())
    dirty = frozenset(_dirty(git, records)) if at is None else frozenset()
    blobs = git.tree(head, records).files if dirty else {}
    return History(head=head, changes=_changes(log), dirty=dirty, blobs=blobs)


def uncommitted(root: Path, records: str = "records") -> tuple[str, ...]:
    """Return the files of the records folder that differ from the commit that is checked out, new and gone ones too, sorted.

    Without a repository there are none. Raises HistoryUnavailable where git refuses it.
    """
    git = repository(root)
    return tuple(sorted(_dirty(git, records))) if git is not None else ()


def _changes(log: Log) -> Changes:
    """Return each file's changes, the files in the order of their names. Raises IndexError where a place is none."""
    moments = [moment(commit.at) for commit in log.commits]
    changes_of = {}
    for name in sorted(log.files):
        path = path_text(name)
        changes = []
        for place, before, after in log.files[name]:
            commit = log.commits[place]
            changes.append(
                Change(
                    path=path,
                    commit=commit.id,
                    at=moments[place],
                    author=commit.author,
                    email=commit.email,
                    message=commit.message,
                    status="M" if after and any(before) else "A" if after else "D",
                    before=before,
                    after=after,
                )
            )
        changes_of[path] = tuple(changes)
    return changes_of


# ── Reading what git prints ─────────────────────────────────────────────────────────────────────────────

_HEADER = ("%H", "%P", "%ct", "%at", "%aN", "%aE", "%s")
_LOG = (
    "log",
    "-z",
    "--raw",
    "-c",  # of a merge, only what differs from all its parents: what the merge itself changed
    "--full-history",
    "--sparse",  # commits that touch no record too: they join those that do
    "--no-abbrev",
    "--no-renames",
    "--no-relative",
    "--no-color",
    "--no-notes",
    "--no-ext-diff",
    "--no-textconv",
    "--encoding=UTF-8",
    f"--format={'%x00'.join(_HEADER)}",
    "--end-of-options",
)
_EACH_PARENT = (
    "diff-tree",
    "--stdin",
    "--always",  # a parent that a merge does not differ from has its place in the list too
    "-z",
    "--raw",
    "-r",
    "--no-abbrev",
    "--no-renames",
    "--no-relative",
    "--no-ext-diff",
    "--no-textconv",
)
_STATUS = (
    "status",
    "--porcelain",
    "-z",
    "--untracked-files=all",
    "--ignored",  # a record that git is told to ignore is not committed either
    "--no-renames",
    "--ignore-submodules=all",
)
_CHUNK = 1 << 18


def _depends_on(git: Repository, records: str) -> str:
    """Return one text for all that a commit's reading depends on; of .mailmap, which renames authors, as it lies on the disk."""
    try:
        names = (_above(git)[-1] / _NAMES).read_bytes()
    except OSError:
        names = b""
    return repr((git.prefix, records, names))


def _above(git: Repository) -> list[Path]:
    """Return the school's folder and those above it, up to the repository's top."""
    root = git.root.resolve()
    return [root, *root.parents][: git.prefix.count("/") + 1]


def _refuse_odd(paths: Iterable[Path]) -> None:
    """Raise HistoryUnavailable where a file that git looks for by its name is none: for a pipe it would wait for ever.

    So for a link, which may lead to one, a folder, and what is larger than such a file ever is.
    """
    for path in paths:
        with suppress(OSError):
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
                raise HistoryUnavailable(
                    f"Git would read {path}, which is no plain file, or larger than {_LARGEST >> 20} MB.",
                    "Take it away, or put a plain file in its place.",
                )


_NAMES = ".mailmap"
_READ_BY_GIT = frozenset((".gitattributes", ".gitignore"))
_LARGEST = 1 << 20
"""So many bytes are enough for a list of patterns, or of everybody's names."""


def _read_by_git(git: Repository, records: str) -> Iterator[Path]:
    """Yield what git reads by its name where it looks at the files on the disk."""
    for folder in _above(git):
        yield from (folder / name for name in _READ_BY_GIT)
    for top, folders, files in os.walk(git.root / records):
        yield from (Path(top) / name for name in _READ_BY_GIT.intersection((*folders, *files)))


def _commits(git: Repository, records: str, head: str, known: str) -> Iterator[Fresh]:
    """Yield the commits that lead to `head` and not to `known` ("" for none)."""
    commits = [head, f"^{known}"] if known else [head]
    with started(git.root, *_LOG, *commits, "--", records) as (process, words):
        yield from _parsed(_fields(process.stdout), len(git.prefix.encode(errors="surrogateescape")))
        if process.wait():
            raise refused(words())


def _sides(git: Repository, records: str, merges: list[Commit]) -> Iterator[list[Side]]:
    """Yield, for each merge, how it differs from each of its parents."""
    asked = "".join(f"{merge.id} {parent}\n" for merge in merges for parent in merge.parents)
    cut = len(git.prefix.encode(errors="surrogateescape"))
    with started(git.root, *_EACH_PARENT, "--", records, asked=asked.encode()) as (process, words):
        sides = _differing(_fields(process.stdout), cut)
        for merge in merges:
            differs = list(islice(sides, len(merge.parents)))
            if len(differs) < len(merge.parents):
                break  # git has stopped, and says why below
            yield differs
        if process.wait():
            raise refused(words())


def _differing(fields: Iterator[bytes], cut: int) -> Iterator[Side]:
    """Yield how a merge differs from one parent, for each that git was asked about."""
    side: Side | None = None
    for field in fields:
        if not field.startswith(b":"):  # the merge's id: what follows is against its next parent
            if side is not None:
                yield side
            side = {}
        elif side is not None:
            (before,), after = _versions(field)
            name = next(fields, b"")[cut:]
            if before != after:  # else only who may run it, or what a link leads to
                side[name] = (before, after)
    if side is not None:
        yield side


def _parsed(fields: Iterator[bytes], cut: int) -> Iterator[Fresh]:
    """Yield the commits that git printed; `cut` is how much of each path leads to the school's folder."""
    commit: Commit | None = None
    touches: list[tuple[bytes, tuple[str, ...], str]] = []
    # Each path, author and e-mail is held once, however many commits there are.
    names: dict[bytes, bytes] = {}
    texts: dict[bytes, str] = {}
    for field in fields:
        entry = field.removeprefix(b"\n")  # git begins a commit's files with a line end
        if entry.startswith(b":"):
            before, after = _versions(entry)
            name = next(fields, b"")[cut:]
            if after or any(before):
                touches.append((names.setdefault(name, name), before, after))
        elif entry:  # a commit's id; a merge's files come after one field that is empty
            if commit is not None:
                yield Fresh(commit, touches)
            touches = []
            parents, committed, at, author, email, message = (next(fields, b"") for _ in _HEADER[1:])
            for text in (author, email):
                if text not in texts:
                    texts[text] = text.decode(errors="replace")
            commit = Commit(
                entry.decode(),
                tuple(parents.decode().split()),
                _seconds(committed),
                _seconds(at),
                texts[author],
                texts[email],
                message.decode(errors="replace"),
            )
    if commit is not None:
        yield Fresh(commit, touches)


def _fields(stream: Any) -> Iterator[bytes]:
    """Yield what ends in a NUL: every path does, and what follows the last one belongs to no file."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole


def _versions(entry: bytes) -> tuple[tuple[str, ...], str]:
    """Return the blobs of a file in the commit's parents, and after it: of `::modes… ids… letters`, "" for none."""
    parents = 1 if entry[1] != _COLON else len(entry) - len(entry.lstrip(b":"))
    words = entry.split()
    modes = words[: parents + 1]
    ids = words[parents + 1 : 2 * parents + 2]
    modes[0] = modes[0].lstrip(b":")
    blobs = [each.decode() if mode.startswith(_PLAIN) else "" for mode, each in zip(modes, ids, strict=True)]
    return tuple(blobs[:-1]), blobs[-1]


_COLON = ord(":")
_PLAIN = b"100"
"""How the mode of a plain file begins: 000000 is none, 120000 a symbolic link, 160000 a submodule."""


_NEVER = 1 << 40


def _seconds(field: bytes) -> int:
    try:
        seconds = int(field)
    except ValueError:
        seconds = 0
    # A damaged commit is of long ago, and never of today.
    return seconds if abs(seconds) < _NEVER else 0


def _dirty(git: Repository, records: str) -> Iterator[str]:
    """Yield the paths of `git status --porcelain -z`: two letters, a space, the path from the repository's top."""
    _refuse_odd(_read_by_git(git, records))
    cut = 3 + len(git.prefix.encode(errors="surrogateescape"))
    for entry in git.run_on_files(*_STATUS, "--", records).split(b"\0"):
        if entry:
            yield path_text(entry[cut:])
