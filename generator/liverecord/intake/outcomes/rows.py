"""A file into the rows of a provision map. What a row does not say is not made up, and what is not understood is told."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from liverecord.intake.exports.columns import Vocabulary
from liverecord.intake.exports.gathered import Gathered
from liverecord.intake.exports.mapping import Mapping as MappingFile
from liverecord.intake.exports.names import Names, plain
from liverecord.intake.named import Kind, Named, NamedRow, is_month_first, tables
from liverecord.intake.outcomes.provided import MapSeen, SupportRow
from liverecord.intake.whose import Key
from liverecord.model.rulebook import Rulebook


def read(path: Path, shown: str, mapping: MappingFile, *, rulebook: Rulebook, today: date) -> MapSeen:
    """Read one provision map, called `shown` in messages; places are rows from 1, the header's included.

    Raises LiverecordError where the file cannot be opened.
    """
    gathered = Gathered(shown)
    named = mapping.outcome_columns
    kind = Kind(
        names=Names(rulebook.imports.outcome_columns, named, (("pupil", "upn"),)),
        named=named,
        is_enough=lambda columns, _: columns.keys() >= {"outcome", "provision"},
        header_hint=_HEADER_HINT,
        json_hint=_JSON_HINT,
        unsaid=frozenset(map(plain, rulebook.imports.words_of("unsaid"))),
    )
    reading = _Reading(mapping, rulebook, gathered, today)
    left: list[str] = []
    words = Vocabulary(rulebook, mapping)
    for table in tables(path, kind, words, gathered):
        reading.table(table)
        left += table.left()
    if is_month_first(words, gathered):
        reading.rows.clear()
    return MapSeen(reading.rows, gathered.problems(), frozenset(reading.torn), left)


class _Reading:
    """The rows of one file as they are read."""

    def __init__(self, mapping: MappingFile, rulebook: Rulebook, gathered: Gathered, today: date) -> None:
        self.rows: list[SupportRow] = []
        self.torn: set[Key] = set()
        self._gathered = gathered
        self._today = today
        self._states = _words(rulebook, "provision_status", mapping.states)
        self._results = _words(rulebook, "result", mapping.results)

    def table(self, table: Named) -> None:
        """Read the rows of one table."""
        for row in table.rows():
            before = self._gathered.count
            read = self._row(row)
            if row.key is None:
                continue
            if self._gathered.count > before:
                self.torn.add(row.key)
            elif read is not None:
                self.rows.append(read)
        self.torn |= table.torn

    def _row(self, row: NamedRow) -> SupportRow | None:
        outcome, what = row.text("outcome"), row.text("provision")
        if row.key is None:
            return None
        if not outcome:
            message = "The row names no outcome."
            self._gathered.problem(row.place("outcome"), "row-without-outcome", message, _OUTCOME_HINT)
            return None
        by, baseline, now = row.day("by"), row.text("baseline"), row.text("now")
        if not what:
            return SupportRow(row.key, row.place("outcome"), outcome, by, baseline, now)
        start, text, note = row.day("start"), row.text("result"), row.text("note")
        result = self._results.get(plain(text), None) if text else ""
        return SupportRow(
            key=row.key,
            place=row.place("provision"),
            outcome=outcome,
            by=by,
            baseline=baseline,
            now=now,
            what=what,
            who=row.text("who"),
            frequency=row.text("frequency"),
            status=self._status(row, start),
            start=start,
            end=row.day("end"),
            review=row.day("review"),
            result=result or "",
            result_note=" ".join(filter(None, (text if result is None else "", note))),
            is_unclear=result is None,
        )

    def _status(self, row: NamedRow, start: date | None) -> str:
        """Return the state of support: the row's own word; without one, in place from its start on and planned before it."""
        text = row.text("state")
        if not text and start is not None:
            return _IN_PLACE if start <= self._today else _PLANNED
        status = self._states.get(plain(text)) if text else None
        if status is None and (text or not row.text("start")):  # a start that is no day is told of already
            message = "The row says neither since when its support is there nor, in a word that is known, whether it is."
            self._gathered.problem(row.place("state"), "support-unclear", message, _STATE_HINT)
        return status or ""


def _words(rulebook: Rulebook, name: str, own: Mapping[str, str | None]) -> dict[str, str]:
    """Return the codes of a list by every word for them, a mapping's own before all."""
    found: dict[str, str] = {}
    for code, row in rulebook.codes.lists[name].items():
        for word in (code, row.label, *row.also):
            found.setdefault(plain(word), code)
    known = {None, *rulebook.codes.lists[name]}
    return found | {plain(word): code or "" for word, code in own.items() if code in known}


_IN_PLACE, _PLANNED = "in_place", "planned"
_HEADER_HINT = (
    "Have a row a piece of support, with columns UPN, Outcome and Provision. Say what yours are called in a mapping file (--map), as "
    "`upn: Number`, `outcome: Goal for the term` and `provision: What`."
)
_JSON_HINT = "Have the provision map as CSV or Excel workbook (.xlsx) instead, with columns UPN, Outcome and Provision."
_OUTCOME_HINT = "Write the outcome into each row: where cells were merged, only the first row has it. Delete the row where it is a note."
_STATE_HINT = (
    "Write the day on which it began into a column Start, or into a column State one of: planned, in place, partly in place, not "
    "delivered, at risk, withdrawn."
)
