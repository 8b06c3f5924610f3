"""The pupils' table: filters and sorts that live in the address, and a plain table without scripts."""

import re

import pytest
from playwright.sync_api import Page, expect
from reading import Reader
from served_school import Served

PUPILS = 22


def shown(page: Page) -> list[str]:
    """Return the names in the rows that are shown, from the top."""
    return page.locator("table[data-pupils] tbody tr:not([hidden]) th a").all_inner_texts()


@pytest.mark.parametrize(
    ("label", "heading"),
    [
        ("Year", "Year"),
        ("Form", "Form"),
        ("Support", "Support"),
        ("Key worker", "Key worker"),
        ("Need", "Needs"),
    ],
)
def test_each_filter_leaves_exactly_the_rows_that_say_so(
    reader: Reader, senco: Served, label: str, heading: str
) -> None:
    """For every choice of a filter, the rows that stay are those whose cell says it, and the count is announced."""
    page = reader(senco)
    page.goto(f"{senco.address}pupils/")
    field = page.get_by_label(label, exact=True)
    column = page.locator("table[data-pupils] thead th").all_inner_texts().index(heading)
    cells = page.locator(f"table[data-pupils] tbody tr > :nth-child({column + 1})").all_inner_texts()
    values = field.locator("option").all_inner_texts()[1:]
    assert values
    for value in values:
        field.select_option(value)
        expected = sum(value in [part.strip() for part in cell.split(";")] for cell in cells)
        assert expected > 0
        assert len(shown(page)) == expected, value
        expect(page.locator("[data-found]")).to_have_text(f"{expected} of {PUPILS} shown")
    expect(page.locator("[data-found]")).to_have_attribute("role", "status")


def test_what_is_due_filters_by_lateness(reader: Reader, senco: Served) -> None:
    """Overdue, behind, coming up and nothing due together are all pupils, and none twice."""
    page = reader(senco)
    page.goto(f"{senco.address}pupils/")
    field = page.locator("select[name=due]")
    values = field.locator("option").all_inner_texts()[1:]
    names: list[str] = []
    for value in values:
        field.select_option(value)
        names += shown(page)
    assert len(names) == PUPILS
    assert len(set(names)) == PUPILS
    field.select_option("Behind")
    assert "Maya Ellison" in shown(page)


def test_words_filter_and_filters_add_up(reader: Reader, senco: Served) -> None:
    """A word narrows within a choice; Clear filters takes everything back, address included."""
    page = reader(senco)
    page.goto(f"{senco.address}pupils/")
    page.get_by_label("Year", exact=True).select_option("Year 8")
    page.get_by_label("Name or word").fill("MAYA")
    assert shown(page) == ["Maya Ellison"]
    expect(page.locator("[data-found]")).to_have_text(f"1 of {PUPILS} shown")
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator("[data-found]")).to_have_text(f"{PUPILS} pupils")
    assert page.url == f"{senco.address}pupils/"


def test_the_address_restores_what_was_chosen(reader: Reader, senco: Served) -> None:
    """A colleague to whom the address is sent sees the same rows in the same order, and so does whoever reloads or comes back."""
    page = reader(senco)
    page.goto(f"{senco.address}pupils/")
    page.get_by_label("Support", exact=True).select_option(index=1)
    page.get_by_role("button", name="Form").click()
    page.get_by_role("button", name="Form").click()
    before = shown(page)
    assert len(before) > 1
    page.reload()
    expect(page.locator("[data-filters]")).to_be_visible()
    assert shown(page) == before
    page.locator("table[data-pupils] tbody tr:not([hidden]) a").first.click()
    page.wait_for_url("**/pupils/p-*/")
    page.go_back()
    expect(page.locator("[data-filters]")).to_be_visible()
    assert shown(page) == before
    other = reader(senco)
    other.goto(page.url)
    expect(other.locator("[data-filters]")).to_be_visible()
    assert shown(other) == before


def test_every_column_sorts_both_ways(reader: Reader, senco: Served) -> None:
    """Each heading sorts up, then down, says which, and loses no row; numbers sort as numbers: Year 8 before Year 10."""
    page = reader(senco)
    page.goto(f"{senco.address}pupils/")
    everyone = sorted(shown(page))
    heads = page.locator("table[data-pupils] thead th")
    for number in range(heads.count()):
        head = heads.nth(number)
        for direction in ("ascending", "descending"):
            head.get_by_role("button").click()
            expect(head).to_have_attribute("aria-sort", direction)
            assert sorted(shown(page)) == everyone
            expect(page.locator("th[aria-sort]")).to_have_count(1)
    page.goto(f"{senco.address}pupils/?sort=Year")
    expect(page.locator("[data-filters]")).to_be_visible()
    years = page.locator("table[data-pupils] tbody td[data-h=Year]").all_inner_texts()
    numbers = [int(found.group(1)) for year in years if (found := re.fullmatch(r"Year (\d+)", year.strip()))]
    assert len(numbers) > 10
    assert numbers == sorted(numbers)


def test_without_scripts_it_is_a_plain_table(reader: Reader, senco: Served) -> None:
    """Without JavaScript nothing is shown that would not work, and every pupil is in the table with a link to the record."""
    page = reader(senco, java_script_enabled=False)
    page.goto(f"{senco.address}pupils/")
    assert len(shown(page)) == PUPILS
    expect(page.locator("[data-filters]")).to_be_hidden()
    expect(page.locator("table[data-pupils] button")).to_have_count(0)
    page.get_by_role("link", name="Maya Ellison").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maya Ellison")


def test_headings_of_the_table_do_not_break_within_a_word(reader: Reader, senco: Served) -> None:
    """At 1280 pixels each heading of the table stands whole: no "Yea/r"."""
    page = reader(senco)
    page.goto(f"{senco.address}pupils/")
    broken = page.evaluate("""() => [...document.querySelectorAll("table[data-pupils] th")].filter((head) => {
      const range = document.createRange();
      range.selectNode(document.createTreeWalker(head, NodeFilter.SHOW_TEXT).nextNode());
      return new Set([...range.getClientRects()].map((box) => Math.round(box.bottom))).size > head.textContent.trim().split(" ").length;
    }).map((head) => head.textContent)""")
    assert broken == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
