"""The worked cases: the example record's pupils word for word, and more beside them, moved to the school's own dates."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

import yaml

from liverecord.demo.folder import Folder
from liverecord.demo.schoolyear import DAY, Calendar
from liverecord.model.records import PUPIL_KINDS

_MEETING = re.compile(r"\b(due|held_on|review_on):|- \{date: \S+, text:")
_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_JOINED = re.compile(r"on_roll_from: (\S+)")
_KEYWORKER = re.compile(r"^keyworker: (\S+)", re.MULTILINE)
_WEEK = re.compile(r"  (\d{4}-\d{2}-\d{2}): '([^']*)'(.*)")
_MARK = re.compile(r"C1|C2|J1|Y[1-7]|\S")
_CLOSED, _NO_MARK, _PRESENT = "#", "-", ("/", "\\")


def cases(phase: str, calendar: Calendar) -> Iterator[Folder]:
    """Yield the worked cases that a school of this phase can have, with dates that fit the calendar."""
    for pupil, phases in _index().items():
        if phase in phases:
            texts = _texts(pupil)
            if calendar.today != DAY:
                joined = calendar.moved(date.fromisoformat(_JOINED.findall(texts["plan"])[0]))
                texts = {kind: _moved(text, calendar, joined) for kind, text in texts.items()}
            yield Folder(pupil, _KEYWORKER.findall(texts["plan"])[0], texts)


@lru_cache
def _index() -> dict[str, list[str]]:
    index: dict[str, list[str]] = yaml.safe_load(_cases().joinpath("cases.yml").read_text(encoding="utf-8"))
    return index


def _cases() -> Traversable:
    return resources.files("liverecord.demo") / "cases"


def _texts(pupil: str) -> dict[str, str]:
    """Return the texts of a pupil's files: the example's own where it has the pupil."""
    example = resources.files("liverecord.demo") / "example" / "pupils" / pupil
    folder = example if example.is_dir() else _cases() / pupil
    files = {kind: folder / f"{kind}.yml" for kind in PUPIL_KINDS}
    return {kind: file.read_bytes().decode() for kind, file in files.items() if file.is_file()}


def _moved(text: str, calendar: Calendar, joined: date) -> str:
    """Return a file's text with every date moved into the calendar, comments and layout left as they are."""
    lines = []
    for line in text.split("\n"):
        week = _WEEK.fullmatch(line)
        if week:
            moved = _week(date.fromisoformat(week[1]), week[2], calendar, joined)
            if moved:
                lines.append(f"{moved}{week[3]}")
        elif "date_of_birth:" in line:
            lines.append(
                _DATE.sub(lambda match: str(calendar.moved_birthday(date.fromisoformat(match[0]))), line)
            )
        else:
            # What takes place at school stays on a school day.
            move = calendar.moved_meeting if _MEETING.search(line) else calendar.moved
            moved = _DATE.sub(lambda match: str(move(date.fromisoformat(match[0]))), line)  # noqa: B023 - called at once
            logged = re.match(r"  - \{id: \w+, date: (\S+), session:", moved)
            if logged is None or calendar.lists(date.fromisoformat(logged[1])):
                lines.append(moved)
    return "\n".join(lines)


def _week(monday: date, text: str, calendar: Calendar, joined: date) -> str | None:
    """Return a register week moved: closed where this calendar is closed, open where only the other one was closed."""
    there = calendar.moved(monday)
    marks = _MARK.findall(text)
    days = [there + timedelta(days=n) for n in range(5)]
    if not any(calendar.lists(day) and day < calendar.today for day in days):
        return None
    usual = next((marks[n : n + 2] for n in range(0, 10, 2) if marks[n] != _CLOSED), list(_PRESENT))
    written = []
    for n, day in enumerate(days):
        pair = marks[2 * n : 2 * n + 2]
        if not calendar.lists(day):
            pair = [_CLOSED, _CLOSED]
        elif day >= calendar.today or day < joined:
            pair = [_NO_MARK, _NO_MARK]
        elif pair[0] == _CLOSED:
            pair = usual
        written.append("".join(pair))
    return f"  {there}: '{' '.join(written)}'"
