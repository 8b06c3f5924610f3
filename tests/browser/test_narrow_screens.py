"""Small screens and large letters: nothing runs out of the page."""

import pytest
from laws import wider_than_the_page
from reading import Reader
from served_school import HOSTILE, KINDS, Served


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
    assert wider_than_the_page(page) == []


def test_a_long_word_breaks(reader: Reader, senco: Served) -> None:
    """A word longer than a phone is wide, as a pasted address is, breaks instead of widening the page."""
    page = reader(senco, 320, 844)
    for path in ("", f"pupils/{HOSTILE}/", "pupils/"):
        page.goto(senco.address + path)
        page.evaluate("""() => {
          for (const place of document.querySelectorAll("h1, td:not([data-h='Year']), .say, .facts li")) place.append("w".repeat(120));
        }""")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


@pytest.mark.parametrize("width", [320, 700, 960, 1024, 1100, 1219, 1220, 1280])
def test_the_contents_list_stands_once_at_every_width(reader: Reader, senco: Served, width: int) -> None:
    """Beside the page or folded above it, never both, and nothing lies over or under the page's end."""
    page = reader(senco, width, 800)
    for path in (KINDS["pupil"], KINDS["about"]):
        page.goto(senco.address + path)
        beside = page.locator(".md-sidebar--secondary").is_visible()
        assert page.locator(".lr-contents").is_visible() != beside, path
        left = page.evaluate(
            "document.documentElement.scrollHeight - scrollY - document.querySelector('.md-footer').getBoundingClientRect().bottom"
        )
        assert abs(left) <= 1, path
