"""What was agreed with the pupil, once more: the target's progress and the part-time timetable, counted by hand."""

from datetime import date
from typing import Any

from oracle.recount import (
    ATTENDED,
    AUTHORISED,
    HALVES,
    UNAUTHORISED,
    Register,
    figures,
    marks,
    percent,
    school_year,
    this_year,
)


def progress(register: Register, target: dict[str, Any]) -> dict[str, Any]:
    """Return attendance since the target was agreed, against the agreed timetable, and the step that comes next."""
    every = marks(register)
    agreed = target.get("agreed_on")
    first = this_year(register)[0].day if every else date(school_year(register.today), 8, 1)
    since = agreed or first
    attended = possible = 0
    for mark in every:
        if mark.day < since or mark.code == "C2":
            continue
        if mark.code in ATTENDED:
            attended += 1
            possible += 1
        elif mark.code in AUTHORISED or mark.code in UNAUTHORISED:
            possible += 1
    unsaid = bool(every) and (told := figures(register)) and told["possible"] and told["percent"] is None
    steps = sorted((step["date"], step["aim"]) for step in target.get("steps", ()))
    ahead = [step for step in steps if step[0] >= register.today]
    by, aim = ahead[0] if ahead else (target["by"], target["aim"])
    return {
        "baseline": target.get("baseline"),
        "aim": target["aim"],
        "by": target["by"],
        "now_aim": aim,
        "now_by": by,
        "since": since,
        "attended": attended,
        "possible": possible,
        "percent": None if unsaid else percent(attended, possible, target["aim"], *(aim for _, aim in steps)),
    }


def part_time(register: Register, timetable: dict[str, Any]) -> dict[str, Any]:
    """Return what is expected as of today, and what was attended of it since the timetable began."""
    grids = sorted(
        [(timetable["from"], timetable["expected"])]
        + [(step["date"], step["expected"]) for step in timetable.get("steps", ())]
    )
    until = timetable.get("until")
    attended = possible = agreed = other = 0
    for mark in marks(register):
        if mark.day < timetable["from"] or (until and mark.day > until):
            continue
        if not is_expected(grid_on(grids, mark.day), mark.day, mark.half):
            agreed += mark.code == "C2"
            continue
        if mark.code in ATTENDED:
            attended += 1
            possible += 1
        elif mark.code in AUTHORISED or mark.code in UNAUTHORISED:
            possible += 1
            other += 1  # C2 too: it was not agreed for a session that is expected.
    state = (
        "ahead"
        if register.today < timetable["from"]
        else "over"
        if until and register.today > until
        else "running"
    )
    since, grid = [each for each in grids if each[0] <= max(register.today, timetable["from"])][-1]
    later = [each for each in grids if each[0] > max(register.today, timetable["from"])]
    return {
        "state": state,
        "expected": grid,
        "expected_from": since,
        "next_from": later[0][0] if later else None,
        "next_expected": later[0][1] if later else None,
        "attended": attended,
        "possible": possible,
        "agreed_absences": agreed,
        "other_absences": other,
    }


def grid_on(grids: list[tuple[date, str]], day: date) -> str:
    """Return the grid in force on a day of the timetable."""
    return [grid for since, grid in grids if since <= day][-1]


def is_expected(grid: str, day: date, half: str) -> bool:
    """Tell whether the grid ("yn yn yn yn yn") expects the pupil on a half day."""
    return grid.split()[day.weekday()][HALVES.index(half)] == "y"
