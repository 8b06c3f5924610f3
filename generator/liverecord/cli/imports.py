"""`liverecord import`: what the school keeps elsewhere, brought into its records."""

from pathlib import Path

import click

from liverecord import report
from liverecord.cli.terminal import CLEAN, FINDINGS, Group, problems_shown, progress_bar, today_option
from liverecord.cli.timetables import timetable
from liverecord.model.ids import is_pupil_id
from liverecord.problem import LiverecordError
from liverecord.read.settings import settings as read_settings
from liverecord.read.today import today as read_today
from liverecord.report.plain import plain

_ZONE_HINT = "Write --time-zone UTC, or a place such as Europe/Dublin."
_FORMS = ("auto", "long", "wide", "weekdays", "weekly", "ctf")


def accepted_questions(
    _context: click.Context, _option: click.Parameter, typed: tuple[str, ...]
) -> frozenset[str]:
    """Return the questions that are answered: each by its name, or by its name, a colon and a pupil's id."""
    for each in typed:
        name, colon, pupil = each.partition(":")
        if name not in report.PUPIL_QUESTIONS:
            raise click.BadParameter(f"a question is one of: {', '.join(report.PUPIL_QUESTIONS)}.")
        if colon and not is_pupil_id(pupil):
            raise click.BadParameter(f"behind {name}: stands a pupil's id, such as p-7k3m.")
    return frozenset(typed)


@click.group(
    "import", cls=Group, short_help="Bring in pupils and marks from the school's information system."
)
def importing() -> None:
    """Bring in what the school's information system has already, so that nobody types it.

    \b
    Example:
        liverecord import pupils pupils.xlsx --dry-run
        liverecord import timetable timetable.csv --dry-run
        liverecord import attendance marks.csv --dry-run
    """


@importing.command(short_help="Register marks into absences.yml.")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    default="auto",
    show_default=True,
    help="The file's shape: a mark a row, a column a session, columns Mon AM to Fri PM, a text of marks a week, or a Common Transfer File.",
)
@click.option(
    "--map",
    "mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A file that says what your export's columns, words and codes are called.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option("--partial", is_flag=True, help="Write what is understood, and leave the rest.")
@click.option("--replace", is_flag=True, help="Where a recorded mark differs, take the file's.")
@click.option("--needs", is_flag=True, help="Add needs that a transfer file names and plan.yml lacks.")
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    type=click.Choice(report.DOUBTS),
    metavar="NAME",
    help="Say that what the import asks about is right as it is, by the question's name. May be repeated.",
)
@click.option("--own-marks", is_flag=True, help="Leave out marks that the file says are another school's.")
@click.option(
    "--time-zone", "zone", metavar="ZONE", help="The zone of the file's times, where not England's: UTC, …"
)
@click.option("--shift-days", "shift", type=click.Choice(("-1", "1")), help="Move dates that fall a day off.")
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON (schema/output/import.schema.json).")
@today_option
def attendance(
    files: tuple[Path, ...],
    form: str,
    mapping: Path | None,
    dry_run: bool,
    partial: bool,
    replace: bool,
    needs: bool,
    accepted: tuple[str, ...],
    own_marks: bool,
    zone: str | None,
    shift: str | None,
    as_json: bool,
    today: str | None,
) -> int:
    """Put register marks from the information system's export into each pupil's absences.yml.

    Reads CSV, Excel workbooks (.xlsx) and Common Transfer Files (.xml). Pupils are found by their id or UPN, never by
    name. Nothing is written unless all of it is understood, or --partial says so, nor while a question whether it makes
    sense as a register is open; importing again changes nothing;
    comments and notes stay as they were typed. Exit 0: all was taken; 1: something was not, and is listed; 2: the
    import itself could not be made.

    \b
    Example:
        liverecord import attendance marks.csv --dry-run
        liverecord import attendance autumn.xlsx spring.xlsx
        liverecord import attendance marks.csv --map our-columns.yml
        liverecord import attendance transfer.xml --needs
    """
    from liverecord.intake import marks
    from liverecord.intake.exports.mapping import is_zone

    if zone is not None and not is_zone(zone):
        raise LiverecordError(f"{plain(zone)} is no time zone.", _ZONE_HINT)
    settings = read_settings(Path())
    with problems_shown(settings, "Nothing was imported."), progress_bar() as progress:
        taken = marks.attendance(
            settings,
            files,
            form=form,
            mapping=mapping,
            choices=marks.Choices(replace=replace, needs=needs),
            dry_run=dry_run,
            partial=partial,
            reading=marks.Reading(frozenset(accepted), zone, int(shift) if shift else None, own_marks),
            today=read_today(today, settings.today),
            progress=progress,
        )
    click.echo(report.imported(taken, "json" if as_json else "text"), nl=False)
    return FINDINGS if taken.problems or taken.questions else CLEAN


@importing.command(short_help="A list of pupils into records.")
@click.argument(
    "files",
    nargs=-1,
    metavar="[FILE...]",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@click.option(
    "--map",
    "mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A file that says what your list's columns and words are called.",
)
@click.option(
    "--outcomes",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A provision map: its outcomes and support into the plans, after the list or without one. May be repeated.",
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@click.option(
    "--update", is_flag=True, help="Let records that are there follow the list; without it they stay."
)
@click.option("--partial", is_flag=True, help="Write what is understood, and leave the rest.")
@click.option(
    "--also",
    multiple=True,
    metavar="NUMBER",
    help="Begin a record for this pupil too, by UPN or admission number. May be repeated.",
)
@click.option(
    "--accept",
    "accepted",
    multiple=True,
    callback=accepted_questions,
    metavar="NAME[:ID]",
    help="Say that what a question asks is right as it is, of all pupils or of one. May be repeated.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Say it as JSON (schema/output/import-pupils.schema.json)."
)
@today_option
def pupils(
    files: tuple[Path, ...],
    mapping: Path | None,
    outcomes: tuple[Path, ...],
    dry_run: bool,
    update: bool,
    partial: bool,
    also: tuple[str, ...],
    accepted: frozenset[str],
    as_json: bool,
    today: str | None,
) -> int:
    """Begin a record for each pupil of a list who has support, and let the records that are there follow it.

    Reads CSV, Excel workbooks (.xlsx) and Common Transfer Files (.xml). A record gets who has SEN support or an EHC plan, whom
    the list itself wants one for, and whom --also names; the rest is counted and not kept. What only a person can decide is
    asked, and said by row and id, never by name. Nothing is written unless all of it is understood, or --partial says so;
    importing again changes nothing. --outcomes takes a provision map that stands somewhere already, with a row a piece of support; what
    a plan says stays. Exit 0: all was taken; 1: something was not, or is asked; 2: the import itself could not be
    made.

    \b
    Example:
        liverecord import pupils pupils.xlsx --dry-run
        liverecord import pupils pupils.xlsx --also A999432126001
        liverecord import pupils september.csv --update
        liverecord import pupils --outcomes provision-map.xlsx --dry-run
    """
    from liverecord.intake.outcomes import import_outcomes
    from liverecord.intake.pupils import Choices, import_pupils

    if not files and not outcomes:
        raise click.UsageError("Name a list of pupils, or a provision map with --outcomes.")
    settings = read_settings(Path())
    day = read_today(today, settings.today)
    taken, added = None, None
    with problems_shown(settings, "Nothing was imported."), progress_bar() as progress:
        if files:
            taken = import_pupils(
                settings,
                files,
                mapping=mapping,
                choices=Choices(also, accepted, update=update, partial=partial, dry_run=dry_run),
                today=day,
                progress=progress,
            )
        # Where a list is not understood nothing at all is written, unless --partial says so.
        is_held = taken is not None and bool(taken.problems) and not partial
        if outcomes:
            added = import_outcomes(
                settings,
                outcomes,
                mapping=mapping,
                dry_run=dry_run or is_held,
                partial=partial,
                today=day,
                progress=progress,
            )
    click.echo(report.moved_in(taken, added, "json" if as_json else "text"), nl=False)
    is_open = taken is not None and (taken.problems or taken.open)
    return FINDINGS if is_open or (added is not None and (added.problems or added.questions)) else CLEAN


importing.add_command(timetable)
