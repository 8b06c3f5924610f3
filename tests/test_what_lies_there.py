"""No command hangs, fills the memory or shows what it should not, whatever lies in the place of a file that it takes."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from git_repository import commit, repository
from schools import example, tree

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="neither pipes nor devices lie in its folders"
)

PLAN = "records/pupils/p-7k3m/plan.yml"
MEMORY = 4_000_000
"""Kilobytes of address space: enough for every command, and a tenth of what lies there."""

SECRET = "Kanarienvogel: not of this school"


def pipe(path: Path, _: Path) -> None:
    os.mkfifo(path)


def sparse(path: Path, _: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50_000_000_000)


def link(path: Path, elsewhere: Path) -> None:
    path.symlink_to(elsewhere)


def environment(path: Path, _: Path) -> None:
    path.symlink_to("/proc/self/environ")


LYING: dict[str, Callable[[Path, Path], None]] = {
    "a pipe": pipe,
    "50 GB": sparse,
    "a link": link,
    "a link to the environment": environment,
}

TAKEN = {
    "a record, by check": (PLAN, "check"),
    "a record, by due": (PLAN, "due"),
    "a record, by facts": (PLAN, "facts"),
    "a record, by diff": (PLAN, "diff main"),
    "a record, by retention": (PLAN, "retention"),
    "a record, by build": (PLAN, "build --audience staff"),
    "a record, by build --last-valid": (PLAN, "build --audience staff --last-valid"),
    "a record, by build --as-of": (PLAN, "build --audience staff --as-of HEAD"),
    "a record, by export": (PLAN, "export p-7k3m copy --purpose subject_access"),
    "a record, by an import": (PLAN, "import attendance marks.csv"),
    "school.yml": ("records/school.yml", "check"),
    "staff.yml": ("records/staff.yml", "check"),
    "a stray file": ("records/pupils/p-7k3m/notes.yml", "check"),
    "mkdocs.yml": ("mkdocs.yml", "check"),
    "a file to import": ("export.csv", "import attendance export.csv"),
    "a mapping file": ("map.yml", "import attendance marks.csv --map map.yml"),
    "an earlier copy": ("copy/receipt.json", "export p-7k3m copy --purpose subject_access --since copy"),
    "a list of what was laid out": ("schema/laid-out.json", "init --check ."),
    "git's list of names": (".mailmap", "build --audience senco"),
}


@pytest.fixture
def school(tmp_path: Path) -> Path:
    folder = repository(example(tmp_path / "school"))
    (folder / ".gitignore").write_text(".liverecord/\nsite/\n", encoding="utf-8")
    (folder / "marks.csv").write_text(
        "pupil_id,date,session,mark\np-7k3m,2026-11-20,AM,/\n", encoding="utf-8"
    )
    commit(folder, "2026-11-01", "The records begin")
    return folder


@pytest.mark.parametrize("lying", LYING)
@pytest.mark.parametrize("taken", TAKEN)
def test_what_lies_there_is_refused_at_once(school: Path, taken: str, lying: str) -> None:
    """It is refused in words, in seconds and in little memory; not a byte of it is shown, and nothing that lay there is changed."""
    name, command = TAKEN[taken]
    elsewhere = school.parent / "elsewhere"
    elsewhere.write_text(f"{SECRET}\n", encoding="utf-8")
    place = school / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.unlink(missing_ok=True)
    LYING[lying](place, elsewhere)
    day = "" if command.startswith("init") else " --today 2026-11-22"
    before = tree(school / "records") if "records" not in name else {}
    done = subprocess.run(
        # A process of its own, whose memory is bounded: what is read whole would end it.
        ["sh", "-c", f"ulimit -v {MEMORY}; exec {sys.executable} -m liverecord {command}{day}"],
        cwd=school,
        env=os.environ | {"CANARY": SECRET},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    said = done.stdout + done.stderr
    assert SECRET not in said
    assert "a fault of the program" not in said, said
    assert "Traceback" not in said
    if taken != "git's list of names":
        assert done.returncode in {1, 2} or taken.endswith(("diff", "last-valid", "as-of")), said
    assert (tree(school / "records") if before else {}) == before
