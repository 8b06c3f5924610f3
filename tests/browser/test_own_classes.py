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
    button = page.get_by_role("button", name="Mine: 8B", exact=True)
    button.click()
    mine = page.locator("section", has=page.locator("#mine"))
    expect(mine.get_by_role("link")).to_have_text(["8B"])
    expect(button).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(mine.get_by_role("link")).to_have_text(["8B"])
    page.get_by_role("button", name="Mine: 8B", exact=True).click()
    expect(mine).to_be_hidden()


def test_typing_narrows_the_pupils(reader: Reader, sites: dict[str, Served]) -> None:
    """The box above everything narrows the list by half a name, and clearing it brings all back; the number is of those with a record."""
    site = sites["staff"]
    page = reader(site)
    go(page, site.address)
    rows = page.locator("[data-narrowed] tbody tr:visible")
    number = rows.count()
    expect(page.locator("[data-found]")).to_have_text(f"{number} pupils with a record")
    page.get_by_role("searchbox", name="Find a pupil or a class").fill("ellis")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Maya Ellison")
    page.get_by_role("button", name="Clear filters").click()
    expect(rows).to_have_count(number)


def test_typing_narrows_the_classes_too(reader: Reader, sites: dict[str, Served]) -> None:
    """A class is found by the box as a pupil is; a heading without a class goes, and with nothing typed all are back."""
    site = sites["staff"]
    page = reader(site)
    go(page, site.address)
    classes = page.locator("[data-classes] li:visible")
    number = classes.count()
    page.get_by_role("searchbox", name="Find a pupil or a class").fill("willow")
    expect(classes).to_contain_text(["5 Willow", "Willow"])
    page.get_by_role("searchbox", name="Find a pupil or a class").fill("okafor")
    expect(classes).to_have_count(0)
    expect(page.get_by_role("heading", name="Forms")).to_be_hidden()
    page.get_by_role("button", name="Clear filters").click()
    expect(classes).to_have_count(number)


def test_what_changed_is_that_of_my_pupils(reader: Reader, sites: dict[str, Served]) -> None:
    """With a class of one's own the news is that of its pupils, right below it; without one it is everybody's."""
    site = sites["staff"]
    page = reader(site)
    go(page, site.address)
    news = page.locator("[data-news]")
    every = news.locator("li[data-of]").count()
    assert every
    lines = {
        slug: news.locator(f"li[data-of~='{slug}']").count()
        for slug in page.locator("[data-classes] li").evaluate_all(
            "all => all.map((one) => one.dataset.class)"
        )
    }
    loud, quiet = max(lines, key=lines.__getitem__), min(lines, key=lines.__getitem__)
    for slug in (loud, quiet):
        button = page.locator(f"[data-class='{slug}'] button")
        button.click()
        expect(news.get_by_role("heading", name="What changed for your pupils")).to_be_visible()
        expect(news.locator("li[data-of]")).to_have_count(lines[slug])
        expect(news.get_by_text("Nothing that this site shows of your classes")).to_be_visible(
            visible=not lines[slug]
        )
        assert page.locator("section:has(#mine) + [data-news]").count() == 1
        button.click()
    expect(news.locator("li[data-of]")).to_have_count(every)
    expect(news.get_by_role("heading", name="What changed lately")).to_be_visible()


def test_no_word_breaks_in_the_middle(reader: Reader, sites: dict[str, Served]) -> None:
    """Wide, in between and on a phone, each word of the lists stands on one line, unless it is longer than its column."""
    site = sites["staff"]
    page = reader(site)
    go(page, site.address)
    for width in (1280, 800, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(_BROKEN) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


_BROKEN = """() => {
  const broken = [];
  for (const cell of document.querySelectorAll("table.compact :is(th, td), ul.classes li, ul.news li")) {
    const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      for (const { 0: word, index } of walk.currentNode.data.matchAll(/[\\p{L}\\d]+/gu)) {
        const range = document.createRange();
        range.setStart(walk.currentNode, index);
        range.setEnd(walk.currentNode, index + word.length);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        if (lines.size > 1 && word.length < 18) broken.push(word);
      }
    }
  }
  return broken;
}"""


def test_nothing_moves_when_my_own_classes_come_first(reader: Reader, sites: dict[str, Served]) -> None:
    """Opened again with classes of one's own, the page is drawn in its order at once, wide and on a phone."""
    site = sites["staff"]
    page = reader(site)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        go(page, site.address)
        button = page.get_by_role("button", name="Mine: 8B", exact=True)
        if button.get_attribute("aria-pressed") == "false":
            button.click()
        page.goto("about:blank")
        go(page, site.address)
        expect(page.locator("section:has(#mine)").get_by_role("link")).to_have_text(["8B"])
        assert page.evaluate(_MOVED) < 0.05


_MOVED = """() => new Promise((done) => {
  let moved = 0;
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) moved += each.value;
  }).observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => done(moved)));
})"""


def test_without_a_store_or_a_script_that_comes_all_is_shown(
    reader: Reader, sites: dict[str, Served]
) -> None:
    """Where the script never comes the classes are there all the same."""
    site = sites["staff"]
    page = reader(site)
    page.route("**/classes.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(site.address)
    expect(page.get_by_role("link", name="8B", exact=True)).to_be_visible()


def test_without_script_every_class_and_pupil_is_listed(reader: Reader, sites: dict[str, Served]) -> None:
    """Nothing on the first page waits for a script: the links are there, and no button that would do nothing."""
    site = sites["staff"]
    page = reader(site, java_script_enabled=False)
    page.goto(site.address)
    expect(page.get_by_role("link", name="8B", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Maya Ellison")).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
