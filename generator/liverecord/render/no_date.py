"""No date yet: rules that apply and of which the record lacks a day, as rows that pages and lists show."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from liverecord.render import ways, words
from liverecord.render.pieces import Setting, safe, sees
from liverecord.render.rows import Row, carried, holder_cell, pupil_cell
from liverecord.view import View


def rows(summaries: Iterable[View]) -> list[Row]:
    """Return what has no date yet of these pupils: first what the law had a day for, the oldest first, then days of plans."""
    every = [Row(summary, row) for summary in summaries for row in sees(summary, "undated") or ()]
    every.sort(key=_order)
    return every


def of_pupils(summaries: Iterable[View], setting: Setting) -> list[dict[str, Any]]:
    """Return these rows as the template has them, with what a list is narrowed by."""
    return [
        {
            "pupil": pupil_cell(row.summary, setting),
            "carried": safe((carried(row),)),
            **said(row.duty, setting, row.summary.id),
        }
        for row in rows(summaries)
    ]


class Asked(NamedTuple):
    """What many pupils' records lack alike: what it is about, the words, and a row for each of them."""

    label: str
    lacks: str
    rows: list[dict[str, Any]]


def apart(every: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[Asked]]:
    """Return what is said row by row, and what is asked of many and said once, as after a school has just moved in."""
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in every:
        groups.setdefault((row["label"], row["lacks"]), []).append(row)
    if len(every) <= _AT_MOST:
        return list(every), []
    many = [Asked(*said, rows) for said, rows in groups.items() if len(rows) > _FEW]
    return [row for row in every if len(groups[row["label"], row["lacks"]]) <= _FEW], many


_AT_MOST, _FEW = 20, 4
"""So many rows are read one by one, and so few alike."""


def said(row: View, setting: Setting, pupil: str) -> dict[str, Any]:
    """Return what a row says: what it is about, what the record lacks, where that is written, and whose it is."""
    lawful = sees(row, "last_lawful")
    counts = sees(row, "counts_from")
    lines = [f"Not in the record: {row.missing}"]
    if lawful:
        lines = [f"Last lawful day was {words.day(lawful)}, unless {row.missing} is written"]
        if counts and not sees(row, "is_missed"):
            lines.append(f"counts as overdue from {words.day(counts)}")
    if sees(row, "ask_last_school"):
        lines.append("from before the pupil came here: ask the last school")
    if sees(row, "source") and sees(row, "force") != "school":
        lines.append(str(row.source))
    # Where to write what is told whole, or not at all.
    is_told = all(sees(row, name) for name in ("field", "file", "line"))
    return {
        "label": row.label,
        "about": words.beside((sees(row, "what"), sees(row, "about"))),
        "holder": holder_cell(sees(row, "owner"), setting),
        "lacks": words.beside(lines),
        "field": _breakable(row.field) if is_told else None,
        "file": f"{row.file}.yml" if is_told else "",
        "line": row.line if is_told else "",
        "leads": ways.of_undated(pupil, row) if is_told else "",
    }


def _order(row: Row) -> tuple[str, ...]:
    day = str(sees(row.duty, "last_lawful") or "9")
    is_of_a_plan = str(sees(row.duty, "field") or "").startswith(_OF_A_PLAN)
    return (day, "" if is_of_a_plan else "9", row.summary.name, row.summary.id, row.duty.kind)


_OF_A_PLAN = "plan.ehcp."
"""An education, health and care plan: its twelve months run, whether the record knows the day or not."""


def _breakable(path: str) -> Markup:
    """Return a field's path that a narrow column may break behind a dot, and nowhere within a word."""
    return Markup(".<wbr>").join(path.split("."))
