"""What changed: since the reader last looked, in this browser alone; filters in the address; whole without scripts."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from reading import Reader, violations
from served_school import HOSTILE, MUCH, ONLY_A_PLAN, Served

from chromium import go

PUPIL = f"pupils/{MUCH}/"
HISTORY = f"history/{MUCH}/"
STORE = "liverecord:looked:/"

FORGET_THE_NEWEST = """([store, id, number]) => {
  const looks = JSON.parse(localStorage.getItem(store));
  looks[id].last.seen.splice(0, number);
  localStorage.setItem(store, JSON.stringify(looks));
}"""
"""As if so many of the newest commits had come only after the look."""


def look(page: Page, site: Served, path: str, day: date) -> None:
    """Open a page on a day."""
    page.clock.set_fixed_time(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    go(page, site.address + path)


def stored(page: Page) -> Any:
    """Return what this browser remembers to have seen."""
    return page.evaluate("(store) => JSON.parse(localStorage.getItem(store))", STORE)


def entries(page: Page) -> int:
    """Return how many entries a reader sees."""
    found: int = page.locator("[data-entry]").evaluate_all(
        "all => all.filter((one) => !one.closest('[hidden]')).length"
    )
    return found


# ── Since you last looked ───────────────────────────────────────────────────────────────────────────────


def test_the_first_look_marks_nothing(reader: Reader, senco: Served) -> None:
    """Nothing is new to who never looked: no mark, no count, no line."""
    page = reader(senco)
    look(page, senco, PUPIL, date(2026, 11, 22))
    expect(page.locator("[data-news]")).to_be_hidden()
    assert page.locator(".revision.new").count() == 0
    assert page.locator("[data-since]").count() == 0


@pytest.mark.parametrize("path", [PUPIL, HISTORY])
def test_what_came_since_is_marked_in_words(reader: Reader, senco: Served, path: str) -> None:
    """On a later day what was not there is called new, with the day of the last look and how often it changed."""
    page = reader(senco)
    look(page, senco, PUPIL, date(2026, 11, 22))
    page.evaluate(FORGET_THE_NEWEST, [STORE, MUCH, 2])
    look(page, senco, path, date(2026, 11, 24))
    expect(page.locator("[data-since]")).to_have_text(
        "2 times changed since you last looked on 22 November. Only this browser knows when you looked."
    )
    new = page.locator(".revision.new")
    expect(new).to_have_count(2)
    for number in range(2):
        expect(new.nth(number).locator(".by")).to_contain_text("New ")
    if path == PUPIL:
        expect(page.locator("#changes [data-news]")).to_have_text("2 new")
    assert violations(page) == []


def test_marks_stay_for_the_day_and_go_with_the_next(reader: Reader, senco: Served) -> None:
    """A second glance on the same day still shows what was new that day; the day after, it has been seen."""
    page = reader(senco)
    look(page, senco, PUPIL, date(2026, 11, 22))
    page.evaluate(FORGET_THE_NEWEST, [STORE, MUCH, 1])
    for path in (PUPIL, PUPIL, HISTORY):
        look(page, senco, path, date(2026, 11, 24))
        expect(page.locator(".revision.new")).to_have_count(1)
        expect(page.locator("[data-since]")).to_contain_text(
            "1 time changed since you last looked on 22 November"
        )
    look(page, senco, PUPIL, date(2027, 1, 5))
    expect(page.locator("[data-since]")).to_have_text(
        "Nothing changed since you last looked on 24 November 2026."
    )
    expect(page.locator("[data-news]")).to_be_hidden()


def test_one_pupil_s_look_says_nothing_of_another(reader: Reader, senco: Served) -> None:
    """What was seen is kept for each record apart."""
    page = reader(senco)
    look(page, senco, PUPIL, date(2026, 11, 22))
    look(page, senco, f"pupils/{ONLY_A_PLAN}/", date(2026, 11, 24))
    assert page.locator("[data-since]").count() == 0
    assert set(stored(page)) == {MUCH, ONLY_A_PLAN}


def test_what_was_seen_stays_in_the_browser(reader: Reader, senco: Served) -> None:
    """No cookie, no request says who looked at what and when; what is kept names ids, days and commits alone."""
    page = reader(senco)
    asked: list[str] = []
    page.on(
        "request", lambda request: asked.append(f"{request.method} {request.url} {request.post_data or ''}")
    )
    for day in (date(2026, 11, 22), date(2026, 11, 24)):
        look(page, senco, PUPIL, day)
    assert page.context.cookies() == []
    assert all(each.startswith("GET ") and "looked" not in each and "?" not in each for each in asked)
    kept = stored(page)
    assert set(kept[MUCH]) == {"last", "before"}
    assert all(len(each) == 7 for each in kept[MUCH]["last"]["seen"])
    assert "Ellison" not in str(kept)
    assert [key for key in page.evaluate("Object.keys(localStorage)") if "liverecord" in key] == [STORE]


@pytest.mark.parametrize(
    "said",
    [
        "not JSON",
        "[]",
        "null",
        '{"p-7k3m": 7}',
        '{"p-7k3m": {"last": {"day": "<b>", "seen": []}}}',
        '{"p-7k3m": {"last": {"day": "2026-11-20", "seen": "x"}}}',
    ],
)
def test_a_broken_store_is_begun_anew(reader: Reader, senco: Served, said: str) -> None:
    """Whatever stands in the browser's store, the page works, marks nothing, and remembers this look."""
    page = reader(senco)
    page.goto(f"{senco.address}about/")
    page.evaluate("([store, said]) => localStorage.setItem(store, said)", [STORE, said])
    look(page, senco, PUPIL, date(2026, 11, 24))
    assert page.locator("[data-since]").count() == 0
    assert stored(page)[MUCH]["last"]["day"] == "2026-11-24"


def test_a_browser_without_a_store_shows_the_page(reader: Reader, senco: Served) -> None:
    """Where a store is not allowed, or full, nothing is marked and nothing breaks: the filters work all the same."""
    page = reader(senco)
    page.add_init_script(
        "for (const name of ['getItem', 'setItem']) Storage.prototype[name] = () => { throw new Error('no store'); }"
    )
    look(page, senco, HISTORY, date(2026, 11, 24))
    expect(page.locator("[data-changes-filter]")).to_be_visible()
    assert page.locator("[data-since]").count() == 0


# ── Filters ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", [HISTORY, "changes/"])
def test_each_filter_leaves_exactly_what_says_so(reader: Reader, senco: Served, path: str) -> None:
    """For every choice, what stays is what says it, days and people without any are gone, and the count is announced."""
    page = reader(senco)
    page.goto(senco.address + path)
    form = page.locator("[data-changes-filter]")
    every = entries(page)
    assert every > 3
    for field in form.locator("select").all():
        name = field.get_attribute("name") or ""
        for value in field.locator("option").evaluate_all("all => all.slice(1).map((one) => one.value)"):
            field.select_option(value)
            expected = page.locator("[data-entry]").evaluate_all(
                """(all, [name, value]) => all.filter((one) => name === "part" || name === "kind"
                  ? one.dataset.what.split(" ").some((what) => what.split(":")[name === "part" ? 0 : 1] === value)
                  : one.dataset[name] === value).length""",
                [name, value],
            )
            assert entries(page) == expected, (name, value)
            noun = "entry" if expected == 1 else "entries"
            expect(page.locator("[data-changes-found]")).to_have_text(f"{expected} {noun} of {every}")
            empty = page.locator("[data-group]:not([hidden])").evaluate_all(
                "all => all.filter((one) => ![...one.querySelectorAll('[data-entry]')].some((entry) => !entry.closest('[hidden]'))).length"
            )
            assert empty == 0
        field.select_option("")
    assert entries(page) == every


def test_only_the_sentences_asked_for_stand(reader: Reader, senco: Served) -> None:
    """Within a commit that changed more, a filter shows what it is about and opens what is folded."""
    page = reader(senco)
    page.goto(f"{senco.address}{HISTORY}?part=actions")
    shown = page.locator("li[data-what]:not([data-entry])").evaluate_all(
        "all => all.filter((one) => one.checkVisibility()).map((one) => one.dataset.what)"
    )
    assert shown
    assert {what.partition(":")[0] for what in shown} == {"actions"}


def test_the_address_restores_what_was_chosen(reader: Reader, senco: Served) -> None:
    """A colleague to whom the address is sent sees the same; what the page does not have is not asked for."""
    page = reader(senco)
    page.goto(f"{senco.address}changes/")
    page.get_by_label("Part", exact=True).select_option("concerns")
    page.get_by_label("Year", exact=True).select_option(index=1)
    year = page.get_by_label("Year", exact=True).input_value()
    before = entries(page)
    assert page.url == f"{senco.address}changes/?part=concerns&year={year.replace(' ', '+')}"
    other = reader(senco)
    other.goto(page.url)
    expect(other.locator("[data-changes-found]")).to_contain_text(" of ")
    assert entries(other) == before
    other.goto(f"{senco.address}changes/?part=weather")
    expect(other.locator("[data-changes-found]")).not_to_contain_text(" of ")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("[data-changes-found]")).not_to_contain_text(" of ")
    assert page.url == f"{senco.address}changes/"


def test_filters_have_no_violation(reader: Reader, senco: Served) -> None:
    """A filtered page passes axe, wide and on a phone, also when nothing is left."""
    page = reader(senco)
    for query in ("?part=actions", "?part=contacts&kind=marks"):
        page.goto(f"{senco.address}changes/{query}")
        expect(page.locator("[data-changes-found]")).to_contain_text(" of ")
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            assert violations(page) == []


# ── Whole without scripts ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", [PUPIL, HISTORY, "changes/"])
def test_pages_are_whole_without_scripts(reader: Reader, senco: Served, path: str) -> None:
    """Everything is there to read; filters that could do nothing are not shown."""
    page = reader(senco, java_script_enabled=False)
    page.goto(senco.address + path)
    assert page.locator("li.revision").count() > 3
    if path != PUPIL:
        expect(page.locator("[data-changes-filter]")).to_be_hidden()


def test_what_is_not_committed_says_so(reader: Reader, senco: Served) -> None:
    """A record that lies in the folder alone is told as such, above all else, and belongs to nobody."""
    page = reader(senco)
    page.goto(f"{senco.address}history/{HOSTILE}/")
    expect(page.locator("h2").first).to_have_text("Not yet in the history")
    assert page.locator("[data-revision]").count() == 0
    page.goto(f"{senco.address}changes/")
    expect(page.locator("h2").first).to_have_text("Not yet in the history")


def test_who_may_not_see_who_changed_what_finds_no_way_there(
    reader: Reader, sites: dict[str, Served]
) -> None:
    """The staff's site has no such page, no tab, no link and no feed; the team's has all of them."""
    for audience, seen in (("staff", False), ("team", True)):
        site = sites[audience]
        page = reader(site)
        page.goto(site.address + PUPIL)
        assert (page.locator("#changes").count() == 1) is seen
        assert (page.locator("a[href$='changes/'], a[href*='history/']").count() > 0) is seen
        for file in ("changes.xml", "changes/index.html", f"{HISTORY}index.html"):
            assert (site.folder / file).exists() is seen


def test_the_page_names_its_feed(reader: Reader, senco: Served) -> None:
    """Feed readers find the feed from the page, and it is there."""
    page = reader(senco)
    page.goto(f"{senco.address}changes/")
    link = page.locator("head link[rel~=alternate][type='application/atom+xml']")
    assert page.evaluate("(link) => link.href", link.element_handle()) == f"{senco.address}changes.xml"
    assert (senco.folder / "changes.xml").read_bytes().startswith(b"<?xml")
    page.goto(senco.address + HISTORY)
    expect(page.locator("head link[type='application/atom+xml']")).to_have_count(0)
