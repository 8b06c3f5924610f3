"""Real Chromium, started once for all the tests of a worker: Playwright's plain interface runs only once in a process."""

import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

START = Path(__file__).parents[1] / "generator" / "start.py"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


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
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield chromium
        chromium.close()
