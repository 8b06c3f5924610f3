"""docs/import.md shows timetables that are read, and a mapping that is one."""

import re
from pathlib import Path

import pytest

from liverecord.intake.exports.mapping import Mapping, read_mapping
from liverecord.intake.timetable.lessons import read
from record_documents import RULEBOOK, typed_school

GUIDE = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
SECTION = GUIDE.partition("\n## The timetable\n")[2].partition("\n## ")[0]


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("number", "form"), [(0, "long"), (1, "wide")])
def test_the_shapes_that_are_shown_are_read(tmp_path: Path, number: int, form: str) -> None:
    """Each block of CSV is a whole file, of two lessons that are the same in both."""
    file = tmp_path / "tt.csv"
    file.write_text(blocks("csv")[number], encoding="utf-8")
    seen = read(file, "tt.csv", Mapping(), school=typed_school()[0], rulebook=RULEBOOK)
    assert (seen.form, seen.problems) == (form, [])
    assert [(each.day, each.period, each.subject, each.group) for each in seen.lessons] == [
        ("mon", "P1", "Mathematics", "8B/Ma1"),
        ("tue", "P2", "Art", "8B/Ar1"),
    ]


def test_the_mapping_that_is_shown_is_one(tmp_path: Path) -> None:
    """Its keys are those of a mapping file."""
    file = tmp_path / "our-columns.yml"
    (shown,) = blocks("yaml")
    file.write_text(shown, encoding="utf-8")
    mapping, problems = read_mapping(file, "our-columns.yml")
    assert problems == []
    assert (mapping.staff, mapping.periods["Tut"]) == ({"RAD": "r-adeyemi"}, None)
