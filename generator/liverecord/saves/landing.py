"""Which saves stand in main already, however a forge brought them there: merged, squashed or one by one.

A save has landed when all that the branch changed up to it, thing by thing, stood in a commit of main since the two parted.
So neither the commits' ids count, nor their number, nor what somebody has changed in main afterwards.
"""

from collections.abc import Sequence

from liverecord.problem import HistoryUnavailable
from liverecord.read.repository import Repository, started
from liverecord.saves.contents import Change, Contents, File
from liverecord.splice.meeting import stands
from liverecord.splice.steps import Add, Impossible, Step, found, is_alike


def last_landed(contents: Contents, chain: Sequence[str], main: str) -> int | None:
    """Return the place, in a branch's commits from the oldest to the newest, of the last that stands in main; None: none does.

    What ends a line of work lands with all before it, so that the newest is looked at first.
    """
    if chain and is_ancestor(contents.git, main, chain[0]):
        return None  # nothing is in main that the branch did not begin with
    for place in range(len(chain) - 1, -1, -1):
        base = merge_base(contents.git, chain[place], main)
        if _has_landed(contents, contents.changes(base, chain[place]), base, main):
            return place
    return None


def merge_base(git: Repository, one: str, other: str) -> str:
    """Return the newest commit that both stand on; raises HistoryUnavailable where they share none."""
    printed = git.answer("merge-base", "--end-of-options", one, other)
    if not printed:
        raise HistoryUnavailable(
            "What waits here stands on another past than the agreed records: their history was written anew.",
            "Clone the repository anew, write again what waits here, and delete this clone: it holds what was erased.",
        )
    return printed.decode().split()[0]


def is_ancestor(git: Repository, one: str, other: str) -> bool:
    """Tell whether a commit is among those that another stands on, or is that other."""
    return git.answer("merge-base", "--is-ancestor", one, other) is not None


def stands_in(change: Change, now: File) -> bool:
    """Tell whether all that a change asks of a file is so in a version of it, beyond what was so before."""
    if change.steps is None:
        return now.raw == change.after.raw
    if not now.is_read or not stands(change.steps, now.data):
        return False
    adds = [step for step in change.steps if isinstance(step, Add)]
    return all(
        _count(now.data, step) - _count(change.before.data, step)
        >= sum(_is_twin(step, each) for each in adds)
        for step in adds
        if not _is_there(now.data, step)
    )


def _has_landed(contents: Contents, changes: Sequence[Change], base: str, main: str) -> bool:
    """Tell whether changes stood together in a commit of main since `base`; nothing at all never proves anything."""
    if not changes:
        return False
    paths = [each.path for each in changes]
    commits = _touching(contents.git, base, main, paths)
    contents.find(commits, paths)
    return any(
        all(stands_in(each, contents.file(commit, each.path)) for each in changes) for commit in commits
    )


def _touching(git: Repository, base: str, main: str, paths: Sequence[str]) -> list[str]:
    """Return the commits of main since `base` that touched one of the files, the newest first."""
    above = "../" * git.prefix.count("/")
    here = [path.removeprefix(git.prefix) if path.startswith(git.prefix) else above + path for path in paths]
    asked = "\n".join((main, f"^{base}", "--", *here)) + "\n"
    with started(
        git.root, "rev-list", "--full-history", "--stdin", asked=asked.encode(errors="surrogateescape")
    ) as (process, _):
        printed: bytes = process.stdout.read()
    return printed.decode().split()


def _is_there(data: object, step: Add) -> bool:
    return any(is_alike(each, step.item) for each in _things(data, step))


def _count(data: object, step: Add) -> int:
    """Return how many things of a list are what a step adds, whatever their ids: a second call of one day is as the first."""
    return sum(is_alike(_without_id(each), _without_id(step.item)) for each in _things(data, step))


def _is_twin(one: Step, other: Step) -> bool:
    return (
        isinstance(one, Add)
        and isinstance(other, Add)
        and one.path == other.path
        and is_alike(_without_id(one.item), _without_id(other.item))
    )


def _things(data: object, step: Add) -> list[object]:
    try:
        value = found(data, step.path)
    except Impossible:
        return []
    return value if isinstance(value, list) else []


def _without_id(thing: object) -> object:
    return {key: value for key, value in thing.items() if key != "id"} if isinstance(thing, dict) else thing
