"""The one day that a run is about. It enters here, once; everything else is handed it."""

import os
import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from liverecord.problem import LiverecordError

_LONDON = ZoneInfo("Europe/London")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


def today(argument: str | None, configured: str | None = None) -> date:
    """Return the day: of the argument, else of mkdocs.yml, else of SOURCE_DATE_EPOCH, else the civil date in London.

    Both texts are dates as 2026-11-22. SOURCE_DATE_EPOCH is seconds since 1970 in UTC (reproducible-builds.org). A
    day that cannot be read raises LiverecordError: another day in its place would make every duty wrong.
    """
    if argument is not None:
        return _day(argument, "--today")
    if configured is not None:
        return _day(configured, "today: in mkdocs.yml")
    return built_at().date()


def built_at() -> datetime:
    """Return the moment of this run in London's time: SOURCE_DATE_EPOCH where it is set, else the clock's."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(_LONDON)  # noqa: TID251 - the one place
    try:
        return datetime.fromtimestamp(int(epoch), UTC).astimezone(_LONDON)
    except (ValueError, OverflowError, OSError):
        message = "The environment variable SOURCE_DATE_EPOCH is not a number of seconds since 1970."
        raise LiverecordError(message, "Unset it, or set it as `date +%s` prints it.") from None


def _day(text: str, what: str) -> date:
    if _DAY(text):
        try:
            return date.fromisoformat(text)
        except ValueError:  # the thirtieth of February
            pass
    raise LiverecordError(f"{what} is not a date.", "Write the year, the month and the day: 2026-11-22.")
