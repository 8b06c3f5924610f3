"""What holds on every page of every site for readers who hear it, use no mouse, have a small screen or a slow line."""

import pytest
from drawn import broken_words, hidden_focus, moved
from markup import unheard_tables, unsaid, unsaid_on_any_page
from playwright.sync_api import Browser, Page, expect
from reading import Reader
from served_school import AUDIENCES, KINDS, MAIN_KINDS, Served

from chromium import go
from examples import of_a_sample

WIDE, PHONE = (1280, 860), (390, 844)
A4 = (688, 1000)
"""What is between the margins of a sheet, in CSS pixels."""

LISTS = ("today", "overdue", "coming", "changes", "changes-of-pupil", "week", "attendance-of-pupil")
"""Kinds of page that the script fills in besides the main ones."""


def kinds_of(site: Served, kinds: tuple[str, ...] = tuple(KINDS)) -> list[str]:
    """Return the kinds of page that a site has."""
    return [
        kind
        for kind in kinds
        if (site.folder / KINDS[kind].partition("?")[0]).is_file()
        or (site.folder / KINDS[kind].partition("?")[0] / "index.html").is_file()
    ]


def looked_at(site: Served) -> list[str]:
    """Return the kinds to look at: of the fullest site each, of the others on a change those that differ, with --thorough each."""
    return kinds_of(site, tuple(KINDS) if site.audience == "senco" else of_a_sample(MAIN_KINDS, tuple(KINDS)))


# ── For whoever hears a page ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_page_tells_a_screen_reader_what_it_is(
    reader: Reader, sites: dict[str, Served], audience: str
) -> None:
    """No link is called by a number or "above", ids are unique and are found, tables have captions and headers for each row."""
    page = reader(sites[audience])
    assert unsaid_on_any_page(page, sites[audience].folder) == []


def test_what_is_not_said_is_found(reader: Reader, senco: Served) -> None:
    """The law is not one that always holds: a page with each fault has each."""
    page = reader(senco)
    page.goto(senco.address)
    page.evaluate("""() => {
      document.querySelector("article").innerHTML = `<a href="#gone">above</a><a href="x/"><b>12</b></a><p id="a"></p><p id="a"></p>
        <p aria-labelledby="none"></p><table><tbody><tr><td>x</td></tr></tbody></table>`;
    }""")
    found = " / ".join(unsaid(page))
    for fault in (
        "above",
        "A  12",
        "id a stands twice",
        "points to no id: none",
        "#gone leads nowhere",
        "caption",
        "without a header",
    ):
        assert fault in found


def test_no_script_gives_an_id_twice(reader: Reader, senco: Served) -> None:
    """What scripts add, the theme's own too, has an id of its own on every kind of page."""
    page = reader(senco)
    twice = {}
    for kind in kinds_of(senco):
        go(page, senco.address + KINDS[kind])
        ids = page.locator("[id]").evaluate_all("every => every.map((one) => one.id)")
        if len(ids) != len(set(ids)):
            twice[kind] = sorted({each for each in ids if ids.count(each) > 1})
    assert twice == {}


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_a_list_is_sorted_at_every_width(reader: Reader, senco: Served, size: tuple[int, int]) -> None:
    """The buttons that sort a list are seen and named on a phone too, and do what they say."""
    page = reader(senco, *size)
    go(page, f"{senco.address}pupils/")
    names = page.locator("table[data-pupils] tbody th")
    before = names.all_inner_texts()
    button = page.get_by_role("columnheader").get_by_role("button", name="Pupil", exact=True)
    button.click()
    button.click()
    assert names.all_inner_texts() != before
    assert sorted(names.all_inner_texts()) == sorted(before)


# ── For whoever uses no mouse, and for whoever reads a small screen ─────────────────────────────────────


@pytest.mark.parametrize("size", [WIDE, PHONE])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_page_can_be_heard_reached_and_read(
    reader: Reader, sites: dict[str, Served], audience: str, size: tuple[int, int]
) -> None:
    """In Chromium's accessibility tree each list has its name, its columns' headers, a header for each row, and its cells.
    What has the focus is in sight and under nothing, come to from above or from below. A word stands on one line. The
    current tab, or More with it, is wholly in sight, and a row of tabs that goes on fades at its end.
    """
    site = sites[audience]
    page = reader(site, *size)
    wrong = []
    for kind in looked_at(site):
        go(page, site.address + KINDS[kind])
        # The focus moves the row of tabs, and words open what is folded.
        found = [*page.evaluate(TABS), *unheard_tables(page), *hidden_focus(page), *broken_words(page)]
        wrong += [f"{kind}: {each}" for each in found]
    assert wrong == []


def test_the_bar_at_the_foot_hides_no_focus_in_a_low_window(reader: Reader, senco: Served) -> None:
    """The list of a page's parts scrolls by itself: its last one is reached above the bar, however little room there is."""
    page = reader(senco, 1280, 400)
    go(page, senco.address + KINDS["pupil"])
    parts = page.locator(".md-sidebar--secondary a")
    bar = page.locator(".banner[role=status]")
    for at in range(parts.count()):
        parts.nth(at).focus()
        box, below = parts.nth(at).bounding_box(), bar.bounding_box()
        assert box is not None
        assert below is not None
        assert box["y"] + box["height"] <= below["y"], parts.nth(at).inner_text()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_word_breaks_on_paper(reader: Reader, sites: dict[str, Served], audience: str) -> None:
    """The same on a sheet of A4."""
    site = sites[audience]
    page = reader(site, *A4)
    page.emulate_media(media="print")
    wrong = []
    for kind in looked_at(site):
        go(page, site.address + KINDS[kind])
        wrong += [f"{kind}: {each}" for each in broken_words(page)]
    assert wrong == []


LONG = """(word) => {
  for (const cell of document.querySelectorAll("table.list:not(.grid) :is(td, tbody th)")) {
    if (/[A-Za-z]{4}/.test(cell.textContent) && cell.checkVisibility()) cell.append(` ${word}`);
  }
}"""


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_long_names_stand_whole_in_every_column(reader: Reader, senco: Served, size: tuple[int, int]) -> None:
    """Whatever the columns beside it say, a name as long as any in a school's list is not broken."""
    page = reader(senco, *size)
    wrong = []
    for kind in ("today", "pupils", "pupil", "staff"):
        go(page, senco.address + KINDS[kind])
        page.evaluate(LONG, "Featherstonehaugh")
        wrong += [f"{kind}: {each}" for each in broken_words(page) if each.startswith("Feather")]
    assert wrong == []


def test_the_laws_of_drawing_can_be_broken(reader: Reader, senco: Served) -> None:
    """A column too narrow for its words, and a header that hides what has the focus, are found."""
    page = reader(senco)
    go(page, senco.address)
    assert broken_words(page) + hidden_focus(page) == []
    page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("html { scroll-padding-top: 0 !important } .facts { width: 1rem; overflow-wrap: anywhere } .facts li { width: 1rem }");
      document.adoptedStyleSheets = [sheet];
    }""")
    assert broken_words(page)
    assert any("md-header" in each for each in hidden_focus(page))


TABS = """() => {
  const row = document.querySelector(".md-tabs__list");
  const wrong = [];
  const box = document.querySelector(".md-tabs [aria-current]:not(.lr-more__list *)")?.getBoundingClientRect();
  const end = row.getBoundingClientRect().right - (row.scrollWidth > row.clientWidth ? 20 : 0);
  if (box && !box.width) wrong.push("no box");
  if (box && document.querySelector(".md-tabs__list [aria-current]") && (box.left < 0 || box.right > end)) wrong.push(`the tab stands from ${box.left} to ${box.right} of ${end}`);
  if (row.scrollWidth > row.clientWidth && getComputedStyle(row).maskImage === "none") wrong.push("nothing shows that the row goes on");
  return wrong;
}"""


# ── For whoever has a slow line, or no scripts ──────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [WIDE, PHONE])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_nothing_moves_after_it_was_drawn(
    browser: Browser, sites: dict[str, Served], audience: str, size: tuple[int, int]
) -> None:
    """Scripts that come late, and what they fetch, move less of a page than anybody notices."""
    site = sites[audience]
    sample = dict.fromkeys((*MAIN_KINDS, *LISTS) if audience == "senco" else ("today", "pupils", "staff"))
    wrong = []
    for kind in kinds_of(site, of_a_sample(tuple(sample), tuple(KINDS))):
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
        wrong += [f"{kind}: {each}" for each in moved(context, site.address + KINDS[kind])]
        context.close()
    assert wrong == []


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_ones_own_classes_move_nothing(
    browser: Browser, sites: dict[str, Served], size: tuple[int, int]
) -> None:
    """Nor does what the browser remembers: the classes that a reader marked stand there when the page is opened again."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    page = context.new_page()
    go(page, sites["staff"].address)
    for button in page.locator("button.mine").all()[:3]:
        button.click()
    assert moved(context, sites["staff"].address) == []
    context.close()


def test_classes_stand_there_where_the_script_does_not_come(
    browser: Browser, sites: dict[str, Served]
) -> None:
    """What waits for the script waits no longer than a moment."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/classes.js", lambda route: route.abort())
    page.goto(sites["staff"].address)
    expect(page.get_by_role("heading", name="Forms")).to_be_visible()
    context.close()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_without_scripts_nothing_dead_is_shown(
    reader: Reader, sites: dict[str, Served], audience: str
) -> None:
    """No field, and no button, that would do nothing; and no room kept for them."""
    site = sites[audience]
    page = reader(site, *PHONE, java_script_enabled=False)
    for kind in kinds_of(site):
        page.goto(site.address + KINDS[kind])
        dead = page.locator("article :is(input, select, button)")
        assert [each for each in dead.all() if each.is_visible()] == [], kind
        assert _height(page, ".filters") == 0, kind


def _height(page: Page, selector: str) -> float:
    boxes = [each.bounding_box() for each in page.locator(selector).all()]
    return sum(box["height"] for box in boxes if box)


def test_a_row_of_a_written_page_has_one_line(reader: Reader, senco: Served) -> None:
    """In the guide's tables the line between two rows goes through the row's header as well."""
    page = reader(senco)
    go(page, f"{senco.address}guide/")
    lines = page.locator("article table tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [...row.children].map((cell) => getComputedStyle(cell).borderTop))"
    )
    assert lines
    assert [row for row in lines if len(set(row)) > 1 or row[0].startswith("0px")] == []
