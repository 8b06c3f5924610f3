"""What was found, said as text, JSON, CSV and the formats of CI servers: pure functions from values to text.

All of it may land in a log that many people read. Ids stand for pupils and staff, and no record's free text is in any
format; the one exception is the offending line itself, which `problems` shows on a terminal where `sources` are given.
Every function's text ends with a line end, or is empty.
"""

from liverecord.report.due import DutyRow, duties, rows, unknown_person
from liverecord.report.explanations import explain, explanation
from liverecord.report.findings import problems
from liverecord.report.sites import built

__all__ = ["DutyRow", "built", "duties", "explain", "explanation", "problems", "rows", "unknown_person"]
