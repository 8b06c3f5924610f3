"""The package as a school installs it: a wheel in an empty environment, away from this repository."""

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from liverecord.editions import link

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the locked build system."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(REPOSITORY)], check=True, capture_output=True)
    (found,) = folder.glob("liverecord-*.whl")
    return found


@pytest.mark.slow
def test_the_wheel_carries_what_a_school_needs(wheel: Path) -> None:
    """Schemas, law, theme, pages, templates and the demo school's texts travel in the wheel; tests and records do not."""
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "liverecord/schema/plan.schema.json",
        "liverecord/schema/codes.yml",
        "liverecord/schema/rulebook/codes.schema.json",
        "liverecord/site_overrides/theme/main.html",
        "liverecord/site_overrides/pages/guide.md",
        "liverecord/site_overrides/theme/assets/liverecord/minisearch.js",
        "liverecord/schema/search.yml",
        "liverecord/schema/conditions.yml",
        "liverecord/py.typed",
    ):
        assert needed in names
    assert any(name.endswith(".j2") for name in names)
    starter = REPOSITORY / "generator/liverecord/starter/files"
    laid_out = {path.relative_to(starter).as_posix() for path in starter.rglob("*") if path.is_file()}
    assert "kept/github/.github/workflows/check.yml" in laid_out
    assert {f"liverecord/starter/files/{path}" for path in laid_out} <= names
    assert not [name for name in names if name.startswith(("records/", "tests/"))]


@pytest.mark.slow
def test_it_works_beside_what_the_lock_names_and_nothing_else(wheel: Path, tmp_path: Path) -> None:
    """In an environment of the locked distributions alone the wheel's own needs are met, and a school has a site."""
    home = tmp_path / "environment"
    venv.create(home, with_pip=False)
    (target,) = home.rglob("site-packages")
    for name in members(REPOSITORY / "requirements.lock"):
        lay_out(distribution(name), target)
    python = home / SCRIPTS / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    run(home, *pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel))
    run(home, *pip, "check")
    makes_a_site(home, tmp_path)


@pytest.mark.thorough
@pytest.mark.slow
def test_it_works_from_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    """`pip install` with the package index, as a school does it: nothing else is needed."""
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    versions = [str(each) for each in requirements(REPOSITORY / "requirements.lock")]
    (tmp_path / "versions.txt").write_text("\n".join(versions), encoding="utf-8")
    python = home / SCRIPTS / "python"
    run(home, str(python), "-m", "pip", "install", "-q", "-c", str(tmp_path / "versions.txt"), str(wheel))
    makes_a_site(home, tmp_path)


SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def makes_a_site(home: Path, folder: Path) -> None:
    """`liverecord demo school` (a small one), `cd school`, `liverecord build`, and MkDocs by itself: a site each time."""
    run(home, "liverecord", "demo", "school", "--pupils", "4", "--commits", "3", folder=folder)
    school = folder / "school"
    assert "nothing wrong" in run(home, "liverecord", "check", folder=school)
    run(home, "liverecord", "build", folder=school)
    assert (school / "site/staff/index.html").is_file()
    assert (school / "site/staff/pagefind/bundles.json").is_file()
    run(home, "mkdocs", "build", "--strict", folder=school)
    assert (school / "site/mkdocs/index.html").is_file()


def run(home: Path, *command: str, folder: Path | None = None) -> str:
    """Run a command with an environment's programs first, and nothing of this one's; return what it prints."""
    scripts = home / SCRIPTS
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTHON", "VIRTUAL_ENV", "COV"))
    }
    kept["PATH"] = f"{scripts}{os.pathsep}{kept['PATH']}"
    program = shutil.which(command[0], path=kept["PATH"]) or command[0]
    result = subprocess.run(
        [program, *command[1:]],
        cwd=folder or home,
        env=kept,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def requirements(lock: Path) -> list[Requirement]:
    """Return the lines of a lock, without their hashes."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return [Requirement(line.rstrip("\\ ")) for line in lines if line and not line.startswith((" ", "#"))]


def members(lock: Path) -> list[str]:
    """Return the names of the distributions that a lock has for this Python and system."""
    return [each.name for each in requirements(lock) if each.marker is None or each.marker.evaluate()]


def lay_out(found: Distribution, target: Path) -> None:
    """Link a distribution's files into another environment, and its programs beside them."""
    for file in found.files or ():
        source = Path(str(found.locate_file(file)))
        if ".." not in file.parts:
            place = target / file
            place.parent.mkdir(parents=True, exist_ok=True)
            link(source, place)
    for script in found.entry_points.select(group="console_scripts"):
        program = target.parents[2] / SCRIPTS / script.name
        python = target.parents[2] / SCRIPTS / "python"
        program.write_text(
            f"#!{python}\nimport sys\nfrom {script.module} import {script.attr}\nsys.exit({script.attr}())\n"
        )
        program.chmod(0o755)
