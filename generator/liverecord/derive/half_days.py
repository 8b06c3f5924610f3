"""One pupil's part in the school's own patterns: each half day of the week, added up over the school year."""

from liverecord.derive.register import Register
from liverecord.model.attendance import HalfDays


def half_days(register: Register) -> HalfDays | None:
    """Return sessions missed and possible in each half day of the week; None where no marks are known.

    Weeks without marks, or mostly without, are left out, and counted. An absence that an agreed timetable excuses is neither missed nor possible.
    """
    weeks = [
        week for monday, week in register.weeks.items() if week is not None and monday not in register.thin
    ]
    if not weeks:
        return None
    return HalfDays(
        missed=tuple(map(sum, zip(*(week.missed for week in weeks), strict=True))),
        possible=tuple(map(sum, zip(*(week.counted for week in weeks), strict=True))),
        weeks=len(weeks),
        gap_weeks=len(register.weeks) - len(weeks),
    )
