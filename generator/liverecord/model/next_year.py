"""What a plan says of the next school year, and the record as it is read from that year's first day on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec import structs

from liverecord.model.records import Identity, Plan, Pupil


def in_force(pupil: Pupil, day: date) -> Pupil:
    """Return a pupil as the record is read on a day: with the values of the next school year once that has begun.

    A year group without a form leaves the form unknown: last year's is nobody's any more. What the plan says of the next year
    stays in it, so that pages may tell since when.
    """
    plan = pupil.plan
    coming = plan.pupil.next_year
    if coming is None or coming.from_ > day:
        return pupil
    return structs.replace(
        pupil,
        plan=structs.replace(plan, pupil=_moved_up(plan.pupil), keyworker=coming.keyworker or plan.keyworker),
    )


def without_what_has_begun(plan: Plan, day: date) -> Plan:
    """Return a plan as it is shown on a day: a next school year that has begun is what the plan says anyway."""
    coming = plan.pupil.next_year
    if coming is None or coming.from_ > day:
        return plan
    return structs.replace(plan, pupil=structs.replace(plan.pupil, next_year=None))


def moved_up(plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return a plan's plain data with what it says of the next school year in the places where it is read, and gone from there.

    The plan has a next school year. As `in_force` reads it.
    """
    said = {key: value for key, value in plan[_PUPIL][_NEXT].items() if value is not None}
    left_behind = {_NEXT, _FORM} if _YEAR in said else {_NEXT}
    here = {key: value for key, value in plan[_PUPIL].items() if key not in left_behind}
    identity = here | {key: said[key] for key in (_YEAR, _FORM) if key in said}
    return {**plan, _PUPIL: identity, **{key: said[key] for key in (_KEYWORKER,) if key in said}}


_PUPIL, _NEXT = "pupil", "next_year"
_YEAR, _FORM, _KEYWORKER = "year_group", "form", "keyworker"


def keyworker_since(plan: Plan, keyworker: str, day: date) -> date | None:
    """Return the day on which somebody became the key worker with a new school year that has begun; None for nobody else."""
    coming = plan.pupil.next_year
    if coming is None or coming.from_ > day or coming.keyworker != keyworker:
        return None
    return coming.from_


def _moved_up(identity: Identity) -> Identity:
    coming = identity.next_year
    assert coming is not None
    form = coming.form if coming.form is not None or coming.year_group is not None else identity.form
    return structs.replace(identity, year_group=coming.year_group or identity.year_group, form=form)
