"""`liverecord audiences`: who sees what, as a table to sign."""

from pathlib import Path

import click

from liverecord import report
from liverecord.cli.terminal import CLEAN, problems_shown, today_option
from liverecord.read.settings import settings as read_settings
from liverecord.read.today import today as read_today


@click.command(short_help="Print who sees what, as a table to sign.")
@click.option("--format", "form", type=click.Choice(report.AUDIENCE_FORMS), default="text", show_default=True)
@today_option
def audiences(form: str, today: str | None) -> int:
    """Print who sees what as a table for the head and the data protection officer to sign: every field of a record by its
    title, what is worked out in words, and whole items by their kinds.

    What the school narrowed in school.yml is marked. No record is read, and no pupil is in it. It begins with one page at a glance.
    Exit 0: it is printed; 1: school.yml or staff.yml holds a problem; 2: it could not be made.

    \b
    Example:
        liverecord audiences
        liverecord audiences --format markdown > who-sees-what.md
        liverecord audiences --format json | jq -r '.rows[] | select(.first == "staff") | .what'
    """
    from liverecord.examine.own_files import own_files
    from liverecord.redact.decided import decided

    settings = read_settings(Path())
    day = read_today(today, settings.today)
    with problems_shown(settings):
        world = own_files(settings, day)
    rows = decided(world.rulebook, world.school.audiences)
    # As bytes: CSV brings its own line ends, which Windows must not double.
    click.echo(report.audiences(rows, world.rulebook.policy, world.school.name, day, form).encode(), nl=False)
    return CLEAN
