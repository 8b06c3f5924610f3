"""Since when somebody has held a duty, and to whom it goes once it has stayed late: nobody is late for days before theirs.

Who holds a duty is written in a field of the record; git knows when that field last changed. Where it does not, the day
is not known, and lateness counts from the day that the duty was due.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from liverecord.derive.calendar import Calendar
from liverecord.derive.people import People
from liverecord.model.derived import Assignee
from liverecord.model.history import Edit, Value
from liverecord.model.next_year import keyworker_since
from liverecord.model.records import Plan, School

KEYWORKER_FIELD = "plan.keyworker"
OWNER_FIELDS = (
    "actions.owner",
    "concerns.owner",
    "reviews.owner",
    "plan.outcomes.provision.who",
    "plan.support_without_plan.who",
    "plan.conditions.owner",
    "plan.circumstances.owner",
    "plan.attendance.part_time_timetable.owner",
    KEYWORKER_FIELD,
)
"""The fields of a record that say who holds something, as schema/audiences.yml names them."""

_HOLDERS = {field.rpartition(".")[0]: field for field in OWNER_FIELDS}
_NEXT_YEAR = "plan.pupil.next_year"
_BEGUN, _ADDED, _CHANGED, _REMOVED = "begun", "added", "changed", "removed"


class OwnerField(NamedTuple):
    """Where a record says who holds something: a path of OWNER_FIELDS, and the id of the item that it belongs to."""

    path: str
    item: str | None = None


class Holdings:
    """What is known of a pupil's owners: on which day each was last named in git, or became the key worker with a new school year.

    `edits` stand newest first.
    """

    def __init__(self, edits: Sequence[Edit], today: date, plan: Plan) -> None:
        self._plan = plan
        self._today = today
        self._named: dict[OwnerField, tuple[date, Value]] = {}
        self._begun: date | None = None
        self._new_years = dict(_new_years(edits, today))
        for edit in edits:
            # What is not committed yet was written by today, and no earlier day is known.
            day = edit.at.date() if edit.at is not None else today
            for each in edit.amendments:
                if each.kind == _CHANGED and each.part in OWNER_FIELDS:
                    self._named.setdefault(OwnerField(each.part, each.item), (day, each.after))
                elif each.kind == _ADDED and each.part in _HOLDERS:
                    field = _HOLDERS[each.part]
                    value = each.about.get(field.rpartition(".")[2])
                    self._named.setdefault(OwnerField(field, each.item), (day, value))
                elif each.kind == _BEGUN:
                    self._begun = day

    def since(self, field: OwnerField | None, owner: Assignee | None) -> date | None:
        """Return the day from which the owner that stands in a field, or the cover, has held it; None where it is not known.

        A cover holds it from the first day of the absence, or from the day on which it was given to somebody away.
        """
        if owner is None or owner.left_on is not None:
            return None
        named = self._named_on(field, owner.id) if field is not None else None
        if field is not None and field.path == KEYWORKER_FIELD:
            named = keyworker_since(self._plan, owner.id, self._today) or named
        if owner.cover_since is None:
            return named
        return owner.cover_since if named is None else max(owner.cover_since, named)

    def _named_on(self, field: OwnerField, owner: str) -> date | None:
        known = self._named.get(field)
        if field.path == KEYWORKER_FIELD and self._new_years:
            day = max(self._new_years)
            if known is None or known[0] < day:
                known = day, self._new_years[day]
        if known is None:
            # The plan's first version says who holds what stands in it, and nothing has changed that since.
            return self._begun if field.path.startswith("plan.") else None
        day, value = known
        return day if value in (owner, None) else None


def _new_years(edits: Sequence[Edit], today: date) -> Iterator[tuple[date, Value]]:
    """Yield the first days of school years that have begun, each with the key worker that came with it, as last written.

    Settling the plan changes nobody's hands, whenever it is done: that day is no day of this.
    """
    is_known = False
    for edit in edits:
        for each in edit.amendments:
            if each.part != _NEXT_YEAR and not each.part.startswith(f"{_NEXT_YEAR}."):
                continue
            if not is_known and each.kind != _REMOVED:
                day, keyworker = _day(each.about.get("from")), each.about.get("keyworker")
                if day is not None and day <= today and keyworker is not None:
                    yield day, keyworker
            # Of one new year the last that was written of it counts; before it was added stands another one.
            is_known = each.kind != _ADDED


def _day(value: Value) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def escalated_to(
    school: School,
    people: People,
    calendar: Calendar,
    today: date,
    *,
    due: date,
    owner: Assignee | None,
    held_since: date | None,
) -> Assignee | None:
    """Return who holds the role to which a duty of the school's goes, once it has been late for so many school days.

    The days count from the later of the day that it was due and the day that its holder took it over. It does not go to
    somebody who already holds it.
    """
    if school.escalation is None:
        return None
    start = due if held_since is None else max(due, held_since)
    if calendar.school_days_after(start, today) < school.escalation.after_school_days:
        return None
    holder = people.holder(school.escalation.to_role)
    if holder is None or (owner is not None and holder.id in (owner.id, owner.cover_id)):
        return None
    return holder
