"""`liverecord due` says in one line that marks are too old to say how attendance is now."""

import json
from pathlib import Path

import jsonschema
import pytest

from schools import example, run

SCHEMA = json.loads((Path(__file__).parents[2] / "schema/output/duties.schema.json").read_bytes())
LINE = "The marks of all 2 pupils end on 20 November 2026: nothing is said of attendance now."


@pytest.mark.parametrize("form", ["text", "markdown", "github"])
def test_old_marks_are_one_line(tmp_path: Path, form: str) -> None:
    """Past two school weeks the line stands once, with the command that brings newer ones; before that there is none."""
    folder = example(tmp_path / "school")
    late = run(folder, "due", "--format", form, "--today", "2026-12-16").stdout.replace("\\", "")
    assert late.count(LINE) == 1
    assert "liverecord import attendance" in late
    assert "The marks of" not in run(folder, "due", "--format", form, "--today", "2026-12-03").stdout


def test_old_marks_are_in_the_json(tmp_path: Path) -> None:
    """Programs read of how many pupils and until when; null where the marks are new."""
    folder = example(tmp_path / "school")
    late, new = (
        json.loads(run(folder, "due", "--format", "json", "--today", day).stdout)
        for day in ("2026-12-16", "2026-11-22")
    )
    for value in (late, new):
        jsonschema.Draft202012Validator(SCHEMA).validate(value)
    assert late["old_marks"] == {"pupils": 2, "of": 2, "first": "2026-11-20", "last": "2026-11-20"}
    assert new["old_marks"] is None
