"""What every command shares that does a form's job: its options, its end, and what it says of ids that nobody has."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from liverecord.cli.terminal import CLEAN, today_option
from liverecord.read.settings import Settings
from liverecord.report.changes import differences
from liverecord.report.changes.rows import Difference
from liverecord.report.plain import counted

_LISTED = 4
"""So many files are named one by one."""


def batch_options(command: Any) -> Any:
    """Give a command the options of whatever writes into the records: --dry-run, --audience, --today."""
    audience = click.option(
        "--audience",
        metavar="NAME",
        help="Say it with names and words, as far as this audience may see them. Default: ids alone, fit for a log.",
    )
    dry_run = click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
    return dry_run(audience(today_option(command)))


def end_told(
    settings: Settings, difference: Difference, message: str, files: Sequence[str], *, is_written: bool
) -> int:
    """Say what changes, that it is written or not, and how to look at it and keep it; return the exit code."""
    click.echo(differences(difference), nl=False)
    click.echo(f"\n{message}.")
    named = files if len(files) <= _LISTED else (settings.records,)
    told = f"{counted(len(files), 'file')} ({', '.join(named)})"
    if not is_written:
        click.echo(f"Nothing is written, because of --dry-run. It would be {told}.")
        return CLEAN
    click.echo(f"Written: {told}. Nothing is committed.")
    if _is_in_git(settings.root):
        click.echo("    To look:  liverecord diff")
        click.echo(f"    To keep:  git add {' '.join(named)}")
        click.echo(f'              git commit -m "{message}"')
        click.echo("    Once it is committed, git revert with that commit's id takes it back.")
    else:
        click.echo("    There is no git repository here that would keep what the records said before.")
    return CLEAN


def unknown_id(what: str, typed: str, known: Collection[str], parameter: str) -> click.BadParameter:
    """Return the error that nobody has an id, with ids that are near; what was typed is not said again, it may be a name."""
    near = get_close_matches(typed.strip().casefold(), sorted(known), n=3)
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    return click.BadParameter(f"{what} has this id.{meant}", param_hint=parameter)


def _is_in_git(root: Path) -> bool:
    from liverecord.read.repository import is_installed, repository

    return is_installed() and repository(root) is not None
