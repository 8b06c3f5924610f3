"""A calendar of the school year to come, read as `liverecord new-year --terms` reads it: its terms go into the school's own."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from liverecord.cache import Store
from liverecord.edit.brought import Choice, FileKind, Said, place_shown
from liverecord.edit.pages import Aside
from liverecord.examine.records import Records
from liverecord.forms.job import Scene
from liverecord.forms.new_year.dates import Years, calendar_lines, years_of
from liverecord.forms.new_year.written import calendar_steps
from liverecord.intake import writing
from liverecord.intake.calendar import reading
from liverecord.problem import InvalidRecords, Problem
from liverecord.read.settings import Settings
from liverecord.render.words import count
from liverecord.splice.writing import Refused, spliced


class CalendarTaken(NamedTuple):
    """What a calendar came to: problems of its lines, why its days are none of a year to come, and events that say no day of school."""

    problems: tuple[Problem, ...] = ()
    wrong: tuple[str, ...] = ()
    passed_over: int = 0


def _take(
    settings: Settings, files: Sequence[Path], _ticked: frozenset[str], today: date, _choice: Choice
) -> CalendarTaken:
    with Store(settings.root) as store:
        records = Records(settings, today, store)
    world = records.world
    if not world.sound:
        raise InvalidRecords(records.problems)
    seen = [reading.read(path, path.name, rulebook=world.rulebook, today=today) for path in files]
    problems = tuple(problem for each in seen for problem in each.problems)
    passed_over = sum(each.passed_over for each in seen)
    if problems:
        return CalendarTaken(problems, (), passed_over)
    scene = Scene(today, None, world.rulebook, world.school, world.staff, {}, {}, settings.records)
    days = calendar_lines(
        [term for each in seen for term in each.terms], [day for each in seen for day in each.closures]
    )
    years = years_of(scene, days)
    if not isinstance(years, Years):
        return CalendarTaken((), tuple(each.message for each in years), passed_over)
    path = scene.path("school")
    raw = (settings.root / path).read_bytes()
    made = spliced(path, "school", raw, calendar_steps(years))
    if isinstance(made, Refused):
        return CalendarTaken((), (made.reason,), passed_over)
    if made.raw != raw:
        writing.write(settings.root, [writing.Draft(path, raw, made.raw)])
    return CalendarTaken(passed_over=passed_over)


def _say(taken: CalendarTaken, is_changed: bool) -> Said:
    wrong = [f"{place_shown(each.place)}: {each.message} {each.hint}".strip() for each in taken.problems]
    wrong += taken.wrong
    if not wrong and not is_changed:
        wrong = [_NOTHING]
    passed = count(taken.passed_over, "event")
    told = (
        (Aside(f"Passed over: {passed} with nothing about when school meets."),) if taken.passed_over else ()
    )
    return Said(tuple(wrong), (), "school: the terms of the next school year", told)


CALENDAR = FileKind(
    "calendar",
    "Bring in a calendar of next year's terms",
    "Calendar of the school year to come",
    "As councils publish it: an iCalendar file (.ics), a spreadsheet or a CSV file. Its terms and days without school are added; nothing "
    "that stands there changes. What becomes of the pupils is asked in “A new school year”.",
    "Choose a calendar, such as the file that your council publishes.",
    _take,
    _say,
)
"""Calendars of the school year to come."""

_NOTHING = "All of its terms and days without school are there already. Nothing would change."
