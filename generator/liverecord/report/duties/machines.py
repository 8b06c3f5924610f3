"""Duties for programs: JSON, CSV, and what CI servers take."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import msgspec

from liverecord.report.duties.rows import (
    AUTHORITY,
    LATE,
    OVERDUE,
    STATES,
    DutyRow,
    Row,
    UndatedRow,
    called,
    is_late,
    notes,
    said,
    when,
    whose,
)
from liverecord.report.old_marks import OldMarks, told
from liverecord.report.plain import github_property, github_text, long_date, plain

_SUITE = "liverecord due"
_UNDATED = "undated"
_OF_UNDATED = tuple(name for name in UndatedRow.__struct_fields__ if name not in DutyRow.__struct_fields__)


def json_text(
    rows: Sequence[DutyRow], undated: Sequence[UndatedRow] = (), old: OldMarks | None = None
) -> str:
    """Return the rows as schema/output/duties.schema.json describes them."""
    states = Counter(row.state for row in rows)
    counts = {state: states[state] for state in STATES}
    value = {"version": 2, "count": len(rows), "states": counts, "duties": msgspec.to_builtins(rows)}
    value["undated"] = msgspec.to_builtins(undated)
    value["old_marks"] = msgspec.to_builtins(old)
    return json.dumps(value, indent=2) + "\n"


def csv_text(rows: Sequence[DutyRow], undated: Sequence[UndatedRow] = ()) -> str:
    """Return the rows as RFC 4180 has it, one a line below a header; what has no day yet comes last, in the state `undated`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    names = (*DutyRow.__struct_fields__, *_OF_UNDATED)
    writer.writerow(names)
    writer.writerows([_cell(getattr(row, name, "")) for name in names] for row in rows)
    writer.writerows(
        [_UNDATED if name == "state" else _cell(getattr(row, name, "")) for name in names] for row in undated
    )
    return text.getvalue()


def github(rows: Sequence[DutyRow], undated: Sequence[UndatedRow] = (), old: OldMarks | None = None) -> str:
    """Return an annotation for each row, as a workflow command of GitHub's; and one where marks are old."""
    commands = [f"::notice::{github_text(told(old))}"] if old is not None else []
    every: tuple[Row, ...] = (*undated, *rows)
    for row in every:
        place = {"file": row.path or "", "line": str(row.line or ""), "title": row.kind}
        properties = ",".join(f"{name}={github_property(text)}" for name, text in place.items() if text)
        commands.append(
            f"::{_pick(row, 'error', 'warning', 'notice')} {properties}::{github_text(_told(row))}\n"
        )
    return "".join(commands)


def gitlab(rows: Sequence[DutyRow], undated: Sequence[UndatedRow] = ()) -> str:
    """Return a code quality report: what is late is major. A duty keeps its fingerprint while its day moves."""
    every: tuple[Row, ...] = (*undated, *rows)
    entries = [
        {
            "description": plain(_told(row)),
            "check_name": row.kind,
            "fingerprint": row.key,
            "severity": _pick(row, "major", "minor", "info"),
            # The report asks for a place; a file without a known line is shown at its first.
            "location": {"path": row.path or row.pupil, "lines": {"begin": row.line or 1}},
        }
        for row in every
    ]
    return json.dumps(entries, indent=2) + "\n"


def junit(dated: Sequence[DutyRow], undated: Sequence[UndatedRow], today: date) -> str:
    """Return a report of tests: each duty is a test, and fails where the school is late with it: overdue or behind.

    It is valid for Windy Road's version of Ant's schema, the strictest there is (no place in attributes, every part in
    its order). So it is valid for the schema of Jenkins' xUnit plugin too.
    """
    rows: tuple[Row, ...] = (*undated, *dated)
    root = Element("testsuites")
    suite = SubElement(
        root,
        "testsuite",
        name=_SUITE,
        package="liverecord",
        id="0",
        timestamp=f"{today.isoformat()}T00:00:00",
        hostname="localhost",
        tests=str(len(rows)),
        failures=str(sum(map(is_late, rows))),
        errors="0",
        time="0",
    )
    SubElement(suite, "properties")
    for row in rows:
        lacks = f", no date yet: write {row.field}" if isinstance(row, UndatedRow) else ""
        name = plain(f"{row.pupil}: {called(row)}{lacks} [{row.key[:8]}]")
        test = SubElement(suite, "testcase", name=name, classname=plain(f"due.{row.kind}"), time="0")
        if is_late(row):
            failure = SubElement(test, "failure", message=plain(_told(row)), type=_state(row))
            failure.text = plain(f"{row.path or row.pupil}:{row.line or 1}")
    SubElement(suite, "system-out")
    SubElement(suite, "system-err")
    indent(root)
    raw: bytes = tostring(root, encoding="us-ascii", xml_declaration=True)
    return raw.decode("ascii") + "\n"


def _state(row: Row) -> str:
    return OVERDUE if isinstance(row, UndatedRow) else row.state


def _told(row: Row) -> str:
    if isinstance(row, UndatedRow):
        return f"{row.pupil}: {called(row)}, no date yet, {said(row)}: write {row.field}, {whose(row)}"
    told = f"{row.pupil}: {called(row)}, due {long_date(row.due)}, {when(row)}, {whose(row)}"
    return "; ".join([told, *(note for note in notes(row) if note != "moved")])


def _pick(row: Row, late: str, today: str, coming: str) -> str:
    """Return the level of a row. What the authority has let pass is to be chased, and is no failure of the school."""
    if isinstance(row, UndatedRow):
        return late if row.is_missed else today
    if row.state in LATE:
        return today if row.owed_by == AUTHORITY else late
    return today if row.state == "due" else coming


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        value = "; ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    # A spreadsheet runs a cell that starts like a formula. Our own numbers are no text and stay numbers.
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return f"'{value}"
    return value
