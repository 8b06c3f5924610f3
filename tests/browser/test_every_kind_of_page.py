"""One visit to every kind of page of the fullest site, on which every law that holds for all pages is tried."""

import pytest
from laws import (
    Law,
    every_target_can_be_hit,
    no_link_leads_nowhere,
    nothing_is_wider_than_the_screen,
    the_skip_link_leads_past_the_header,
)
from playwright.sync_api import Page, expect
from reading import EVERYWHERE, Reader, faint_in_the_dark, violations
from served_school import KINDS, Served

from chromium import settled


def axe_finds_nothing(page: Page, _site: Served) -> list[str]:
    """WCAG 2.2 AA and axe's best practice hold."""
    return violations(page)


def axe_finds_nothing_on_a_phone(page: Page, _site: Served) -> list[str]:
    """The same on a phone; on a change colours are those of the wide page."""
    return violations(page, colours=EVERYWHERE)


def axe_finds_nothing_in_the_dark(page: Page, _site: Served) -> list[str]:
    """Colours are strong enough for whoever asks for a dark screen."""
    return faint_in_the_dark(page)


FITS = (nothing_is_wider_than_the_screen, every_target_can_be_hit)
LAWS: dict[int, tuple[Law, ...]] = {
    # The skip link stands last: it moves the focus, and the page.
    1280: (
        axe_finds_nothing,
        axe_finds_nothing_in_the_dark,
        *FITS,
        no_link_leads_nowhere,
        the_skip_link_leads_past_the_header,
    ),
    390: (axe_finds_nothing_on_a_phone, *FITS),
    320: FITS,
}
"""The laws by the width, in CSS pixels, at which they are tried."""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_keeps_every_law(reader: Reader, senco: Served, kind: str) -> None:
    """Each kind of page answers under the site's own policy, and keeps every law of LAWS, wide, on a phone and at 320 pixels."""
    page = reader(senco)
    answer = page.goto(senco.address + KINDS[kind])
    assert answer is not None
    assert answer.ok
    assert answer.header_value("content-security-policy") == senco.policy
    settled(page)
    if kind.startswith("search"):
        expect(page.locator(".lr-search-page__status")).not_to_have_text("Loading …")
        expect(page.locator(".lr-search-page__list li").first).to_be_visible()
    broken = []
    for width, laws in LAWS.items():
        page.set_viewport_size({"width": width, "height": 844})
        broken += [f"{width}: {law.__name__}: {what}" for law in laws for what in law(page, senco)]
    assert broken == []


def test_the_laws_can_be_broken(reader: Reader, senco: Served) -> None:
    """A page on which each law is broken breaks each: none of them is one that always passes."""
    page = reader(senco)
    page.goto(senco.address)
    page.evaluate("""() => {
      document.querySelector(".md-skip").remove();
      document.querySelector("h1").outerHTML = `<img src="data:,"><input><a href="#nowhere">Nowhere</a><hr id="wide"><button>x</button><p id="pale">Pale words</p>`;
      document.getElementById("pale").style.color = "#777";
      document.getElementById("wide").style.width = "2000px";
      document.querySelector("article button").style.cssText = "width: 10px; height: 10px; min-height: 0";
    }""")
    for width, laws in LAWS.items():
        page.set_viewport_size({"width": width, "height": 844})
        assert [law.__name__ for law in laws if not law(page, senco)] == []
