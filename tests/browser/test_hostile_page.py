"""A record full of markup is shown as text: it makes no element, runs nothing, and asks for nothing."""

import pytest
from playwright.sync_api import Page, expect
from reading import Reader
from served_school import AUDIENCES, HOSTILE, HOSTILE_TEXT, KINDS, MUCH, Served

from chromium import go

ELEMENTS = """() => {
  const found = {};
  for (const one of document.querySelectorAll("script, img, iframe, object, embed, link, style, base, form, meta, svg, math, video, template")) {
    found[one.localName] = (found[one.localName] ?? 0) + 1;
  }
  return found;
}"""

HANDLERS = """() => [...document.querySelectorAll("*")].flatMap((one) => [...one.attributes]
  .filter((each) => each.name.startsWith("on") || /^\\s*javascript:/i.test(each.value))
  .map((each) => `${one.localName} ${each.name}`))"""


def inert(page: Page) -> None:
    """Check that nothing of the text became an element, a handler or a sum."""
    assert page.evaluate(HANDLERS) == []
    assert page.locator("img[src=x], article script").count() == 0
    assert page.get_by_text("{{7*7}}", exact=True).count() == 0
    text = page.locator("article").inner_text()
    assert "<script>alert(2)</script>" in text
    assert "{{7*7}}" in text


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_hostile_record_adds_no_element(reader: Reader, sites: dict[str, Served], audience: str) -> None:
    """The page has the very elements of the same record with harmless text: no script, image or frame more.

    The reader's guard fails the test for a dialog, a request to elsewhere or a broken policy.
    """
    site = sites[audience]
    page = reader(site)
    go(page, f"{site.address}pupils/{MUCH}/")
    harmless = page.evaluate(ELEMENTS)
    go(page, f"{site.address}pupils/{HOSTILE}/")
    assert page.evaluate(ELEMENTS) == harmless
    inert(page)
    assert HOSTILE_TEXT[:60] in page.title()
    for element in page.locator("article [tabindex], article a, article summary").all():
        element.dispatch_event("focus")


@pytest.mark.parametrize("path", ["", "overdue/", "coming/", "pupils/", "staff/j-okafor/"])
def test_lists_show_hostile_text_as_text(reader: Reader, senco: Served, path: str) -> None:
    """Names and actions stand in lists as they were typed."""
    page = reader(senco)
    go(page, senco.address + path)
    inert(page)


def test_the_form_of_a_hostile_record_has_a_page(reader: Reader, senco: Served) -> None:
    """A form whose name is markup has a page with a harmless address, and leads back."""
    page = reader(senco)
    page.goto(f"{senco.address}pupils/")
    page.locator("ul.jump a", has_text="<img").click()
    page.wait_for_url("**/classes/*/")
    inert(page)


def test_search_shows_hostile_text_as_text(reader: Reader, senco: Served) -> None:
    """The dialog and the page of the search set what they found as text, markup included."""
    page = reader(senco)
    page.goto(senco.address)
    page.keyboard.press("/")
    page.keyboard.type("alert")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("<img src=x onerror=alert(1)>")
    assert option.locator("img, script, b").count() == 0
    go(page, f"{senco.address}search/?q=alert")
    expect(page.locator(".lr-search-page__list li").first).to_contain_text("<script>")
    assert page.locator("article :is(img, script, iframe)").count() == 0
    assert page.evaluate(HANDLERS) == []


@pytest.mark.parametrize(
    "query",
    [
        "search/?q=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&Form=%3Cscript%3Ealert(2)%3C/script%3E",
        "pupils/?text=%3Cscript%3Ealert(1)%3C/script%3E&year=%3Cimg%20src%3Dx%3E&sort=%3Cb%3E",
        "search/?__proto__=x&constructor=y",
        "#%22%3E%3Cimg%20src%3Dx%3E",
    ],
)
def test_a_hostile_address_does_nothing(reader: Reader, senco: Served, query: str) -> None:
    """Somebody who is sent a prepared address meets only text: what stands in an address is as hostile as a record."""
    page = reader(senco)
    go(page, senco.address + query)
    if query.startswith("search"):
        expect(page.locator(".lr-search-page__status")).not_to_have_text("Loading …")
    assert page.locator("article :is(img, script, iframe)").count() == 0
    assert page.evaluate(HANDLERS) == []
    assert page.evaluate("({}).x") is None


def test_right_to_left_text_stays_in_its_place(reader: Reader, senco: Served) -> None:
    """An override of direction in one name does not turn the words after it: the next cell still reads left to right."""
    page = reader(senco)
    page.goto(senco.address + KINDS["pupils"])
    row = page.locator("table[data-pupils] tr", has_text="<img").first
    boxes = [cell.bounding_box() for cell in row.locator("td").all()]
    lefts = [box["x"] for box in boxes if box]
    assert lefts == sorted(lefts)
