"""On paper: a pupil's page is a pack for a meeting, and each sheet says what it is."""

import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page
from reading import Reader
from served_school import CIRCUMSTANCES, HOSTILE, MUCH, Served

from chromium import go


def sheets(page: Page, folder: Path) -> list[str]:
    """Print a page on A4 and return the text of each sheet."""
    program = shutil.which("pdftotext")
    assert program, "pdftotext is missing: install poppler-utils"
    paper = folder / "pack.pdf"
    page.pdf(path=paper, format="A4", print_background=True)
    done = subprocess.run(
        [program, "-layout", str(paper), "-"], capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout.removesuffix("\f").split("\f")


@pytest.mark.parametrize(
    ("audience", "label", "pupil"),
    [
        ("senco", "SENCO", MUCH),
        ("senco", "SENCO", CIRCUMSTANCES),
        ("team", "team", MUCH),
        ("staff", "staff", MUCH),
    ],
)
def test_each_sheet_says_for_whom_and_as_of_when(
    reader: Reader, sites: dict[str, Served], tmp_path: Path, audience: str, label: str, pupil: str
) -> None:
    """A sheet that is left on a table alone says that it is confidential, for whom it is, and as of which day."""
    page = reader(sites[audience])
    go(page, f"{sites[audience].address}pupils/{pupil}/")
    found = sheets(page, tmp_path)
    assert len(found) >= (1 if audience == "staff" else 2)
    for sheet in found:
        first = sheet.strip().splitlines()[0]
        assert first.startswith("Confidential")
        assert label in first
        assert "22 November 2026" in first


def test_paper_holds_the_record_and_no_tools(reader: Reader, senco: Served, tmp_path: Path) -> None:
    """The five questions and every section are on paper; edit links, blocks to paste, search and tabs are not."""
    page = reader(senco)
    go(page, f"{senco.address}pupils/{MUCH}/")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    text = "\n".join(sheets(page, tmp_path))
    for wanted in (
        "Maya Ellison",
        "What is happening?",
        "When will we check again?",
        "Attendance",
        "Contact with the family",
    ):
        assert wanted in text
    for unwanted in (
        "Edit this",
        "records/pupils",
        "Add a",
        "Skip to content",
        "Coming up",
        "https://",
        "About this site",
        "Copy",
    ):
        assert unwanted not in text, unwanted


def test_nothing_is_cut_off_on_paper(reader: Reader, senco: Served, tmp_path: Path) -> None:
    """The widest things, the register and long text, fit on A4: nothing reaches over the right edge."""
    page = reader(senco)
    go(page, f"{senco.address}pupils/{HOSTILE}/")
    assert any("16 November" in sheet or "16 Nov" in sheet for sheet in sheets(page, tmp_path))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})
    wide = page.evaluate("""() => [...document.querySelectorAll("article *")]
      .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((one) => one.tagName + " " + one.textContent.trim().slice(0, 40))""")
    assert wide == []


def test_an_aged_site_says_so_on_paper(reader: Reader, senco: Served, tmp_path: Path) -> None:
    """A pack that is printed from a site of another day carries the line that says so."""
    page = reader(senco)
    go(page, f"{senco.address}pupils/{MUCH}/")
    page.evaluate(
        "document.querySelector('.banner') ?? document.querySelector('h1').insertAdjacentHTML('beforebegin', '<p class=banner>This is the school as of</p>')"
    )
    assert "This is the school as of" in sheets(page, tmp_path)[0]
