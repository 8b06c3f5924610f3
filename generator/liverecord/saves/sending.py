"""Asking the school's server what is new, and sending it what waits."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from liverecord.model.records import Forge
from liverecord.read.repository import Repository
from liverecord.saves.landing import is_ancestor
from liverecord.saves.links import link, place
from liverecord.saves.network import Address, Said, address, talking
from liverecord.saves.person import Person
from liverecord.saves.remembered import MAIN, holds_erased, remembered
from liverecord.saves.standing import LOCAL, REMOTE, Standing, is_own
from liverecord.saves.trouble import Trouble, no_branch, rewritten, too_slow, trouble
from liverecord.saves.writing import follow, move, opened


class Sent(NamedTuple):
    """What waited is on the server, on `branch`; `link` is the page on which it is proposed, None where nobody can tell."""

    branch: str
    link: str | None


class Fetched(NamedTuple):
    """What the server has is known here: main's commit."""

    main: str


def fetch(
    root: Path, forge_branch: str, person: Person, *, sign_in: bool = False, limit: float | None = None
) -> Fetched | Trouble:
    """Ask the server for main and the person's own branches, and for nothing else.

    `sign_in` lets the person's own helper open its window. `limit` is in seconds. Raises HistoryUnavailable.
    """
    git = opened(root)
    where = address(git)
    if isinstance(where, Trouble):
        return where
    if not _IS_BRANCH(forge_branch):
        return no_branch()
    main = f"{REMOTE}{forge_branch}"
    wanted = [forge_branch, *(f"edit/{mark}-{digit}*" for mark in person.marks for digit in range(1, 10))]
    known = _followed(_known(git, [f"{REMOTE}{name}" for name in wanted]), main, person)
    with talking(git, where, known, sign_in=sign_in, limit=limit) as line:
        heard = line.fetch(*(f"+{LOCAL}{name}:{REMOTE}{name}" for name in wanted))
        now = _followed(line.references(), main, person) if heard.code == 0 else {}
    if heard.code != 0:
        return _wrong(heard, where, line.limit)
    before = remembered(git)
    if not all(is_ancestor(git, each, now[main]) for each in {before, known.get(main)} if each):
        return rewritten()
    moves = {name: (now.get(name), known.get(name)) for name in known.keys() | now.keys()}
    follow(git, {**moves, MAIN: (now[main], before)})
    return Fetched(now[main])


def send(
    root: Path, standing: Standing, forge: Forge, *, sign_in: bool = False, limit: float | None = None
) -> Sent | Trouble:
    """Send what waits to the person's own branch on the server; whatever happens, it stays kept here.

    `forge` is what school.yml says of the server. `sign_in` lets the person's own helper open its window. `limit` is in
    seconds. Raises HistoryUnavailable.
    """
    git = opened(root)
    where = address(git)
    if isinstance(where, Trouble):
        return where
    if not standing.saves:
        return Trouble("nothing", "Nothing waits to be sent.", "Save a change first.")
    if holds_erased(git, standing.base, standing.main):
        return rewritten()
    reference = f"{LOCAL}{standing.branch}"
    is_there = standing.tip == standing.base
    must_meet = standing.is_closed or standing.elsewhere is not None
    # What is refused begins no branch: it is moved last.
    if must_meet or not (is_there or move(git, reference, standing.base, standing.tip)):
        return Trouble(
            "out_of_date",
            "A part of what waits is in the agreed records already, or was sent from another computer.",
            "Press Bring up to date, and send again.",
        )
    with talking(git, where, {}, sign_in=sign_in, limit=limit) as line:
        refspec = f"{standing.base}:{reference}"
        options = _options(where, forge)
        heard = line.push(refspec, *options)
        if options and heard.code and _NO_OPTIONS in heard.words:
            heard = line.push(refspec)
    if heard.code != 0:
        return _wrong(heard, where, line.limit)
    copy = f"{REMOTE}{standing.branch}"
    follow(git, {copy: (standing.base, git.commit(copy))})
    return Sent(standing.branch, link(heard.words, where, forge, standing.branch))


def nowhere(root: Path) -> Trouble | None:
    """Return why nothing can ever be sent from a clone: it does not say where the server is; None where it does."""
    where = address(opened(root))
    return where if isinstance(where, Trouble) else None


def request_page(root: Path, standing: Standing, forge: Forge) -> str | None:
    """Return the page on which what was sent before is proposed, as far as the server's address tells it.

    None where nothing of the branch was sent yet: its page would propose nothing.
    """
    if standing.sent is None:
        return None
    where = address(opened(root))
    return None if isinstance(where, Trouble) else link("", where, forge, standing.branch)


_IS_BRANCH = re.compile(r"(?!-)(?!.*\.\.)[^\s:*?\[\\^~\x00-\x1f]+").fullmatch
_NO_OPTIONS = "does not support push options"


def _options(where: Address, forge: Forge) -> tuple[str, ...]:
    """Return what has GitLab make the request by itself; no other server is told anything."""
    if place(where, forge).kind != "gitlab":
        return ()
    return ("merge_request.create", f"merge_request.target={forge.branch}")


def _known(git: Repository, patterns: list[str]) -> dict[str, str]:
    printed = git.run("for-each-ref", "--format=%(refname) %(objectname)", *patterns)
    lines = (line.rpartition(" ") for line in printed.decode(errors="surrogateescape").splitlines())
    return {name: commit for name, _, commit in lines}


def _followed(references: Mapping[str, str], main: str, person: Person) -> dict[str, str]:
    """Return main and the person's own branches: what git was asked for by a pattern may hold others' too."""
    return {
        name: commit
        for name, commit in references.items()
        if name == main or is_own(name.removeprefix(REMOTE), person)
    }


def _wrong(heard: Said, where: Address, limit: float) -> Trouble:
    if heard.code is None:
        return too_slow(heard.words, limit)
    return trouble(heard.words, heard.answer, is_folder=where.kind == "folder")
