"""What is measured of a page as it is drawn: words that break, a focus that is hidden, and what moves afterwards."""

from playwright.sync_api import BrowserContext, Page, Route

from chromium import listen, settled

STEADY = 0.05
"""How much of a page may move after it was drawn: half of what Core Web Vitals call good."""


def broken_words(page: Page) -> list[str]:
    """Return the words that stand on two lines, though they are shorter than the page is wide; what is folded is opened."""
    found: list[str] = page.evaluate(_BROKEN_WORDS)
    return found


def hidden_focus(page: Page) -> list[str]:
    """Return what is out of sight or under something else when it has the focus, come to from above or from below."""
    found: list[str] = page.evaluate(_HIDDEN_FOCUS)
    return found


def moved(context: BrowserContext, address: str) -> list[str]:
    """Open an address as on a slow line, where scripts come after the first drawing; return what moved by more than STEADY."""
    context.add_init_script(_NOTE_SHIFTS)
    page = context.new_page()
    listen(context)
    held: list[Route] = []
    is_drawn = False

    def asked(route: Route) -> None:
        if is_drawn:
            route.continue_()
        else:
            held.append(route)

    page.route("**/*.js", asked)
    page.goto(address, wait_until="commit")
    page.evaluate(_UNTIL_DRAWN)
    is_drawn = True
    for each in held:
        each.continue_()
    page.wait_for_load_state()
    settled(page)
    shifts: list[tuple[float, str]] = page.evaluate("window.shifts")
    page.close()
    whole = sum(value for value, _ in shifts)
    return [f"{value:.3f} {what}" for value, what in shifts] if whole >= STEADY else []


_NOTE_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const named = entry.sources.map(({ node }) => node && `${node.nodeName} ${node.className ?? ""} ${(node.textContent ?? "").trim().slice(0, 30)}`);
    if (!entry.hadRecentInput) window.shifts.push([entry.value, named.join(" | ")]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""

_UNTIL_DRAWN = """new Promise((drawn) => {
  new PerformanceObserver((list) => {
    if (list.getEntriesByName("first-contentful-paint").length) drawn();
  }).observe({ type: "paint", buffered: true });
})"""

_BROKEN_WORDS = r"""() => {
  for (const part of document.querySelectorAll("details")) part.open = true;
  const found = [];
  const unseen = (one) => one !== null && (getComputedStyle(one).clipPath !== "none" || unseen(one.parentElement));
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const around = text.parentElement;
    if (!/\p{L}{2}/u.test(text.data) || around.closest("svg, pre, script, style, select, .unseen") || !around.checkVisibility() || unseen(around)) continue;
    range.selectNodeContents(text);
    if (range.getClientRects().length < 2) continue;
    const line = (around.closest("article, main, footer, header, nav, dialog") ?? document.body).clientWidth;
    for (const word of text.data.matchAll(/[\p{L}\p{M}\p{N}'\u2019]+/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 0.5);
      if (boxes.every((box) => Math.abs(box.bottom - boxes[0].bottom) < 3)) continue;
      if (boxes.reduce((width, box) => width + box.width, 0) < line - 40) found.push(`${word[0]} in ${around.tagName} ${around.className} ${around.textContent.trim().slice(0, 60)}`);
    }
  }
  return [...new Set(found)];
}"""

_HIDDEN_FOCUS = """() => {
  const found = [];
  const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true }) && !one.closest(".md-skip, .skip"));
  const above = [...document.querySelectorAll("body *")].filter((one) => /fixed|sticky/.test(getComputedStyle(one).position) && one.checkVisibility() && !one.matches(".md-skip"));
  for (const one of controls) {
    for (const from of [0, document.documentElement.scrollHeight]) {
      document.activeElement.blur();
      scrollTo({ top: from, behavior: "instant" });
      one.focus();
      const box = one.getClientRects()[0];
      const is = `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)} from ${from ? "below" : "above"}`;
      if (!box || box.height === 0) continue;
      const inside = box.height > innerHeight || (box.top >= 0 && box.bottom <= innerHeight + 1);
      if (!inside || box.right < 1 || box.left > innerWidth - 1) found.push(`out of sight: ${is}`);
      for (const over of above) {
        if (over.contains(one) || one.contains(over)) continue;
        const its = over.getBoundingClientRect();
        if (its.width > 1 && its.height > 1 && its.left < box.right - 1 && its.right > box.left + 1 && its.top < box.bottom - 1 && its.bottom > box.top + 1) {
          found.push(`under ${over.tagName} ${over.className}: ${is}`);
        }
      }
    }
  }
  return [...new Set(found)];
}"""
