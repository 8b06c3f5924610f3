"""What is kept of git's history between runs: it saves time, and never says anything else than git would."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from git_repository import commit, repository
from liverecord import cache
from liverecord.build import past
from liverecord.examine.records import Records
from liverecord.model.case import History
from liverecord.read import history as reading
from liverecord.read.history import history
from liverecord.read.settings import settings
from schools import example

PLAN = "records/pupils/p-7k3m/plan.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the example school, committed, below the top of its repository."""
    top = repository(tmp_path / "top")
    school = top / "school"
    school.mkdir()
    example(school)
    commit(top, "2026-10-01")
    return school


def remembered(root: Path) -> History:
    with cache.Store(root) as store:
        return past.history(Records(settings(root), date(2026, 11, 22), store))


def change(root: Path) -> None:
    with (root / PLAN).open("a", encoding="utf-8") as file:
        file.write("\n")


def committed(root: Path) -> None:
    change(root)
    commit(root.parent, "2026-10-02")


def renamed(root: Path) -> None:
    name = history(root).changes[PLAN][0].email
    (root.parent / ".mailmap").write_text(f"Somebody Else <{name}>\n", encoding="utf-8")


@pytest.mark.parametrize("happens", [change, committed, renamed, lambda _root: None])
def test_what_is_kept_is_what_git_says(root: Path, happens: Callable[[Path], None]) -> None:
    """Whatever happens between two runs, the second knows what a run without a memory knows, to the last time zone."""
    remembered(root)
    happens(root)
    found, anew = remembered(root), history(root)
    assert found == anew
    assert repr(found) == repr(anew)
    assert list(found.changes) == list(anew.changes)


def test_the_log_is_read_once_for_a_commit(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run after a change that is not committed yet does not read all commits again."""
    first = remembered(root)

    def twice(*_: object) -> None:
        pytest.fail("the log was read again")

    monkeypatch.setattr(reading, "_changes", twice)
    change(root)
    assert remembered(root).changes == first.changes


@pytest.mark.parametrize("value", [b"", b"nonsense", b"\x92\x90\x81\xa1a\x91\x92\x05\xa1M"])
def test_a_damaged_memory_is_no_memory(root: Path, value: bytes) -> None:
    """What cannot be read back from the store is read from git."""
    remembered(root)
    with cache.Store(root) as store:
        ((name, (key, _)),) = store.facts("history").items()
        store.keep("history", {name: (key, value)})
    assert remembered(root) == history(root)
