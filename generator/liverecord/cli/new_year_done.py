"""`liverecord new-year` done: files read into answers, the answers judged, told and written."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from liverecord.batch import Folder
from liverecord.cli.batches import End, done_end, refused_end
from liverecord.cli.new_year_told import as_values, plan_rows, refused_values, told, wrongs
from liverecord.cli.terminal import CLEAN, FINDINGS, problems_shown, progress_bar
from liverecord.forms.days import NoDay, day_typed
from liverecord.forms.job import Scene
from liverecord.forms.new_year import going
from liverecord.forms.new_year.dates import calendar_lines
from liverecord.intake import rosters
from liverecord.intake.calendar import reading
from liverecord.intake.rosters import plan_written
from liverecord.problem import LiverecordError, Problem
from liverecord.read.settings import Settings
from liverecord.report.plain import counted


class Given(NamedTuple):
    """What was typed: terms, days without school and the years' days as words, a calendar's file, and tables of pupils."""

    terms: tuple[str, ...]
    closures: tuple[str, ...]
    begins: str | None
    ends: str | None
    calendar: Path | None
    tables: tuple[Path, ...]
    leavers: bool


def new_year_done(
    settings: Settings,
    day: date,
    given: Given,
    *,
    to_write: Path | None,
    dry_run: bool,
    audience: str | None,
    as_json: bool,
) -> End:
    """Let the year go round, or write the plan to fill in; return what to say of it."""
    with problems_shown(settings, "Nothing was written."), progress_bar() as progress:
        folder = Folder(settings, day, progress)
        scene = folder.scene(going.JOB)
        answers: dict[str, Sequence[str]] = {"terms": given.terms, "closures": given.closures}
        answers |= {
            name: [value] for name, value in (("begins", given.begins), ("ends", given.ends)) if value
        }
        answers |= {"leavers": ["yes"]} if given.leavers else {}
        problems, left = _read(scene, day, answers, given)
        if problems:
            return _refused(
                [f"{each.place}: {each.code}: {each.message} {each.hint}".rstrip() for each in problems],
                as_json,
            )
        standing = going.standing(scene, answers)
        if isinstance(standing, list):
            return _refused(wrongs(standing), as_json)
        if to_write is not None:
            return _plan_put(scene, standing, to_write)
        written = going.write(scene, answers)
        code = FINDINGS if standing.is_open or scene.unread else CLEAN
        said = told(scene, standing, left)
        if isinstance(written, list):
            nothing = f"{said}\nNothing in the records differs from it: there is nothing to write.\n"
            return End(as_values(scene, standing) if as_json else nothing, code=code)
        done = folder.put(written, dry_run=dry_run, audience=audience)
        if isinstance(done, list):
            return _refused(wrongs(done), as_json)
    if as_json:
        return End(as_values(scene, standing, done), code=code)
    end = done_end(settings, done.difference, done.message, done.files, is_written=done.is_written)
    return End(f"{end.out}\n{said}", code=code)


def _read(
    scene: Scene, day: date, answers: dict[str, Sequence[str]], given: Given
) -> tuple[list[Problem], list[str]]:
    """Read the files into answers; return what is wrong in them, and what was left aside."""
    problems: list[Problem] = []
    left = []
    if given.calendar is not None:
        begins = None
        try:
            begins = day_typed(given.begins, day, "ahead") if given.begins else None
        except NoDay as none:
            raise click.BadParameter(str(none), param_hint="--begins") from None
        seen = reading.read(
            given.calendar, given.calendar.name, rulebook=scene.rulebook, today=day, begins=begins
        )
        problems += seen.problems
        for name, lines in calendar_lines(seen.terms, seen.closures).items():
            answers[name] = [*answers[name], *lines]
        if seen.passed_over:
            left.append(
                f"Passed over in the calendar: {counted(seen.passed_over, 'event')} with nothing about when school meets."
            )
    for table in given.tables:
        roster = rosters.read(
            table, table.name, scene.pupils, scene.staff, rulebook=scene.rulebook, today=day
        )
        problems += roster.problems
        answers |= roster.answers
        if roster.without_record:
            left.append(
                f"Passed over in {table.name}: {counted(roster.without_record, 'row')} of pupils without a record."
            )
    return problems, left


def _plan_put(scene: Scene, standing: going.Standing, path: Path) -> End:
    """Write the plan to fill in, and return what to do with it."""
    rows = list(plan_rows(scene, standing))
    _put(path, plan_written(rows))
    return End(f"Written: {counted(len(rows), 'pupil')}, a row each. {_FOR_YOUR_EYES}\n")


_FOR_YOUR_EYES = """The table holds names: it is for your eyes.
    Fill in 'decide' (up, stay, leave or ask), year, form, key worker and destination, then read it with --plan.
    Keep it outside the repository, and delete it afterwards. No record was changed."""


def _refused(wrong: Sequence[str], as_json: bool) -> End:
    """Return the end of a command that wrote nothing."""
    end = refused_end(wrong)
    return end._replace(out=refused_values(wrong)) if as_json else end


def _put(path: Path, text: str) -> None:
    """Write the table, for its owner's eyes alone; a file that is there is never written over."""
    try:
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline=""
        ) as file:
            file.write(text)
    except FileExistsError:
        raise LiverecordError(
            f"{path.name} is there already, and is not written over.",
            "It may be filled in: name another file, or take that one away.",
        ) from None
    except OSError as error:
        raise LiverecordError(
            f"{path.name} cannot be written ({error.strerror}).", "Name another place."
        ) from None
