"""Files put into the records: each whole or not at all, and none that changed after the import was planned."""

import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from liverecord.problem import LiverecordError
from liverecord.read.versions import on_disk


class Draft(NamedTuple):
    """A file to write: its path in the school's folder, the bytes it was planned from (None: no file), the new ones."""

    path: str
    old: bytes | None
    new: bytes


def write(root: Path, drafts: Sequence[Draft]) -> None:
    """Write every draft, in order.

    Each file is written beside the old one and then put in its place, so that no reader ever meets half of it; its
    rights stay. A folder that is not there is made, and is gone again where its first file could not be written. Raises LiverecordError at the first that cannot be written, and says which were written before it.
    """
    for count, draft in enumerate(drafts):
        try:
            _check_unchanged(root, draft)
            with _folder(root, draft.path):
                _put(root / draft.path, draft.new)
        except OSError as error:
            raise _failure(drafts, count, error.strerror or type(error).__name__) from None
        except _Changed:
            raise _failure(drafts, count, "it was changed while the import was planned") from None


class _Changed(Exception):
    """The file is not what the draft was planned from."""


def _check_unchanged(root: Path, draft: Draft) -> None:
    if draft.old is None:
        if os.path.lexists(root / draft.path):
            raise _Changed
    elif on_disk(root, draft.path)[0] != draft.old:
        raise _Changed


@contextmanager
def _folder(root: Path, path: str) -> Iterator[None]:
    """Make the folders that a file is to lie in; those that were made go again where the file was not written."""
    made: list[Path] = []
    folder = root
    try:
        for name in path.split("/")[:-1]:
            folder = folder / name
            if folder.is_symlink() or not folder.is_dir():
                folder.mkdir()  # refused where a link stands there, and no file is written through one
                made.append(folder)
        yield
    except BaseException:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise


def _put(path: Path, content: bytes) -> None:
    # A name that begins with a dot is passed over by whoever walks the records meanwhile.
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(beside, flags, 0o666), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            beside.chmod(path.stat().st_mode & 0o7777)
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _failure(drafts: Sequence[Draft], count: int, why: str) -> LiverecordError:
    done = [draft.path for draft in drafts[:count]]
    told = f"Written before it: {', '.join(done)}." if done else "Nothing was written before it."
    message = f"{drafts[count].path} could not be written ({why}). {told}"
    return LiverecordError(message, _AGAIN_HINT.format(rest=len(drafts) - count, all=len(drafts)))


_AGAIN_HINT = (
    "{rest} of {all} files are not written. Mend that, then import the same files again: what is written already stays as "
    "it is."
)
