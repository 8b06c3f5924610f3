"""Chromium, the school's sites, and a page that fails its test when anything is wrong on it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from served_school import Served, build, serving

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Reader = Callable[..., Page]
"""reader(site, width=1280, height=860, **context options) gives a page of a new reader of that site."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder, so that none is forgotten."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    """Serve the school's site for each audience, fixed to its day. Each worker builds its own: it takes three seconds."""
    with serving(build(tmp_path_factory.mktemp("school") / "pinned")) as served:
        yield served


@pytest.fixture(scope="session")
def senco(sites: dict[str, Served]) -> Served:
    """Give the site that holds most."""
    return sites["senco"]


@pytest.fixture(scope="session")
def ageing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    """Serve the same school built as every real school is: without a fixed day."""
    folder = tmp_path_factory.mktemp("school") / "ageing"
    with serving(build(folder, pinned=False, audiences=("staff", "senco"))) as served:
        yield served


@pytest.fixture
def wrong() -> list[str]:
    """What went wrong in the browser during a test: a request to elsewhere, an error, a broken policy, a dialog."""
    return []


@pytest.fixture
def reader(browser: Browser, wrong: list[str]) -> Iterator[Reader]:
    """Give a maker of pages that lets no request leave the site's own host, and fails the test when one tried."""
    contexts = []

    def open_page(site: Served, width: int = 1280, height: int = 860, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **options)
        contexts.append(context)
        watch(context, site.address, wrong)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def watch(context: Any, address: str, wrong: list[str]) -> None:
    """Stop every request that leaves `address`, and write down whatever goes wrong on the context's pages."""

    def at_home(route: Any) -> None:
        url = route.request.url
        if url.startswith((address, "data:", "blob:" + address)):
            route.continue_()
        else:
            wrong.append(f"asks elsewhere: {url}")
            route.abort()

    def said(message: Any) -> None:
        if message.type in {"error", "warning"}:
            wrong.append(f"console {message.type}: {message.text}")

    def asked(dialog: Any) -> None:
        wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    context.route("**/*", at_home)
    context.on("console", said)
    context.on("weberror", lambda error: wrong.append(f"error: {error.error}"))
    context.on("dialog", asked)


def violations(page: Page) -> list[str]:
    """Return what axe finds wrong on a page, one line for each element: rule, element, and why."""
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
