"""docs/moving-in.md shows a provision map, and what becomes of it: the sheet is imported, and it does."""

import csv
import re
from pathlib import Path

import yaml
from import_runs import importing

from overlay import TODAY, check
from record_documents import RULEBOOK

GUIDE = (Path(__file__).parents[2] / "docs" / "moving-in.md").read_text(encoding="utf-8")
SECTION = GUIDE.partition("## A provision map that stands in a spreadsheet\n")[2].partition("\n## ")[0]


def block(kind: str) -> str:
    """Return the one block of a kind in the section."""
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)
    return str(found)


def sheet() -> list[list[str]]:
    """Return the table that is shown, its names first."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in SECTION.splitlines()
        if line.startswith("|")
    ]
    return [rows[0], *rows[2:]]


def test_the_sheet_that_is_shown_becomes_what_is_shown(school: Path) -> None:
    """What is printed and what stands in the plan afterwards are word for word what the guide says; the check is content."""
    with Path("map.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(sheet())
    plan = Path("records/pupils/p-7k3m/plan.yml")
    before = yaml.safe_load(plan.read_text(encoding="utf-8"))["outcomes"]
    assert importing("map.csv", command=["pupils", "--outcomes"]).output == block("text")
    after = yaml.safe_load(plan.read_text(encoding="utf-8"))["outcomes"]
    assert after[: len(before)] == before
    assert after[len(before) :] == yaml.safe_load(block("yaml"))
    assert check(school, RULEBOOK, TODAY) == []
