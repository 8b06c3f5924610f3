"""Rows of an Excel workbook (.xlsx), read without running anything in it.

A formula gives the value that Excel saved with it; one that has none is a problem, at its cell. Hidden sheets are left out: what a person cannot see, they did not
mean to import. A workbook that is broken, locked with a password, or grows past its limits is a problem.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from liverecord.intake.exports import bounds
from liverecord.intake.exports.columns import Vocabulary
from liverecord.intake.exports.gathered import Gathered
from liverecord.intake.exports.tables import Table, bounded
from liverecord.problem import Place


def workbook_tables(raw: bytes, words: Vocabulary, gathered: Gathered) -> Iterator[Table]:
    """Yield the visible sheets that hold anything; each is read before the next is asked for.

    `words` learns from which day the workbook counts days, unless a mapping has said so.
    """
    opened = _opened(raw, gathered)
    if opened is None:
        return
    book, measured = opened
    if words.mapping.day_numbers is None:
        words.numbered_since = book.epoch.date()
    try:
        unsaved = _tell_formulas(raw, book, gathered) if measured.has_formulas else {}
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                part = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
                hidden = measured.hidden.get(part, frozenset())
                yield Table(
                    sheet.title,
                    _rows(sheet, gathered),
                    may_slip=False,
                    hidden=hidden,
                    unsaved=frozenset(unsaved.get(sheet.title, ())),
                )
    finally:
        book.close()


def _opened(raw: bytes, gathered: Gathered) -> tuple[Any, bounds.Measured] | None:
    """Return the workbook, and what was seen of it in passing; None with a problem."""
    # Only here: the library takes a fifth of a second to import, and most files are CSV.
    import openpyxl  # noqa: PLC0415

    try:
        measured = bounds.measured(raw)
        with warnings.catch_warnings():
            # It warns of styles and validations that it does not know: nothing that is read here.
            warnings.simplefilter("ignore")
            return _loaded(openpyxl, raw, is_values=True), measured
    except bounds.TooMuch as bound:
        message = f"The workbook holds {bound}, so it was not read."
        gathered.problem(Place(gathered.shown), "import-too-large", message, bounds.SPLIT_HINT)
        return None
    except Exception:  # noqa: BLE001 - on a broken workbook the library raises whatever it stumbles over
        _broken(gathered, "")
        return None


def _loaded(openpyxl: Any, raw: bytes, *, is_values: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=is_values, keep_links=False)


def _tell_formulas(raw: bytes, book: Any, gathered: Gathered) -> dict[str, set[int]]:
    """Report each visible formula with which no value was saved, and return their rows by sheet: the cells look empty to a reader."""
    import openpyxl  # noqa: PLC0415 - as above

    rows: dict[str, set[int]] = {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            formulas = _loaded(openpyxl, raw, is_values=False)
    except Exception:  # noqa: BLE001 - on a broken workbook the library raises whatever it stumbles over
        return rows
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        with suppress(Exception):  # what cannot be read is told of where it is read
            for cells, values in zip(
                formulas[sheet.title].iter_rows(), sheet.iter_rows(values_only=True), strict=False
            ):
                for cell, value in zip(cells, values, strict=False):
                    if value is None and getattr(cell, "data_type", "") == "f":
                        rows.setdefault(sheet.title, set()).add(cell.row)
                        gathered.problem(
                            Place(gathered.shown, cell.row, cell.column),
                            "formula-without-value",
                            f"The cell {cell.coordinate} holds a formula, and no value was saved with it.",
                            _FORMULA_HINT,
                        )
    formulas.close()
    return rows


def _rows(sheet: Any, gathered: Gathered) -> Iterator[tuple[int, Sequence[object]]]:
    try:
        # What a file says of its own size may be wrong, and then cells would be missing.
        sheet.reset_dimensions()
        yield from bounded(sheet.iter_rows(values_only=True), gathered)
    except Exception:  # noqa: BLE001 - as above
        _broken(gathered, "From some row on it cannot be read. ")


def _broken(gathered: Gathered, where: str) -> None:
    message = f"{where}This is not a whole Excel workbook."
    gathered.problem(Place(gathered.shown), "import-unreadable", message, _BROKEN_HINT)


_FORMULA_HINT = "Open the workbook in Excel and save it: then its value is saved too. Or put the value itself into the cell."
_BROKEN_HINT = "Open it in Excel and save it again as Excel workbook (.xlsx), without a password."
