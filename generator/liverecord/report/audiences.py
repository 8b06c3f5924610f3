"""Who sees what, as a table for the head and the data protection officer to sign."""

import csv
import io
import json
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from liverecord.model.policy import Audience, Policy
from liverecord.redact import NOBODY
from liverecord.redact.decided import Seen
from liverecord.report.plain import counted, long_date, markdown, plain, table

AUDIENCE_FORMS = ("text", "markdown", "json", "csv")
"""The formats that the table has."""

_YES, _NO = "yes", "-"
_TIGHTENED = "narrowed by the school"
_RESTRICTED = "Whatever is marked restricted is for the last of these alone, with all that stands in it and follows from it."
_TYPED = (
    "What people type stands as they typed it: whoever sees a text reads all of it. The check asks where the name of a condition in "
    "the record, or a given name that is not in use, stands in what all staff read."
)
_GLANCE = "At a glance"
_ALL, _PART = "all", "part"
_OPEN = "What follows from something that is closed, and is seen all the same"
_NEVER = "What nobody sees, because the records have no place for it"
_CLOSED = "What nobody sees, as the school or the program decided"
_WIDTH = 100
_SIGNED = ("Head", "Data protection officer")


def audiences(rows: Sequence[Seen], policy: Policy, school: str, today: date, form: str) -> str:
    """Return who sees what, in one of AUDIENCE_FORMS. The CSV has its own line ends: write it as bytes.

    The shape of the JSON is schema/output/audiences.schema.json. `school` is the school's name.
    """
    forms: Mapping[str, Callable[[], str]] = {
        "text": lambda: _text(rows, policy, school, today),
        "markdown": lambda: _markdown(rows, policy, school, today),
        "json": lambda: _json(rows, policy, school, today),
        "csv": lambda: _csv(rows, policy),
    }
    return forms[form]()


# ── For people ──────────────────────────────────────────────────────────────────────────────────────────


def _text(rows: Sequence[Seen], policy: Policy, school: str, today: date) -> str:
    labels = [each.label for each in policy.audiences]
    lines = [plain(f"Who sees what at {school}, on {long_date(today)}"), ""]
    lines += [*table([(each.label, each.who) for each in policy.audiences]), ""]
    lines += [*_folded(_RESTRICTED), "", *_folded(_TYPED), ""]
    lines += [_GLANCE, *table([("", *labels), *_glance(rows, policy.audiences)]), ""]
    for heading, group in groupby(rows, key=lambda row: row.heading):
        cells = [(each.what, *_seen(each, policy.audiences), _mark(each)) for each in group]
        lines += [heading, *table([("", *labels, ""), *cells]), ""]
    for heading, said in _sentences(rows, policy):
        lines += [heading, *(line for each in said for line in _folded(plain(each), "  - ")), ""]
    lines += [_counted(rows), ""]
    lines += [
        f"{role}: name ______________________  signature ______________________  date ____________"
        for role in _SIGNED
    ]
    return "\n".join(lines) + "\n"


def _markdown(rows: Sequence[Seen], policy: Policy, school: str, today: date) -> str:
    labels = [markdown(each.label) for each in policy.audiences]
    lines = [f"# Who sees what at {markdown(school)}", "", f"On {long_date(today)}.", ""]
    lines += [f"- **{markdown(each.label)}**: {markdown(each.who)}" for each in policy.audiences]
    lines += ["", _RESTRICTED, "", _TYPED, "", f"## {_GLANCE}", "", _line(["", *labels])]
    lines += [_line(["---"] * (len(labels) + 1))]
    lines += [_line([markdown(cell) for cell in cells]) for cells in _glance(rows, policy.audiences)]
    lines += [""]
    for heading, group in groupby(rows, key=lambda row: row.heading):
        lines += [f"## {markdown(heading)}", "", _line(["What", *labels, "Note"])]
        lines += [_line(["---"] * (len(labels) + 2))]
        lines += [_line([markdown(each.what), *_seen(each, policy.audiences), _mark(each)]) for each in group]
        lines += [""]
    for heading, said in _sentences(rows, policy):
        lines += [f"## {heading}", "", *(f"- {markdown(each)}" for each in said), ""]
    lines += [_counted(rows), "", _line(["", "Name", "Signature", "Date"]), _line(["---"] * 4)]
    lines += [_line([role, "", "", ""]) for role in _SIGNED]
    return "\n".join(lines) + "\n"


def _glance(rows: Sequence[Seen], every: Sequence[Audience]) -> Iterator[tuple[str, ...]]:
    """Yield for each heading how much of it each audience sees: all, a part, or nothing."""
    for heading, group in groupby(rows, key=lambda row: row.heading):
        columns = zip(*(_seen(each, every) for each in group), strict=True)
        yield heading, *(_ALL if set(each) == {_YES} else _PART if _YES in each else _NO for each in columns)


def _folded(text: str, first: str = "") -> list[str]:
    """Return a text in lines that a terminal holds."""
    return textwrap.wrap(text, _WIDTH, initial_indent=first, subsequent_indent=" " * len(first))


def _sentences(rows: Sequence[Seen], policy: Policy) -> Iterator[tuple[str, list[str]]]:
    """Yield what is said beside the table, each under its heading."""
    yield _OPEN, [f"{each.reason} Decided on {long_date(each.decided_on)}." for each in policy.let_out]
    closed = [f"{each.heading}: {each.what}" for each in rows if each.first == NOBODY]
    if closed:
        yield _CLOSED, closed
    yield _NEVER, [f"{each}." for each in policy.never]


def _counted(rows: Sequence[Seen]) -> str:
    tightened = sum(each.is_tightened for each in rows)
    return f"{counted(len(rows), 'row')}, {tightened} {_TIGHTENED}. A school may narrow a row and never widen it."


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _seen(row: Seen, every: Sequence[Audience]) -> list[str]:
    """Return for each audience whether it sees a row: the first that does, and each wider one."""
    names = [each.id for each in every]
    least = names.index(row.first) if row.first in names else len(names)
    return [_YES if rank >= least else _NO for rank in range(len(names))]


def _mark(row: Seen) -> str:
    return _TIGHTENED if row.is_tightened else ""


# ── For programs ────────────────────────────────────────────────────────────────────────────────────────


def _csv(rows: Sequence[Seen], policy: Policy) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("under", "what", "paths", *(each.id for each in policy.audiences), "narrowed"))
    for row in rows:
        narrowed = _YES if row.is_tightened else _NO
        writer.writerow((row.heading, row.what, " ".join(row.paths), *_seen(row, policy.audiences), narrowed))
    return text.getvalue()


def _json(rows: Sequence[Seen], policy: Policy, school: str, today: date) -> str:
    said = {
        "version": 1,
        "school": school,
        "today": today.isoformat(),
        "audiences": [{"id": each.id, "label": each.label, "who": each.who} for each in policy.audiences],
        "rows": [
            {
                "under": row.heading,
                "what": row.what,
                "paths": list(row.paths),
                "first": row.first,
                "shipped": row.shipped,
                "narrowed": row.is_tightened,
            }
            for row in rows
        ],
        "let_out": [
            {"reason": each.reason, "decided_on": each.decided_on.isoformat()} for each in policy.let_out
        ],
        "never": list(policy.never),
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"
