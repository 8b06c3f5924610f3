"""Schools to test with: folders as a school keeps them, made anew for each test."""

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from click.testing import CliRunner

from liverecord.cache import FOLDER
from liverecord.cli import main
from liverecord.plugin import make_frames
from liverecord.read.settings import settings
from liverecord.sites.frames import made

EXAMPLE = Path(__file__).parent / "cases" / "valid" / "example"
TODAY = "2026-11-22"

SETTINGS = """\
site_name: Ashgrove School · live records
docs_dir: pages
theme:
  name: material
plugins:
  - liverecord:
      today: {today}
"""


def example(folder: Path, today: str = TODAY) -> Path:
    """Lay out the example school in `folder`, without a git repository, and return the folder."""
    shutil.copytree(EXAMPLE / "records", folder / "records")
    settle(folder, today)
    return folder


def settle(folder: Path, today: str = TODAY) -> None:
    """Write what a school's folder holds beside its records."""
    (folder / "pages").mkdir(exist_ok=True)
    (folder / "mkdocs.yml").write_text(SETTINGS.format(today=today), encoding="utf-8")


def crowd(folder: Path, count: int) -> None:
    """Add copies of an example pupil until `count` more are there, under ids of their own."""
    for number in range(count):
        shutil.copytree(folder / "records/pupils/p-7k3m", folder / f"records/pupils/p-copy{number:04d}")


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder by its path, links followed."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def lasting(site: Path) -> dict[str, bytes]:
    """Return a site's files but the one that says when it was built, and Pagefind's, which names its files by chance."""
    return {
        path: raw
        for path, raw in tree(site).items()
        if path != "site.json" and not path.startswith("pagefind/")
    }


def change(folder: Path, path: str, old: str, new: str) -> None:
    """Put `new` in the place of `old`, which must be there, in a file below the folder."""
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8", newline="")


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a folder within this process: what it prints and exits with. A warning fails the test."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIVERECORD_")}
    code: int | str | None = None
    with (
        CliRunner().isolation() as (out, errors, _),
        contextlib.chdir(folder),
        mock.patch.dict(os.environ, clean | environment, clear=True),
        mock.patch.object(sys, "argv", ["liverecord", *arguments]),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code
        sys.stdout.flush()
        sys.stderr.flush()
        said = [stream.getvalue().decode() for stream in (out, errors)]
    assert isinstance(code, int)
    return subprocess.CompletedProcess(list(arguments), code, *said)


def spawned(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, as a person would: what differs then is its start and its end."""
    command = [sys.executable, "-W", "error", "-m", "liverecord", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the example school's frames, which MkDocs makes once for all the tests of a worker."""
    folder = example(tmp_path_factory.mktemp("frames") / "school")
    store = folder / FOLDER
    store.mkdir()
    made(settings(folder), store, make_frames, lambda *_: None)
    return store / "frames"


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shelf: Path) -> Path:
    """Return the example school's folder, which is also the current one; the theme's frames are in its store already."""
    folder = framed(example(tmp_path / "school"), shelf)
    monkeypatch.chdir(folder)
    return folder


def forget_builds(folder: Path) -> None:
    """Take away all that builds left but the theme's frames, which no record is in."""
    shutil.rmtree(folder / "site")
    for path in (folder / FOLDER).iterdir():
        if path.name != "frames":
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def framed(folder: Path, shelf: Path) -> Path:
    """Put the theme's frames into a school's store, as a build would that made them, and return its folder."""
    shutil.copytree(shelf, folder / FOLDER / "frames")
    return folder
