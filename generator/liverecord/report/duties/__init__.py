"""Duties as rows of ids and dates, in a format for whoever reads them.

    rows       the rows themselves: not a word that anybody typed
    worded     for people: text for a terminal, Markdown for a forge
    machines   for programs: JSON, CSV, and what CI servers take (GitHub, GitLab, JUnit)

Calendars are report/calendars.py: they need the feed before.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from liverecord.problem import LiverecordError
from liverecord.report.duties import machines, worded
from liverecord.report.duties.rows import DutyRow, UndatedRow
from liverecord.report.old_marks import OldMarks

FORMS = ("text", "json", "csv", "markdown", "junit", "github", "gitlab")
"""The formats that a list of duties has."""


def duties(
    rows: Sequence[DutyRow],
    form: str = "text",
    *,
    today: date,
    listed: int,
    undated: Sequence[UndatedRow] = (),
    old: OldMarks | None = None,
) -> str:
    """Return the rows, which stand oldest first, in one of FORMS; before them what has no day yet.

    `old` are marks too old to say how attendance is now: text, Markdown, JSON and annotations tell of them.

    `today` is the day they are judged on; `listed` how many of them a summary in Markdown lists. The shape of the JSON
    is schema/output/duties.schema.json, GitLab's its code quality report. The CSV is RFC 4180 with its own line ends:
    write it as bytes. Raises LiverecordError for an unknown format.
    """
    forms: Mapping[str, Callable[[], str]] = {
        "text": lambda: worded.text(rows, undated, old),
        "json": lambda: machines.json_text(rows, undated, old),
        "csv": lambda: machines.csv_text(rows, undated),
        "markdown": lambda: worded.markdown_summary(rows, undated, today, listed, old),
        "junit": lambda: machines.junit(rows, undated, today),
        "github": lambda: machines.github(rows, undated, old),
        "gitlab": lambda: machines.gitlab(rows, undated),
    }
    if form not in forms:
        raise LiverecordError(f"there is no format {form!r}", f"one of: {', '.join(FORMS)}")
    return forms[form]()
