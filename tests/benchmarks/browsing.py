"""What a reader's browser does: the files that a page asks for, and the time from a key press to what was looked for."""

import functools
import http.server
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1]))
from chromium import ARGUMENTS, executable

OURS = ".lr-search__list [role=option]"
MATERIALS = ".md-search-result__item"

# The clock starts in the page with the key that opens the search, and stops when the word stands in a result.
_WATCH = """
(() => {
  window.benchmark = {};
  addEventListener("keydown", () => { benchmark.pressed ??= performance.now(); }, true);
  new MutationObserver(() => {
    if (benchmark.found || benchmark.pressed === undefined) return;
    const results = [...document.querySelectorAll(SELECTOR)];
    if (results.some((result) => result.textContent.includes(WORD))) benchmark.found = performance.now();
  }).observe(document, { childList: true, subtree: true, characterData: true });
})();
"""
_PATIENCE = 120_000


@contextmanager
def chromium() -> Iterator[Any]:
    """Run Chromium; raises LookupError where there is none."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this computer alone; gives the address. The same plain server for everybody."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def search_seconds(browser: Any, address: str, selector: str, word: str, *, settled: bool) -> float:
    """Return the seconds from "/" on a freshly opened page to a result with the word, as the page's own clock has it.

    `settled`: the page has had all the time it wants to make itself ready; else the key comes as soon as it is loaded.
    """
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    page.add_init_script(_WATCH.replace("SELECTOR", repr(selector)).replace("WORD", repr(word)))
    page.goto(address, wait_until="load")
    if settled:
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(3_000)
    page.keyboard.press("/")
    page.keyboard.type(word)
    page.wait_for_function("benchmark.found")
    seconds = page.evaluate("(benchmark.found - benchmark.pressed) / 1000")
    context.close()
    return float(seconds)


def requests(browser: Any, address: str) -> list[str]:
    """Return the addresses that a page asks for when it is opened for the first time, its own among them."""
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    context.close()
    return asked


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""
