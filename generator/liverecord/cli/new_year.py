"""`liverecord new-year`: the school year goes round, in one batch that takes effect on the new year's first day."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverecord import report
from liverecord.cli.batches import batch_options, end_told
from liverecord.cli.terminal import CLEAN, FINDINGS, problems_shown, progress_bar
from liverecord.problem import LiverecordError, Problem
from liverecord.read.settings import settings as read_settings
from liverecord.read.today import today as read_today
from liverecord.report.plain import counted

if TYPE_CHECKING:
    from datetime import date

    from liverecord.forms.job import Scene

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("new-year", short_help="Let the school year go round: terms, year groups, forms, leavers.")
@click.option("--begins", metavar="DAY", help="The new year's first day. Default: that of its first term.")
@click.option("--ends", metavar="DAY", help="This year's last day. Default: that of its last term.")
@click.option(
    "--terms",
    "calendar",
    type=_FILE,
    metavar="FILE",
    help="The new year's calendar: iCalendar (.ics) or a table (CSV).",
)
@click.option(
    "--term",
    "terms",
    multiple=True,
    metavar="NAME=FIRST..LAST",
    help="A term: 'Autumn 1=2027-09-02..2027-10-22'.",
)
@click.option(
    "--closure", "closures", multiple=True, metavar="DAY=WHY", help="A day without school: 2027-09-01=INSET."
)
@click.option(
    "--roster",
    type=_FILE,
    metavar="FILE",
    help="A table (CSV) of pupils by id or UPN: year, form, key worker.",
)
@click.option("--leavers", is_flag=True, help="Let everybody leave who is in the school's last year.")
@click.option("--plan", type=_FILE, metavar="FILE", help="The plan that --write-plan wrote, filled in.")
@click.option(
    "--write-plan",
    "to_write",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a row for each pupil into a table to fill in, and nothing into the records. It holds names.",
)
@batch_options
def new_year(
    begins: str | None,
    ends: str | None,
    calendar: Path | None,
    terms: tuple[str, ...],
    closures: tuple[str, ...],
    roster: Path | None,
    leavers: bool,
    plan: Path | None,
    to_write: Path | None,
    dry_run: bool,
    audience: str | None,
    today: str | None,
) -> int:
    """Make the new school year ready: its terms, and what becomes of each pupil on the roll from its first day on.

    Year groups go up by one, and forms with their number: 7A to 8A. Who is in the school's last year is proposed as a leaver, and
    leaves with --leavers or by the plan. Whoever follows no rule (Year 11 before a sixth form, years that are not followed, special
    schools, pupils out of year) is listed, and stays as recorded until the plan says otherwise. Lessons of the timetable end with
    this year; part-time timetables are left as they were agreed. Until the first day every page shows this year.

    Exit 0: all is decided; 1: something is open, and listed, or wrong; 2: the command itself could not be done.

    \b
    Example:
        liverecord new-year --terms council.ics --dry-run
        liverecord new-year --terms council.ics --write-plan ../new-year.csv
        liverecord new-year --terms council.ics --plan ../new-year.csv --leavers
        liverecord new-year --term 'Autumn 1=2027-09-02..2027-10-22' --closure 2027-09-01=INSET
    """
    from liverecord.batch import Folder
    from liverecord.cli.new_year_told import plan_rows, told, wrongs
    from liverecord.forms.new_year import going
    from liverecord.intake.rosters import plan_written

    settings = read_settings(Path())
    day = read_today(today, settings.today)
    with problems_shown(settings, "Nothing was written."), progress_bar() as progress:
        folder = Folder(settings, day, progress)
        scene = folder.scene(going.JOB)
        answers: dict[str, Sequence[str]] = {"terms": terms, "closures": closures}
        answers |= {name: [value] for name, value in (("begins", begins), ("ends", ends)) if value}
        answers |= {"leavers": ["yes"]} if leavers else {}
        problems, left = _read(scene, day, answers, calendar, [file for file in (roster, plan) if file])
        if problems:
            click.echo(report.problems(problems, "text", {}), nl=False)
            click.echo("Nothing was written.")
            return FINDINGS
        standing = going.standing(scene, answers)
        if isinstance(standing, list):
            return _refused(wrongs(standing))
        if to_write is not None:
            _put(to_write, plan_written(plan_rows(scene, standing)))
            click.echo(
                f"Written: {counted(len(standing.rows), 'pupil')}, a row each. The table holds names: it is for your eyes."
            )
            click.echo(
                "    Fill in 'decide' (up, stay, leave or ask), year, form, key worker and destination, then read it with --plan."
            )
            click.echo("    Keep it outside the repository, and delete it afterwards. No record was changed.")
            return CLEAN
        written = going.write(scene, answers)
        is_open = standing.is_open or bool(scene.unread)
        if isinstance(written, list):
            click.echo(told(scene, standing, left), nl=False)
            click.echo("\nNothing in the records differs from it: there is nothing to write.")
            return FINDINGS if is_open else CLEAN
        done = folder.put(written, dry_run=dry_run, audience=audience)
        if isinstance(done, list):
            return _refused(wrongs(done))
    end_told(settings, done.difference, done.message, done.files, is_written=done.is_written)
    click.echo(f"\n{told(scene, standing, left)}", nl=False)
    return FINDINGS if is_open else CLEAN


def _read(
    scene: "Scene",
    day: "date",
    answers: dict[str, Sequence[str]],
    calendar: Path | None,
    tables: Sequence[Path],
) -> tuple[list[Problem], list[str]]:
    """Read the files into answers; return what is wrong in them, and what was left aside."""
    from liverecord.forms.days import NoDay, day_typed
    from liverecord.forms.new_year.dates import closure_line, term_line
    from liverecord.intake import rosters
    from liverecord.intake.calendar import reading

    problems: list[Problem] = []
    left = []
    if calendar is not None:
        begins = None
        try:
            begins = day_typed(answers["begins"][0], day, "ahead") if "begins" in answers else None
        except NoDay as none:
            raise click.BadParameter(str(none), param_hint="--begins") from None
        seen = reading.read(calendar, calendar.name, rulebook=scene.rulebook, today=day, begins=begins)
        problems += seen.problems
        answers["terms"] = [
            *answers["terms"],
            *(term_line(each.name, each.start, each.end) for each in seen.terms),
        ]
        answers["closures"] = [
            *answers["closures"],
            *(closure_line(each.date, each.reason or "", each.session) for each in seen.closures),
        ]
        if seen.passed_over:
            left.append(
                f"Passed over in the calendar: {counted(seen.passed_over, 'event')} that say nothing of when school meets."
            )
    for table in tables:
        roster = rosters.read(table, table.name, scene.pupils, scene.staff, scene.rulebook)
        problems += roster.problems
        answers |= roster.answers
        if roster.without_record:
            left.append(
                f"Passed over in {table.name}: {counted(roster.without_record, 'row')} of pupils without a record."
            )
    return problems, left


def _refused(lines: Sequence[str]) -> int:
    for line in lines:
        click.echo(line)
    click.echo("Nothing was written.")
    return FINDINGS


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
