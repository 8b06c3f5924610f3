"""What every test may use, and the rule that a set-up machine skips nothing."""

import os
from collections.abc import Generator

import pytest

import examples
from chromium import browser
from schools import school, shelf

__all__ = ["browser", "school", "shelf"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the suite look longer, before a release."""
    parser.addoption(
        "--thorough", action="store_true", help="draw 1,000 new examples, and run every forge's gate"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose how long to look."""
    examples.draw(thorough=config.getoption("--thorough"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on a change, what is only measured before a release."""
    if config.getoption("--thorough"):
        return
    left_out = [item for item in items if item.get_closest_marker("thorough")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what would be skipped where everything is installed: a test that never runs proves nothing."""
    report = yield
    if report.skipped and os.environ.get("LIVERECORD_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped on a machine that has all it needs: {report.longrepr}"
    return report
