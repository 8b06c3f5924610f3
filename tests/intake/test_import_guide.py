"""docs/import.md shows files that are read, a mapping that is one, and output that is printed."""

import re
from pathlib import Path

import pytest
from import_runs import export, importing

from liverecord.intake.exports.mapping import read_mapping
from liverecord.intake.exports.reading import read
from record_documents import RULEBOOK

GUIDE = (
    (Path(__file__).parents[2] / "docs" / "import.md")
    .read_text(encoding="utf-8")
    .split("\n## A list of pupils\n")[0]
)


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(
    ("number", "form", "marks"),
    [(0, "long", 2), (1, "long", 2), (2, "wide", 4), (3, "weekdays", 10), (4, "weekly", 10)],
)
def test_the_shapes_that_are_shown_are_read(tmp_path: Path, number: int, form: str, marks: int) -> None:
    """Each block of CSV is a whole file of the shape that stands above it."""
    file = tmp_path / "marks.csv"
    file.write_text(blocks("csv")[number], encoding="utf-8")
    found = read(file, "marks.csv", rulebook=RULEBOOK)
    assert (found.form, len(found.sightings), found.problems) == (form, marks, [])


def test_the_mapping_that_is_shown_is_one(tmp_path: Path) -> None:
    """Its keys are those of a mapping file."""
    file = tmp_path / "our-columns.yml"
    (shown,) = blocks("yaml")
    file.write_text(shown, encoding="utf-8")
    mapping, problems = read_mapping(file, "our-columns.yml")
    assert problems == []
    assert mapping.columns["upn"] == "Pupil number"


def test_the_dry_run_that_is_shown_is_printed(school: Path) -> None:
    """Three rows laid on the example school give these lines."""
    file = export("p-7k3m,2026-09-24,AM,I", "p-2xqd,2026-11-20,AM,/", "p-7k3m,2026-11-20,AM,I")
    (shown,) = blocks("text")
    assert importing(file, "--dry-run").output == shown
