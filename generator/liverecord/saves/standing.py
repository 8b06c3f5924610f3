"""Where the next save goes, and what became of those before: which wait, which were sent, and whether main has moved."""

import re
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from liverecord.problem import HistoryUnavailable
from liverecord.read.blobs import Blobs
from liverecord.read.repository import Repository, moment
from liverecord.render.words import joined
from liverecord.saves.contents import Contents
from liverecord.saves.landing import is_ancestor, last_landed, merge_base
from liverecord.saves.person import Person
from liverecord.saves.writing import opened

REMOTE = "refs/remotes/origin/"
"""Below it stands what the server had when it was last asked."""

LOCAL = "refs/heads/"


class Save(NamedTuple):
    """A save that is not in main yet: its commit, the first line of its message, and when it was made."""

    commit: str
    message: str
    at: datetime
    is_sent: bool


class Standing(NamedTuple):
    """Where the next save goes. What forms read and previews stand on is the commit `base`.

    `main` is the school's agreed commit as it is known here. `branch` is what the next save's branch is called, `tip` where
    that branch stands on this computer (None: it is not there yet). `saves` wait, oldest first. `landed` is the last commit of
    the branch that stands in main, where some do and others do not; `is_closed` says that this was all that was sent, so that
    its request is merged and the rest needs another. `main_moved` says that main has what `base` has not; `elsewhere` is what
    the same person sent from another computer and this one has not. `sent` is where the server has the branch; `next_branch`
    is what the branch after it will be called.
    """

    base: str
    main: str
    branch: str
    tip: str | None = None
    saves: tuple[Save, ...] = ()
    landed: str | None = None
    is_closed: bool = False
    main_moved: bool = False
    elsewhere: str | None = None
    sent: str | None = None
    next_branch: str = ""

    @property
    def is_behind(self) -> bool:
        """Tell whether `bring_up_to_date` has anything to do."""
        return self.is_closed or self.main_moved or self.elsewhere is not None


def standing(root: Path, forge_branch: str, person: Person) -> Standing:
    """Return where the next save of a person goes, from what is in the repository: no server is asked.

    `forge_branch` is the name of main in school.yml. Raises HistoryUnavailable where there is no repository, no such branch,
    or a clone that lacks a part of the past.
    """
    git = opened(root)
    main = _main(git, forge_branch)
    branches = _branches(git)
    with Blobs(root) as blobs:
        contents = Contents(git, blobs)
        for branch in _candidates(branches, person):
            line = _line(contents, branch, main)
            if line is not None:
                return _standing(git, branches, branch, line, main, person.marks[0])
    return Standing(main, main, _next(branches, person.marks[0]))


def is_own(branch: str, person: Person) -> bool:
    """Tell whether a branch is one of the person's by its name; j-okafor-smith's begin alike, and are not j-okafor's."""
    match = _NAME(branch)
    return match is not None and match[1] in person.marks


# ── The person's branches ───────────────────────────────────────────────────────────────────────────────


class _Branch(NamedTuple):
    """One of the person's branches, edit/MARK-NUMBER: where it stands here, and on the server as it was last asked."""

    mark: str
    number: int
    local: str | None = None
    remote: str | None = None
    is_checked_out: bool = False

    @property
    def name(self) -> str:
        return f"edit/{self.mark}-{self.number}"


class _Line(NamedTuple):
    """What of a branch is not in main: the newest commit, the last that has landed, and what stands on the server alone."""

    tip: str
    landed: str | None
    elsewhere: str | None


_NAME = re.compile(r"edit/(.+)-([1-9][0-9]{0,8})").fullmatch


def _branches(git: Repository) -> dict[str, _Branch]:
    printed = git.run(
        "for-each-ref", "--format=%(refname)%00%(objectname)%00%(worktreepath)", f"{LOCAL}edit/", f"{REMOTE}edit/"
    )  # fmt: skip
    branches: dict[str, _Branch] = {}
    for line in printed.splitlines():
        reference, commit, *place = line.decode(errors="surrogateescape").split("\0")
        is_local = reference.startswith(LOCAL)
        name = reference.removeprefix(LOCAL).removeprefix(REMOTE)
        match = _NAME(name)
        if match:
            branch = branches.get(name, _Branch(match[1], int(match[2])))
            branches[name] = (
                branch._replace(local=commit, is_checked_out=any(place))
                if is_local
                else branch._replace(remote=commit)
            )
    return branches


def _candidates(branches: dict[str, _Branch], person: Person) -> list[_Branch]:
    """Return the branches that may hold what waits: the newest here under each of the person's marks, then the server's."""
    own = [
        sorted(
            (branch for branch in branches.values() if branch.mark == mark),
            key=lambda branch: branch.number,
            reverse=True,
        )
        for mark in person.marks
    ]
    here = [branch for each in own for branch in [next((one for one in each if one.local), None)] if branch]
    there = [branch for each in own for branch in each[:1] if not branch.local]
    return here + there


def _line(contents: Contents, branch: _Branch, main: str) -> _Line | None:
    """Return what of a branch is not in main; None where all of it is."""
    git = contents.git
    here, there = branch.local, branch.remote
    if here and there:
        if is_ancestor(git, here, there):
            here = None
        elif is_ancestor(git, there, here):
            there = None
    lines = [
        line for tip in (here, there) if tip and (line := _not_landed(contents, tip, main, branch.remote))
    ]
    return lines[0]._replace(elsewhere=lines[1].tip if len(lines) > 1 else None) if lines else None


def _not_landed(contents: Contents, tip: str, main: str, sent: str | None) -> _Line | None:
    """Return what of the commits up to `tip` is not in main; None where all of them are."""
    git = contents.git
    chain = git.run("rev-list", "--first-parent", "--reverse", tip, f"^{main}").decode().split()
    place = last_landed(contents, chain, main)
    if place == len(chain) - 1 or not chain:
        return None
    if place is None and sent in {None, tip}:
        base = merge_base(git, tip, main)
        if not contents.changes(base, tip):
            return None  # what was done and undone again: nothing is left to be sent
    return _Line(tip, None if place is None else chain[place], None)


def _standing(
    git: Repository, branches: dict[str, _Branch], branch: _Branch, line: _Line, main: str, mark: str
) -> Standing:
    # What was merged is closed on the server: more is sent as another branch. One that is checked out is moved by nobody else.
    is_left = branch.is_checked_out or (branch.remote is not None and is_ancestor(git, branch.remote, main))
    name = _next(branches, mark) if is_left else branch.name
    is_closed = line.landed is not None and (
        branch.remote is None or is_ancestor(git, branch.remote, line.landed)
    )
    return Standing(
        base=line.tip,
        main=main,
        branch=name,
        tip=None if is_left else branch.local,
        saves=tuple(_saves(git, line, main, branch.remote)),
        landed=line.landed,
        is_closed=is_closed,
        main_moved=not is_ancestor(git, main, line.tip),
        elsewhere=line.elsewhere,
        sent=None if is_left else branch.remote,
        next_branch=_next(branches, mark),
    )


def _saves(git: Repository, line: _Line, main: str, remote: str | None) -> list[Save]:
    """Return what waits, oldest first; what brought a branch up to date is no save of anybody's."""
    known = [f"^{main}", *([f"^{line.landed}"] if line.landed else [])]
    order = ("--topo-order", "--reverse", "--no-merges", line.tip, *known)
    unsent = set(git.run("rev-list", *order, f"^{remote}").decode().split()) if remote else None
    printed = git.run("log", "--no-patch", "--encoding=UTF-8", "--format=%H%x00%at%x00%s", *order)
    # Not by what text takes for a new line: a message's first line may hold such signs.
    told = (line.split("\0") for line in printed.decode(errors="replace").split("\n")[:-1])
    return [
        Save(commit, message, moment(int(at)), is_sent=unsent is not None and commit not in unsent)
        for commit, at, message in told
    ]


def _next(branches: dict[str, _Branch], mark: str) -> str:
    numbers = [branch.number for branch in branches.values() if branch.mark == mark]
    return f"edit/{mark}-{max(numbers, default=0) + 1}"


def _main(git: Repository, forge_branch: str) -> str:
    for reference in (REMOTE, LOCAL):
        commit = git.commit(f"{reference}{forge_branch}")
        if commit is not None:
            return commit
    printed = git.run("for-each-ref", "--format=%(refname:short)", LOCAL).decode(errors="replace")
    there = [name for name in printed.splitlines() if not name.startswith(_OF_SAVES)]
    if not there:
        raise HistoryUnavailable(
            f"There is no branch {forge_branch} here for a change to stand on.",
            "What the branch is called stands in school.yml (forge: branch). Commit the records once, or clone the repository "
            "anew.",
        )
    are = f"branch here is {there[0]}" if len(there) == 1 else f"branches here are {joined(there)}"
    raise HistoryUnavailable(
        f"There is no branch {forge_branch} here for a change to stand on: the {are}. "
        f"school.yml (forge: branch) says that the agreed records stand on {forge_branch}.",
        f"If they stand on {there[0]}, write branch: {there[0]} under forge: in school.yml and commit that. If they stand on "
        f"{forge_branch}, fetch it, or clone the repository anew.",
    )


_OF_SAVES = "edit/"
"""What the branches of saves begin with."""
