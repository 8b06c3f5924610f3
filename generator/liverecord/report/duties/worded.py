"""Duties for people: text for a terminal, Markdown for an issue or a summary page of a forge."""

from collections.abc import Sequence
from datetime import date

from liverecord.report.duties.rows import (
    LATE,
    STATES,
    DutyRow,
    UndatedRow,
    called,
    lateness,
    notes,
    said,
    when,
    whose,
)
from liverecord.report.old_marks import OldMarks, told
from liverecord.report.plain import counted, long_date, markdown, plain, table


def text(rows: Sequence[DutyRow], undated: Sequence[UndatedRow] = (), old: OldMarks | None = None) -> str:
    """Return the rows under each other, what has no day yet first and the rest by state, with a total; old marks last."""
    end = f"{told(old)}\n" if old is not None else ""
    if not rows and not undated:
        return f"Nothing is overdue or behind, and nothing is coming up.\n{end}"
    lines: list[str] = []
    if undated:
        lines.append(f"No date yet: {len(undated)}")
        for row in undated:
            lines.append(plain(f"  {row.pupil}  {called(row)}  {whose(row)}: {said(row)}"))
            lines.append(f"      write {row.field}, in {row.path}:")
            lines += [f"        {each}" for each in row.add.splitlines()]
        lines.append("")
    cells = {
        row: (row.due.isoformat(), when(row), row.pupil, called(row), whose(row), _where(row)) for row in rows
    }
    aligned = dict(zip(cells, table(cells.values()), strict=True))
    for state in [*STATES, *sorted({row.state for row in rows} - set(STATES))]:
        group = [row for row in rows if row.state == state]
        if group:
            lines += [f"{STATES.get(state, state)}: {len(group)}", *(aligned[row] for row in group), ""]
    pupils = len({row.pupil for row in rows} | {row.pupil for row in undated})
    without = f", {len(undated)} without a date yet" if undated else ""
    lines.append(
        f"{counted(len(rows), 'duty', 'duties')} of {counted(pupils, 'pupil')}, {_lateness(rows)}{without}."
    )
    return "\n".join(lines) + f"\n{end}"


def markdown_summary(
    rows: Sequence[DutyRow],
    undated: Sequence[UndatedRow],
    today: date,
    listed: int,
    old: OldMarks | None = None,
) -> str:
    """Return the first so many rows by whose they are: whoever has the oldest stands first; before them what has no day yet."""
    end = f"\n{markdown(told(old))}\n" if old is not None else ""
    if not rows and not undated:
        return f"## Nothing is overdue or behind\n\nNothing is coming up either, as of {long_date(today)}.\n{end}"
    coming = sum(row.state not in LATE for row in rows)
    lines = [f"## {_lateness(rows)}, {coming} coming up", "", f"As of {long_date(today)}, oldest first."]
    if undated:
        lines += ["", f"### No date yet: {len(undated)}", "", *map(_undated, undated[:listed])]
        if len(undated) > listed:
            lines.append(f"- and {len(undated) - listed} more")
    holders = list(dict.fromkeys(whose(row) for row in rows))
    shown = rows[:listed]
    for holder in holders:
        own = [row for row in shown if whose(row) == holder]
        if own:
            total = sum(whose(row) == holder for row in rows)
            count = f"{total}, of which {len(own)} shown" if total > len(own) else str(total)
            lines += ["", f"### {markdown(holder)}: {count}", "", *(_item(row) for row in own)]
    if len(rows) > listed:
        lines += ["", f"And {counted(len(rows) - listed, 'more', 'more')}: `liverecord due` lists them all."]
    return "\n".join(lines) + f"\n{end}"


def _item(row: DutyRow) -> str:
    late = f"**{when(row)}**" if row.days < 0 else when(row)
    where = _where(row)
    place = f" *{markdown(where)}*" if where else ""
    return f"- {long_date(row.due)}, {late}: {markdown(row.pupil)}, {markdown(called(row))}{place}"


def _undated(row: UndatedRow) -> str:
    told = f"{markdown(row.pupil)}, {markdown(called(row))}, {markdown(whose(row))}: {markdown(said(row))}"
    return f"- {told} `{row.field}` *{markdown(row.path or '')}*"


def _lateness(rows: Sequence[DutyRow]) -> str:
    return lateness(row.state for row in rows)


def _where(row: DutyRow) -> str:
    place = f"{row.path}:{row.line}" if row.path and row.line else row.path or ""
    said = "; ".join(notes(row))
    return f"{place} ({said})".lstrip() if said else place
