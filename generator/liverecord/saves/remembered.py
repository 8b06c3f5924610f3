"""The school's main as this program last met it, in a reference of its own that no other program moves.

Whatever else fetches (a person, an editor of programs) moves the clone's own copy of main, to a history that was written anew
as well. So that copy cannot tell that something was erased; what is remembered here can.
"""

from liverecord.read.repository import Repository
from liverecord.saves.landing import is_ancestor
from liverecord.saves.writing import follow

MAIN = "refs/liverecord/main"
"""Where main stood when this program last met it."""


def remembered(git: Repository) -> str | None:
    """Return main as it was last met; None where it never was."""
    return git.commit(MAIN)


def remember(git: Repository, main: str) -> None:
    """Note main before something stands on it; a main that no longer stands on what is remembered is not noted."""
    before = remembered(git)
    if before != main and (before is None or is_ancestor(git, before, main)):
        follow(git, {MAIN: (main, before)})


def holds_erased(git: Repository, tip: str, main: str) -> bool:
    """Tell whether a commit stands on one that the remembered main had, and that main has no longer."""
    before = remembered(git)
    if before is None or is_ancestor(git, before, main):
        return False
    shared = (git.answer("merge-base", "--all", "--end-of-options", tip, before) or b"").decode().split()
    return not all(is_ancestor(git, each, main) for each in shared)
