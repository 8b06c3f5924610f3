"""The search over a whole site: by keyboard, with filters, in the address."""

from playwright.sync_api import expect
from reading import Reader
from served_school import KINDS, Served


def test_slash_finds_a_pupil_by_name(reader: Reader, senco: Served) -> None:
    """From any page: slash, a name, Enter. Nobody needs a mouse to open a record."""
    page = reader(senco)
    for kind in ("today", "pupil-with-only-a-plan", "about"):
        page.goto(senco.address + KINDS[kind])
        page.keyboard.press("/")
        expect(page.get_by_role("combobox", name="Search the records")).to_be_focused()
        page.keyboard.type("maya ellison")
        expect(page.get_by_role("option").first).to_contain_text("Maya Ellison")
        page.keyboard.press("Enter")
        page.wait_for_url("**/pupils/p-7k3m/**")


def test_a_word_of_the_passport_finds_the_pupil_on_every_site(
    reader: Reader, sites: dict[str, Served]
) -> None:
    """What helps a pupil is what everybody who teaches looks for, so the narrowest site finds it too."""
    for site in sites.values():
        page = reader(site)
        page.goto(site.address)
        page.keyboard.press("/")
        page.keyboard.type("visual timetable desk")
        expect(page.get_by_role("option").filter(has_text="Maya Ellison").first).to_be_visible()


def test_what_an_audience_may_not_read_it_cannot_find(reader: Reader, sites: dict[str, Served]) -> None:
    """A word of a conversation with the family is found by the team, and by nobody on the site of all staff."""
    for audience, found in (("team", True), ("staff", False)):
        page = reader(sites[audience])
        page.goto(f"{sites[audience].address}search/?q=worries+late")
        expect(page.locator(".lr-search-page__status")).to_contain_text(
            "1 page found" if found else "No page says this."
        )


def test_arrows_choose(reader: Reader, senco: Served) -> None:
    """Arrows move the choice, up from the first to the last, and a screen reader is told which it is."""
    page = reader(senco)
    page.goto(senco.address)
    page.keyboard.press("/")
    # All at once: what an earlier letter found would still come, and the choice with it go.
    page.keyboard.insert_text("year")
    expect(page.locator(".lr-search__status")).to_contain_text("found")
    options = page.get_by_role("option")
    box = page.get_by_role("combobox")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)


def test_escape_goes_back_to_where_the_reader_was(reader: Reader, senco: Served) -> None:
    """Escape closes the search, and the focus is again on the link from which it was opened."""
    page = reader(senco)
    page.goto(senco.address)
    row = page.locator("table.rows a").first
    row.focus()
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type("maya")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(row).to_be_focused()


def test_slash_in_the_filter_is_a_slash(reader: Reader, senco: Served) -> None:
    """Somebody who types 7/8 into the filter of the pupils' table is not interrupted."""
    page = reader(senco)
    page.goto(f"{senco.address}pupils/")
    field = page.get_by_label("Name or word")
    expect(field).to_be_visible()
    field.press_sequentially("7/8")
    expect(field).to_have_value("7/8")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_nothing_found_is_said(reader: Reader, senco: Served) -> None:
    """No page found is an answer in words, announced, in the dialog and on the page."""
    page = reader(senco)
    page.goto(senco.address)
    page.keyboard.press("/")
    page.keyboard.type("zzyzx")
    expect(page.locator(".lr-search__status")).to_have_text("No page says this.")
    expect(page.locator(".lr-search__status")).to_have_attribute("role", "status")
    page.goto(f"{senco.address}search/?q=zzyzx")
    expect(page.locator(".lr-search-page__status")).to_have_text("No page says this.")


def test_facets_narrow_count_and_stand_in_the_address(reader: Reader, senco: Served) -> None:
    """A facet gives as many pages as it says, the address holds the choice, and reload, back and clearing follow it."""
    page = reader(senco)
    page.goto(f"{senco.address}search/")
    status = page.locator(".lr-search-page__status")
    expect(status).to_have_text("22 pages")
    group = page.get_by_role("group", name="Year group")
    expect(group).to_be_visible()
    choice = group.locator("label", has_text="Year 8")
    promised = int(choice.locator("b").inner_text())
    assert promised > 1
    choice.locator("input").check()
    expect(status).to_have_text(f"{promised} pages found")
    assert page.url.endswith("search/?Year+group=Year+8")
    page.get_by_label("Words").fill("ellison")
    expect(status).to_have_text("1 page found")
    page.reload()
    expect(status).to_have_text("1 page found")
    expect(page.get_by_label("Words")).to_have_value("ellison")
    page.locator(".lr-search-page__list a").first.click()
    page.wait_for_url("**/pupils/p-7k3m/**")
    page.go_back()
    expect(status).to_have_text("1 page found")
    page.get_by_role("button", name="Clear filters").click()
    page.get_by_label("Words").fill("")
    expect(status).to_have_text("22 pages")
    assert page.url == f"{senco.address}search/"


def test_every_facet_that_was_promised_is_there(reader: Reader, senco: Served) -> None:
    """People look by year, form, support, need, key worker, owner and what is due."""
    page = reader(senco)
    page.goto(f"{senco.address}search/")
    expect(page.locator(".lr-search-page__status")).to_have_text("22 pages")
    names = page.locator("fieldset legend").all_inner_texts()
    assert names == ["Year group", "Form", "Support", "Need", "Key worker", "Owner", "Due"]
