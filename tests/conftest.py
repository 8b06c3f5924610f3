"""What every test may use, and the rule that a set-up machine skips nothing."""

import multiprocessing
import os
from collections.abc import Generator

import pytest

from chromium import browser
from liverecord.examine import sharing
from schools import school

__all__ = ["browser", "school"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the suite run as on Windows."""
    parser.addoption("--spawn", action="store_true", help="spawn worker processes, even for one pupil")


def pytest_configure(config: pytest.Config) -> None:
    """Spawn workers where that was asked for."""
    if config.getoption("--spawn"):
        multiprocessing.set_start_method("spawn", force=True)
        sharing.ALONE_UP_TO = 0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what would be skipped where everything is installed: a test that never runs proves nothing."""
    report = yield
    if report.skipped and os.environ.get("LIVERECORD_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped on a machine that has all it needs: {report.longrepr}"
    return report
