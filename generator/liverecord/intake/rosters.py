"""The pupils of the new year, as a table says them: a roster (pupil, year, form, key worker), or the plan that `new-year` wrote out
and the SENCO filled in. Into answers; the table's names of pupils are never read.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from liverecord.forms.job import Known
from liverecord.forms.new_year.pupils import DECIDE, DESTINATION, FORM, KEYWORKER, YEAR, named
from liverecord.forms.new_year.rule import ASK, LEAVE, STAY, UP
from liverecord.intake.colleagues import Colleagues
from liverecord.intake.exports import files
from liverecord.intake.exports.columns import written
from liverecord.intake.exports.gathered import Gathered
from liverecord.intake.exports.headers import TOP, prefer
from liverecord.intake.exports.mapping import Mapping as MappingFile
from liverecord.intake.exports.names import Names, plain
from liverecord.intake.register.words import Words
from liverecord.model.ids import is_pupil_id
from liverecord.model.records import Staff
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Place, Problem

PLAN = ("id", "name", "now", "proposed", "decide", "year", "form", "key worker", "destination")
"""The columns of the plan that is written out to be filled in."""


class RosterSeen(NamedTuple):
    """What a table says of the pupils of the new year: answers by question, rows of pupils without a record, and what is wrong."""

    answers: dict[str, list[str]]
    without_record: int
    problems: tuple[Problem, ...]


def read(
    path: Path, shown: str, pupils: Mapping[str, Known], staff: Staff, *, rulebook: Rulebook, today: date
) -> RosterSeen:
    """Read a table (CSV or an Excel workbook), called `shown` in messages, of pupils by their id or unique pupil number.

    Raises LiverecordError only where the file cannot be opened.
    """
    gathered = Gathered(shown)
    words = Words(rulebook, MappingFile())
    school = _School(pupils, staff, words, rulebook, today)
    answers: dict[str, list[str]] = {}
    without, seen = 0, set()
    for number, row in _rows(path, words, gathered):
        place = Place(shown, number)
        pupil = school.pupil(row)
        if pupil is None:
            if row.get(_ID):
                gathered.problem(
                    place, "roster-unclear", "No record of this school has the id of this row.", _ROW_HINT
                )
            without += 1
        elif pupil in seen:
            gathered.problem(place, "roster-unclear", f"{pupil} stands here a second time.", _ROW_HINT)
        else:
            seen.add(pupil)
            answers |= dict(_answers(school, pupil, row, place, gathered))
    return RosterSeen(answers, without, tuple(gathered.problems()))


def plan_written(rows: Iterable[Sequence[str]]) -> str:
    """Return the plan as a table to be filled in, one row a pupil in the order of PLAN; no cell begins a formula."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(PLAN)
    table.writerows([_harmless(cell) for cell in row] for row in rows)
    return f"\ufeff{text.getvalue()}"


# ── The table ───────────────────────────────────────────────────────────────────────────────────────────


def _rows(path: Path, words: Words, gathered: Gathered) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row below the one that names the columns: its number, and its cells by what they mean."""
    raw = files.contents(path, gathered)
    if raw is None:
        return
    is_any = False
    for table in files.tables(
        raw, words.days, gathered, _JSON_HINT, lambda cell: _means(cell, words.names) is not None
    ):
        columns: dict[str, int] = {}
        for number, cells in table.rows:
            if not columns and number <= TOP:
                named_here: dict[str, int] = {}
                for at, cell in enumerate(cells):
                    means = _means(cell, words.names)
                    if means is not None:
                        prefer(named_here, means, at, cells, words.names)
                if not named_here.keys().isdisjoint({_ID, _UPN}):
                    columns, is_any = named_here, True
            elif columns:
                yield (
                    number,
                    {
                        means: " ".join(written(cells[at]).split())
                        for means, at in columns.items()
                        if at < len(cells)
                    },
                )
    if not is_any and not gathered.has_problems:
        gathered.problem(
            Place(gathered.shown), "import-column-missing", "No row names a column of pupils.", _COLUMNS_HINT
        )


def _means(cell: object, names: Names) -> str | None:
    """Return what a column is: one of this program's own table, else what a list of pupils calls it."""
    own = _OWN.get(plain(cell)) if isinstance(cell, str) else None
    means = own or names.means(cell)
    return _LISTED.get(means or "", own)


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; what is read back never begins with such a sign."""
    return f"'{cell}" if cell[:1] in _FORMULA else cell


_FORMULA = frozenset("=+-@\t\r")
_ID, _UPN = "id", "upn"
_OWN = {"id": _ID, "pupilid": _ID, "decide": DECIDE, "destination": DESTINATION}
"""The columns of this program's own table that no list of pupils has."""
_LISTED = {
    _ID: _ID,
    DECIDE: DECIDE,
    DESTINATION: DESTINATION,
    "upn": _UPN,
    "year_group": YEAR,
    "form": FORM,
    "keyworker": KEYWORKER,
}
"""What is read, by what imports.yml calls it."""
_JSON_HINT = "Save it as a table: CSV or an Excel workbook."
_COLUMNS_HINT = "Name the columns in the first row: id or UPN, then year, form, key worker."


# ── What a row says ─────────────────────────────────────────────────────────────────────────────────────


class _School:
    """What the cells of a table mean in this school: pupils, year groups and colleagues."""

    def __init__(
        self, pupils: Mapping[str, Known], staff: Staff, words: Words, rulebook: Rulebook, today: date
    ) -> None:
        self._pupils = pupils
        self._numbers = {
            known.pupil.plan.pupil.upn: pupil for pupil, known in pupils.items() if known.pupil.plan.pupil.upn
        }
        self._colleagues = Colleagues(staff, today, rulebook, {})
        self._words = words

    def pupil(self, row: Mapping[str, str]) -> str | None:
        """Return whose record a row is about; None where there is none."""
        name = row.get(_ID, "").casefold()
        if name:
            return name if is_pupil_id(name) and name in self._pupils else None
        return self._numbers.get(row.get(_UPN, "").upper())

    def year(self, typed: str) -> str:
        """Return a year group as people write it; "" for no such."""
        meant = self._words.year(typed)
        return meant if isinstance(meant, str) else ""

    def colleague(self, typed: str) -> str:
        """Return the id of whoever is meant; "" for nobody, and for a name that two people could have."""
        found = self._colleagues.meant(typed)
        return found[0] if len(found) == 1 else ""


def _answers(
    school: _School, pupil: str, row: Mapping[str, str], place: Place, gathered: Gathered
) -> Iterator[tuple[str, list[str]]]:
    """Yield what a row answers of a pupil; an empty cell answers nothing."""
    meant: dict[str, Callable[[str], str]] = {
        DECIDE: lambda typed: typed.casefold() if typed.casefold() in {UP, STAY, LEAVE, ASK} else "",
        YEAR: school.year,
        FORM: str,
        KEYWORKER: school.colleague,
        DESTINATION: str,
    }
    for question, mean in meant.items():
        typed = row.get(question, "")
        if not typed:
            continue
        answer = mean(typed)
        if answer:
            yield named(question, pupil), [answer]
        else:
            gathered.problem(place, "roster-unclear", f"{pupil}: {_UNKNOWN[question]}", _ROW_HINT, question)


_UNKNOWN = {
    DECIDE: "'decide' is none of up, stay, leave and ask.",
    YEAR: "'year' is no year group.",
    KEYWORKER: "'key worker' is nobody of staff.yml, or more than one; write the id.",
}
_ROW_HINT = "Correct the row, and read the table again."
