"""What every command shares that does a form's job: its options, its end, and what it says of ids that nobody has."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import click

from liverecord.cli.terminal import CLEAN, FINDINGS, today_option
from liverecord.read.settings import Settings
from liverecord.report.changes.rows import Difference


class End(NamedTuple):
    """How a command ends: what it prints, what it says beside that on the error stream, and the exit code.

    It is said once no bar of progress stands on the screen any more.
    """

    out: str = ""
    err: str = ""
    code: int = CLEAN

    def said(self) -> int:
        """Say it, and return the exit code."""
        click.echo(self.err, nl=False, err=True)
        click.echo(self.out, nl=False)
        return self.code


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
    return done_end(settings, difference, message, files, is_written=is_written).said()


def done_end(
    settings: Settings,
    difference: Difference,
    message: str,
    files: Sequence[str],
    *,
    is_written: bool,
    as_json: bool = False,
) -> End:
    """Return the end of a command that changed something: what changes, and how to look at it and keep it."""
    from liverecord.report.jobs import job_done, job_json

    if as_json:
        return End(job_json(difference, message, files, is_written=is_written))
    is_in_git = is_written and _is_in_git(settings.root)
    return End(
        job_done(
            difference, message, files, records=settings.records, is_written=is_written, is_in_git=is_in_git
        )
    )


def refused_end(wrong: Sequence[str], *, as_json: bool = False) -> End:
    """Return the end of a command that wrote nothing, because of what is wrong."""
    from liverecord.report.jobs import job_json, job_refused

    return End(job_json(wrong=wrong) if as_json else "", job_refused(wrong), FINDINGS)


def nothing_end(said: str, *, as_json: bool = False) -> End:
    """Return the end of a command that had nothing to change."""
    from liverecord.report.jobs import job_json

    return End(job_json() if as_json else f"{said}\n")


def unknown_id(what: str, typed: str, known: Collection[str], parameter: str) -> click.BadParameter:
    """Return the error that nobody has an id, with ids that are near; what was typed is not said again, it may be a name."""
    near = get_close_matches(typed.strip().casefold(), sorted(known), n=3)
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    return click.BadParameter(f"{what} has this id.{meant}", param_hint=parameter)


def _is_in_git(root: Path) -> bool:
    from liverecord.read.repository import is_installed, repository

    return is_installed() and repository(root) is not None
