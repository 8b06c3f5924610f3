"""The store: what earlier runs worked out, so that an unchanged pupil is neither parsed nor rendered again.

One SQLite file in an ignored folder beside the records. It is as secret as the records are (owner-only, never in the
site, never committed), safe to delete, made anew when it is corrupt, and safe under two runs at once. It holds data
only: nothing read from it can run. One that came with a clone is made anew.

    files   path → what the disk said of the file, and the digest of its bytes
    facts   (kind, name) → key, value: the newest value of a thing, good while its key is the same
"""

import contextlib
import functools
import hashlib
import os
import shutil
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from liverecord.problem import LiverecordError
from liverecord.read import regular
from liverecord.read.committed import is_committed
from liverecord.read.settings import STORE
from liverecord.read.text import LARGEST
from liverecord.view import View

FOLDER = STORE
_LAYOUT = 2
_AT_ONCE = 500
_RACY_NANOSECONDS = 2_000_000_000
_VIEW, _DATE, _DATETIME = 1, 2, 3


class Store:
    """The store of one school's folder. Use it as a context. Raises LiverecordError where its folder may not be written."""

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER
        self._path = self.folder / "store.sqlite"
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            with contextlib.suppress(OSError):
                self.folder.chmod(0o700)
            if is_committed(root, FOLDER):
                # It came with a clone, and its keys can be worked out by anybody: nothing in it is this program's word.
                shutil.rmtree(self.folder / "frames", ignore_errors=True)
                self._clear()
            self._database = self._open()
        except OSError as error:
            raise LiverecordError(
                f"The store {self.folder} cannot be written ({error.strerror or type(error).__name__}).",
                "Look at who may write there, that it is a folder, and that the disk is not full. It is safe to delete.",
            ) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._database.close()

    def digests(self, root: Path, paths: Iterable[str]) -> dict[str, str]:
        """Return the SHA-256 of each file's bytes, reading only files that the disk says have changed.

        As in git's own index, a file whose time stamp is too fresh to tell is read again. A file that cannot be
        read, or is none, has no digest and is left out.
        """
        known = dict(self._read("SELECT path, stamp || '/' || digest FROM files"))
        digests: dict[str, str] = {}
        fresh: list[tuple[str, str, str]] = []
        now = time.time_ns()
        base = str(root)
        for path in paths:
            full = f"{base}/{path}"
            try:
                status = os.lstat(full)
            except OSError:
                continue
            stamp = f"{status.st_size}.{status.st_mtime_ns}.{status.st_ctime_ns}.{status.st_ino}"
            row = known.get(path)
            if row is not None and row.startswith(stamp + "/"):
                digests[path] = row[len(stamp) + 1 :]
                continue
            try:
                digest = hashlib.sha256(regular.contents(full, LARGEST)).hexdigest()
            except OSError:
                continue
            digests[path] = digest
            if now - status.st_mtime_ns > _RACY_NANOSECONDS:
                fresh.append((path, stamp, digest))
        self._write("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", fresh)
        return digests

    def facts(self, kind: str) -> dict[str, tuple[str, bytes]]:
        """Return everything stored of a kind: name → (key, value)."""
        rows = self._read("SELECT name, key, value FROM facts WHERE kind = ?", (kind,))
        return {name: (key, value) for name, key, value in rows}

    def some(self, kind: str, names: Sequence[str]) -> dict[str, tuple[str, bytes]]:
        """Return what is stored of a kind under these names alone."""
        stored: dict[str, tuple[str, bytes]] = {}
        for start in range(0, len(names), _AT_ONCE):
            part = names[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            statement = f"SELECT name, key, value FROM facts WHERE kind = ? AND name IN ({marks})"  # noqa: S608 - marks only
            stored.update((name, (key, value)) for name, key, value in self._read(statement, (kind, *part)))
        return stored

    def names(self, kind: str) -> set[str]:
        """Return the names under which something of a kind is stored."""
        return {name for (name,) in self._read("SELECT name FROM facts WHERE kind = ?", (kind,))}

    def keep(self, kind: str, facts: Mapping[str, tuple[str, bytes]]) -> None:
        """Store things of a kind, each in the place of what was stored under its name."""
        self._write(
            "INSERT OR REPLACE INTO facts VALUES (?, ?, ?, ?)",
            [(kind, name, key, value) for name, (key, value) in facts.items()],
        )

    def forget(self, kind: str, names: Iterable[str]) -> None:
        """Drop what is stored under these names: their pupils are gone."""
        self._write("DELETE FROM facts WHERE kind = ? AND name = ?", [(kind, name) for name in names])

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connect(str(self._path))
        except sqlite3.OperationalError:
            # Held by another run for too long, or a disk that cannot lock: this run does without.
            return self._connect(":memory:")
        except sqlite3.DatabaseError:
            self._clear()
            return self._connect(str(self._path))

    def _clear(self) -> None:
        for leftover in self.folder.glob("store.sqlite*"):
            with contextlib.suppress(OSError):
                leftover.unlink()

    def _connect(self, path: str) -> sqlite3.Connection:
        if path == str(self._path) and not self._path.exists():
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        # Statements commit themselves, so that two runs hold each other up for one statement at a time.
        database = sqlite3.connect(path, timeout=20, isolation_level=None)
        try:
            database.execute("BEGIN IMMEDIATE")
            (layout,) = database.execute("PRAGMA user_version").fetchone()
            if layout != _LAYOUT:
                for statement in (
                    "DROP TABLE IF EXISTS files",
                    "DROP TABLE IF EXISTS facts",
                    "CREATE TABLE files (path TEXT PRIMARY KEY, stamp TEXT, digest TEXT) WITHOUT ROWID",
                    "CREATE TABLE facts (kind TEXT, name TEXT, key TEXT, value BLOB, PRIMARY KEY (kind, name))",
                    f"PRAGMA user_version = {_LAYOUT}",
                ):
                    database.execute(statement)
            database.execute("SELECT count(*) FROM files").fetchone()
            database.execute("SELECT count(*) FROM facts").fetchone()
            database.execute("COMMIT")
            database.execute("PRAGMA synchronous = OFF")
        except sqlite3.DatabaseError:
            database.close()
            raise
        return database

    def _read(self, statement: str, values: tuple[str, ...] = ()) -> list[Any]:
        try:
            return self._database.execute(statement, values).fetchall()
        except sqlite3.DatabaseError:
            return []

    def _write(self, statement: str, rows: list[Any]) -> None:
        if not rows:
            return
        # A store that cannot be written (read-only disk, another run holding it) only costs time.
        with contextlib.suppress(sqlite3.DatabaseError):
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany(statement, rows)
            self._database.execute("COMMIT")


def key(*parts: str | bytes) -> str:
    """Return one digest for everything that a stored thing depends on, in order."""
    raw = [part if isinstance(part, bytes) else part.encode() for part in parts]
    # Lengths keep ("ab", "c") and ("a", "bc") apart.
    return hashlib.sha256(b"".join([b"%d:%b" % (len(part), part) for part in raw])).hexdigest()


@functools.cache
def program_digest() -> str:
    """Return one digest of this program's own files: what an older program stored is not trusted by a newer one."""
    package = Path(__file__).parent
    files = sorted(path for path in package.rglob("*") if path.suffix in {".py", ".j2"})
    return key(*(part for path in files for part in (path.name, path.read_bytes())))


def pack(value: object) -> bytes:
    """Return a View, or plain data that holds Views and dates, as bytes that `unpack` reads back."""
    return _ENCODER.encode(_plain(value))


def unpack(raw: bytes) -> Any:
    """Return what was packed; lists come back as tuples."""
    return _tupled(_DECODER.decode(raw))


def _plain(value: object) -> object:
    match value:
        case View():
            fields = {name: _plain(part) for name, part in value}
            return msgspec.msgpack.Ext(_VIEW, _ENCODER.encode(fields))
        case datetime():
            return msgspec.msgpack.Ext(_DATETIME, value.isoformat().encode())
        case date():
            return msgspec.msgpack.Ext(_DATE, value.isoformat().encode())
        case tuple() | list():
            return [_plain(part) for part in value]
        case dict():
            return {name: _plain(part) for name, part in value.items()}
        case msgspec.Struct():
            return _plain(msgspec.structs.asdict(value))
    return value


def _extended(code: int, data: memoryview) -> object:
    if code == _VIEW:
        fields = _DECODER.decode(data)
        for name, part in fields.items():
            # Asked here: most of a hundred thousand fields are plain, and a call for each would cost more.
            if type(part) in _HOLDERS:
                fields[name] = _tupled(part)
        return View(**fields)
    text = bytes(data).decode()
    return date.fromisoformat(text) if code == _DATE else datetime.fromisoformat(text)


def _tupled(value: object) -> object:
    if isinstance(value, list):
        return tuple(_tupled(part) for part in value)
    if isinstance(value, dict):
        return {name: _tupled(part) for name, part in value.items()}
    return value


_HOLDERS = frozenset((list, dict))
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(ext_hook=_extended)
