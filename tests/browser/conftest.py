"""Chromium, the school's sites, and a page that fails its test when anything is wrong on it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from reading import Reader, watch
from served_school import Served, build, serving


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
    with serving(build(folder, pinned=False, audiences=("team", "senco"))) as served:
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
        context = browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce", **options
        )
        contexts.append(context)
        watch(context, site.address, wrong)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []
