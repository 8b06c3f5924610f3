"""What people type into the search, and what stands first: names, codes, and questions, on each site."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, expect
from reading import Reader
from served_school import AUDIENCES, Served

QUERIES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "search" / "queries.yml").read_text("utf-8")
)
SAID = ".lr-search__status"


def ask(page: Page, words: str) -> None:
    """Type words anew into the dialog, and wait until the answer is whole."""
    field = page.get_by_role("combobox", name="Search the records")
    field.fill("")
    expect(page.locator(SAID)).to_have_text("")
    field.fill(words)
    expect(page.locator(SAID)).not_to_have_text("")


def begun(reader: Reader, site: Served) -> Page:
    page = reader(site)
    page.goto(f"{site.address}about/")
    page.keyboard.press("/")
    return page


def wanted(value: Any, audience: str) -> Any:
    return value[audience] if isinstance(value, dict) else value


@pytest.mark.parametrize("audience", AUDIENCES)
def test_questions_find_what_they_mean(reader: Reader, sites: dict[str, Served], audience: str) -> None:
    """Of each question the right result stands first; where the site does not hold it, nothing is found instead."""
    assert len(QUERIES) >= 40
    page = begun(reader, sites[audience])
    wrong = {}
    for query in QUERIES:
        ask(page, query["typed"])
        names = page.locator("[role=option] strong").all_inner_texts()
        is_nothing = page.locator(SAID).inner_text().startswith("No p")
        chips = [text.split(": ", 1)[1][:-2] for text in page.locator(".lr-chip").all_inner_texts()]
        first = None if is_nothing or not names else names[0]
        found = first, chips if "filters" in query else []
        expected = wanted(query["first"], audience), wanted(query.get("filters", []), audience)
        if found != expected:
            wrong[query["typed"]] = found
    assert not wrong, "\n".join(f"{typed!r}: {found}" for typed, found in wrong.items())


def test_a_result_says_why_it_is_one(reader: Reader, sites: dict[str, Served]) -> None:
    """A look-alike is called one, what was typed is marked, and a filter that words set is named."""
    page = begun(reader, sites["team"])
    first = page.get_by_role("option").first
    ask(page, "mya")
    expect(first).to_contain_text("a name like it")
    ask(page, "maya")
    expect(first.locator("mark").first).to_have_text("Maya")
    ask(page, "autism")
    expect(first).to_contain_text("filter: Autistic spectrum")
    # Of several values that a word sets, a row names those that it has.
    ask(page, "year 8 SEN")
    maya = page.get_by_role("option").filter(has_text="Maya Ellison")
    expect(maya).to_contain_text("filter: Year 8, SEN support")
    ask(page, "beatrix")
    expect(first).to_contain_text("given name Beatrix")
    # A role is no look-alike of a name.
    ask(page, "head of year")
    expect(first).to_contain_text("says year lead")
    expect(first).not_to_contain_text("like it")
    ask(page, "okafor")
    expect(first).to_contain_text("Key worker")
    expect(first).not_to_contain_text("like it")


def test_a_filter_that_words_set_can_be_taken_away(reader: Reader, sites: dict[str, Served]) -> None:
    """Taken away in the dialog, the words are looked for as words; the page with filters is handed both."""
    page = begun(reader, sites["team"])
    ask(page, "year 10 SEMH")
    page.get_by_role("button", name="Need: Social, emotional and mental health").click()
    expect(page.locator(".lr-chip")).to_have_count(1)
    expect(page.get_by_role("combobox")).to_be_focused()
    page.get_by_role("link", name="Search with filters").click()
    expect(page.locator(".lr-search-page .lr-chip")).to_contain_text("Year group: Year 10")
    assert "word=semh" in page.url
    expect(page.get_by_role("checkbox", name="Year 10")).to_be_checked()
    page.locator(".lr-search-page .lr-chip").click()
    expect(page.locator(".lr-search-page .lr-chip")).to_have_count(0)


def test_nothing_found_says_what_this_site_does_not_hold(reader: Reader, sites: dict[str, Served]) -> None:
    """Staff are told that needs and conditions are not here, and whom to ask; on the widest site nothing is missing."""
    page = begun(reader, sites["staff"])
    ask(page, "epilepsy")
    expect(page.locator(SAID)).to_contain_text("This site holds no types of need, conditions")
    expect(page.locator(SAID)).to_contain_text(
        "What to do in an emergency stands on each pupil's page. Ask the SENCO for more."
    )
    # A name among other words is shown, and not called a look-alike.
    ask(page, "maya swimming")
    expect(page.locator(SAID)).to_contain_text("By name:")
    expect(page.get_by_role("option").first).to_contain_text("Maya Ellison")
    expect(page.get_by_role("option").first).not_to_contain_text("a name like it")
    page = begun(reader, sites["senco"])
    ask(page, "zzyzx")
    expect(page.locator(SAID)).to_have_text("No page says this.")


def test_names_stand_there_before_pages_are_looked_for(reader: Reader, sites: dict[str, Served]) -> None:
    """Where the index of pages is slow or lost, names are found all the same."""
    page = reader(sites["staff"])
    page.route("**/pagefind/**", lambda _route: None)
    page.goto(f"{sites['staff'].address}about/")
    page.keyboard.press("/")
    page.keyboard.type("elison")
    expect(page.get_by_role("option").first).to_contain_text("Maya Ellison")
