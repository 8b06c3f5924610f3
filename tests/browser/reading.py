"""What a reader's browser is watched for, and what axe finds on a page."""

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from chromium import listen
from examples import of_a_sample

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Reader = Callable[..., Page]
"""reader(site, width=1280, height=860, **context options) gives a page of a new reader of that site."""


def watch(context: Any, address: str, wrong: list[str]) -> None:
    """Write down every request that leaves `address`, and whatever goes wrong on the context's pages.

    Chromium itself finds no other host (tests/chromium.py), so that nothing gets there; to stop each request here and let
    it go on would take more time than all pages do.
    """
    listen(context)

    def asked(request: Any) -> None:
        if not request.url.startswith((address, "data:", "blob:" + address)):
            wrong.append(f"asks elsewhere: {request.url}")

    def said(message: Any) -> None:
        if message.type in {"error", "warning"}:
            wrong.append(f"console {message.type}: {message.text}")

    def stopped(dialog: Any) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    context.on("request", asked)
    context.on("console", said)
    context.on("weberror", lambda error: wrong.append(f"error: {error.error}"))
    context.on("dialog", stopped)


def violations(page: Page, *, colours: bool = True) -> list[str]:
    """Return what axe finds wrong on a page, one line for each element: rule, element, and why.

    Measuring colours takes three quarters of axe's time: on a change it looks at two of the parts that are built alike, such as
    the rows of a table, with --thorough at all. Without `colours` those rules are left out.
    """
    found = _found(page, {"runOnly": {"type": "tag", "values": AXE_TAGS}, "rules": _WITHOUT_COLOURS})
    return _said(found) + (faint(page) if colours else [])


def faint(page: Page) -> list[str]:
    """Return what axe finds wrong with the colours alone, of two of the parts that are built alike."""
    if not EVERYWHERE:
        page.evaluate(MARK_WHAT_IS_ALIKE)
    return _said(
        _found(page, {"runOnly": {"type": "rule", "values": COLOURS}}, {"exclude": [["[data-alike]"]]})
    )


def faint_in_the_dark(page: Page) -> list[str]:
    """Return the same for whoever asks for a dark screen; the page is light again afterwards."""
    page.emulate_media(color_scheme="dark")
    is_dark = page.evaluate(
        "matchMedia('(prefers-color-scheme: dark)').matches && getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)'"
    )
    found = faint(page)
    page.emulate_media(color_scheme="light")
    return [*([] if is_dark else ["the page is not dark"]), *(f"in the dark: {each}" for each in found)]


def _said(found: list[dict[str, Any]]) -> list[str]:
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def violations_at_both_widths(page: Page) -> list[str]:
    """Return what axe finds on a wide screen and then on a phone; colours on a change on the wide one alone."""
    found = violations(page)
    page.set_viewport_size({"width": 390, "height": 844})
    return found + violations(page, colours=EVERYWHERE)


def violations_of_less(page: Page) -> list[str]:
    """Return what axe finds on a page that holds less than one whose colours, and whose looks on a phone, are tried elsewhere.

    On a change only the wide page without its colours is tried.
    """
    return violations_at_both_widths(page) if EVERYWHERE else violations(page, colours=False)


EVERYWHERE = of_a_sample(False, True)
"""Whether colours are measured where the same ones are, on a change, on another page or at another width."""

COLOURS = ["color-contrast", "link-in-text-block"]
_WITHOUT_COLOURS = {rule: {"enabled": False} for rule in COLOURS}


def _found(
    page: Page, options: dict[str, Any], context: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    axe = Axe("0") if page.evaluate("Boolean(window.axe)") else Axe()
    answer = axe.run(page, context, {**options, "resultTypes": ["violations"]}).response
    found: list[dict[str, Any]] = answer["violations"]
    return found


MARK_WHAT_IS_ALIKE = """() => {
  const built = (one) => one.tagName + [...one.attributes]
    .map(({ name, value }) => /^(class|style|hidden|open|type|aria-.*)$/.test(name) ? `${name}=${value}` : name).join()
    + `(${[...one.children].map(built).join()})`;
  for (const part of document.body.querySelectorAll("*:not([data-alike] *)")) {
    const seen = {};
    for (const child of part.children) {
      const shape = built(child);
      seen[shape] = (seen[shape] || 0) + 1;
      child.toggleAttribute("data-alike", seen[shape] > 2);
    }
  }
}"""
