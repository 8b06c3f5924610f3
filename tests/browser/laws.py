"""What holds on every kind of page: each law is a function from a page to what breaks it there.

test_every_kind_of_page visits each kind once and tries them all; tests of single pages take the ones they need.
"""

import urllib.request
from collections.abc import Callable
from urllib.error import HTTPError

from playwright.sync_api import Page
from served_school import Served

Law = Callable[[Page, Served], list[str]]

SMALLEST_TARGET = 24
"""CSS pixels each way: WCAG 2.2, 2.5.8 Target Size (Minimum)."""


def nothing_is_wider_than_the_screen(page: Page, _site: Served) -> list[str]:
    """No page scrolls sideways; a wide table does by itself (WCAG 1.4.10, Reflow)."""
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wider_than_the_page(page) + ([f"the page by {over} pixels"] if over > 0 else [])


def every_target_can_be_hit(page: Page, _site: Served) -> list[str]:
    """Buttons, fields and links that do not stand in a sentence are at least 24 pixels each way (WCAG 2.5.8)."""
    return too_small(page)


def no_link_leads_nowhere(page: Page, site: Served) -> list[str]:
    """Each link to a page of this site finds it, and each link to a place on a page finds that place."""
    links = page.evaluate("[...document.querySelectorAll('a[href]')].map((link) => link.href)")
    here = page.url.partition("#")[0]
    lost = []
    for link in sorted(set(links)):
        address, _, anchor = link.partition("#")
        if address == here:
            found = not anchor or page.locator(f'[id="{anchor}"]').count() == 1
        elif address.startswith(site.address):
            try:
                with urllib.request.urlopen(address) as answer:
                    found = not anchor or f'id="{anchor}"' in answer.read().decode()
            except HTTPError:
                found = False
        else:
            continue
        if not found:
            lost.append(link)
    return lost


def the_skip_link_leads_past_the_header(page: Page, _site: Served) -> list[str]:
    """The first Tab offers to skip, visibly, and the next Tab after it is inside the content (WCAG 2.4.1)."""
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    if (skip.text_content() or "").strip() != "Skip to content":
        return ["the first Tab does not offer it"]
    box, opacity = skip.bounding_box(), skip.evaluate("one => Number(getComputedStyle(one).opacity)")
    is_seen = box is not None and box["y"] >= 0 and opacity == 1
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    leads_on = page.evaluate("document.activeElement.closest('header, .md-tabs') === null")
    return [] if is_seen and leads_on else [f"seen: {is_seen}, leads past the header: {leads_on}"]


def wider_than_the_page(page: Page) -> list[str]:
    """Return the first parts of a page that run out of it to the right."""
    found: list[str] = page.evaluate(_WIDER)
    return found


def too_small(page: Page) -> list[str]:
    """Return what is too small for a finger."""
    found: list[str] = page.evaluate(_TOO_SMALL, SMALLEST_TARGET)
    return found


_WIDER = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflowX !== "visible") return true;
    }
    return false;
  };
  return [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > width + 1 && one.checkVisibility() && !scrolls(one))
    .slice(0, 8).map((one) => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 60)}`);
}"""

_TOO_SMALL = """(least) => {
  const inSentence = (link) => {
    if (link.tagName !== "A" || getComputedStyle(link).display !== "inline") return false;
    const around = link.closest("p, li, dd, td");
    return around && around.textContent.trim() !== link.textContent.trim();
  };
  const target = (one) => (one.matches("input[type=checkbox]") && one.closest("label")) || one;
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".md-skip") && !inSentence(one))
    .map((one) => [one, target(one).getBoundingClientRect()])
    .filter(([, box]) => box.height < least - 0.5 || box.width < least - 0.5)
    .map(([one, box]) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 40)} ${box.width.toFixed(1)}x${box.height.toFixed(1)}`);
}"""
