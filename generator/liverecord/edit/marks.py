"""Files of marks, read as `liverecord import attendance` reads them: on the records of a commit, laid out for a moment."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path, PurePath
from typing import NamedTuple

from liverecord import intake
from liverecord.edit.desk import Upload
from liverecord.edit.preview import Draft
from liverecord.read.blobs import Blobs
from liverecord.read.revisions import Standing, lay_out
from liverecord.read.settings import STORE, Settings
from liverecord.report.imports import Taken

_UPLOADS = "uploads"
_UNSAFE = re.compile(r"[^A-Za-z0-9._ -]+")
_LONGEST = 60


class MarksRead(NamedTuple):
    """What files of marks change: the files of the records, and all that the import says of it."""

    drafts: tuple[Draft, ...]
    taken: Taken


def marks_read(
    settings: Settings,
    today: date,
    standing: Standing,
    blobs: Blobs,
    uploads: Sequence[Upload],
    accepted: Sequence[str] = (),
) -> MarksRead:
    """Return what files of marks change in the records of a commit; nothing of it stays on the disk.

    `accepted` names the import's questions that a person has answered with yes. Raises InvalidRecords where the school's
    own files are wrong, LiverecordError where a file cannot be read.
    """
    store = settings.root / STORE
    store.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="marks.", dir=store) as folder:
        root = Path(folder) / "school"
        laid = lay_out(standing, settings.records, root, blobs)
        before = {path: (root / path).read_bytes() for path in laid.files}
        taken = intake.attendance(
            settings._replace(root=root),
            list(_written(Path(folder) / _UPLOADS, uploads)),
            reading=intake.Reading(frozenset(accepted)),
            today=today,
            progress=lambda _what, _done, _total: None,
        )
        after = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted((root / settings.records).rglob("*.yml"))
        }
    drafts = (Draft(path, before.get(path), raw) for path, raw in after.items() if before.get(path) != raw)
    return MarksRead(tuple(drafts), taken)


def _written(folder: Path, uploads: Sequence[Upload]) -> Iterator[Path]:
    """Write uploads under names that are safe and still recognised, each in a folder of its own, and yield their paths."""
    for number, upload in enumerate(uploads):
        name = PurePath(upload.name.replace("\\", "/")).name
        place = folder / str(number) / (_UNSAFE.sub("_", name).lstrip(".")[-_LONGEST:] or "marks")
        place.parent.mkdir(parents=True)
        place.write_bytes(upload.content)
        yield place
