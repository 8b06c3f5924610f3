"""`liverecord diff`: what a change of the records means, before it is merged."""

from pathlib import Path

import click

from liverecord.cli.terminal import CLEAN, progress_bar, today_option
from liverecord.read.settings import settings as read_settings
from liverecord.read.today import today as read_today
from liverecord.report.changes import FORMS, differences


@click.command("diff", short_help="Say what a change of the records means.")
@click.argument("typed", metavar="[BASE..HEAD | BASE]", default="")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@click.option(
    "--audience",
    metavar="NAME",
    help="With names and words, as far as this audience may see them. Default: ids alone, fit for a log.",
)
@today_option
def diff(typed: str, form: str, audience: str | None, today: str | None) -> int:
    """Say what a change of the records means: in sentences, pupil by pupil, with what becomes overdue or behind, or comes up by it,
    what no longer does, and what is wrong after it.

    BASE..HEAD are two commits, branches or days; BASE alone goes on to the files as they are now, committed or not. Without
    either it begins where this branch left the school's own (forge: branch in school.yml). What the other side gained
    meanwhile is left out, as on a pull request.

    Ids stand for pupils and staff, and nothing that anybody typed is printed, because this is read in logs; with --audience
    it is not fit for one. Exit 0 whatever changed.

    \b
    Example:
        liverecord diff
        liverecord diff --audience senco
        liverecord diff origin/main --format markdown
        liverecord diff 2026-10-01..HEAD --format json
    """
    from liverecord.examine.diff import difference

    settings = read_settings(Path())
    day = read_today(today, settings.today)
    with progress_bar() as progress:
        record_changes = difference(settings, day, typed.strip(), audience, progress)
    click.echo(differences(record_changes, form), nl=False)
    return CLEAN
