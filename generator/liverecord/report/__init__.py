"""What was found, said as text, JSON, CSV and the formats of CI servers: pure functions from values to text.

All but the facts may land in a log that many people read. Ids stand for pupils and staff, and no record's free text is
in any format, but for the offending line itself, which `problems` shows on a terminal where `sources` are given.
Every function's text ends with a line end, or is empty.
"""

from liverecord.report.duties import FORMS, duties
from liverecord.report.duties.rows import DutyRow, is_missed, rows, unknown_person
from liverecord.report.explanations import explain, explanation
from liverecord.report.facts import every_fact, unknown_pupils
from liverecord.report.findings import problems
from liverecord.report.imports import Taken, imported
from liverecord.report.sites import built

__all__ = [
    "FORMS",
    "DutyRow",
    "Taken",
    "built",
    "duties",
    "every_fact",
    "explain",
    "explanation",
    "imported",
    "is_missed",
    "problems",
    "rows",
    "unknown_person",
    "unknown_pupils",
]
