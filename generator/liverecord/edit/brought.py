"""Files of other systems, read as an import reads them: on the records of a commit, laid out for a moment."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from liverecord.edit.desk import Upload
from liverecord.edit.pages import Aside, Ticks
from liverecord.editions import for_the_owner_alone, scratch
from liverecord.examine.jobs.preview import Draft
from liverecord.problem import Place
from liverecord.read.blobs import Blobs
from liverecord.read.revisions import Standing, lay_out
from liverecord.read.settings import STORE, Settings

_UPLOADS = "uploads"
_UNSAFE = re.compile(r"[^A-Za-z0-9._ -]+")
_LONGEST = 60


Choice = Callable[[str], str]
"""Picks a letter of several: new ids are drawn with it, the same where it picks the same way again."""


class Said(NamedTuple):
    """What an import says of files. `wrong` is why nothing may be written, each with its cure; `asked` are its questions, by the
    name that answers them, and `ticks` those that are alike; beside the preview `told` is what a person should look into, `to_write` what is to be written by hand.
    """

    wrong: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]
    message: str
    told: tuple[Aside, ...] = ()
    to_write: tuple[Aside, ...] = ()
    ticks: tuple[Ticks, ...] = ()


class FileKind(NamedTuple):
    """A kind of files that come in: its words on the page, and its import.

    `take` runs the import on the school's folder with these files, what was ticked, and what draws ids; `say` tells what came of it, and is told
    whether any record changed. `missing` is said where no file was chosen, `left_open` beside what may be ticked.
    """

    name: str
    title: str
    label: str
    hint: str
    missing: str
    take: Callable[[Settings, Sequence[Path], frozenset[str], date, Choice], Any]
    say: Callable[[Any, bool], Said]
    left_open: str = "What you leave open stops the import."


class FilesRead(NamedTuple):
    """What files change in the records, and what the import says of them."""

    drafts: tuple[Draft, ...]
    said: Said


def files_read(
    kind: FileKind,
    settings: Settings,
    today: date,
    standing: Standing,
    blobs: Blobs,
    uploads: Sequence[Upload],
    ticked: frozenset[str],
    choice: Choice,
) -> FilesRead:
    """Return what files change in the records of a commit; nothing of it stays on the disk.

    Raises InvalidRecords where the school's own files are wrong, LiverecordError where a file cannot be read.
    """
    with for_the_owner_alone(), scratch(settings.root / STORE / "brought") as folder:
        root = folder / "school"
        laid = lay_out(standing, settings.records, root, blobs)
        before = {path: (root / path).read_bytes() for path in laid.files}
        paths = list(_written(folder / _UPLOADS, uploads))
        taken = kind.take(settings._replace(root=root), paths, ticked, today, choice)
        after = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted((root / settings.records).rglob("*.yml"))
        }
    drafts = tuple(
        Draft(path, before.get(path), raw) for path, raw in after.items() if before.get(path) != raw
    )
    return FilesRead(drafts, kind.say(taken, bool(drafts)))


def place_shown(place: Place) -> str:
    """Return a place in a file that was handed over by the file's name: where it lay for a moment says nothing."""
    return str(place._replace(path=PurePath(place.path).name))


def _written(folder: Path, uploads: Sequence[Upload]) -> Iterator[Path]:
    """Write uploads under names that are safe and still recognised, each in a folder of its own, and yield their paths."""
    for number, upload in enumerate(uploads):
        name = PurePath(upload.name.replace("\\", "/")).name
        place = folder / str(number) / (_UNSAFE.sub("_", name).lstrip(".")[-_LONGEST:] or "file")
        place.parent.mkdir(parents=True)
        place.write_bytes(upload.content)
        yield place
