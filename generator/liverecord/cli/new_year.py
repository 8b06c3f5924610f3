"""`liverecord new-year`: the school year goes round, in one batch that takes effect on the new year's first day."""

from pathlib import Path

import click

from liverecord.cli.batches import batch_options
from liverecord.read.settings import settings as read_settings
from liverecord.read.today import today as read_today

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("new-year", short_help="Let the school year go round: terms, year groups, forms, leavers.")
@click.option("--begins", metavar="DAY", help="The new year's first day. Default: that of its first term.")
@click.option("--ends", metavar="DAY", help="This year's last day. Default: that of its last term.")
@click.option(
    "--terms",
    "calendar",
    type=_FILE,
    metavar="FILE",
    help="The new year's calendar: iCalendar (.ics), CSV or Excel.",
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
    help="A table of pupils by id or UPN: year, form, key worker.",
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
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON (schema/output/new-year.schema.json).")
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
    as_json: bool,
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
    from liverecord.cli.new_year_done import Given, new_year_done

    settings = read_settings(Path())
    given = Given(
        terms, closures, begins, ends, calendar, tuple(file for file in (roster, plan) if file), leavers
    )
    day = read_today(today, settings.today)
    return new_year_done(
        settings, day, given, to_write=to_write, dry_run=dry_run, audience=audience, as_json=as_json
    ).said()
