"""A save: the new bytes of some files as one commit on the person's own branch."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from liverecord.saves.person import Person
from liverecord.saves.remembered import remember
from liverecord.saves.standing import LOCAL, Standing
from liverecord.saves.writing import committed, move, opened, tree, tree_of


class Kept(NamedTuple):
    """A save that is kept on this computer."""

    commit: str
    branch: str


class NotKept(NamedTuple):
    """Why nothing was kept, in words for the person who saves.

    `reason`: "nothing" has changed, or the branch has "moved" since it was looked at (another window, another program): then
    `standing` is asked anew and the change is shown again.
    """

    reason: Literal["nothing", "moved"]
    message: str


def keep(
    root: Path, standing: Standing, person: Person, files: Mapping[str, bytes | None], message: str
) -> Kept | NotKept:
    """Keep new bytes of files as a commit on the person's own branch (None: the file goes). Nothing is sent.

    Paths are relative to the school's folder. `message` is plain words with ids only, its first line short. HEAD, the index
    and the work tree stay as they are. Raises HistoryUnavailable, and LiverecordError where git cannot write.
    """
    git = opened(root)
    below_top = {f"{git.prefix}{path}": raw for path, raw in files.items()}
    made = tree(git, standing.base, below_top)
    if made == tree_of(git, standing.base):
        return NotKept("nothing", "Nothing would change, so there is nothing to save.")
    remember(git, standing.main)
    commit = committed(git, made, [standing.base], message, person)
    if not move(git, f"{LOCAL}{standing.branch}", commit, standing.tip):
        return NotKept(
            "moved",
            "Something else was saved meanwhile, so this was not saved yet. Look at the change again, and save it.",
        )
    return Kept(commit, standing.branch)
