"""The files of a copy put in place: all of them or none, for their owner alone, and never among what others read."""

import os
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from liverecord.copies.receipts import Receipt, check_untouched, receipt_of
from liverecord.problem import LiverecordError
from liverecord.read.settings import Settings

_STORE, _GIT = ".liverecord", ".git"


def ready(settings: Settings, target: Path, pupil: str, purpose: str) -> tuple[Path, Receipt | None]:
    """Return a copy's folder, and the receipt of the earlier copy that it replaces, if there is one.

    Raises LiverecordError for a place among the records, in a site, among the school's pages or in git's own folder.
    It also does so for a folder that holds anything but an earlier copy of the same pupil's record for the same
    purpose, and for a copy in which somebody has worked.
    """
    place = target.resolve()
    for folder, what in _kept_apart(settings):
        if place == folder or place.is_relative_to(folder) or folder.is_relative_to(place):
            raise LiverecordError(f"{target} overlaps {what}.", "Name a folder outside the school's own.")
    if not os.path.lexists(place):
        return place, None
    if not place.is_dir():
        raise LiverecordError(f"{target} is a file.", "Name a folder that is not there yet.")
    if not any(place.iterdir()):
        return place, None
    receipt = receipt_of(place)
    if receipt is None:
        raise LiverecordError(
            f"{target} holds something that is no earlier copy.", "Name a folder that is empty or not there."
        )
    if (receipt.pupil, receipt.purpose) != (pupil, purpose):
        raise LiverecordError(
            f"{target} holds a copy of another pupil's record, or for another purpose.",
            "Give each copy a folder of its own.",
        )
    check_untouched(place, receipt)
    return place, receipt


def put(place: Path, files: Mapping[str, bytes], beside: Mapping[str, bytes]) -> None:
    """Write the files of a copy into a folder, and others beside it; an earlier copy makes way only once all are written.

    Raises LiverecordError where that cannot be done, and leaves what was there as it was.
    """
    making = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    aside = making.with_name(f"{making.name}.old")
    waiting = {place.with_name(f".{name}.{secrets.token_hex(4)}"): (place.with_name(name), content)
               for name, content in beside.items()}  # fmt: skip
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        making.mkdir(mode=0o700)
        for name, content in files.items():
            path = making / name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(path, content)
        for path, (_, content) in waiting.items():
            _write(path, content)
        _swap(making, place, aside)
        for path, (final, _) in waiting.items():
            path.replace(final)
    except OSError as error:
        raise LiverecordError(
            f"The copy {place} cannot be written ({error.strerror or type(error).__name__}).",
            "Look at who may write there, and that the disk is not full. What was there is as it was.",
        ) from None
    finally:
        shutil.rmtree(making, ignore_errors=True)
        for path in waiting:
            with suppress(OSError):
                path.unlink()
    shutil.rmtree(aside, ignore_errors=True)


def _kept_apart(settings: Settings) -> list[tuple[Path, str]]:
    """Return the folders that no copy may stand in or hold, each with what it is."""
    root = settings.root
    own = [
        (settings.records, "the records"),
        (settings.output, "the sites, which others read"),
        (settings.docs_dir, "the school's pages, which are published"),
        (_STORE, "the store"),
        (_GIT, "git's own folder"),
    ]
    return [((root / folder).resolve(), what) for folder, what in own if folder]


def _write(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _swap(making: Path, place: Path, aside: Path) -> None:
    """Put a finished folder in its place; what stood there goes aside, and comes back where that fails."""
    if not place.exists():
        making.rename(place)
        return
    place.rename(aside)
    try:
        making.rename(place)
    except OSError:
        aside.rename(place)
        raise
