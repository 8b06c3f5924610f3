"""The package as a school installs it: a wheel in an empty environment, away from this repository."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(REPOSITORY)]
    subprocess.run(command, check=True, capture_output=True)
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
        "liverecord/site_overrides/pages/index.md",
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
def test_it_works_from_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    """`pip install`, `liverecord demo school`, `cd school`, `liverecord build`: a site, and nothing else was needed."""
    home = tmp_path / "environment"
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTHON", "VIRTUAL_ENV", "COV"))
    }
    environment["PATH"] = f"{scripts}{os.pathsep}{environment['PATH']}"

    def run(*command: str, folder: Path = tmp_path) -> str:
        result = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    lock = REPOSITORY / "requirements.lock"
    wanted = [line for line in lock.read_text().splitlines() if line and not line.startswith((" ", "#"))]
    (tmp_path / "versions.txt").write_text(
        "\n".join(line.split(" \\")[0] for line in wanted), encoding="utf-8"
    )
    run(str(scripts / "python"), "-m", "pip", "install", "-q", "-c", "versions.txt", str(wheel))
    run("liverecord", "demo", "school")
    school = tmp_path / "school"
    assert "nothing wrong" in run("liverecord", "check", folder=school)
    run("liverecord", "build", folder=school)
    assert (school / "site/staff/index.html").is_file()
    assert (school / "site/staff/pagefind/bundles.json").is_file()
    run("mkdocs", "build", "--strict", folder=school)
    assert (school / "site/staff/index.html").is_file()
