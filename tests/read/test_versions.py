"""One reader for the bytes of a record's files: as they lie on the disk, and as they stand at a commit."""

from pathlib import Path

import pytest

from git_repository import commit, git, repository
from liverecord.read.blobs import Blobs
from liverecord.read.text import LARGEST
from liverecord.read.versions import DISK, Versions


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a plan that was committed and then changed."""
    root = repository(tmp_path / "school")
    (root / "plan.yml").write_bytes(b"version: 1\n")
    commit(root, "2026-11-01")
    (root / "plan.yml").write_bytes(b"version: 2\n")
    return root


def test_a_file_is_read_from_either_place(root: Path) -> None:
    """The same path gives the bytes of a commit by its blob, and those on the disk by their own name, asked in one go."""
    blob = git(root, "rev-parse", "HEAD:plan.yml").strip()
    with Blobs(root) as blobs:
        versions = Versions(root, blobs)
        assert versions.read({"plan.yml": blob}) == ({"plan.yml": b"version: 1\n"}, [])
        assert versions.read({"plan.yml": f"{DISK}plan.yml"}) == ({"plan.yml": b"version: 2\n"}, [])
        both, problems = versions.read({"then": blob, "now": f"{DISK}plan.yml"})
        assert (both, problems) == ({"then": b"version: 1\n", "now": b"version: 2\n"}, [])


@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("0123456789012345678901234567890123456789", "Git no longer has this version."),
        (f"{DISK}gone.yml", "The file is gone."),
        (f"{DISK}large.yml", "The file is"),
        (f"{DISK}folder", "A folder or a device stands where a file should."),
        (f"{DISK}link.yml", "A symbolic link stands in the records"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(root: Path, version: str, said: str) -> None:
    """Nothing is left out in silence: a version that is gone, too large, a link or no file is a problem of its path."""
    (root / "large.yml").write_bytes(b"x" * (LARGEST + 1))
    (root / "folder").mkdir()
    (root / "link.yml").symlink_to(root / "plan.yml")
    with Blobs(root) as blobs:
        contents, (problem,) = Versions(root, blobs).read({version.removeprefix(DISK): version})
    assert contents == {}
    assert problem.message.startswith(said)
    assert problem.place.path == version.removeprefix(DISK)
