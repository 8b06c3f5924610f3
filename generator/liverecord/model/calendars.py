"""calendars.yml: how councils and schools word what stands in their calendars of a school year."""

from liverecord.model.imports import ImportColumn
from liverecord.model.row import Row, Source


class CalendarPhrase(Row, frozen=True, kw_only=True):
    """Phrases that say one thing of a day in a calendar; `reason` is what school.yml says of a day without school."""

    kind: str
    words: tuple[str, ...]
    source: str
    reason: str | None = None
    note: str | None = None


class CalendarSeason(Row, frozen=True, kw_only=True):
    """A term of the year by name, and what it is called."""

    name: str
    words: tuple[str, ...]
    source: str
    note: str | None = None


class Calendars(Row, frozen=True, kw_only=True):
    """calendars.yml: how calendars of a school year word terms, holidays and days without school; each phrase stands once."""

    sources: dict[str, Source]
    columns: tuple[ImportColumn, ...]
    words: tuple[CalendarPhrase, ...]
    seasons: tuple[CalendarSeason, ...]
