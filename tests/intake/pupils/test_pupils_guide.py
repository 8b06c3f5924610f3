"""docs/import.md shows what becomes of its own list of pupils, and every question by its name."""

import re
from pathlib import Path

from click.testing import CliRunner
from pupil_lists import empty

from liverecord.cli import commands
from liverecord.report import PUPIL_QUESTIONS

__all__ = ["empty"]

GUIDE = (Path(__file__).parents[3] / "docs/import.md").read_text(encoding="utf-8")
LISTED = GUIDE.partition("## A list of pupils")[2]
BECOMES = GUIDE.partition("## What becomes of a list of pupils")[2]


def test_the_list_that_is_shown_begins_what_is_shown(empty: Path) -> None:
    """The list's rows give the lines of the dry run, word for word."""
    rows, shown = (
        re.search(rf"^```{kind}\n({begin}.*?)^```$", text, re.MULTILINE | re.DOTALL)
        for kind, begin, text in (("csv", "", LISTED), ("", "Read", BECOMES))
    )
    assert rows
    assert shown
    Path("pupils.csv").write_text(rows[1], encoding="utf-8")
    result = CliRunner().invoke(commands, ["import", "pupils", "pupils.csv", "--dry-run"])
    assert result.output == shown[1]


def test_every_question_is_told_of() -> None:
    """The table has each of them once, in the order in which they are asked."""
    assert re.findall(r"^\| `([a-z-]+)` \|", BECOMES, re.MULTILINE) == list(PUPIL_QUESTIONS)


def test_what_no_column_is_for_stands_in_no_file(empty: Path) -> None:
    """Former names and numbers, addresses, what a medical note says: none of it is in any byte of the records, or printed."""
    secret = {
        "Former surname": "Tokenone",
        "Former UPN": "J999432126099",
        "Address": "Tokentwo Street",
        "Parent phone": "07700900123",
        "Medical notes": "Tokenthree",
        "Ethnicity": "Tokenfour",
        "First language": "Tokenfive",
    }
    header = ["UPN", "Surname", "Forename", "DoB", "Year", "SEN status", *secret]
    rows = [["C999432126001", "Marsh", "Nola", "11/02/2014", "8", "K", *secret.values()]]
    text = "\n".join(",".join(line) for line in [header, *rows])
    Path("pupils.csv").write_text(text + "\n", encoding="utf-8")
    result = CliRunner().invoke(commands, ["import", "pupils", "pupils.csv"])
    assert "Begun: 1 record" in result.output
    kept = b"".join(path.read_bytes() for path in empty.glob("records/**/*.yml"))
    for token in secret.values():
        assert token.encode() not in kept
        assert token not in result.output
    for value in ("Marsh", "Nola", "C999432126001"):
        assert value.encode() in kept
        assert value not in result.output
