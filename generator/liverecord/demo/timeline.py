"""A file as it stood on each day: the record's own dates tell when a line was written, changed or ended.

A file's text is cut into parts. Each part has stages: from a day on, it reads so. An action that has ended was open
before; a week of marks was not there before its Friday; a plan was at the version before until the new one was agreed.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

_DATE = r"(\d{4}-\d{2}-\d{2})"
_WEEK = re.compile(rf"  {_DATE}: ('[^']*')(.*)")
_BEGINS = {
    "absences": re.compile(rf"\b(?:date|from): {_DATE}"),
    "concerns": re.compile(rf"\bopened_on: {_DATE}"),
    "actions": re.compile(rf"\b(?:agreed_on|started_on): {_DATE}"),
    "contacts": re.compile(rf"\bdate: {_DATE}"),
    "reviews": re.compile(rf"\bheld_on: {_DATE}"),
}
_ENDS = re.compile(rf"\b(?:ended_on|closed_on): {_DATE}")
_BY = re.compile(r"\b(?:by|owner): ([a-z][a-z0-9-]*)\b")
_UPDATES = re.compile(r"^    updates:.*\n", re.MULTILINE)
_UPDATE = re.compile(rf"      - .*?\bdate: {_DATE}", re.DOTALL)
_AGREED = re.compile(rf"agreed_on: {_DATE}.*")
_VERSION = re.compile(r"version: (\d+)(.*)")
_FRIDAY = timedelta(days=4)

MARKS = "marks"
"""The event of a week's marks, which come for all pupils at once."""

EVENTS = {
    "absences": "absence note",
    "concerns": "concern opened",
    "actions": "action agreed",
    "contacts": "talk with the family",
    "reviews": "review",
}


@dataclass(frozen=True)
class Stage:
    """From `day` on, a part of a file reads `text`. `event` is how the history calls the change, if it is one."""

    day: date
    text: str
    event: str | None = None
    by: str | None = None


Part = tuple[Stage, ...]
"""The stages of a part, by day; before the first, the part is not there."""


@dataclass(frozen=True)
class Timeline:
    """One file's parts, and from which day on it is there at all."""

    parts: tuple[Part, ...]
    start: date

    def at(self, day: date) -> str | None:
        """Return the file's text at the end of a day; None before it began."""
        if day < self.start:
            return None
        texts = []
        for part in self.parts:
            text = ""
            for stage in part:
                if stage.day > day:
                    break
                text = stage.text
            texts.append(text)
        return "".join(texts)

    def stages(self) -> list[Stage]:
        """Return every stage at which the file changes."""
        return [stage for part in self.parts for stage in part]


def timeline(kind: str, text: str, first: date, today: date, *, daily: bool = False) -> Timeline:
    """Return a file's timeline. Nothing happens before `first`, when its record begins, nor after `today`.

    With `daily`, a week's marks come day by day, as a register is taken, and not on its Friday.
    """
    cut = _plan(text, first) if kind == "plan" else _listed(kind, text, first, daily=daily)
    parts = tuple(
        tuple(Stage(min(max(stage.day, first), today), stage.text, stage.event, stage.by) for stage in part)
        for part in cut
    )
    # A file begins with its first item: until then its heading would stand over nothing.
    start = (
        first
        if kind == "plan"
        else min((stage.day for part in parts for stage in part if stage.event), default=first)
    )
    return Timeline(parts, start)


def began(plan: str, opening: date, today: date) -> date:
    """Return the day on which a record began, from its plan: with the school's own records, or with a first plan later."""
    version, agreed = _VERSION.search(plan), _AGREED.search(plan)
    if version and agreed and version[1] == "1":
        return min(max(opening, date.fromisoformat(agreed[1])), today)
    return opening


def _plan(text: str, first: date) -> list[Part]:
    """Cut a plan at its version and the day it was agreed: an older version stood there before."""
    agreed = re.search(rf"^agreed_on: {_DATE}.*\n", text, re.MULTILINE)
    version = re.search(r"^version: (\d+)(.*\n)", text, re.MULTILINE)
    if not agreed or not version or int(version[1]) < 2 or date.fromisoformat(agreed[1]) <= first:
        return [(Stage(first, text, "record begun"),)]
    day = date.fromisoformat(agreed[1])
    before = f"version: {int(version[1]) - 1}{version[2]}"
    cuts = sorted([(version.span(), before, version[0]), (agreed.span(), "", agreed[0])])
    parts: list[Part] = []
    position = 0
    for (start, end), earlier, later in cuts:
        parts.append((Stage(first, text[position:start], None if parts else "record begun"),))
        parts.append((Stage(first, earlier), Stage(day, later, "plan agreed", "r-adeyemi")))
        position = end
    return [*parts, (Stage(first, text[position:]),)]


def _listed(kind: str, text: str, first: date, *, daily: bool) -> list[Part]:
    """Cut a file of lists into its items, and a register into its weeks."""
    parts: list[Part] = []
    item: list[str] = []
    for line in text.splitlines(keepends=True):
        if item and (line.startswith("    ") or not line.strip()):
            item.append(line)
            continue
        if item:
            parts += _item(kind, "".join(item), first)
            item = []
        week = _WEEK.match(line) if kind == "absences" else None
        if week:
            parts.append(_week(date.fromisoformat(week[1]), week[2], week[3], daily=daily))
        elif line.startswith("  - "):
            item = [line]
        else:
            parts.append((Stage(first, line),))
    if item:
        parts += _item(kind, "".join(item), first)
    return parts


def _week(monday: date, marks: str, rest: str, *, daily: bool) -> Part:
    whole = f"  {monday}: {marks}{rest}\n"
    if not daily:
        return (Stage(monday + _FRIDAY, whole, MARKS),)
    pairs = marks.strip("'").split(" ")
    stages = []
    for count in range(1, len(pairs) + 1):
        text = " ".join([*pairs[:count], *["--"] * (len(pairs) - count)])
        stages.append(Stage(monday + timedelta(days=count - 1), f"  {monday}: '{text}'{rest}\n", MARKS))
    return tuple(stages)


def _item(kind: str, text: str, first: date) -> list[Part]:
    """Cut one item: it came on its day, its status and result came on the day it ended, its updates on theirs."""
    begins = _BEGINS[kind].search(text)
    day = date.fromisoformat(begins[1]) if begins else first
    by = _BY.search(text)
    who = by[1] if by else None
    event = EVENTS[kind] if begins else None
    if kind == "concerns":
        heading = _UPDATES.search(text)
        head = text[: heading.start()] if heading else text
        parts = _ending(head, day, Stage(day, "", event, who), "concern closed")
        return parts + _updates(heading[0], text[heading.end() :]) if heading else parts
    if kind == "actions":
        return _ending(text, day, Stage(day, "", event, who), "action finished")
    return [(Stage(day, text, event, who),)]


def _ending(text: str, day: date, opening: Stage, event: str) -> list[Part]:
    """Cut an item with an end into lines, so that it reads as open until that day."""
    ends = _ENDS.search(text)
    if not ends or "\n" not in text.rstrip("\n"):
        return [(Stage(day, text, opening.event, opening.by),)]
    ended = date.fromisoformat(ends[1])
    parts: list[Part] = []
    for line in text.splitlines(keepends=True):
        key = line.strip(" -").partition(":")[0]
        stage = Stage(day, line, None if parts else opening.event, opening.by)
        if key in ("ended_on", "closed_on") and ends[0] in line:
            parts.append((Stage(ended, line, event, opening.by),))
        elif key in ("result", "result_note") and "null" not in line:
            parts.append((Stage(ended, line),))
        elif key == "status":
            parts.append((Stage(day, "    status: open\n"), Stage(ended, line)))
        else:
            parts.append((stage,))
    return parts


def _updates(heading: str, text: str) -> list[Part]:
    """Cut a concern's weekly lines, each on its own day; their heading comes with the first."""
    parts: list[Part] = []
    for line in re.split(r"(?m)^(?=      - )", text):
        match = _UPDATE.match(line)
        if not match:
            continue
        by = _BY.search(line)
        day = date.fromisoformat(match[1])
        if not parts:
            parts.append((Stage(day, heading),))
        parts.append((Stage(day, line, "line for the week", by[1] if by else None),))
    return parts
