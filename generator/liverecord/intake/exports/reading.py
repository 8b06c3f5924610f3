"""A file of the school's information system, whatever its form, into what it says: the one way in for marks.

    tables, workbook   rows of CSV and Excel files        transfer   the Common Transfer File
    columns, mapping   what words mean                    strings    one text of many marks
    headers, shapes    which row names the columns, and the reading of each shape of table

Nothing here knows the records. Whether a pupil is known, and whether a mark can be right on its day, is decided later.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from liverecord.intake.exports import files, shapes
from liverecord.intake.exports.columns import PUPIL, Vocabulary
from liverecord.intake.exports.gathered import TOTALS_HINT, Gathered, told_code, told_name
from liverecord.intake.exports.headers import MAP_HINT, TOTALS, Header, header
from liverecord.intake.exports.mapping import read_mapping, typed
from liverecord.intake.exports.tables import Table
from liverecord.intake.sightings import Seen, SupportSeen
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Place

AUTO, TRANSFER = "auto", "ctf"
FORMS = (AUTO, shapes.LONG, shapes.WIDE, shapes.WEEKDAYS, shapes.WEEKLY, TRANSFER)
"""What `form` may be: found out, one of four shapes of table, or the Common Transfer File."""


def read(
    path: Path,
    shown: str,
    form: str = AUTO,
    mapping: Mapping[str, Any] | Path | None = None,
    *,
    rulebook: Rulebook,
    zone: str | None = None,
    shift: int | None = None,
) -> Seen:
    """Read one file, called `shown` in messages: its marks, its support, and its problems.

    `form` is one of FORMS; `mapping` is a mapping file or what it holds (see exports.mapping); `zone` and `shift` go before
    its time_zone and shift_days. Places are rows of the
    table from 1, the header's included, or lines of the XML. Raises LiverecordError only where the file cannot be
    opened.
    """
    known, problems = (
        read_mapping(mapping, mapping.name) if isinstance(mapping, Path) else typed(mapping or {}, shown)
    )
    if problems:
        return Seen(form, [], [], problems)
    known = msgspec.structs.replace(
        known, time_zone=zone or known.time_zone, shift_days=shift or known.shift_days
    )
    gathered = Gathered(shown)
    raw = files.contents(path, gathered)
    is_xml = raw is not None and files.is_xml(raw)
    gathered.counts = "line" if is_xml else "row"
    strange = [mark for mark in known.marks.values() if mark not in (None, *rulebook.codes.lists["mark"])]
    if strange:
        message = (
            f"The mapping gives {told_code(str(strange[0]))} for a mark, which the register does not have."
        )
        gathered.problem(Place(shown), "mapping-wrong", message, _MAPPED_HINT)
        return Seen(form, [], [], gathered.problems())
    words = Vocabulary(rulebook, known)
    if raw is None:
        return Seen(form, [], [], gathered.problems())
    support: list[SupportSeen] = []
    if is_xml and form in (AUTO, TRANSFER):
        form = TRANSFER
        from liverecord.intake.exports.transfer import read_transfer  # noqa: PLC0415 - few imports need an XML parser

        support = read_transfer(raw, words, rulebook, gathered)
    elif form == TRANSFER:
        message = "This is no XML file, and so no Common Transfer File."
        gathered.problem(Place(shown), "import-unreadable", message, _FORM_HINT)
    else:
        form = _read_tables(files.tables(raw, words, gathered, _JSON_HINT), form, words, gathered)
    if words.is_month_first:
        gathered.problem(Place(shown), "import-date-unclear", MONTH_FIRST, MONTH_FIRST_HINT, "month first")
        return Seen(form, [], [], gathered.problems())
    return Seen(
        form,
        gathered.sightings(),
        support,
        gathered.problems(),
        totals=gathered.totals,
        footers=gathered.footers,
        former=list(gathered.former.values()),
        passed_over=gathered.passed_over,
        strange=gathered.strange,
        odd_times=words.odd_times,
        is_numbered=words.is_numbered and not files.is_workbook(raw) and known.day_numbers is None,
    )


def _read_tables(tables: Iterator[Table], form: str, words: Vocabulary, gathered: Gathered) -> str:
    """Read every table that has a header, and return the shape of the first; a file without one is a problem."""
    first = None
    titles = []
    for table in tables:
        titles.append(table.name)
        table_header = header(table, words, gathered)
        if table_header is None:
            continue
        held = shapes.shape(table_header) if form == AUTO else form
        if held is None or shapes.lacking(table_header, held):
            _unclear(table_header, table.name, held, words, gathered)
            first = first or form
            continue
        first = first or held
        if not (lost := _unmapped(table_header, words)):
            shapes.read_table(held, table_header, words, gathered)
        for name in lost:
            message = f"The mapping names a column {told_name(name)}, and {_where(table.name)} has none of that name."
            gathered.problem(
                Place(gathered.shown, table_header.number), "import-column-missing", message, MAP_HINT
            )
    if first is None and not gathered.has_problems:
        if words.mapping.columns and titles:
            message = "No row near the top has the columns that the mapping names beside one for pupils."
            gathered.problem(Place(gathered.shown), "import-column-missing", message, MAP_HINT)
        else:
            message = (
                "No row near the top names a column for pupils and one for marks or dates that is known."
            )
            gathered.problem(Place(gathered.shown), "import-shape-unclear", message, _HEADER_HINT)
    return first or form


def _unmapped(table_header: Header, words: Vocabulary) -> list[str]:
    return [name for means, name in words.mapping.columns.items() if means not in table_header.columns]


def _unclear(
    table_header: Header, sheet: str, form: str | None, words: Vocabulary, gathered: Gathered
) -> None:
    """Tell why a table is not read: what its shape lacks, or that it might have two."""
    place = Place(gathered.shown, table_header.number)
    lost = _unmapped(table_header, words)
    if lost:
        message = (
            f"The mapping names a column {told_name(lost[0])}, and {_where(sheet)} has none of that name."
        )
        gathered.problem(place, "import-column-missing", message, MAP_HINT)
        return
    if not table_header.columns.keys().isdisjoint(TOTALS) and table_header.columns.keys() <= {
        *PUPIL, *TOTALS, *_WHOSE
    }:  # fmt: skip
        message = f"{_where(sheet).capitalize()} has totals alone, and no marks of sessions."
        gathered.problem(place, "totals-only", message, TOTALS_HINT)
        return
    if form is not None:
        message = f"Read as {form}, {_where(sheet)} lacks {' and '.join(shapes.lacking(table_header, form))}."
        gathered.problem(place, "import-column-missing", message, _LACKS_HINT)
        return
    hint = _LACKS_HINT
    if "code_number" in table_header.columns and not set(table_header.columns) & {"mark", "statutory"}:
        column = told_name(table_header.names[table_header.columns["code_number"]])
        message = f"{column} is a number of the system's own, and no code stands beside it."
        hint = _CODE_NUMBER_HINT
    elif "lesson" in table_header.columns and "session" not in table_header.columns:
        message = "These are marks of lessons: a register has marks of half days."
        hint = _LESSON_HINT
    else:
        fits = [name for name in FORMS[1:-1] if not shapes.lacking(table_header, name)]
        lacks = shapes.lacking(table_header, shapes.LONG)
        hint = _TWO_SHAPES_HINT if fits else _LACKS_HINT
        message = (
            f"{_where(sheet).capitalize()} may be read as {' or '.join(fits)}."
            if fits
            else f"{_where(sheet).capitalize()} lacks {' and '.join(lacks)}."
        )
    gathered.problem(place, "import-shape-unclear", message, hint)


def _where(sheet: str) -> str:
    return f"the sheet {told_name(sheet)}" if sheet else "the file"


_WHOSE = ("authority", "establishment", "school_number", "former_upn")
_JSON_HINT = "Have the marks exported as CSV or Excel workbook (.xlsx) instead, with columns UPN, Date, Session and Mark."
_FORM_HINT = "Leave --format away, and its form is found out."
_MAPPED_HINT = "Write a code of the register in its place, for instance O, or - for no mark; capitals matter."
_HEADER_HINT = (
    "Columns need names, for instance UPN, Date, Session and Mark. Say what yours are called in a mapping file (--map), as "
    "`upn: Number`, `date: When`, `session: Register` and `mark: What`."
)
_LACKS_HINT = (
    "Export what is missing too, in a column with a name such as Session. Where a column has it under another name, say so in a "
    "mapping file (--map), as `session: Register`."
)
_TWO_SHAPES_HINT = "Say which with --format, or take the columns that are not meant out of the file."
_CODE_NUMBER_HINT = "Export the attendance code itself beside it, in a column called Code."
_LESSON_HINT = (
    "Export the marks of the morning and afternoon registers, with columns UPN, Date, Session and Mark."
)
MONTH_FIRST = (
    "Dates stand month first, as in America: others of them would be read as another day. Nothing was read."
)
MONTH_FIRST_HINT = (
    "Export with English or ISO dates (2026-11-16), or say `dates: '%m/%d/%Y'` in a mapping file (--map)."
)
