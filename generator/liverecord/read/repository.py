"""Running git: the only place that does.

GitPython finds and starts it. Nothing that a person typed or a repository holds becomes an option or a path pattern: what is
typed stands behind `--end-of-options`, paths behind `--` or in what git reads. A server's address and what is sent there
come from saves/network.py, which looks at them first. What git is told beside its arguments is a profile (profiles.py):
reading, unless the caller names another. Only git's built-in commands are asked, which no alias can replace.
"""

import os
import re
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from subprocess import DEVNULL, PIPE, TimeoutExpired
from typing import IO, Any, NamedTuple
from zoneinfo import ZoneInfo

from liverecord.problem import HistoryUnavailable
from liverecord.read.profiles import HANDED_ON, READING, Profile

OLDEST = (2, 31)
"""The oldest git that will do: since 2.31 settings are taken from the environment, whatever signs their names hold, so that
every filter can be switched off.

The other options are older: `rev-parse --end-of-options`, without which a typed word could be an option, is of 2.30,
`log --no-relative` of 2.28, `--end-of-options` elsewhere of 2.24, `status --no-renames` of 2.18, `rev-parse
--is-shallow-repository` of 2.15.
"""

FILTER_OF_THE_MACHINE = "liverecord.NAME.clean"
"""The setting, of a person's own ~/.gitconfig alone, that names the program of a filter which may run: docs/operator.md."""

NOBODY = DEVNULL
"""Whom git asks where nobody is to be asked."""

_VERSION = re.compile(rb"git version (\d+)\.(\d+)")
_OBJECT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}").fullmatch
_ENOUGH = 4_000
_HAS_SESSIONS = hasattr(os, "killpg") and hasattr(os, "getsid")
_LONDON = ZoneInfo("Europe/London")


class Tree(NamedTuple):
    """The files of the records folder at a commit, path → blob; `left_out` names what is no plain file, or no safe path.

    Paths are relative to the school's folder, with forward slashes, sorted.
    """

    files: dict[str, str]
    left_out: tuple[str, ...]


class Repository(NamedTuple):
    """The repository that a school's folder lies in.

    `prefix` is where in it the folder lies ("" or "a/b/"), `head` the commit that is checked out (None: there is none
    yet). `is_shallow` is true where older commits were never fetched.
    """

    root: Path
    prefix: str
    head: str | None
    is_shallow: bool

    def run(
        self, *arguments: str, settings: Mapping[str, str] | None = None, profile: Profile = READING
    ) -> bytes:
        """Return what git prints; raises HistoryUnavailable where it fails."""
        with started(self.root, *arguments, settings=settings, profile=profile) as (process, words):
            printed = process.stdout.read()
            if process.wait():
                raise refused(words())
        answer: bytes = printed
        return answer

    def run_on_files(self, *arguments: str, profile: Profile = READING) -> bytes:
        """Return what git prints of the files on the disk, which it looks into; raises HistoryUnavailable where it fails.

        No filter runs that any settings name, but those that a person's own machine allows to this program.
        """
        return self.run(*arguments, settings=_filters(self.root), profile=profile)

    def answer(self, *arguments: str) -> bytes | None:
        """Return what git prints, None where it says no (exit code 1); raises HistoryUnavailable where it fails."""
        code, printed, words = _asked(self.root, *arguments)
        if code not in {0, 1}:
            raise refused(words)
        return None if code else printed

    @property
    def is_partial(self) -> bool:
        """Tell whether the repository was cloned with a filter, so that past versions may never have been fetched."""
        return self.answer("config", "--get-regexp", r"^remote\..*\.promisor$") is not None

    def commit(self, typed: str) -> str | None:
        """Return the id of the commit that a text names, "HEAD" or anything that a person typed; None where it names none."""
        code, printed, _ = _asked(
            self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{typed}^{{commit}}"
        )
        commit = printed.decode(errors="replace").strip()
        return commit if not code and is_object(commit) else None

    def tree(self, commit: str, records: str) -> Tree:
        """Return the files of the records folder at a commit."""
        printed = self.run("ls-tree", "-r", "-z", "--full-tree", commit, "--", f"{self.prefix}{records}")
        files, left_out = {}, []
        for entry in printed.split(b"\0")[:-1]:
            about, _, name = entry.partition(b"\t")
            mode, _, blob = about.decode().split()
            path = path_text(name).removeprefix(self.prefix)
            if mode.startswith("100") and _stays_inside(path):
                files[path] = blob
            else:
                left_out.append(path)
        return Tree(dict(sorted(files.items())), tuple(sorted(left_out)))


def repository(root: Path) -> Repository | None:
    """Return the repository that a folder lies in; None where there is none, or the folder is inside of git's own.

    Raises HistoryUnavailable, with the cure, where there is a repository and git is absent, too old or refuses it.
    """
    if _starter() is None:
        if not _looks_like_one(root):
            return None
        raise HistoryUnavailable(
            "The records lie in a git repository, and git is not installed: who changed what cannot be told.",
            "Install it from https://git-scm.com (in a Debian image: apt-get install git), and run this again.",
        )
    _new_enough(root)
    code, printed, words = _asked(
        root, "rev-parse", "--is-shallow-repository", "--is-inside-work-tree", "--show-prefix"
    )
    if code:
        if "not a git repository" in words or "must be run in a work tree" in words:
            return None
        raise refused(words)
    is_shallow, inside, prefix = printed.split(b"\n", 2)
    if inside != b"true":
        return None
    opened = Repository(root, path_text(prefix.removesuffix(b"\n")), None, is_shallow == b"true")
    return opened._replace(head=opened.commit("HEAD"))


@contextmanager
def started(
    root: Path,
    *arguments: str,
    asked: bytes = b"",
    settings: Mapping[str, str] | None = None,
    profile: Profile = READING,
) -> Iterator[tuple[Any, Callable[[], str]]]:
    """Start git in a folder, with what it is asked; yield the process, and a function that returns what it said of errors.

    Its output is a pipe. It is ended on the way out, whatever happened.
    """
    # Files, where a pipe might fill on one side while git waits on the other.
    with tempfile.TemporaryFile() as questions, tempfile.TemporaryFile() as errors:
        questions.write(asked)
        questions.seek(0)
        process = start(
            root, *arguments, questions=questions, errors=errors, settings=settings, profile=profile
        )
        try:
            yield process, lambda: said(errors)
        finally:
            end(process)


def start(
    root: Path,
    *arguments: str,
    questions: IO[bytes] | int = PIPE,
    answers: IO[bytes] | int = PIPE,
    errors: IO[bytes] | int = DEVNULL,
    settings: Mapping[str, str] | None = None,
    of_nobody: bool = False,
    profile: Profile = READING,
) -> Any:
    """Return git running in a folder, for the caller to `end`; raises HistoryUnavailable where there is no git.

    `settings` come on top of the profile's. `of_nobody` leaves a person's own aside as well. Its answers are a pipe, unless
    they are to go into a file.
    """
    starter = _starter()
    try:
        if starter is None:
            raise FileNotFoundError
        name, popen = starter
        always = [part for setting in profile.settings for part in ("-c", setting)]
        return popen(
            [name, "--no-pager", *always, *arguments],
            cwd=root,
            env=_environment(profile, settings or {})
            | ({"GIT_CONFIG_GLOBAL": os.devnull} if of_nobody else {}),
            stdin=questions,
            stdout=answers,
            stderr=errors,
            **({"start_new_session": True} if profile.is_alone and _HAS_SESSIONS else {}),
        )
    except OSError as error:
        raise HistoryUnavailable(
            "Git could not be started.",
            "Install it from https://git-scm.com, and see that it is on the PATH.",
        ) from error


def end(process: Any) -> None:
    """End git, without waiting for what it still has to say: whoever wants all of that has waited for it before."""
    if process.poll() is None:
        _kill(process)
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # what was still to be written has nobody to read it
                pipe.close()
    process.wait()


def ended_within(process: Any, seconds: float) -> int | None:
    """Wait for git to end, and return its exit code; None where so many seconds passed: then it is still to be ended."""
    try:
        code: int = process.wait(timeout=seconds)
    except TimeoutExpired:
        return None
    return code


def is_installed() -> bool:
    """Tell whether there is a git to start."""
    return _starter() is not None


def said(errors: IO[bytes]) -> str:
    """Return the beginning of what git wrote to a file of errors."""
    errors.seek(0)
    return errors.read(_ENOUGH).decode(errors="replace")


def shallow(message: str) -> HistoryUnavailable:
    """Return the error of a shallow clone, with its cure."""
    return HistoryUnavailable(
        f"The repository is a shallow clone: {message}.",
        "Run `git fetch --unshallow`; in CI, fetch all commits (fetch-depth: 0).",
    )


def partial() -> HistoryUnavailable:
    """Return the error of a clone made with a filter, with its cure."""
    return HistoryUnavailable(
        "The repository is a partial clone: past versions of the records were never fetched.",
        "Clone it anew without --filter; in CI, take the filter out of the checkout step.",
    )


def refused(words: str) -> HistoryUnavailable:
    """Return the error for what git said when it failed. Its own words may hold a file's name, so they are not repeated."""
    if "dubious ownership" in words:
        return HistoryUnavailable(
            "Git does not read this repository, because another user owns its folder.",
            "If you trust it: git config --global --add safe.directory and the folder's path.",
        )
    if "promisor" in words or "lazy fetch" in words or ("transport" in words and "not allowed" in words):
        return partial()
    return HistoryUnavailable(
        "Git cannot read this repository.", "Run `git fsck` in it; a fresh clone is often the shortest way."
    )


def moment(seconds: bytes | int) -> datetime:
    """Return a moment as git has it, in London's time; a damaged one is long ago, and never today."""
    try:
        return datetime.fromtimestamp(int(seconds), _LONDON)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, _LONDON)


def is_object(text: str) -> bool:
    """Tell whether a text is the id of a git object, of either length (SHA-1, SHA-256)."""
    return _OBJECT(text) is not None


def path_text(path: bytes) -> str:
    """Return a path as the disk's listing has it: git's are UTF-8 where the disk's are text, else bytes as they are."""
    return path.decode(errors="surrogateescape")


def _starter() -> tuple[str, Any] | None:
    """Return git's name and GitPython's way to start a process; None where there is no git."""
    try:
        # Loading it takes a twentieth of a second and runs git: only what needs the past does.
        from git.cmd import Git, safer_popen  # noqa: PLC0415
    except ImportError:
        return None
    name = Git.GIT_PYTHON_GIT_EXECUTABLE
    return (name, safer_popen) if name and shutil.which(name) else None


def _kill(process: Any) -> None:
    """End git; where it has a session of its own, with all that it started."""
    with suppress(OSError):
        if _HAS_SESSIONS and os.getsid(process.pid) == process.pid:
            os.killpg(process.pid, signal.SIGKILL)
            return
    process.kill()


def _environment(profile: Profile, settings: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith("GIT_") or name.upper() in HANDED_ON
    }
    # By number: a name may hold an equals sign, at which `-c` would part it.
    numbered = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (name, value) in enumerate(settings.items()):
        numbered |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return kept | dict(profile.environment) | numbered


def _filters(root: Path) -> dict[str, str]:
    """Return settings by which no filter runs, of those that any settings name, but the ones that the machine's own allow.

    An empty program is none. Where the folder names a process for a filter that may run, neither runs.
    """
    named = _names(root, r"^filter\.")
    settings = {
        f"filter.{name}.{kind}": value
        for name in dict.fromkeys(key.removeprefix("filter.").rpartition(".")[0] for key in named)
        for kind, value in (("clean", ""), ("smudge", ""), ("required", "false"))
    }
    settings |= {key: "" for key in named if key.endswith(".process")}
    for key, program in _names(root, r"^liverecord\..*\.clean$", "--global").items():
        settings[f"filter.{key.removeprefix('liverecord.')}"] = program
    return settings


def _names(root: Path, pattern: str, *which: str) -> dict[str, str]:
    """Return the settings whose names match, the last of each."""
    code, printed, words = _asked(root, "config", *which, "-z", "--get-regexp", pattern)
    if code not in {0, 1}:  # 1: there are none
        raise refused(words)
    pairs = (path_text(entry).partition("\n") for entry in printed.split(b"\0")[:-1])
    return {name: value for name, _, value in pairs}


def _asked(root: Path, *arguments: str) -> tuple[int, bytes, str]:
    """Run git to its end; return its exit code, what it printed and what it said of errors."""
    with started(root, *arguments) as (process, words):
        printed = process.stdout.read()
        return process.wait(), printed, words()


def _new_enough(root: Path) -> None:
    code, printed, _ = _asked(root, "version")
    version_said = _VERSION.match(printed)
    if code or version_said is None:
        return  # a git that does not say: what it cannot do, it says when it is asked
    version = (int(version_said[1]), int(version_said[2]))
    if version < OLDEST:
        raise HistoryUnavailable(
            f"Git {version[0]}.{version[1]} is too old: {OLDEST[0]}.{OLDEST[1]} or newer is needed, because only since "
            "then can every program be switched off that a repository's settings name.",
            "Install a newer one from https://git-scm.com.",
        )


def _looks_like_one(root: Path) -> bool:
    top = root.resolve()
    return any((folder / ".git").exists() for folder in (top, *top.parents))


def _stays_inside(path: str) -> bool:
    """Tell whether a path can be written below a folder: git refuses others in a clone, and a tree made by hand can hold them."""
    parts = path.split("/")
    if any(part in {"", ".", ".."} or part.casefold() == ".git" or "\0" in part for part in parts):
        return False
    # There a backslash parts folders too, and a colon names a disk or a hidden stream of a file.
    return os.name != "nt" or not any(character in path for character in '\\:*?"<>|')
