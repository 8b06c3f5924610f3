"""The one day that a run is about, and where it comes from."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from liverecord.problem import LiverecordError
from liverecord.read.today import built_at, today

LONDON = ZoneInfo("Europe/London")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def test_the_argument_comes_before_everything(monkeypatch):
    """--today is what somebody asks for now."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert today("2026-11-22", "2025-01-01") == date(2026, 11, 22)


def test_the_settings_come_before_the_environment(monkeypatch):
    """A day fixed in mkdocs.yml keeps a demonstration from growing old."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert today(None, "2026-11-22") == date(2026, 11, 22)


def test_the_environment_comes_before_the_clock(monkeypatch):
    """A build that can be repeated names its moment; half past midnight in summer is already the next day in London."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(datetime(2026, 6, 30, 23, 30, tzinfo=UTC).timestamp())))
    assert today(None) == date(2026, 7, 1)
    assert built_at().isoformat() == "2026-07-01T00:30:00+01:00"


def test_an_empty_environment_is_none(monkeypatch):
    """CI systems set variables to nothing."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert abs(built_at() - datetime.now(LONDON)) < timedelta(minutes=1)  # noqa: TID251


def test_else_it_is_the_day_in_london():
    """School days begin at midnight in London, wherever the build runs."""
    before = datetime.now(LONDON).date()  # noqa: TID251
    assert before <= today(None) <= datetime.now(LONDON).date()  # noqa: TID251


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tomorrow",
        "22/11/2026",
        "2026-13-40",
        "2026-02-30",
        "20261122",
        "2026-W47-7",
        "2026-1-2",
        "0000-01-01",
    ],
)
def test_a_day_that_is_none_stops_the_run(text):
    """Another day in its place would make every duty wrong, so that the run stops with a hint."""
    for call in (lambda: today(text), lambda: today(None, text)):
        with pytest.raises(LiverecordError) as caught:
            call()
        assert "2026-11-22" in caught.value.hint


@pytest.mark.parametrize("text", ["x", "1.5", "9" * 30, "-" + "9" * 30])
def test_a_moment_that_is_none_stops_the_run(monkeypatch, text):
    """The clock is no stand-in for a moment that was asked for and cannot be read."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)
    with pytest.raises(LiverecordError) as caught:
        today(None)
    assert "SOURCE_DATE_EPOCH" in caught.value.message
