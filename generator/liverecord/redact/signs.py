"""Signs that a review took place in name only, as far as they follow from a past that an audience sees.

The plan's amendments tell that it changed since its review. An audience that sees none of them is not told that there
were any, and one that sees some is told of as many.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from msgspec import structs

from liverecord.model.case import CaseFile
from liverecord.model.history import Amendment, InNameOnly
from liverecord.redact.amendments import amendments_maker
from liverecord.redact.closing import Hidden
from liverecord.redact.parts import Parts
from liverecord.redact.policy import Rules

PLAN_CHANGED = "plan_changed"
PLAN_PARTS = (
    "plan.passport",
    "plan.needs",
    "plan.outcomes",
    "plan.support_without_plan",
    "plan.attendance.target",
    "plan.attendance.part_time_timetable",
    "plan.attendance.reintegration",
)
"""The parts whose changes a sign counts; a test holds them to those of the module that derives it."""


def changed_plans(rules: Rules, parts: Parts) -> Callable[[CaseFile, Hidden], CaseFile]:
    """Return the function that lets a case tell only of as many changes of the plan as the audience sees."""
    seen = amendments_maker(rules, parts)
    tells = "revisions.amendments" in rules.seen

    def told(case: CaseFile, hidden: Hidden) -> CaseFile:
        signs = tuple(_as_seen(case, hidden))
        return case if signs == case.in_name_only else structs.replace(case, in_name_only=signs)

    def _as_seen(case: CaseFile, hidden: Hidden) -> Iterator[InNameOnly]:
        for sign in case.in_name_only:
            changes = _changes(case, sign) if sign.kind == PLAN_CHANGED else ()
            number = sum(bool(seen(each, hidden)) for each in changes) if tells else 0
            if number == len(changes):
                yield sign
            elif number:
                yield structs.replace(sign, number=number)

    return told


def _changes(case: CaseFile, sign: InNameOnly) -> Sequence[tuple[Amendment, ...]]:
    """Return the plan's amendments, commit by commit, that a sign counts: the newest since its day."""
    since = min(sign.days, default=date.min)
    changes = []
    for revision in case.revisions:
        if revision.at is None or revision.at.date() > since:
            amended = tuple(each for each in revision.amendments if each.part.startswith(PLAN_PARTS))
            if amended:
                changes.append(amended)
    return changes[: sign.number]
