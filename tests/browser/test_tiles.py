"""The numbers on Today are the numbers of rows to which they lead."""

import pytest
from reading import Reader
from served_school import AUDIENCES, Served


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_tile_leads_to_as_many_rows_as_it_says(
    reader: Reader, sites: dict[str, Served], audience: str
) -> None:
    """Each tile is followed, and the rows where it leads are counted; together the overdue ones are the whole list."""
    site = sites[audience]
    page = reader(site)
    page.goto(site.address)
    tiles = page.locator(".tiles li:not([hidden]) a").evaluate_all(
        "found => found.map((tile) => [tile.getAttribute('href'), Number(tile.querySelector('b').textContent)])"
    )
    assert {"overdue/#review", "overdue/#action", "#coming"} <= {href for href, _ in tiles}
    late = 0
    for href, number in tiles:
        path, _, anchor = href.partition("#")
        page.goto(f"{site.address}{path}#{anchor}")
        # Today shows no more than forty of a kind, and says of how many.
        rows = page.evaluate(ROWS, anchor)
        if rows != number:
            section = page.locator(f"section:has(#{anchor})")
            assert rows < number, href
            assert f"First {rows} of {number}," in section.inner_text(), href
        late += number if path == "overdue/" else 0
    page.goto(f"{site.address}overdue/")
    assert page.locator("[data-grouping=owner] tr[data-due]:not([hidden])").count() == late
    assert page.locator("[data-grouping=kind] tr[data-due]:not([hidden])").count() == late
    assert page.locator("[data-total]").inner_text() == str(late)


@pytest.mark.parametrize("audience", AUDIENCES)
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


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_staff_list_counts_what_their_pages_hold(
    reader: Reader, sites: dict[str, Served], audience: str
) -> None:
    """What the list of staff says is overdue and coming for each of them is what their own page lists."""
    site = sites[audience]
    page = reader(site)
    page.goto(f"{site.address}staff/")
    told = page.locator("article table tbody tr").evaluate_all("""rows => rows.map((row) => [
      row.querySelector("a").getAttribute("href"),
      Number(row.querySelector("[data-h=Overdue]").textContent), Number(row.querySelector("[data-h='Coming up']").textContent),
    ])""")
    assert len(told) > 10
    for href, overdue, coming in told:
        page.goto(f"{site.address}staff/{href}")
        assert page.evaluate(ROWS, "overdue") == overdue, href
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
