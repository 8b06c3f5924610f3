"""Small screens and fingers: nothing runs out of the page, and everything can be hit."""

import pytest
from reading import Reader
from served_school import HOSTILE, KINDS, Served

from chromium import go

SMALLEST_TARGET = 24
"""CSS pixels each way: WCAG 2.2, 2.5.8 Target Size (Minimum)."""

WIDER_THAN_THE_PAGE = """() => {
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

TOO_SMALL = """(least) => {
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


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_fits_every_screen(reader: Reader, senco: Served, kind: str) -> None:
    """At 320 pixels (WCAG 1.4.10, Reflow) and on a phone no page is wider than the screen, a wide table scrolls by itself;
    and buttons, fields and links that do not stand in a sentence are at least 24 pixels each way.
    """
    page = reader(senco)
    go(page, senco.address + KINDS[kind])
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(WIDER_THAN_THE_PAGE) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(TOO_SMALL, SMALLEST_TARGET) == [], width


def test_text_may_be_spaced_and_enlarged(reader: Reader, senco: Served) -> None:
    """WCAG 1.4.12 and 1.4.4: a reader's own spacing, or text at twice its size, cuts nothing off and needs no sideways scroll."""
    page = reader(senco, 1280)
    page.goto(senco.address + KINDS["pupil"])
    page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
                         html { font-size: 200% !important }`);
      document.adoptedStyleSheets = [sheet];
    }""")
    assert page.evaluate(WIDER_THAN_THE_PAGE) == []


def test_a_long_word_breaks(reader: Reader, senco: Served) -> None:
    """A word longer than a phone is wide, as a pasted address is, breaks instead of widening the page."""
    page = reader(senco, 320, 844)
    for path in ("", f"pupils/{HOSTILE}/", "pupils/"):
        page.goto(senco.address + path)
        page.evaluate("""() => {
          for (const place of document.querySelectorAll("h1, td:not([data-h='Year']), .say, .facts li")) place.append("w".repeat(120));
        }""")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_the_measures_can_fail(reader: Reader, senco: Served) -> None:
    """A page that is too wide and a button that is too small are found."""
    page = reader(senco, 390, 844)
    page.goto(senco.address)
    page.evaluate("""() => {
      const wide = document.createElement("div");
      const small = document.createElement("button");
      wide.style.width = "500px"; wide.textContent = "wide"; small.style.cssText = "width:10px;height:10px;min-height:0";
      document.querySelector("article").append(wide, small);
    }""")
    assert page.evaluate(WIDER_THAN_THE_PAGE) != []
    assert page.evaluate(TOO_SMALL, SMALLEST_TARGET) != []
