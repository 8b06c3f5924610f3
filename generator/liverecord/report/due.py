"""Duties as rows of ids and dates, for a terminal, a spreadsheet, a program or a CI server."""

import csv
import difflib
import io
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

import msgspec

from liverecord.model.case import Assignee, CaseFile, Duty
from liverecord.problem import LiverecordError
from liverecord.report.plain import counted, github_property, github_text, long_date, table

STATES: Mapping[str, str] = {
    "overdue": "Overdue",
    "due": "Due today",
    "soon": "Due soon",
    "later": "Coming later",
}
"""The states of a duty, most pressing first, and how the text form heads them."""


class DutyRow(msgspec.Struct, frozen=True, kw_only=True):
    """One duty without a word that anybody typed: ids, dates, and the rule's own label.

    `days` counts from today (negative: late). `owner` is None where nobody holds it, or where the one who did has
    left; `cover` stands in for an owner who is away. `source` is the rule's. `path` and `line` are where the record
    is edited, None where that is not known; `moved` tells that a later date was written than the rule gives.
    """

    pupil: str
    kind: str
    group: str
    label: str
    due: date
    state: str
    days: int
    owner: str | None = None
    cover: str | None = None
    source: str | None = None
    path: str | None = None
    line: int | None = None
    moved: bool = False


def rows(cases: Iterable[CaseFile], within: int | None = None, owner: str | None = None) -> list[DutyRow]:
    """Return the duties of the cases, oldest first.

    `within` leaves out what is due in more than so many days; `owner` keeps what a member of staff owns or covers.
    """
    found = [_row(case, duty) for case in cases for duty in case.duties]
    return sorted(
        (
            row
            for row in found
            if (within is None or row.days <= within) and (owner is None or owner in (row.owner, row.cover))
        ),
        key=lambda row: (row.due, row.pupil, row.kind, row.line or 0),
    )


def duties(rows: Sequence[DutyRow], form: str = "text") -> str:
    """Return the rows in a format ("text", "json", "github", "csv").

    The shape of the JSON is schema/output/duties.schema.json. The CSV is RFC 4180 with its own line ends: write it as
    bytes. Raises LiverecordError for an unknown format.
    """
    if form not in _FORMS:
        raise LiverecordError(f"there is no format {form!r}", f"one of: {', '.join(_FORMS)}")
    return _FORMS[form](rows)


def unknown_person(owner: str, staff: Collection[str]) -> str:
    """Return what to say of an id that no member of staff has."""
    near = difflib.get_close_matches(owner, sorted(staff), n=1)
    return f"nobody in staff.yml has the id {owner!r}" + (f"; did you mean {near[0]}?" if near else "")


def _row(case: CaseFile, duty: Duty) -> DutyRow:
    edit = next((link for link in case.edit if link.section == duty.anchor), None)
    owner, cover = _in_hands(duty.owner)
    return DutyRow(
        pupil=case.id,
        kind=duty.kind,
        group=duty.group,
        label=duty.label,
        due=duty.due,
        state=duty.state,
        days=duty.days,
        owner=owner,
        cover=cover,
        source=duty.source,
        path=edit.path if edit else None,
        line=edit.line if edit else None,
        moved=duty.moved,
    )


def _in_hands(owner: Assignee | None) -> tuple[str | None, str | None]:
    if owner is None or owner.left_on is not None:
        return None, None
    return owner.id, owner.cover_id


def _text(rows: Sequence[DutyRow]) -> str:
    if not rows:
        return "Nothing is overdue and nothing is coming up.\n"
    lines: list[str] = []
    cells = {
        row: (row.due.isoformat(), _when(row), row.pupil, row.label, _whose(row), _where(row)) for row in rows
    }
    aligned = dict(zip(cells, table(cells.values()), strict=True))
    for state in [*STATES, *sorted({row.state for row in rows} - set(STATES))]:
        group = [row for row in rows if row.state == state]
        if group:
            lines += [f"{STATES.get(state, state)}: {len(group)}", *(aligned[row] for row in group), ""]
    late = sum(row.state == "overdue" for row in rows)
    pupils = len({row.pupil for row in rows})
    lines.append(f"{counted(len(rows), 'duty', 'duties')} of {counted(pupils, 'pupil')}, {late} overdue.")
    return "\n".join(lines) + "\n"


def _when(row: DutyRow) -> str:
    if row.days < 0:
        return f"{counted(-row.days, 'day')} late"
    return "today" if row.days == 0 else f"in {counted(row.days, 'day')}"


def _whose(row: DutyRow) -> str:
    if row.owner is None:
        return "nobody"
    return f"{row.owner} (cover {row.cover})" if row.cover else row.owner


def _where(row: DutyRow) -> str:
    place = f"{row.path}:{row.line}" if row.path and row.line else row.path or ""
    return f"{place} (moved)" if row.moved else place


def _json(rows: Sequence[DutyRow]) -> str:
    states = Counter(row.state for row in rows)
    counts = {state: states[state] for state in STATES}
    value = {"version": 1, "count": len(rows), "states": counts, "duties": msgspec.to_builtins(rows)}
    return json.dumps(value, indent=2) + "\n"


_LEVELS = {"overdue": "error", "due": "warning"}


def _github(rows: Sequence[DutyRow]) -> str:
    commands = []
    for row in rows:
        place = {"file": row.path or "", "line": str(row.line or ""), "title": row.kind}
        properties = ",".join(f"{name}={github_property(text)}" for name, text in place.items() if text)
        told = f"{row.pupil}: {row.label}, due {long_date(row.due)}, {_when(row)}, {_whose(row)}"
        commands.append(f"::{_LEVELS.get(row.state, 'notice')} {properties}::{github_text(told)}\n")
    return "".join(commands)


def _csv(rows: Sequence[DutyRow]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(DutyRow.__struct_fields__)
    writer.writerows([_cell(getattr(row, name)) for name in DutyRow.__struct_fields__] for row in rows)
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    # A spreadsheet runs a cell that starts like a formula; numbers of ours are no text and stay numbers.
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return f"'{value}"
    return value


_FORMS: Mapping[str, Callable[[Sequence[DutyRow]], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "csv": _csv,
}
