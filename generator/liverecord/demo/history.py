"""The school's history: who changed what on which day, worked out from the records' own dates.

Everything in a record has a day: a concern is opened, a line is written, an action ends. Each becomes a change by the
member of staff who holds it, and each week the register's marks come in one change for all.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from liverecord.demo.folder import Folder
from liverecord.demo.people import Colleague
from liverecord.demo.schoolyear import Calendar
from liverecord.demo.timeline import MARKS, Timeline, began, timeline

_LONDON = ZoneInfo("Europe/London")
_FIRST_HOUR, _MARKS_HOUR, _SECONDS = time(8, 10), time(15, 40), 7 * 3600
_SENCO, _ATTENDANCE_LEAD = "r-adeyemi", "m-lindqvist"
_ENTRIES_BY_ITSELF, _FEWEST_BY_ITSELF = 3_000_000, 300
"""Each commit holds the list of all pupils: a big school's history gets fewer commits, unless a number is asked for."""

File = tuple[str, str]
"""A pupil's id and the kind of the file."""


@dataclass(frozen=True)
class Commit:
    """One commit: when, by whom, its message (ids only, never a name), and the new texts by path."""

    at: datetime
    author: Colleague
    message: str
    texts: Mapping[str, str]


@dataclass
class _Change:
    """A commit before its texts are worked out: these files changed on `day`, to their text of that day."""

    day: date
    author: str
    message: str
    files: list[File] = field(default_factory=list)
    pupils: tuple[str, ...] = ()


def history(
    folders: Sequence[Folder],
    school: Mapping[str, str],
    staff: Sequence[Colleague],
    calendar: Calendar,
    wanted: int | None,
    records: str,
) -> Iterator[Commit]:
    """Yield the commits that lead to the folders as they are, oldest first.

    `school` holds the texts of the school's own files by path; they come first. `wanted` is roughly the number of
    commits. Where more are wanted than the changes give, marks come a pupil at a time, and then a day at a time. Where
    that is not enough, there are as many commits as there can be.
    """
    lines, changes = _changes(folders, calendar, wanted)
    opening = _Change(calendar.first_day, _SENCO, "The school's records begin")
    by_itself = max(_FEWEST_BY_ITSELF, _ENTRIES_BY_ITSELF // max(1, len(folders)))
    changes = _gathered([opening, *changes], wanted or by_itself)
    people = {person.id: person for person in staff}
    last: dict[str, str] = {}
    for number, (change, at) in enumerate(_timed(changes)):
        texts = dict(school) if number == 0 else {}
        for pupil, kind in change.files:
            text = lines[pupil, kind].at(change.day)
            path = f"{records}/pupils/{pupil}/{kind}.yml"
            if text is not None and last.get(path) != text:
                texts[path] = last[path] = text
        if texts:
            author = people[change.author]
            yield Commit(at, author if author.is_here(change.day) else people[_SENCO], change.message, texts)


def _changes(
    folders: Sequence[Folder], calendar: Calendar, wanted: int | None
) -> tuple[dict[File, Timeline], list[_Change]]:
    """Return the files' timelines and the changes, as finely cut as the number wanted asks for."""
    for by_pupil, daily in ((False, False), (True, False), (True, True)):
        lines = dict(_timelines(folders, calendar, daily=daily))
        changes = sorted(
            [*_events(folders, lines), *_marks(lines, by_pupil=by_pupil, daily=daily)],
            key=lambda change: (change.day, change.author == _ATTENDANCE_LEAD, change.pupils),
        )
        if wanted is None or len(changes) + 1 >= wanted:
            break
    return lines, changes


def _timelines(
    folders: Sequence[Folder], calendar: Calendar, *, daily: bool
) -> Iterator[tuple[File, Timeline]]:
    today = calendar.today
    for folder in folders:
        opening = calendar.opening_days[zlib.crc32(folder.id.encode()) % len(calendar.opening_days)]
        first = began(folder.texts["plan"], min(opening, today), today)
        for kind, text in folder.texts.items():
            yield (folder.id, kind), timeline(kind, text, first, today, daily=daily)


def _events(folders: Sequence[Folder], lines: Mapping[File, Timeline]) -> Iterator[_Change]:
    """Yield a change for each pupil and day on which something but marks was written."""
    for folder in folders:
        days: dict[date, _Change] = {}
        said: dict[date, list[str]] = defaultdict(list)
        for kind in folder.texts:
            line = lines[folder.id, kind]
            for stage in line.stages():
                if stage.event in (None, MARKS):
                    continue
                change = days.setdefault(
                    stage.day, _Change(stage.day, folder.keyworker, "", pupils=(folder.id,))
                )
                if stage.by is not None and not said[stage.day]:
                    change.author = stage.by
                if stage.event is not None and stage.event not in said[stage.day]:
                    said[stage.day].append(stage.event)
                if (folder.id, kind) not in change.files:
                    change.files.append((folder.id, kind))
        for day, change in sorted(days.items()):
            events = said[day]
            if "record begun" in events:
                events, change.author = ["record begun"], _SENCO
                # What was there when the record began came with it, marks of earlier weeks included.
                change.files = [(folder.id, kind) for kind in folder.texts]
            change.message = (
                f"{folder.id}: {' and '.join(events[:2])}{' and more' if len(events) > 2 else ''}"
            )
            yield change


def _marks(lines: Mapping[File, Timeline], *, by_pupil: bool, daily: bool) -> Iterator[_Change]:
    """Yield a change for each week's marks, or for each pupil's."""
    changes: dict[tuple[date, str], _Change] = {}
    for (pupil, kind), line in lines.items():
        for stage in line.stages():
            if stage.event != MARKS:
                continue
            key = (stage.day, pupil if by_pupil else "")
            if key not in changes:
                message = _marks_message(stage.day, daily=daily)
                message = f"{pupil}: {message[0].lower()}{message[1:]}" if by_pupil else message
                changes[key] = _Change(
                    stage.day, _ATTENDANCE_LEAD, message, pupils=(pupil,) if by_pupil else ()
                )
            if not changes[key].files or changes[key].files[-1] != (pupil, kind):
                changes[key].files.append((pupil, kind))
    return iter(changes.values())


def _marks_message(day: date, *, daily: bool) -> str:
    if daily:
        return f"Marks of {day.day} {day:%B}"
    monday = day - timedelta(days=day.weekday())
    return f"Marks for the week of {monday.day} {monday:%B}"


def _gathered(changes: list[_Change], wanted: int) -> list[_Change]:
    """Return the changes gathered into no more than the number wanted, neighbours together."""
    if len(changes) <= wanted:
        return changes
    gathered = []
    for number in range(wanted):
        group = changes[number * len(changes) // wanted : (number + 1) * len(changes) // wanted]
        if len(group) == 1 or number == 0:
            message = group[0].message
        else:
            pupils = sorted({pupil for change in group for pupil in change.pupils})
            more = f" and {len(pupils) - 3} more" if len(pupils) > 3 else ""
            message = f"{', '.join(pupils[:3])}{more}: records kept up" if pupils else group[-1].message
        files = list(dict.fromkeys(file for change in group for file in change.files))
        gathered.append(_Change(group[-1].day, group[0].author, message, files))
    return gathered


def _timed(changes: Sequence[_Change]) -> Iterator[tuple[_Change, datetime]]:
    """Yield each change with its time in London, spread over the school day of its date."""
    groups: dict[date, list[_Change]] = defaultdict(list)
    for change in changes:
        groups[change.day].append(change)
    for day, group in groups.items():
        for number, change in enumerate(group):
            first = datetime.combine(day, _FIRST_HOUR, _LONDON)
            if change.message.startswith("Marks"):
                first = datetime.combine(day, _MARKS_HOUR, _LONDON)
                yield change, first + timedelta(seconds=60 * number % 3600)
            else:
                yield change, first + timedelta(seconds=_SECONDS * number // len(group))
