"""Rows of an Excel workbook (.xlsx), read without running anything in it.

A formula gives the value that Excel saved with it. Hidden sheets are left out: what a person cannot see, they did not
mean to import. A workbook that is broken, locked with a password, or grows past its limits is a problem.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from liverecord.intake.exports.gathered import Gathered
from liverecord.intake.exports.tables import MOST_CELLS, Table, is_empty
from liverecord.problem import Place

LARGEST_UNPACKED = 1_000_000_000
"""Bytes of all parts of a workbook together: what a million rows take."""


def workbook_tables(raw: bytes, gathered: Gathered) -> Iterator[Table]:
    """Yield the visible sheets that hold anything; each is read before the next is asked for."""
    book = _opened(raw, gathered)
    if book is None:
        return
    try:
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                yield Table(sheet.title, _rows(sheet, gathered), may_slip=False)
    finally:
        book.close()


def _opened(raw: bytes, gathered: Gathered) -> Any:
    # Only here: the library takes a fifth of a second to import, and most files are CSV.
    import openpyxl  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            if sum(part.file_size for part in parts.infolist()) > LARGEST_UNPACKED:
                gathered.problem(
                    Place(gathered.shown),
                    "import-too-large",
                    "The workbook unpacks to too much.",
                    _SPLIT_HINT,
                )
                return None
        with warnings.catch_warnings():
            # It warns of styles and validations that it does not know: nothing that is read here.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    except Exception:  # noqa: BLE001 - on a broken workbook the library raises whatever it stumbles over
        _broken(gathered, "")
        return None


def _rows(sheet: Any, gathered: Gathered) -> Iterator[tuple[int, Sequence[object]]]:
    cells = 0
    try:
        # What a file says of its own size may be wrong, and then cells would be missing.
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells += len(row) + 1
            if cells > MOST_CELLS:
                place = Place(gathered.shown, number)
                gathered.problem(
                    place, "import-too-large", "The sheet has more cells than a year of marks.", _SPLIT_HINT
                )
                return
            if not all(map(is_empty, row)):
                yield number, row
    except Exception:  # noqa: BLE001 - as above
        _broken(gathered, "From some row on it cannot be read. ")


def _broken(gathered: Gathered, where: str) -> None:
    message = f"{where}This is not a whole Excel workbook."
    gathered.problem(Place(gathered.shown), "import-unreadable", message, _BROKEN_HINT)


_BROKEN_HINT = "Open it in Excel and save it again as Excel workbook (.xlsx), without a password."
_SPLIT_HINT = "Export one term or one year group at a time, and delete what is no part of the marks."
