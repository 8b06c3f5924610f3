"""The pupils of the new year, as a table says them: a roster (pupil, year, form, key worker), or the plan that `new-year` wrote out
and the SENCO filled in. Into answers; the table's names of pupils are never read.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from liverecord.forms.job import Known
from liverecord.forms.new_year.pupils import DECIDE, DESTINATION, FORM, KEYWORKER, YEAR, named
from liverecord.forms.new_year.rule import ASK, LEAVE, STAY, UP
from liverecord.intake.exports.gathered import Gathered
from liverecord.intake.exports.tables import csv_table
from liverecord.model.ids import is_pupil_id
from liverecord.model.records import Staff
from liverecord.model.rulebook import Rulebook
from liverecord.problem import LiverecordError, Place, Problem
from liverecord.read import regular

LARGEST = 4_000_000
"""Bytes of a table: a row a pupil of a school of 2,500 takes a tenth."""

PLAN = ("id", "name", "now", "proposed", "decide", "year", "form", "key worker", "destination")
"""The columns of the plan that is written out to be filled in."""


class RosterSeen(NamedTuple):
    """What a table says of the pupils of the new year: answers by question, rows of pupils without a record, and what is wrong."""

    answers: dict[str, list[str]]
    without_record: int
    problems: tuple[Problem, ...]


def read(path: Path, shown: str, pupils: Mapping[str, Known], staff: Staff, rulebook: Rulebook) -> RosterSeen:
    """Read a table, called `shown` in messages, of pupils by their id or their unique pupil number.

    Raises LiverecordError only where the file cannot be opened.
    """
    gathered = Gathered(shown)
    words = _Words(pupils, staff, rulebook)
    answers: dict[str, list[str]] = {}
    without, seen = 0, set()
    for number, row in _rows(path, shown, gathered):
        place = Place(shown, number)
        pupil = words.pupil(row)
        if pupil is None:
            if row.get(_ID):
                gathered.problem(
                    place, "roster-unclear", "No record of this school has the id of this row.", _ROW
                )
            without += 1
        elif pupil in seen:
            gathered.problem(place, "roster-unclear", f"{pupil} stands here a second time.", _ROW)
        else:
            seen.add(pupil)
            answers |= dict(_answers(words, pupil, row, place, gathered))
    return RosterSeen(answers, without, tuple(gathered.problems()))


def plan_written(rows: Iterable[Sequence[str]]) -> str:
    """Return the plan as a table to be filled in, one row a pupil in the order of PLAN; no cell begins a formula."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(PLAN)
    table.writerows([_harmless(cell) for cell in row] for row in rows)
    return f"\ufeff{text.getvalue()}"


# ── The table ───────────────────────────────────────────────────────────────────────────────────────────


def _rows(path: Path, shown: str, gathered: Gathered) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row below the one that names the columns: its number, and its cells by what they mean."""
    try:
        raw = regular.contents(path, LARGEST)
    except regular.TooLarge:
        gathered.problem(
            Place(shown), "import-too-large", f"The file holds more than {LARGEST:,} bytes.", _SPLIT
        )
        return
    except (regular.Link, regular.NotAFile, regular.Changed, OSError):
        raise LiverecordError(f"{shown} cannot be read.", "Name a file that is there, and no link.") from None
    table = csv_table(raw, lambda cell: _plain(cell) in _MEANS, gathered)
    if table is None:
        return
    columns: dict[int, str] = {}
    for number, cells in table.rows:
        if not columns:
            meant = {at: _MEANS[_plain(cell)] for at, cell in enumerate(cells) if _plain(cell) in _MEANS}
            if not {_ID, _UPN}.isdisjoint(meant.values()):
                columns = meant
            elif number > _TOP:
                break
            continue
        row: dict[str, str] = {}
        for at, means in columns.items():
            cell = " ".join(str(cells[at]).split()) if at < len(cells) else ""
            row.setdefault(means, cell)
        yield number, row
    if not columns:
        gathered.problem(
            Place(shown),
            "import-column-missing",
            "No row names a column of pupils.",
            "Name the columns in the first row: id or UPN, then year, form, key worker.",
        )


def _plain(cell: object) -> str:
    """Return a column's name without capitals, spaces and punctuation."""
    return "".join(each for each in str(cell).casefold() if each.isalnum())


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula; what is read back never begins with such a sign."""
    return f"'{cell}" if cell[:1] in _FORMULA else cell


_FORMULA = frozenset("=+-@\t\r")
_ID, _UPN = "id", "upn"
_MEANS = {
    "id": _ID,
    "pupilid": _ID,
    "upn": _UPN,
    "uniquepupilnumber": _UPN,
    "decide": DECIDE,
    "year": YEAR,
    "yeargroup": YEAR,
    "form": FORM,
    "class": FORM,
    "registrationgroup": FORM,
    "reggroup": FORM,
    "keyworker": KEYWORKER,
    "destination": DESTINATION,
}
"""The columns of this program's own table, and what a roster of the same form calls them besides."""
_TOP = 12
_SPLIT = "Save the pupils of the new year alone."


# ── What a row says ─────────────────────────────────────────────────────────────────────────────────────


class _Words:
    """What the cells of a table mean in this school: pupils, year groups and colleagues."""

    def __init__(self, pupils: Mapping[str, Known], staff: Staff, rulebook: Rulebook) -> None:
        self._pupils = pupils
        self._numbers = {
            known.pupil.plan.pupil.upn: pupil for pupil, known in pupils.items() if known.pupil.plan.pupil.upn
        }
        self._staff: dict[str, list[str]] = {}
        for person in staff.staff:
            for called in (person.id, person.name):
                self._staff.setdefault(" ".join(called.casefold().split()), []).append(person.id)
        self._years = {
            _plain(said): row.code
            for row in rulebook.codes.lists["year_group"].values()
            for said in (row.code, row.label, *row.also)
        }

    def pupil(self, row: Mapping[str, str]) -> str | None:
        """Return whose record a row is about; None where there is none."""
        name = row.get(_ID, "").casefold()
        if name:
            return name if is_pupil_id(name) and name in self._pupils else None
        return self._numbers.get(row.get(_UPN, "").upper())

    def year(self, typed: str) -> str:
        """Return a year group by its code, its name, or its number with zeros before it; "" for no such."""
        plain = _plain(typed)
        for prefix in ("year", "yr", "y"):
            plain = plain.removeprefix(prefix) if plain.removeprefix(prefix).isdecimal() else plain
        return self._years.get(plain.lstrip("0") if plain.isdecimal() else plain, "")

    def colleague(self, typed: str) -> str:
        """Return the id of somebody by id or name; "" where nobody, or more than one, has it."""
        found = set(self._staff.get(" ".join(typed.casefold().split()), ()))
        return found.pop() if len(found) == 1 else ""


def _answers(
    words: _Words, pupil: str, row: Mapping[str, str], place: Place, gathered: Gathered
) -> Iterator[tuple[str, list[str]]]:
    """Yield what a row answers of a pupil; an empty cell answers nothing."""
    meant: dict[str, Callable[[str], str]] = {
        DECIDE: lambda typed: typed.casefold() if typed.casefold() in {UP, STAY, LEAVE, ASK} else "",
        YEAR: words.year,
        FORM: str,
        KEYWORKER: words.colleague,
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
            gathered.problem(place, "roster-unclear", f"{pupil}: {_UNKNOWN[question]}", _ROW, question)


_UNKNOWN = {
    DECIDE: "'decide' is none of up, stay, leave and ask.",
    YEAR: "'year' is no year group.",
    KEYWORKER: "'key worker' is nobody of staff.yml, or more than one; write the id.",
}
_ROW = "Correct the row, and read the table again."
