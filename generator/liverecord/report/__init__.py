"""What was found, said as text, JSON, CSV and the formats of CI servers: pure functions from values to text.

All but the facts may land in a log that many people read. So ids stand for pupils and staff, and no format holds a
record's free text. There is one exception: with `sources`, `problems` shows the offending line on a terminal. Every
function's text ends with a line end, or is empty.
"""

from liverecord.report.audiences import AUDIENCE_FORMS, audiences
from liverecord.report.duties import FORMS, duties
from liverecord.report.duties.rows import (
    DutyRow,
    is_late,
    is_overdue,
    is_unowned,
    rows,
    undated_rows,
    unheld_steps,
    unknown_person,
)
from liverecord.report.explanations import explain, explanation
from liverecord.report.facts import every_fact, unknown_pupils
from liverecord.report.findings import problems
from liverecord.report.imports import DOUBTS, Taken, imported
from liverecord.report.moved_in import moved_in
from liverecord.report.old_marks import old_marks
from liverecord.report.outcomes_import import OutcomesTaken, outcomes_imported
from liverecord.report.plain import long_date
from liverecord.report.pupils_import import PupilsTaken, pupils_imported
from liverecord.report.pupils_questions import WORDS as PUPIL_QUESTIONS
from liverecord.report.retention import RETENTION_FORMS, is_past, retention
from liverecord.report.sites import built, passed_over
from liverecord.report.timetable_import import TimetableTaken, timetable_imported
from liverecord.report.traces import traces

__all__ = [
    "AUDIENCE_FORMS",
    "DOUBTS",
    "FORMS",
    "PUPIL_QUESTIONS",
    "RETENTION_FORMS",
    "DutyRow",
    "OutcomesTaken",
    "PupilsTaken",
    "Taken",
    "TimetableTaken",
    "audiences",
    "built",
    "duties",
    "every_fact",
    "explain",
    "explanation",
    "imported",
    "is_late",
    "is_overdue",
    "is_past",
    "is_unowned",
    "long_date",
    "moved_in",
    "old_marks",
    "outcomes_imported",
    "passed_over",
    "problems",
    "pupils_imported",
    "retention",
    "rows",
    "timetable_imported",
    "traces",
    "undated_rows",
    "unheld_steps",
    "unknown_person",
    "unknown_pupils",
]
