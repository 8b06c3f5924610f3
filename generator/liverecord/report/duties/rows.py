"""Duties as rows: ids, dates and the rule's own label."""

import difflib
import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import date

import msgspec

from liverecord.model.case import CaseFile, Duty
from liverecord.problem import Place
from liverecord.report.plain import counted

STATES: Mapping[str, str] = {
    "overdue": "Overdue",
    "due": "Due today",
    "soon": "Due soon",
    "later": "Coming later",
}
"""The states of a duty, most pressing first, and how lists head them."""

AUTHORITY = "authority"
SCHOOL = "school"


class DutyRow(msgspec.Struct, frozen=True, kw_only=True):
    """One duty without a word that anybody typed: ids, dates, and the rule's own label.

    `key` stays the same while the duty's day, owner or place changes, and says nothing of what it is about. `days` counts
    from today (negative: late). `owner` is None where nobody holds it; `left` then names who held it and has left.
    `cover` stands in for an owner who is away. `owed_by` is school or authority. `source` is the rule's. `path` and
    `line` are where the record is edited, None where that is not known; `moved` tells that a later date was written
    than the rule gives.
    """

    key: str
    pupil: str
    kind: str
    group: str
    label: str
    due: date
    state: str
    days: int
    owner: str | None = None
    cover: str | None = None
    left: str | None = None
    owed_by: str = "school"
    source: str | None = None
    path: str | None = None
    line: int | None = None
    moved: bool = False


def is_missed(row: DutyRow) -> bool:
    """Tell whether a day has passed that was the school's own: what others let pass is chased, and fails no run."""
    return row.state == "overdue" and row.owed_by == SCHOOL


def rows(
    cases: Iterable[CaseFile],
    within: int | None = None,
    owner: str | None = None,
    places: Mapping[tuple[str, str], Place] | None = None,
) -> list[DutyRow]:
    """Return the duties of the cases, oldest first.

    `within` leaves out what is due in more than so many days; `owner` keeps what a member of staff owns or covers.
    `places` says where a duty's item is written, by the pupil's id and the duty's; without, it is the section's place.
    """
    found = [
        _row(case, duty, (places or {}).get((case.id, duty.id))) for case in cases for duty in case.duties
    ]
    return sorted(
        (
            row
            for row in found
            if (within is None or row.days <= within) and (owner is None or owner in (row.owner, row.cover))
        ),
        key=lambda row: (row.due, row.pupil, row.kind, row.line or 0),
    )


def unknown_person(owner: str, staff: Collection[str]) -> str:
    """Return what to say of an id that no member of staff has."""
    near = difflib.get_close_matches(owner, sorted(staff), n=1)
    return f"nobody in staff.yml has the id {owner!r}" + (f"; did you mean {near[0]}?" if near else "")


def called(row: DutyRow) -> str:
    """Return what a duty is called: the rule's label, and whose it is where it is not the school's."""
    return f"{row.label} (owed by the authority)" if row.owed_by == AUTHORITY else row.label


def when(row: DutyRow) -> str:
    """Return "3 days late", "today" or "in 3 days"."""
    if row.days < 0:
        return f"{counted(-row.days, 'day')} late"
    return "today" if row.days == 0 else f"in {counted(row.days, 'day')}"


def whose(row: DutyRow) -> str:
    """Return who holds a duty, by id: somebody away first, the cover second."""
    if row.owner is None:
        return f"nobody ({row.left} has left)" if row.left else "nobody"
    return f"{row.owner} (cover {row.cover})" if row.cover else row.owner


def _row(case: CaseFile, duty: Duty, place: Place | None) -> DutyRow:
    edit = next((link for link in case.edit if link.section == duty.anchor), None)
    holder = duty.owner
    has_left = holder is not None and holder.left_on is not None
    return DutyRow(
        # No part of a key may be mistaken for another: ids hold no line ends.
        key=hashlib.sha256(f"{case.id}\n{duty.id}".encode()).hexdigest()[:32],
        pupil=case.id,
        kind=duty.kind,
        group=duty.group,
        label=duty.label,
        due=duty.due,
        state=duty.state,
        days=duty.days,
        owner=holder.id if holder and not has_left else None,
        cover=holder.cover_id if holder and not has_left else None,
        left=holder.id if holder and has_left else None,
        owed_by=duty.owed_by,
        source=duty.source,
        path=place.path if place else edit.path if edit else None,
        line=place.line if place else edit.line if edit else None,
        moved=duty.moved,
    )
