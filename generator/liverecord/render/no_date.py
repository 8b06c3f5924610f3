"""No date yet: rules that apply and of which the record lacks a day, as rows that pages and lists show."""

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from liverecord.render import words
from liverecord.render.pieces import Setting, sees
from liverecord.render.rows import holder_cell, pupil_cell
from liverecord.view import View


def of_pupils(summaries: Iterable[View], setting: Setting) -> list[dict[str, Any]]:
    """Return the rows of these pupils as the template has them: first what the law had a day for, the oldest first."""
    rows = [(summary, row) for summary in summaries for row in sees(summary, "undated") or ()]
    rows.sort(
        key=lambda pair: (str(sees(pair[1], "last_lawful") or "9"), pair[0].name, pair[0].id, pair[1].kind)
    )
    return [{"pupil": pupil_cell(summary, setting), **said(row, setting)} for summary, row in rows]


def said(row: View, setting: Setting) -> dict[str, Any]:
    """Return what a row says: what it is about, what the record lacks, where that is written, and whose it is."""
    lawful = sees(row, "last_lawful")
    counts = sees(row, "counts_from")
    lines = [f"Not in the record: {row.missing}"]
    if lawful:
        lines = [f"Last lawful day was {words.day(lawful)}, unless {row.missing} is written"]
        if counts and not sees(row, "is_missed"):
            lines.append(f"counts as overdue from {words.day(counts)}")
    if sees(row, "source") and sees(row, "force") != "school":
        lines.append(str(row.source))
    return {
        "label": row.label,
        "about": "; ".join(str(each) for each in (sees(row, "what"), sees(row, "about")) if each),
        "holder": holder_cell(sees(row, "owner"), setting),
        "lacks": "; ".join(lines),
        "field": _breakable(sees(row, "field")),
        "file": f"{row.file}.yml" if row.has("file") else "",
        "line": sees(row, "line"),
    }


def _breakable(path: str | None) -> Markup | None:
    """Return a field's path that a narrow column may break behind a dot, and nowhere within a word."""
    return None if path is None else Markup(".<wbr>").join(path.split("."))
