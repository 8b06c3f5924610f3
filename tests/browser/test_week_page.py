"""The week's page in a browser: today's part is marked and reached at once, lines are copied as they stand, and paper is a sheet."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from laws import too_small, wider_than_the_page
from playwright.sync_api import Page, expect
from reading import EVERYWHERE, Reader, violations
from served_school import Served, serving
from test_paper import sheets

from chromium import settled
from liverecord import sites as building
from liverecord.demo import demo
from liverecord.plugin import make_frames
from liverecord.read.settings import settings

WEDNESDAY = date(2026, 11, 18)
HALF_TERM = date(2026, 10, 28)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


@pytest.fixture(scope="module")
def midweek(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    """Serve a school that was built on a Wednesday, and goes on with the reader's own calendar."""
    with serving(_built(tmp_path_factory.mktemp("week"), WEDNESDAY)) as served:
        yield served


@pytest.fixture(scope="module")
def holiday(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    """Serve a school that was built in half term."""
    with serving(_built(tmp_path_factory.mktemp("half-term"), HALF_TERM)) as served:
        yield served


def _built(folder: Path, today: date) -> list[building.Site]:
    demo(folder, pupils=24, weeks=6, commits=20, today=today)
    config = folder / "mkdocs.yml"
    lines = config.read_text(encoding="utf-8").splitlines(keepends=True)
    config.write_text(
        "".join(line for line in lines if not line.strip().startswith("today:")), encoding="utf-8"
    )
    return building.build(settings(config), ("team", "senco"), today, make_frames, lambda *_: None)


def open_on(page: Page, site: Served, day: date, path: str = "week/") -> None:
    """Open the week's page with the reader's clock on a day, and wait until the browser has told the day."""
    page.clock.set_fixed_time(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    with page.expect_response("**/site.json"):
        page.goto(site.address + path)
    settled(page)


def marked(page: Page) -> list[str]:
    """Return the parts whose "Today" a reader sees."""
    found: list[str] = page.locator("section.day").evaluate_all("""sections => sections
      .filter((one) => one.querySelector(".now")?.checkVisibility())
      .map((one) => one.getAttribute("aria-labelledby"))""")
    return found


def test_today_is_marked_and_follows_the_day(reader: Reader, midweek: dict[str, Served]) -> None:
    """The part of today's weekday is marked; on a later day of the week without a new build, the mark has moved on; in the next week
    there is none.
    """
    page = reader(midweek["senco"])
    for day, expected in ((18, ["wednesday"]), (19, ["thursday"]), (23, [])):
        open_on(page, midweek["senco"], WEDNESDAY.replace(day=day))
        assert marked(page) == expected
        assert [
            (link.get_attribute("href") or "").removeprefix("#")
            for link in page.locator(".days a[aria-current=date]").all()
        ] == expected


def test_a_phone_reaches_every_day_at_once(reader: Reader, midweek: dict[str, Served]) -> None:
    """On a phone the five days stand on the first screen, and a tap brings the day's heading into view."""
    page = reader(midweek["senco"], 390, 844)
    open_on(page, midweek["senco"], WEDNESDAY)
    for day in DAYS:
        link = page.locator(f'.days a[href="#{day}"]')
        box = link.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 844
        link.click()
        expect(page.locator(f"#{day}")).to_be_in_viewport()
        heading = page.locator(f"#{day}").bounding_box()
        header = page.locator(".md-header").bounding_box()
        assert heading is not None
        assert header is not None
        assert heading["y"] >= header["y"] + header["height"] - 1, f"{day} lies under the header"
        page.evaluate("scrollTo(0, 0)")


@pytest.mark.parametrize("audience", ["team", "senco"])
def test_everything_unfolded_passes(reader: Reader, midweek: dict[str, Served], audience: str) -> None:
    """WCAG 2.2 AA holds with every block and every folded part open, for both audiences that have the page."""
    page = reader(midweek[audience])
    open_on(page, midweek[audience], WEDNESDAY)
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    for width, colours in ((1280, True), (390, EVERYWHERE)):
        page.set_viewport_size({"width": width, "height": 860})
        assert violations(page, colours=colours) == []
        assert wider_than_the_page(page) == []
        assert too_small(page) == []


def test_a_line_is_copied_as_it_stands(reader: Reader, midweek: dict[str, Served]) -> None:
    """A block opens by keyboard, and its button copies the line with its indentation, ready to paste."""
    page = reader(midweek["senco"], permissions=["clipboard-read", "clipboard-write"])
    open_on(page, midweek["senco"], WEDNESDAY)
    nothing = page.locator("section:has(#friday) details.add").first
    nothing.locator("summary").focus()
    page.keyboard.press("Enter")
    block = nothing.locator("pre")
    expect(block).to_be_visible()
    nothing.get_by_role("button", name="Copy").click()
    expect(nothing.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{block.text_content()}\n"
    assert "no_change: true" in copied


def test_paper_is_the_sheet_for_the_meeting(
    reader: Reader, midweek: dict[str, Served], tmp_path: Path
) -> None:
    """On paper stand all five parts with their pupils, folded ones too, and none of what is there to be pasted or clicked."""
    page = reader(midweek["senco"])
    open_on(page, midweek["senco"], WEDNESDAY)
    names = page.locator(".day .asked .who a").all_text_contents()
    found = sheets(page, tmp_path)
    text = "\n".join(found)
    for heading in ("Monday: check the pattern", "Friday: update the live record", "What has changed?"):
        assert heading in text
    for name in names:
        assert name in text, name
    for unwanted in ("Nothing changed", "Write ", "no_change", "Edit c", "Edit a", " more\n", "Copy"):
        assert unwanted not in text, unwanted
    assert all("Confidential" in sheet for sheet in found)


def test_a_holiday_page_is_calm(reader: Reader, holiday: dict[str, Served]) -> None:
    """In half term the page says when school begins and shows no day; Today has no tile that leads there, and axe finds nothing."""
    page = reader(holiday["senco"], 390, 844)
    open_on(page, holiday["senco"], HALF_TERM)
    expect(page.get_by_text("Week 1 of Autumn 2 begins on Monday 2 November 2026.")).to_be_visible()
    expect(page.locator(".days")).to_have_count(0)
    assert violations(page) == []
    open_on(page, holiday["senco"], HALF_TERM, "")
    expect(page.locator(".tiles a[href='week/']")).to_have_count(0)


def test_the_staff_site_has_no_such_page(reader: Reader, sites: dict[str, Served]) -> None:
    """Who sees only what is in place has no page of the week, and no tab that leads there."""
    page = reader(sites["staff"])
    page.goto(sites["staff"].address)
    expect(page.get_by_role("link", name="This week")).to_have_count(0)
    assert not (sites["staff"].folder / "week").exists()
