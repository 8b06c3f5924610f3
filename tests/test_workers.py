"""However its worker processes are started (Windows spawns them), the program says and makes what a single process does."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from git_repository import commit, repository
from schools import change, crowd, example, lasting, tree

PUPILS = 22
PLAN = "records/pupils/p-7k3m/plan.yml"
COMMANDS = (
    "check --format json",
    "due --format json",
    "facts",
    "build --audience senco",
    "diff HEAD~1 --format json",
    "retention --format json",
    "export p-9wtr copy --history",
    "build --audience team --as-of 2026-10-15",
    "break",
    "check --format json",
    "build --audience senco",
    "build --audience senco --last-valid",
)
"""Every command whose pupils are shared out: before a record is broken, and after."""

PROGRAM = f"""\
if __name__ == "__main__":
    import json, multiprocessing, pathlib, sys
    sys.path.insert(0, {str(Path(__file__).parent)!r})
    from liverecord.examine import workers
    from schools import change, run
    multiprocessing.set_start_method(sys.argv[1])
    workers.ALONE_UP_TO = int(sys.argv[2])
    workers.workers = lambda: 2
    if sys.argv[1] == "spawn":
        # One worker has all the pupils: what is spawned differs by how it begins, and each takes half a second to.
        workers._HANDFUL = 1000
    here = pathlib.Path.cwd()
    told = []
    for line in sys.argv[3:]:
        if line == "break":
            change(here, {PLAN!r}, "keyworker: j-okafor", "keyworker: j-okfor")
        else:
            done = run(here, *line.split())
            told.append([line, done.returncode, done.stdout, done.stderr])
    print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school of more than one handful of pupils, with two days of history."""
    folder = repository(example(tmp_path_factory.mktemp("workers") / "school"))
    crowd(folder, PUPILS)
    (folder / ".gitignore").write_text("site/\n.liverecord/\ncopy/\n", encoding="utf-8")
    commit(folder, "2026-09-01", "The records begin")
    change(folder, PLAN, "Draws to explain ideas", "Paints to explain ideas")
    commit(folder, "2026-11-01", "Words")
    return folder


def outcome(school: Path, folder: Path, method: str, *, alone: bool) -> tuple[str, dict[str, bytes]]:
    """Run the commands in a copy of the school; return all that was said, and all that was made."""
    shutil.copytree(school, folder)
    program = folder.parent / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(program), method, "1000" if alone else "0", *COMMANDS]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, encoding="utf-8")
    made = {f"copy/{path}": raw for path, raw in tree(folder / "copy").items()}
    for site in sorted(path for path in (folder / "site").rglob("*") if path.is_symlink()):
        name = site.relative_to(folder).as_posix()
        made |= {f"{name}/{path}": raw for path, raw in lasting(site).items()}
    return re.sub(r"\d+\.\d s", "so long", done.stdout), made


@pytest.fixture(scope="module")
def alone(school: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, bytes]]:
    """What one process says and makes."""
    return outcome(school, tmp_path_factory.mktemp("alone") / "school", "spawn", alone=True)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_workers_say_and_make_the_same(
    school: Path, alone: tuple[str, dict[str, bytes]], tmp_path: Path, method: str
) -> None:
    """Every command that shares its pupils out prints the same and leaves the same bytes, and what a worker raises arrives."""
    if method == "fork" and sys.platform == "win32":
        pytest.skip("Windows does not fork")
    said, made = outcome(school, tmp_path / "school", method, alone=False)
    assert said == alone[0]
    assert made.keys() == alone[1].keys()
    assert [path for path, raw in made.items() if raw != alone[1][path]] == []


def test_the_comparison_is_of_something(alone: tuple[str, dict[str, bytes]]) -> None:
    """Each command did its work: pages for all pupils, a copy, a past view, and the problem that was made."""
    said, made = alone
    assert "unknown-person" in said
    for path in ("site/senco/pupils/p-copy0021/index.html", "site/past-2026-10-15/team/index.html"):
        assert path in made
    assert any(path.startswith("copy/") for path in made)


def test_the_commands_are_all_that_share() -> None:
    """A command that begins to share its pupils out is added here."""
    package = Path(__file__).parents[1] / "generator/liverecord"
    users = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "workers.run(" in path.read_text(encoding="utf-8")
    }
    assert users == {
        "sites/reuse.py",
        "examine/__init__.py",
        "examine/diff/__init__.py",
        "examine/retention.py",
        "examine/owed.py",
        "copies/making.py",
    }
