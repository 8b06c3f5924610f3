"""Signs that a review took place in name only, as far as they follow from a past that an audience sees.

That the plan changed since its review is told of by its amendments. Where an audience sees none of them, it is not told
that there were any, and where it sees some it is told of as many.
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
"""The parts of which a sign tells that they changed; a test holds this to what derives it."""


def changed_plans(rules: Rules, parts: Parts) -> Callable[[CaseFile, Hidden], CaseFile]:
    """Return the function from a case to one that tells of as many changes of the plan as the audience sees."""
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
    """Return what of the plan each commit amended that a sign counts: the newest ones since its day."""
    since = min(sign.days, default=date.min)
    found = []
    for revision in case.revisions:
        if revision.at is None or revision.at.date() > since:
            amended = tuple(each for each in revision.amendments if each.part.startswith(PLAN_PARTS))
            if amended:
                found.append(amended)
    return found[: sign.number]
