"""What a timetable says before anything is known of the records: lessons, each with the place where the file has it."""

from collections.abc import Sequence
from typing import NamedTuple

from liverecord.intake.whose import Key
from liverecord.problem import Place, Problem


class LessonSeen(NamedTuple):
    """One lesson of one pupil's week, as a file has it.

    `day` is a code of the day of the week and `period` an id of school.yml. `group` and `teacher` are as they are typed, "" where the
    file does not say.
    """

    key: Key
    day: str
    period: str
    subject: str
    group: str
    teacher: str
    place: Place


class TimetableSeen(NamedTuple):
    """All that was read of one file: `form` is long (a row a lesson) or wide (a row a pupil), "" where it is neither.

    `passed_over` counts registrations and other periods that are no lesson. `columns_left` are the names of the columns that were not
    read, fit to be shown. `torn` are the pupils of whom a lesson is not understood; where `is_torn`, lessons are lost and nobody knows
    whose, so that none that is missing may be taken for one that is gone.
    """

    form: str
    lessons: list[LessonSeen]
    problems: list[Problem]
    torn: frozenset[Key] = frozenset()
    is_torn: bool = False
    passed_over: int = 0
    columns_left: Sequence[str] = ()
