"""Accessibility by axe where test_every_kind_of_page does not come: narrower sites, parts unfolded, searches and filters."""

import itertools

import pytest
from playwright.sync_api import expect
from reading import Reader, faint_in_the_dark, violations, violations_at_both_widths, violations_of_less
from served_school import KINDS, MAIN_KINDS, Served

from chromium import go
from examples import of_a_sample

NARROWER = list(itertools.product(("staff", "team"), MAIN_KINDS))


@pytest.mark.parametrize(
    ("audience", "kind"),
    # On a change, of the team's site the pages that are most unlike the fullest one's.
    of_a_sample([each for each in NARROWER if each[0] == "staff" or "pupil" in each[1]], NARROWER),
)
def test_no_narrower_site_has_a_violation(
    reader: Reader, sites: dict[str, Served], audience: str, kind: str
) -> None:
    """What is left out for an audience leaves no empty heading, table or list behind; colours are those of the fullest site."""
    page = reader(sites[audience])
    go(page, sites[audience].address + KINDS[kind])
    if kind == "search-results":
        expect(page.locator(".lr-search-page__list li").first).to_be_visible()
    assert violations_of_less(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_open_search_has_no_violation(reader: Reader, senco: Served, width: int) -> None:
    """The dialog over a page passes with pages found in it, and with nothing found."""
    page = reader(senco, width)
    page.goto(senco.address + KINDS["pupil"])
    page.keyboard.press("/")
    page.keyboard.type("maya")
    expect(page.get_by_role("option").first).to_be_visible()
    assert violations(page) + faint_in_the_dark(page) == []
    page.keyboard.press("Control+a")
    page.keyboard.type("zzyzx")
    expect(page.get_by_role("option")).to_have_count(0)
    assert violations(page) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_more_pages_have_no_violation(reader: Reader, senco: Served, width: int) -> None:
    """The tabs under More pass when they are opened, light and dark, and all of them are in sight."""
    page = reader(senco, width)
    go(page, senco.address)
    page.locator(".lr-more > summary").click()
    for link in page.locator(".lr-more__list a").all():
        box = link.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert violations(page) + faint_in_the_dark(page) == []


@pytest.mark.parametrize("kind", ["attendance", "attendance-of-pupil", "support-first"])
def test_the_teams_attendance_has_no_violation(reader: Reader, sites: dict[str, Served], kind: str) -> None:
    """What the team may not see of attendance leaves nothing empty behind."""
    page = reader(sites["team"])
    page.goto(sites["team"].address + KINDS[kind])
    assert violations_of_less(page) == []


@pytest.mark.parametrize("kind", ["pupil", "attendance-of-pupil", "support-first"])
def test_unfolded_parts_have_no_violation(reader: Reader, senco: Served, kind: str) -> None:
    """What is folded away, blocks to paste and tables behind pictures among it, passes once it is opened."""
    page = reader(senco)
    page.goto(senco.address + KINDS[kind])
    page.evaluate("for (const part of document.querySelectorAll('details:not(.lr-more)')) part.open = true")
    assert violations_at_both_widths(page) == []


def test_a_filtered_table_has_no_violation(reader: Reader, senco: Served) -> None:
    """Filters that are set and a table that is sorted pass, and so does a table in which no row is left."""
    page = reader(senco)
    page.goto(f"{senco.address}pupils/?year=Year+8&sort=Pupil")
    expect(page.locator("[data-found]")).to_contain_text(" of ")
    assert violations(page) == []
    page.get_by_label("Name or word").fill("zzyzx")
    expect(page.locator("[data-found]")).to_contain_text("0 of ")
    assert violations(page) == []


def test_the_gate_closes(reader: Reader, senco: Served) -> None:
    """A picture without words, a field without a label and pale words are found: the check is not one that always passes."""
    page = reader(senco)
    page.goto(senco.address)
    page.evaluate("""() => {
      document.querySelector("h1").outerHTML = '<img src="data:,"><input><p id="pale">Pale words</p>';
      document.getElementById("pale").style.color = "#ddd";
    }""")
    found = {line.partition(":")[0] for line in violations(page)}
    assert {"image-alt", "label", "color-contrast"} <= found
    without = {line.partition(":")[0] for line in violations(page, colours=False)}
    assert {"image-alt", "label"} <= without
    assert "color-contrast" not in without


def test_a_part_that_is_built_otherwise_is_measured(reader: Reader, senco: Served) -> None:
    """Of parts that are built alike two are measured; one that is pale among them is built otherwise, and found."""
    page = reader(senco)
    page.goto(f"{senco.address}pupils/")
    last = "document.querySelector('table tbody tr:last-child td:last-child')"
    page.evaluate(f"{last}.textContent = 'Pale words'")
    page.evaluate(f"{last}.style.color = '#ddd'")
    assert any(line.startswith("color-contrast") for line in violations(page))
