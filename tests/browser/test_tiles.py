"""The numbers on Today are the numbers of rows to which they lead."""

import re

import pytest
from playwright.sync_api import expect
from reading import Reader
from served_school import Served

NARROWEST_AND_WIDEST = ("team", "senco")
"""Those whose first page is Today; the staff's is My classes, which has no tiles."""
ALIKE = re.compile(r": (\d+) pupils?\.")


@pytest.mark.parametrize("audience", NARROWEST_AND_WIDEST)
def test_a_tile_leads_to_as_many_rows_as_it_says(
    reader: Reader, sites: dict[str, Served], audience: str
) -> None:
    """Each tile is followed, and the rows where it leads are counted; what is late is the whole list, and its kinds add up to it."""
    site = sites[audience]
    page = reader(site)
    page.goto(site.address)
    tiles = page.locator(".tiles li:not([hidden]) a").evaluate_all(
        "found => found.map((tile) => [tile.getAttribute('href'), Number(tile.querySelector('b').textContent)])"
    )
    assert len(tiles) <= 6
    assert {"overdue/", "#coming"} <= {href for href, _ in tiles}
    late = dict(tiles)["overdue/"]
    kinds = page.locator(".tiles a[href='overdue/'] .kind:not([hidden]) b").all_inner_texts()
    assert sum(map(int, kinds)) == late
    for href, number in tiles:
        path, _, anchor = href.partition("#")
        page.goto(site.address + href)
        if path.startswith("overdue/"):
            expect(page.locator("[data-filters]")).to_be_visible()
            assert page.locator("[data-narrowed] tr[data-due]:not([hidden])").count() == number, href
            continue
        if not anchor:
            continue  # Another page, whose numbers have tests of their own.
        # Today shows no more than forty of a kind, and says of how many; what many records lack alike it says once, and of how many.
        rows = page.evaluate(ROWS, anchor)
        if rows != number:
            said = page.locator(f"section:has(#{anchor})").inner_text()
            rows += sum(int(each) for each in ALIKE.findall(said))
            assert rows == number or f"First {rows} of {number}," in said, href
    page.goto(f"{site.address}overdue/")
    assert page.locator("[data-grouping] tr[data-due]:not([hidden])").count() == late
    said = page.locator("[data-late]").inner_text()
    behind = page.locator("[data-grouping] tr[data-due]:not([hidden]) time.late:not(.overdue)").count()
    assert said == f"{late - behind} overdue, {behind} behind"


@pytest.mark.parametrize(("width", "columns"), [(1280, 6), (768, 3), (390, 2), (320, 2)])
def test_tiles_stand_in_even_rows(reader: Reader, senco: Served, width: int, columns: int) -> None:
    """Six in one row on a wide screen, in rows of three or two on a narrow one; those of a row are equally high and wide."""
    page = reader(senco, width)
    page.goto(senco.address)
    boxes = [box for tile in page.locator(".tiles li > *").all() if (box := tile.bounding_box())]
    assert len(boxes) == 6
    rows = [boxes[at : at + columns] for at in range(0, 6, columns)]
    assert len({round(box["width"]) for box in boxes}) == 1
    for row in rows:
        assert len({(round(box["y"]), round(box["height"])) for box in row}) == 1


@pytest.mark.parametrize("audience", NARROWEST_AND_WIDEST)
def test_counts_beside_headings_are_counts_of_rows(
    reader: Reader, sites: dict[str, Served], audience: str
) -> None:
    """Each count beside a heading in Overdue and Coming up is the number of rows below it."""
    site = sites[audience]
    page = reader(site)
    for path in ("overdue/", "coming/"):
        page.goto(site.address + path)
        wrong = page.evaluate("""() => [...document.querySelectorAll("[data-rows]:not([hidden])")].filter((part) => {
          const rows = part.querySelectorAll("tr[data-due]:not([hidden])").length;
          return rows !== Number(part.querySelector("[data-count]").textContent);
        }).map((part) => part.textContent.slice(0, 60))""")
        assert wrong == []


@pytest.mark.parametrize("audience", NARROWEST_AND_WIDEST)
def test_the_list_of_owners_counts_what_their_pages_hold(
    reader: Reader, sites: dict[str, Served], audience: str
) -> None:
    """What Owners says is overdue, behind and coming in each one's hands is what their own page lists; who is covered has nothing in hand."""
    site = sites[audience]
    page = reader(site)
    page.goto(f"{site.address}staff/")
    told = page.locator("table.carried tbody tr").evaluate_all("""rows => rows.map((row) => [
      row.querySelector("a").getAttribute("href"), row.cells[0].textContent.includes(" covers"),
      Number(row.querySelector("[data-h=Overdue]").textContent) + Number(row.querySelector("[data-h=Behind]").textContent), Number(row.querySelector("[data-h='Coming up']").textContent),
    ])""")
    assert len(told) > 10
    assert any(is_covered for _, is_covered, _, _ in told)
    for href, is_covered, late, coming in told:
        if is_covered:
            assert (late, coming) == (0, 0), href
            continue
        page.goto(f"{site.address}staff/{href}")
        assert page.evaluate(ROWS, "overdue") == late, href
        assert page.evaluate(ROWS, "coming") == coming, href


ROWS = """(anchor) => {
  const heading = document.getElementById(anchor);
  const section = heading.closest("section[data-rows]");
  if (section) return section.querySelectorAll("tbody tr:not([hidden])").length;
  let rows = 0;
  for (let next = heading.nextElementSibling; next && next.tagName !== "H2" && next.tagName !== "SECTION"; next = next.nextElementSibling) {
    rows += next.querySelectorAll("tbody tr:not([hidden])").length;
  }
  return rows;
}"""
