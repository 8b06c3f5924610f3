"""What saves changed, done on another version of the same files: thing by thing, with new ids where theirs were taken. Pure.

Where both changed one place a person decides, whose it is to be: nothing is decided here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from liverecord.problem import Place
from liverecord.saves.contents import Change, File
from liverecord.splice import meeting
from liverecord.splice.meeting import met, new_names, renamed
from liverecord.splice.steps import Add, Impossible, Remove, Set, Step, applied, found, is_there
from liverecord.splice.writing import Refused, Spliced


class Clash(NamedTuple):
    """A place that both changed, with the path of the file that it is in.

    The empty path in the file is the file as a whole; then the values are words that say which one is meant.
    """

    path: str
    clash: meeting.Clash

    @property
    def name(self) -> str:
        """Return what the clash is called where it is decided."""
        return "/".join((self.path, *self.clash.path))


Decisions = Mapping[str, Literal["mine", "theirs"]]
"""What a person decided of each clash, by its name."""

Write = Callable[[str, str, bytes | None, Sequence[Step]], Spliced | Refused]
"""Writes steps into a file's bytes, as `spliced` does."""


class Replayed(NamedTuple):
    """The files that become others (None: the file goes), what a person must decide first, and for each file that could not be
    written why.
    """

    files: dict[str, bytes | None]
    clashes: list[Clash]
    unwritten: dict[str, Refused]


def replayed(
    changes: Iterable[Change], onto: Callable[[str], File], write: Write, decisions: Decisions
) -> Replayed:
    """Do changes on other versions of the files, which `onto` returns by path; a clash that is not decided is left as theirs."""
    result = Replayed({}, [], {})
    changes = list(changes)
    names = _Names()
    by_id = {
        each.path: met(each.steps, each.before.data, theirs.data).steps
        for each in changes
        if each.steps is not None and _can_be_met(each, theirs := onto(each.path))
    }
    for each in changes:
        names.learn(each, each.steps or (), by_id.get(each.path, ()))
    for each in changes:
        theirs = onto(each.path)
        steps = renamed(each.kind, each.steps or (), names.of(each.path))
        if theirs.raw == each.after.raw:
            continue
        if not each.after.is_whole:
            result.unwritten[each.path] = Refused(Place(each.path), _TOO_LARGE)
        elif theirs.raw == each.before.raw and steps == list(each.steps or ()):
            result.files[each.path] = each.after.raw
        elif each.path in by_id:
            _by_id(each, steps, theirs, write, decisions, result)
        else:
            _as_a_whole(each, theirs, decisions, result)
    return result


def decided(
    path: str, steps: Sequence[Step], before: object, theirs: object, decisions: Decisions
) -> tuple[list[Step], list[Clash]]:
    """Return what steps become on their version of a file's data, and the clashes that nobody has decided yet.

    Where "mine" was said, what the other took away comes back first.
    """
    outcome = met(steps, before, theirs)
    left, now = list(outcome.steps), applied(theirs, outcome.steps)
    clashes: dict[str, list[Clash]] = {}
    for each in outcome.clashes:
        clash = Clash(path, each)
        clashes.setdefault(clash.name, []).append(clash)
    open_still: list[Clash] = []
    for name, of_one_place in clashes.items():
        said = decisions.get(name)
        forced = None
        if said == "mine":
            at = of_one_place[0].clash.path
            forced = _forced([step for step in steps if step.path == at], before, now)
        if forced is not None:
            left += forced
            now = applied(now, forced)
        elif said != "theirs":
            open_still += of_one_place
    return left, open_still


_TOO_LARGE = "The file is too large to be a record. Bring the branch up to date with git itself: git merge."


class _Names:
    """Ids that things were given anew, by the files that may point to them: a pupil's, or all for what is the school's."""

    def __init__(self) -> None:
        self._known: dict[str, dict[tuple[str, str], str]] = {}

    def learn(self, change: Change, before: Sequence[Step], after: Sequence[Step]) -> None:
        folder = change.path.rpartition("/")[0]
        self._known.setdefault(folder, {}).update(new_names(change.kind, before, after))

    def of(self, path: str) -> dict[tuple[str, str], str]:
        return {
            key: name
            for folder, names in self._known.items()
            if path.startswith(f"{folder}/")
            for key, name in names.items()
        }


def _can_be_met(change: Change, theirs: File) -> bool:
    """Tell whether a change means something in their version: a file that is gone there is no file to be begun anew."""
    return theirs.is_read and (theirs.raw is not None or change.before.raw is None)


def _as_a_whole(change: Change, theirs: File, decisions: Decisions, result: Replayed) -> None:
    values = [
        None if file.raw is None else f"the whole file as {words}"
        for file, words in (
            (change.before, "it was before"),
            (theirs, "it is in the agreed records"),
            (change.after, "you saved it"),
        )
    ]
    clash = Clash(change.path, meeting.Clash((), *values))
    decided = decisions.get(clash.name)
    if decided == "mine":
        result.files[change.path] = change.after.raw
    elif decided is None:
        result.clashes.append(clash)


def _by_id(
    change: Change, steps: Sequence[Step], theirs: File, write: Write, decisions: Decisions, result: Replayed
) -> None:
    left, clashes = decided(change.path, steps, change.before.data, theirs.data, decisions)
    result.clashes.extend(clashes)
    if not left:
        return
    written = write(change.path, change.kind, theirs.raw, left)
    if isinstance(written, Refused):
        result.unwritten[change.path] = written
    else:
        result.files[change.path] = written.raw


def _forced(steps: Iterable[Step], before: object, now: object) -> list[Step] | None:
    """Return what does steps whatever stands there: what the other took away comes back first. None where it cannot be done."""
    done: list[Step] = []
    try:
        for step in steps:
            back = _brought_back(step, before, now)
            still = [] if isinstance(step, Remove) and not is_there(now, step.path) else [step]
            now = applied(now, [*back, *still])
            done += [*back, *still]
    except Impossible:
        return None
    return done


def _brought_back(step: Step, before: object, now: object) -> list[Step]:
    for depth in range(1, len(step.path)):
        path = step.path[:depth]
        if is_there(now, path) or not is_there(before, path):
            continue
        thing: Any = found(before, path)
        is_of_a_list = isinstance(found(now, path[:-1]), list)
        return [Add(path[:-1], thing) if is_of_a_list else Set(path, thing)]
    return []
