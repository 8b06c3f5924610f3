"""The files of a change, put into the school's folder: all of them, or none.

Each is written whole by intake/writing.py. What could not be written has everything before it put back.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from liverecord.examine.jobs.preview import Draft
from liverecord.intake import writing
from liverecord.problem import LiverecordError
from liverecord.read.versions import on_disk


def put(root: Path, drafts: Sequence[Draft]) -> None:
    """Write every draft, or none: one whose file is not what it was made from keeps all of them from being written.

    Raises LiverecordError, and then every file is as it was; where even that fails, it says which are not.
    """
    for draft in drafts:
        if not is_unchanged(root, draft):
            raise changed_meanwhile(draft.path)
        if draft.before is None and _leads_elsewhere(root, draft.path):
            raise LiverecordError(
                f"{draft.path} would lie behind a link, out of the school's folder. Nothing is written.",
                "`liverecord check` names the link: put a folder in its place.",
            )
    folders: list[Path] = []
    written: list[Draft] = []
    try:
        for folder in _missing(root, drafts):
            folder.mkdir()
            folders.append(folder)
        for draft in drafts:
            writing.write(root, [_planned(draft.path, draft.before, draft.after)])
            written.append(draft)
    except BaseException as failure:
        left = _put_back(root, written)
        for folder in reversed(folders):
            with suppress(OSError):
                folder.rmdir()
        if not isinstance(failure, LiverecordError):
            raise
        raise _failed(drafts[len(written)].path, left) from None


def is_unchanged(root: Path, draft: Draft) -> bool:
    """Tell whether a draft's file is still what the draft was made from."""
    if draft.before is None:
        return not os.path.lexists(root / draft.path)
    return on_disk(root, draft.path)[0] == draft.before


def changed_meanwhile(path: str) -> LiverecordError:
    """Return what is raised where somebody saved a file while the change was made ready."""
    return LiverecordError(
        f"{path} was changed while this was made ready, so that nothing is written.",
        "Run the same command again: it then goes by what the file says now.",
    )


def _leads_elsewhere(root: Path, path: str) -> bool:
    """Tell whether a folder on the way to a file that is not there yet is a link: to whatever it leads, git has no file there."""
    folder = os.path.dirname(path)  # noqa: PTH120 - compared as the disk resolves it
    return os.path.realpath(root / folder) != os.path.join(os.path.realpath(root), *folder.split("/"))  # noqa: PTH118


def _missing(root: Path, drafts: Sequence[Draft]) -> Iterator[Path]:
    """Yield the folders that new files need, outermost first; each is looked for once those before it are made."""
    for draft in drafts:
        if draft.before is None:
            for folder in reversed(PurePosixPath(draft.path).parents):
                if not os.path.lexists(root / folder):
                    yield root / folder


def _put_back(root: Path, written: Sequence[Draft]) -> list[str]:
    """Put files back as they were, and return which could not be."""
    left = []
    for draft in reversed(written):
        try:
            if draft.before is None:
                (root / draft.path).unlink()
            else:
                writing.write(root, [_planned(draft.path, draft.after, draft.before)])
        except (OSError, LiverecordError):
            left.append(draft.path)
    return left


def _planned(path: str, old: bytes | None, new: bytes | None) -> writing.Draft:
    assert new is not None, "no job takes a file away"
    return writing.Draft(path, old, new)


def _failed(path: str, left: Sequence[str]) -> LiverecordError:
    if left:
        return LiverecordError(
            f"{path} could not be written, and these could not be put back: {', '.join(left)}.",
            "`git diff` shows what they say now, and `git restore` with their paths puts them back as they were committed.",
        )
    return LiverecordError(
        f"{path} could not be written. Nothing is changed.",
        "Look at who may write there, and whether the disk is full; then run the same command again.",
    )
