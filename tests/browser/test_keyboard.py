"""Everything can be done with a keyboard, and one always sees where one is."""

import pytest
from playwright.sync_api import Page, expect
from reading import Reader
from served_school import KINDS, Served

from chromium import go
from examples import of_a_sample

CONTROLS = """() => {
  const found = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => one.tabIndex >= 0 && !one.disabled && (one.checkVisibility({ visibilityProperty: true }) || one.closest(".md-skip")));
  found.forEach((one, at) => { one.dataset.reached = "no"; one.dataset.at = at; });
  document.activeElement?.blur();
  return found.length;
}"""

HERE = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const again = one.dataset.reached === "yes";
  one.dataset.reached = "yes";
  const style = getComputedStyle(one);
  const box = one.getClientRects()[0];
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 12));
  const covered = !top || !(one.contains(top) || top.contains(one));
  return {
    again,
    words: `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`,
    outlined: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none",
    covered,
  };
}"""


def walk(page: Page) -> list[str]:
    """Press Tab from the top until every control was met, and return what is wrong on the way."""
    number = page.evaluate(CONTROLS)
    assert number > 5
    wrong = []
    for _ in range(number + 40):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None or here["again"]:
            break
        if not here["outlined"]:
            wrong.append(f"not seen: {here['words']}")
        if here["covered"]:
            wrong.append(f"hidden: {here['words']}")
    missed = page.evaluate(
        "[...document.querySelectorAll('[data-reached=no]')].map((one) => one.tagName + ' ' + one.textContent.trim())"
    )
    return wrong + [f"never reached: {words}" for words in missed]


@pytest.mark.parametrize(
    "kind",
    of_a_sample(
        ("pupils", "pupil", "search-results", "guide"),
        ("today", "pupils", "pupil", "colleague", "search-results", "guide"),
    ),
)
def test_tab_reaches_every_control_and_shows_where_it_is(reader: Reader, senco: Served, kind: str) -> None:
    """Tab meets every link, button, field and folded part once, each with a visible outline, none below the header
    (WCAG 2.1.1, 2.1.2, 2.4.7, 2.4.11).
    """
    page = reader(senco)
    go(page, senco.address + KINDS[kind])
    if kind.startswith("search"):
        expect(page.locator(".lr-search-page__list li").first).to_be_visible()
    assert walk(page) == []


def test_the_dialog_keeps_the_focus(reader: Reader, senco: Served) -> None:
    """While the search is open, Tab stays within it."""
    page = reader(senco)
    page.goto(senco.address)
    page.keyboard.press("/")
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
        )


def test_colour_is_never_alone(reader: Reader, senco: Served) -> None:
    """What is late says so in words, and forced colours leave the page readable (WCAG 1.4.1)."""
    page = reader(senco, forced_colors="active")
    page.goto(senco.address)
    for late in page.locator("time.late").all_inner_texts():
        assert late.split()[0] in {"Overdue", "Behind"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_leave_every_picture(reader: Reader, senco: Served, scheme: str) -> None:
    """Whoever forces colours sees each shape and each word of a picture: none has the colour of the ground."""
    page = reader(senco, forced_colors="active", color_scheme=scheme)
    for kind in ("pupil", "attendance-of-pupil", "attendance-part-time", "staff"):
        go(page, senco.address + KINDS[kind])
        seen, gone = page.evaluate(PICTURES)
        assert seen > 5, kind
        assert gone == [], kind


PICTURES = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.cssText = "color: Canvas; forced-color-adjust: none";
  const ground = getComputedStyle(probe).color;
  const shapes = [...document.querySelectorAll("article svg :is(path, rect, circle, text, use)")].filter((one) => one.checkVisibility());
  const shows = (paint) => paint !== "none" && paint !== ground && !/^rgba.*, 0\\)$/.test(paint);
  const gone = shapes.filter((one) => !shows(getComputedStyle(one).fill) && !shows(getComputedStyle(one).stroke) && one.localName !== "use");
  return [shapes.length, gone.map((one) => `${one.localName} ${one.getAttribute("class")}`)];
}"""
