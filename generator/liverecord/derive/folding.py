"""What of a pupil's duties is a line under another, or another's to see to: one thing is late, not four."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import msgspec

from liverecord.derive.naming import PLAN
from liverecord.derive.rules import LATE, OVERDUE, SCHOOL, Rule
from liverecord.model.case import Duty, Undated
from liverecord.model.days import in_words
from liverecord.model.records import Pupil

TIMETABLE_REVIEW = "part_time_timetable_review"
TIMETABLE_END = "part_time_timetable_end"


def fold_timetable(duties_by_id: dict[str, Duty]) -> None:
    """Make the end of a part-time timetable a line under its review while that is late: one thing is late, not two."""
    review = duties_by_id.get(f"{TIMETABLE_REVIEW}.plan")
    end = duties_by_id.get(f"{TIMETABLE_END}.plan")
    if review is None or end is None or review.state not in LATE or end.days >= 0:
        return
    del duties_by_id[end.id]
    duties_by_id[review.id] = msgspec.structs.replace(
        review, about=f"the agreement ended on {in_words(end.due)}"
    )


def fold_under(
    duties_by_id: dict[str, Duty],
    undated_by_id: dict[str, Undated],
    rules: Iterable[Rule],
    ahead: Collection[str | None],
    counted: date | None,
) -> None:
    """Drop what is late, or has no day, because a thing above it is or has none: a meeting that nobody held has no late papers.

    `ahead` are meetings still to come: their papers are late all the same; so is what fell due after the thing above it: no
    later limit is lost in an earlier one. A limit of the law that has passed below a question stands
    in the question's own row.
    """
    late = {duty_id for duty_id, duty in duties_by_id.items() if duty.state in LATE}
    late |= undated_by_id.keys()
    for rule in rules:
        if rule.row.under:
            for each_id in [each for each in late if each.partition(".")[0] == rule.row.id]:
                item = each_id.partition(".")[2]
                names = (f"{name}.{each}" for name in rule.row.under for each in (item, PLAN))
                above = [name for name in names if name in late]
                if item in ahead or not above:
                    continue
                undated_by_id.pop(each_id, None)
                duty = duties_by_id.get(each_id)
                if duty is None or duty.state not in LATE:
                    continue
                passed = duty.limit if duty.limit is not None and duty.state == OVERDUE else duty.due
                if all(_lasts_to(name, duties_by_id, undated_by_id) < passed for name in above):
                    continue
                del duties_by_id[each_id]
                for name in above:
                    if name in undated_by_id and duty.limit is not None:
                        undated_by_id[name] = _with_limit(undated_by_id[name], duty, counted, rule.today)


def leave_to_others(duties_by_id: dict[str, Duty], pupil: Pupil, rules: Iterable[Rule]) -> None:
    """Drop what a rule has due once the pupil has left: it is not this school's, but for what outlasts that.

    A day that a person wrote stays: somebody here took it on.
    """
    last = pupil.plan.pupil.on_roll_until
    if last is None:
        return
    outlasts = {rule.row.id for rule in rules if rule.row.after_leaving}
    for duty in [*duties_by_id.values()]:
        if duty.due > last and duty.written_due is None and duty.kind not in outlasts:
            del duties_by_id[duty.id]


def _lasts_to(row_id: str, duties_by_id: Mapping[str, Duty], undated_by_id: Mapping[str, Undated]) -> date:
    """Return the last day that a row has; one without any lasts for ever."""
    duty, row = duties_by_id.get(row_id), undated_by_id.get(row_id)
    days = [duty.due, duty.limit, duty.written_due] if duty is not None else []
    if row is not None:
        days.append(row.last_lawful or date.max)
    return max((day for day in days if day is not None), default=date.max)


def _with_limit(row: Undated, duty: Duty, counted: date | None, today: date) -> Undated:
    """Return a question's row with the limit that has passed unless the answer says otherwise."""
    return msgspec.structs.replace(
        row,
        last_lawful=duty.limit,
        counts_from=counted,
        is_missed=(counted is None or counted <= today) and duty.owed_by == SCHOOL,
    )
