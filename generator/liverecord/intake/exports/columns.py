"""What the words of an export mean: columns, half days, dates and codes, from imports.yml and a school's own mapping.

Names are compared without capitals, spaces and punctuation. A date has its day before its month, as in England. A date
that can only be read month first is not read, and puts all other dates of the file in doubt.
"""

import re
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from liverecord.intake.exports import moments
from liverecord.intake.exports.gathered import AM, NO_MARK, PM
from liverecord.intake.exports.mapping import Mapping
from liverecord.intake.exports.names import Names, plain
from liverecord.model.rulebook import Rulebook

PUPIL = ("upn", "pupil")
MARK = ("statutory", "mark")


class Vocabulary:
    """The words of one file: its rulebook's, with a mapping's before them. Everything read once is kept."""

    def __init__(self, rulebook: Rulebook, mapping: Mapping) -> None:
        imports = rulebook.imports
        self.mapping = mapping
        self.names = Names(imports.columns, mapping.columns, (PUPIL, MARK))
        self._halves = {plain(word): row.session for row in imports.sessions for word in row.words}
        self._halves |= {plain(word): half for word, half in mapping.sessions.items()}
        self._weekdays = {plain(word): row.weekday for row in imports.weekdays for word in row.words}
        self._footers = {_label(name): row.counts for row in imports.footers for name in row.names}
        forms = mapping.forms or tuple(row.form for row in imports.dates)
        self._forms = tuple(form for form in forms if "%y" in form.casefold())
        self._yearless = tuple(form for form in forms if "%y" not in form.casefold())
        register = rulebook.codes.lists["mark"]
        self.codes = {code: code for code in register}
        self.codes |= {row.seen: row.mark for row in imports.marks}
        self.codes |= {seen: mark if mark is not None else NO_MARK for seen, mark in mapping.marks.items()}
        self.uncollected = {
            code for code, row in register.items() if row.statistical_class == "not_collected"
        } | {NO_MARK}
        longest_first = sorted((code for code in self.codes if code.strip()), key=len, reverse=True)
        self._token = re.compile("|".join((*map(re.escape, longest_first), r"\S")))
        self._begins = rulebook.thresholds["school_year"].numbers
        hours = rulebook.thresholds["register_hours"].numbers
        self._hours = range(hours["earliest"], hours["latest"])
        self._zone = ZoneInfo(mapping.time_zone) if mapping.time_zone else None
        self.numbered_since = moments.SINCE_1904 if mapping.day_numbers == _FROM_1904 else moments.SINCE_1900
        """The day from which a spreadsheet's numbers count days: the mapping's word, else a workbook's own."""
        self.is_numbered = False
        self.odd_times: dict[date, time] = {}
        self._moved: set[object] = set()
        self._days: dict[object, date | None] = {}
        self.school_year = mapping.year
        self._month_first: set[object] = set()
        self.is_month_first = False

    def means(self, cell: object) -> str | None:
        """Return what a column with this name holds, or None."""
        return self.names.means(cell)

    def half(self, cell: object) -> str | None:
        """Return AM or PM for a word, or None."""
        return self._halves.get(plain(written(cell)))

    def footer(self, label: str) -> str | None:
        """Return what a line of totals with this label counts, or None where the label does not say it."""
        return self._footers.get(_label(label))

    def mark(self, cell: object) -> str | None:
        """Return the register's code for a cell, "-" for one that is empty, None for a code that is not known."""
        # An apostrophe tells a spreadsheet that what follows is text.
        text = written(cell).strip("'")
        if not text:
            return NO_MARK
        return self.codes.get(text) or self.codes.get(text.upper())

    def day(self, cell: object, beside: object = None) -> date | None:
        """Return the date that a cell holds, or None where it holds none that can be relied on.

        `beside` is what the same row has in a column of times: the date's time of day, where the date has none itself.
        """
        key = (cell, beside)
        if key not in self._days:
            day = self._day(cell, beside)
            self._days[key] = day if day and _FIRST_YEAR <= day.year <= _LAST_YEAR else None
        reliable_day = self._days[key]
        if reliable_day is None and cell in self._month_first:
            self.is_month_first = True
        return reliable_day

    def is_moved(self, cell: object, beside: object = None) -> bool:
        """Tell whether a cell is no day because its time, in its own zone, is on another day in England."""
        return (cell, beside) in self._moved

    def weekday(self, cell: object) -> tuple[int, str | None] | None:
        """Return the day of the week (Monday's is 0) and the half (None: not said) that the name of a column gives, or None."""
        name = plain(cell) if isinstance(cell, str) else ""
        if name in self._weekdays:
            return self._weekdays[name], None
        for size in range(2, len(name)):
            for word, rest in ((name[:size], name[size:]), (name[-size:], name[:-size])):
                if word in self._weekdays and rest in self._halves:
                    return self._weekdays[word], self._halves[rest]
        return None

    def heading(self, cell: object) -> tuple[date, str | None] | None:
        """Return the day and the half (None: not said) that the name of a column gives, or None."""
        day = self.day(cell)
        if day is not None:
            return day, None
        if not isinstance(cell, str):
            return None
        words = _PARTS.sub(" ", cell).split()
        for size in (1, 2):
            for half, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])):
                word = " ".join(half)
                # One letter or a number beside a date might be anything.
                if len(word) > 1 and word[0].isalpha() and (known := self.half(word)):
                    day = self.day(" ".join(rest).strip(" -/"))
                    if day is not None:
                        return day, known
        return None

    def tokens(self, text: str) -> tuple[list[str], str | None]:
        """Split a text of many marks: return its codes, or what is wrong (a code, or "" where it is out of step).

        Commas separate single codes (nothing between two: no mark). Without commas codes run together, and have one
        reading only because a digit is always a suffix. Spaces may separate the days, two marks each, or all the
        marks.
        """
        text = text.strip("'")
        if "," in text:
            pieces = [piece.strip() for piece in text.split(",")]
            pieces = pieces[:-1] if not pieces[-1] else pieces
            marks = [self.mark(piece) for piece in pieces]
        else:
            groups = [self._token.findall(group) for group in text.split()]
            pieces = [token for group in groups for token in group]
            marks = [self.codes.get(piece) for piece in pieces]
            sizes = {len(group) for group in groups}
            if len(groups) > 1 and None not in marks and sizes not in ({1}, {2}):
                return [], ""
        known: list[str] = []
        for piece, mark in zip(pieces, marks, strict=True):
            if mark is None:
                return [], piece
            known.append(mark)
        return known, None

    def learn_year(self, cells: list[object]) -> None:
        """Take the school year from lines above the columns, where they name exactly one and the mapping names none."""
        if self.school_year is not None:
            return
        years: set[int] = set()
        for text in map(written, cells):
            spans = [(int(first), int(last)) for first, last in _YEARS.findall(text)]
            years |= {first for first, last in spans if last == (first + 1) % 100}
            for date_text in _DATES.findall(text):
                day = self.day(date_text)
                if day is not None:
                    years.add(self._school_year(day))
        if len(years) == 1:
            self.school_year = years.pop()
            self._days = {cells: day for cells, day in self._days.items() if day is not None}

    def looks_like_a_day(self, cell: object) -> bool:
        """Tell whether a column's name means a date although it cannot be read as one."""
        return isinstance(cell, str) and bool(_LIKE_A_DAY.search(cell))

    def _day(self, cell: object, beside: object) -> date | None:
        moment = self._moment(cell)
        if moment is None:
            return None
        day, at, said = moment
        if at == moments.MIDNIGHT and said is None:
            at, said = moments.time_of(beside)
        return self._in_england((cell, beside), day, at, said)

    def _moment(self, cell: object) -> tuple[date, time, timezone | None] | None:
        """Return the day, the time and the zone that a cell has as it is written, or None where it is no day."""
        if isinstance(cell, datetime):
            return cell.date(), cell.time(), None
        if isinstance(cell, date):
            return cell, moments.MIDNIGHT, None
        counted = moments.from_number(cell, self.numbered_since)
        if counted is not None:
            self.is_numbered = True
            return counted.date(), counted.time(), None
        if not isinstance(cell, str):
            return None
        text = _ENDING.sub(r"\1", " ".join(cell.replace(",", " ").split()))
        text, at, zone = moments.without_time(text)
        text = _SEPT.sub("Sep", text)
        weekday = _WEEKDAY.match(text)
        text = text[weekday.end() :] if weekday else text
        if not text or len(text) > _LONGEST_DATE or (text.isdigit() and len(text) != _ALL_DIGITS):
            return None
        swapped = _NUMBERS.fullmatch(text)
        if swapped and int(swapped[2]) > _MONTHS >= int(swapped[1]) and not self.mapping.forms:
            self._month_first.add(cell)
            return None
        day = self._written_day(text)
        if weekday and day and _WEEKDAYS[day.weekday()] != weekday[1].casefold():
            return None
        return (day, at, zone) if day else None

    def _in_england(self, cells: object, day: date, at: time, said: timezone | None) -> date | None:
        """Return the day in England of a moment as it is written; a zone that the cell says goes before the mapping's.

        A moment whose zone moves the day is no day that can be relied on, unless the mapping says which zone the file has.
        """
        zone = said or self._zone
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return day
        if zone is None:
            pass
        elif at == moments.MIDNIGHT and self._zone is not None and said is None:
            day = moments.day_of_midnight(day, self._zone)
        elif at != moments.MIDNIGHT or said is not None:
            there = moments.in_england(day, at, zone)
            if there.date() != day and self._zone is None:
                self._moved.add(cells)
                return None
            # Midnight in universal time is one o'clock in an English summer: the day is meant.
            day, at = there.date(), at if at == moments.MIDNIGHT else there.time()
        day += timedelta(days=self.mapping.shift_days or 0)
        if at != moments.MIDNIGHT and at.hour not in self._hours:
            self.odd_times.setdefault(day, at)
        return day

    def _written_day(self, text: str) -> date | None:
        for form in self._forms:
            day = _parsed(text, form)
            if day:
                return day
        if self.school_year is not None:
            for form in self._yearless:
                for year in (self.school_year, self.school_year + 1):
                    day = _parsed(f"{text} {year}", f"{form} %Y")
                    if day and self._school_year(day) == self.school_year:
                        return day
        return None

    def _school_year(self, day: date) -> int:
        return day.year - ((day.month, day.day) < (self._begins["month"], self._begins["day"]))


def _label(text: str) -> str:
    """Return a line's label as it is compared: a percent sign counts, capitals, spaces and a colon do not."""
    return " ".join(text.split()).rstrip(": ").casefold()


def written(cell: object) -> str:
    """Return a cell as text: a whole number without its point, nothing for an empty cell."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def sessions(start: date, days_a_week: int, count: int) -> list[tuple[date, str]]:
    """Return so many half days from a day on, two each day, weekends left out of a week of five."""
    half_days: list[tuple[date, str]] = []
    day = start
    while len(half_days) < count:
        if days_a_week > _SCHOOL_DAYS or day.weekday() < _SCHOOL_DAYS:
            half_days += [(day, AM), (day, PM)]
        day += timedelta(days=1)
    return half_days[:count]


def _parsed(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()  # noqa: DTZ007 - a date has no time zone
    except ValueError:
        return None


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SCHOOL_DAYS = 5
_MONTHS = 12
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
"""No pupil's marks lie outside; a mistyped year must not lead past the end of the calendar."""

_LONGEST_DATE = 20
_ALL_DIGITS = 8
_FROM_1904 = 1904

_WEEKDAY = re.compile(
    r"(mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|r|rs|rsday|urday)?[ .,-]+", re.IGNORECASE
)
_ENDING = re.compile(r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)
_SEPT = re.compile(r"\bsept\b", re.IGNORECASE)
_NUMBERS = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.](?:[0-9]{4}|[0-9]{2})")
# What may stand between a date and its half: brackets and bars anywhere, a dash or slash before AM or PM, or nothing at all.
_PARTS = re.compile(r"[()_|;]|[-/](?=[AaPp][Mm]\b)|(?<=[0-9])(?=[AaPp][Mm]\b)")
_LIKE_A_DAY = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}\b|\b[0-9]{1,2}(?:st|nd|rd|th)?[ -](?:[A-Za-z]{3})")
_YEARS = re.compile(r"\b(20[0-9]{2}) ?[-/] ?(?:20)?([0-9]{2})\b")
_DATES = re.compile(
    r"\b[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}\b|\b[0-9]{1,2} [A-Za-z]{3,9} [0-9]{4}\b|\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b"
)
