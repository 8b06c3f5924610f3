"""What information systems call things in what they export, as imports.yml holds it, typed."""

from datetime import date

from liverecord.model.row import Row, Source


class ImportColumn(Row, frozen=True, kw_only=True):
    """The names of a column in what comes from elsewhere, and what it holds; capitals and punctuation do not count."""

    means: str
    names: tuple[str, ...]
    source: str
    note: str | None = None


class ImportSession(Row, frozen=True, kw_only=True):
    """Words for a half day, AM or PM."""

    session: str
    words: tuple[str, ...]
    source: str
    note: str | None = None


class ImportWeekday(Row, frozen=True, kw_only=True):
    """Words for a day of the week, by its place (Monday's is 0)."""

    weekday: int
    words: tuple[str, ...]
    source: str
    note: str | None = None


class ImportDate(Row, frozen=True, kw_only=True):
    """A way to write a date, as strptime has it: day before month."""

    form: str
    source: str
    note: str | None = None


class ImportMark(Row, frozen=True, kw_only=True):
    """A system's own code and the register mark that it stands for."""

    seen: str
    mark: str
    source: str
    note: str | None = None


class ImportCountry(Row, frozen=True, kw_only=True):
    """Codes of another country's register, none of which England's has since `valid_from`."""

    country: str
    codes: tuple[str, ...]
    valid_from: date
    source: str
    note: str | None = None


class ImportFooter(Row, frozen=True, kw_only=True):
    """Labels of lines of totals under the pupils, and what the figures of such a line count."""

    counts: str
    names: tuple[str, ...]
    source: str
    note: str | None = None


class ImportWord(Row, frozen=True, kw_only=True):
    """Words of a list of pupils for a code, in the list that `of` names: support, enrolment, year_group, need, need_rank, answer.

    Of `nothing` they say that a cell says nothing, of `year_before` they stand before a year's number, of `label` they begin a
    line that is no pupil's. A word that is not in use any more has no code: `was` says what it meant, and `until` when it ended.
    """

    of: str
    code: str | None = None
    words: tuple[str, ...]
    was: str | None = None
    until: date | None = None
    source: str
    note: str | None = None


class ImportWording(Row, frozen=True, kw_only=True):
    """Words that have one meaning in every file: what `of` names.

    A `title` stands before a person's name, a `period` before a lesson's number, a `week` before the name of one of two weeks.
    A `registration` is a period that is no lesson, a `cell` the order in which a cell holds what a lesson is, and `unsaid` says nothing.
    """

    of: str
    words: tuple[str, ...]
    source: str
    note: str | None = None


class Imports(Row, frozen=True, kw_only=True):
    """imports.yml: how information systems call columns, half days, dates and marks; names and codes stand once.

    `pupil_columns` and `pupil_words` are those of lists of pupils, `timetable_columns` those of timetables and
    `outcome_columns` those of provision maps; `words` are the same in all of them.
    """

    sources: dict[str, Source]
    columns: tuple[ImportColumn, ...]
    sessions: tuple[ImportSession, ...]
    weekdays: tuple[ImportWeekday, ...]
    dates: tuple[ImportDate, ...]
    marks: tuple[ImportMark, ...]
    footers: tuple[ImportFooter, ...]
    countries: tuple[ImportCountry, ...]
    pupil_columns: tuple[ImportColumn, ...]
    pupil_words: tuple[ImportWord, ...]
    timetable_columns: tuple[ImportColumn, ...]
    outcome_columns: tuple[ImportColumn, ...]
    words: tuple[ImportWording, ...]

    def words_of(self, of: str) -> tuple[str, ...]:
        """Return the words that have one meaning in every file, by what they are."""
        return tuple(word for row in self.words if row.of == of for word in row.words)
