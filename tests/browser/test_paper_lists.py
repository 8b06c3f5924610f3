"""Lists on paper: tables with their head on each sheet, few sheets, nothing broken that is read as one, and no need of colour."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from reading import Reader
from served_school import DAY, KINDS, Served, serving

from chromium import go
from examples import of_a_sample
from liverecord import sites as building
from liverecord.demo import demo
from liverecord.plugin import make_frames
from liverecord.read.settings import settings

OF_FORTY = {"": 4, "pupils/": 2, "overdue/": 4, "coming/": 5, "staff/": 2, "attendance/": 3, "week/": 5}
"""The most sheets that a list may take in a school of forty pupils with a record."""

OF_STAFF = {"": 2, "pupils/": 2, "staff/": 1, "search/": 2}
"""The same on the staff's site: My classes, the pupils, the colleagues, and the results of a search."""

MOST_SHEETS = 9
"""The most that any page may take: a pupil's whole pack with hostile text, and the pack of *Support first*."""

READ_AS_ONE = "table.list tbody tr, .five section, .standing, .note, ul.asked > li, ul.tiles, .revisions > li"

SAMPLE = of_a_sample(
    (
        "today",
        "overdue",
        "pupils",
        "pupil",
        "pupil-with-circumstances",
        "week",
        "changes-of-pupil",
        "colleague",
    ),
    tuple(KINDS),
)
"""The kinds that look at all different on paper; with --thorough each."""


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    """Serve the SENCO's and the staff's site of a school of forty pupils."""
    folder = tmp_path_factory.mktemp("forty") / "school"
    demo(folder, pupils=40, weeks=6, commits=40, today=DAY)
    built = building.build(
        settings(folder / "mkdocs.yml"),
        ("senco", "staff"),
        DAY,
        make_frames,
        lambda _what, _done, _total: None,
    )
    with serving(built) as served:
        yield served


@pytest.mark.parametrize(("audience", "most"), [("senco", OF_FORTY), ("staff", OF_STAFF)])
def test_lists_of_forty_pupils_take_few_sheets(
    reader: Reader, forty: dict[str, Served], tmp_path: Path, audience: str, most: dict[str, int]
) -> None:
    """A list is printed as a table: in a school of forty, Pupils takes two sheets and Today four at the most.

    The first sheet is as full as others, and what only a screen can do is on none.
    """
    site = forty[audience]
    page = reader(site)
    taken = {}
    for path in most:
        go(page, site.address + path)
        if path == "search/":
            expect(page.locator(".lr-search-page__list li").first).to_be_visible()
        found = sheets(page, tmp_path)
        taken[path] = len(found)
        on_each = [len(sheet.split()) for sheet in found]
        assert on_each[0] > max(on_each) / 2, f"{path}: the first sheet is as good as empty"
        assert not re.search(r"\bMine\b|Clear filters|Show more", " ".join(found)), path
    assert {path: number for path, number in taken.items() if number > most[path]} == {}


@pytest.mark.parametrize("kind", SAMPLE)
def test_what_is_read_as_one_stays_on_one_sheet(
    reader: Reader, senco: Served, tmp_path: Path, kind: str
) -> None:
    """A row, a box and a question's part begin and end on one sheet, a heading stands on that of the first row below it, and no page is endless."""
    page = reader(senco)
    go(page, senco.address + KINDS[kind])
    named = page.evaluate(MARKED, READ_AS_ONE)
    found = sheets(page, tmp_path)
    assert len(found) <= MOST_SHEETS
    on: dict[str, set[int]] = {}
    for number, sheet in enumerate(found):
        for mark in re.findall(r"qzx(\d+)x", sheet):
            on.setdefault(mark, set()).add(number)
    assert on or not named
    assert [named[int(mark)] for mark, numbers in on.items() if len(numbers) > 1] == []


def test_a_table_has_its_head_on_each_sheet(reader: Reader, forty: dict[str, Served], tmp_path: Path) -> None:
    """Whoever reads the second sheet of a list need not look at the first to know what a column says."""
    site = forty["senco"]
    page = reader(site)
    go(page, f"{site.address}pupils/")
    found = sheets(page, tmp_path)
    assert len(found) > 1
    for sheet in found:
        assert re.search(r"Pupil\s+Year\s+Form\s+Support", sheet)


@pytest.mark.parametrize("audience", ["staff", "team", "senco"])
def test_what_to_do_in_an_emergency_stands_once(
    reader: Reader, sites: dict[str, Served], audience: str
) -> None:
    """The emergency text and what must hold for attending safely stand once on a pupil's page, above all else."""
    page = reader(sites[audience])
    for pupil in sorted(folder.name for folder in (sites[audience].folder / "pupils").iterdir()):
        if not (sites[audience].folder / "pupils" / pupil / "index.html").exists() or not pupil.startswith(
            "p-"
        ):
            continue
        html = (sites[audience].folder / "pupils" / pupil / "index.html").read_text(encoding="utf-8")
        if "In an emergency" not in html and "Safe to attend when" not in html:
            continue
        go(page, f"{sites[audience].address}pupils/{pupil}/")
        text = " ".join(page.locator("article").inner_text().split())
        for heading in ("In an emergency", "Safe to attend when"):
            assert text.count(heading) <= 1
        top = page.locator(".standing.care").first.bounding_box()
        helps = page.locator("#passport").bounding_box()
        assert top is not None
        assert helps is not None
        assert top["y"] < helps["y"]


@pytest.mark.parametrize("kind", SAMPLE)
def test_paper_needs_no_colour(reader: Reader, senco: Served, kind: str) -> None:
    """Every word on paper is dark enough on white, where a printer leaves grounds out and has one ink: for whoever reads in the dark too."""
    page = reader(senco, color_scheme="dark")
    go(page, senco.address + KINDS[kind])
    page.emulate_media(media="print")
    assert page.evaluate(FAINT) == []


def sheets(page: Page, folder: Path) -> list[str]:
    """Print a page on A4, without grounds as printers do, and return the text of each sheet."""
    program = shutil.which("pdftotext")
    assert program, "pdftotext is missing: install poppler-utils"
    paper = folder / "list.pdf"
    page.pdf(path=paper, format="A4")
    done = subprocess.run(
        [program, "-layout", str(paper), "-"], capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout.removesuffix("\f").split("\f")


MARKED = """(selector) => {
  const named = [];
  const seen = (one) => one.checkVisibility() && !one.closest(".filters, .jump, .add, .days, .write, .tools, [hidden]");
  const mark = (number, place, first) => {
    const made = document.createElement("span");
    made.textContent = ` qzx${number}x `;
    made.style.cssText = "font-size:1px;line-height:0;white-space:nowrap;color:#000";
    if (first) place.prepend(made);
    else place.append(made);
  };
  for (const part of document.querySelectorAll("article details")) part.open = true;
  for (const one of document.querySelectorAll(selector)) {
    if (!seen(one)) continue;
    const number = named.push(`${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 50)}`) - 1;
    const cells = one.tagName === "TR" ? [...one.cells] : one.matches("ul.tiles") ? [...one.children] : [one];
    mark(number, cells[0], true);
    for (const cell of cells) mark(number, cell, false);
  }
  for (const heading of document.querySelectorAll("article :is(h2, h3)")) {
    if (!seen(heading)) continue;
    const after = [...document.querySelectorAll("article :is(tbody td:first-child, tbody th, p, li, dt)")].find(
      (one) => heading.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING && seen(one) && one.textContent.trim());
    if (!after) continue;
    const number = named.push(`${heading.tagName} ${heading.textContent.trim().slice(0, 50)}`) - 1;
    mark(number, heading, true);
    mark(number, after, true);
  }
  return named;
}"""

FAINT = r"""() => {
  const found = [];
  const light = (part) => { const share = part / 255; return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4; };
  for (const one of document.querySelectorAll("article *")) {
    if (!one.checkVisibility() || ![...one.childNodes].some((each) => each.nodeType === 3 && each.textContent.trim())) continue;
    const style = getComputedStyle(one);
    const [red, green, blue] = (one.closest("svg") ? style.fill : style.color).match(/[\d.]+/g).map(Number);
    const lightness = 0.2126 * light(red) + 0.7152 * light(green) + 0.0722 * light(blue);
    if (1.05 / (lightness + 0.05) < 4.5) found.push(`${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`);
  }
  return found;
}"""
