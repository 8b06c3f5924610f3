"""A plan whose next school year has begun, before a change that moved its values up: what it said already is no change.

Versions are compared without the days on which they were written, so that this is read from the two of them alone.
"""

from typing import Any

from liverecord.model.next_year import moved_up

_PUPIL, _NEXT = "pupil", "next_year"
_YEAR, _FORM, _KEYWORKER = "year_group", "form", "keyworker"


def as_it_was_read(before: object, after: object) -> object:
    """Return an earlier version of a plan as it was read when the later one was written, both as plain data.

    Where the later one has the year group of the earlier one's next school year in its place, that year had begun: its values
    stand in their places then, and it is gone. Where the year group stays the same, all that it said has to stand there.
    """
    was, coming = _details(before), _details(before).get(_NEXT)
    stands = _details(after)
    if not isinstance(before, dict) or not isinstance(after, dict) or not isinstance(coming, dict):
        return before
    if stands.get(_NEXT) == coming or not _has_moved_up(was, coming, stands, after):
        return before
    return moved_up(before)


def _details(plan: object) -> dict[str, Any]:
    pupil = plan.get(_PUPIL) if isinstance(plan, dict) else None
    return pupil if isinstance(pupil, dict) else {}


def _has_moved_up(
    was: dict[str, Any], coming: dict[str, Any], stands: dict[str, Any], plan: dict[str, Any]
) -> bool:
    year = coming.get(_YEAR)
    if year is not None and str(year) != str(was.get(_YEAR)):
        return str(stands.get(_YEAR)) == str(year)
    there = {_YEAR: stands.get(_YEAR), _FORM: stands.get(_FORM), _KEYWORKER: plan.get(_KEYWORKER)}
    said = {key: value for key in there if (value := coming.get(key)) is not None}
    return all(str(there[key]) == str(value) for key, value in said.items())
