"""Pupils whose folder was given another name: their history goes on under the new one.

Git keeps no renames. A pupil moved where one commit took away one folder's plan.yml and added another's that is the
same file, byte for byte. A pupil also moved where one went, one came, and both are of the same pupil: `is_same_pupil`
tells that, asked by whoever has the files. A leaver deleted on the day on which somebody joins is not moved: nobody's
past may come under another's name.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from liverecord.derive.changes.shapes import Leaf, Part, shape_of
from liverecord.derive.changes.values import meant
from liverecord.model.history import Change
from liverecord.model.records import PUPIL_KINDS

Changes = Mapping[str, Sequence[Change]]
"""Each file's changes, newest first, by its path."""

MOVED = "R"
"""The status of a Change in which a file got its present name: `before` is what it was under the former one."""

_PLAN = "plan.yml"
_FILES = tuple(f"{kind}.yml" for kind in PUPIL_KINDS)
_MOST_MOVES = 20


def followed(changes: Changes) -> dict[str, dict[str, tuple[Change, ...]]]:
    """Return each pupil's folder with the changes of each of its files, by path; files that are gone are among them.

    What was changed under a former name keeps its own path in the Change. A folder whose pupil moved away keeps
    what came after.
    """
    files: dict[str, dict[str, Sequence[Change]]] = {}
    for path, file_changes in changes.items():
        folder, _, name = path.rpartition("/")
        if name in _FILES:
            files.setdefault(folder, {})[name] = file_changes
    moves = _moves(files)
    return {
        folder: {
            f"{folder}/{name}": file_changes for name, file_changes in _line(folder, files, moves, 0).items()
        }
        if folder in moves.came or folder in moves.went
        else {f"{folder}/{name}": tuple(file_changes) for name, file_changes in own.items()}
        for folder, own in files.items()
    }


def own(changes: Changes, is_same: Callable[[str, str], bool]) -> Changes:
    """Return a pupil's changes, less those under a name that was another's: `is_same` compares two plans' blobs."""
    for path, file_changes in changes.items():
        if path.rpartition("/")[2] == _PLAN:
            for change in file_changes:
                if change.status == MOVED and not is_same(change.before[0], change.after):
                    return {each: _begun_with(change, list_) for each, list_ in changes.items()}
    return changes


def is_same_pupil(before: object, after: object) -> bool:
    """Tell whether two versions of a plan are of one pupil: by the unique pupil number, else by name and date of birth."""
    old, new = _identity(before), _identity(after)
    if old.get("upn") and new.get("upn"):
        return bool(old["upn"] == new["upn"])
    names = ("given_name", "family_name", "date_of_birth")
    return bool(old.get("given_name")) and all(old.get(name) == new.get(name) for name in names)


class _Move(NamedTuple):
    """A commit in which one folder became another; `other` is where the pupil came from, or went."""

    commit: str
    other: str


class _Moves(NamedTuple):
    """Moves by the folder that the pupil came to, and by the one that was left, newest first."""

    came: dict[str, list[_Move]]
    went: dict[str, list[_Move]]


class _Plan(NamedTuple):
    """A plan.yml that came or went in a commit."""

    folder: str
    blob: str


def _moves(files: Mapping[str, Mapping[str, Sequence[Change]]]) -> _Moves:
    came: dict[str, list[_Plan]] = {}
    went: dict[str, list[_Plan]] = {}
    order: dict[str, None] = {}
    for folder, own in files.items():
        for change in own.get(_PLAN, ()):
            before = next(iter(change.before), "")
            if len(change.before) > 1 or bool(before) == bool(change.after):
                continue
            plan = _Plan(folder, change.after or before)
            (came if change.after else went).setdefault(change.commit, []).append(plan)
            order[change.commit] = None
    moves = _Moves({}, {})
    for commit in order:
        for old, new in _pairs(went.get(commit, []), came.get(commit, [])):
            moves.came.setdefault(new, []).append(_Move(commit, old))
            moves.went.setdefault(old, []).append(_Move(commit, new))
    return moves


def _pairs(went: list[_Plan], came: list[_Plan]) -> list[tuple[str, str]]:
    pairs = []
    for old in list(went):
        same = [new for new in came if new.blob == old.blob]
        if len(same) == 1 and sum(each.blob == old.blob for each in went) == 1:
            pairs.append((old.folder, same[0].folder))
            came = [new for new in came if new is not same[0]]
            went = [each for each in went if each is not old]
    if len(went) == len(came) == 1:
        pairs.append((went[0].folder, came[0].folder))
    return pairs


def _line(
    folder: str,
    files: Mapping[str, Mapping[str, Sequence[Change]]],
    moves: _Moves,
    depth: int,
    until: Change | None = None,
) -> dict[str, tuple[Change, ...]]:
    """Return a folder's changes by file name, its former names' included; with `until`, only older ones."""
    own = {
        name: _older(file_changes, until) if until else tuple(file_changes)
        for name, file_changes in files[folder].items()
    }
    came = {move.commit: move.other for move in moves.came.get(folder, ())}
    went = {move.commit for move in moves.went.get(folder, ())}
    turn = next(
        (change for change in own.get(_PLAN, ()) if change.commit in came or change.commit in went), None
    )
    if turn is None:
        return own
    newer = {name: _newer(file_changes, turn) for name, file_changes in own.items()}
    if turn.commit in went or depth >= _MOST_MOVES:
        return {name: file_changes for name, file_changes in newer.items() if file_changes}
    left = came[turn.commit]
    earlier = _line(left, files, moves, depth + 1, turn)
    line = {}
    for name in _FILES:
        there = _at(files[left].get(name, ()), turn)
        here = _at(own.get(name, ()), turn)
        joint = _joint(f"{folder}/{name}", here, there)
        file_changes = (*newer.get(name, ()), *joint, *earlier.get(name, ()))
        if file_changes:
            line[name] = file_changes
    return line


def _joint(path: str, here: Change | None, there: Change | None) -> tuple[Change, ...]:
    """Return a file's change in the commit that moved it: from what it was under its former name."""
    if here is None:
        # It was left behind: gone, under the new name.
        return (msgspec.structs.replace(there, path=path),) if there is not None else ()
    if there is None:
        return (here,)
    return (msgspec.structs.replace(here, before=there.before, status=MOVED),)


def _begun_with(turn: Change, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return a file's changes from a commit on, as if the folder had been new then."""
    begun = _at(changes, turn)
    if begun is None or not begun.after:
        return _newer(changes, turn)
    return (*_newer(changes, turn), msgspec.structs.replace(begun, before=("",), status="A"))


def _at(changes: Sequence[Change], turn: Change) -> Change | None:
    return next((change for change in changes if change.commit == turn.commit), None)


def _newer(changes: Sequence[Change], turn: Change) -> tuple[Change, ...]:
    place = _place(changes, turn)
    return tuple(changes[:place])


def _older(changes: Sequence[Change], turn: Change) -> tuple[Change, ...]:
    place = _place(changes, turn)
    is_turn = place < len(changes) and changes[place].commit == turn.commit
    return tuple(changes[place + 1 if is_turn else place :])


def _place(changes: Sequence[Change], turn: Change) -> int:
    """Return where a commit stands among a file's changes, or would stand by its time, if it left the file alone."""
    for place, change in enumerate(changes):
        if change.commit == turn.commit:
            return place
    return next((place for place, change in enumerate(changes) if change.at < turn.at), len(changes))


def _identity(plan: object) -> dict[str, Any]:
    pupil = plan.get("pupil") if isinstance(plan, dict) else None
    if not isinstance(pupil, dict):
        return {}
    shape = shape_of("plan").fields["pupil"]
    leaves: Mapping[str, Leaf] = shape.leaves if isinstance(shape, Part) else {}
    return {name: meant(leaf, pupil.get(name)) for name, leaf in leaves.items()}
