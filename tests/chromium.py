"""Real Chromium, started once for all the tests of a worker: Playwright's plain interface runs only once in a process."""

import runpy
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest

START = Path(__file__).parents[1] / "generator" / "start.py"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    # Chromium finds no host but this one: what a page asks elsewhere fails, in every test.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def executable() -> str:
    """Return the path of this machine's Chromium, by the same rule as the set-up; raises LookupError without one."""
    found = runpy.run_path(str(START))["browser"]()
    if found is None:
        raise LookupError(
            "No Chromium here: `python3 generator/start.py test` installs it; -m 'not browser' does without."
        )
    return str(found)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Run Chromium. A machine without one fails here: accessibility that nobody tested must not look tested."""
    from playwright.sync_api import expect, sync_playwright

    # As long as a busy machine may need: what comes sooner is not waited for.
    expect.set_options(timeout=60_000)
    with sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield chromium
        chromium.close()


def go(page: Any, address: str) -> None:
    """Open an address, and wait until all that the page does by itself is done."""
    listen(page.context)
    page.goto(address)
    settled(page)


def settled(page: Any) -> None:
    """Wait until a page has an answer to all that it asked for, and has been drawn since with nothing more to ask."""
    waiting, quiet, latest = _waiting[page.context], 0, time.monotonic() + 120
    while quiet < 2:
        assert time.monotonic() < latest, f"never answered: {[request.url for request in waiting]}"
        page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
        quiet = 0 if waiting else quiet + 1


def listen(context: Any) -> None:
    """Note from now on what a context's pages ask for and have no answer to yet."""
    if context in _waiting:
        return
    waiting: set[Any] = set()
    _waiting[context] = waiting

    def answered(request: Any) -> None:
        waiting.discard(request)

    context.on("request", lambda request: waiting.add(request))  # noqa: PLW0108 - a method cannot be marked
    context.on("requestfinished", answered)
    context.on("requestfailed", answered)


_waiting: WeakKeyDictionary[Any, set[Any]] = WeakKeyDictionary()
