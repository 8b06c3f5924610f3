"""What a reader's browser is watched for, and what axe finds on a page."""

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

Reader = Callable[..., Page]
"""reader(site, width=1280, height=860, **context options) gives a page of a new reader of that site."""


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
