"""Marks that are too old to say how attendance is now: of how many pupils, and when they end. One line in a list of duties."""

from collections.abc import Iterable
from datetime import date

import msgspec

from liverecord.model.case import CaseFile
from liverecord.render import ends


class OldMarks(msgspec.Struct, frozen=True, kw_only=True):
    """The marks of `pupils` of `of` pupils with marks end between two days, and are old."""

    pupils: int
    of: int
    first: date
    last: date


def old_marks(cases: Iterable[CaseFile]) -> OldMarks | None:
    """Return whose marks are old, of the pupils on roll; None where everybody's are new, or nobody has any."""
    ends = [case.attendance.ends for case in cases if case.on_roll and case.attendance.ends is not None]
    old = sorted(each.on for each in ends if each.old)
    return OldMarks(pupils=len(old), of=len(ends), first=old[0], last=old[-1]) if old else None


def told(old: OldMarks) -> str:
    """Return the line that says so, and by which form and which command newer ones come in."""
    return (
        f"{ends.line(old.pupils, old.of, old.first, old.last)} By command: liverecord import attendance FILE"
    )
