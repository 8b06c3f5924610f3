"""`liverecord import timetable`: lessons and teaching groups from the school's timetable."""

from datetime import date
from pathlib import Path

import click

from liverecord import report
from liverecord.cli.terminal import CLEAN, FINDINGS, problems_shown, progress_bar, today_option
from liverecord.forms.days import NoDay, day_typed
from liverecord.read.settings import settings as read_settings
from liverecord.read.today import today as read_today


@click.command("timetable", short_help="Lessons and teaching groups into absences.yml.")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option(
    "--map",
    "mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A file that says what your timetable's columns, periods and teachers are called.",
)
@click.option(
    "--from",
    "begins",
    metavar="DAY",
    help="The first day of the new lessons; without it, the first day of school from today on.",
)
@click.option("--until", metavar="DAY", help="The last day of the lessons, where it is known.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option("--partial", is_flag=True, help="Write what is understood, and leave the rest.")
@click.option(
    "--json", "as_json", is_flag=True, help="Say it as JSON (schema/output/import-timetable.schema.json)."
)
@today_option
def timetable(
    files: tuple[Path, ...],
    mapping: Path | None,
    begins: str | None,
    until: str | None,
    dry_run: bool,
    partial: bool,
    as_json: bool,
    today: str | None,
) -> int:
    """Put the lessons of a timetable into each pupil's absences.yml, with the teaching group and the teacher.

    Reads CSV and Excel workbooks (.xlsx), with a row a lesson, or a row a pupil and columns such as Mon:1. Pupils are found by their
    id, their UPN, or their admission number with the day of birth, never by name; those without a record are counted and not kept. A
    lesson that is the same stays as it is; one that has changed or is gone ends, and the new one begins. Importing again changes
    nothing. Exit 0: all was taken; 1: something was not, or is asked, and is listed; 2: the import itself could not be made.

    \b
    Example:
        liverecord import timetable timetable.csv --dry-run
        liverecord import timetable timetable.xlsx --from "4 January 2027"
        liverecord import timetable timetable.csv --map our-columns.yml --until 2027-07-20
    """
    from liverecord.intake.timetable import timetable as import_timetable

    settings = read_settings(Path())
    day = read_today(today, settings.today)
    first, last = _day(begins, "--from", day), _day(until, "--until", day)
    with problems_shown(settings, "Nothing was imported."), progress_bar() as progress:
        taken = import_timetable(
            settings,
            files,
            mapping=mapping,
            begins=first,
            until=last,
            dry_run=dry_run,
            partial=partial,
            today=day,
            progress=progress,
        )
    click.echo(report.timetable_imported(taken, "json" if as_json else "text"), nl=False)
    return FINDINGS if taken.problems or taken.questions else CLEAN


def _day(typed: str | None, option: str, today: date) -> date | None:
    if typed is None:
        return None
    try:
        return day_typed(typed, today)
    except NoDay as error:
        raise click.UsageError(f"{option}: {error}") from None
