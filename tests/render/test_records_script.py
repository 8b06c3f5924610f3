"""records.js and lists.js in a real browser: the day goes on, rows move, filters find, and the address remembers."""

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chromium import go
from liverecord import render
from liverecord.render.words import due_words
from render import single
from render.conftest import idris, maya, rowan, school_case, seen, view_of

ASSETS = Path(__file__).parents[2] / "site_overrides/theme/assets/liverecord"
pytestmark = pytest.mark.browser


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the base class's name
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The pages in the barest frame, served under a prefix, as they are in a school's intranet."""
    folder = tmp_path_factory.mktemp("site")
    root = folder / "records"
    school = view_of(school_case())
    views = [seen(case, "team") for case in (maya(), idris(), rowan())]
    pages = [single.of_pupil(view, school) for view in views]
    pages += render.overview(school, [render.summary(view) for view in views])
    assets = root / "assets/liverecord"
    assets.mkdir(parents=True)
    for name in ("records.js", "lists.js"):
        (assets / name).write_bytes((ASSETS / name).read_bytes())
    sheets = ("states", "records", "pupil", "tables", "pictures", "today", "phone")
    (assets / "whole.css").write_bytes(b"".join((ASSETS / f"{name}.css").read_bytes() for name in sheets))
    for page in pages:
        up = "../" * page.path.count("/")
        target = root / page.path / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{page.path}</title>'
            '<meta name="liverecord-as-of" content="2026-11-22">'
            f'<link rel="icon" href="data:,"><link rel="stylesheet" href="{up}assets/liverecord/whole.css"></head>'
            f'<body><article class="md-content__inner md-typeset">{page.content}</article>'
            "<footer><span data-liverecord-audience>SEND and pastoral team</span></footer>"
            f'<script src="{up}assets/liverecord/records.js"></script>'
            f'<script src="{up}assets/liverecord/lists.js"></script></body></html>',
            "utf-8",
        )
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/records/", root
    server.shutdown()
    server.server_close()


@pytest.fixture
def visit(site: tuple[str, Path], browser: Any) -> Iterator[Any]:
    """Open a page on a given day; `pinned` is what site.json says of the build's day."""
    address, root = site
    context = browser.new_context()
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))

    def open_(path: str, now: str, *, pinned: bool = False) -> Any:
        state = {
            "as_of": "2026-11-22",
            "built_at": "2026-11-22T03:00:00+00:00",
            "commit": None,
            "audience": "team",
            "pinned": pinned,
        }
        (root / "site.json").write_text(json.dumps(state), "utf-8")
        page.clock.set_fixed_time(now)
        go(page, address + path)
        return page

    yield open_
    assert not failures
    context.close()


def shown(page: Any, selector: str) -> list[str]:
    return [
        " ".join(text.split()) for text in page.locator(selector).locator("visible=true").all_inner_texts()
    ]


def tiles(page: Any) -> dict[str, int]:
    return {
        tile.locator("span.what").inner_text(): int(tile.locator("b").first.inner_text())
        for tile in page.locator("ul.tiles > li").locator("visible=true").all()
    }


def test_the_day_goes_on(visit: Any) -> None:
    """A week after the build, what has fallen due stands with what is late, in words and in the tiles, which still add up."""
    page = visit("", "2026-11-28T09:00:00Z")
    words = shown(page, "section:has(#needs) time")
    assert words == [
        "Behind 43 days",
        "Behind 17 days",
        "Behind 15 days",
        "Behind 1 day",
        "Behind 1 day",
        "Behind 1 day",
    ]
    assert shown(page, "section:has(#coming) time") == ["In 2 days"]
    counted = tiles(page)
    assert counted["overdue or behind"] == 6
    assert counted["coming up in 14 days"] == 1
    assert {"2 actions", "2 concerns"} <= set(shown(page, "ul.tiles a[href='overdue/'] .kind"))
    assert shown(page, ".banner") == [
        "These pages were made 6 days ago, on 22 November 2026. Records changed since then are not here yet; dates are told from today."
    ]
    assert page.locator(".banner").get_attribute("role") == "status"


def test_the_overdue_list_grows(visit: Any) -> None:
    """The tiles' numbers are those of the lists they lead to on the later day too."""
    page = visit("overdue/", "2026-11-28T09:00:00Z")
    assert page.locator("[data-late]").inner_text() == "0 overdue, 6 behind"
    for kind in ("action", "concern"):
        page = visit(f"overdue/?kind={kind}", "2026-11-28T09:00:00Z")
        assert page.locator("[data-found]").inner_text() == "2 of 6 shown"
        assert page.locator("[data-late]").inner_text() == "0 overdue, 6 behind"
    page = visit("coming/", "2026-11-28T09:00:00Z")
    assert page.locator("[data-total]").inner_text() == "3"
    page = visit("coming/?window=7", "2026-11-28T09:00:00Z")
    assert page.locator("[data-found]").inner_text() == "1 of 3 shown"


AIM = (
    '<table data-rows><tbody><tr data-due="2026-11-24" data-limit="2026-11-26"><td>'
    '<time class="duty tag soon" data-due="2026-11-24" data-limit="2026-11-26">In 2 days</time></td></tr></tbody></table>'
)


@pytest.mark.parametrize(
    ("day", "said", "classes"),
    [
        (23, "In 1 day", {"soon"}),
        (24, "Due today", {"soon"}),
        (25, "Behind 1 day", {"late"}),
        (26, "Behind 2 days", {"late"}),
        (27, "Overdue 1 day", {"late", "overdue"}),
        (30, "Overdue 4 days", {"late", "overdue"}),
    ],
)
def test_past_an_aim_it_is_behind_and_past_the_limit_overdue(
    site: tuple[str, Path], visit: Any, day: int, said: str, classes: set[str]
) -> None:
    """The browser goes by the server's law: behind from the day to do it by, and overdue from the limit, counted from that."""
    _, root = site
    page = root / "overdue/index.html"
    before = page.read_text("utf-8")
    page.write_text(
        before.replace("<div data-narrowed data-grouping>", f"<div data-narrowed data-grouping>{AIM}"),
        "utf-8",
    )
    try:
        shown_page = visit("overdue/", f"2026-11-{day}T09:00:00Z")
        time = shown_page.locator("time[data-limit='2026-11-26']")
        assert time.inner_text() == said
        assert set(time.get_attribute("class").split()) == {"duty", "tag", *classes}
        limit, due, today = date(2026, 11, 26), date(2026, 11, 24), date(2026, 11, day)
        is_overdue = limit < today
        assert said == due_words(((limit if is_overdue else due) - today).days, overdue=is_overdue)
        assert shown_page.locator("[data-late]").inner_text().startswith(f"{int(is_overdue)} overdue, ")
    finally:
        page.write_text(before, "utf-8")


def test_yesterdays_site_has_no_banner(visit: Any) -> None:
    """A site of yesterday tells its dates from today and says nothing of its age."""
    page = visit("pupils/p-7k3m/", "2026-11-23T09:00:00Z")
    assert page.locator(".banner").count() == 0
    assert "Behind 10 days" in shown(page, "#q5 ~ ul time")


def test_a_step_becomes_late_on_the_pupils_page(visit: Any) -> None:
    """A next step that was to come says that it is late once its day has passed."""
    page = visit("pupils/p-7k3m/", "2026-11-28T09:00:00Z")
    assert shown(page, "section[aria-labelledby=q4] time") == ["Behind 43 days", "Behind 1 day"]


def test_midnight_is_londons(visit: Any) -> None:
    """The day is England's, not the reader's clock's: half past eleven in the evening of June, in UTC, is tomorrow."""
    page = visit("", "2027-06-20T23:30:00Z")
    assert "These pages were made 211 days ago" in shown(page, ".banner")[0]


def test_a_pinned_day_stands_still(visit: Any) -> None:
    """Where the school fixed the day, pages speak of that day and say so."""
    page = visit("", "2027-03-01T09:00:00Z", pinned=True)
    assert shown(page, ".banner") == ["This is the school as of 22 November 2026."]
    assert shown(page, "section:has(#needs) time") == ["Behind 37 days", "Behind 11 days", "Behind 9 days"]


def test_filters_live_in_the_address(visit: Any) -> None:
    """Filters narrow the table, say how many are left, and can be bookmarked."""
    page = visit("pupils/", "2026-11-22T09:00:00Z")
    page.select_option("#f-support", "SEN support")
    page.select_option("#f-year", "Year 8")
    assert shown(page, "tbody tr th") == ["Maya Ellison"]
    assert page.locator("[data-found]").inner_text() == "1 of 3 shown"
    assert page.locator("[data-found]").get_attribute("role") == "status"
    bookmark = page.url
    assert "year=Year+8" in bookmark
    go(page, bookmark)
    assert shown(page, "tbody tr th") == ["Maya Ellison"]
    page.click("button[type=reset]")
    page.wait_for_function("document.querySelectorAll('tbody tr:not([hidden])').length === 3")
    assert page.url.endswith("/pupils/")


def test_text_need_and_due_filters(visit: Any) -> None:
    """Words are found anywhere in a row; a need among several; what is due by the reader's day."""
    page = visit("pupils/?need=Autistic+spectrum", "2026-11-22T09:00:00Z")
    assert shown(page, "tbody tr th") == ["Rowan Tate"]
    page = visit("pupils/?text=okafor+late", "2026-11-22T09:00:00Z")
    assert shown(page, "tbody tr th") == ["Maya Ellison"]
    page = visit("pupils/?due=Behind", "2026-11-22T09:00:00Z")
    assert shown(page, "tbody tr th") == ["Idris Vale", "Maya Ellison"]


def test_columns_sort(visit: Any) -> None:
    """A click on a heading sorts by it, again turns it round, and the heading says so."""
    page = visit("pupils/", "2026-11-22T09:00:00Z")
    page.get_by_role("button", name="Year").click()
    assert shown(page, "tbody tr td:nth-child(2)") == ["Year 5", "Year 8", "Year 10"]
    page.get_by_role("button", name="Year").click()
    assert shown(page, "tbody tr td:nth-child(2)") == ["Year 10", "Year 8", "Year 5"]
    assert page.locator("th").nth(1).get_attribute("aria-sort") == "descending"
    assert "sort=-Year" in page.url


def test_about_is_filled_in(visit: Any) -> None:
    """About learns the moment of the build and the audience in the browser."""
    page = visit("about/", "2026-11-22T09:00:00Z")
    assert page.locator("[data-site=built_at]").inner_text() == "22 November 2026, 03:00"
    assert page.locator("[data-site=audience]").inner_text() == "SEND and pastoral team"


@pytest.mark.parametrize(
    "path", ["", "overdue/", "pupils/", "pupils/p-7k3m/", "pupils/p-9wtr/", "staff/r-adeyemi/", "about/"]
)
def test_no_page_scrolls_sideways(visit: Any, path: str) -> None:
    """At 320 pixels' width no page is wider than the screen."""
    page = visit(path, "2026-11-22T09:00:00Z")
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
