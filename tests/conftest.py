"""What every test may use, and the rule that a set-up machine skips nothing."""

import os
from collections.abc import Generator

import pytest

from schools import school

__all__ = ["school"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail what would be skipped where everything is installed: a test that never runs proves nothing."""
    report = yield
    if report.skipped and os.environ.get("LIVERECORD_NO_SKIPS"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped on a machine that has all it needs: {report.longrepr}"
    return report
