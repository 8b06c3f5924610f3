"""A file into the lessons that it says: a row a lesson, or a row a pupil with a column for each period of the week."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from liverecord.intake.exports.columns import Vocabulary, written
from liverecord.intake.exports.gathered import Gathered, is_code, told_code
from liverecord.intake.exports.mapping import Mapping as MappingFile
from liverecord.intake.exports.names import Names, plain
from liverecord.intake.named import Kind, Named, NamedRow, is_month_first, is_plain, tables
from liverecord.intake.timetable.slots import NO_LESSON, Slot, Slots
from liverecord.intake.timetable.taught import LessonSeen, TimetableSeen
from liverecord.intake.whose import Key
from liverecord.model.records import School
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Place

LONG, WIDE = "long", "wide"


def read(
    path: Path, shown: str, mapping: MappingFile, *, school: School, rulebook: Rulebook
) -> TimetableSeen:
    """Read one timetable, called `shown` in messages; places are rows from 1, the header's included.

    Raises LiverecordError where the file cannot be opened.
    """
    gathered = Gathered(shown)
    slots = Slots(school, rulebook, mapping)
    columns = mapping.timetable_columns
    kind = Kind(
        names=Names(rulebook.imports.timetable_columns, columns, (("pupil", "upn"),)),
        named=columns,
        is_enough=lambda known, cells: _is_long(known) or _is_wide(known, cells, slots),
        header_hint=_HEADER_HINT,
        json_hint=_JSON_HINT,
        unsaid=frozenset(map(plain, rulebook.imports.words_of("unsaid"))),
    )
    reading = _Reading(slots, mapping, rulebook, gathered)
    left: list[str] = []
    forms: list[str] = []
    words = Vocabulary(rulebook, mapping)
    for table in tables(path, kind, words, gathered):
        forms.append(LONG if _is_long(table.header.columns) else WIDE)
        left += (reading.long if forms[-1] == LONG else reading.wide)(table)
    reading.finish()
    if is_month_first(words, gathered):
        reading.lessons.clear()
    return TimetableSeen(
        form=forms[0] if forms else "",
        lessons=reading.lessons,
        problems=gathered.problems(),
        torn=frozenset(reading.torn),
        is_torn=gathered.count > reading.told,
        passed_over=reading.passed_over,
        columns_left=left,
    )


def _is_long(columns: Mapping[str, int]) -> bool:
    return columns.keys() >= {"period", "subject"}


def _is_wide(columns: Mapping[str, int], cells: Sequence[object], slots: Slots) -> bool:
    """Tell whether cells name periods of a week; one alone is enough where nothing else is asked of a row."""
    found = sum(slots.slot(cell) is not None for cell in cells if isinstance(cell, str))
    return found >= (1 if not columns else _FEWEST)


class _Reading:
    """The lessons of one file as they are read, and what is told once however often it stands there."""

    def __init__(self, slots: Slots, mapping: MappingFile, rulebook: Rulebook, gathered: Gathered) -> None:
        self.lessons: list[LessonSeen] = []
        self.passed_over = 0
        self.torn: set[Key] = set()
        self.told = 0
        self._slots = slots
        self._gathered = gathered
        self._subjects = {plain(word): subject for word, subject in mapping.subjects.items()}
        forms = (mapping.cell,) if mapping.cell else rulebook.imports.words_of("cell")
        self._cells = [_pattern(form) for form in forms]
        self._free = {plain(word) for word in rulebook.imports.words_of("free")}
        self._weeks: dict[str, Place] = {}
        self._unknown: dict[str, Place] = {}

    def long(self, table: Named) -> list[str]:
        """Read a table with a row a lesson; return the names of the columns that were not read."""
        for row in table.rows():
            slot = self._slot_of(row)
            if slot is None:
                continue
            self._take(row, slot, row.place("period"), [row.text(name) for name in _PARTS])
        self.torn |= table.torn
        return table.left()

    def wide(self, table: Named) -> list[str]:
        """Read a table with a row a pupil and a column a period; return the names of the columns that were not read."""
        found = {
            at: slot
            for at, name in enumerate(table.header.names)
            if at not in table.header.columns.values() and (slot := self._slots.slot(name)) is not None
        }
        for row in table.rows():
            for at, slot in found.items():
                text = "\n".join(
                    line for each in written(row.cells[at]).splitlines() if (line := table.said(each))
                )
                if not text:
                    continue
                place = Place(self._gathered.shown, row.number, at + 1)
                is_short = len(text) <= _LONGEST_CELL
                parts = next(
                    (match for each in self._cells if is_short and (match := each.fullmatch(text))), None
                )
                if slot.period == NO_LESSON:
                    self.passed_over += 1
                elif parts is None or not is_plain(text.replace("\n", " ")):
                    message = (
                        "The cell does not hold a subject, a group and a teacher in an order that is known."
                    )
                    self._unclear(row, place, message, _CELL_HINT)
                else:
                    said = parts.groupdict()
                    self._take(row, slot, place, [table.said(said.get(name) or "") for name in _PARTS])
        self.torn |= table.torn
        return table.left([*found])

    def finish(self) -> None:
        """Tell of periods that the school does not have, and of a timetable of two weeks."""
        for typed, place in self._unknown.items():
            period = typed.upper() if is_code(typed) else "P1"
            period = period if not period.isdigit() else f"P{period}"
            message = f"{told_code(typed.upper())} is no period of school.yml."
            name = f"'{typed}'" if is_code(typed) else "'Twilight'"
            hint = _PERIOD_HINT.format(
                line=f"- {{id: {period}, session: AM}}", own=f"periods: {{{name}: P1}}"
            )
            self._gathered.problem(place, "period-not-known", message, hint, typed)
            self.told += 1
        if len(self._weeks) > 1:
            place = max(self._weeks.values())
            message = "The file has a timetable of two weeks, and a record one that is the same every week."
            self._gathered.problem(place, "two-week-timetable", message, _WEEKS_HINT)
            self.lessons.clear()

    def _slot_of(self, row: NamedRow) -> Slot | None:
        """Return when the lesson of a row is, None where the row names no period; a day that is none is a problem."""
        typed, named = row.text("period"), row.text("weekday")
        if not typed and not named:
            return None
        slot = self._slots.slot(typed) if not named else None
        day = self._slots.day(named) if named else None
        if slot is None and day is not None and typed:
            slot = Slot(day[0], self._slots.period(typed), day[1], typed.casefold())
        if slot is None:
            place = row.place("weekday" if "weekday" in row.table.header.columns else "period")
            message = "The row does not say on which day of the week its lesson is, and in which period."
            self._unclear(row, place, message, _WHEN_HINT)
            return None
        return slot._replace(week=row.text("week").casefold() or slot.week)

    def _unclear(self, row: NamedRow, place: Place, message: str, hint: str) -> None:
        self._gathered.problem(place, "lesson-unclear", message, hint, hint)
        self.told += 1
        self._tear(row)

    def _tear(self, row: NamedRow) -> None:
        if row.key is not None:
            self.torn.add(row.key)

    def _take(self, row: NamedRow, slot: Slot, place: Place, parts: Sequence[str]) -> None:
        subject, group, teacher = parts
        is_free = not any(parts) or plain(subject) in self._free
        if slot.period == NO_LESSON or is_free:
            self.passed_over += 1
            return
        if slot.week:
            self._weeks.setdefault(plain(slot.week), place)
        if slot.period is None:
            self._unknown.setdefault(slot.typed, place)
            self._tear(row)
        elif not subject:
            message = "The lesson has no subject."
            self._unclear(row, place, message, _SUBJECT_HINT)
        elif row.key is not None:
            subject = self._subjects.get(plain(subject), subject)
            self.lessons.append(LessonSeen(row.key, slot.day, slot.period, subject, group, teacher, place))


def _pattern(form: str) -> re.Pattern[str]:
    """Return the pattern of cells that are written as a form says: names in braces, and between them what stands there."""
    pieces = re.split(r"\{(\w+)\}", form.replace("\\n", "\n"))
    names: set[str] = set()
    pattern = ""
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            pattern += (
                r"\s*".join(re.escape(each) for each in piece.split(" "))
                if piece.strip(" ")
                else r"\s+" * bool(piece)
            )
        elif piece in _PARTS and piece not in names:
            names.add(piece)
            pattern += rf"(?P<{piece}>.{'+' if piece == 'subject' else '*'}?)"
        else:
            pattern += ".*?"
    return re.compile(pattern)


_PARTS = ("subject", "group", "teacher")
_FEWEST = 2
_LONGEST_CELL = 200
"""Characters of a cell that may hold a lesson: a pattern takes long over a text that was made to hold it up."""
_HEADER_HINT = (
    "Have a row a lesson with columns UPN, Day, Period, Subject, Class and Teacher, or a row a pupil with columns such as Mon:1. "
    "Say what yours are called in a mapping file (--map), as `upn: Number`, `period: Slot` and `subject: Course`."
)
_JSON_HINT = "Have the timetable exported as CSV or Excel workbook (.xlsx) instead, with columns UPN, Day, Period, Subject, Class and Teacher."
_WHEN_HINT = "Write the day, from Monday to Friday, and the period of each lesson, as Mon and P1 in two columns or Mon:1 in one."
_SUBJECT_HINT = "Export the subject too. Where the period is no lesson, say so in a mapping file (--map), as `periods: {Tut: }`."
_CELL_HINT = (
    "Say in a mapping file (--map) how a cell is written, as `cell: '{subject} {group} {teacher}'`; what is in braces under another "
    "name, such as {room}, is not read."
)
_PERIOD_HINT = (
    "Write it into school.yml below `periods:`, with its own half day, as `{line}`. Where it has another name there, or is no lesson, "
    "say so in a mapping file (--map), as `{own}`, or with nothing after the colon."
)
_WEEKS_HINT = (
    "A lesson in a record comes every week. Where both weeks are alike, take one of them out of the file; where they differ, leave "
    "the timetable out, because it would be wrong every second week."
)
