"""The search in real Chromium: by keyboard, under the policy, in both its forms."""

import functools
import http.server
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from chromium import go
from liverecord import press, search
from liverecord.plugin import make_frames
from liverecord.view import Contents, Page, SearchEntry

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

pytestmark = [pytest.mark.browser, pytest.mark.slow]

REPOSITORY = Path(__file__).parents[2]
PUPILS = {
    "p-7k3m": (
        "Maya Ellison",
        "Misses the first lesson <img src=x onerror=alert(1)> met at the gate",
        "Year 8",
        "8B",
    ),
    "p-9wtr": ("Idris Vale", "Part-time timetable, met at the gate", "Year 10", "10C"),
    "p-2xqd": ("Ada Quill", "Reads aloud with a friend", "Year 8", "8A"),
}


ONE_BUNDLE, A_BUNDLE_FOR_EACH_YEAR = 1_500, 1
IN_BOTH_FORMS = pytest.mark.parametrize(
    "site",
    [ONE_BUNDLE, A_BUNDLE_FOR_EACH_YEAR],
    ids=["one bundle", "a bundle for each year"],
    indirect=True,
    scope="module",
)
"""For tests that look for something: how the index is packed makes no difference to the rest."""


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frames of this repository's own pages."""
    folder = tmp_path_factory.mktemp("frames")
    make_frames(REPOSITORY / "mkdocs.yml", folder)
    return folder


@pytest.fixture(scope="module")
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, theme: Path
) -> Iterator[str]:
    """Serve a small site under its policy, below a prefix; gives its address."""
    cut = press.frames(theme, "the team", date(2026, 11, 22))
    served = tmp_path_factory.mktemp("served")
    root = served / "records"
    for name in cut.assets:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes((theme / name).read_bytes())
    for name, content in cut.written.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    pages = [Page("", "Today", "<h1>Today</h1>"), Page("pupils/", "Pupils", "<h1>Pupils</h1>")]
    contents = (Contents("Plan", "plan"),)
    body = '<h1>{}</h1><p><label for="t">Filter</label> <input id="t"></p><h2 id="plan">Plan</h2>'
    pages += [Page(f"pupils/{i}/", p[0], body.format(p[0]), "", contents) for i, p in PUPILS.items()]
    for page in pages:
        (root / page.path).mkdir(parents=True, exist_ok=True)
        (root / page.path / "index.html").write_bytes(cut.set(page))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "ONE_BUNDLE_UP_TO", getattr(request, "param", ONE_BUNDLE))
        search.index({f"pupils/{i}/": entry(*p) for i, p in PUPILS.items()}, root)
    policy = press.policy(cut)

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def end_headers(self) -> None:
            self.send_header("Content-Security-Policy", policy)
            super().end_headers()

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Handler, directory=str(served))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/records/"
    server.shutdown()
    server.server_close()


def entry(name: str, text: str, year: str, form: str) -> SearchEntry:
    return SearchEntry(name, text, f"{year}, {form}", {"Year group": (year,), "Form": (form,)}, year)


@pytest.fixture
def page(browser: playwright.Browser, site: str) -> Iterator[playwright.Page]:
    """A page that fails the test when a script throws, the policy is broken, or a request leaves the host."""
    context = browser.new_context()
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None
    )
    opened.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(site) else None)
    yield opened
    context.close()
    assert wrong == []


def no_violations(page: playwright.Page) -> None:
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


@IN_BOTH_FORMS
def test_nothing_is_loaded_before_somebody_searches(page: playwright.Page, site: str) -> None:
    """A page that nobody searches on asks for nothing of the index."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    go(page, f"{site}pupils/p-7k3m/")
    assert not any("/pagefind/" in url for url in asked)
    assert all(url.startswith(site) for url in asked)


@IN_BOTH_FORMS
def test_a_pupil_is_found_by_keyboard_alone(page: playwright.Page, site: str) -> None:
    """Slash opens, words find, arrows choose, Enter goes there: no mouse is needed."""
    page.goto(site)
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search the records")
    playwright.expect(box).to_be_focused()
    page.keyboard.type("gate")
    playwright.expect(page.get_by_role("status")).to_have_text("2 pages found")
    options = page.get_by_role("option")
    playwright.expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    playwright.expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    page.keyboard.press("ArrowDown")
    playwright.expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    wanted = options.nth(0).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{wanted}")


def test_results_that_come_late_leave_what_was_chosen(page: playwright.Page, site: str) -> None:
    """Who chooses while the last letter is still looked for keeps the choice where its page is found again."""
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("gate")
    options = page.get_by_role("option")
    playwright.expect(options).to_have_count(2)
    page.get_by_role("combobox").evaluate("""(box) => {
      document.querySelector("[role=option]").dataset.early = "";
      box.dispatchEvent(new Event("input"));
      box.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown" }));
    }""")
    playwright.expect(page.locator("[data-early]")).to_have_count(0)
    playwright.expect(options.nth(1)).to_have_attribute("aria-selected", "true")


def test_what_a_record_holds_is_only_text(page: playwright.Page, site: str) -> None:
    """Markup in a record is shown as typed: no image, no script, only the words that were found are marked."""
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("lesson")
    option = page.get_by_role("option").first
    playwright.expect(option).to_contain_text("<img src=x onerror=alert(1)>")
    playwright.expect(option).to_contain_text("Year 8, 8B")
    playwright.expect(option.locator("mark")).to_have_text("lesson")
    assert option.locator("img").count() == 0


def test_escape_closes_and_focus_returns(page: playwright.Page, site: str) -> None:
    """One press of Escape closes, with words in the box too, and focus goes back to where it was."""
    page.goto(site)
    link = page.get_by_role("link", name="Search")
    link.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("gate")
    playwright.expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    playwright.expect(page.get_by_role("dialog")).to_be_hidden()
    playwright.expect(link).to_be_focused()


def test_slash_in_a_field_is_a_slash(page: playwright.Page, site: str) -> None:
    """Somebody who types into a field is not interrupted."""
    page.goto(f"{site}pupils/p-7k3m/")
    page.get_by_label("Filter").fill("")
    page.get_by_label("Filter").press("/")
    assert page.get_by_label("Filter").input_value() == "/"
    assert page.get_by_role("dialog").count() == 0


@IN_BOTH_FORMS
def test_nothing_found_is_said_plainly(page: playwright.Page, site: str) -> None:
    """No result is an answer, not an empty box."""
    page.goto(site)
    page.keyboard.press("/")
    page.keyboard.type("zzyzx")
    playwright.expect(page.get_by_role("status")).to_have_text("No page says this.")


@IN_BOTH_FORMS
def test_a_lost_index_is_said_plainly(page: playwright.Page, site: str) -> None:
    """Where the index cannot be loaded, the reader is told where every record is."""
    page.route("**/bundles.json", lambda route: route.abort())
    page.goto(site)
    page.keyboard.press("/")
    playwright.expect(page.get_by_role("status")).to_have_text(
        "The search could not be loaded. Pupils lists every record."
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_dialog_and_page_pass_axe(page: playwright.Page, site: str, width: int) -> None:
    """Both forms of the search, with results, have no violation that axe finds, wide and on a phone."""
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{site}pupils/p-7k3m/")
    no_violations(page)
    page.keyboard.press("/")
    page.keyboard.type("gate")
    playwright.expect(page.get_by_role("option")).to_have_count(2)
    no_violations(page)
    page.goto(f"{site}search/?q=gate")
    playwright.expect(page.locator(".lr-search-page__list li")).to_have_count(2)
    no_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@IN_BOTH_FORMS
def test_filters_narrow_and_stand_in_the_address(page: playwright.Page, site: str) -> None:
    """Values of one facet widen, facets together narrow, counts say what a click would give, and the address keeps it."""
    page.goto(f"{site}search/")
    status = page.get_by_role("status")
    playwright.expect(status).to_have_text("3 pages")
    playwright.expect(page.get_by_role("group", name="Year group")).to_be_visible()
    page.get_by_label("Year 8 2").check()
    playwright.expect(status).to_have_text("2 pages found")
    playwright.expect(page.get_by_label("Year 10 1")).to_be_visible()
    page.get_by_label("Year 10 1").check()
    playwright.expect(status).to_have_text("3 pages found")
    page.get_by_label("8A 1").check()
    playwright.expect(status).to_have_text("1 page found")
    assert "Year+group=Year+8&Year+group=Year+10&Form=8A" in page.url
    page.reload()
    playwright.expect(status).to_have_text("1 page found")
    playwright.expect(page.locator(".lr-search-page__list a")).to_contain_text("Ada Quill")
    page.get_by_role("button", name="Clear filters").click()
    playwright.expect(status).to_have_text("3 pages")
    assert page.url == f"{site}search/"


@IN_BOTH_FORMS
def test_back_returns_to_the_same_search(page: playwright.Page, site: str) -> None:
    """A reader who opens a result and comes back finds words and filters as they were."""
    page.goto(f"{site}search/")
    page.get_by_label("Words").fill("gate")
    page.get_by_label("Year 10 1").check()
    playwright.expect(page.get_by_role("status")).to_have_text("1 page found")
    page.locator(".lr-search-page__list a").click()
    page.wait_for_url("**/pupils/p-9wtr/")
    page.go_back()
    playwright.expect(page.get_by_role("status")).to_have_text("1 page found")
    playwright.expect(page.get_by_label("Words")).to_have_value("gate")


def test_without_script_the_page_says_where_records_are(browser: playwright.Browser, site: str) -> None:
    """Where scripts are off, the search link still leads somewhere, and the page there leads to every record."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site)
    page.get_by_role("link", name="Search").click()
    playwright.expect(page.get_by_text("Searching needs JavaScript")).to_be_visible()
    page.get_by_role("article").get_by_role("link", name="Pupils").click()
    playwright.expect(page.get_by_role("heading", name="Pupils")).to_be_visible()
    context.close()


def test_every_sheet_is_marked_confidential(page: playwright.Page, site: str, tmp_path: Path) -> None:
    """What is printed says on each sheet that it is confidential, for whom, and as of when; what is on screen does not."""
    page.goto(f"{site}pupils/p-7k3m/")
    sheet = page.locator(".lr-sheet")
    playwright.expect(sheet).to_be_hidden()
    page.emulate_media(media="print")
    playwright.expect(sheet).to_be_visible()
    playwright.expect(sheet).to_contain_text("Confidential · for the team · as of 22 November 2026")
    assert sheet.evaluate("one => getComputedStyle(one).display") == "table-header-group"
    playwright.expect(page.get_by_role("navigation", name="Pages")).to_be_hidden()
