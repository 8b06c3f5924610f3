"""`liverecord build` and `liverecord serve`: the sites, as the records stand or as they stood."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click

from liverecord import report
from liverecord.cli.terminal import CLEAN, problems_shown, progress_bar, today_option
from liverecord.problem import LiverecordError
from liverecord.read.settings import Settings
from liverecord.read.settings import settings as read_settings
from liverecord.read.today import today as read_today

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}").fullmatch
_SHORT = 7


class _Asked(NamedTuple):
    """What a person asked for: which day, whether wrong records may be passed over, and where the sites go."""

    today: str | None = None
    as_of: str | None = None
    last_valid: bool = False
    output: Path | None = None


@click.command("build", short_help="Build the site of one audience or more.")
@click.option(
    "--audience",
    "names",
    multiple=True,
    metavar="NAME",
    help="Whose site: a name from audiences.yml, or all. May be repeated. Default: the narrowest.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where the sites go. Default: site; with --as-of, site/past-… beside the current ones.",
)
@click.option(
    "--as-of",
    metavar="REV|DATE",
    help="Show the records as they stood: at a commit, branch or tag, or at the end of a day such as 2026-10-01.",
)
@click.option(
    "--last-valid",
    is_flag=True,
    help="Show a record with a problem as it stood at its last valid commit, and say so, rather than build nothing.",
)
@today_option
def build_sites(
    names: tuple[str, ...], output: Path | None, as_of: str | None, last_valid: bool, today: str | None
) -> int:
    """Build the site of one audience or more; a build that fails leaves the last good site up.

    With --last-valid a record with a problem is shown as it stood at its last valid commit: its page, the lists and Today
    say so, with the day and the problem's place, and everyone else's is current. The problems are listed on the error
    stream; exit 0.

    With --as-of every page says that it is not the current record. The past view goes to a folder of its own, and duties
    are told as of that day (of a commit: its own day). Records are shown as they stood, whatever the check would say of them
    today; only what can no longer be read is a problem.

    \b
    Example:
        liverecord build
        liverecord build --audience staff --audience team
        liverecord build --audience all --today 2026-11-22
        liverecord build --audience all --last-valid
        liverecord build --audience senco --as-of 2026-10-01
        liverecord build --audience senco --as-of main~3 --output before
    """
    built(read_settings(Path()), names, _Asked(today, as_of, last_valid, output))
    return CLEAN


@click.command(short_help="Build a site and show it on this computer.")
@click.option("--audience", "name", metavar="NAME", help="Whose site. Default: the narrowest.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@today_option
def serve(name: str | None, port: int, today: str | None) -> int:
    """Build a site and show it on this computer alone, to look at it before it goes anywhere.

    \b
    Example:
        liverecord serve --audience senco
    """
    from liverecord.serve import ADDRESS, server

    if name == "all":
        raise click.BadParameter("one site is shown at a time: name its audience", param_hint="--audience")
    (site,) = built(read_settings(Path()), (name,) if name else (), _Asked(today))
    with server(site.folder, site.policy, port) as running:
        click.echo(f"Showing it at http://{ADDRESS}:{running.port}/ (Ctrl+C stops).")
        running.run()
    click.echo("Stopped.")
    return CLEAN


def built(settings: Settings, names: Sequence[str], asked: _Asked) -> list[Any]:
    """Build, say what was done, and what was passed over; return the sites."""
    from liverecord.sites import Showing, build

    asked = asked._replace(last_valid=asked.last_valid or settings.last_valid)
    day, standing = _day(settings, asked)
    settings = settings._replace(output=_output(settings, asked, day, standing))
    chosen = names or ([settings.audience] if settings.audience else [])
    with (
        problems_shown(
            settings,
            "Nothing was built; the last site is as it was.",
            older=_older(asked),
            quoted=standing is None,
        ),
        progress_bar() as progress,
    ):
        made = build(
            settings,
            chosen,
            day,
            _make_frames,
            progress,
            Showing(asked.last_valid, standing),
        )
    if made and made[0].passed.problems:
        click.echo(report.passed_over(made[0].passed), nl=False, err=True)
    if standing is not None:
        click.echo(
            f"The records as they stood on {report.long_date(day)}, at commit {standing.commit[:_SHORT]}."
        )
    click.echo(report.built(made, day, settings.root), nl=False)
    return made


def _older(asked: _Asked) -> str:
    """Return what may be done about records that hold problems, below those that stopped a build."""
    if asked.last_valid:
        return ""
    if asked.as_of is not None:
        return "--last-valid shows each of these as it last could be read, and the rest as of that day."
    return "--last-valid builds with each of these as it last was valid."


def _day(settings: Settings, asked: _Asked) -> tuple[date, Any]:
    """Return the day that the pages are for, and the commit of a past view (None: the records as they lie on the disk)."""
    if asked.as_of is None:
        return read_today(asked.today, settings.today), None
    if asked.today is not None:
        raise click.UsageError(
            "--as-of brings its own day, that of the records: with another, a duty would be late on a day that never was. "
            "Leave --today out."
        )
    from liverecord.read.revisions import resolve

    typed = asked.as_of.strip()
    # Git comes first: it says what is wrong with a day that does not exist, or lies before the first commit.
    standing = resolve(settings.root, typed)
    if not _DAY(typed):
        return standing.at.date(), standing
    day, today = date.fromisoformat(typed), read_today(None, settings.today)
    if day > today:
        message = f"{report.long_date(day)} has not come yet: nobody knows how the records will stand."
        raise LiverecordError(message, f"A past day is one up to {today.isoformat()}.")
    return day, standing


def _output(settings: Settings, asked: _Asked, day: date, standing: Any) -> str:
    """Return the sites' folder, below the school's where it lies there: the store has one name for one folder."""
    if asked.output is not None:
        resolved = asked.output.resolve()
        if resolved.is_relative_to(settings.root / settings.records):
            raise click.BadParameter("the site may not lie in the records' folder", param_hint="--output")
        below = resolved.is_relative_to(settings.root) and resolved != settings.root
        return resolved.relative_to(settings.root).as_posix() if below else str(resolved)
    if standing is None:
        return settings.output
    # By its day where a day was asked for; two commits of one day are two views.
    of_commit = "" if asked.as_of and _DAY(asked.as_of.strip()) else f"-{standing.commit[:_SHORT]}"
    return f"{settings.output}/past-{day.isoformat()}{of_commit}"


def _make_frames(config: Path, folder: Path) -> None:
    # MkDocs takes a third of a second to import, and a build that changes no frame never needs it.
    from liverecord.plugin import make_frames

    make_frames(config, folder)
