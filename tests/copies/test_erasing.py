"""Erasing one pupil for good, by the very commands of docs/keeping.md, on a real repository: no byte remains."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from git_repository import commit, git
from schools import example

PAGE = Path(__file__).parents[2] / "docs" / "keeping.md"
PUPIL = "p-7k3m"
FOLDER = f"records/pupils/{PUPIL}"
TOKEN = "zz-secret-token-19c4"
WORDS = (PUPIL, "Maya Ellison", "MAYA ELLISON", "C999432126001", TOKEN)
FORGE_ADDRESS, FORGE_FOLDER = "https://forge.example/school.git", "/srv/git/school.git"


def commands() -> Iterator[str]:
    """Yield the commands of the page's part on erasing, in order."""
    part = PAGE.read_text(encoding="utf-8").partition("## Erasing one pupil for good")[2]
    for block in re.findall(r"^```sh\n(.*?)^```", part, re.MULTILINE | re.DOTALL):
        yield from block.splitlines()


def word_list() -> str:
    """Return the page's list of what to look for."""
    (found,) = re.findall(r"^```text\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return str(found)


def run(command: str, folder: Path, forge: Path) -> Path:
    """Run one command of the page in a folder, with the forge in place of the page's; return the folder for the next."""
    line = command.replace(FORGE_ADDRESS, forge.as_uri()).replace(FORGE_FOLDER, str(forge))
    words = shlex.split(line)
    if words[0] == "cd":
        return folder / words[1]
    scripts = Path(sys.executable).parent
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    program = [sys.executable, "-m", "liverecord"] if words[0] == "liverecord" else [words[0]]
    done = subprocess.run(
        [*program, *words[1:]], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return folder


def every_byte(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield all that a folder holds, by our own walk: files, their names, git's objects unpacked, loose ones inflated."""
    repositories = [path.parent for path in folder.rglob("HEAD") if (path.parent / "objects").is_dir()]
    for found in repositories:
        listing = [
            "git",
            "cat-file",
            "--batch-all-objects",
            "--batch=%(objectname) %(objecttype) %(objectsize)",
        ]
        raw = subprocess.run(listing, cwd=found, check=True, capture_output=True).stdout
        while raw:
            head, _, raw = raw.partition(b"\n")
            name, kind, size = head.decode().split()
            yield f"{found.name} {kind} {name}", raw[: int(size)]
            raw = raw[int(size) + 1 :]
    for path in folder.rglob("*"):
        yield "a name", str(path.relative_to(folder)).encode()
        if path.is_file() and not path.is_symlink():
            raw = path.read_bytes()
            yield str(path), raw
            for start in (0, *(match.start() for match in re.finditer(rb"\x1f\x8b\x08", raw[:64]))):
                try:
                    yield f"{path} inflated", zlib.decompressobj(47).decompress(raw[start:])
                except zlib.error:
                    continue


def traces(folder: Path) -> set[str]:
    """Return where any of the words still stands."""
    sought = [word.lower().encode() for word in WORDS]
    return {where for where, raw in every_byte(folder) if any(word in raw.lower() for word in sought)}


@pytest.fixture
def forge(tmp_path: Path) -> Path:
    """A forge with a school's past: the pupil is in files, other records, messages, a branch, a tag and what was deleted."""
    work = example(tmp_path / "work")
    git(work, "init", "--quiet", "--initial-branch=main")
    (work / "pages/words.md").write_text("# Our words\n", encoding="utf-8")
    (work / ".gitignore").write_text("/site/\n/.liverecord/\n", encoding="utf-8")
    commit(work, "2026-09-01", f"{PUPIL}: record begun")
    plan = work / FOLDER / "plan.yml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("Draws to explain", f"{TOKEN} draws to explain"),
        encoding="utf-8",
    )
    commit(work, "2026-09-02", "Talk with Maya Ellison's mother")
    plan.write_text(plan.read_text(encoding="utf-8").replace(f"{TOKEN} draws", "Draws"), encoding="utf-8")
    other = work / "records/pupils/p-2xqd/plan.yml"
    whole = other.read_text(encoding="utf-8")
    other.write_text(f"{whole}# sits beside maya  ellison ({PUPIL}, C999432126001)\n", encoding="utf-8")
    commit(work, "2026-09-03", f"Seating plan for {PUPIL}")
    git(work, "branch", f"{PUPIL}-review")
    git(work, "tag", "-a", f"left-{PUPIL}", "-m", f"Maya Ellison, {PUPIL}, left", day="2026-09-03")
    (work / f"{PUPIL}.txt").write_text("a note in the wrong place", encoding="utf-8")
    commit(work, "2026-09-04", "A note")
    bare = tmp_path / "forge" / "school.git"
    bare.parent.mkdir()
    git(tmp_path, "clone", "--quiet", "--bare", str(work), str(bare))
    shutil.rmtree(work)
    return bare


@pytest.mark.slow
def test_the_commands_of_the_page_leave_no_byte(forge: Path, tmp_path: Path) -> None:
    """The page's commands, in their order, take the pupil out of the forge, the clone, the store and the sites; others stay."""
    home = tmp_path / "home"
    home.mkdir()
    git(home, "clone", "--quiet", forge.as_uri(), "school")
    run("liverecord build --audience senco", home / "school", forge)
    assert len(traces(home / "school")) > 20
    assert len(traces(forge)) > 20
    kept = git(forge, "log", "--format=%s%n%b", "main").count("\n")

    (home / "erase.txt").write_text(f"{word_list()}{TOKEN}==>erased\n", encoding="utf-8")
    folder = home
    for command in commands():
        folder = run(command, folder, forge)

    assert traces(home) == set()
    assert traces(forge) == set()
    assert folder == home / "school"
    assert (folder / "records/pupils/p-2xqd/plan.yml").is_file()
    assert (folder / "site/senco/pupils/p-2xqd/index.html").is_file()
    assert not (folder / FOLDER).exists()
    assert 0 < git(forge, "log", "--format=%s%n%b", "main").count("\n") <= kept
    assert git(forge, "for-each-ref", "--format=%(refname)").split() == [
        "refs/heads/erased-review",
        "refs/heads/main",
        "refs/tags/left-erased",
    ]


@pytest.mark.slow
def test_without_the_forge_s_own_cleaning_it_is_still_there(forge: Path, tmp_path: Path) -> None:
    """The proof can fail: after the push alone the forge still holds every version, and our own search finds it there."""
    (tmp_path / "erase.txt").write_text(word_list(), encoding="utf-8")
    folder = tmp_path
    for command in commands():
        if "/srv/git" in command:
            break
        folder = run(command, folder, forge)
    assert git(forge, "for-each-ref", "--format=%(refname)", "refs/heads").split() == [
        "refs/heads/erased-review",
        "refs/heads/main",
    ]
    assert any("blob" in where for where in traces(forge))


def test_the_page_has_commands_to_run() -> None:
    """The blocks are found: a page whose marks were renamed would be run by nobody."""
    found = list(commands())
    assert sum("filter-repo --invert" in command for command in found) == 1
    assert sum("liverecord traces" in command for command in found) == 3
    assert sum("gc --prune=now" in command for command in found) == 1
