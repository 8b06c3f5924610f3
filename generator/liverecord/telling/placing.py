"""Files that are handed out: each whole or not at all, for their owner alone, in a folder that holds no records."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from liverecord.problem import LiverecordError
from liverecord.read import regular
from liverecord.read.settings import Settings


def folder(settings: Settings, target: Path) -> Path:
    """Return the folder, made where it was not there. Raises LiverecordError for one among the records."""
    path = target.resolve()
    if path.is_relative_to((settings.root / settings.records).resolve()):
        raise LiverecordError(f"{target} lies in the records' folder.", "Name a folder outside it.")
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(target, error) from None
    return path


def put(path: Path, content: bytes) -> None:
    """Write a file beside the old one, and put it in its place. Raises LiverecordError where that cannot be done.

    It is the owner's alone, whatever the machine's custom; where somebody has let others read the old one, such as a web
    server the calendars, they may go on.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(beside, flags, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            beside.chmod(0o600 | path.lstat().st_mode & _MAY_READ)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise _not_written(path, error) from None


_MAY_READ = 0o044


def _not_written(path: Path, error: OSError) -> LiverecordError:
    return LiverecordError(
        f"{path} cannot be written ({error.strerror or type(error).__name__}).",
        "Look at who may write there, that it is a folder where it should be, and that the disk is not full.",
    )


_LARGEST = 64_000_000
"""Bytes of what was handed out before: the calendar of a large school has a fiftieth of it."""


def before(path: Path) -> bytes | None:
    """Return what a file held before; None where there is none."""
    try:
        return regular.contents(path, _LARGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise LiverecordError(
            f"{path.name} cannot be read ({error.strerror or type(error).__name__})."
        ) from None
