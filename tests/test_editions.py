"""Editions: a reader never meets a half-written site, and a failed build leaves the last good one up."""

import os
import sys
import time
from pathlib import Path

import pytest

from liverecord.editions import Edition, Folder
from liverecord.problem import CannotBuild


def build(output: Path, **files: bytes) -> Path:
    edition = Edition(output, "team")
    for name, content in files.items():
        edition.write(f"{name}/index.html", content)
    return edition.publish()


def test_the_pointer_shows_the_newest_edition(tmp_path: Path) -> None:
    """What the web server serves is always the newest whole edition, under one name."""
    pointer = build(tmp_path, a=b"one")
    assert pointer == tmp_path / "team"
    assert (pointer / "a/index.html").read_bytes() == b"one"
    build(tmp_path, a=b"two")
    assert (pointer / "a/index.html").read_bytes() == b"two"


def test_an_unfinished_edition_is_not_seen(tmp_path: Path) -> None:
    """While an edition is being made, and after it is discarded, readers see the one before."""
    pointer = build(tmp_path, a=b"one")
    edition = Edition(tmp_path, "team")
    edition.write("a/index.html", b"half")
    assert (pointer / "a/index.html").read_bytes() == b"one"
    edition.discard()
    assert (pointer / "a/index.html").read_bytes() == b"one"
    assert not list(tmp_path.glob("*.making"))


def test_unchanged_files_are_the_same_file(tmp_path: Path) -> None:
    """A file whose bytes did not change takes no more room and is not written again."""
    pointer = build(tmp_path, a=b"one", b=b"two")
    before = (pointer / "a/index.html").stat().st_ino
    build(tmp_path, a=b"one", b=b"three")
    assert (pointer / "a/index.html").stat().st_ino == before


def test_writing_over_a_link_leaves_the_last_edition_alone(tmp_path: Path) -> None:
    """A file taken over and then written anew never changes under readers of the last edition."""
    pointer = build(tmp_path, a=b"one")
    last = pointer.resolve()
    edition = Edition(tmp_path, "team")
    assert edition.keep("a/index.html", 3)
    edition.write("a/index.html", b"two")
    edition.publish()
    assert (last / "a/index.html").read_bytes() == b"one"
    assert (pointer / "a/index.html").read_bytes() == b"two"


def test_only_what_is_there_and_whole_is_kept(tmp_path: Path) -> None:
    """A page is taken over only when the last edition holds it at its full length."""
    build(tmp_path, a=b"one")
    edition = Edition(tmp_path, "team")
    assert not edition.keep("a/index.html", 4)
    assert not edition.keep("b/index.html", 3)
    edition.discard()


def test_old_editions_go_and_the_one_before_stays(tmp_path: Path) -> None:
    """Readers in the middle of a page keep the edition before; older ones are removed."""
    for number in range(4):
        build(tmp_path, a=b"%d" % number)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["team", "team.3", "team.4"]


def test_one_audience_never_touches_another(tmp_path: Path) -> None:
    """Building one audience leaves the others' sites as they are, whatever their names."""
    other = Edition(tmp_path, "team-b")
    other.write("index.html", b"b")
    other.publish()
    for number in range(3):
        build(tmp_path, a=b"%d" % number)
    assert (tmp_path / "team-b/index.html").read_bytes() == b"b"


def test_a_disk_without_links_gets_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where symbolic and hard links are refused, as on Windows, the pointer is the newest folder and files are copied."""

    def refuse(*_arguments: object, **_options: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    monkeypatch.setattr(os, "link", refuse)
    pointer = build(tmp_path, a=b"one", b=b"two")
    build(tmp_path, a=b"one", b=b"three")
    assert not pointer.is_symlink()
    assert (pointer / "a/index.html").read_bytes() == b"one"
    assert (pointer / "b/index.html").read_bytes() == b"three"


def test_a_stale_unfinished_edition_is_swept(tmp_path: Path) -> None:
    """What a build that was cut off left behind goes with the next, however young; one that is at work stays, however old."""
    left = tmp_path / "team.7.making"
    left.mkdir()
    at_work = Edition(tmp_path, "team")
    os.utime(at_work.folder, (time.time() - 200_000,) * 2)
    if sys.platform == "win32":
        os.utime(left, (time.time() - 200_000,) * 2)
    build(tmp_path, a=b"one")
    assert not left.exists()
    assert at_work.folder.exists() == (sys.platform != "win32")
    at_work.discard()
    assert not at_work.folder.exists()


def test_a_folder_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    """A site that has nowhere to go is an error with a hint, not a traceback."""
    (tmp_path / "site").write_bytes(b"a file")
    with pytest.raises(CannotBuild):
        Edition(tmp_path / "site", "team")


def test_a_plain_folder_is_written_in_place(tmp_path: Path) -> None:
    """A folder that somebody else made is filled without editions."""
    folder = Folder(tmp_path)
    folder.write("a/b.html", b"one")
    folder.write("a/b.html", b"two")
    assert (tmp_path / "a/b.html").read_bytes() == b"two"
    assert not folder.keep("a/b.html", 3)
