"""Asking the school's server through git, with the person's and the machine's settings and none of the clone's.

Git works in a folder of its own, made for one conversation: it holds ids of commits, and uses the clone's objects. So nothing
that stands in the clone's .git/config is read at all: no helper, no ssh command, no proxy, no address in another's place. The
one thing taken from there is the server's address, as data. Where the server is a folder (a shared drive), its hooks and its
settings run nothing either.
"""

import os
import re
import shlex
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from liverecord.read.profiles import NETWORK, Profile
from liverecord.read.repository import NOBODY, Repository, end, ended_within, path_text, said, start, started
from liverecord.saves.trouble import Trouble, no_address

LIMIT = 60.0
"""So many seconds a server may take to answer."""

LIMIT_TO_SIGN_IN = 300.0
"""So many it may take where a person types a password meanwhile."""


class Address(NamedTuple):
    """Where the server is: as git is told it, of which kind, and the host ("" for a folder)."""

    url: str
    kind: Literal["web", "ssh", "folder"]
    host: str = ""


class Said(NamedTuple):
    """What came of a conversation: git's exit code (None: the time ran out), and what it said to programs and to people."""

    code: int | None
    answer: str
    words: str


class Line:
    """A conversation with the server; `talking` opens one. `limit` is how many seconds the server may take."""

    def __init__(self, folder: Path, address: Address, profile: Profile, limit: float) -> None:
        self._folder = folder
        self._address = address
        self._profile = profile
        self.limit = limit

    def fetch(self, *refspecs: str) -> Said:
        """Fetch references, and forget those of ours that the server no longer has."""
        return self._said(
            "fetch",
            "--quiet",
            "--prune",
            "--no-tags",
            "--no-recurse-submodules",
            "--no-write-fetch-head",
            "--no-auto-maintenance",
            *self._of_a_folder("upload-pack"),
            "--end-of-options",
            self._address.url,
            *refspecs,
        )

    def push(self, refspec: str, *options: str) -> Said:
        """Push one reference, never by force."""
        return self._said(
            "push",
            "--porcelain",
            "--no-verify",
            *(f"--push-option={option}" for option in options),
            *self._of_a_folder("receive-pack"),
            "--end-of-options",
            self._address.url,
            refspec,
        )

    def references(self) -> dict[str, str]:
        """Return the references as they stand in this conversation."""
        with started(
            self._folder, "for-each-ref", "--format=%(refname) %(objectname)", profile=self._profile
        ) as (process, _):
            printed: bytes = process.stdout.read()
        lines = (line.rpartition(" ") for line in path_text(printed).splitlines())
        return {name: commit for name, _, commit in lines}

    def _of_a_folder(self, service: str) -> tuple[str, ...]:
        """Return what starts the other side where it is a folder: without its hooks, and without what its settings name."""
        if self._address.kind != "folder":
            return ()
        return (f"--{service}=GIT_ALLOW_PROTOCOL=none git {' '.join(_NOTHING_RUNS)} {service}",)

    def _said(self, *arguments: str) -> Said:
        with tempfile.TemporaryFile() as answers, tempfile.TemporaryFile() as errors:
            # Files, since what is left of an ended git may hold a pipe open.
            process = start(
                self._folder,
                *arguments,
                questions=NOBODY,
                answers=answers,
                errors=errors,
                profile=self._profile,
            )
            try:
                code = ended_within(process, self.limit)
            finally:
                end(process)
            return Said(code, said(answers), said(errors))


@contextmanager
def talking(
    git: Repository, address: Address, known: Mapping[str, str], *, sign_in: bool, limit: float | None = None
) -> Iterator[Line]:
    """Open a conversation with the server; `known` are the references that say what is here already.

    Nobody is asked anything, unless to `sign_in`: then the person's own helper may open its window.
    """
    with tempfile.TemporaryDirectory(prefix="liverecord-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = NETWORK.having(GIT_DIR=str(folder), GIT_OBJECT_DIRECTORY=_lay_out(git, folder, known))
        profile = profile.having(GIT_SSH_COMMAND=_ssh(folder, profile))
        if sign_in:
            asking = {name: value for name, value in profile.environment.items() if name != "GIT_ASKPASS"}
            profile = profile._replace(environment={**asking, "GCM_INTERACTIVE": "auto"})
        yield Line(folder, address, profile, limit or (LIMIT_TO_SIGN_IN if sign_in else LIMIT))


def address(git: Repository) -> Address | Trouble:
    """Return where the clone says that the server is, or what is wrong with it."""
    printed = path_text(git.answer("config", "-z", "--get-all", "remote.origin.url") or b"")
    text = printed.partition("\0")[0]
    if not text:
        return no_address("This clone does not say where the school's server is.")
    found = _parsed(text)
    if found is None:
        return no_address(
            "The address of the school's server in this clone is none that changes are sent to."
        )
    if found.kind == "folder" and "://" not in text:
        top = git.root / ("../" * git.prefix.count("/"))
        return found._replace(url=os.path.abspath(top / text))  # noqa: PTH100 - links in it are the person's
    return found


_NOTHING_RUNS = (
    f"-c core.hooksPath={os.devnull}",
    "-c core.fsmonitor=false",
    "-c core.alternateRefsCommand=:",
    "-c receive.autogc=false",
    "-c receive.denyCurrentBranch=refuse",
    "-c gc.auto=0",
)

_HELPER = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.-]*::")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_SCP = re.compile(r"(?:[^/@:]+@)?(\[[0-9a-fA-F:.]+\]|[^/@:\[\]]+):").match
_DISK = re.compile(r"[A-Za-z]:[\\/]").match


def _parsed(text: str) -> Address | None:
    """Return an address, None for one that could be an option, another program's, or a protocol that nobody uses."""
    if text.startswith("-") or not text.isprintable() or _HELPER.match(text):
        return None
    scheme = _SCHEME.match(text)
    if scheme:
        try:
            host = urlsplit(text).hostname or ""
        except ValueError:
            return None
        match scheme[1].lower():
            case "http" | "https" if host:
                return Address(text, "web", host)
            case "ssh" if host and not host.startswith("-"):
                return Address(text, "ssh", host)
            case "file":
                return Address(text, "folder")
        return None
    if _DISK(text) and os.name == "nt":
        return Address(text, "folder")
    scp = _SCP(text)
    if scp:
        return None if scp[1].startswith("-") else Address(text, "ssh", scp[1].strip("[]").lower())
    return Address(text, "folder")


def _lay_out(git: Repository, folder: Path, known: Mapping[str, str]) -> str:
    """Make a git folder that holds nothing but references, and return where the clone's objects are."""
    printed = git.run("rev-parse", "--show-object-format", "--git-path", "objects")
    form, _, objects = path_text(printed).removesuffix("\n").partition("\n")
    version = "repositoryformatversion = "
    sha_256 = f"[core]\n{version}1\nbare = true\n[extensions]\nobjectFormat = sha256\n"
    config = sha_256 if form == "sha256" else f"[core]\n{version}0\nbare = true\n"
    references = "".join(f"{commit} {name}\n" for name, commit in known.items())
    for path, content in {
        "HEAD": "ref: refs/heads/none\n",
        "config": config,
        "packed-refs": references,
    }.items():
        (folder / path).write_bytes(content.encode(errors="surrogateescape"))
    (folder / "refs").mkdir()
    return str((git.root / objects).resolve())


def _ssh(folder: Path, profile: Profile) -> str:
    """Return the person's own ssh command, told to ask nothing."""
    with started(folder, "config", "--get", "core.sshCommand", profile=profile) as (process, _):
        command = path_text(process.stdout.read()).strip() or "ssh"
    try:
        program = PurePath(shlex.split(command)[0].replace("\\", "/")).stem.lower()
    except (ValueError, IndexError):
        program = ""
    # Others, such as PuTTY's, take their options in other words.
    return f"{command} -o BatchMode=yes" if program == "ssh" else command
