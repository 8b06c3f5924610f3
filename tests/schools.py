"""Schools to test with: folders as a school keeps them, made anew for each test."""

import shutil
from pathlib import Path

import pytest

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


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the example school's folder, which is also the current one."""
    folder = example(tmp_path / "school")
    monkeypatch.chdir(folder)
    return folder
