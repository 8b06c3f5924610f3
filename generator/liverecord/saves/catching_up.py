"""What waits, brought up to date: met with main thing by thing, so that a push is a fast-forward and the request shows the rest.

As long as the branch's request is open, the branch gets a commit that stands on both, its own last one and main. Where all
that was sent is in main, the rest is done anew on main as a branch of its own, each save under its own message. A save made on
another computer is met like main is.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from liverecord.read.blobs import Blobs
from liverecord.read.repository import Repository
from liverecord.saves.contents import Change, Contents, File, change
from liverecord.saves.landing import is_ancestor, merge_base
from liverecord.saves.person import Person
from liverecord.saves.remembered import remember
from liverecord.saves.replay import Clash, Decisions, Replayed, replayed
from liverecord.saves.standing import LOCAL, Standing
from liverecord.saves.writing import committed, move, opened, tree, tree_of
from liverecord.splice.meeting import met
from liverecord.splice.steps import applied, between
from liverecord.splice.writing import Refused, spliced


class CaughtUp(NamedTuple):
    """What came of it. `commit` is the newest of the branch, with all that waits on it; None where nothing was changed.

    Then `clashes` are for a person to decide, and `unwritten` are the files that steps could not be written into, each with
    the place and the reason. With neither, the branch has moved meanwhile: `standing` is to be asked anew.
    """

    commit: str | None
    clashes: tuple[Clash, ...] = ()
    unwritten: Mapping[str, Refused] = MappingProxyType({})


def preview(root: Path, standing: Standing, decisions: Decisions | None = None) -> Replayed:
    """Return what `bring_up_to_date` would make of the files, and what it would ask. Nothing is written, not even an object."""
    git = opened(root)
    with Blobs(root) as blobs:
        return _relative(git, _outcome(Contents(git, blobs), standing, standing.base, decisions))


def bring_up_to_date(
    root: Path, standing: Standing, person: Person, decisions: Decisions | None = None
) -> CaughtUp:
    """Have what waits stand on main as it is now, or return what a person must decide first; then nothing has changed.

    `decisions` say of each clash of an earlier call whose value it is to be. What was sent from another computer is met first,
    and main the next time: call it until `standing` is not behind. Raises HistoryUnavailable, and LiverecordError where git
    cannot write.
    """
    if not standing.is_behind:
        return CaughtUp(standing.base)
    git = opened(root)
    with Blobs(root) as blobs:
        contents = Contents(git, blobs)
        found = _outcome(contents, standing, standing.base, decisions)
        if found.clashes or found.unwritten:
            relative = _relative(git, found)
            return CaughtUp(None, tuple(relative.clashes), relative.unwritten)
        remember(git, standing.main)
        if standing.is_closed and not standing.elsewhere:
            commit = _anew(contents, standing, person, decisions)
            branch, old = standing.next_branch, None
        else:
            onto = _onto(standing)
            what = "what was saved on another computer" if standing.elsewhere else "the agreed records"
            message = f"Bring {standing.branch} up to date with {what}"
            commit = committed(git, tree(git, onto, found.files), [standing.base, onto], message, person)
            branch, old = standing.branch, standing.tip
    return CaughtUp(commit if move(git, f"{LOCAL}{branch}", commit, old) else None)


def _onto(standing: Standing) -> str:
    return standing.elsewhere or standing.main


def _outcome(contents: Contents, standing: Standing, tip: str, decisions: Decisions | None) -> Replayed:
    """Return what the saves up to a commit make of the files they are met with."""
    onto = _onto(standing)
    changes = list(_changes(contents, standing, tip, onto))
    below_top = {f"{contents.git.prefix}{name}": decided for name, decided in (decisions or {}).items()}
    contents.find([onto], [each.path for each in changes])
    return replayed(changes, lambda path: contents.file(onto, path), spliced, below_top)


def _changes(contents: Contents, standing: Standing, tip: str, onto: str) -> Iterator[Change]:
    """Yield what the saves up to a commit changed, beyond what has landed and what main had given them already."""
    git = contents.git
    base = merge_base(git, tip, onto)
    landed = standing.landed
    if landed is None or standing.elsewhere:
        yield from contents.changes(base, tip)
    elif is_ancestor(git, base, landed):
        yield from contents.changes(landed, tip)
    else:
        # After the part that landed the branch was brought up to date: what stood there is that part, met with main of then.
        yield from _beyond(contents, landed, base, tip)


def _beyond(contents: Contents, landed: str, base: str, tip: str) -> Iterator[Change]:
    earlier = merge_base(contents.git, landed, base)
    stood = {each.path: each for each in contents.changes(earlier, landed)}
    for path in dict.fromkeys((*stood, *contents.changed(base, tip))):
        before, after = contents.file(base, path), contents.file(tip, path)
        together = _met_in_memory(stood[path], before) if path in stood else before
        if together is before or not after.is_read or after.raw is None:
            found = change(path, before, after)
        else:
            steps = between(together.data, after.data)
            found = Change(path, together, after, steps) if steps else None
        if found is not None:
            yield found


def _met_in_memory(change: Change, onto: File) -> File:
    """Return what a file holds once a change is met with another version of it: its data, and no bytes that anybody has."""
    if change.steps is None or not onto.is_read:
        return change.after
    data = applied(onto.data, met(change.steps, change.before.data, onto.data).steps)
    return File(_NOBODYS, data, is_whole=False)


def _anew(contents: Contents, standing: Standing, person: Person, decisions: Decisions | None) -> str:
    """Make each save after the part that landed a commit of its own on main, and return the last; main where nothing is left."""
    git = contents.git
    chain = git.run(
        "rev-list", "--first-parent", "--reverse", standing.base, f"^{standing.main}", f"^{standing.landed}"
    )
    last, stood = standing.main, tree_of(git, standing.main)
    for commit in chain.decode().split():
        made = tree(git, standing.main, _outcome(contents, standing, commit, decisions).files)
        if made != stood:
            about = git.run(
                "show", "--no-patch", "--encoding=UTF-8", "--date=raw", "--format=%ad%x00%B", "--end-of-options", commit
            )  # fmt: skip
            at, _, message = about.decode(errors="replace").partition("\0")
            last, stood = committed(git, made, [last], message, person, at), made
    return last


def _relative(git: Repository, outcome: Replayed) -> Replayed:
    """Return the same with paths relative to the school's folder."""
    prefix = git.prefix
    return Replayed(
        {path.removeprefix(prefix): raw for path, raw in outcome.files.items()},
        [clash._replace(path=clash.path.removeprefix(prefix)) for clash in outcome.clashes],
        {path.removeprefix(prefix): said for path, said in outcome.unwritten.items()},
    )


_NOBODYS = b"\0"
"""The bytes of a file that was put together in memory: no file of anybody's has them."""
