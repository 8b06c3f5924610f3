"""What was closed since: an older version of a record shows nothing that somebody has marked restricted after it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from liverecord.model.records import Item, Pupil
from liverecord.read import regular, strict
from liverecord.read.listing import listing
from liverecord.read.text import LARGEST

_MARKS = re.compile(rb"\bid:\s*['\"]?([A-Za-z0-9_-]+)|\brestricted:\s*['\"]?true")
_WORD = b"restricted"


def closed_now(root: Path, records: str) -> Mapping[str, "Closed"]:
    """Return what the records on the disk mark restricted, of each pupil of whom they mark anything."""
    closed: dict[str, Closed] = {}
    for pupil, files in listing(root, records).pupils.items():
        of_pupil = Closed()
        for kind, path in files.items():
            of_pupil.add_file(root, path, kind)
        if of_pupil:
            closed[pupil] = of_pupil
    return closed


class Closed:
    """The ids of what was marked restricted in newer versions than the one that is shown, by the file's kind."""

    def __init__(self) -> None:
        self._ids: dict[str, set[str]] = {}
        self._whole: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._ids or self._whole)

    def add_file(self, root: Path, path: str, kind: str) -> None:
        """Take in a file as it lies on the disk: what it closes stays closed, and one that is not to be read closes all of its kind."""
        try:
            content = regular.contents(root / path, LARGEST)
        except regular.Refused:
            self._whole.add(kind)
        except OSError:
            return  # gone, or not ours to read
        else:
            if _WORD in content:
                self.add(path, kind, content)

    def add(self, path: str, kind: str, raw: bytes) -> None:
        """Take in a version of a file, however broken it is."""
        document, _ = strict.parse(path, kind, raw)
        ids = _ids_in(document.data) if document is not None else _ids_near(raw)
        self._ids.setdefault(kind, set()).update(ids)

    def over(self, pupil: Pupil) -> Pupil:
        """Return the pupil with all of that restricted."""
        parts = {
            kind: _restricted(getattr(pupil, kind), None if kind in self._whole else self._ids[kind])
            for kind in self._ids.keys() | self._whole
            if kind in pupil.__struct_fields__
        }
        return msgspec.structs.replace(pupil, **parts)


def _ids_in(data: object) -> Iterator[str]:
    """Yield the ids of what is marked, under whatever key it stands: a misspelt one may be what is wrong with the record."""
    if isinstance(data, dict):
        if data.get("restricted") is True and isinstance(data.get("id"), str):
            yield data["id"]
        for value in data.values():
            yield from _ids_in(value)
    elif isinstance(data, list):
        for value in data:
            yield from _ids_in(value)


def _ids_near(raw: bytes) -> set[str]:
    """Return the ids on either side of each mark, in a file that no loader reads: rather one too many than one too few."""
    ids = set()
    last, is_open = "", False
    for mark in _MARKS.finditer(raw):
        if mark[1] is None:
            ids.add(last)
            is_open = True
        else:
            last = mark[1].decode()
            if is_open:
                ids.add(last)
            is_open = False
    return ids - {""}


def _restricted(value: Any, ids: set[str] | None) -> Any:
    """Return a value with the items of these ids restricted; None is every item."""
    if isinstance(value, tuple):
        return tuple(_restricted(each, ids) for each in value)
    if not isinstance(value, msgspec.Struct):
        return value
    fields = {
        name: _restricted(part, ids)
        for name in value.__struct_fields__
        if isinstance(part := getattr(value, name), (tuple, msgspec.Struct))
    }
    if isinstance(value, Item) and (ids is None or value.id in ids):
        fields["restricted"] = True
    return msgspec.structs.replace(value, **fields) if fields else value
