"""A plan whose next school year has begun, settled: what it says of that year moves up to where it is read, and goes there.

Every save settles the plan that it writes, so that nobody corrects a form in a line that is no longer read.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from liverecord.model.next_year import moved_up
from liverecord.splice.steps import Path, Step, applied, between, found, is_there

_NEXT: Path = ("pupil", "next_year")


def settling(plan: object, day: date) -> tuple[Step, ...]:
    """Return the steps that settle a plan's plain data on a day; none where no new year has begun in it."""
    coming = found(plan, _NEXT) if is_there(plan, _NEXT) else None
    if not isinstance(plan, dict) or not isinstance(coming, dict) or not _has_begun(coming, day):
        return ()
    return tuple(between(plan, moved_up(plan)))


def settled(plan: object, day: date) -> Any:
    """Return a plan's plain data as it is read on a day."""
    return applied(plan, settling(plan, day))


def _has_begun(coming: Mapping[str, Any], day: date) -> bool:
    try:
        return date.fromisoformat(str(coming.get("from"))) <= day
    except ValueError:
        return False
