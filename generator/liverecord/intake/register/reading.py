"""A list of pupils, whatever its form, into what it says of each: the one way in.

Whether a pupil is known, and what becomes of one, is decided later.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from liverecord.intake.exports import files
from liverecord.intake.exports.gathered import Gathered, told_name
from liverecord.intake.exports.headers import MAP_HINT
from liverecord.intake.exports.mapping import Mapping as MappingFile
from liverecord.intake.exports.mapping import read_mapping, typed
from liverecord.intake.register.heading import NAMES, Heading, heading
from liverecord.intake.register.ranks import joined
from liverecord.intake.register.rows import Rows
from liverecord.intake.register.seen import LEFT, PupilSeen, RegisterSeen
from liverecord.intake.register.words import Words
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Place

CSV, WORKBOOK, TRANSFER = "csv", "xlsx", "ctf"


def read(
    path: Path, shown: str, mapping: Mapping[str, Any] | Path | None = None, *, rulebook: Rulebook
) -> RegisterSeen:
    """Read one list of pupils, called `shown` in messages: the pupils in it, and its problems.

    `mapping` is a mapping file or what it holds (see exports.mapping). Places are rows of the table from 1, the header's
    included, or lines of the XML. Raises LiverecordError only where the file cannot be opened.
    """
    known, problems = (
        read_mapping(mapping, mapping.name) if isinstance(mapping, Path) else typed(mapping or {}, shown)
    )
    gathered = Gathered(shown)
    words = Words(rulebook, known)
    if not problems and words.strange:
        message = f"The mapping gives something under {words.strange} that is no code of it."
        gathered.problem(Place(shown), "mapping-wrong", message, _MAPPED_HINT)
        problems = gathered.problems()
    if problems:
        return RegisterSeen(CSV, [], problems)
    raw = files.contents(path, gathered)
    if raw is None:
        return RegisterSeen(CSV, [], gathered.problems())
    if files.is_xml(raw):
        from liverecord.intake.register.transfers import read_pupils  # noqa: PLC0415 - few lists need an XML parser

        gathered.counts = "line"
        seen = read_pupils(raw, words, gathered)
    else:
        seen = _read_tables(raw, known, words, gathered)
    if words.days.is_month_first:
        gathered.problem(Place(shown), "import-date-unclear", _MONTH_FIRST, _MONTH_FIRST_HINT, "month first")
        return RegisterSeen(seen.form, [], gathered.problems())
    return seen._replace(problems=gathered.problems())


def _read_tables(raw: bytes, mapping: MappingFile, words: Words, gathered: Gathered) -> RegisterSeen:
    """Read every table that has a header of a list; a file without one is a problem."""
    pupils: list[PupilSeen] = []
    unclear: list[PupilSeen] = []
    left: list[str] = []
    unsaid: list[Place] = []
    is_list = is_said = False
    for table in files.tables(
        raw, words.days, gathered, _JSON_HINT, lambda cell: words.names.means(cell) is not None
    ):
        gathered.sheet = told_name(table.name) if is_list else ""
        found = heading(table, words.names, gathered)
        if found is None or not _is_list(found, mapping):
            continue
        is_list = True
        left += found.left()
        if _lacks(found, table.name, mapping, gathered):
            continue
        rows = Rows(found, words, gathered)
        rows.read()
        is_said |= any(found.has(means) for means in _SAYING)
        unsaid.append(Place(gathered.shown, found.header.number))
        # Those on a sheet called Leavers have left, where their own row says nothing of it.
        here = words.enrolment(table.name.strip(_DATED)) if table.name else ""
        pupils += (
            row if row.enrolment or here != LEFT else row._replace(enrolment=LEFT)
            for row in joined(rows.pupils, rows.ranks)
        )
        unclear += rows.unclear
    gathered.sheet = ""
    if not is_list and not gathered.has_problems:
        message = "No row near the top names a column for pupils' names and another that is known."
        gathered.problem(Place(gathered.shown), "import-shape-unclear", message, _HEADER_HINT)
    form = WORKBOOK if files.is_workbook(raw) else CSV
    place = unsaid[0] if unsaid and not is_said else None
    return RegisterSeen(form, pupils, [], tuple(dict.fromkeys(left)), unclear=tuple(unclear), unsaid=place)


def _is_list(found: Heading, mapping: MappingFile) -> bool:
    """Tell whether a table is a list of pupils: it has what only a pupil has, or a column that the mapping names."""
    has = found.columns.keys()
    return bool(found.needs) or not has.isdisjoint((*_PUPILS, *mapping.pupil_columns))


def _lacks(found: Heading, sheet: str, mapping: MappingFile, gathered: Gathered) -> bool:
    """Tell whether a table lacks a column, with a problem: one that the mapping names, or those of names."""
    where = f"the sheet {told_name(sheet)}" if sheet else "the file"
    place = Place(gathered.shown, found.header.number)
    lost = [name for means, name in mapping.pupil_columns.items() if not found.has(means)]
    for name in lost:
        message = f"The mapping names a column {told_name(name)}, and {where} has none of that name."
        gathered.problem(place, "import-column-missing", message, MAP_HINT)
    has_family = not found.columns.keys().isdisjoint(NAMES)
    has_given = not found.columns.keys().isdisjoint(_GIVEN)
    if not lost and not (has_family and has_given):
        lacks = "pupils' forenames" if has_family else "pupils' surnames" if has_given else "pupils' names"
        message = f"{where.capitalize()} has no column for {lacks} that is known."
        gathered.problem(place, "import-column-missing", message, _LACKS_HINT)
        return True
    return bool(lost)


_DATED = "0123456789-/ "
"""What the name of a sheet has of a year."""

_GIVEN = ("name", "given_name", "legal_given_name", "known_as")
_PUPILS = (
    "upn",
    "mis_id",
    "born",
    "year_group",
    "form",
    "sen_status",
    "enrolment_status",
    "has_plan",
    "has_support",
)
"""Columns of which a list of pupils has one, and a list of staff none."""

_SAYING = ("sen_status", "has_plan", "has_support", "chosen")
"""Columns that say who gets a record."""

_JSON_HINT = "Have the list exported as CSV or Excel workbook (.xlsx) instead."
_HEADER_HINT = (
    "Columns need names, for instance UPN, Surname, Forename, Date of birth, Year, Form and SEN status. Say what yours are called in a "
    "mapping file (--map), as `family_name: Last` and `given_name: First`."
)
_LACKS_HINT = (
    "Export the surname and the forename in a column each. Where a column has them under another name, say so in a mapping file "
    "(--map), as `family_name: Last` and `given_name: First`."
)
_MAPPED_HINT = (
    "Under support stand N, K or E, under needs types of need of the census, under years year groups, and under enrolment main, subsidiary, "
    "guest or left; capitals matter."
)
_MONTH_FIRST = (
    "Dates stand month first, as in America: others of them would be read as another day. Nothing was read."
)
_MONTH_FIRST_HINT = (
    "Export with English or ISO dates (2026-11-16), or say `dates: '%m/%d/%Y'` in a mapping file (--map)."
)
