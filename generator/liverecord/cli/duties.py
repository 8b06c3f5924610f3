"""`liverecord due`: what is late and what is coming, as a list or as calendars."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from liverecord import report
from liverecord.cli.terminal import CLEAN, FINDINGS, problems_shown, progress_bar, today_option
from liverecord.read.settings import Settings
from liverecord.read.settings import settings as read_settings
from liverecord.read.today import today as read_today
from liverecord.report.plain import counted, plain

_CALENDAR = "ics"
_BEHIND, _OVERDUE, _UNOWNED, _UNDATED = "behind", "overdue", "unowned", "undated"


def site_option(command: Any) -> Any:
    """Give a command the option --site-url."""
    return click.option(
        "--site-url",
        metavar="ADDRESS",
        help="Where the site is reached, for links. Default: mkdocs.yml's site_url.",
    )(command)


@click.command(short_help="List what is late and what is coming.")
@click.option(
    "--within",
    type=click.IntRange(min=0),
    metavar="DAYS",
    help="Also what falls due in this many days. Default: 14; all of it in a calendar.",
)
@click.option("--owner", metavar="ID", help="Only what this member of staff owns or covers.")
@click.option(
    "--format", "form", type=click.Choice([*report.FORMS, _CALENDAR]), default="text", show_default=True
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="With --format ics: write one calendar for each member of staff, and renew those that are there.",
)
@site_option
@click.option(
    "--fail-on",
    type=click.Choice([_OVERDUE, _BEHIND, _UNOWNED, _UNDATED]),
    multiple=True,
    help="Exit 1 when anything of the school's is overdue, past a limit of the law; or behind, past its own day, or overdue; "
    "or in nobody's hands, however far off; or has no date yet. May be given again.",
)
@today_option
def due(
    within: int | None,
    owner: str | None,
    form: str,
    output: Path | None,
    site_url: str | None,
    fail_on: tuple[str, ...],
    today: str | None,
) -> int:
    """List what is late and what is coming, oldest first, with whose it is and its rule.

    Overdue is past a limit of the law. Behind is past the day that guidance or practice asks for, or that the school set
    itself, while no limit is past. Late is either.

    What the record lacks a day for stands first, as "No date yet", with the line to add; a calendar has no day for it.

    Ids stand for pupils and staff, because this is read in logs. In nobody's hands is what has no owner, one who has
    left, or one who is away without cover. Exit 0: it is listed; 1: there is something that --fail-on names; 2: the list
    itself could not be made.

    \b
    Example:
        liverecord due --within 28
        liverecord due --owner r-adeyemi --format csv
        liverecord due --format junit > due.xml
        liverecord due --format ics --output calendars
        liverecord due --fail-on behind --fail-on unowned
    """
    from liverecord.derive.numbers import number

    if output is not None and form != _CALENDAR:
        raise click.UsageError("--output is for --format ics; another format is printed.")
    if form == _CALENDAR and output is None and owner is None:
        raise click.UsageError(
            "A calendar is one person's: name --owner ID, or --output DIR for everybody's."
        )
    settings, day, owed = owed_on(today, owner)
    if form != _CALENDAR and within is None:
        within = number(owed.rulebook, "coming_up", "days")
    rows = report.rows(owed.cases, within, owner, owed.places, unowned=_UNOWNED in fail_on)
    undated = report.undated_rows(owed.cases, owner, owed.places)
    if form == _CALENDAR:
        _calendars(settings, owed, day, within, owner, output, site_of(settings, site_url))
    else:
        listed = number(owed.rulebook, "due_summary", "listed")
        # As bytes: CSV brings its own line ends, which Windows must not double.
        click.echo(
            report.duties(
                rows, form, today=day, listed=listed, undated=undated, old=report.old_marks(owed.cases)
            ).encode(),
            nl=False,
        )
    steps = report.unheld_steps(owed.cases, owner) if _UNOWNED in fail_on else []
    for pupil, step in steps:
        click.echo(
            plain(f"{pupil}: the open action {step} has no day set and is in nobody's hands."), err=True
        )
    findings = {
        _OVERDUE: any(map(report.is_overdue, rows)) or any(map(report.is_overdue, undated)),
        _BEHIND: any(map(report.is_late, rows)) or any(map(report.is_late, undated)),
        _UNDATED: bool(undated),
        _UNOWNED: bool(steps) or any(map(report.is_unowned, rows)),
    }
    return FINDINGS if any(findings[each] for each in fail_on) else CLEAN


def owed_on(today: str | None, owner: str | None) -> tuple[Settings, date, Any]:
    """Return the settings, the day and what is owed on it. Raises BadParameter where `owner` is nobody."""
    from liverecord.examine.owed import owed as list_owed

    settings = read_settings(Path())
    day = read_today(today, settings.today)
    with problems_shown(settings), progress_bar() as progress:
        owed = list_owed(settings, day, progress)
    staff = [person.id for person in owed.staff.staff]
    if owner is not None and owner not in staff:
        raise click.BadParameter(report.unknown_person(owner, staff), param_hint="--owner")
    return settings, day, owed


def site_of(settings: Settings, given: str | None) -> str | None:
    """Return the site's address from the option, else from mkdocs.yml; None where neither has one."""
    from liverecord.telling.digests import site_address

    address = given or settings.site_url
    return site_address(address) if address else None


def _calendars(
    settings: Settings,
    owed: Any,
    day: date,
    within: int | None,
    owner: str | None,
    output: Path | None,
    site: str | None,
) -> None:
    from liverecord.telling import feeds, placing

    if output is None:
        click.echo(feeds.one_feed(owed, owner or "", day, within=within, site=site), nl=False)
        return
    folder = placing.folder(settings, output)
    written = feeds.write_feeds(owed, folder, day, within=within, site=site, owner=owner)
    click.echo(f"{counted(len(written), 'calendar')} in {output}, as <id>.ics.")
