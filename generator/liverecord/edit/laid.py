"""A change that was asked on one commit, laid on the commit that is newest now: thing by thing, by id."""

from collections.abc import Callable
from typing import NamedTuple

from liverecord.forms.job import Scene, Written
from liverecord.forms.question import Wrong
from liverecord.model.records import kind_of
from liverecord.saves.replay import Clash, Decisions, decided
from liverecord.splice.meeting import Names, met, new_names, renamed
from liverecord.splice.steps import Path, Remove, Step


class Laid(NamedTuple):
    """What is left to write, what must be decided first, and whether somebody else changed one of the files meanwhile."""

    written: Written
    clashes: tuple[Clash, ...]
    is_met: bool


def laid(
    asked_on: Scene,
    now: Scene,
    write: Callable[[Scene], Written | list[Wrong]],
    decisions: Decisions,
) -> Laid | list[Wrong]:
    """Return what a form's answers write on `now`, where the form was asked on `asked_on`.

    What nobody else touched goes on as it was meant; an added thing whose id was taken gets the next, and what the same save
    says of it follows. What both changed is decided by `decisions` (name → "mine" or "theirs"), or is still a clash.
    """
    written = write(asked_on)
    if isinstance(written, list):
        return written
    changed = [path for path in written.steps if asked_on.files.get(path) != now.files.get(path)]
    if not changed:
        return Laid(written, (), is_met=False)
    steps: dict[str, list[Step]] = {}
    clashes: list[Clash] = []
    names: dict[tuple[str, str], str] = {}
    for path, each in written.steps.items():
        kind = kind_of(path)
        before, theirs = asked_on.files.get(path), now.files.get(path)
        names |= new_names(kind, each, met(each, before, theirs).steps)
        steps[path], undecided = decided(path, each, before, theirs, decisions)
        clashes += undecided
    # Once, and last: what is called a4 here may be somebody else's a3 of before, and ours of before the next.
    steps = {path: renamed(kind_of(path), each, names) for path, each in steps.items() if each}
    asked_at = _followed(written, names)
    return Laid(Written(steps, asked_at, written.message), tuple(clashes), is_met=True)


def _followed(written: Written, names: Names) -> dict[tuple[str, Path], str]:
    """Return which question asked for what, under the new ids."""
    followed: dict[tuple[str, Path], str] = {}
    for (file, path), question in written.asked_at.items():
        (step,) = renamed(kind_of(file), [Remove(path)], names)
        followed[file, step.path] = question
    return followed
