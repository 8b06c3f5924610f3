"""What falls due between two builds becomes late in the browser, in words, in lists and in figures."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from reading import Reader
from served_school import DAY, MUCH, Served

from chromium import settled
from examples import of_a_sample
from liverecord.render.words import due_words

LATER = date(2026, 11, 30)


def on(page: Page, day: date, hour: int = 9) -> None:
    """Set the reader's clock."""
    page.clock.set_fixed_time(datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def open_at(page: Page, site: Served, path: str, day: date) -> None:
    """Open a page on a day and wait until it has been told anew."""
    on(page, day)
    follow(page, site, path)


def follow(page: Page, site: Served, path: str) -> None:
    """Open a page without touching the clock."""
    with page.expect_response("**/site.json"):
        page.goto(site.address + path)
    settled(page)


def rows(page: Page, section: str) -> list[tuple[str, str]]:
    """Return the rows that a reader sees below a selector as (day, pupil)."""
    found = page.locator(section).evaluate_all("""sections => sections
      .flatMap((one) => [...one.querySelectorAll("tr[data-due]")])
      .filter((row) => row.checkVisibility())
      .map((row) => [row.dataset.due, row.querySelector("a").textContent])""")
    return [(day, pupil) for day, pupil in found]


def told_on(day: date, time: Locator) -> str:
    """Return what the server would say of a late duty on a day: the browser's words are held beside these."""
    due, limit = (time.get_attribute(name) for name in ("data-due", "data-limit"))
    is_overdue = limit is not None and date.fromisoformat(limit) < day
    last = limit if is_overdue and limit is not None else str(due)
    return due_words((date.fromisoformat(last) - day).days, overdue=is_overdue)


NEEDS = "section:has(#needs)"
COMING = "section:has(#coming)"


def test_a_coming_duty_becomes_late_and_moves(reader: Reader, ageing: dict[str, Served]) -> None:
    """On the day after it was due, a row leaves Coming up for the list of what is late, and its words say since when and by whose day."""
    page = reader(ageing["senco"])
    open_at(page, ageing["senco"], "", DAY)
    late, coming = rows(page, NEEDS), rows(page, COMING)
    moving = [row for row in coming if row[0] < LATER.isoformat()]
    assert moving
    open_at(page, ageing["senco"], "", LATER)
    assert sorted(rows(page, NEEDS)) == sorted(late + moving)
    assert rows(page, COMING) == [row for row in coming if row not in moving]
    follow(page, ageing["senco"], "overdue/")
    by_owner = rows(page, "[data-grouping]")
    for row in moving:
        assert row in by_owner
    for time in page.locator("[data-grouping] tr:not([hidden]) time.duty").all():
        assert time.inner_text() == told_on(LATER, time)


def test_due_today_is_not_late(reader: Reader, ageing: dict[str, Served]) -> None:
    """On its own day a duty is due today, up to midnight in London, whatever the clock of the reader's machine says."""
    page = reader(ageing["senco"], timezone_id="Pacific/Auckland")
    open_at(page, ageing["senco"], f"pupils/{MUCH}/", date(2026, 11, 27))
    time = page.locator(
        "#reviews ~ table time[data-due='2026-11-27'], .head:has(#reviews) ~ table time[data-due='2026-11-27']"
    )
    expect(time.first).to_have_text("Due today")
    on(page, date(2026, 11, 27), hour=23)
    page.reload()
    settled(page)
    expect(time.first).to_have_text("Due today")
    open_at(page, ageing["senco"], f"pupils/{MUCH}/", date(2026, 11, 28))
    expect(time.first).to_contain_text("1 day")
    assert time.first.evaluate("one => one.classList.contains('late')")


EVERY_DAY = list(itertools.product(("senco", "team"), (0, 3, 8, 40)))


@pytest.mark.parametrize(
    ("audience", "days"), of_a_sample([("senco", 3), ("senco", 40), ("team", 8)], EVERY_DAY)
)
def test_tiles_still_add_up_to_rows(
    reader: Reader, ageing: dict[str, Served], audience: str, days: int
) -> None:
    """However many days have passed, a tile's number is the number of rows to which it leads."""
    site = ageing[audience]
    page = reader(site)
    open_at(page, site, "", DAY + timedelta(days=days))
    tiles = page.locator(".tiles li:not([hidden]) a").evaluate_all(
        "found => found.map((tile) => [tile.getAttribute('href'), Number(tile.querySelector('b').textContent)])"
    )
    kinds = page.locator(".tiles a[href='overdue/'] .kind:not([hidden]) b").all_inner_texts()
    assert sum(map(int, kinds)) == dict(tiles)["overdue/"]
    coming = page.locator("section:has(#coming) tr[data-due]:not([hidden])").count()
    # Today shows the first forty and says so; the tile counts them all.
    capped = page.locator("section:has(#coming) p.small", has_text="all in Coming up").count()
    assert dict(tiles)["#coming"] >= coming if capped else dict(tiles)["#coming"] == coming
    total = dict(tiles)["overdue/"]
    for href, number in tiles:
        if href.startswith("overdue/"):
            follow(page, site, href)
            assert len(rows(page, "[data-narrowed]")) == number, (href, days)
    follow(page, site, "overdue/")
    assert len(rows(page, "[data-grouping]")) == total
    overdue, behind = (
        int(word) for word in page.locator("[data-late]").inner_text().split() if word.isdecimal()
    )
    assert overdue + behind == total
    assert page.locator("[data-grouping] tr:not([hidden]) time.overdue").count() == overdue


def test_figures_on_other_lists_follow(reader: Reader, ageing: dict[str, Served]) -> None:
    """A colleague's page and the pupils' table tell the day anew as well."""
    site = ageing["senco"]
    page = reader(site)
    open_at(page, site, "staff/j-okafor/", DAY)
    late = len(rows(page, "section:has(#overdue)"))
    coming = rows(page, "section:has(#coming)")
    open_at(page, site, "staff/j-okafor/", LATER)
    passed = [row for row in coming if row[0] < LATER.isoformat()]
    assert passed
    assert len(rows(page, "section:has(#overdue)")) == late + len(passed)
    assert page.locator("section:has(#overdue) [data-count]").inner_text() == str(late + len(passed))


def test_the_banner_comes_after_more_than_a_day(reader: Reader, ageing: dict[str, Served]) -> None:
    """A site made yesterday says nothing; one made the day before says when it was made, and is announced."""
    page = reader(ageing["senco"])
    for days, said in ((0, False), (1, False), (2, True), (30, True)):
        open_at(page, ageing["senco"], "", DAY + timedelta(days=days))
        banner = page.locator(".banner")
        expect(banner).to_have_count(int(said))
        if said:
            expect(banner).to_contain_text(f"{days} days ago, on 22 November 2026")
            expect(banner).to_have_attribute("role", "status")


def test_a_fixed_day_does_not_move(reader: Reader, sites: dict[str, Served]) -> None:
    """A site that is fixed to a day says which, and tells every date from that day, whenever it is read."""
    page = reader(sites["senco"])
    open_at(page, sites["senco"], "", DAY)
    before = (rows(page, NEEDS), rows(page, COMING), page.locator("time.duty").all_inner_texts())
    open_at(page, sites["senco"], "", LATER)
    expect(page.locator(".banner")).to_have_text("This is the school as of 22 November 2026.")
    assert (rows(page, NEEDS), rows(page, COMING), page.locator("time.duty").all_inner_texts()) == before
