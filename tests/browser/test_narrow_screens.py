"""Small screens and large letters: nothing runs out of the page."""

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
