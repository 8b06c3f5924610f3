"""Overdue, Coming up and a colleague's list: filters that live in the address, and go on with the reader's own day."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from reading import Reader, violations_at_both_widths
from served_school import DAY, Served
from test_passing_days import LATER, on, open_at

from chromium import go
from examples import of_a_sample

LISTS = ("overdue/", "coming/", "staff/r-adeyemi/")


def shown(page: Page) -> list[dict[str, str]]:
    """Return what the rows that are seen carry, from the top: their day, owners and kinds."""
    found: list[dict[str, str]] = page.locator("[data-narrowed] tr[data-due]").evaluate_all(
        "rows => rows.filter((row) => row.checkVisibility()).map((row) => ({...row.dataset}))"
    )
    return found


def open_list(page: Page, site: Served, path: str) -> None:
    """Open a list and wait for its filters."""
    page.goto(site.address + path)
    expect(page.locator("[data-filters]")).to_be_visible()


@pytest.mark.parametrize("path", LISTS)
def test_each_choice_leaves_exactly_what_it_names(reader: Reader, senco: Served, path: str) -> None:
    """For every owner and kind, the rows that stay carry it, and none that does is lost; the count says how many of all."""
    page = reader(senco)
    open_list(page, senco, path)
    every = shown(page)
    for name in ("owner", "kind"):
        field = page.locator(f"select[name={name}]")
        if not field.count():
            continue
        values = field.locator("option").evaluate_all(
            "options => options.map((one) => one.value).filter(Boolean)"
        )
        assert len(values) > 2
        for value in values:
            field.select_option(value)
            expected = [row for row in every if value in row[name].split()]
            assert shown(page) == expected, value
            expect(page.locator("[data-found]")).to_have_text(f"{len(expected)} of {len(every)} shown")
            assert page.locator("[data-no-match]").is_visible() == (not expected)
        field.select_option("")
    assert shown(page) == every
    expect(page.locator("[data-found]")).to_have_attribute("role", "status")


def test_what_has_no_date_is_narrowed_with_the_list(reader: Reader, senco: Served) -> None:
    """An owner or a kind leaves its rows without a date, and their heading only where there are any; no window hides them."""
    page = reader(senco)
    open_list(page, senco, "overdue/")
    rows = page.locator("[data-no-date] tbody tr")
    every: list[dict[str, str]] = rows.evaluate_all("rows => rows.map((row) => ({...row.dataset}))")
    assert every
    for name in ("owner", "kind"):
        field = page.locator(f"select[name={name}]")
        values = field.locator("option").evaluate_all(
            "options => options.map((one) => one.value).filter(Boolean)"
        )
        for value in values:
            field.select_option(value)
            left = sum(value in row[name].split() for row in every)
            expect(rows.locator("visible=true")).to_have_count(left)
            assert page.locator("#no-date").is_visible() == (left > 0)
        field.select_option("")
    page.locator("select[name=window]").select_option("over-28")
    expect(rows.locator("visible=true")).to_have_count(len(every))


def days_of(page: Page) -> list[int]:
    """Return how many days from DAY the rows that are seen are due."""
    return [(date.fromisoformat(row["due"]) - DAY).days for row in shown(page)]


@pytest.mark.parametrize(
    ("path", "value", "bounds"),
    [
        ("overdue/", "over-7", (-999, -8)),
        ("overdue/", "over-14", (-999, -15)),
        ("overdue/", "over-28", (-999, -29)),
        # 22 November 2026 is a Sunday: its week began on the 16th.
        ("overdue/", "week", (-6, 0)),
        ("coming/", "week", (-6, 0)),
        ("coming/", "7", (0, 7)),
        ("coming/", "14", (0, 14)),
        ("coming/", "28", (0, 28)),
        ("coming/", "half-term", (0, 26)),
    ],
)
def test_a_window_is_of_days_from_today(
    reader: Reader, senco: Served, path: str, value: str, bounds: tuple[int, int]
) -> None:
    """Each window holds what falls due in it, first and last day included, and nothing else."""
    page = reader(senco)
    open_list(page, senco, path)
    every = days_of(page)
    page.locator("select[name=window]").select_option(value)
    assert days_of(page) == [days for days in every if bounds[0] <= days <= bounds[1]]


def test_filters_add_up_and_are_cleared(reader: Reader, senco: Served) -> None:
    """Several together leave what all of them leave; one button takes them all away, from the address too."""
    page = reader(senco)
    open_list(page, senco, "overdue/")
    every = shown(page)
    page.get_by_label("Owner", exact=True).select_option("R. Adeyemi")
    page.get_by_label("Kind", exact=True).select_option("Reviews: all")
    page.get_by_label("Late", exact=True).select_option("over-14")
    expected = [
        row
        for row in every
        if "r-adeyemi" in row["owner"].split()
        and "review" in row["kind"].split()
        and date.fromisoformat(row["due"]) < DAY - timedelta(days=14)
    ]
    assert shown(page) == expected
    assert 0 < len(expected) < len(every)
    assert page.url == f"{senco.address}overdue/?owner=r-adeyemi&kind=review&window=over-14"
    headings = page.locator("[data-grouping] h3").locator("visible=true").all_inner_texts()
    assert headings == [f"R. Adeyemi {len(expected)}"]
    assert page.locator(".jump li").locator("visible=true").all_inner_texts() == [
        f"R. Adeyemi {len(expected)}"
    ]
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator("[data-found]")).to_have_text(f"{len(every)} dates")
    assert shown(page) == every
    assert page.url == f"{senco.address}overdue/"


@pytest.mark.parametrize(
    "query",
    of_a_sample(
        ["owner=r-adeyemi&kind=review", "window=over-14"],
        ["owner=r-adeyemi&kind=review", "kind=action", "window=over-14", "owner=t-barros"],
    ),
)
def test_an_address_can_be_kept_and_sent(reader: Reader, senco: Served, query: str) -> None:
    """A bookmark, a reload, the back button and a colleague with the address all come to the same list."""
    page = reader(senco)
    open_list(page, senco, f"overdue/?{query}")
    before = shown(page)
    assert before
    assert page.url == f"{senco.address}overdue/?{query}"
    page.reload()
    expect(page.locator("[data-filters]")).to_be_visible()
    assert shown(page) == before
    page.locator("[data-narrowed] tr[data-due] a").locator("visible=true").first.click()
    page.wait_for_url("**/pupils/p-*/")
    page.go_back()
    expect(page.locator("[data-filters]")).to_be_visible()
    assert shown(page) == before
    other = reader(senco)
    open_list(other, senco, f"overdue/?{query}")
    assert shown(other) == before


def test_somebody_away_and_their_cover_both_find_it(reader: Reader, senco: Served) -> None:
    """What T. Barros holds stands under R. Adeyemi, who covers, and is found by either name."""
    page = reader(senco)
    open_list(page, senco, "overdue/?owner=t-barros")
    found = shown(page)
    assert found
    assert {row["owner"] for row in found} == {"t-barros r-adeyemi"}
    (heading,) = page.locator("[data-grouping] h3").locator("visible=true").all_inner_texts()
    assert heading.startswith("R. Adeyemi")
    open_list(page, senco, "overdue/?owner=r-adeyemi")
    assert all(row in shown(page) for row in found)


def test_what_has_nothing_left_is_an_empty_list(reader: Reader, senco: Served) -> None:
    """An address that was sent and now fits nothing shows nothing and says so; it is not taken for no filter at all."""
    page = reader(senco)
    for query in ("owner=a-farrow", "kind=nothing", "window=<b>x", "kind=chase&window=over-28&owner=z-karim"):
        open_list(page, senco, f"overdue/?{query}")
        assert shown(page) == []
        expect(page.locator("[data-no-match]")).to_be_visible()
        expect(page.locator("[data-found]")).to_contain_text("0 of ")
        expect(page.locator("[data-all-empty]")).to_be_hidden()
        page.get_by_role("button", name="Clear filters").click()
        expect(page.locator("[data-no-match]")).to_be_hidden()
        assert len(shown(page)) > 20


@pytest.mark.parametrize("path", LISTS)
def test_without_scripts_the_whole_list_is_there(reader: Reader, senco: Served, path: str) -> None:
    """No script: no filter, no empty sentence, every row in its group, and nothing that should be hidden shown."""
    page = reader(senco)
    open_list(page, senco, path)
    every = len(shown(page))
    plain = reader(senco, java_script_enabled=False)
    plain.goto(f"{senco.address}{path}?owner=t-barros")
    for hidden in ("[data-filters]", "[data-found]", "[data-no-match]"):
        expect(plain.locator(hidden)).to_be_hidden()
    assert plain.locator("[data-narrowed] tr[data-due]").locator("visible=true").count() == every


# ── The day goes on ─────────────────────────────────────────────────────────────────────────────────────


def test_what_passes_goes_over_within_a_filter(reader: Reader, ageing: dict[str, Served]) -> None:
    """Days after the build, what has fallen due is found under Overdue with the filters kept, and the counts are those of that day."""
    site = ageing["senco"]
    page = reader(site)
    open_at(page, site, "coming/?kind=action", DAY)
    moving = [row for row in shown(page) if row["due"] < LATER.isoformat()]
    assert moving
    open_at(page, site, "overdue/?kind=action", DAY)
    late = shown(page)
    open_at(page, site, "overdue/?kind=action", LATER)
    now = shown(page)
    assert sorted((row["due"], row["owner"]) for row in now) == sorted(
        (row["due"], row["owner"]) for row in late + moving
    )
    total = sum(int(word) for word in page.locator("[data-late]").inner_text().split() if word.isdecimal())
    expect(page.locator("[data-found]")).to_have_text(f"{len(now)} of {total} shown")
    counts = page.locator("[data-grouping] section:not([hidden]) [data-count]").all_inner_texts()
    assert sum(map(int, counts)) == len(now)
    page.get_by_role("button", name="Clear filters").click()
    expect(page.locator("[data-found]")).to_have_text(f"{total} dates")
    assert len(shown(page)) == total


def test_a_window_moves_with_the_readers_day(reader: Reader, ageing: dict[str, Served]) -> None:
    """A bookmark of "next 7 days" means the next seven from the day it is opened, in London, and not from the build."""
    site = ageing["senco"]
    page = reader(site, timezone_id="Pacific/Auckland")
    open_at(page, site, "coming/", DAY)
    every = [row["due"] for row in shown(page)]
    for passed in (0, 1, 8):
        today = DAY + timedelta(days=passed)
        open_at(page, site, "coming/?window=7", today)
        last = today + timedelta(days=7)
        assert [row["due"] for row in shown(page)] == [
            due for due in every if today.isoformat() <= due <= last.isoformat()
        ]
    open_at(page, site, "coming/?window=week", LATER)
    sunday = LATER + timedelta(days=6 - LATER.weekday())
    assert {row["due"] for row in shown(page)} == {
        due for due in every if LATER.isoformat() <= due <= sunday.isoformat()
    }


def test_a_list_with_nothing_left_says_so(reader: Reader, ageing: dict[str, Served]) -> None:
    """When every day to come has passed, Coming up is empty, with and without a filter, and counts nothing."""
    page = reader(ageing["senco"])
    open_at(page, ageing["senco"], "coming/?kind=review", DAY + timedelta(days=400))
    expect(page.locator("[data-all-empty]")).to_be_visible()
    expect(page.locator("[data-no-match]")).to_be_hidden()
    assert shown(page) == []
    on(page, DAY)


# ── Owners ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_cell_of_the_forecast_leads_to_that_weeks_reviews(reader: Reader, senco: Served) -> None:
    """Each number of the grid is the number of rows on the page that it leads to, narrowed to reviews of that week."""
    page = reader(senco)
    page.goto(f"{senco.address}staff/")
    cells = page.locator("table.forecast td a").evaluate_all(
        "links => links.map((link) => [link.getAttribute('href'), parseInt(link.textContent)])"
    )
    assert len(cells) > 5
    for href, number in cells[:12]:
        open_list(page, senco, f"staff/{href}")
        rows = shown(page)
        if "week=" not in href:
            rows = [row for row in rows if row["due"] < DAY.isoformat()]
        assert len(rows) == number, href
        assert all("review" in row["kind"].split() for row in rows)


def test_the_grid_adds_up(reader: Reader, senco: Served) -> None:
    """Each column's numbers sum to the total row's, and holiday weeks say that they are."""
    page = reader(senco)
    page.goto(f"{senco.address}staff/")
    lines = page.locator("table.forecast tbody tr").evaluate_all(
        "rows => rows.map((row) => [...row.cells].slice(1).map((cell) => parseInt(cell.textContent || 0)))"
    )
    *people, total = lines
    assert [sum(column) for column in zip(*people, strict=True)] == total
    heads = " ".join(page.locator("table.forecast thead").inner_text().split())
    assert "Autumn 2" in heads
    assert "week 4 23 November" in heads
    assert "no school" in heads


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_grid_scrolls_in_its_own_box(reader: Reader, senco: Served, width: int) -> None:
    """The page never scrolls sideways; the grid does, its names stay in sight, and the keyboard reaches it."""
    page = reader(senco, width=width)
    page.goto(f"{senco.address}staff/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    box = page.locator(".scroll:has(table.forecast)")
    box.focus()
    assert box.evaluate("one => one === document.activeElement && one.scrollWidth > one.clientWidth")
    left = page.locator("table.forecast tbody th").first
    before = left.bounding_box()
    box.evaluate("one => { one.scrollLeft = 200; }")
    after = left.bounding_box()
    assert before is not None
    assert after is not None
    assert before["x"] == after["x"]


# ── For everybody ───────────────────────────────────────────────────────────────────────────────────────


def test_the_keyboard_alone_narrows_and_clears(reader: Reader, senco: Served) -> None:
    """Tab reaches each field and the button in order; a letter chooses, and Enter clears."""
    page = reader(senco)
    open_list(page, senco, "overdue/")
    every = len(shown(page))
    page.locator("#f-owner").focus()
    page.keyboard.type("K. M")
    expect(page.locator("#f-owner")).to_have_value("k-mensah")
    assert 0 < len(shown(page)) < every
    order = []
    for _ in range(4):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.name || document.activeElement.type"))
    assert order == ["kind", "state", "window", "reset"]
    page.keyboard.press("Enter")
    expect(page.locator("[data-found]")).to_have_text(f"{every} dates")


@pytest.mark.parametrize(
    "path",
    [
        "overdue/?owner=t-barros",
        "overdue/?kind=nothing",
        "coming/?window=7",
        "staff/",
        "staff/r-adeyemi/?kind=review",
    ],
)
def test_axe_finds_nothing_on_a_narrowed_list(reader: Reader, senco: Served, path: str) -> None:
    """A narrowed list, an empty one and the page of owners keep to WCAG 2.2 AA, wide and on a phone, and fit the screen."""
    page = reader(senco)
    go(page, senco.address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    assert violations_at_both_widths(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
