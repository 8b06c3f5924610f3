"""Who changed what, from git: one pass over all commits, however many files there are.

GitPython runs git, always with the arguments that stand here: nothing that a person typed becomes an option, a ref or
an address. The repository's own settings may name programs to run, so what could run one is switched off. No
history means that it is not known who changed what; a shallow clone knows it wrongly, and raises.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from liverecord.model.case import Change, History
from liverecord.problem import HistoryUnavailable

Changes = dict[str, tuple[Change, ...]]
"""Each file's changes, newest first, by its path."""

Recall = Callable[[str, Callable[[], Changes]], Changes]
"""Handed a text that names all that the changes depend on, and the way to read them anew; returns them."""

_LONDON = ZoneInfo("Europe/London")

_SETTINGS = (
    f"core.hooksPath={os.devnull}",
    "core.fsmonitor=false",
    "core.quotepath=off",
    "log.showRoot=true",
    "log.showSignature=false",
    # A list of names on one person's machine would make that machine's site another; the repository's own counts.
    "mailmap.blob=",
    "mailmap.file=",
    "protocol.allow=never",
)
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}
# Set inside a git hook: they would point at the repository of the hook, whatever folder is asked for.
_POINTERS = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
)

_HEADER = ("%H", "%at", "%aN", "%aE", "%s")
_LOG = (
    "log",
    "-z",
    "--raw",
    "-c",  # of a merge, only what differs from all its parents: what the merge itself changed
    "--full-history",
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
_STATUS = ("status", "--porcelain", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=all")
_CHUNK = 1 << 18
_COMMIT = re.compile(rb"[0-9a-f]{40,64}").fullmatch


def history(root: Path, records: str = "records", recall: Recall | None = None) -> History:
    """Return what git knows of the records folder: each file's changes, newest first, and what is not committed.

    `recall` may know the changes from an earlier run: all commits up to one are the same for ever. Paths are relative to `root`, which may lie anywhere in its repository. Without a repository, a commit or git
    itself the history is empty and its `head` None. Times are in London's, as people read them; authors are as
    .mailmap has them. Raises HistoryUnavailable for a shallow clone, and where git refuses the repository.
    """
    git = _git(root)
    if git is None:
        return History()
    with _undirected():
        standing = _standing(git)
        if standing is None:
            return History()
        changes = (
            recall(_depends_on(root, standing, records), lambda: _changes(git, standing, records))
            if recall
            else _changes(git, standing, records)
        )
        status = _run(git, *_STATUS, "--", records)
    return History(head=standing.head, changes=changes, dirty=frozenset(_dirty(status, standing.prefix)))


class _Standing(NamedTuple):
    """The commit that is checked out, and where in its repository the school's folder lies ("" or "a/b/")."""

    head: str
    prefix: bytes


# ── Running git ─────────────────────────────────────────────────────────────────────────────────────────


def _git(root: Path) -> Any:
    """Return GitPython's runner for a folder, or None where there is no git."""
    try:
        # Loading it takes a tenth of a second and runs git: only a build needs it.
        from git import Git  # noqa: PLC0415
    except ImportError:
        return None
    return Git(os.fspath(root))


def _command(git: Any, *arguments: str) -> list[str]:
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    return [git.GIT_PYTHON_GIT_EXECUTABLE, "--no-pager", *settings, *arguments]


def _run(git: Any, *arguments: str) -> bytes:
    """Return what git prints; raises HistoryUnavailable with its own words where it fails."""
    code, output, errors = git.execute(
        _command(git, *arguments),
        with_extended_output=True,
        with_exceptions=False,
        stdout_as_string=False,
        strip_newline_in_stdout=False,
        env=_ENVIRONMENT,
    )
    if code:
        raise _refused(errors)
    found: bytes = output
    return found


def _refused(errors: str) -> HistoryUnavailable:
    if "dubious ownership" in errors:
        return HistoryUnavailable(
            "Git does not read this repository, because another user owns its folder.",
            "If you trust it: git config --global --add safe.directory and the folder's path.",
        )
    return HistoryUnavailable(
        "Git cannot read this repository.", "Run `git fsck` in it; a fresh clone is often the shortest way."
    )


@contextmanager
def _undirected() -> Iterator[None]:
    """Take away what would point git at another repository, and put it back."""
    taken = {name: os.environ.pop(name) for name in _POINTERS if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(taken)


def _standing(git: Any) -> _Standing | None:
    """Return where the school's folder stands; None where there is no repository or no commit in it."""
    code, output, errors = git.execute(
        _command(git, "rev-parse", "--is-shallow-repository", "--is-inside-work-tree", "--show-prefix"),
        with_extended_output=True,
        with_exceptions=False,
        stdout_as_string=False,
        strip_newline_in_stdout=False,
        env=_ENVIRONMENT,
    )
    if code:
        if "not a git repository" in errors or "must be run in a work tree" in errors:
            return None
        raise _refused(errors)
    shallow, inside, prefix = output.split(b"\n", 2)
    if inside != b"true":
        return None
    code, head, _ = git.execute(
        _command(git, "rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}"),
        with_extended_output=True,
        with_exceptions=False,
        stdout_as_string=False,
        env=_ENVIRONMENT,
    )
    if code:
        return None
    if shallow == b"true":
        raise HistoryUnavailable(
            "The repository is a shallow clone: its oldest commit would seem to have changed everything.",
            "Run `git fetch --unshallow`; in CI, fetch all commits (fetch-depth: 0).",
        )
    return _Standing(head.decode().strip(), prefix.removesuffix(b"\n"))


# ── Reading what git prints ─────────────────────────────────────────────────────────────────────────────


def _depends_on(root: Path, standing: _Standing, records: str) -> str:
    """Return one text for all that the changes depend on; of .mailmap, which renames authors, as it lies on the disk."""
    top = root.joinpath(*[os.pardir] * standing.prefix.count(b"/"))
    try:
        names = (top / ".mailmap").read_bytes()
    except OSError:
        names = b""
    return repr((standing.head, standing.prefix, records, names))


def _changes(git: Any, standing: _Standing, records: str) -> Changes:
    process = git.execute(
        _command(git, *_LOG, standing.head, "--", records),
        as_process=True,
        env=_ENVIRONMENT,
        with_exceptions=False,
    )
    found: dict[str, list[Change]] = {}
    cut = len(standing.prefix)
    try:
        fields = _fields(process.stdout)
        commit = ""
        at = datetime.fromtimestamp(0, UTC)
        author = email = message = ""
        for field in fields:
            entry = field.removeprefix(b"\n")  # git begins a commit's files with a line end
            if entry.startswith(b":"):
                path = _text(next(fields, b"")[cut:])
                status = _status(entry)
                change = Change(
                    path=path,
                    commit=commit,
                    at=at,
                    author=author,
                    email=email,
                    message=message,
                    status=status,
                )
                found.setdefault(path, []).append(change)
            elif _COMMIT(entry):
                commit = entry.decode()
                at = _moment(next(fields, b""))
                author, email, message = (
                    _words(next(fields, b"")),
                    _words(next(fields, b"")),
                    _words(next(fields, b"")),
                )
        errors = process.stderr.read()
        if process.proc.wait():
            raise _refused(errors.decode(errors="replace"))
    finally:
        process.stdout.close()
        process.stderr.close()
    return {path: tuple(changes) for path, changes in found.items()}


def _fields(stream: Any) -> Iterator[bytes]:
    """Yield what ends in a NUL: every path does, and what follows the last one belongs to no file."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole


def _status(field: bytes) -> str:
    """Return git's letter for a change; a merge has one for each parent, and they can differ."""
    letters = field[field.rindex(b" ") + 1 :].decode()
    return letters[0] if len(set(letters)) == 1 else "M"


def _moment(seconds: bytes) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), _LONDON)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, _LONDON)  # a damaged commit: long ago, and never today


def _dirty(status: bytes, prefix: bytes) -> Iterator[str]:
    """Yield the paths of `git status --porcelain -z`: two letters, a space, the path from the repository's top."""
    for entry in status.split(b"\0"):
        if entry:
            yield _text(entry[3 + len(prefix) :])


def _words(field: bytes) -> str:
    return field.decode(errors="replace")


def _text(path: bytes) -> str:
    """Return a path as the disk's listing has it: git's are UTF-8 where the disk's are text, else bytes as they are."""
    return path.decode(errors="surrogateescape")
