"""The golden pages are what the program makes: what readers see changes only where somebody meant it."""

import subprocess
import sys
from pathlib import Path

import pytest

import golden


def test_every_page_is_as_it_is_kept() -> None:
    """Each page of the example school for each audience, and its facts: after a change that was meant, run `python tests/golden.py`."""
    made, held = golden.made(), golden.held()
    assert made.keys() == held.keys()
    assert [path for path, content in made.items() if content != held[path]] == []


def test_what_differs_is_named_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The comparison can fail: a page that changed, one that is missing and one too many are named, and writing mends them."""
    for path, content in golden.held().items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    monkeypatch.setattr(golden, "GOLDEN", tmp_path)
    (tmp_path / "team/index.html").write_bytes(b"changed")
    (tmp_path / "staff/week.html").write_bytes(b"one too many")
    (tmp_path / "facts.json").unlink()
    assert golden.main(["--check"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"tests/golden/{path} differs" for path in ("facts.json", "staff/week.html", "team/index.html")
    ]
    assert golden.main([]) == 0
    assert golden.main(["--check"]) == 0


def test_it_runs_as_a_command() -> None:
    """CONTRIBUTING names it: `python tests/golden.py --check`."""
    command = [sys.executable, golden.__file__, "--check"]
    assert subprocess.run(command, check=False).returncode == 0
