"""schema/make.py: what ships is what follows from the model and the rulebook, and nothing by hand is lost."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from liverecord.model.records import KINDS

SCHEMA = Path(__file__).parents[1] / "schema"
MADE = [*(f"{kind}.schema.json" for kind in KINDS), "codes.schema.json", "output/facts.schema.json"]


def make(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run the script of a schema folder; return its exit status and what it said."""
    done = subprocess.run(
        [sys.executable, folder / "make.py", *arguments], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of what the script reads and writes, so that it can be changed."""
    (tmp_path / "output").mkdir()
    for name in (*MADE, "make.py", "codes.yml", "reviews.yml", "output/facts.yml"):
        shutil.copyfile(SCHEMA / name, tmp_path / name)
    return tmp_path


def read(path: Path) -> Any:
    """Return a JSON file's content."""
    return json.loads(path.read_text(encoding="utf-8"))


def write(path: Path, data: Any) -> None:
    """Write a JSON file."""
    path.write_text(json.dumps(data), encoding="utf-8", newline="")


def test_what_ships_is_in_step() -> None:
    """Every schema that is made is as the script makes it: run `python schema/make.py` after a change."""
    assert make(SCHEMA, "--check") == (0, "")


def test_what_is_out_of_step_is_named_and_mended(folder: Path) -> None:
    """The check fails for each file that was changed by hand, changes nothing itself, and writing mends them all."""
    for name in MADE:
        schema = read(folder / name)
        schema["title"] = "Spoiled"
        write(folder / name, schema)
    spoiled = {name: (folder / name).read_bytes() for name in MADE if name != "codes.schema.json"}
    status, words = make(folder, "--check")
    assert status == 1
    assert all(f"{Path(name).name} is out of step: run python schema/make.py" in words for name in MADE)
    assert all((folder / name).read_bytes() == content for name, content in spoiled.items())
    assert make(folder) == (0, "")
    assert make(folder, "--check") == (0, "")
    assert all((folder / name).read_bytes() == (SCHEMA / name).read_bytes() for name in spoiled)


def test_a_file_that_is_gone_is_made_again(folder: Path) -> None:
    """A schema of a record is made from nothing."""
    (folder / "plan.schema.json").unlink()
    assert make(folder, "--check")[0] == 1
    assert make(folder) == (0, "")
    assert (folder / "plan.schema.json").read_bytes() == (SCHEMA / "plan.schema.json").read_bytes()


def test_a_new_code_is_offered(folder: Path) -> None:
    """A code added to codes.yml is missed by the check, and offered once the script has run."""
    codes = (folder / "codes.yml").read_text(encoding="utf-8")
    codes = codes.replace(
        "    - {code: done, ", "    - {code: put_off, label: 'put off', source: records}\n    - {code: done, "
    )
    (folder / "codes.yml").write_text(codes, encoding="utf-8", newline="")
    status, words = make(folder, "--check")
    assert (status, "codes.schema.json is out of step" in words) == (1, True)
    assert make(folder) == (0, "")
    made = read(folder / "codes.schema.json")["$defs"]
    assert made["action_status"]["enum"] == ["open", "put_off", "done", "stopped"]
    assert made["action_status_or_null"]["enum"] == ["open", "put_off", "done", "stopped", None]


def test_definitions_by_hand_are_kept(folder: Path) -> None:
    """The script replaces what it made and nothing else; a list that is gone goes from the schema too."""
    before = read(folder / "codes.schema.json")
    before["$defs"]["gone"] = before["$defs"]["need"]
    write(folder / "codes.schema.json", before)
    assert make(folder) == (0, "")
    after = read(folder / "codes.schema.json")
    assert after["$defs"]["pupil_id"] == before["$defs"]["pupil_id"]
    assert "gone" not in after["$defs"]


def test_a_fact_that_nobody_describes_stops_it(folder: Path) -> None:
    """A field of the facts without its line in output/facts.yml is named, and nothing is made of it."""
    told = (folder / "output/facts.yml").read_text(encoding="utf-8")
    (folder / "output/facts.yml").write_text(told.replace("  Run.ongoing:", "  Run.going:"), encoding="utf-8")
    status, words = make(folder, "--check")
    assert (status, "'ongoing'" in words) == (1, True)
