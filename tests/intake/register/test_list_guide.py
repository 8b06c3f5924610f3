"""docs/import.md shows a list that is read, and a mapping that is one."""

import re
from datetime import date
from pathlib import Path

from liverecord.intake.exports.mapping import PUPIL_COLUMNS, read_mapping
from liverecord.intake.exports.names import plain
from liverecord.intake.register.reading import read
from record_documents import RULEBOOK

GUIDE = (Path(__file__).parents[3] / "docs" / "import.md").read_text(encoding="utf-8")
SECTION = GUIDE.partition("\n## A list of pupils\n")[2].partition("\n## ")[0]


def block(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)
    return found


def test_the_list_that_is_shown_is_read(tmp_path: Path) -> None:
    """Names, statuses and needs come back as the text around it says."""
    file = tmp_path / "list.csv"
    file.write_text(block("csv"), encoding="utf-8")
    seen = read(file, "list.csv", rulebook=RULEBOOK)
    assert (seen.problems, seen.columns_left) == ([], ())
    first, second = seen.pupils
    assert (first.given_name, first.family_name, first.known_as, first.support) == (
        "Maya",
        "Ellison",
        "May",
        "K",
    )
    assert (second.family_name, second.support, second.needs) == ("Okafor", "E", ("ASD", "HI", "MLD"))
    assert (first.year, second.born) == ("8", date(2013, 5, 1))


def test_the_mapping_of_a_list_that_is_shown_is_one(tmp_path: Path) -> None:
    """Its keys are those of a mapping file, and its comments name every column that one may name."""
    file = tmp_path / "our-columns.yml"
    file.write_text(block("yaml"), encoding="utf-8")
    mapping, problems = read_mapping(file, "our-columns.yml")
    assert problems == []
    assert mapping.support == {"School support": "K", "S": "E"}
    named = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"# (.*)", block("yaml"))[:3])))
    assert set(PUPIL_COLUMNS) <= named


def test_every_column_that_is_read_stands_in_the_guide_by_one_of_its_names() -> None:
    """A SENCO who looks for a column finds how it may be called."""
    section = plain(SECTION)
    for means in {row.means for row in RULEBOOK.imports.pupil_columns}:
        names = [name for row in RULEBOOK.imports.pupil_columns if row.means == means for name in row.names]
        assert any(plain(name) in section for name in names), means
