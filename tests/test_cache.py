"""The store: remembered work is only ever used while everything it depends on is the same."""

import os
import sqlite3
import stat
import sys
import threading
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from liverecord import cache
from liverecord.read import regular
from liverecord.view import View

LONG_AGO = time.time() - 3600


def test_a_view_comes_back_as_it_was_packed() -> None:
    """Views, dates, times and nested lists survive packing unchanged; nothing else is invented on the way."""
    view = View(
        name="Maya <b>",
        day=date(2026, 11, 22),
        at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
        none=None,
        items=(View(id="a", tags=("x", "y")), View(id="b", tags=())),
        labels={"a": View(n=1)},
    )
    assert cache.unpack(cache.pack(view)) == view


def test_facts_are_kept_by_name_with_their_key(tmp_path: Path) -> None:
    """A fact replaces the one under its name, and the key it was stored with comes back beside it."""
    with cache.Store(tmp_path) as store:
        store.keep("page", {"p-1": ("k1", b"one"), "p-2": ("k2", b"two")})
        store.keep("page", {"p-1": ("k3", b"three")})
    with cache.Store(tmp_path) as store:
        assert store.facts("page") == {"p-1": ("k3", b"three"), "p-2": ("k2", b"two")}
        store.forget("page", ["p-2"])
        assert set(store.facts("page")) == {"p-1"}
        assert store.facts("other") == {}


def test_a_changed_file_has_a_new_digest(tmp_path: Path) -> None:
    """A file of the same size and age as one that is known is still read again when its bytes may differ."""
    file = tmp_path / "plan.yml"
    file.write_bytes(b"one")
    with cache.Store(tmp_path) as store:
        first = store.digests(tmp_path, ["plan.yml", "gone.yml"])
        file.write_bytes(b"two")
        second = store.digests(tmp_path, ["plan.yml"])
    assert set(first) == {"plan.yml"}
    assert first != second


def test_an_old_file_is_not_read_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the disk says has not changed since it was read is not opened again."""
    file = tmp_path / "plan.yml"
    file.write_bytes(b"one")
    os.utime(file, (LONG_AGO, LONG_AGO))
    with cache.Store(tmp_path) as store:
        first = store.digests(tmp_path, ["plan.yml"])
        monkeypatch.setattr(regular, "contents", lambda *_: pytest.fail("read again"))
        assert store.digests(tmp_path, ["plan.yml"]) == first


def test_a_fresh_file_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was written just now may be written again within the same tick of the disk's clock: its stamp proves nothing."""
    (tmp_path / "plan.yml").write_bytes(b"one")
    with cache.Store(tmp_path) as store:
        first = store.digests(tmp_path, ["plan.yml"])
        monkeypatch.setattr(regular, "contents", lambda *_: b"two")
        assert store.digests(tmp_path, ["plan.yml"]) != first


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owner bits")
def test_the_store_is_the_owners_alone(tmp_path: Path) -> None:
    """The store is as secret as the records: nobody but its owner may read it."""
    with cache.Store(tmp_path) as store:
        store.keep("page", {"p-1": ("k", b"v")})
        assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700
        for file in store.folder.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize(
    "wreck", [b"not a database at all" * 100, b"", b"SQLite format 3\x00" + b"\xff" * 4000]
)
def test_a_corrupt_store_is_made_anew(tmp_path: Path, wreck: bytes) -> None:
    """A store that cannot be read costs time, never an error."""
    with cache.Store(tmp_path) as store:
        store.keep("page", {"p-1": ("k", b"v")})
    for leftover in (tmp_path / cache.FOLDER).glob("store.sqlite-*"):
        leftover.unlink()
    (tmp_path / cache.FOLDER / "store.sqlite").write_bytes(wreck)
    with cache.Store(tmp_path) as store:
        assert store.facts("page") == {}
        store.keep("page", {"p-1": ("k", b"v")})
        assert set(store.facts("page")) == {"p-1"}


def test_a_store_of_another_layout_is_emptied(tmp_path: Path) -> None:
    """What a program with another layout stored is not read."""
    with cache.Store(tmp_path) as store:
        store.keep("page", {"p-1": ("k", b"v")})
    database = sqlite3.connect(tmp_path / cache.FOLDER / "store.sqlite")
    database.execute("PRAGMA user_version = 999")
    database.commit()
    database.close()
    with cache.Store(tmp_path) as store:
        assert store.facts("page") == {}


def test_two_runs_at_once_do_not_break_each_other(tmp_path: Path) -> None:
    """Two builds may write at the same time; each ends well and the store stays readable."""

    def run(name: str) -> None:
        with cache.Store(tmp_path) as store:
            for number in range(30):
                store.keep("page", {f"{name}-{number}": ("k", b"v")})

    threads = [threading.Thread(target=run, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with cache.Store(tmp_path) as store:
        assert len(store.facts("page")) == 60


def test_a_key_tells_parts_from_their_joins() -> None:
    """Two lists of parts that read the same when joined have different keys."""
    assert cache.key("ab", "c") != cache.key("a", "bc")
    assert cache.key("ab", "c") == cache.key("ab", b"c")
