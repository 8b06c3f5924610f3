"""Which classes are the reader's own is chosen in the browser, stands first from then on, and goes nowhere."""

from playwright.sync_api import expect
from reading import Reader
from served_school import Served

from chromium import go


def test_my_own_classes_stand_first(reader: Reader, sites: dict[str, Served]) -> None:
    """A class that is marked stands under Mine, also after the page is opened again; marked off, it goes."""
    site = sites["staff"]
    page = reader(site)
    go(page, site.address)
    expect(page.get_by_role("heading", name="Mine")).to_be_hidden()
    button = page.get_by_role("button", name="8B is mine", exact=True)
    button.click()
    mine = page.locator("section", has=page.locator("#mine"))
    expect(mine.get_by_role("link")).to_have_text(["8B"])
    expect(button).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(mine.get_by_role("link")).to_have_text(["8B"])
    page.get_by_role("button", name="8B is mine", exact=True).click()
    expect(mine).to_be_hidden()


def test_typing_narrows_the_pupils(reader: Reader, sites: dict[str, Served]) -> None:
    """The box above everything narrows the list by half a name, and clearing it brings all back."""
    site = sites["staff"]
    page = reader(site)
    go(page, site.address)
    rows = page.locator("[data-narrowed] tbody tr:visible")
    number = rows.count()
    page.get_by_label("Find a pupil: name, class or key worker").fill("ellis")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Maya Ellison")
    page.get_by_role("button", name="Clear filters").click()
    expect(rows).to_have_count(number)


def test_without_script_every_class_and_pupil_is_listed(reader: Reader, sites: dict[str, Served]) -> None:
    """Nothing on the first page waits for a script: the links are there, and no button that would do nothing."""
    site = sites["staff"]
    page = reader(site, java_script_enabled=False)
    page.goto(site.address)
    expect(page.get_by_role("link", name="8B", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Maya Ellison")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
