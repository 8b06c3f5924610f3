"""Where traces of a pupil remain: an id, or any word, in everything that git holds and every file of a folder.

Git's objects are read one by one, unpacked, whether anything still leads to them or not. Every other file is read as
it lies on the disk: git's own logs and lists, the store, built sites, what was copied. A trace names its place and the
number of the word, never the word itself.
"""

import gzip
import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import quote

from liverecord.problem import HistoryUnavailable, LiverecordError
from liverecord.read import regular
from liverecord.read.repository import refused, started

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_UNFINISHED = "tmp_"

MOST_UNPACKED = 1_000_000_000
"""Bytes that a compressed file may unpack to: a file of a few kilobytes can say that it has petabytes."""

_PIECE = 1 << 24
_LONGEST_ENTITY = 40
"""Bytes of one letter at most, as any file may write it: the longest names of HTML, in UTF-16."""


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Trace(NamedTuple):
    """One place that holds words which were searched for: `kind` is object, file or name.

    `place` is the object's type and id, or the file's path. `words` are the words' numbers in the list that was asked
    for, from 0.
    """

    kind: str
    place: str
    words: tuple[int, ...]


class Searched(NamedTuple):
    """How much was searched, the traces, and the paths that could not be searched.

    Whoever claims that nothing is left must see those paths first.
    """

    objects: int
    files: int
    traces: list[Trace]
    unread: list[str]


def search(folder: Path, words: Sequence[str]) -> Searched:
    """Search a folder, and the repository that it is or holds, for words, whatever their capitals.

    Raises LiverecordError where the folder is not there, and HistoryUnavailable where git cannot read its repository.
    """
    if not folder.is_dir():
        raise LiverecordError(
            f"There is no folder {folder}.", "Name the school's folder, a clone of it or a bare repository."
        )
    sought = _Sought(words)
    objects = 0
    traces: list[Trace] = []
    if _is_repository(folder):
        for name, content in _objects(folder):
            objects += 1
            if numbers := sought.in_bytes(content):
                traces.append(Trace("object", name, numbers))
    files, on_disk, unread = _on_disk(folder, sought)
    return Searched(objects, files, traces + on_disk, unread)


class _Sought:
    """Words as they may stand in a file: as typed, and as HTML, JSON and addresses write them."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self._forms = [_forms(word) for word in words]
        self._overlap = _LONGEST_ENTITY * max((len(word) for word in words), default=1)
        self._may_be_escaped = any(
            not each.isascii() or not each.isalnum() for word in words for each in word
        )

    def in_bytes(self, content: bytes) -> tuple[int, ...]:
        """Return the numbers of the words that stand in some bytes."""
        numbers = self._numbers_in(content)
        if self._may_be_escaped and b"&" in content:
            text = unescape(content.decode("utf-8", "replace"))
            numbers |= self._numbers_in(text.encode("utf-8", "surrogatepass"))
        return tuple(sorted(numbers))

    def in_stream(self, file: _Readable, most: int | None = None) -> set[int]:
        """Return the numbers of the words that stand in a file, read piece by piece; ValueError where it is longer than `most`."""
        numbers: set[int] = set()
        tail, length = b"", 0
        while piece := file.read(_PIECE):
            length += len(piece)
            if most is not None and length > most:
                raise ValueError
            # A word may lie across two pieces, written as entities at that.
            content = tail + piece
            numbers |= set(self.in_bytes(content))
            tail = content[-self._overlap :]
        return numbers

    def _numbers_in(self, content: bytes) -> set[int]:
        low = content.lower()
        return {number for number, forms in enumerate(self._forms) if any(form in low for form in forms)}

    def without(self, text: str) -> str:
        """Return a path without the words in it, so that a log does not hold them."""
        for number, word in enumerate(self.words):
            place = text.lower().find(word.lower())
            while number > 0 and place >= 0:
                text = f"{text[:place]}(word {number}){text[place + len(word) :]}"
                place = text.lower().find(word.lower())
        return text


def _forms(word: str) -> frozenset[bytes]:
    """Return the ways to write a word, ASCII letters in lower case: the bytes searched are in lower case as well."""
    forms: set[bytes] = set()
    for cased in {word, word.lower(), word.upper(), word.title()}:
        for text in {unicodedata.normalize(form, cased) for form in ("NFC", "NFD")}:
            forms |= {
                text.encode("utf-8", "surrogatepass"),
                quote(text).encode(),
                text.encode("unicode_escape").replace(rb"\x", rb"\u00"),
                text.encode("utf-16-le", "surrogatepass"),
                text.encode("utf-16-be", "surrogatepass"),
            }
    return frozenset(form.lower() for form in forms)


# ── What git holds ──────────────────────────────────────────────────────────────────────────────────────


def _is_repository(folder: Path) -> bool:
    return (folder / ".git").exists() or ((folder / "objects").is_dir() and (folder / "HEAD").is_file())


def _objects(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every object of a repository, loose or packed, reachable or not: its type and id, and its content."""
    arguments = ("cat-file", "--batch-all-objects", "--batch", "--unordered")
    with started(folder, *arguments) as (process, said):
        out = process.stdout
        while header := out.readline().split():
            if len(header) != 3:
                raise HistoryUnavailable(
                    "Git lacks an object that it knows of.", "Run `git fsck` in this repository."
                )
            content = out.read(int(header[2]))
            out.read(1)
            yield f"{header[1].decode()} {header[0].decode()}", content
        if process.wait():
            raise refused(said())


# ── What lies on the disk ───────────────────────────────────────────────────────────────────────────────


def _on_disk(folder: Path, sought: _Sought) -> tuple[int, list[Trace], list[str]]:
    count = 0
    traces: list[Trace] = []
    unread: list[str] = []
    seen: dict[tuple[int, int], tuple[int, ...]] = {}
    for path in _entries(folder, unread):
        shown = sought.without(path.relative_to(folder).as_posix())
        if numbers := sought.in_bytes(os.fsencode(path.name)):
            traces.append(Trace("name", shown, numbers))
        try:
            status = path.lstat()
            if stat.S_ISDIR(status.st_mode):
                continue
            count += 1
            key = (status.st_dev, status.st_ino)
            if stat.S_ISLNK(status.st_mode):
                held = sought.in_bytes(os.fsencode(path.readlink()))
            elif _is_packed(path):
                # Packed files are read as git's objects; an unfinished pack holds none that git knows.
                if path.name.startswith(_UNFINISHED):
                    unread.append(shown)
                continue
            elif key in seen and status.st_ino:
                held = seen[key]  # two editions of a site share most of their files
            else:
                held = seen[key] = _in_file(path, sought)
        except (OSError, ValueError, EOFError, zlib.error, zipfile.BadZipFile):
            unread.append(shown)
            continue
        if held:
            traces.append(Trace("file", shown, held))
    return count, traces, unread


def _entries(folder: Path, unread: list[str]) -> Iterator[Path]:
    """Yield every folder and file below a folder, links not followed; a folder that cannot be opened is `unread`."""

    def failed(error: OSError) -> None:
        unread.append(Path(error.filename or folder).name)

    for top, folders, names in os.walk(folder, onerror=failed):
        folders.sort()
        yield from (Path(top) / name for name in sorted([*folders, *names]))


def _is_packed(path: Path) -> bool:
    parts = path.parts
    return (
        "objects" in parts
        and (path.parent.name == "pack" or _is_loose(path))
        and (".git" in parts or (Path(*parts[: parts.index("objects")]) / "HEAD").is_file())
    )


def _is_loose(path: Path) -> bool:
    return len(path.parent.name) == 2 and path.parent.parent.name == "objects"


def _in_file(path: Path, sought: _Sought) -> tuple[int, ...]:
    """Return the numbers of the words in a file, and in what it holds compressed: the search index's parts, a spreadsheet's sheets.

    Raises ValueError where it holds more than can be looked through.
    """
    with regular.opened(path) as file:
        start = file.read(len(_ZIP))
        file.seek(0)
        numbers = sought.in_stream(file)
        file.seek(0)
        if start.startswith(_GZIP):
            with gzip.GzipFile(fileobj=file) as unpacked:
                numbers |= sought.in_stream(unpacked, MOST_UNPACKED)
        elif start == _ZIP:
            with zipfile.ZipFile(file) as archive:
                if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                    raise ValueError
                for part in archive.infolist():
                    numbers |= set(sought.in_bytes(part.filename.encode()))
                    with archive.open(part) as unpacked:
                        numbers |= sought.in_stream(unpacked, MOST_UNPACKED)
    return tuple(sorted(numbers))
